"""A clip as a whole process beside the bare loop, what ten times its length takes, and its cost."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av

from tests.benchmark.clips import reencode
from tests.benchmark.speed.processes import bare, formcheck, timed

TIMES: Final = 10
"""The memory must be flat, and the start of the program not count, over so many times a clip."""


@dataclass(frozen=True, slots=True)
class Size:
    """A size of picture, how long the clip is, and at most how many times the bare loop's time."""

    name: str
    size: tuple[int, int]
    frames: int
    target: float


SIZES: Final = (
    Size("480 lines", (854, 480), 180, 1.15),
    Size("640 lines", (640, 640), 600, 0.90),
    Size("1080 lines", (1920, 1080), 420, 0.85),
    Size("4K", (3840, 2160), 240, 0.50),
)


def measure(clip: Path, folder: Path, repeats: int) -> list[dict[str, Any]]:
    """Return a row a size: the sample brought to it, analysed and put through the bare loop."""
    rows = []
    for each in SIZES:
        once = reencode(clip, folder / "once.mp4", size=each.size, frames=each.frames)
        row = {"name": each.name, "target": each.target} | pairs(once, repeats)
        rows.append(row | cost(clip, each, folder))
    return rows


def pairs(clip: Path, repeats: int) -> dict[str, float]:
    """Return the medians of a clip's analyses and bare loops in turn, after one of each."""
    ours, theirs = formcheck("analyze", clip, "--quiet"), bare(clip)
    timed(theirs)
    timed(ours)
    runs = [(timed(ours), timed(theirs)) for _ in range(repeats)]
    return {
        "seconds": seconds_of(clip),
        "wall_s": statistics.median(ours.wall_s for ours, _ in runs),
        "bare_wall_s": statistics.median(theirs.wall_s for _, theirs in runs),
        "ratio": statistics.median(ours.wall_s / theirs.wall_s for ours, theirs in runs),
        "cpu_ratio": statistics.median(ours.cpu_s / theirs.cpu_s for ours, theirs in runs),
        "peak_mib": max(ours.peak_mib for ours, _ in runs),
    }


def cost(clip: Path, each: Size, folder: Path) -> dict[str, float]:
    """Return hours of a core for an hour of footage, and what ten times the length adds in memory.

    The difference of the two lengths, so that the start of the program does not count.
    """
    frames = min(each.frames, 120)
    short = reencode(clip, folder / "short.mp4", size=each.size, frames=frames)
    long = reencode(clip, folder / "long.mp4", size=each.size, frames=frames, times=TIMES)
    first, whole = (timed(formcheck("analyze", path, "--quiet")) for path in (short, long))
    begun_s, ended_s = seconds_of(short), seconds_of(long)
    rate = (whole.cpu_s - first.cpu_s) / (ended_s - begun_s)
    return {
        "core_hours_per_hour": rate,
        "start_cpu_s": first.cpu_s - rate * begun_s,
        "growth_mib": whole.peak_mib - first.peak_mib,
    }


def seconds_of(clip: Path) -> float:
    """Return a clip's length."""
    with av.open(str(clip)) as container:
        return float((container.duration or 0) / av.time_base)


def show(rows: list[dict[str, Any]]) -> None:
    """Print the figures."""
    print("whole process      ratio to the bare loop (target), processor; peak memory")
    for row in rows:
        target = f" ({row['target']:.2f})" if "target" in row else ""
        print(
            f"  {row['name']:<10} {row['seconds']:5.1f} s of footage in {row['wall_s']:6.2f} s: "
            f"{row['ratio']:.2f}{target}, {row['cpu_ratio']:.2f}; {row['peak_mib']:.0f} MiB"
        )
        if "growth_mib" in row:
            print(
                f"             {TIMES} times as long {row['growth_mib']:+.0f} MiB; an hour of "
                f"footage is {row['core_hours_per_hour']:.2f} h of a core"
            )
