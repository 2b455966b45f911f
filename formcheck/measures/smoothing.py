"""Smoothing of landmarks: a live filter with a known delay and a zero-phase one for whole reps."""

from __future__ import annotations

import math

import numpy as np

from formcheck.types import FloatArray


class OneEuroFilter:
    """Smooth an array over time: strongly at rest, lightly in motion.

    Casiez, Roussel and Vogel, CHI 2012.  The cut-off frequency is ``min_cutoff_hz + beta *
    |speed|``, so slow drift is smoothed with ``min_cutoff_hz`` and quick motion passes with
    little delay.  A value that is NaN stays NaN and restarts the filter for that element.

    Parameters
    ----------
    min_cutoff_hz : float
        Cut-off at rest.
    beta : float
        Gain of the cut-off, in hertz per unit of speed (units a second).
    speed_cutoff_hz : float
        Cut-off of the speed estimate itself.
    """

    def __init__(self, min_cutoff_hz: float, beta: float, speed_cutoff_hz: float = 2.0) -> None:
        self._min_cutoff = min_cutoff_hz
        self._beta = beta
        self._speed_cutoff = speed_cutoff_hz
        self._time = math.nan
        self._value: FloatArray | None = None
        self._speed: FloatArray | None = None

    def push(self, time_s: float, value: FloatArray) -> FloatArray:
        """Return the smoothed value at ``time_s``; the shape must not change."""
        if self._value is None or self._speed is None:
            self._time, self._value, self._speed = time_s, value.copy(), np.zeros_like(value)
            return value.copy()
        dt = max(time_s - self._time, 1e-6)
        step = value - self._value
        fresh = np.isnan(self._value)
        blend = dt / (dt + 1.0 / (2.0 * math.pi * self._speed_cutoff))
        self._speed = self._speed + blend * (step / dt - self._speed)
        self._speed[np.isnan(self._speed)] = 0.0
        cutoff = self._min_cutoff + self._beta * np.abs(self._speed)
        # dt / (dt + tau) with tau = 1 / (2 pi cutoff).
        self._value = self._value + step * (dt / (dt + 1.0 / (2.0 * math.pi * cutoff)))
        if fresh.any():
            self._value[fresh] = value[fresh]
        self._time = time_s
        return self._value.copy()

    def reset(self) -> None:
        """Forget the past, as after a camera cut."""
        self._value = self._speed = None


def zero_phase(
    times_s: FloatArray, values: FloatArray, cutoff_hz: float, rate_hz: float
) -> tuple[FloatArray, FloatArray]:
    """Resample to an even rate and low-pass without delay (2nd-order Butterworth, both ways).

    Parameters
    ----------
    times_s : ndarray, shape (T,)
        Rising, not necessarily even.
    values : ndarray, shape (T,) or (T, k)
        NaN is bridged by straight lines; leading and trailing NaN take the nearest value.
    cutoff_hz : float
        Cut-off; lowered to 45 % of ``rate_hz`` where it would be too high.
    rate_hz : float
        Rate of the result.

    Returns
    -------
    times, values : ndarray
        Even times from first to last, and the filtered values; all NaN when fewer than two
        samples are known.
    """
    # Takes longer to load than the window may take to open; the session loads it beforehand.
    from scipy.signal import butter, sosfiltfilt

    count = max(round(float(times_s[-1] - times_s[0]) * rate_hz) + 1, 2)
    even = times_s[0] + np.arange(count) / rate_hz
    columns = values.reshape(len(times_s), -1)
    out = np.full((count, columns.shape[1]), np.nan)
    for k in range(columns.shape[1]):
        known = np.isfinite(columns[:, k])
        if known.sum() >= 2:
            out[:, k] = np.interp(even, times_s[known], columns[known, k])
    sos = butter(2, min(cutoff_hz, 0.45 * rate_hz), fs=rate_hz, output="sos")
    if count > 9 and np.isfinite(out).all():
        out = sosfiltfilt(sos, out, axis=0, padlen=min(count - 1, 12))
    return even, out.reshape((count, *values.shape[1:]))
