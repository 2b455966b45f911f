"""Deferred shading: per-pixel hits of a mesh become linear light."""

from __future__ import annotations

import numba as nb
import numpy as np
from numpy.typing import NDArray

from studio.camera import Camera
from studio.materials import Material
from studio.mesh import Mesh
from studio.noise import fractal3, noise3
from studio.raster import Hits, ShadowMap, shadow_at
from studio.sdf import CACHED

MATERIALS = len(Material)
KEY, FILL, RIM, SKY, GROUND = 0, 1, 2, 3, 4
_SKIN, _TOP, _BOTTOM, _SOCK, _BELT = 1, 2, 3, 4, 12


@nb.njit(**CACHED)
def _covered(g0, g1, g2, g3):
    """Material of a BODY pixel from its garment fields."""
    if g3 > 0.0:
        return _BELT
    if g0 > 0.0:
        return _TOP
    if g1 > 0.0:
        return _BOTTOM
    if g2 > 0.0:
        return _SOCK
    return _SKIN


@nb.njit(**CACHED)
def _strongest(first, second, third, ta, tb, tc):
    """Value of the corner with the greatest weight."""
    if tb > ta and tb > tc:
        return second
    return third if tc > ta else first


@nb.njit(**CACHED)
def _detail(pattern, x, y, z):
    """Brightness factor of the procedural surface detail."""
    if pattern == 1:
        return 1.0 + 0.05 * fractal3(x * 30, y * 30, z * 30, 2)
    if pattern == 2:
        return (
            1.0 + 0.10 * noise3(x * 420, y * 420, z * 420) + 0.05 * noise3(x * 14, y * 14, z * 14)
        )
    if pattern == 3:
        return 1.0 + 0.40 * fractal3(x * 260, y * 260, z * 70, 2)
    if pattern == 4:
        return 1.0 + 0.22 * fractal3(x * 24, y * 24, z * 24, 3)
    if pattern == 6:
        return 1.0 + 0.22 * noise3(x * 4, y * 60, z * 60) + 0.08 * noise3(x * 30, y * 300, z * 300)
    return 1.0


@nb.njit(**CACHED)
def _lambert(nx, ny, nz, light, wrap):
    d = nx * light[0] + ny * light[1] + nz * light[2]
    return max(0.0, (d + wrap) / (1.0 + wrap))


@nb.njit(**CACHED)
def _gloss(nx, ny, nz, vx, vy, vz, light, power):
    hx, hy, hz = light[0] + vx, light[1] + vy, light[2] + vz
    size = np.sqrt(hx * hx + hy * hy + hz * hz) + 1e-9
    d = max(0.0, (nx * hx + ny * hy + nz * hz) / size)
    return d**power


@nb.njit(parallel=True, **CACHED)
def _shade(
    face, wb, wc, points, normals, faces, material, occlusion, local, garment,
    table, lights, eye, sdepth, scoarse, saxes, sorigin, sscale, softness, out,
):  # fmt: skip
    height, width = face.shape
    for row in nb.prange(height):
        for col in range(width):
            f = face[row, col]
            if f < 0:
                continue
            a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
            tb, tc = wb[row, col], wc[row, col]
            ta = 1.0 - tb - tc
            x = ta * points[a, 0] + tb * points[b, 0] + tc * points[c, 0]
            y = ta * points[a, 1] + tb * points[b, 1] + tc * points[c, 1]
            z = ta * points[a, 2] + tb * points[b, 2] + tc * points[c, 2]
            nx = ta * normals[a, 0] + tb * normals[b, 0] + tc * normals[c, 0]
            ny = ta * normals[a, 1] + tb * normals[b, 1] + tc * normals[c, 1]
            nz = ta * normals[a, 2] + tb * normals[b, 2] + tc * normals[c, 2]
            size = np.sqrt(nx * nx + ny * ny + nz * nz) + 1e-9
            nx, ny, nz = nx / size, ny / size, nz / size
            m = _strongest(material[a], material[b], material[c], ta, tb, tc)
            base = m - m % MATERIALS  # a second figure uses a second block of the table
            if m == base:
                m = base + _covered(
                    ta * garment[a, 0] + tb * garment[b, 0] + tc * garment[c, 0],
                    ta * garment[a, 1] + tb * garment[b, 1] + tc * garment[c, 1],
                    ta * garment[a, 2] + tb * garment[b, 2] + tc * garment[c, 2],
                    ta * garment[a, 3] + tb * garment[b, 3] + tc * garment[c, 3],
                )
            lx = ta * local[a, 0] + tb * local[b, 0] + tc * local[c, 0]
            ly = ta * local[a, 1] + tb * local[b, 1] + tc * local[c, 1]
            lz = ta * local[a, 2] + tb * local[b, 2] + tc * local[c, 2]
            pattern = int(table[m, 6])
            if pattern == 5:
                for k in range(3):
                    out[row, col, k] = table[m, k] * 2.2
                continue
            grain = _detail(pattern, lx, ly, lz)
            open_sky = ta * occlusion[a] + tb * occlusion[b] + tc * occlusion[c]
            vx, vy, vz = eye[0] - x, eye[1] - y, eye[2] - z
            size = np.sqrt(vx * vx + vy * vy + vz * vz) + 1e-9
            vx, vy, vz = vx / size, vy / size, vz / size
            jitter = 6.28 * ((row * 7 + col * 13) % 16) / 16.0
            lit = shadow_at(
                sdepth, scoarse, saxes, sorigin, sscale,
                x + nx * 0.016, y + ny * 0.016, z + nz * 0.016, softness, jitter,
            )  # fmt: skip
            wrap, gloss, power = table[m, 5], table[m, 3], table[m, 4]
            up = 0.5 + 0.5 * nz
            facing = max(0.0, nx * vx + ny * vy + nz * vz)
            edge = (1.0 - facing) ** 4
            key = _lambert(nx, ny, nz, lights[KEY], wrap) * lit
            fill = _lambert(nx, ny, nz, lights[FILL], 0.4) * open_sky
            rim = _lambert(nx, ny, nz, lights[RIM], 0.05) * open_sky
            shine = gloss * _gloss(nx, ny, nz, vx, vy, vz, lights[KEY], power) * lit
            shine_rim = gloss * _gloss(nx, ny, nz, vx, vy, vz, lights[RIM], power) * open_sky
            for k in range(3):
                base = table[m, k] * grain
                flush = 0.30 * (1.0 - open_sky) if pattern == 1 and k == 0 else 0.0
                ambient = (lights[SKY, 3 + k] * up + lights[GROUND, 3 + k] * (1 - up)) * open_sky
                light = key * lights[KEY, 3 + k] + fill * lights[FILL, 3 + k]
                light += rim * lights[RIM, 3 + k] + ambient * (1.0 + flush)
                value = base * light + shine * lights[KEY, 3 + k] + shine_rim * lights[RIM, 3 + k]
                value += (0.04 + gloss * 0.5) * edge * ambient
                if gloss > 0.5:
                    value += (
                        base * 0.8 * max(0.0, nz * 0.5 + 0.5 * fractal3(nx * 3, ny * 3, nz * 5, 2))
                    )
                out[row, col, k] = value


def shade(
    hits: Hits,
    mesh: Mesh,
    materials: NDArray[np.float64],
    lights: NDArray[np.float64],
    shadows: ShadowMap,
    camera: Camera,
    softness_m: float,
) -> NDArray[np.float32]:
    """Return ``(H, W, 3)`` linear light of the hit pixels (zero elsewhere)."""
    out = np.zeros((*hits.face.shape, 3), np.float32)
    _shade(
        hits.face, hits.weight_b, hits.weight_c, mesh.points, mesh.normals, mesh.faces,
        mesh.material, mesh.occlusion, mesh.local, mesh.garment, materials, lights,
        camera.position, shadows.depth, shadows.coarse, shadows.axes, shadows.origin, shadows.scale,
        softness_m, out,
    )  # fmt: skip
    return out
