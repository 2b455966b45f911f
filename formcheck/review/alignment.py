"""Where in a rep a moment lies, so that two reps of different length can be shown in step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from formcheck.skeleton import Landmark as L
from formcheck.types import FloatArray, Pose, Rep

_PULLED: Final = 0.4
_HELD: Final = 0.5
"""Phases on the common scale: the pull ends at 0.4, the hold at 0.5, the lowering at 1."""

_LEAST_S: Final = 1e-3


@dataclass(frozen=True, slots=True)
class PhaseClock:
    """The way from a rep's seconds to its phase, 0 at its start to 1 at its end, and back."""

    times_s: tuple[float, float, float, float]

    @classmethod
    def of(cls, rep: Rep) -> Self:
        """Return the clock of a rep; where its phases are unknown its peak is the turning point."""
        pulled = rep.start_s + rep.concentric_s
        held = rep.end_s - rep.eccentric_s
        if math.isnan(pulled):
            pulled = rep.peak_s
        if math.isnan(held):
            held = max(pulled, rep.peak_s)
        pulled = min(max(pulled, rep.start_s + _LEAST_S), rep.end_s - 2 * _LEAST_S)
        held = min(max(held, pulled + _LEAST_S), rep.end_s - _LEAST_S)
        return cls((rep.start_s, pulled, held, rep.end_s))

    def phase_at(self, time_s: float) -> float:
        """Return the phase of a moment; before the rep 0, after it 1."""
        return float(np.interp(time_s, self.times_s, (0.0, _PULLED, _HELD, 1.0)))

    def time_at(self, phase: float) -> float:
        """Return the moment of a phase."""
        return float(np.interp(phase, (0.0, _PULLED, _HELD, 1.0), self.times_s))

    def phases_at(self, times_s: FloatArray) -> FloatArray:
        """Return the phases of moments, shape (n,)."""
        return np.interp(times_s, self.times_s, (0.0, _PULLED, _HELD, 1.0))

    def times_at(self, phases: FloatArray) -> FloatArray:
        """Return the moments of phases, shape (n,)."""
        return np.interp(phases, (0.0, _PULLED, _HELD, 1.0), self.times_s)


@dataclass(frozen=True, slots=True)
class InStep:
    """Which moment of a second rep is shown with one of the first.

    Attributes
    ----------
    first, second : Rep
        The two reps.
    later_s : float
        By how much the second is put later by hand, seconds of its own clip.
    by_phase : bool
        Whether their phases meet; else both begin together and each keeps its own pace.
    """

    first: Rep
    second: Rep
    later_s: float = 0.0
    by_phase: bool = True

    def second_at(self, time_s: float) -> float:
        """Return the second's moment for one of the first, seconds."""
        if not self.by_phase:
            return self.second.start_s + time_s - self.first.start_s + self.later_s
        phase = PhaseClock.of(self.first).phase_at(time_s)
        return PhaseClock.of(self.second).time_at(phase) + self.later_s

    def firsts_at(self, times_s: FloatArray) -> FloatArray:
        """Return the first's moments for those of the second, shape (n,)."""
        own = times_s - self.later_s
        if not self.by_phase:
            return self.first.start_s + own - self.second.start_s
        return PhaseClock.of(self.first).times_at(PhaseClock.of(self.second).phases_at(own))


def onto(ghost: Pose, lifter: Pose, *, mirrored: bool) -> FloatArray | None:
    """Return the map that lays one lifter over another: hip on hip, trunks equally long.

    Parameters
    ----------
    ghost, lifter : Pose
        The pose to be moved and the one to move it to, each in pixels of its own frame.
    mirrored : bool
        Whether the ghost looks the other way and is turned over first.

    Returns
    -------
    ndarray, shape (2, 3), or None
        The affine map from the ghost's pixels to the lifter's; None where a trunk is not seen.
    """
    first, second = _trunk(ghost), _trunk(lifter)
    if first is None or second is None:
        return None
    scale = _length(second) / max(_length(first), 1.0)
    across = -scale if mirrored else scale
    hip, target = first[0], second[0]
    return np.array(
        [[across, 0.0, target[0] - across * hip[0]], [0.0, scale, target[1] - scale * hip[1]]]
    )


def _trunk(pose: Pose) -> FloatArray | None:
    """Return mid-hip and mid-shoulder, shape (2, 2)."""
    ends = np.array(
        [
            pose.xy[[L.LEFT_HIP, L.RIGHT_HIP]].mean(axis=0),
            pose.xy[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(axis=0),
        ]
    )
    return ends if np.isfinite(ends).all() else None


def _length(trunk: FloatArray) -> float:
    return float(np.hypot(*(trunk[1] - trunk[0])))
