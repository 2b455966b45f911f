"""Follow values with standard errors: what is sure weighs more, what is hidden is doubted."""

from __future__ import annotations

import math

import numpy as np

from formcheck.types import FloatArray

BEND_SPREAD_DEG = 12.0
"""How far a back bends in a second, deg/sqrt(s): a planted rounding of 20 degrees builds up over
one to two seconds, a real one of 40 in a fast hinge within half a second."""

SURPRISE = 2.0
"""A value so many standard deviations off what was expected is taken to be as much less sure."""


class RandomWalk:
    """A Kalman filter for values that wander, with errors that do not average out.

    The gain is that of a Kalman filter for a random walk (Kalman 1960), so a sure value is
    followed at once and a doubtful one hardly.  The errors of one lifter's posture are alike from
    frame to frame, though: they cancel neither over frames nor against what is remembered.  So
    the standard error that is told is mixed from those of the values with the same gain, as for
    errors that are fully correlated, and grows by the walk alone while nothing is seen.

    Parameters
    ----------
    spread : float
        How far the values wander in a second (standard deviation, their unit per square root of
        a second).
    """

    def __init__(self, spread: float) -> None:
        self._variance_per_s = spread**2
        self._time_s = math.nan
        self._value: FloatArray | None = None
        self._std: FloatArray = np.empty(0)
        self._variance = 0.0

    def reset(self) -> None:
        """Forget what was seen."""
        self._value = None

    def push(
        self, time_s: float, value: FloatArray, std: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Take values and their standard errors, shape (n,); return what is told of them.

        The first of them decides the gain of all, so sums stay sums.
        """
        self._wander(time_s)
        if self._value is None:
            self._value, self._std, self._variance = value.copy(), std.copy(), float(std[0]) ** 2
            return value, std
        expected = math.sqrt(self._variance + float(std[0]) ** 2)
        surprise = abs(float(value[0] - self._value[0])) / (SURPRISE * max(expected, 1e-9))
        doubted = std * max(1.0, surprise)
        gain = self._variance / max(self._variance + float(doubted[0]) ** 2, 1e-12)
        self._value = self._value + gain * (value - self._value)
        self._std = self._std + gain * (doubted - self._std)
        self._variance *= 1.0 - gain
        return self._value, self._std

    def coast(self, time_s: float) -> tuple[FloatArray, FloatArray] | None:
        """Return what is still known where nothing was seen; None before anything was."""
        self._wander(time_s)
        return None if self._value is None else (self._value, self._std)

    def _wander(self, time_s: float) -> None:
        if self._value is not None:
            grown = self._variance_per_s * max(time_s - self._time_s, 0.0)
            self._variance += grown
            self._std = np.sqrt(self._std**2 + grown)
        self._time_s = time_s
