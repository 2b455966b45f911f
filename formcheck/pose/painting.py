"""Hide people, or everything but a place, from the pose model."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.skeleton import EDGES
from formcheck.skeleton import Landmark as L
from formcheck.types import ByteArray, FloatArray, Pose

LIMB: Final = 0.45
"""How thick a limb may be with its clothes, in sizes of the person (see ``Sighting``)."""

HEAD: Final = 0.45
MASKED: Final = 0.3
MARGIN: Final = 0.35
"""Room left around a person to be looked at, in sizes."""

REACH_UP: Final = 0.5
"""The head stands so far above the ears' landmarks, in sizes."""

_TRUNK = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.RIGHT_HIP, L.LEFT_HIP)

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the picture at analysis size."""


def body_area(pose: Pose, size_px: float, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Return which pixels of the picture show a person.

    The mask alone will not do: where people touch, it runs over onto the other one.  So only
    what is near the skeleton counts.

    Parameters
    ----------
    pose : Pose
    size_px : float
        The person's size, frame pixels.
    shape : tuple of int
        Height and width of the picture.
    """
    scale = shape[0] / pose.size[1]
    xy = np.clip(np.nan_to_num(pose.xy * scale, nan=-1e4), -1e4, 1e4).round().astype(int)
    unit = size_px * scale
    area: Any = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(area, cv2.convexHull(xy[list(_TRUNK)].reshape(-1, 1, 2)), 1)
    thick = max(1, round(LIMB * unit))
    for start, end in EDGES:
        cv2.line(area, tuple(map(int, xy[start])), tuple(map(int, xy[end])), 1, thick)
    head = xy[[L.LEFT_EAR, L.RIGHT_EAR, L.NOSE]].mean(axis=0).round().astype(int)
    cv2.circle(area, tuple(map(int, head)), max(1, round(HEAD * unit)), 1, -1)
    if pose.mask is not None and pose.mask.shape == shape:
        # A little more than the mask, whose edge is soft and leaves a halo of the person.
        grown = max(3, round(0.08 * unit) | 1)
        area &= cv2.dilate((pose.mask > MASKED).astype(np.uint8), np.ones((grown, grown), np.uint8))
    shown: NDArray[np.bool_] = area > 0
    return shown


def blurred(picture: ByteArray) -> ByteArray:
    """Return the picture so blurred that nobody can be found in it."""
    small: Any = cv2.resize(picture, (8, 8), interpolation=cv2.INTER_AREA)
    height, width = picture.shape[:2]
    wide: ByteArray = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return wide


def without(picture: ByteArray, hidden: NDArray[np.bool_]) -> ByteArray:
    """Return the picture with the hidden pixels blurred beyond recognition."""
    painted = picture.copy()
    painted[hidden] = blurred(picture)[hidden]
    return painted


def only(picture: ByteArray, box: Box) -> ByteArray:
    """Return the picture blurred beyond recognition everywhere but in a box."""
    left, top, right, bottom = box
    painted = blurred(picture)
    painted[top:bottom, left:right] = picture[top:bottom, left:right]
    return painted


def person_box(
    xy: FloatArray, size_px: float, frame: tuple[int, int], shape: tuple[int, int]
) -> Box:
    """Return the box around a person's landmarks, with room to move.

    Parameters
    ----------
    xy : ndarray, shape (n, 2)
        Landmarks, frame pixels.
    size_px : float
        The person's size, frame pixels.
    frame : tuple of int
        Width and height of the frame.
    shape : tuple of int
        Height and width of the picture.
    """
    scale = shape[0] / frame[1]
    margin = MARGIN * size_px
    low = (np.nanmin(xy, axis=0) - (margin, margin + REACH_UP * size_px)) * scale
    high = (np.nanmax(xy, axis=0) + margin) * scale
    left, top = np.clip(low, 0, (shape[1] - 1, shape[0] - 1)).astype(int)
    right, bottom = np.clip(high + 1, (left + 1, top + 1), (shape[1], shape[0])).astype(int)
    return int(left), int(top), int(right), int(bottom)
