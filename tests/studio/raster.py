"""Z-buffered triangle rasteriser: a mesh becomes depth, face index and barycentric weights."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numba as nb
import numpy as np
from numpy.typing import NDArray

from studio.camera import Camera
from studio.sdf import CACHED

BANDS = 8  # horizontal strips rasterised in parallel
NEAR_M = 0.15


@dataclass(frozen=True)
class Hits:
    """What each pixel sees; arrays are ``(H, W)``.

    ``face`` is −1 where nothing is hit; ``inv_depth`` is 1/metres along the view axis (0 = empty);
    ``weight_b`` and ``weight_c`` are perspective-correct weights of the second and third corner.
    """

    face: NDArray[np.int32]
    inv_depth: NDArray[np.float32]
    weight_b: NDArray[np.float32]
    weight_c: NDArray[np.float32]


@nb.njit(parallel=True, **CACHED)
def _fill(screen, faces, face_id, inv_depth, wb, wc, cull, near):
    height, width = face_id.shape
    rows = (height + BANDS - 1) // BANDS
    for band in nb.prange(BANDS):
        top, bottom = band * rows, min(height, (band + 1) * rows)
        for f in range(faces.shape[0]):
            a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
            ya, yb, yc = screen[a, 1], screen[b, 1], screen[c, 1]
            if max(ya, max(yb, yc)) < top or min(ya, min(yb, yc)) >= bottom:
                continue
            za, zb, zc = screen[a, 2], screen[b, 2], screen[c, 2]
            if min(za, min(zb, zc)) < near:
                continue
            xa, xb, xc = screen[a, 0], screen[b, 0], screen[c, 0]
            area = (xb - xa) * (yc - ya) - (xc - xa) * (yb - ya)
            if area == 0.0 or (cull and area > 0.0):
                continue
            inv = 1.0 / area
            ia, ib, ic = 1.0 / za, 1.0 / zb, 1.0 / zc
            x0 = max(0, int(np.ceil(min(xa, min(xb, xc)) - 0.5)))
            x1 = min(width - 1, int(np.floor(max(xa, max(xb, xc)) - 0.5)))
            y0 = max(top, int(np.ceil(min(ya, min(yb, yc)) - 0.5)))
            y1 = min(bottom - 1, int(np.floor(max(ya, max(yb, yc)) - 0.5)))
            for y in range(y0, y1 + 1):
                py = y + 0.5
                for x in range(x0, x1 + 1):
                    px = x + 0.5
                    u = ((xc - xb) * (py - yb) - (yc - yb) * (px - xb)) * inv
                    v = ((xa - xc) * (py - yc) - (ya - yc) * (px - xc)) * inv
                    w = 1.0 - u - v
                    if u < -1e-7 or v < -1e-7 or w < -1e-7:
                        continue
                    depth = u * ia + v * ib + w * ic
                    if depth > inv_depth[y, x]:
                        inv_depth[y, x] = depth
                        face_id[y, x] = f
                        wb[y, x] = v * ib / depth
                        wc[y, x] = w * ic / depth


def empty_hits(size: tuple[int, int]) -> Hits:
    """Return buffers for ``size`` = (width, height) in which nothing has been hit."""
    width, height = size
    return Hits(
        np.full((height, width), -1, np.int32),
        np.zeros((height, width), np.float32),
        np.zeros((height, width), np.float32),
        np.zeros((height, width), np.float32),
    )


def rasterise(
    points: NDArray[np.float64], faces: NDArray[np.int32], camera: Camera, *, cull: bool = True
) -> Hits:
    """Rasterise a mesh; triangles nearer than 15 cm to the lens are dropped.

    ``cull`` skips faces seen from behind (faces wind counter-clockwise seen from outside).
    """
    hits = empty_hits(camera.size)
    view = camera.to_view(points)
    depth = view[:, 2]
    safe = np.where(np.abs(depth) < 1e-6, 1e-6, depth)
    screen = np.empty_like(view)
    screen[:, :2] = np.array(camera.size) / 2 + camera.focal_px * view[:, :2] / safe[:, None]
    screen[:, 2] = depth
    _fill(screen, faces, hits.face, hits.inv_depth, hits.weight_b, hits.weight_c, cull, NEAR_M)
    return hits


@nb.njit(parallel=True, **CACHED)
def _fill_depth(screen, faces, depth):
    size = depth.shape[0]
    rows = (size + BANDS - 1) // BANDS
    for band in nb.prange(BANDS):
        top, bottom = band * rows, min(size, (band + 1) * rows)
        for f in range(faces.shape[0]):
            a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
            xa, ya, za = screen[a, 0], screen[a, 1], screen[a, 2]
            xb, yb, zb = screen[b, 0], screen[b, 1], screen[b, 2]
            xc, yc, zc = screen[c, 0], screen[c, 1], screen[c, 2]
            if max(ya, max(yb, yc)) < top or min(ya, min(yb, yc)) >= bottom:
                continue
            area = (xb - xa) * (yc - ya) - (xc - xa) * (yb - ya)
            if area == 0.0:
                continue
            inv = 1.0 / area
            x0 = max(0, int(np.ceil(min(xa, min(xb, xc)) - 0.5)))
            x1 = min(size - 1, int(np.floor(max(xa, max(xb, xc)) - 0.5)))
            y0 = max(top, int(np.ceil(min(ya, min(yb, yc)) - 0.5)))
            y1 = min(bottom - 1, int(np.floor(max(ya, max(yb, yc)) - 0.5)))
            for y in range(y0, y1 + 1):
                for x in range(x0, x1 + 1):
                    px, py = x + 0.5, y + 0.5
                    u = ((xc - xb) * (py - yb) - (yc - yb) * (px - xb)) * inv
                    v = ((xa - xc) * (py - yc) - (ya - yc) * (px - xc)) * inv
                    w = 1.0 - u - v
                    if u < -1e-7 or v < -1e-7 or w < -1e-7:
                        continue
                    z = np.float32(u * za + v * zb + w * zc)
                    if z < depth[y, x]:
                        depth[y, x] = z


@dataclass(frozen=True)
class ShadowMap:
    """Distances from a parallel light, over a square that holds the casters.

    ``axes`` rows: right, down, away-from-light. ``depth`` is ``(S, S)`` metres along the third;
    ``coarse`` is the smallest depth around each block of 16 × 16, to skip lit places early.
    """

    axes: NDArray[np.float64]
    origin: NDArray[np.float64]
    scale: float
    depth: NDArray[np.float32]
    coarse: NDArray[np.float32]


BLOCK = 16
REACH_BLOCKS = 5  # an edge is never blurred over more than this
_GOLDEN = 2.399963 * np.arange(16)
_RADII = np.sqrt((np.arange(16) + 0.5) / 16)
TAP_X, TAP_Y = _RADII * np.cos(_GOLDEN), _RADII * np.sin(_GOLDEN)


def shadow_map(
    points: NDArray[np.float64],
    faces: NDArray[np.int32],
    direction: NDArray[np.float64],
    size: int = 1024,
) -> ShadowMap:
    """Render the depth of a mesh as seen along ``direction`` (from the light to the scene)."""
    forward = direction / np.linalg.norm(direction)
    hint = np.array([1.0, 0.0, 0.0]) if abs(forward[0]) < 0.9 else np.array([0.0, 1.0, 0.0])
    right = np.cross(forward, hint)
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(forward, right), forward])
    seen = points @ axes.T
    low, high = seen[:, :2].min(axis=0) - 0.05, seen[:, :2].max(axis=0) + 0.05
    scale = size / float((high - low).max())
    screen = np.column_stack([(seen[:, :2] - low) * scale, seen[:, 2]])
    depth = np.full((size, size), 1e9, np.float32)
    _fill_depth(screen, faces, depth)
    blocks = depth.reshape(size // BLOCK, BLOCK, size // BLOCK, BLOCK).min(axis=(1, 3))
    coarse = cv2.erode(blocks, np.ones((2 * REACH_BLOCKS + 1,) * 2, np.uint8))
    return ShadowMap(axes, np.array([low[0], low[1]]), scale, depth, coarse)


@nb.njit(**CACHED)
def shadow_at(depth, coarse, axes, origin, scale, x, y, z, radius, jitter):
    """Share of light (0…1) that reaches a point; ``radius`` metres is the blur of the edge."""
    size = depth.shape[0]
    u = (axes[0, 0] * x + axes[0, 1] * y + axes[0, 2] * z - origin[0]) * scale
    v = (axes[1, 0] * x + axes[1, 1] * y + axes[1, 2] * z - origin[1]) * scale
    w = axes[2, 0] * x + axes[2, 1] * y + axes[2, 2] * z - 0.012
    reach = min(radius * scale, (REACH_BLOCKS - 1.0) * BLOCK)
    if u < -reach or v < -reach or u > size + reach or v > size + reach:
        return 1.0
    block_u = min(max(int(u) // BLOCK, 0), size // BLOCK - 1)
    block_v = min(max(int(v) // BLOCK, 0), size // BLOCK - 1)
    if coarse[block_v, block_u] >= w:
        return 1.0
    c, s = np.cos(jitter) * reach, np.sin(jitter) * reach
    lit = 0
    for k in range(16):
        iu = int(u + c * TAP_X[k] - s * TAP_Y[k])
        iv = int(v + s * TAP_X[k] + c * TAP_Y[k])
        blocked = 0 <= iu < size and 0 <= iv < size and depth[iv, iu] < w
        lit += 0 if blocked else 1
    return lit / 16.0
