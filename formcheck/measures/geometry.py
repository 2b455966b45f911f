"""Plane geometry on landmarks: unit vectors, angles, distances; NaN in, NaN out."""

from __future__ import annotations

import math

import numpy as np

from formcheck.types import FloatArray


def included_angle_deg(a: FloatArray, b: FloatArray, c: FloatArray) -> float:
    """Return the angle at ``b`` between ``a`` and ``c``, each of shape (2,) or (3,).

    Returns
    -------
    float
        0 to 180 degrees; NaN when a point is NaN or two points coincide.
    """
    u, v = a - b, c - b
    norm = math.sqrt(float(u @ u) * float(v @ v))
    if not norm > 0.0:
        return math.nan
    return math.degrees(math.acos(max(-1.0, min(1.0, float(u @ v) / norm))))


def flexion_deg(proximal: FloatArray, joint: FloatArray, distal: FloatArray) -> float:
    """Return joint flexion in degrees: 0 when the three points lie on a line, NaN as above."""
    return 180.0 - included_angle_deg(proximal, joint, distal)


def length(vector: FloatArray) -> float:
    """Return the Euclidean length of a vector of shape (2,) or (3,)."""
    return math.sqrt(float(vector @ vector))


def segment_distance(points: FloatArray, a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the distance of each point, shape (n, 2), from the segment ``a``-``b``."""
    d = b - a
    along = np.clip((points - a) @ d / max(float(d @ d), 1e-12), 0.0, 1.0)
    gap = points - a - along[:, None] * d
    distance: FloatArray = np.sqrt((gap * gap).sum(axis=1))
    return distance
