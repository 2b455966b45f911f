"""Many clips through ``formcheck batch``: what is done stays done, whatever ends it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import formcheck
from formcheck.assets import sample_path
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
from formcheck.sources.video_file import VideoFile
from support.clipmaker import make_clip
from support.fakes import ScriptedEstimator
from support.recordings import record
from support.sets import plain_set

CHECKOUT = Path(__file__).parents[2]
TIMEOUT_S = 120
TABLES = ("reps", "sets", "flags", "frames")

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


class Inline(Executor):
    """Work in this process, at once: quick, and a test may look over its shoulder."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  what an executor does
            future.set_exception(error)
        return future


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Work in this process, and return the names of what is analysed."""
    analysed: list[str] = []
    whole = work._analyse

    def told(job: work.Job, files: dict[str, Path]) -> Any:
        analysed.append(job.clip.name)
        return whole(job, files)

    monkeypatch.setattr("formcheck.cli.batch.processes", lambda _: contextlib.closing(Closing()))
    monkeypatch.setattr(work, "_analyse", told)
    return analysed


class Closing(Inline):
    def close(self) -> None:
        """Do nothing: nothing was opened."""

    def __enter__(self) -> Executor:
        return self


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a recording of one rep, which needs no pose model."""
    path = tmp_path_factory.mktemp("kept") / "set.fcrec"
    result, _ = record(path, plain_set(count=1).poses())
    assert len(result.reps) == 1
    return path.read_bytes()


@pytest.fixture
def clips(kept: bytes, tmp_path: Path) -> list[Path]:
    """Return two clips of the same name in different folders."""
    paths = [tmp_path / day / "set.fcrec" for day in ("monday", "tuesday")]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(kept)
    return paths


def batch(clips: Sequence[object], out: Path, *options: object) -> int:
    return main(["batch", *map(str, clips), "--out", str(out), "--no-tables", *map(str, options)])


def files_in(folder: Path) -> dict[str, bytes]:
    """Return all files that are the user's to see, but for recordings, which name their day."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".formcheck-batch" not in path.parts and path.suffix != ".fcrec"
    }


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
    assert capsys.readouterr().err.splitlines()[-2:] == ["2 clips: 2 as before."] * 2
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


def test_a_bad_clip_is_told_in_the_end_and_the_others_are_done(
    clips: list[Path], tmp_path: Path, inline: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "monday" / "bad.mp4"
    bad.write_text("no pictures", "utf-8")
    assert batch([bad, clips[0]], tmp_path / "out") == 8
    told = capsys.readouterr()
    assert told.out == "monday/set.fcrec: 1 rep, 0 flags\n"
    assert told.err == (
        "formcheck: monday/bad.mp4: bad.mp4 is a text file, not a video.\n"
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

    def broken(job: work.Job, files: dict[str, Path]) -> Any:
        if "monday" in job.clip.name:
            raise ZeroDivisionError
        return whole(job, files)

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
    def failing(job: work.Job, files: dict[str, Path]) -> Any:
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


def named(reports: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield each report with its clip's name."""
    for path, text in reports.items():
        yield path.removeprefix("json/").removesuffix(".json"), text


def start(folder: Path, *arguments: object) -> subprocess.Popen[str]:
    """Start a batch in a process group of its own."""
    paths = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "ui")])
    return subprocess.Popen(
        [sys.executable, "-m", "formcheck.cli.main", "batch", *map(str, arguments), "--no-tables"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": paths, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def wait_until_all_have_ended(group: int) -> None:
    ends_s = time.monotonic() + TIMEOUT_S
    while time.monotonic() < ends_s:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    raise AssertionError("processes were left behind")


@posix
def test_interrupted_and_killed_it_goes_on_where_it_was(
    kept: bytes, tmp_path: Path, inline: list[str]
) -> None:
    (tmp_path / "sets").mkdir()
    clips = [tmp_path / "sets" / f"{number}.fcrec" for number in range(4)]
    for clip in clips:
        clip.write_bytes(kept)
    told: list[str] = []
    for sign, code, jobs in ((signal.SIGINT, 130, 1), (signal.SIGKILL, -signal.SIGKILL, 2)):
        process = start(tmp_path, *clips, "--out", "out", "--jobs", jobs)
        assert process.stdout is not None
        line = process.stdout.readline()
        # As a terminal does it, where all processes hear of Ctrl-C.
        (os.killpg if sign == signal.SIGINT else os.kill)(process.pid, sign)
        out, err = process.communicate(timeout=TIMEOUT_S)
        wait_until_all_have_ended(process.pid)
        assert process.returncode == code, err
        assert "Traceback" not in err
        assert sign == signal.SIGKILL or "the same command goes on" in err
        told += [each.partition(":")[0] for each in (line + out).splitlines()]
        done = files_in(tmp_path / "out")
        assert {f"json/{name}.json" for name in told} <= done.keys()
    assert batch(clips, tmp_path / "out") == 0
    assert done.items() <= files_in(tmp_path / "out").items()
    done = files_in(tmp_path / "out")
    told += inline
    # Nothing that was told was done again, and nothing is missing.
    assert len(set(told)) == len(told)
    assert len(done) == 4
    assert not list((tmp_path / "out").rglob("run-*"))
    # Two jobs, interrupted twice, come to what one job does in one go.
    assert batch(clips[:1], tmp_path / "one", "--jobs", 1) == 0
    (whole,) = files_in(tmp_path / "one").values()
    assert {each.replace(name.encode(), b"sets/0.fcrec") for name, each in named(done)} == {whole}


@pytest.mark.slow
def test_a_real_clip_with_its_video(tmp_path: Path) -> None:
    with VideoFile(sample_path("row-flat")) as source:
        images = [frame.image for frame, _ in zip(source, range(8), strict=False)]
    make_clip(tmp_path / "row.mp4", images)
    process = start(tmp_path, "row.mp4", "--out", "out", "--videos")
    out, err = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == 0, err
    name = f"{tmp_path.name}/row.mp4"
    assert out == f"{name}: 0 reps, 0 flags\n"
    assert err == "1 clip: 1 analysed.\n"
    report = json.loads((tmp_path / "out" / "json" / f"{name}.json").read_text("utf-8"))
    alone = formcheck.analyze(tmp_path / "row.mp4").to_dict()
    assert {**report, "source": None} == {**alone, "source": None}
    with VideoFile(tmp_path / "out" / "videos" / f"{name}.mp4") as video:
        assert video.info.frames == 8


def test_the_tables_are_those_of_python(
    clips: list[Path], tmp_path: Path, inline: list[str]
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    pandas = pytest.importorskip("pandas")
    out = tmp_path / "out"
    for _ in range(2):
        assert main(["batch", *map(str, clips), "--out", str(out)]) == 0
    alone = formcheck.open(out / "recordings" / "monday" / "set.fcrec.fcrec")
    for what in TABLES:
        table = parquet.read_table(out / what).to_pandas()
        assert set(table["clip"]) <= {"monday/set.fcrec", "tuesday/set.fcrec"}
        one = table[table["clip"] == "monday/set.fcrec"].reset_index(drop=True)
        other = getattr(alone, what)()
        assert set(one) == {*other, "clip"}
        pandas.testing.assert_frame_equal(
            one.drop(columns="clip"), other.drop(columns="clip", errors="ignore"),
            check_dtype=False, check_like=True,
        )  # fmt: skip
        assert len(table) == 2 * len(other)
        kinds = {parquet.read_schema(path) for path in (out / what).iterdir()}
        assert len(kinds) == 1


def test_the_page_reads_the_tables(
    clips: list[Path], tmp_path: Path, inline: list[str], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for package in ("pyarrow", "pandas", "duckdb", "polars"):
        pytest.importorskip(package)
    monkeypatch.chdir(tmp_path)
    assert main(["batch", *map(str, clips), "--out", "results", "--quiet"]) == 0
    page = (CHECKOUT / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```py\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), {})
    assert "monday/set.fcrec" in capsys.readouterr().out


@pytest.fixture
def scheduler() -> Iterator[tuple[str, list[int]]]:
    """Return the address of a Dask cluster of two processes, and their numbers."""
    pytest.importorskip("distributed", reason="needs the extra cluster")
    code = (
        "import sys\n"
        "from distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=2, threads_per_worker=1, host='127.0.0.1',\n"
        "                      dashboard_address=None, silence_logs=50) as cluster:\n"
        "        print(cluster.scheduler_address, *(w.pid for w in cluster.workers.values()),\n"
        "              flush=True)\n"
        "        sys.stdin.read()\n"
    )
    paths = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "ui")])
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": paths},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        address, *numbers = process.stdout.readline().split()
        yield address, [int(number) for number in numbers]
        process.communicate("")


@posix
def test_a_cluster_that_loses_a_worker_does_them_all(
    kept: bytes, tmp_path: Path, inline: list[str], scheduler: tuple[str, list[int]]
) -> None:
    (tmp_path / "sets").mkdir()
    clips = [tmp_path / "sets" / f"{number}.fcrec" for number in range(6)]
    for clip in clips:
        clip.write_bytes(kept)
    address, workers = scheduler
    process = start(tmp_path, *clips, "--out", "out", "--scheduler", address)
    assert process.stdout is not None
    line = process.stdout.readline()
    os.kill(workers[0], signal.SIGKILL)
    out, err = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == 0, err
    assert len((line + out).splitlines()) == 6
    assert batch(clips, tmp_path / "one") == 0
    assert files_in(tmp_path / "one") == files_in(tmp_path / "out")
