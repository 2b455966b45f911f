"""Two jobs beside one over a folder of clips, in processes of this computer and with Dask."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from formcheck.assets import sample_path
from tests.benchmark.clips import reencode
from tests.benchmark.speed.processes import formcheck, timed

CLIPS: Final = 24
FRAMES: Final = 240
SIZE: Final = (854, 480)
LENGTH_S: Final = 30.0
"""What a clip of a set is taken to last where many are reckoned."""


def measure(folder: Path, repeats: int) -> dict[str, Any]:
    """Return how many times as fast two jobs are as one, and two workers of a cluster as one."""
    clips = folder / "clips"
    clips.mkdir()
    for number in range(CLIPS):
        # No two are alike: each lacks another number of its last frames.
        reencode(sample_path(), clips / f"{number}.mp4", size=SIZE, frames=FRAMES - number)
    report = {}
    for name, options in (("jobs", _jobs), ("workers", _workers)):
        walls: dict[int, list[float]] = {1: [], 2: []}
        for turn in range(repeats):
            for count in (1, 2):
                with options(count) as given:
                    out = folder / f"out-{name}-{turn}-{count}"
                    command = formcheck("batch", clips, "--out", out, "--quiet", *given)
                    walls[count].append(timed(command).wall_s)
        report[f"{name}_s"] = {n: statistics.median(each) for n, each in walls.items()}
        report[f"two_{name}"] = statistics.median(
            one / two for one, two in zip(walls[1], walls[2], strict=True)
        )
    return {"clips": CLIPS, "frames": FRAMES, **report}


@contextmanager
def _jobs(count: int) -> Iterator[list[str]]:
    yield ["--jobs", str(count)]


@contextmanager
def _workers(count: int) -> Iterator[list[str]]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=count, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        yield ["--scheduler", cluster.scheduler_address]


def reckoned(rows: list[dict[str, Any]], clips: int = 30_000, cores: int = 100) -> dict[str, float]:
    """Return the hours that many clips of :data:`LENGTH_S` take on so many cores, by size."""
    return {
        row["name"]: clips * (LENGTH_S / 3600) * row["core_hours_per_hour"] / cores for row in rows
    }


def section(report: dict[str, Any]) -> str:
    """Return the table of ``docs/batch.md``."""
    hours = report["batch"]["hours_of_30000_clips_on_100_cores"]
    rows = [
        f"| {row['name']} | {row['core_hours_per_hour']:.2f} h | {row['peak_mib']:.0f} MiB "
        f"({row['growth_mib']:+.0f}) | {row['ratio']:.2f} | {hours[row['name']]:.1f} h |"
        for row in report["clips"]
    ]
    return "\n".join(
        (
            "| pictures | one core, for an hour of footage | memory (ten times as long) | "
            "whole process beside a bare loop | 30,000 clips on 100 cores |",
            "|---|---:|---:|---:|---:|",
            *rows,
        )
    )


def show(report: dict[str, Any]) -> None:
    """Print the figures."""
    two = f"{report['two_jobs']:.2f} times as fast as one (target 1.85)"
    print(f"{report['clips']} clips          two jobs are {two}, two workers of a cluster "
          f"{report['two_workers']:.2f} (1.8)")  # fmt: skip
