"""Kept poses through the product: as the file, as a slower camera, and there and back."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.skeleton import of_side
from formcheck.types import Flag, FloatArray, Pose, Reason, Rep, ViewKind
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.jerk.retime import SWAPPED

SHAPES: Final = ("back_curvature_deg", "back_contour_deg")
"""What is compared of the back: the number that is told, and the contour as seen."""

INCLINED_DEG: Final = 60.0
"""A trunk that is nearer to the vertical is not inclined (the catalogue's own word)."""


@dataclass(frozen=True, slots=True)
class Played:
    """What the product said of one recording.

    ``shapes`` maps a measure of the back to its values, shape (T,), NaN where none is told;
    ``reasons`` say why ``back_curvature_deg`` is missing.  ``inclined`` tells, by the landmarks
    alone, in which frames the trunk is below :data:`INCLINED_DEG`.  ``engine_s`` is what the
    engine took for all of it, without the poses.
    """

    times_s: FloatArray
    inclined: NDArray[np.bool_]
    found: NDArray[np.bool_]
    shapes: dict[str, FloatArray]
    reasons: tuple[Reason, ...]
    views: tuple[ViewKind, ...]
    flags: tuple[Flag, ...]
    reps: tuple[Rep, ...]
    named: str
    engine_s: float


def play(recording: Recording, exercise: str | None = None) -> Played:
    """Run the product over a recording; ``exercise`` as a user names it, None for nothing."""
    pipeline = new_pipeline(Config(), exercise=exercise)
    began = time.perf_counter()
    results = [
        pipeline.push(index, float(time_s), pose, recording.size)
        for index, (time_s, pose) in enumerate(zip(recording.times_s, recording.poses, strict=True))
    ]
    pipeline.finish()
    took = time.perf_counter() - began
    backs = [result.measures["back_curvature_deg"] for result in results]
    return Played(
        times_s=recording.times_s,
        inclined=np.array([inclination_deg(pose) < INCLINED_DEG for pose in recording.poses]),
        found=np.array([pose is not None for pose in recording.poses]),
        shapes={
            name: np.array([result.measures[name].value for result in results]) for name in SHAPES
        },
        reasons=tuple(back.reason for back in backs),
        views=tuple(result.view.kind for result in results),
        flags=pipeline.flags,
        reps=pipeline.reps,
        named=pipeline.exercise.name,
        engine_s=took,
    )


def inclination_deg(pose: Pose | None) -> float:
    """Return the angle of the line from mid-hip to mid-shoulder to the horizontal, 0 to 90.

    NaN without a pose or where a landmark is missing.
    """
    if pose is None:
        return float("nan")
    hip, shoulder = (
        (pose.xy[of_side(part, "left")] + pose.xy[of_side(part, "right")]) / 2.0
        for part in ("hip", "shoulder")
    )
    across, up = np.abs(shoulder - hip)
    return float(np.degrees(np.arctan2(up, across)))


def thinned(recording: Recording, rate: float) -> Recording:
    """Return the frames a camera of ``rate`` frames a second would have delivered.

    Each is the first at or after its due time; where there are none, none is made up.
    """
    step, kept, due = 1.0 / rate, [], -np.inf
    for index, time_s in enumerate(recording.times_s.tolist()):
        # Time stamps are rounded to a millisecond or so: a frame may come that much early.
        if time_s < due - 2e-3:
            continue
        kept.append(index)
        due = max(due + step, time_s + step / 2.0) if np.isfinite(due) else time_s + step
    return Recording(
        recording.times_s[kept], recording.size, tuple(recording.poses[i] for i in kept)
    )


def mirrored(recording: Recording) -> Recording:
    """Return a recording as a camera that mirrors would have delivered it."""
    width = recording.size[0]

    def turned(pose: Pose) -> Pose:
        xy, world = pose.xy[SWAPPED].copy(), pose.world[SWAPPED].copy()
        xy[:, 0] = width - xy[:, 0]
        world[:, 0] *= -1.0
        mask = None if pose.mask is None else pose.mask[:, ::-1].copy()
        depth, visibility = pose.depth[SWAPPED], pose.visibility[SWAPPED]
        return Pose(xy, depth, visibility, world, pose.size, mask)

    poses = tuple(None if pose is None else turned(pose) for pose in recording.poses)
    return Recording(recording.times_s, recording.size, poses)


def without_first(recording: Recording, seconds: float) -> Recording:
    """Return a recording that began so much later."""
    first = int(np.searchsorted(recording.times_s, seconds))
    times_s = recording.times_s[first:]
    return Recording(times_s - times_s[:1], recording.size, recording.poses[first:])


def there_and_back(recording: Recording, times: int) -> Recording:
    """Return a recording played forwards and backwards so often, its times running on.

    Each frame stays as long as between the same two frames of the recording; a frame at a turn is
    shown once.
    """
    count = len(recording.times_s)
    if count < 2:
        return recording
    order = list(range(count))
    for _ in range(times):
        order += range(count - 2, -1, -1)
        order += range(1, count)
    order = order[: 1 + 2 * times * (count - 1)]
    steps = np.abs(np.diff(recording.times_s[order]))
    times_s = np.concatenate([[0.0], np.cumsum(steps)])
    return Recording(times_s, recording.size, tuple(recording.poses[i] for i in order))
