"""Play a real rep with another timing: a set of known courses, as the poses of one recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.types import FloatArray, Pose
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.jerk.courses import RATE_HZ, Course
from tests.benchmark.jerk.sources import GRID, PARTS, Source

BLEND_S = 0.25
"""Where a rep ends a little beside where it began, the rest in between leads over in so long."""


@dataclass(frozen=True, slots=True)
class TrueRep:
    """What was made of one rep: from when to when, which kind, how strong, when it is plain."""

    start_s: float
    end_s: float
    kind: str
    strength: int
    plain_s: float


@dataclass(frozen=True, slots=True)
class Camera:
    """How the set is filmed: frames a second, mirrored, scale, share of frames lost, jitter."""

    name: str = "30 fps"
    rate_hz: float = 30.0
    mirrored: bool = False
    scale: float = 1.0
    dropped: float = 0.0
    jitter_s: float = 0.0


def retimed(
    source: Source, reps: Sequence[Course], camera: Camera, seed: int, lead_s: float = 1.0
) -> tuple[Recording, list[TrueRep]]:
    """Return the recording of a set and its truth; it begins and ends with ``lead_s`` of rest."""
    rng = np.random.default_rng(seed)
    times_src, truth = _source_times(source, reps, lead_s)
    length = len(times_src) / RATE_HZ
    times = np.arange(0.0, length, 1.0 / camera.rate_hz)
    if camera.dropped:
        times = times[rng.random(len(times)) >= camera.dropped]
    at = np.minimum((times * RATE_HZ).astype(int), len(times_src) - 1)
    poses = _poses(source, times_src[at], camera)
    if camera.jitter_s:
        told = times + rng.uniform(0.0, camera.jitter_s, len(times))
        times = np.maximum.accumulate(told) + 1e-4 * np.arange(len(times))
    width, height = (round(camera.scale * side) for side in source.size)
    return Recording(times, (width, height), tuple(poses)), truth


def _source_times(
    source: Source, reps: Sequence[Course], lead_s: float
) -> tuple[FloatArray, list[TrueRep]]:
    """Return the time of the source that is shown at each moment, as a mix (from, to, share)."""
    rest = np.full(round(lead_s * RATE_HZ), 0.0)
    moments = [_at(source.pull_s, rest)]
    truth, now = [], lead_s
    for rep in reps:
        pull, lower = rep.share[: rep.lowering_from], rep.share[rep.lowering_from :]
        down = _at(source.lower_s, lower)
        still = len(lower) - int(np.flatnonzero(lower > 0.0)[-1]) - 1
        moments += [_at(source.pull_s, pull), _led_over(down, still, source.pull_s[0])]
        end_s = now + rep.duration_s - still / RATE_HZ
        truth.append(TrueRep(now, end_s, rep.kind, rep.strength, now + rep.plain_s))
        now += rep.duration_s
    return np.concatenate([*moments, _at(source.pull_s, rest)]), truth


def _at(passed_s: FloatArray, share: FloatArray) -> FloatArray:
    """Return (from, to, mix) rows that show one moment each."""
    time = np.interp(share, GRID, passed_s)
    return np.stack([time, time, np.zeros(len(time))], axis=1)


def _led_over(down: FloatArray, still: int, start_s: float) -> FloatArray:
    """Let the rest at the end of a lowering lead over to the frame the pull begins with."""
    down[:, 1] = start_s
    if still:
        length = min(still, round(BLEND_S * RATE_HZ))
        down[len(down) - still :, 2] = np.clip(np.arange(1, still + 1) / length, 0.0, 1.0)
    return down


def _poses(source: Source, moments: FloatArray, camera: Camera) -> list[Pose]:
    n = len(source.times_s)
    order = np.concatenate([np.arange(n), np.arange(n)[::-1]])
    noisy = order[np.arange(len(moments)) % len(order)]
    columns = {}
    for part in PARTS:
        path = source.path[part].reshape(n, -1)
        first, second = (_between(source.times_s, path, moments[:, k]) for k in (0, 1))
        mix = moments[:, 2:3]
        shape = (len(moments), *source.path[part].shape[1:])
        columns[part] = ((1.0 - mix) * first + mix * second).reshape(shape)
        columns[part] += source.noise[part][noisy]
    columns["visibility"] = columns["visibility"].clip(0.0, 1.0)
    size = (round(camera.scale * source.size[0]), round(camera.scale * source.size[1]))
    columns["xy"] *= camera.scale
    if camera.mirrored:
        _mirror(columns, size[0])
    return [
        Pose(**{part: columns[part][i] for part in PARTS}, size=size) for i in range(len(moments))
    ]


def _between(times: FloatArray, path: FloatArray, at_s: FloatArray) -> FloatArray:
    i = np.clip(np.searchsorted(times, at_s) - 1, 0, len(times) - 2)
    t = np.clip((at_s - times[i]) / (times[i + 1] - times[i]), 0.0, 1.0)[:, None]
    mixed: FloatArray = (1.0 - t) * path[i] + t * path[i + 1]
    return mixed


SWAPPED = np.array(
    [0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, *(i + 1 if i % 2 else i - 1 for i in range(11, 33))]
)
"""Each landmark's other side."""


def _mirror(columns: dict[str, FloatArray], width: int) -> None:
    for part in PARTS:
        columns[part] = columns[part][:, SWAPPED]
    columns["xy"][..., 0] = width - columns["xy"][..., 0]
    columns["world"][..., 0] *= -1.0
