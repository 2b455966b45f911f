"""``formcheck export``, and poses of other programs on the command line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from formcheck.errors import MissingPackageError, OutputError, UsageError
from formcheck.formats import WRITTEN, writer_for
from support.record_golden import load
from support.recordings import record

Run = pytest.FixtureRequest


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    record(tmp_path / "set.fcrec", load("row-rounding")[120:290], exercise="bent_over_row")
    return tmp_path / "set.fcrec"


def test_there_and_back(run, recording: Path, tmp_path: Path) -> None:  # noqa: ANN001
    there = run("export", recording, "-o", "set.trc")
    assert (there.code, there.out, there.err) == (0, "", "")
    back = run("analyze", "set.trc", "--exercise", "bent_over_row")
    assert back.code == 0
    assert back.out.startswith("3 reps")
    there = run("export", recording, "-o", "poses", "--to", "openpose")
    assert there.code == 0
    assert "15 frames a second" in there.err
    back = run("analyze", "poses", "--rate", 15, "--exercise", "bent_over_row", "--video", "v.mp4")
    assert back.code == 0, back.err
    assert back.out.startswith("3 reps")
    assert (tmp_path / "v.mp4").stat().st_size > 1000
    back = run("report", "set.trc", "-o", "set.html", "--quiet")
    assert (back.code, back.err) == (0, "")


def test_what_cannot_be_exported(run, recording: Path, tmp_path: Path) -> None:  # noqa: ANN001
    run("export", recording, "-o", "set.xyz").assert_one_message(2, "--to")
    run("export", recording, "-o", tmp_path, "--to", "openpose").assert_one_message(2, "new folder")
    run("export", recording, "-o", "set.fcrec", "--to", "trc").assert_one_message(2, "itself")
    run("export", recording, "-o", "no/set.trc").assert_one_message(6, "no folder|not exist"[10:])
    run("export", "no.mp4", "-o", "set.trc").assert_one_message(3, "no.mp4")


def test_it_is_told_before_any_work(tmp_path: Path) -> None:
    trc, mot, c3d, openpose = (writer_for(Path("a"), name) for name in WRITTEN)
    for each in (trc, mot, openpose):
        each.check(tmp_path / "new")
        with pytest.raises(OutputError, match="cannot be written"):
            each.check(tmp_path / "no" / "new")
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(UsageError, match="there already"):
        openpose.check(tmp_path / "link")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "c3d", None)
        with pytest.raises(MissingPackageError, match="package c3d"):
            c3d.check(tmp_path / "new")
    assert [each.name for each in tmp_path.iterdir()] == ["link"]


def test_what_cannot_be_read(run, tmp_path: Path) -> None:  # noqa: ANN001
    (tmp_path / "bad.trc").write_bytes(b"PathFileType\0")
    run("analyze", "bad.trc").assert_one_message(3, "no TRC file")
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a_0_keypoints.json").write_text("{")
    run("analyze", "p").assert_one_message(3, "a_0_keypoints.json")
    assert run("analyze", "p", "--rate", 0).code == 2
