"""Make a lifter hard to recognise: blur the head, or leave the picture away."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from formcheck.skeleton import Landmark
from formcheck.types import ByteArray, FloatArray, Pose

_HEAD: Final = [int(each) for each in Landmark if int(each) <= int(Landmark.MOUTH_RIGHT)]
_EARS: Final = [int(Landmark.LEFT_EAR), int(Landmark.RIGHT_EAR)]
_SHOULDERS: Final = [int(Landmark.LEFT_SHOULDER), int(Landmark.RIGHT_SHOULDER)]
_HIPS: Final = [int(Landmark.LEFT_HIP), int(Landmark.RIGHT_HIP)]

HEAD_SHARE: Final = 0.30
"""Radius of what is blurred in trunk lengths: a head with its hair, from any side."""

FACE_REACH: Final = 1.5
"""...or this times the distance of the outermost point of the face from its middle."""

_GROWTH: Final = 1.06
"""While the lifter is not found the last place is blurred, growing by this a frame."""

_BLOCKS: Final = 7
"""The head is first reduced to so many points across: no filter brings back what is gone."""

GROUND: Final = (24, 20, 18)
"""BGR of the ground a skeleton alone is drawn on."""


class HeadBlur:
    """Blur the lifter's head in the frames of one clip, in order.

    Where the lifter is lost for a moment the last place goes on being blurred and grows; before
    the lifter was found at all, the whole picture is blurred.  Other people are not looked for.
    """

    def __init__(self) -> None:
        self._place: tuple[float, float, float] | None = None

    def apply(self, image: ByteArray, pose: Pose | None) -> ByteArray:
        """Return a copy of a picture of shape (H, W, 3) with the head blurred."""
        found = head(pose, (image.shape[1], image.shape[0])) if pose is not None else None
        if found is not None:
            self._place = found
        elif self._place is not None:
            x, y, radius = self._place
            self._place = (x, y, radius * _GROWTH)
        canvas = np.array(image, np.uint8, copy=True)
        if self._place is None:
            return _coarse(canvas)
        _blur_disc(canvas, *self._place)
        return canvas


def head(pose: Pose, size: tuple[int, int]) -> tuple[float, float, float] | None:
    """Return centre and radius of the head in pixels of a picture of a size, None if unknown."""
    scale = size[0] / pose.size[0]
    face = pose.xy[_HEAD]
    face = face[np.isfinite(face).all(axis=1)]
    if not len(face):
        return None
    # Seen from the side the ear is the middle of the head, and the face one edge of it.
    ears = pose.xy[_EARS][np.isfinite(pose.xy[_EARS]).all(axis=1)]
    centre = np.asarray(face.mean(axis=0), np.float64)
    if len(ears):
        centre = 0.5 * (centre + ears.mean(axis=0))
    reach = float(np.hypot(*(face - centre).T).max())
    radius = max(FACE_REACH * reach, HEAD_SHARE * _trunk(pose), 0.02 * pose.size[1])
    return float(centre[0] * scale), float(centre[1] * scale), radius * scale


def ground(image: ByteArray) -> ByteArray:
    """Return a plain picture of the same size, to draw a skeleton on."""
    canvas: ByteArray = np.empty_like(image)
    canvas[:] = GROUND
    return canvas


def _trunk(pose: Pose) -> float:
    ends: list[FloatArray] = []
    for pair in (_SHOULDERS, _HIPS):
        known = pose.xy[pair][np.isfinite(pose.xy[pair]).all(axis=1)]
        if not len(known):
            return 0.0
        ends.append(known.mean(axis=0))
    return float(np.hypot(*(ends[0] - ends[1])))


def _blur_disc(canvas: ByteArray, x: float, y: float, radius: float) -> None:
    height, width = canvas.shape[:2]
    left, right = max(0, int(x - radius)), min(width, int(x + radius) + 1)
    top, bottom = max(0, int(y - radius)), min(height, int(y + radius) + 1)
    if left >= right or top >= bottom:
        return
    part = canvas[top:bottom, left:right]
    coarse = _coarse(part)
    rows, columns = np.mgrid[top:bottom, left:right]
    inside = (columns - x) ** 2 + (rows - y) ** 2 <= radius**2
    part[inside] = coarse[inside]


def _coarse(image: ByteArray) -> ByteArray:
    height, width = image.shape[:2]
    blocks = min(_BLOCKS, width), max(1, min(_BLOCKS, height))
    small = cv2.resize(image, blocks, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
