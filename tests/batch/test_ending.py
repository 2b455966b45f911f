"""A batch that is interrupted, killed, or loses a worker goes on where it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import formcheck
from formcheck.assets import sample_path
from formcheck.sources.video_file import VideoFile
from support.batches import (
    CHECKOUT,
    TIMEOUT_S,
    batch,
    files_in,
    named,
    start,
    wait_until_all_have_ended,
)
from support.clipmaker import make_clip

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


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
    assert err == "1 clip to go through.\n1 clip: 1 analysed.\n"
    report = json.loads((tmp_path / "out" / "json" / f"{name}.json").read_text("utf-8"))
    alone = formcheck.analyze(tmp_path / "row.mp4").to_dict()
    assert {**report, "source": None} == {**alone, "source": None}
    with VideoFile(tmp_path / "out" / "videos" / f"{name}.mp4") as video:
        assert video.info.frames == 8


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
