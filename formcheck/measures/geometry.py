"""Plane geometry on landmarks: unit vectors, angles, distances; NaN in, NaN out."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from formcheck.skeleton import PAIRS
from formcheck.types import FloatArray, Pose

Point = tuple[float, float]


def included_angle_deg(a: FloatArray, b: FloatArray, c: FloatArray) -> float:
    """Return the angle at ``b`` between ``a`` and ``c``, each of shape (2,) or (3,).

    Returns
    -------
    float
        0 to 180 degrees; NaN when a point is NaN or two points coincide.
    """
    uu = vv = uv = 0.0
    for p, q, r in zip(a.tolist(), b.tolist(), c.tolist(), strict=True):
        u, v = p - q, r - q
        uu, vv, uv = uu + u * u, vv + v * v, uv + u * v
    norm = math.sqrt(uu * vv)
    if not norm > 0.0:
        return math.nan
    return math.degrees(math.acos(max(-1.0, min(1.0, uv / norm))))


def flexion_deg(proximal: FloatArray, joint: FloatArray, distal: FloatArray) -> float:
    """Return joint flexion in degrees: 0 when the three points lie on a line, NaN as above."""
    return 180.0 - included_angle_deg(proximal, joint, distal)


def length(vector: FloatArray) -> float:
    """Return the Euclidean length of a vector of shape (2,) or (3,)."""
    return math.sqrt(float(vector @ vector))


def segment_distances(points: FloatArray, a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the distance of each point from each segment, shape (m, n).

    Parameters
    ----------
    points : ndarray, shape (n, 2)
    a, b : ndarray, shape (m, 2)
        The ends of the segments; one that is NaN makes all its distances NaN.
    """
    d = b - a
    dx, dy = d[:, :1], d[:, 1:]
    x, y = points[:, 0] - a[:, :1], points[:, 1] - a[:, 1:]
    along = (x * dx + y * dy) / np.maximum(dx * dx + dy * dy, 1e-12)
    along = np.minimum(np.maximum(along, 0.0), 1.0)
    x -= along * dx
    y -= along * dy
    distance: FloatArray = np.sqrt(x * x + y * y)
    return distance


def mid_point(pose: Pose, part: str) -> Point:
    """Return the midpoint of a left/right pair as plain numbers, frame pixels."""
    left, right = PAIR_OF[part]
    (ax, ay), (bx, by) = pose.xy[left].tolist(), pose.xy[right].tolist()
    return (ax + bx) / 2.0, (ay + by) / 2.0


PAIR_OF: Final = {
    left.name.removeprefix("LEFT_").lower(): (int(left), int(right)) for left, right in PAIRS
}
"""The landmarks of each body part, left and right, as plain numbers."""
