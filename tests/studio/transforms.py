"""Small rotation and vector helpers in the studio's world frame (x forward, y left, z up)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


def vec(*xyz: float) -> Vector:
    """Return ``xyz`` as a float vector."""
    return np.array(xyz, dtype=float)


def unit(v: ArrayLike) -> Vector:
    """Return ``v`` scaled to length one (a zero vector stays zero)."""
    v = np.asarray(v, dtype=float)
    return v / max(float(np.linalg.norm(v)), 1e-12)


def pitch(angle_deg: float) -> Matrix:
    """Rotate about the left axis: positive tips a standing body forwards."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def roll(angle_deg: float) -> Matrix:
    """Rotate about the forward axis: positive leans a standing body to its right."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def turn(angle_deg: float) -> Matrix:
    """Rotate about the up axis: positive turns a standing body to its left."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def across(v: Vector, axis: Vector) -> Vector:
    """Return the unit part of ``v`` that is perpendicular to the unit vector ``axis``."""
    return unit(v - axis * float(v @ axis))


def frame_from(z: Vector, x_hint: Vector) -> Matrix:
    """Build a right-handed frame (columns x, y, z) from its z axis and a hint for x."""
    z = unit(z)
    x = across(np.asarray(x_hint, dtype=float), z)
    return np.column_stack([x, np.cross(z, x), z])


def blend_rotations(a: Matrix, b: Matrix, t: float) -> Matrix:
    """Interpolate between two nearby rotations (re-orthonormalised linear blend)."""
    u, _, vt = np.linalg.svd(a * (1.0 - t) + b * t)
    return u @ vt


def lerp(a: ArrayLike, b: ArrayLike, t: float) -> Vector:
    """Interpolate linearly from ``a`` (t = 0) to ``b`` (t = 1)."""
    return np.asarray(a, dtype=float) * (1.0 - t) + np.asarray(b, dtype=float) * t


def joint_angle(a: Vector, b: Vector, c: Vector) -> float:
    """Return the inner angle at ``b`` between ``a`` and ``c``, degrees (180 = straight)."""
    cosine = float(unit(a - b) @ unit(c - b))
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def smootherstep(t: ArrayLike) -> NDArray[np.float64]:
    """Minimum-jerk position from 0 to 1 for time ``t`` in 0…1 (clamped outside)."""
    t = np.clip(t, 0.0, 1.0)
    return t**3 * (10.0 - 15.0 * t + 6.0 * t * t)
