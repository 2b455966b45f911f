"""From the camera to the file that is sent, with real keys and a real mouse on a real X server."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest

from formcheck_ui.voice.system_speech import _espeak
from gui.x11.conftest import MakeHands

pytestmark = [pytest.mark.xserver, pytest.mark.slow, pytest.mark.timeout(600)]

REPS = 5
"""What the bundled clip shows."""


def test_a_set_is_filmed_counted_aloud_replayed_mended_and_exported(
    make_hands: MakeHands, film: str, tmp_path: Path
) -> None:
    hands = make_hands("--film", film)
    hands.until(lambda seen: seen["state"] == "IDLE", "the start page")
    hands.key("shift+r")
    hands.click("start_camera")
    hands.until(lambda seen: seen["state"] == "IN_SET", "a set that began by itself")
    filmed = hands.until(lambda seen: seen["state"] == "RESTING", "a set that ended by itself")
    told = [text for text in filmed["said"] if text.isdigit()]
    assert told == [str(number) for number in range(1, filmed["count"] + 1)]
    assert filmed["count"] == REPS, filmed["said"]

    hands.key("p")
    found = hands.until(lambda seen: seen["ready"], "the recording judged")
    assert found["platform"] == "xcb"
    assert found["clip"].endswith(".fcrec")
    assert Path(found["clip"]).with_suffix(".mp4").exists(), "the pictures were recorded"
    count = len(found["reps"])
    assert count == filmed["count"], "the recording holds what was counted"

    hands.key("ctrl+2")
    hands.key("space")
    hands.until(lambda seen: seen["state"] == "PAUSED", "the replay paused")
    hands.click("row_2")
    hands.until(lambda seen: seen["chosen"] == 2, "rep 2 chosen")
    hands.key("ctrl+Delete")
    hands.until(lambda seen: len(seen["reps"]) == count - 1, "rep 2 gone")
    hands.key("ctrl+z")
    hands.until(lambda seen: len(seen["reps"]) == count, "rep 2 back")
    hands.click("rep_3_middle")
    before = hands.until(lambda seen: seen["chosen"] == 3, "rep 3 chosen")["reps"][2]
    hands.drag("rep_3_start", 12)
    after = hands.until(lambda seen: seen["reps"][2] != before, "rep 3 shorter")["reps"][2]
    assert after[0] > before[0]
    assert after[1] == before[1]

    hands.key("ctrl+e")
    for _ in range(4):
        hands.key("Down", "ExportPanel")
    hands.click("save_as")
    table = tmp_path / "reps.csv"
    hands.type(str(table), "QFileDialog")
    hands.key("Return", "QFileDialog")
    hands.until(lambda seen: table.name in seen["saved"] and table.exists(), "the table")
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))
    assert len(rows) == count
    assert float(rows[2]["start_s"]) == pytest.approx(after[0], abs=0.01)
    assert Path(found["clip"] + ".formcheck.json").exists(), "corrections are kept beside the clip"
    hands.key("Escape", "ExportPanel")
    hands.click("row_1")
    hands.until(lambda seen: seen["chosen"] == 1, "the mouse still heard after two dialogs")
    hands.leave()


def test_a_count_and_a_cue_can_really_be_spoken(tmp_path: Path) -> None:
    program = next((name for name in ("espeak-ng", "espeak") if shutil.which(name)), None)
    if program is None:
        pytest.skip("not installed: espeak-ng")
    spoken = tmp_path / "spoken.wav"
    command = _espeak(program)("3. Chest up", "en", 0.8)
    subprocess.run([*command[:-2], "-w", str(spoken), *command[-2:]], check=True, timeout=60)
    with wave.open(str(spoken)) as sound:
        length_s = sound.getnframes() / sound.getframerate()
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
    assert 0.4 < length_s < 10.0
    assert np.abs(samples.astype(float)).max() > 1000, "it is not silence"
