"""Smoothness of a movement phase: SPARC.  Jerks have names in :mod:`formcheck.flags.course`."""

from __future__ import annotations

import math

import numpy as np

from formcheck.types import NAN, FloatArray

CUTOFF_HZ = 10.0
AMPLITUDE_THRESHOLD = 0.05
PADDING = 4


def sparc(speed: FloatArray, rate_hz: float) -> float:
    """Return the spectral arc length of a speed profile, dimensionless, negative.

    Balasubramanian, Melendez-Calderon, Roby-Brami and Burdet, J NeuroEng Rehabil 2015, 12:112:
    minus the arc length of the magnitude spectrum, scaled to its value at zero, from zero to
    the highest frequency at or below 10 Hz that still exceeds 5 %.  Nearer to zero is smoother;
    a minimum-jerk movement gives about -1.40.

    Parameters
    ----------
    speed : ndarray, shape (n,)
        Evenly sampled; NaN anywhere gives NaN, as do fewer than eight samples or no movement.
    rate_hz : float
    """
    if len(speed) < 8 or not np.isfinite(speed).all():
        return NAN
    size = 2 ** (math.ceil(math.log2(len(speed))) + PADDING)
    frequency = np.arange(size) * (rate_hz / size)
    spectrum = np.abs(np.fft.fft(speed, size))
    if not spectrum[0] > 0.0:
        return NAN
    keep = frequency <= CUTOFF_HZ
    frequency, spectrum = frequency[keep], spectrum[keep] / spectrum[0]
    loud = np.flatnonzero(spectrum >= AMPLITUDE_THRESHOLD)
    frequency, spectrum = frequency[: loud[-1] + 1], spectrum[: loud[-1] + 1]
    if len(frequency) < 2:
        return NAN
    steps = np.hypot(np.diff(frequency) / (frequency[-1] - frequency[0]), np.diff(spectrum))
    return -float(steps.sum())
