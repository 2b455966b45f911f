"""Signed-distance primitives with smooth unions, evaluated by Numba.

A primitive is one row of a float array (see the ``COL_*`` constants). Rows are combined in
groups (trunk, each arm, each leg, hair): inside a group every row melts into the ones before it,
while a group melts into the trunk only near its own joint, so an arm that brushes the chest stays
an arm. Distances are metres, negative inside; ellipsoids give a first-order bound, which is
exact on the surface.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numba as nb
import numpy as np
from numpy.typing import NDArray

from studio.transforms import Matrix, Vector

ELLIPSOID, CAPSULE, FLAT_CAPSULE = 0.0, 1.0, 2.0
COL_KIND, COL_GROUP, COL_BLEND, COL_CUT = 0, 1, 2, 3
COL_A, COL_B, COL_R, COL_FRAME, COL_TAG = 4, 7, 10, 12, 21
COLUMNS = 22
FAR = 0.25  # metres; the field is not evaluated farther away than this
CACHED = {"cache": True, "fastmath": True}


@dataclass
class Solid:
    """A growing list of primitives, and how each group joins the first one.

    ``joints[g]`` is (x, y, z, blend, reach): group ``g`` melts into group 0 with radius ``blend``
    at the point, fading to a hard union at the distance ``reach`` (all metres).
    """

    rows: list[NDArray[np.float64]] = field(default_factory=list)
    joints: dict[int, tuple[float, float, float, float, float]] = field(default_factory=dict)
    group: int = 0
    tag: int = 0

    def _row(self, kind: float, blend: float, cut: bool) -> NDArray[np.float64]:
        row = np.zeros(COLUMNS)
        row[COL_KIND], row[COL_GROUP], row[COL_BLEND] = kind, self.group, blend
        row[COL_CUT], row[COL_TAG] = float(cut), self.tag
        self.rows.append(row)
        return row

    def ellipsoid(
        self,
        centre: Vector,
        radii: tuple[float, float, float],
        *,
        frame: Matrix | None = None,
        blend: float = 0.03,
        cut: bool = False,
    ) -> None:
        """Add an ellipsoid with ``radii`` along the columns of ``frame``."""
        row = self._row(ELLIPSOID, blend, cut)
        row[COL_A : COL_A + 3] = centre
        row[COL_B : COL_B + 3] = radii
        row[COL_FRAME : COL_FRAME + 9] = (np.eye(3) if frame is None else frame).ravel()

    def capsule(
        self, a: Vector, b: Vector, r1: float, r2: float, *, blend: float = 0.03, cut: bool = False
    ) -> None:
        """Add a tapered capsule from ``a`` (radius ``r1``) to ``b`` (``r2``)."""
        row = self._row(CAPSULE, blend, cut)
        row[COL_A : COL_A + 3] = a
        row[COL_B : COL_B + 3] = b
        row[COL_R : COL_R + 2] = r1, r2

    def flat_capsule(
        self,
        a: Vector,
        b: Vector,
        depth: tuple[float, float],
        lateral: Vector,
        width: tuple[float, float],
        *,
        blend: float = 0.03,
    ) -> None:
        """Add a capsule with an elliptic section: ``width`` along ``lateral``, else ``depth``."""
        row = self._row(FLAT_CAPSULE, blend, False)
        row[COL_A : COL_A + 3] = a
        row[COL_B : COL_B + 3] = b
        row[COL_R : COL_R + 2] = depth
        row[COL_FRAME : COL_FRAME + 3] = lateral
        row[COL_FRAME + 3 : COL_FRAME + 5] = width

    def table(self) -> NDArray[np.float64]:
        """Return the primitives as an ``(n, 22)`` array, sorted by group."""
        rows = np.array(self.rows)
        return np.ascontiguousarray(rows[np.argsort(rows[:, COL_GROUP], kind="stable")])

    def joint_table(self) -> NDArray[np.float64]:
        """Return one (x, y, z, blend, reach) row a group; groups without a joint do not melt."""
        groups = int(max(row[COL_GROUP] for row in self.rows)) + 1
        table = np.tile([0.0, 0.0, 0.0, 0.0, 1e-6], (groups, 1))
        for group, joint in self.joints.items():
            if group < groups:
                table[group] = joint
        return table


@nb.njit(**CACHED)
def _ellipsoid(p, i, x, y, z):
    dx, dy, dz = x - p[i, 4], y - p[i, 5], z - p[i, 6]
    u = (p[i, 12] * dx + p[i, 15] * dy + p[i, 18] * dz) / p[i, 7]
    v = (p[i, 13] * dx + p[i, 16] * dy + p[i, 19] * dz) / p[i, 8]
    w = (p[i, 14] * dx + p[i, 17] * dy + p[i, 20] * dz) / p[i, 9]
    k0 = np.sqrt(u * u + v * v + w * w)
    u, v, w = u / p[i, 7], v / p[i, 8], w / p[i, 9]
    k1 = np.sqrt(u * u + v * v + w * w)
    if k1 < 1e-9:
        return -min(p[i, 7], min(p[i, 8], p[i, 9]))
    return k0 * (k0 - 1.0) / k1


@nb.njit(**CACHED)
def _capsules(p, i, x, y, z):
    bx, by, bz = p[i, 7] - p[i, 4], p[i, 8] - p[i, 5], p[i, 9] - p[i, 6]
    px, py, pz = x - p[i, 4], y - p[i, 5], z - p[i, 6]
    t = (px * bx + py * by + pz * bz) / (bx * bx + by * by + bz * bz + 1e-12)
    t = min(1.0, max(0.0, t))
    qx, qy, qz = px - t * bx, py - t * by, pz - t * bz
    r = p[i, 10] + t * (p[i, 11] - p[i, 10])
    q2 = qx * qx + qy * qy + qz * qz
    if p[i, 0] == 1.0:
        return np.sqrt(q2) - r
    w = p[i, 15] + t * (p[i, 16] - p[i, 15])
    side = qx * p[i, 12] + qy * p[i, 13] + qz * p[i, 14]
    rest = max(0.0, q2 - side * side)
    k0 = np.sqrt(side * side / (w * w) + rest / (r * r))
    k1 = np.sqrt(side * side / (w**4) + rest / (r**4))
    if k1 < 1e-9:
        return -min(w, r)
    return k0 * (k0 - 1.0) / k1


@nb.njit(**CACHED)
def primitive_distance(p, i, x, y, z):
    """Signed distance from the point to primitive ``i``."""
    if p[i, 0] == 0.0:
        return _ellipsoid(p, i, x, y, z)
    return _capsules(p, i, x, y, z)


@nb.njit(**CACHED)
def smooth_min(a, b, k):
    """Polynomial smooth minimum: equals min() where the arguments differ by more than k."""
    if k <= 0.0:
        return min(a, b)
    h = max(k - abs(a - b), 0.0) / k
    return min(a, b) - h * h * k * 0.25


@nb.njit(**CACHED)
def field_at(p, ids, count, joints, x, y, z):
    """Signed distance of the whole solid, using the ``count`` primitives listed in ``ids``.

    ``ids`` must be ascending, so that groups come one after the other.
    """
    total = 1e3
    current = 1e3
    group = 0
    for q in range(count + 1):
        i = ids[q] if q < count else -1
        g = int(p[i, 1]) if q < count else -1
        if g != group:
            if current < 900.0:
                if group == 0 or total > 900.0:
                    total = current
                else:
                    dx, dy, dz = x - joints[group, 0], y - joints[group, 1], z - joints[group, 2]
                    near = 1.0 - np.sqrt(dx * dx + dy * dy + dz * dz) / joints[group, 4]
                    total = smooth_min(
                        total, current, joints[group, 3] * max(0.0, min(1.0, near * 1.7))
                    )
            current = 1e3
            group = g
            if g < 0:
                break
        d = primitive_distance(p, i, x, y, z)
        if p[i, 3] == 1.0:
            current = -smooth_min(-current, d, p[i, 2])
        else:
            current = smooth_min(current, d, p[i, 2])
    return total


def bounding_spheres(table: NDArray[np.float64]) -> tuple[Vector, Vector]:
    """Return centres ``(n, 3)`` and radii ``(n,)`` of spheres that hold each primitive."""
    a, b = table[:, 4:7], table[:, 7:10]
    is_ellipsoid = table[:, 0] == ELLIPSOID
    centre = np.where(is_ellipsoid[:, None], a, (a + b) / 2)
    thick = table[:, 10:12].max(axis=1)
    flat = table[:, 0] == FLAT_CAPSULE
    thick = np.where(flat, np.maximum(thick, table[:, 15:17].max(axis=1)), thick)
    radius = np.where(is_ellipsoid, b.max(axis=1), np.linalg.norm(b - a, axis=1) / 2 + thick)
    return centre, radius
