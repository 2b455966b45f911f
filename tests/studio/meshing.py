"""Turn a signed-distance solid into a triangle mesh with normals (naive surface nets)."""

from __future__ import annotations

from dataclasses import dataclass

import numba as nb
import numpy as np
from numpy.typing import NDArray

from studio.sdf import CACHED, FAR, Solid, bounding_spheres, field_at, primitive_distance

BRICK = 6  # cells along the edge of a brick that is evaluated or skipped as one


@dataclass(frozen=True)
class Surface:
    """A meshed solid.

    Attributes
    ----------
    points, normals : (V, 3) metres, world frame; normals point outwards
    faces : (F, 3) vertex indices, counter-clockwise seen from outside
    owner : (V,) row of :attr:`table` whose surface lies nearest
    table : (n, 22) the primitives
    occlusion : (V,) ambient visibility 0…1 (1 = open sky)
    """

    points: NDArray[np.float64]
    normals: NDArray[np.float64]
    faces: NDArray[np.int32]
    owner: NDArray[np.int32]
    table: NDArray[np.float64]
    occlusion: NDArray[np.float64]


@nb.njit(parallel=True, **CACHED)
def _sample_grid(p, centres, radii, joints, low, cell, shape):
    nx, ny, nz = shape
    out = np.full((nz, ny, nx), np.float32(FAR))
    bx, by, bz = (nx + BRICK - 1) // BRICK, (ny + BRICK - 1) // BRICK, (nz + BRICK - 1) // BRICK
    count = p.shape[0]
    half = BRICK * cell * 0.87
    for brick in nb.prange(bx * by * bz):
        ix, iy, iz = brick % bx, (brick // bx) % by, brick // (bx * by)
        cx = low[0] + (ix + 0.5) * BRICK * cell
        cy = low[1] + (iy + 0.5) * BRICK * cell
        cz = low[2] + (iz + 0.5) * BRICK * cell
        ids = np.empty(count, np.int64)
        used = 0
        near = False
        for i in range(count):
            dx, dy, dz = cx - centres[i, 0], cy - centres[i, 1], cz - centres[i, 2]
            limit = radii[i] + half + 0.06
            if dx * dx + dy * dy + dz * dz < limit * limit:
                d = primitive_distance(p, i, cx, cy, cz)
                if d < half * 1.7 + 0.06:
                    ids[used] = i
                    used += 1
                    near = near or (d < half * 1.7 + 0.02 and p[i, 3] == 0.0)
        if not near:
            continue
        for z in range(iz * BRICK, min(nz, iz * BRICK + BRICK)):
            for y in range(iy * BRICK, min(ny, iy * BRICK + BRICK)):
                for x in range(ix * BRICK, min(nx, ix * BRICK + BRICK)):
                    out[z, y, x] = field_at(
                        p,
                        ids,
                        used,
                        joints,
                        low[0] + x * cell,
                        low[1] + y * cell,
                        low[2] + z * cell,
                    )
    return out


@nb.njit(**CACHED)
def _twice_as_long(rows):
    # Row by row: Numba takes seven seconds to compile the refusal of a slice that does not fit.
    longer = np.empty((2 * rows.shape[0], 3), rows.dtype)
    for i in range(rows.shape[0]):
        for k in range(3):
            longer[i, k] = rows[i, k]
    return longer


@nb.njit(**CACHED)
def _net_vertices(grid, low, cell):
    nz, ny, nx = grid.shape
    index = np.full((nz, ny, nx), np.int32(-1))
    points = np.empty((1 << 16, 3))
    n = 0
    corner = np.empty(8)
    for z in range(nz - 1):
        for y in range(ny - 1):
            for x in range(nx - 1):
                inside = 0
                for c in range(8):
                    corner[c] = grid[z + (c >> 2), y + ((c >> 1) & 1), x + (c & 1)]
                    inside += corner[c] < 0.0
                if inside == 0 or inside == 8:
                    continue
                sx = sy = sz = 0.0
                crossings = 0
                for c in range(8):
                    for axis in range(3):
                        d = c | (1 << axis)
                        if d == c or (corner[c] < 0.0) == (corner[d] < 0.0):
                            continue
                        t = corner[c] / (corner[c] - corner[d])
                        sx += (c & 1) + (t if axis == 0 else 0.0)
                        sy += ((c >> 1) & 1) + (t if axis == 1 else 0.0)
                        sz += (c >> 2) + (t if axis == 2 else 0.0)
                        crossings += 1
                if n == points.shape[0]:
                    points = _twice_as_long(points)
                points[n, 0] = low[0] + (x + sx / crossings) * cell
                points[n, 1] = low[1] + (y + sy / crossings) * cell
                points[n, 2] = low[2] + (z + sz / crossings) * cell
                index[z, y, x] = n
                n += 1
    return points[:n].copy(), index


@nb.njit(**CACHED)
def _net_faces(grid, index):
    nz, ny, nx = grid.shape
    faces = np.empty((1 << 17, 3), np.int32)
    n = 0
    for z in range(1, nz - 1):
        for y in range(1, ny - 1):
            for x in range(1, nx - 1):
                here = grid[z, y, x] < 0.0
                for axis in range(3):
                    if axis == 0:
                        there = grid[z, y, x + 1] < 0.0
                        a, b = index[z - 1, y - 1, x], index[z - 1, y, x]
                        c, d = index[z, y, x], index[z, y - 1, x]
                    elif axis == 1:
                        there = grid[z, y + 1, x] < 0.0
                        a, b = index[z - 1, y, x - 1], index[z, y, x - 1]
                        c, d = index[z, y, x], index[z - 1, y, x]
                    else:
                        there = grid[z + 1, y, x] < 0.0
                        a, b = index[z, y - 1, x - 1], index[z, y - 1, x]
                        c, d = index[z, y, x], index[z, y, x - 1]
                    if here == there or min(min(a, b), min(c, d)) < 0:
                        continue
                    if n + 2 > faces.shape[0]:
                        faces = _twice_as_long(faces)
                    if here:
                        faces[n, 0], faces[n, 1], faces[n, 2] = a, b, c
                        faces[n + 1, 0], faces[n + 1, 1], faces[n + 1, 2] = a, c, d
                    else:
                        faces[n, 0], faces[n, 1], faces[n, 2] = a, c, b
                        faces[n + 1, 0], faces[n + 1, 1], faces[n + 1, 2] = a, d, c
                    n += 2
    return faces[:n].copy()


@nb.njit(parallel=True, **CACHED)
def _refine(p, centres, radii, joints, points, step):
    """Pull vertices onto the surface; return normals and the owning primitive."""
    n, count = points.shape[0], p.shape[0]
    normals = np.empty((n, 3))
    owner = np.empty(n, np.int32)
    for q in nb.prange(n):
        x, y, z = points[q, 0], points[q, 1], points[q, 2]
        ids = np.empty(count, np.int64)
        used = 0
        best = 1e9
        owner[q] = 0
        for i in range(count):
            dx, dy, dz = x - centres[i, 0], y - centres[i, 1], z - centres[i, 2]
            limit = radii[i] + 0.08
            if dx * dx + dy * dy + dz * dz > limit * limit:
                continue
            d = primitive_distance(p, i, x, y, z)
            if d < 0.08:
                ids[used] = i
                used += 1
            if d < best and p[i, 3] == 0.0:
                best = d
                owner[q] = i
        a = field_at(p, ids, used, joints, x + step, y - step, z - step)
        b = field_at(p, ids, used, joints, x - step, y - step, z + step)
        c = field_at(p, ids, used, joints, x - step, y + step, z - step)
        d = field_at(p, ids, used, joints, x + step, y + step, z + step)
        gx, gy, gz = a - b - c + d, -a - b + c + d, -a + b - c + d
        scale = 1.0 / (np.sqrt(gx * gx + gy * gy + gz * gz) + 1e-12)
        normals[q, 0], normals[q, 1], normals[q, 2] = gx * scale, gy * scale, gz * scale
        lift = max(-2.0 * step, min(2.0 * step, (a + b + c + d) * 0.25))
        for k in range(3):
            points[q, k] -= normals[q, k] * lift
    return normals, owner


@nb.njit(parallel=True, **CACHED)
def _occlusion(grid, low, cell, points, normals):
    """Ambient visibility from the distances met on the way out along the normal."""
    nz, ny, nx = grid.shape
    out = np.empty(points.shape[0])
    for q in nb.prange(points.shape[0]):
        dark = 0.0
        weight = 0.5
        for k in range(5):
            h = 0.02 + 0.032 * k
            x = int((points[q, 0] + normals[q, 0] * h - low[0]) / cell + 0.5)
            y = int((points[q, 1] + normals[q, 1] * h - low[1]) / cell + 0.5)
            z = int((points[q, 2] + normals[q, 2] * h - low[2]) / cell + 0.5)
            if 0 <= x < nx and 0 <= y < ny and 0 <= z < nz:
                dark += weight * max(0.0, h - grid[z, y, x]) / h
            weight *= 0.75
        out[q] = max(0.12, 1.0 - 0.75 * dark)
    return out


def mesh_solid(solid: Solid, cell: float) -> Surface:
    """Mesh ``solid`` on a grid of ``cell`` metres."""
    table, joints = solid.table(), solid.joint_table()
    centres, radii = bounding_spheres(table)
    solid_rows = table[:, 3] == 0.0
    low = (centres - radii[:, None])[solid_rows].min(axis=0) - 3.2 * cell
    high = (centres + radii[:, None])[solid_rows].max(axis=0) + 3.2 * cell
    shape = tuple(int(v) for v in np.ceil((high - low) / cell) + 1)
    grid = _sample_grid(table, centres, radii, joints, low, cell, shape)
    points, index = _net_vertices(grid, low, cell)
    faces = _net_faces(grid, index)
    normals, owner = _refine(table, centres, radii, joints, points, cell * 0.5)
    occlusion = _occlusion(grid, low, cell, points, normals)
    return Surface(points, normals, faces, owner, table, occlusion)
