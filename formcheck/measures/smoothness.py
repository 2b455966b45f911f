"""Smoothness of a movement phase: SPARC, and the named ways in which a stroke is jerky."""

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


def early_speed(stroke: FloatArray, rate_hz: float, low: float = 0.1, high: float = 0.6) -> float:
    """Return how fast a stroke goes from ``low`` to ``high`` of its way, in strokes a second.

    ``stroke`` runs from 0 to 1, evenly sampled at ``rate_hz``.  A minimum-jerk pull of one second
    gives 1.6; a yank more than three, however slowly it ends.  NaN when it never gets there.
    """
    passed = np.flatnonzero(stroke >= high)
    if not len(passed):
        return NAN
    top = int(passed[0])
    under = np.flatnonzero(stroke[: top + 1] <= low)
    if not len(under):
        return NAN
    start = float(under[-1]) + _part(stroke, int(under[-1]), low)
    end = top - 1 + _part(stroke, top - 1, high)
    return (high - low) * rate_hz / max(end - start, 1e-6)


def _part(stroke: FloatArray, i: int, level: float) -> float:
    """Return where between samples ``i`` and ``i + 1`` the stroke passes a level, 0 to 1."""
    step = float(stroke[i + 1] - stroke[i])
    return (level - float(stroke[i])) / step if step > 0.0 else 0.0


def setback(stroke: FloatArray) -> tuple[float, int]:
    """Return how far a rising stroke falls back at worst (0 to 1), and the index where it does.

    ``stroke`` runs from 0 to 1; a smooth one never falls back.
    """
    if len(stroke) < 2:
        return 0.0, 0
    fall = np.maximum.accumulate(stroke) - stroke
    worst = int(fall.argmax())
    return float(fall[worst]), worst


def longest_stall(
    stroke: FloatArray, rate_hz: float, low: float = 0.15, high: float = 0.85
) -> float:
    """Return the longest time in seconds the stroke stands still between ``low`` and ``high``.

    Standing still is moving slower than a tenth of the phase's mean speed.
    """
    if len(stroke) < 4:
        return 0.0
    speed = np.gradient(stroke) * rate_hz
    mean = (stroke[-1] - stroke[0]) * rate_hz / (len(stroke) - 1)
    still = (np.abs(speed) < 0.1 * abs(mean)) & (stroke > low) & (stroke < high)
    longest = current = 0
    for value in still:
        current = current + 1 if value else 0
        longest = max(longest, current)
    return longest / rate_hz
