"""The counters people would write instead, as in the tutorials: on an elbow's angle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.signal import find_peaks

from formcheck.measures.geometry import flexion_deg
from formcheck.skeleton import of_side
from formcheck.types import Pose

Array = NDArray[np.float64]
Poses = Sequence[Pose | None]

BENT_DEG, STRAIGHT_DEG = 90.0, 150.0
"""Inner elbow angles at which tutorials call an arm bent and straight."""

MIDDLE_DEG = 120.0
SMOOTH_S = 0.15
PROMINENCE_DEG, APART_S = 40.0, 0.5
RATE_HZ = 30.0


def elbow_angles(times_s: Array, poses: Poses) -> tuple[Array, Array]:
    """Return even times and the inner elbow angle of the arm that is seen better, degrees."""
    known = [(t, pose) for t, pose in zip(times_s, poses, strict=True) if pose is not None]
    if len(known) < 4:
        return np.empty(0), np.empty(0)
    seen = {s: np.median([p.visibility[of_side("wrist", s)] for _, p in known]) for s in _SIDES}
    side = max(_SIDES, key=lambda s: seen[s])
    joints = [of_side(part, side) for part in ("shoulder", "elbow", "wrist")]
    angles = [180.0 - flexion_deg(*(pose.xy[j] for j in joints)) for _, pose in known]
    moments = np.array([t for t, _ in known])
    even = np.arange(moments[0], moments[-1], 1.0 / RATE_HZ)
    return even, np.interp(even, moments, angles)


_SIDES: Final = ("left", "right")


def threshold(times_s: Array, poses: Poses) -> int:
    """Count how often the angle falls below one threshold."""
    _, angle = elbow_angles(times_s, poses)
    bent = angle < MIDDLE_DEG
    return int((bent[1:] & ~bent[:-1]).sum())


def hysteresis(times_s: Array, poses: Poses) -> int:
    """Count how often a straight arm becomes a bent one."""
    _, angle = elbow_angles(times_s, poses)
    straight, count = False, 0
    for value in angle:
        if value > STRAIGHT_DEG:
            straight = True
        elif value < BENT_DEG and straight:
            straight, count = False, count + 1
    return count


def peaks(times_s: Array, poses: Poses) -> int:
    """Count the peaks of the smoothed angle, looking at the whole recording."""
    _, angle = elbow_angles(times_s, poses)
    if len(angle) < 4:
        return 0
    smooth = gaussian_filter1d(angle, SMOOTH_S * RATE_HZ)
    found, _ = find_peaks(-smooth, prominence=PROMINENCE_DEG, distance=int(APART_S * RATE_HZ))
    return len(found)


RIVALS: Final[dict[str, Callable[[Array, Poses], int]]] = {
    "elbow angle, one threshold": threshold,
    "elbow angle, hysteresis": hysteresis,
    "peaks of the smoothed angle": peaks,
}
"""Rival counters by the name they have in the table; each returns reps of a recording."""
