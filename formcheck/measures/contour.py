"""Where the person mask ends behind the trunk: the dorsal contour, with sub-pixel accuracy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formcheck.types import FloatArray

RAYS = 56
"""Rays along the trunk; at 480 px frame height they stand about two mask pixels apart."""

LOWEST, HIGHEST = 0.08, 1.04
"""First and last ray as fractions of hip-shoulder length: above the gluteal fold, to C7."""


MARGIN = 1.001
"""Samples keep so far, in pixels, from the last column and row: there is none behind it."""

ALONG = np.linspace(LOWEST, HIGHEST, RAYS)
REACH = 0.62
"""Rays look for the edge so far behind the trunk line, in trunk lengths."""

STRIDE = 3
"""Rays are looked at in steps of three quarters of a pixel where they leave the mask, and before
that in steps so many times as long: a crack of two pixels in the mask is not the edge."""


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
    size = min(max(0.75 / scale, 0.004), 0.02)
    steps = np.arange(-0.06, REACH, size)
    coarse = steps[::STRIDE]
    values = sample(mask, hip, ALONG[:, None] * scale, up, coarse * scale, dorsal)
    inside = values >= 0.5
    entry = inside.argmax(axis=1)
    left = np.logical_or.accumulate(inside, axis=1)
    left &= ~inside
    leaves = left.argmax(axis=1)
    # A ray whose first inside sample lies far behind the trunk line met something else.
    good = left[_ROWS, leaves] & (leaves > 0) & (coarse[entry] < 0.10)
    # Between the last step inside and the first one outside, look at every step.
    last = STRIDE * (leaves - (leaves > 0))
    near = (steps[0] + size * (last[:, None] + _WITHIN)) * scale
    fine = sample(mask, hip, ALONG[:, None] * scale, up, near, dorsal)
    exit_at = (fine[:, 1:] < 0.5).argmax(axis=1)
    before, after = fine[_ROWS, exit_at], fine[_ROWS, exit_at + 1]
    share = (before - 0.5) / np.maximum(before - after, 1e-6)
    edge = steps[0] + size * (last + exit_at + share)
    return ALONG, np.where(good, edge, np.nan)


_ROWS = np.arange(RAYS)
_WITHIN = np.arange(STRIDE + 1)


def sample(
    mask: NDArray[np.float32],
    origin: FloatArray,
    along: FloatArray,
    up: FloatArray,
    across: FloatArray,
    back: FloatArray,
) -> FloatArray:
    """Sample the mask on a skewed grid, ``origin + along * up + across * back``.

    Parameters
    ----------
    mask : ndarray of float32, shape (h, w)
    origin, up, back : ndarray, shape (2,)
        Mask pixels.
    along : ndarray, shape (n, 1)
    across : ndarray, shape (m,) or (n, m)

    Returns
    -------
    ndarray, shape (n, m)
        Bilinear between pixels; outside the picture nobody is.
    """
    height, width = mask.shape
    (x0, y0), (ux, uy), (bx, by) = origin.tolist(), up.tolist(), back.tolist()
    x = (x0 + along * ux) + across * bx
    y = (y0 + along * uy) + across * by
    least, most = min(x.min(), y.min()), max(x.max() - width, y.max() - height)
    if least >= 0 and most <= -MARGIN:
        return _bilinear(mask, x, y)
    inside = (x >= 0) & (y >= 0) & (x <= width - 1) & (y <= height - 1)
    np.clip(x, 0, width - MARGIN, out=x)
    np.clip(y, 0, height - MARGIN, out=y)
    values: FloatArray = np.where(inside, _bilinear(mask, x, y), 0.0)
    return values


def _bilinear(mask: NDArray[np.float32], x: FloatArray, y: FloatArray) -> FloatArray:
    """Sample the mask at points that all lie inside of it."""
    width = mask.shape[1]
    column, row = x.astype(np.intp), y.astype(np.intp)
    x -= column
    y -= row
    row *= width
    row += column
    flat = mask.ravel()
    left = 1 - x
    top = flat.take(row) * left
    row += 1
    top += flat.take(row) * x
    row += width
    bottom = flat.take(row) * x
    row -= 1
    bottom += flat.take(row) * left
    top *= 1 - y
    bottom *= y
    top += bottom
    return top
