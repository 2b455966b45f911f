"""What the lifter wears: the colours of the torso, to tell people apart."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np

from formcheck.skeleton import Landmark as L
from formcheck.types import FloatArray, Pose

LIGHT_BINS: Final = 8
CHROMA_BINS: Final = 10
CHROMA_RANGE: Final = (88, 168)
"""Cloth and skin rarely leave this part of Lab's a and b axes (neutral is 128)."""

LEAST_PIXELS: Final = 80
PATCH: Final = 24
"""The torso is looked at in a patch of so many pixels a side: enough for colours, and cheap."""

BREADTH: Final = 0.42
"""Breadth of the strip along the trunk that is looked at, in trunk lengths."""


def torso_colours(picture: Any, pose: Pose) -> FloatArray | None:
    """Return how the colours of a person's torso are spread.

    Parameters
    ----------
    picture : ndarray of uint8, shape (h, w, 3)
        RGB, at the size of the pose's mask.
    pose : Pose
        With a mask.

    Returns
    -------
    ndarray or None
        Shares of lightness and of chroma, each adding up to one half; None where too little of
        the torso is in the picture.
    """
    if pose.mask is None:
        return None
    hip = pose.xy[[L.LEFT_HIP, L.RIGHT_HIP]].mean(axis=0) / pose.mask_scale
    shoulder = pose.xy[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(axis=0) / pose.mask_scale
    along = shoulder - hip
    if not np.hypot(*along) >= 4.0:
        return None
    across = np.array([-along[1], along[0]]) * BREADTH / 2.0
    corners = np.array([hip - across, hip + across, shoulder - across], dtype=np.float32)
    square = np.array([(0, 0), (PATCH, 0), (0, PATCH)], dtype=np.float32)
    turn = cv2.getAffineTransform(corners, square)
    patch = cv2.warpAffine(picture, turn, (PATCH, PATCH), flags=cv2.INTER_NEAREST)
    inside = cv2.warpAffine(pose.mask, turn, (PATCH, PATCH), flags=cv2.INTER_NEAREST) > 0.5
    if np.count_nonzero(inside) < LEAST_PIXELS:
        return None
    pixels = cv2.cvtColor(patch, cv2.COLOR_RGB2Lab)[inside]
    return _shares(np.asarray(pixels, dtype=np.int64))


def _shares(pixels: Any) -> FloatArray:
    light = np.bincount(pixels[:, 0] * LIGHT_BINS // 256, minlength=LIGHT_BINS)
    low, high = CHROMA_RANGE
    chroma = np.clip((pixels[:, 1:] - low) * CHROMA_BINS // (high - low), 0, CHROMA_BINS - 1)
    both = np.bincount(chroma[:, 0] * CHROMA_BINS + chroma[:, 1], minlength=CHROMA_BINS**2)
    # Blurred, so that a shirt on the border of two bins is not two shirts.
    light_soft = np.convolve(np.pad(light, 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid")
    both_soft = cv2.GaussianBlur(both.reshape(CHROMA_BINS, -1).astype(np.float64), (3, 3), 0.7)
    parts = [light_soft / max(light_soft.sum(), 1e-9), both_soft.ravel() / both_soft.sum()]
    shares: FloatArray = np.concatenate(parts) / 2.0
    return shares


def colour_gap(one: FloatArray | None, other: FloatArray | None) -> float:
    """Return the Hellinger distance of two spreads: 0 alike, 1 nothing in common.

    NaN when either is unknown.
    """
    if one is None or other is None:
        return float("nan")
    return float(np.sqrt(max(0.0, 1.0 - float(np.sqrt(one * other).sum()))))
