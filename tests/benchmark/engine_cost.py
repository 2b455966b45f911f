"""What the engine alone costs: milliseconds a frame after the landmarks, in all and by stage.

``python -m tests.benchmark.engine_cost`` (``--clip`` for another clip, ``--frames``) estimates the
poses of a clip once and pushes them through fresh pipelines.  Times are those of the thread's own
processor clock, so that another program on the machine does not count; the ratio to MediaPipe is
of wall times taken in the same run.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np

from formcheck.assets import model_bytes, sample_path
from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.flags.judge import FlagJudge
from formcheck.measures.frame import FrameMeasurer
from formcheck.measures.tracking import LandmarkTracker
from formcheck.measures.trunk_reader import TrunkReader
from formcheck.pose.mediapipe import MediaPipeEstimator
from formcheck.pose.quiet import hushed
from formcheck.reps.counter import RepCounter
from formcheck.result_columns import ResultColumns
from formcheck.run import open_recording
from formcheck.types import Pose

FRAMES: Final = 240
REPEATS: Final = 3

STAGES: Final[tuple[tuple[str, type, str], ...]] = (
    ("measures", FrameMeasurer, "push"),
    ("  landmarks", LandmarkTracker, "push"),
    ("  back", FrameMeasurer, "_shape"),
    ("  glimpse", TrunkReader, "glimpse"),
    ("  shoulder blade", TrunkReader, "blade"),
    ("  against neutral", FrameMeasurer, "judge"),
    ("counting", RepCounter, "push"),
    ("flags", FlagJudge, "push"),
)
"""Each stage by name, and the method that is it; the indented ones are parts of the measures."""

Recorded = list[tuple[float, Pose | None, tuple[int, int]]]


def record(clip: Path, frames: int = FRAMES) -> tuple[Recorded, float]:
    """Return time, pose and size of a clip's first frames, and the estimator's wall ms a frame."""
    poses: Recorded = []
    spent: list[float] = []
    with (
        open_recording(str(clip)) as source,
        MediaPipeEstimator(Config().pose, model_bytes()) as estimator,
    ):
        for frame in source:
            begun = time.perf_counter()
            pose = estimator.estimate(frame)
            spent.append(time.perf_counter() - begun)
            poses.append((frame.time_s, pose, frame.size))
            if len(poses) >= frames:
                break
    return poses, 1000 * statistics.median(spent)


def run(recorded: Recorded, clock: Callable[[], float] = time.thread_time) -> list[float]:
    """Push poses through a fresh pipeline; return the seconds each frame took."""
    pipeline, columns = new_pipeline(Config()), ResultColumns()
    spent = []
    for index, (time_s, pose, size) in enumerate(recorded):
        begun = clock()
        columns.add(pipeline.push(index, time_s, pose, size))
        spent.append(clock() - begun)
    pipeline.finish()
    return spent


@contextmanager
def timed_stages() -> Iterator[dict[str, list[float]]]:
    """Collect the seconds spent in each of :data:`STAGES`; slows the engine a little."""
    spent: dict[str, list[float]] = {name: [] for name, _, _ in STAGES}

    def timed(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            begun = time.thread_time()
            try:
                return original(*args, **kwargs)
            finally:
                spent[name].append(time.thread_time() - begun)

        return wrapped

    originals = [(owner, method, getattr(owner, method)) for _, owner, method in STAGES]
    for name, owner, method in STAGES:
        setattr(owner, method, timed(name, getattr(owner, method)))
    try:
        yield spent
    finally:
        for owner, method, original in originals:
            setattr(owner, method, original)


def engine_cost(recorded: Recorded, pose_ms: float, repeats: int = REPEATS) -> dict[str, Any]:
    """Return the engine's cost a frame.

    Parameters
    ----------
    recorded : list
        As :func:`record` gives it.
    pose_ms : float
        Wall milliseconds a frame of the pose estimator, in the same run.

    Returns
    -------
    dict
        ``median_ms`` and ``p99_ms`` of processor time a frame, ``frames_s`` what that allows,
        ``wall_ms`` the median wall time, ``ratio_to_pose`` that over ``pose_ms``, ``stages_ms``.
    """
    runs = [run(recorded) for _ in range(repeats)]
    wall = 1000 * statistics.median(run(recorded, time.perf_counter))
    with timed_stages() as stages:
        run(recorded)
    # A stage that is not entered in every frame counts by its whole time over all frames.
    parts = {
        name.strip(): 1000 * statistics.median(spent) * len(spent) / len(recorded)
        for name, spent in stages.items()
        if spent
    }
    median_ms = min(1000 * statistics.median(spent) for spent in runs)
    return {
        "frames": len(recorded),
        "median_ms": median_ms,
        "p99_ms": min(1000 * float(np.percentile(spent, 99)) for spent in runs),
        "frames_s": 1000 / min(1000 * statistics.mean(spent) for spent in runs),
        "wall_ms": wall,
        "ratio_to_pose": wall / pose_ms,
        "stages_ms": parts,
    }


def show(cost: dict[str, Any]) -> None:
    """Print the figures."""
    print(f"engine alone       {cost['median_ms']:7.2f} ms a frame of one core (target 1.5), "
          f"99 %: {cost['p99_ms']:.2f}, {cost['frames_s']:.0f} frames/s")  # fmt: skip
    print(f"  against MediaPipe {cost['ratio_to_pose']:6.3f} of its wall time")
    names = {name.strip(): name for name, _, _ in STAGES}
    for name, spent in cost["stages_ms"].items():
        print(f"  {names[name]:<17} {spent:7.3f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clip", type=Path, default=None)
    parser.add_argument("--frames", type=int, default=FRAMES)
    chosen = parser.parse_args()
    with hushed():
        recorded, pose_ms = record(chosen.clip or sample_path(), chosen.frames)
    show(engine_cost(recorded, pose_ms))


if __name__ == "__main__":
    main()
