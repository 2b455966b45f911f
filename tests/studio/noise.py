"""Value noise for surface detail, in Numba."""

from __future__ import annotations

import numba as nb
import numpy as np

from studio.sdf import CACHED


@nb.njit(**CACHED)
def _hash(x, y, z):
    n = (x * 374761393 + y * 668265263 + z * 2147483647 + 1013904223) & 0xFFFFFFFF
    n = ((n ^ (n >> 13)) * 1274126177) & 0xFFFFFFFF
    n = n ^ (n >> 16)
    return (n & 0xFFFF) / 32767.5 - 1.0


@nb.njit(**CACHED)
def noise3(x, y, z):
    """Smooth value noise in −1…1 with features about one unit wide."""
    fx, fy, fz = np.floor(x), np.floor(y), np.floor(z)
    ix, iy, iz = int(fx), int(fy), int(fz)
    u, v, w = x - fx, y - fy, z - fz
    u, v, w = u * u * (3 - 2 * u), v * v * (3 - 2 * v), w * w * (3 - 2 * w)
    total = 0.0
    for k in range(8):
        a, b, c = k & 1, (k >> 1) & 1, k >> 2
        weight = (u if a else 1 - u) * (v if b else 1 - v) * (w if c else 1 - w)
        total += weight * _hash(ix + a, iy + b, iz + c)
    return total


@nb.njit(**CACHED)
def fractal3(x, y, z, octaves):
    """Sum of ``octaves`` of :func:`noise3`, each twice as fine and half as strong."""
    total, weight = 0.0, 0.5
    for _ in range(octaves):
        total += weight * noise3(x, y, z)
        x, y, z = x * 2.03 + 11.7, y * 2.03 + 5.3, z * 2.03 + 7.9
        weight *= 0.5
    return total


@nb.njit(parallel=True, **CACHED)
def fractal_many(points, octaves):
    """Evaluate :func:`fractal3` at ``(n, 3)`` points."""
    out = np.empty(points.shape[0])
    for i in nb.prange(points.shape[0]):
        out[i] = fractal3(points[i, 0], points[i, 1], points[i, 2], octaves)
    return out
