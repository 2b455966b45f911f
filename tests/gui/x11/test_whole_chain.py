"""From the camera to the file that is sent, with real keys and a real mouse on a real X server."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gui.x11.conftest import MakeHands
from support.mjpeg_server import MjpegServer

pytestmark = [pytest.mark.xserver, pytest.mark.slow, pytest.mark.timeout(600)]

REPS = 5
"""What the bundled clip shows."""


def test_a_set_is_filmed_counted_aloud_replayed_mended_and_exported(
    make_hands: MakeHands, camera: MjpegServer, clip: Path
) -> None:
    hands = make_hands(camera.url)
    hands.until(lambda seen: seen["state"] == "IDLE", "the start page")
    hands.click("start_camera")
    hands.until(lambda seen: seen["state"] == "IN_SET", "a set that began by itself")
    filmed = hands.until(lambda seen: seen["state"] == "RESTING", "a set that ended by itself")
    told = [text for text in filmed["said"] if text.isdigit()]
    assert told == [str(number) for number in range(1, filmed["count"] + 1)]
    assert filmed["count"] == REPS
    hands.key("F5")
    hands.until(lambda seen: seen["state"] == "IDLE", "the camera stopped")

    hands.key("ctrl+o")
    hands.type(str(clip), "QFileDialog")
    hands.key("Return", "QFileDialog")
    found = hands.until(
        lambda seen: seen["ready"] and seen["state"] == "PAUSED", "the clip analysed and played"
    )
    assert found["platform"] == "xcb"
    assert len(found["reps"]) == REPS

    hands.key("ctrl+2")
    hands.click("row_2")
    hands.until(lambda seen: seen["chosen"] == 2, "rep 2 chosen")
    hands.key("ctrl+Delete")
    hands.until(lambda seen: len(seen["reps"]) == REPS - 1, "rep 2 gone")
    hands.key("ctrl+z")
    hands.until(lambda seen: len(seen["reps"]) == REPS, "rep 2 back")
    hands.click("rep_3_middle")
    before = hands.until(lambda seen: seen["chosen"] == 3, "rep 3 chosen")["reps"][2]
    hands.drag("rep_3_start", 12)
    after = hands.until(lambda seen: seen["reps"][2] != before, "rep 3 shorter")["reps"][2]
    assert after[0] > before[0]
    assert after[1] == before[1]

    hands.key("ctrl+e")
    hands.until(lambda seen: "ExportPanel" in seen["windows"], "what can be exported")
    hands.key("Down", "ExportPanel")
    for _ in range(3):
        hands.key("Down", "ExportPanel")
    hands.click("save_as")
    table = clip.with_name("reps.csv")
    hands.type(str(table), "QFileDialog")
    hands.key("Return", "QFileDialog")
    hands.until(lambda seen: table.name in seen["saved"] and table.exists(), "the table")
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    assert len(rows) == REPS
    assert float(rows[2]["start_s"]) == pytest.approx(after[0], abs=0.01)
    assert clip.with_name("set.formcheck.json").exists(), "corrections are kept beside the clip"
    hands.leave()
