"""The gym around the lifter: floor, walls and ceiling traced once for each camera."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numba as nb
import numpy as np
from numpy.typing import NDArray

from studio.camera import Camera
from studio.noise import fractal3, noise3
from studio.sdf import CACHED

Wall = Literal["plaster", "brick", "panel", "stripe", "concrete"]
Floor = Literal["rubber", "wood", "platform", "carpet"]
RGB = tuple[int, int, int]
_WALLS = ("plaster", "brick", "panel", "stripe", "concrete")
_FLOORS = ("rubber", "wood", "platform", "carpet")


@dataclass(frozen=True)
class Room:
    """Size and finish of the room.

    Attributes
    ----------
    half_size_m : distance of the four walls from the middle
    height_m : ceiling
    lamps : number of ceiling light strips
    windows : whether the far wall has bright windows
    """

    wall: Wall = "stripe"
    floor: Floor = "platform"
    wall_rgb: RGB = (168, 170, 168)
    accent_rgb: RGB = (46, 74, 98)
    floor_rgb: RGB = (58, 59, 62)
    half_size_m: float = 4.2
    height_m: float = 3.1
    lamps: int = 3
    windows: bool = False
    turn_deg: float = 0.0
    seed: int = 0


@nb.njit(**CACHED)
def _brick(u, v):
    row = np.floor(v / 0.075)
    shift = 0.11 * (int(row) & 1)
    fu, fv = (u + shift) / 0.22, v / 0.075
    column = np.floor(fu)
    du, dv = fu - column, fv - row
    if du < 0.045 or dv < 0.13:
        return 1.12
    return 0.92 + 0.16 * noise3(column * 3.1, row * 7.3, 0.5)


@nb.njit(**CACHED)
def _wall_colour(kind, u, v, base, accent, seed, out):
    """Colour of a wall at ``u`` metres along and ``v`` metres up."""
    stain = (
        1.0 + 0.07 * fractal3(u * 0.8, v * 0.8, seed, 3) + 0.03 * fractal3(u * 12, v * 12, seed, 2)
    )
    accented = False
    if kind == 1:
        stain *= _brick(u, v)
    elif kind == 2:
        du, dv = u / 1.2 - np.floor(u / 1.2), v / 0.6 - np.floor(v / 0.6)
        stain *= 0.72 if du < 0.008 or dv < 0.016 else 1.0
        accented = v < 1.2
    elif kind == 3:
        accented = v < 1.05 or (1.12 < v < 1.18)
    elif kind == 4:
        du, dv = u / 1.6 - np.floor(u / 1.6), v / 1.3 - np.floor(v / 1.3)
        stain *= 0.8 if du < 0.006 or dv < 0.007 else 1.0
        stain *= 1.0 + 0.14 * fractal3(u * 2.2, v * 2.2, seed + 5, 4)
        hole = (min(du, 1 - du) - 0.1) ** 2 + (min(dv, 1 - dv) - 0.12) ** 2
        stain *= 0.7 if hole < 0.0003 else 1.0
    if v < 0.10:
        stain *= 0.55
    for k in range(3):
        out[k] = (accent[k] if accented else base[k]) * stain


@nb.njit(**CACHED)
def _floor_colour(kind, x, y, base, seed, out):
    """Colour of the floor at (x, y) metres."""
    fleck = noise3(x * 190, y * 190, seed)
    shade = 1.0 + 0.10 * fractal3(x * 1.3, y * 1.3, seed, 3)
    r, g, b = base[0], base[1], base[2]
    wood = kind == 1 or (kind == 2 and abs(x) < 1.25 and abs(y) < 0.62)
    if wood:
        plank = np.floor(y / 0.14)
        shade = 0.9 + 0.12 * noise3(plank * 5.7, np.floor(x / 1.1 + 0.37 * plank), seed)
        shade *= 1.0 + 0.14 * noise3(x * 3, y * 70, seed) + 0.05 * noise3(x * 30, y * 300, seed)
        shade *= 0.6 if (y / 0.14 - plank) < 0.03 else 1.0
        r, g, b = 0.36, 0.20, 0.095
    elif kind == 3:
        shade *= 1.0 + 0.12 * noise3(x * 150, y * 150, seed)
    else:
        dx, dy = x - np.floor(x), y - np.floor(y)
        shade *= 0.72 if dx < 0.006 or dy < 0.006 else 1.0
        shade += 1.6 * max(0.0, fleck - 0.62)
    if kind == 2 and not wood and abs(x) < 1.30 and abs(y) < 1.30:
        edge = abs(x) > 1.25 or abs(y) > 1.25
        shade *= 0.5 if edge else 0.78
    out[0], out[1], out[2] = r * shade, g * shade, b * shade


@nb.njit(**CACHED)
def _beyond(position, direction, half):
    """Distance to the pair of walls at ±half that the ray runs into (huge if parallel)."""
    if abs(direction) < 1e-6:
        return 1e9
    t = ((half if direction > 0 else -half) - position) / direction
    return t if t > 0 else 1e9


@nb.njit(**CACHED)
def _nearest(ex, ey, ez, dx, dy, dz, half, ceiling):
    """Distance to the first surface and its kind: 0 floor, 1 ceiling, 2…5 walls +x −x +y −y."""
    best, kind = 1e9, 0
    if dz < -1e-6:
        best = -ez / dz
    elif dz > 1e-6:
        best, kind = (ceiling - ez) / dz, 1
    across, along = _beyond(ex, dx, half), _beyond(ey, dy, half)
    if across < best:
        best, kind = across, 2 if dx > 0 else 3
    if along < best:
        best, kind = along, 4 if dy > 0 else 5
    return best, kind


@nb.njit(**CACHED)
def _lamp(x, y, half, lamps):
    """Light given off by the ceiling at (x, y): bright strips."""
    u = x / (2 * half / (lamps + 1)) + (lamps + 1) / 2
    on = lamps > 0 and abs(u - np.round(u)) < 0.05 and abs(y) < half * 0.8
    return 3.0 if on and 0.5 < u < lamps + 0.5 else 0.0


@nb.njit(**CACHED)
def _window(u, v, seed):
    """Light that falls through a wall with windows at ``u`` along and ``v`` up, metres."""
    f = u / 1.5 - np.floor(u / 1.5)
    glass = 1.15 < v < 2.55 and 0.12 < f < 0.88 and abs(f - 0.5) > 0.015 and abs(v - 1.85) > 0.02
    return 1.6 + 0.5 * noise3(u * 3, v * 3, seed) if glass else 0.0


@nb.njit(parallel=True, **CACHED)
def _trace(
    eye, axes, focal, half, ceiling, wall, floor, base, accent, ground, lamps, windows, c, s, seed,
    albedo, position, normal, glow,
):  # fmt: skip
    normals = np.zeros((6, 3))
    for kind, axis, sign in ((0, 2, 1), (1, 2, -1), (2, 0, -1), (3, 0, 1), (4, 1, -1), (5, 1, 1)):
        normals[kind, axis] = sign
    height, width = glow.shape
    ex, ey = c * eye[0] + s * eye[1], -s * eye[0] + c * eye[1]
    for row in nb.prange(height):
        colour = np.zeros(3)
        for col in range(width):
            px, py = (col + 0.5 - width / 2) / focal, (row + 0.5 - height / 2) / focal
            wx = axes[0, 0] * px + axes[1, 0] * py + axes[2, 0]
            wy = axes[0, 1] * px + axes[1, 1] * py + axes[2, 1]
            wz = axes[0, 2] * px + axes[1, 2] * py + axes[2, 2]
            dx, dy = c * wx + s * wy, -s * wx + c * wy
            far, kind = _nearest(ex, ey, eye[2], dx, dy, wz, half, ceiling)
            hx, hy, hz = ex + dx * far, ey + dy * far, eye[2] + wz * far
            shine = 0.0
            if kind == 0:
                _floor_colour(floor, hx, hy, ground, seed, colour)
            elif kind == 1:
                colour[:] = 0.55
                shine = _lamp(hx, hy, half, lamps)
            else:
                u = hy if kind < 4 else hx
                _wall_colour(wall, u + kind * 3.3, hz, base, accent, seed, colour)
                shine = _window(u, hz, seed) if windows else 0.0
            corner = min(half - abs(hx), half - abs(hy)) if kind < 2 else min(hz, ceiling - hz)
            shade = 1.0 - 0.38 * np.exp(-max(0.0, corner) / 0.28)
            for k in range(3):
                albedo[row, col, k] = colour[k] * shade
            position[row, col, 0] = c * hx - s * hy
            position[row, col, 1] = s * hx + c * hy
            position[row, col, 2] = hz
            normal[row, col, 0] = c * normals[kind, 0] - s * normals[kind, 1]
            normal[row, col, 1] = s * normals[kind, 0] + c * normals[kind, 1]
            normal[row, col, 2] = normals[kind, 2]
            glow[row, col] = shine


@dataclass(frozen=True)
class RoomView:
    """What an empty room looks like from one camera; arrays are ``(H, W, …)``."""

    albedo: NDArray[np.float32]
    position: NDArray[np.float32]
    normal: NDArray[np.float32]
    glow: NDArray[np.float32]


def trace_room(room: Room, camera: Camera) -> RoomView:
    """Trace floor, walls and ceiling as the camera sees them."""
    width, height = camera.size
    albedo = np.zeros((height, width, 3), np.float32)
    position, normal = np.zeros_like(albedo), np.zeros_like(albedo)
    glow = np.zeros((height, width), np.float32)
    turned = np.radians(room.turn_deg)
    tones = [
        (np.array(rgb) / 255.0) ** 2.2 for rgb in (room.wall_rgb, room.accent_rgb, room.floor_rgb)
    ]
    _trace(
        camera.position, camera.axes, camera.focal_px, room.half_size_m,
        room.height_m, _WALLS.index(room.wall), _FLOORS.index(room.floor), *tones, room.lamps,
        room.windows, np.cos(turned), np.sin(turned), float(room.seed % 97), albedo, position,
        normal, glow,
    )  # fmt: skip
    return RoomView(albedo, position, normal, glow)
