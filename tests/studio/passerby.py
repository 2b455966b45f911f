"""Somebody who walks past behind the lifter, and must not be measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.anatomy import ROSTER
from studio.camera import Camera
from studio.exercises.base import Style
from studio.exercises.idle import Idle
from studio.figure import figure_mesh
from studio.materials import Material
from studio.mesh import Mesh
from studio.motion import State
from studio.transforms import turn, vec

WALK_M = 7.0
_CELL_M = 0.014


class PasserBy:
    """A walker on a line behind the lifter, across the camera's view.

    Parameters
    ----------
    seed : chooses the person, the distance and the moment
    """

    def __init__(self, seed: int, camera: Camera, duration_s: float) -> None:
        rng = np.random.default_rng([seed, 99])
        self.body = ROSTER[int(rng.integers(len(ROSTER)))]
        self._delay_s = float(rng.uniform(0.0, max(0.1, duration_s - 4.0)))
        self._depth_m = float(rng.uniform(1.5, 2.2))
        away = -camera.position[:2] / np.linalg.norm(camera.position[:2])
        self._away = vec(away[0], away[1], 0.0)
        along = np.degrees(np.arctan2(away[0], -away[1]))
        self._heading_deg = float(along + (180.0 if rng.random() < 0.5 else 0.0))
        self._walk = Idle("walk_in", WALK_M)

    def mesh(self, time_s: float) -> Mesh | None:
        """Return the walker at ``time_s``; None before and after the walk.

        Materials are numbered from ``len(Material)`` on: the second block of the table.
        """
        local = time_s - self._delay_s
        if not 0.0 <= local <= 5.6:
            return None
        state = replace(State.resting(), time_s=local)
        skeleton = self._walk.pose(self.body, Style(), state)
        mesh = figure_mesh(self.body, skeleton, _CELL_M)
        centred = replace(mesh, points=mesh.points + vec(WALK_M / 2, 0, 0))
        placed = centred.moved(turn(self._heading_deg), self._away * self._depth_m)
        return replace(placed, material=(placed.material + len(Material)).astype(np.int16))
