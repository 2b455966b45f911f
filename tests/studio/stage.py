"""Draw frames: the room and its fixtures once, the lifter and moving props every frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numba as nb
import numpy as np
from numpy.typing import NDArray

from studio.camera import Camera
from studio.light import Lighting
from studio.mesh import Mesh
from studio.raster import ShadowMap, rasterise, shadow_at, shadow_map
from studio.room import Room, RoomView, trace_room
from studio.sdf import CACHED
from studio.shading import shade

SUPERSAMPLING = 2
Image = NDArray[np.uint8]
_FLOOR_CELL_M = 0.025


@nb.njit(parallel=True, **CACHED)
def _light_room(
    albedo,
    position,
    normal,
    glow,
    lights,
    sdepth,
    scoarse,
    saxes,
    sorigin,
    sscale,
    soft,
    key,
    rest,
):
    height, width = glow.shape
    for row in nb.prange(height):
        for col in range(width):
            nx, ny, nz = normal[row, col, 0], normal[row, col, 1], normal[row, col, 2]
            x, y, z = position[row, col, 0], position[row, col, 1], position[row, col, 2]
            d = max(0.0, nx * lights[0, 0] + ny * lights[0, 1] + nz * lights[0, 2])
            pool = 0.45 + 0.75 * np.exp(-(x * x + y * y + 0.4 * z * z) / 9.0)
            lit = d * pool
            if sscale > 0.0 and lit > 0.0:
                lit *= shadow_at(
                    sdepth,
                    scoarse,
                    saxes,
                    sorigin,
                    sscale,
                    x,
                    y,
                    z,
                    soft,
                    0.4 * ((row * 5 + col * 3) % 16),
                )
            up = 0.5 + 0.5 * nz
            for k in range(3):
                ambient = lights[3, 3 + k] * (0.35 + 0.65 * up) + lights[4, 3 + k] * (1 - up)
                ambient += 0.25 * lights[1, 3 + k]
                key[row, col, k] = albedo[row, col, k] * lit * lights[0, 3 + k]
                rest[row, col, k] = (
                    albedo[row, col, k] * ambient * (0.6 + 0.4 * pool) + glow[row, col]
                )


@nb.njit(parallel=True, **CACHED)
def _compose(
    key, rest, position, plate_depth, figure, figure_depth, sdepth, scoarse, saxes, sorigin,
    sscale, soft,
    contact, low, cell, top, left, out,
):  # fmt: skip
    height, width = figure_depth.shape
    ny, nx = contact.shape
    for row in nb.prange(height):
        for col in range(width):
            r, c = row + top, col + left
            if figure_depth[row, col] > plate_depth[r, c]:
                for k in range(3):
                    out[row, col, k] = figure[row, col, k]
                continue
            x, y, z = position[r, c, 0], position[r, c, 1], position[r, c, 2]
            lit = shadow_at(
                sdepth,
                scoarse,
                saxes,
                sorigin,
                sscale,
                x,
                y,
                z + 0.004,
                soft,
                0.4 * ((r * 5 + c * 3) % 16),
            )
            dark = 1.0
            if z < 0.02:
                u, v = int((x - low[0]) / cell), int((y - low[1]) / cell)
                if 0 <= u < nx and 0 <= v < ny:
                    dark = 1.0 - contact[v, u]
            for k in range(3):
                out[row, col, k] = key[r, c, k] * lit + rest[r, c, k] * dark


def tone_map(linear: NDArray[np.float32], exposure: float) -> NDArray[np.float32]:
    """Compress linear light to 0…255 with a filmic curve and sRGB gamma."""
    x = np.maximum(linear * (exposure * 0.72), 0.0)
    x = np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0)
    return 255.0 * x ** np.float32(1 / 2.2)


@dataclass(frozen=True)
class _Plate:
    key: NDArray[np.float32]
    rest: NDArray[np.float32]
    position: NDArray[np.float32]
    depth: NDArray[np.float32]


class Stage:
    """A lit room seen by one camera, ready to have figures put into it.

    Parameters
    ----------
    camera : the view; frames come out at ``camera.size``
    fixtures : what never moves (racks, benches, towers); occludes and is occluded by depth
    materials : ``(n, 8)`` table of :func:`studio.materials.material_table` for the fixtures
    """

    def __init__(
        self,
        camera: Camera,
        lighting: Lighting,
        room: Room,
        fixtures: Mesh | None,
        materials: NDArray[np.float64],
    ) -> None:
        self.camera = camera
        self.lighting = lighting
        self._fine = camera.supersampled(SUPERSAMPLING)
        self._lights = lighting.table(camera.axes)
        self._plate = self._draw_plate(room, fixtures, materials)
        linear = self._plate.key + self._plate.rest
        self._empty = tone_map(self._shrink(linear), lighting.exposure)

    @property
    def empty(self) -> NDArray[np.float32]:
        """The room without anybody, ``(H, W, 3)`` RGB 0…255."""
        return self._empty

    def _draw_plate(self, room: Room, fixtures: Mesh | None, materials: NDArray) -> _Plate:
        view: RoomView = trace_room(room, self._fine)
        key, rest = np.zeros_like(view.albedo), np.zeros_like(view.albedo)
        shadows = self._shadows(fixtures) if fixtures is not None else _no_shadows()
        _light_room(
            view.albedo, view.position, view.normal, view.glow, self._lights, shadows.depth,
            shadows.coarse, shadows.axes, shadows.origin, shadows.scale,
            self.lighting.softness_m, key, rest,
        )  # fmt: skip
        depth = np.zeros(view.glow.shape, np.float32)
        if fixtures is not None:
            contact, low = _contact(fixtures.points)
            self._darken_floor(view, contact, low, rest)
            hits = rasterise(fixtures.points, fixtures.faces, self._fine)
            colour = shade(
                hits,
                fixtures,
                materials,
                self._lights,
                shadows,
                self._fine,
                self.lighting.softness_m,
            )
            seen = hits.face >= 0
            key[seen], rest[seen], depth[seen] = 0.0, colour[seen], hits.inv_depth[seen]
            view.position[seen] = 1e6
        return _Plate(key, rest, view.position, depth)

    @staticmethod
    def _darken_floor(view: RoomView, contact: NDArray, low: NDArray, rest: NDArray) -> None:
        index = ((view.position[..., :2] - low) / _FLOOR_CELL_M).astype(int)
        inside = (index >= 0).all(-1) & (index[..., 0] < contact.shape[1])
        inside &= (index[..., 1] < contact.shape[0]) & (view.position[..., 2] < 0.02)
        rest[inside] *= (1 - contact[index[inside][:, 1], index[inside][:, 0]])[:, None]

    def _shadows(self, mesh: Mesh) -> ShadowMap:
        return shadow_map(mesh.points, mesh.faces, -self._lights[0, :3])

    @staticmethod
    def _shrink(image: NDArray[np.float32]) -> NDArray[np.float32]:
        height, width = image.shape[:2]
        size = (width // SUPERSAMPLING, height // SUPERSAMPLING)
        return cv2.resize(image, size, interpolation=cv2.INTER_AREA)

    def draw(self, mesh: Mesh, materials: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return the frame with ``mesh`` in it, ``(H, W, 3)`` RGB 0…255 as floats."""
        shadows = self._shadows(mesh)
        top, bottom, left, right = self._window(mesh)
        hits = rasterise(mesh.points, mesh.faces, self._fine)
        colour = shade(
            hits, mesh, materials, self._lights, shadows, self._fine, self.lighting.softness_m * 0.5
        )
        contact, low = _contact(mesh.points)
        out = np.empty((bottom - top, right - left, 3), np.float32)
        plate = self._plate
        _compose(
            plate.key, plate.rest, plate.position, plate.depth,
            np.ascontiguousarray(colour[top:bottom, left:right]),
            np.ascontiguousarray(hits.inv_depth[top:bottom, left:right]),
            shadows.depth, shadows.coarse, shadows.axes, shadows.origin, shadows.scale,
            self.lighting.softness_m,
            contact, low, _FLOOR_CELL_M, top, left, out,
        )  # fmt: skip
        frame = self._empty.copy()
        k = SUPERSAMPLING
        frame[top // k : bottom // k, left // k : right // k] = tone_map(
            self._shrink(out), self.lighting.exposure
        )
        return frame

    def _window(self, mesh: Mesh) -> tuple[int, int, int, int]:
        """Fine-pixel box (top, bottom, left, right) that holds the figure and its shadow."""
        light = self._lights[0, :3]
        sample = mesh.points[::5]
        on_floor = sample - light * (sample[:, 2:] / max(light[2], 0.2))
        spread = self.lighting.softness_m + 0.30
        around = [
            on_floor + np.array([dx, dy, 0.0])
            for dx in (-spread, spread)
            for dy in (-spread, spread)
        ]
        points = np.vstack([sample, *around])
        view = self._fine.to_view(points)
        pixels = self._fine.project(points[view[:, 2] > 0.2])
        width, height = self._fine.size
        low = np.floor(pixels.min(axis=0) / 2 - 6).astype(int) * 2
        high = np.ceil(pixels.max(axis=0) / 2 + 6).astype(int) * 2
        left, right = int(np.clip(low[0], 0, width - 2)), int(np.clip(high[0], 2, width))
        top, bottom = int(np.clip(low[1], 0, height - 2)), int(np.clip(high[1], 2, height))
        return top, max(bottom, top + 2), left, max(right, left + 2)


def _no_shadows() -> ShadowMap:
    return ShadowMap(np.eye(3), np.zeros(2), 0.0, *(np.ones((1, 1), np.float32),) * 2)


def _contact(points: NDArray[np.float64]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Return a map of how much the things just above the floor darken it, and its corner."""
    low_points = points[points[:, 2] < 0.45]
    if len(low_points) == 0:
        return np.zeros((1, 1), np.float32), np.zeros(2)
    low = low_points[:, :2].min(axis=0) - 0.4
    shape = np.ceil((low_points[:, :2].max(axis=0) + 0.4 - low) / _FLOOR_CELL_M).astype(int) + 1
    index = ((low_points[:, :2] - low) / _FLOOR_CELL_M).astype(int)
    near = np.zeros((shape[1], shape[0]), np.float32)
    np.maximum.at(
        near, (index[:, 1], index[:, 0]), np.exp(-low_points[:, 2] / 0.10).astype(np.float32)
    )
    wide = cv2.GaussianBlur(near, (0, 0), 4.0)
    tight = cv2.GaussianBlur(near, (0, 0), 1.5)
    return np.clip(0.55 * tight + 0.55 * wide, 0, 0.85).astype(np.float32), low
