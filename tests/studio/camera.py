"""A pinhole camera placed by yaw, height and distance around the lifter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from studio.transforms import Matrix, Vector, unit, vec

Side = Literal["left", "right"]


@dataclass(frozen=True)
class Camera:
    """A pinhole camera that looks at ``target``.

    Attributes
    ----------
    yaw_deg : 0 sees the lifter from the side, positive stands towards the lifter's front
    near_side : the side of the lifter that faces the camera at yaw 0
    distance_m : horizontal distance from the target
    height_m : height of the lens above the floor
    target : (3,) world point that lands on the middle of the picture, metres
    roll_deg : positive turns the picture content counter-clockwise
    fov_deg : vertical field of view
    size : (width, height) pixels
    """

    yaw_deg: float = 0.0
    near_side: Side = "right"
    distance_m: float = 3.4
    height_m: float = 1.0
    target: tuple[float, float, float] = (0.1, 0.0, 0.85)
    roll_deg: float = 0.0
    fov_deg: float = 36.0
    size: tuple[int, int] = (960, 540)

    @cached_property
    def position(self) -> Vector:
        """Lens position, world metres."""
        yaw = np.radians(self.yaw_deg)
        sideways = -np.cos(yaw) if self.near_side == "right" else np.cos(yaw)
        x, y, _ = self.target
        return vec(x + self.distance_m * np.sin(yaw), y + self.distance_m * sideways, self.height_m)

    @cached_property
    def axes(self) -> Matrix:
        """Rows: right, down and forward directions of the picture in the world."""
        forward = unit(np.asarray(self.target) - self.position)
        right = unit(np.cross(forward, vec(0, 0, 1)))
        down = np.cross(forward, right)
        c, s = np.cos(np.radians(self.roll_deg)), np.sin(np.radians(self.roll_deg))
        return np.stack([c * right + s * down, c * down - s * right, forward])

    @property
    def focal_px(self) -> float:
        """Focal length in pixels (square pixels, principal point in the middle)."""
        return self.size[1] / 2 / float(np.tan(np.radians(self.fov_deg / 2)))

    def to_view(self, points: ArrayLike) -> NDArray[np.float64]:
        """Return ``(n, 3)`` camera coordinates: right, down, forward, metres."""
        return (np.atleast_2d(np.asarray(points, dtype=float)) - self.position) @ self.axes.T

    def project(self, points: ArrayLike) -> NDArray[np.float64]:
        """Project ``(n, 3)`` world points to ``(n, 2)`` pixels (x right, y down)."""
        view = self.to_view(points)
        middle = np.array(self.size) / 2
        return middle + self.focal_px * view[:, :2] / view[:, 2:]

    def supersampled(self, factor: int) -> Camera:
        """Return the same camera with ``factor`` times the pixels along each side."""
        return replace(self, size=(self.size[0] * factor, self.size[1] * factor))
