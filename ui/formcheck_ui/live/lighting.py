"""Light and contrast of a picture around the lifter, from a few thousand of its pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from formcheck.types import NAN, ByteArray

_ROWS: Final = 120
_WEIGHTS: Final = np.array([0.114, 0.587, 0.299])
"""Luma of blue, green, red (ITU-R BT.601)."""

_FEW: Final = 60
_NEAR: Final = 2
"""Steps in the reduced picture between the outline and where a colour is taken, on each side."""

BURNT: Final = 250


@dataclass(frozen=True, slots=True)
class Lighting:
    """Brightness 0 to 255 of lifter and background, and how they differ along the outline.

    ``contrast`` is the median distance of the colours on both sides of the outline, 0 to 441;
    ``burnt`` the share of pixels at full white.  NaN where there is no outline.
    """

    lifter: float = NAN
    background: float = NAN
    contrast: float = NAN
    burnt: float = NAN


def look(image: ByteArray, mask: NDArray[np.float32] | None) -> Lighting:
    """Return the lighting of a BGR picture; without a mask that of the whole picture.

    Parameters
    ----------
    image : ndarray of uint8, shape (H, W, 3)
    mask : ndarray of float32, shape (h, w), optional
        How likely each pixel is the lifter's.
    """
    step = max(1, image.shape[0] // _ROWS)
    small = image[step // 2 :: step, step // 2 :: step].astype(np.float32)
    luma = small @ _WEIGHTS.astype(np.float32)
    burnt = float((luma >= BURNT).mean())
    if mask is None:
        return Lighting(background=float(luma.mean()), burnt=burnt)
    inside = _resample(mask, small.shape[:2]) >= 0.5
    if inside.sum() < _FEW or (~inside).sum() < _FEW:
        return Lighting(background=float(luma.mean()), burnt=burnt)
    return Lighting(
        float(np.median(luma[inside])), float(luma[~inside].mean()), _contrast(small, inside), burnt
    )


def _resample(mask: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    rows = (np.arange(shape[0]) + 0.5) * mask.shape[0] / shape[0]
    columns = (np.arange(shape[1]) + 0.5) * mask.shape[1] / shape[1]
    picked: NDArray[np.float32] = mask[rows.astype(int)[:, None], columns.astype(int)[None]]
    return picked


def _contrast(small: NDArray[np.float32], inside: NDArray[np.bool_]) -> float:
    """Return the median colour distance across the outline, along rows and columns."""
    far = [
        *_across(small, inside),
        *_across(small.transpose(1, 0, 2), inside.T),
    ]
    return float(np.median(far)) if len(far) >= _FEW // 2 else NAN


def _across(picture: NDArray[np.float32], inside: NDArray[np.bool_]) -> NDArray[np.float32]:
    rows, columns = np.nonzero(inside[:, 1:] != inside[:, :-1])
    fits = (columns >= _NEAR) & (columns + 1 + _NEAR < inside.shape[1])
    rows, columns = rows[fits], columns[fits]
    left, right = columns - _NEAR, columns + 1 + _NEAR
    # Thin limbs: both places must lie on different sides still.
    apart = inside[rows, left] != inside[rows, right]
    rows, left, right = rows[apart], left[apart], right[apart]
    distance: NDArray[np.float32] = np.linalg.norm(
        picture[rows, left] - picture[rows, right], axis=1
    ).astype(np.float32)
    return distance
