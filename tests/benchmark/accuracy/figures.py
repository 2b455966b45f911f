"""The arithmetic of the table: errors, shares, bands.  Nothing known gives None, never zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from formcheck.types import FloatArray

Band = Literal["yaw15", "yaw35", "beyond45", "other"]


def yaw_band(yaw_deg: float) -> Band:
    """Return the band of camera yaw: -20…+10, the rest of -35…+25, beyond 45, or other."""
    if -20.0 <= yaw_deg <= 10.0:
        return "yaw15"
    if -35.0 <= yaw_deg <= 25.0:
        return "yaw35"
    return "beyond45" if abs(yaw_deg) > 45.0 else "other"


def joined(pairs: Sequence[FloatArray]) -> FloatArray:
    """Stack pairs (estimate, truth) of several clips, shape (n, 2)."""
    return np.concatenate([np.empty((0, 2)), *pairs])


def answered(pairs: FloatArray) -> float | None:
    """Return the share of frames with an estimate, of those with a truth."""
    known = pairs[np.isfinite(pairs[:, 1])]
    return float(np.isfinite(known[:, 0]).mean()) if len(known) else None


def errors(pairs: FloatArray) -> FloatArray:
    """Return estimate minus truth where both are known."""
    difference: FloatArray = pairs[:, 0] - pairs[:, 1]
    return difference[np.isfinite(difference)]


def rmse(pairs: FloatArray) -> float | None:
    """Return the root mean square error over the answered frames."""
    wrong = errors(pairs)
    return float(np.sqrt(np.mean(wrong**2))) if len(wrong) else None


def bias(pairs: FloatArray) -> float | None:
    """Return the mean of estimate minus truth over the answered frames."""
    wrong = errors(pairs)
    return float(wrong.mean()) if len(wrong) else None


def coverage(pairs: FloatArray, std: FloatArray, times: float) -> float | None:
    """Return the share of answered frames whose error is within ``times`` standard errors."""
    wrong = pairs[:, 0] - pairs[:, 1]
    known = np.isfinite(wrong) & np.isfinite(std)
    return float((np.abs(wrong[known]) <= times * std[known]).mean()) if known.any() else None


def counting(counted: Sequence[int], true: Sequence[int]) -> tuple[float | None, float | None]:
    """Return the mean absolute error in reps, and the share of clips off by one at most."""
    off = np.abs(np.array(counted, dtype=float) - np.array(true, dtype=float))
    return (float(off.mean()), float((off <= 1).mean())) if len(off) else (None, None)


def median(values: FloatArray) -> float | None:
    """Return the median of the known values."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else None


def share(part: int, whole: int) -> float | None:
    """Return part of whole; None of nothing."""
    return part / whole if whole else None


def f1(precision: float | None, recall: float | None) -> float | None:
    """Return the harmonic mean; None where there was nothing to find, 0 when nothing was raised."""
    if recall is None:
        return None
    if precision is None or precision + recall == 0.0:
        return 0.0
    return 2.0 * precision * recall / (precision + recall)
