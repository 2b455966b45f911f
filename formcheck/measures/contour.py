"""Where the person mask ends behind the trunk: the dorsal contour, with sub-pixel accuracy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formcheck.types import FloatArray

RAYS = 56
"""Rays along the trunk; at 480 px frame height they stand about two mask pixels apart."""

LOWEST, HIGHEST = 0.08, 1.04
"""First and last ray as fractions of hip-shoulder length: above the gluteal fold, to C7."""


def dorsal_crossings(
    mask: NDArray[np.float32], hip: FloatArray, up: FloatArray, dorsal: FloatArray, scale: float
) -> tuple[FloatArray, FloatArray]:
    """Return where rays from the trunk line leave the mask, with sub-pixel accuracy.

    Parameters
    ----------
    mask : ndarray of float32, shape (h, w)
    hip, up, dorsal : ndarray, shape (2,)
        Foot of the trunk line in mask pixels, its unit vector and its unit dorsal normal.
    scale : float
        Trunk length in mask pixels.

    Returns
    -------
    along, offset : ndarray, shape (RAYS,)
        Position on the trunk line and dorsal distance from it, both in trunk lengths; the offset
        is NaN where the ray never was inside the mask or never leaves it.
    """
    along = np.linspace(LOWEST, HIGHEST, RAYS)
    steps = np.arange(-0.06, 0.62, min(max(0.75 / scale, 0.004), 0.02))
    foot = hip + np.outer(along * scale, up)
    points = foot[:, None, :] + (steps * scale)[None, :, None] * dorsal
    values = bilinear(mask, points)
    inside = values >= 0.5
    entered = np.maximum.accumulate(inside, axis=1)
    left = entered & ~inside
    exit_index = left.argmax(axis=1)
    first_inside = inside.argmax(axis=1)
    # A ray whose first inside sample lies far behind the trunk line met something else.
    good = left.any(axis=1) & (exit_index > 0) & (steps[first_inside] < 0.10)
    rows = np.arange(RAYS)
    before, after = values[rows, exit_index - 1], values[rows, exit_index]
    share = (before - 0.5) / np.maximum(before - after, 1e-6)
    step = float(steps[1] - steps[0])
    offset = np.where(good, steps[exit_index] - step * (1.0 - share), np.nan)
    return along, offset


def bilinear(mask: NDArray[np.float32], points: FloatArray) -> FloatArray:
    """Sample the mask at (..., 2) points; outside the picture nobody is."""
    height, width = mask.shape
    x, y = points[..., 0], points[..., 1]
    inside = (x >= 0) & (y >= 0) & (x <= width - 1) & (y <= height - 1)
    x = np.clip(x, 0, width - 1.001)
    y = np.clip(y, 0, height - 1.001)
    column, row = x.astype(np.intp), y.astype(np.intp)
    fx, fy = x - column, y - row
    flat = mask.ravel()
    base = row * width + column
    top = flat[base] * (1 - fx) + flat[base + 1] * fx
    bottom = flat[base + width] * (1 - fx) + flat[base + width + 1] * fx
    values: FloatArray = np.where(inside, top * (1 - fy) + bottom * fy, 0.0)
    return values
