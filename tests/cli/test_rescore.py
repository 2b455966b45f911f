"""Recordings through the real program: made, judged again, refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from support.clipmaker import make_clip
from support.recordings import record
from support.sets import plain_set

CHECKOUT = Path(__file__).parents[2]

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("recordings") / "set.fcrec"
    result, _ = record(path, plain_set(count=3, faults=("short",)).poses())
    assert [rep.flags for rep in result.reps] == [(), (), ("short_range",)]
    return path.read_bytes()


def folder_of(recording: bytes, folder: Path) -> Path:
    (folder / "sets").mkdir()
    for name in ("monday", "thursday"):
        (folder / "sets" / f"{name}.fcrec").write_bytes(recording)
    return folder / "sets"


def test_nothing_changed(recording: bytes, tmp_path: Path, run: Run) -> None:
    outcome = run("rescore", folder_of(recording, tmp_path))
    assert outcome.code == 0, outcome.err
    assert outcome.out.count("3 reps, 1 flag\n") == 2
    assert "monday" in outcome.out
    assert outcome.err == "2 recordings: 2 as before.\n"
    assert not list((tmp_path / "sets").glob("*.json"))


def test_other_options_change_the_verdict(recording: bytes, tmp_path: Path, run: Run) -> None:
    (tmp_path / "set.fcrec").write_bytes(recording)
    (tmp_path / "mine.toml").write_text("[flags]\nshort_range = 0.3\n", "utf-8")
    outcome = run("rescore", "set.fcrec", "--config", "mine.toml", "--write")
    assert outcome.code == 0, outcome.err
    assert "3 → 3 reps, 1 → 0 flags" in outcome.out
    assert "− Short range (rep 3)" in outcome.out
    report = json.loads((tmp_path / "set.json").read_text("utf-8"))
    assert len(report["reps"]) == 3
    assert report["flags"] == []
    assert (tmp_path / "set.fcrec").read_bytes() == recording


def test_a_bad_file_among_good_ones(recording: bytes, tmp_path: Path, run: Run) -> None:
    folder = folder_of(recording, tmp_path)
    (folder / "bad.fcrec").write_text("no poses", "utf-8")
    outcome = run("rescore", folder)
    assert outcome.code == 3
    assert len(outcome.messages) == 1
    assert "bad.fcrec is not a FormCheck recording" in outcome.err
    assert outcome.out.count("3 reps") == 2


def test_a_folder_without_recordings(tmp_path: Path, run: Run) -> None:
    run("rescore", tmp_path).assert_one_message(3, "no recordings")


def test_a_recording_is_analysed_like_a_clip(recording: bytes, tmp_path: Path, run: Run) -> None:
    (tmp_path / "set.fcrec").write_bytes(recording)
    outcome = run("analyze", "set.fcrec", "--json", "-", "--video", "bones.mp4")
    assert outcome.code == 0, outcome.err
    assert len(json.loads(outcome.out)["reps"]) == 3
    assert (tmp_path / "bones.mp4").stat().st_size > 1000


def test_a_recording_that_was_cut_says_so(recording: bytes, tmp_path: Path, run: Run) -> None:
    (tmp_path / "set.fcrec").write_bytes(recording[: len(recording) // 2])
    outcome = run("analyze", "set.fcrec")
    assert outcome.code == 0, outcome.err
    assert "ends before its own index" in outcome.err


def test_record_refuses_a_file_that_exists(tmp_path: Path, run: Run, black_clip: Path) -> None:
    (tmp_path / "set.fcrec").write_text("mine", "utf-8")
    outcome = run("analyze", black_clip, "--record", "set.fcrec")
    outcome.assert_one_message(6, "exists already")
    assert (tmp_path / "set.fcrec").read_text("utf-8") == "mine"


def test_record_goes_with_the_terminal(run: Run) -> None:
    # Without a display the terminal is used, and the camera is what is missing.
    run("live", "--camera", "97", "--record", "set.fcrec").assert_one_message(3, "camera 97")


@pytest.mark.slow
def test_a_black_clip_recorded_holds_nobody(tmp_path: Path, run: Run) -> None:
    make_clip(tmp_path / "black.mp4", [np.zeros((48, 64, 3), np.uint8)] * 10)
    assert run("analyze", "black.mp4", "--record", "set.fcrec").code == 4
    outcome = run("rescore", "set.fcrec")
    assert outcome.code == 0, outcome.err
    assert "0 reps, 0 flags" in outcome.out


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on file size stands for a full disk")
def test_a_full_disk_is_told_once_and_the_table_still_comes(
    recording: bytes, tmp_path: Path
) -> None:
    (tmp_path / "set.fcrec").write_bytes(recording)
    command = f"ulimit -f 16; exec {sys.executable} -m formcheck"
    done = subprocess.run(
        ["bash", "-c", f"{command} analyze set.fcrec --record copy.fcrec"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 6, done.stderr
    assert done.stderr.count("formcheck: ") == 1
    assert "goes on without a recording" in done.stderr
    assert " reps" in done.stdout
