"""Many clips through ``formcheck batch``: what is done stays done, whatever ends it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import formcheck
from formcheck.batch import work
from formcheck.batch.finding import find_clips
from formcheck.batch.results import Results
from formcheck.cli.main import main
from formcheck.errors import (
    FormCheckError,
    ModelError,
    OutputError,
    SourceOpenError,
    UsageError,
)
from support.batches import batch, files_in
from support.clipmaker import make_clip
from support.fakes import ScriptedEstimator


def test_each_is_analysed_as_analyze_does_and_the_same_name_is_no_trouble(
    clips: list[Path], tmp_path: Path, inline: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch(clips, tmp_path / "out") == 0
    assert inline == ["monday/set.fcrec", "tuesday/set.fcrec"]
    told = capsys.readouterr()
    assert told.out == "monday/set.fcrec: 1 rep, 0 flags\ntuesday/set.fcrec: 1 rep, 0 flags\n"
    assert told.err == "2 clips: 2 analysed.\n"
    options = ["--quiet", "--json", str(tmp_path / "a.json"), "--record", str(tmp_path / "a.fcrec")]
    assert main(["analyze", str(clips[0]), *options]) == 0
    alone = json.loads((tmp_path / "a.json").read_text("utf-8"))
    for name in inline:
        report = json.loads((tmp_path / "out" / "json" / f"{name}.json").read_text("utf-8"))
        assert report["source"].pop("path") == name
        assert report == {**alone, "source": {**report["source"]}}
    recording = tmp_path / "out" / "recordings" / f"{name}.fcrec"
    assert formcheck.open(recording).to_dict()["reps"] == alone["reps"]
    assert not list((tmp_path / "out").rglob("run-*"))


def test_what_is_done_is_passed_over_until_clip_or_settings_change(
    clips: list[Path], tmp_path: Path, inline: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert batch(clips, out) == 0
    inline.clear()
    assert batch(clips, out) == 0
    os.utime(clips[0], (1, 1))
    assert batch(clips, out) == 0
    assert capsys.readouterr().err.splitlines()[-2:] == ["2 clips: 2 done before."] * 2
    assert inline == []
    before = files_in(out)
    # The same clip but for its end, which was lost.
    clips[0].write_bytes(clips[0].read_bytes()[: clips[0].stat().st_size // 2])
    assert batch(clips, out) == 0
    assert inline == ["monday/set.fcrec"]
    assert files_in(out).keys() == before.keys()
    assert files_in(out)["json/monday/set.fcrec.json"] != before["json/monday/set.fcrec.json"]
    (out / "json" / "tuesday" / "set.fcrec.json").unlink()
    assert batch(clips, out) == 0
    assert inline == ["monday/set.fcrec", "tuesday/set.fcrec"]
    for count, options in enumerate((["--strictness", "strict"], ["--exercise", "seated_row"]), 3):
        assert batch(clips[:1], out, *options) == 0
        assert len(inline) == count


def test_another_clip_of_the_same_name_does_not_take_its_place(
    clips: list[Path],
    kept: bytes,
    tmp_path: Path,
    inline: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, moved = tmp_path / "out", tmp_path / "bob" / "monday" / "set.fcrec"
    assert batch(clips[:1], out) == 0
    before = files_in(out)
    moved.parent.mkdir(parents=True)
    moved.write_bytes(kept)
    assert batch([moved], out) == 0, "the same clip in another place is done"
    clips[0].write_bytes(kept[:-1] + b"\0")
    assert batch(clips[:1], out) == 9
    assert "a clip of another folder that is called monday/set.fcrec too" in capsys.readouterr().err
    assert files_in(out) == before


def test_a_bad_clip_is_told_in_the_end_and_the_others_are_done(
    clips: list[Path], tmp_path: Path, inline: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "monday" / "bad.mp4"
    bad.write_text("no pictures", "utf-8")
    assert batch([bad, clips[0]], tmp_path / "out") == 8
    told = capsys.readouterr()
    assert told.out == "monday/set.fcrec: 1 rep, 0 flags\n"
    assert told.err == (
        "formcheck: monday/bad.mp4 is a text file, not a video.\n"
        "2 clips: 1 analysed, 1 not analysed.\n"
    )
    assert batch([bad], tmp_path / "out", "--quiet") == 9
    assert capsys.readouterr().err.count("\n") == 1


def test_a_clip_without_anybody_is_bad_and_yet_not_analysed_twice(
    tmp_path: Path, inline: list[str], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    make_clip(tmp_path / "black.mp4", [np.zeros((48, 64, 3), np.uint8)] * 5)
    nobody = ScriptedEstimator(lambda frame: None)
    monkeypatch.setattr("formcheck.run.default_estimator", lambda config: lambda: nobody)
    for _ in range(2):
        assert batch([tmp_path / "black.mp4"], tmp_path / "out") == 9
        assert "Nobody was found in" in capsys.readouterr().err
    assert len(inline) == 1
    (report,) = (tmp_path / "out" / "json").rglob("*.json")
    assert json.loads(report.read_text("utf-8"))["detection_fraction"] == 0


def test_a_bug_on_one_clip_does_not_end_the_batch(
    clips: list[Path], tmp_path: Path, inline: list[str], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    whole = work._analyse

    def broken(given: work.ClipWork, files: dict[str, Path]) -> Any:
        if "monday" in given.clip.name:
            raise ZeroDivisionError
        return whole(given, files)

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(work, "_analyse", broken)
    assert batch(clips, tmp_path / "out") == 8
    told = capsys.readouterr().err
    assert "monday/set.fcrec: this is a bug in FormCheck (ZeroDivisionError)" in told
    assert "1 analysed, 1 not analysed" in told


@pytest.mark.parametrize("error", [ModelError("Gone."), OutputError("The disk is full.")])
def test_what_spares_no_clip_ends_the_batch_and_is_told_once(
    error: FormCheckError, clips: list[Path], tmp_path: Path, inline: list[str],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def failing(given: work.ClipWork, files: dict[str, Path]) -> Any:
        raise error

    monkeypatch.setattr(work, "_analyse", failing)
    assert batch(clips, tmp_path / "out") == error.exit_code
    assert capsys.readouterr().err == f"formcheck: {error.message}\n"
    assert files_in(tmp_path / "out") == {}


def test_what_no_batch_has_written_is_left_alone(
    clips: list[Path], tmp_path: Path, inline: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    mine = [out / "notes.txt", out / "json" / "monday" / "set.fcrec.json", out / "json" / "x.json"]
    for path in mine:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine", "utf-8")
    assert batch(clips, out) == 8
    assert "is there already, and no batch has written it" in capsys.readouterr().err
    assert [path.read_text("utf-8") for path in mine] == ["mine"] * 3
    assert not (out / "recordings" / "monday").exists()
    mine[1].unlink()
    assert batch(clips, out) == 0


def test_one_batch_at_a_time_writes_into_a_folder(
    clips: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Results(tmp_path / "out").running():
        assert batch(clips, tmp_path / "out") == 2
    assert "Another batch is writing into" in capsys.readouterr().err


def test_what_cannot_be_asked(
    clips: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert batch(clips, tmp_path / "out", "--jobs", 2, "--scheduler", "tcp://127.0.0.1:1") == 2
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["batch", str(clips[0]), "--out", str(tmp_path / "out")]) == 2
    assert 'pip install "formcheck[parquet]"' in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert batch(clips, tmp_path / "out", "--scheduler", "tcp://127.0.0.1:1") == 2
    assert 'pip install "formcheck[cluster]"' in capsys.readouterr().err


def test_which_clips_are_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.mp4", "a.MOV", "mon/a.mp4", "mon/notes.txt", ".hidden/a.mp4", "mon/._a.mp4",
                 "out/videos/a.mp4.mp4"):  # fmt: skip
        (tmp_path / "films" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "films" / name).touch()
    monkeypatch.chdir(tmp_path)
    out = Path("films/out")

    def called(*names: str) -> list[str]:
        return [clip.name for clip in find_clips(names, out)]

    everything = ["films/a.MOV", "films/a.mp4", "films/mon/a.mp4"]
    assert called("films") == called("films/", "films/mon/a.mp4") == everything
    assert called("films/**/*.mp4") == ["films/a.mp4", "mon/a.mp4"]
    assert called("films/mon/notes.txt", "films/mon") == ["mon/notes.txt", "mon/a.mp4"]
    monkeypatch.chdir(tmp_path / "films")
    assert [clip.name for clip in find_clips(["."], Path("out"))] == everything
    (tmp_path / "mon").mkdir()
    (tmp_path / "mon" / "a.mp4").touch()
    with pytest.raises(UsageError, match="both be called mon/a"):
        find_clips(["mon", "../mon"], out)
    for wrong in ("gone.mp4", "out", "out/**/*.mp4"):
        with pytest.raises(SourceOpenError):
            find_clips([wrong], Path("out"))
    with pytest.raises(FormCheckError, match="stream"):
        find_clips(["rtsp://10.0.0.7/1"], out)
