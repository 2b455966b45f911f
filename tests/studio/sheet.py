"""The contact sheet of bodies × scenes, for the guide and for a person's judgement."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.anatomy import ROSTER, Body
from studio.camera import Camera
from studio.draw import reach
from studio.exercises.base import Style
from studio.exercises.registry import EXERCISES
from studio.gym import Item
from studio.light import LOOKS
from studio.motion import Session, State
from studio.performance import Performance, Scene, draw_lifter, make_stage, palette
from studio.room import Room
from studio.video import Sensor, expose

TILE = (480, 360)
_ROOMS = (
    Room(wall="stripe", wall_rgb=(176, 178, 176), accent_rgb=(52, 66, 80)),
    Room(wall="brick", wall_rgb=(150, 112, 96), floor="rubber"),
    Room(wall="concrete", floor="rubber", windows=True, half_size_m=4.8),
    Room(wall="panel", wall_rgb=(164, 166, 164), accent_rgb=(70, 92, 84), floor="wood"),
)
_LOOKS = ("studio", "warm", "flat", "ceiling", "side", "backlit")
_CAST = (
    ("barbell_row", -8, 1.0), ("face_pull", 35, 1.0), ("single_arm_row", -25, 1.0),
    ("seated_cable_row", 10, 1.0), ("t_bar_row", 45, 0.6), ("lat_pulldown", -30, 0.5),
    ("dumbbell_row", 20, 1.0), ("pull_up", -52, 0.9), ("chest_supported_row", -15, 0.9),
    ("inverted_row", 25, 0.4), ("band_pull_apart", 60, 1.0), ("machine_row", -5, 0.8),
)  # fmt: skip


def _scene(index: int, exercise: str, yaw_deg: float, body: Body, style: Style) -> Scene:
    points = reach(exercise, body, style)
    low, high = points.min(axis=0), points.max(axis=0)
    middle = (low + high) / 2
    side = "right" if index % 3 else "left"
    target = (float(middle[0]), float(middle[1]), float(middle[2]))
    camera = Camera(yaw_deg, side, 3.9, 1.1, target, 0.0, 30.0, TILE)
    offset = np.abs(camera.project(points) - np.array(TILE) / 2) / (np.array(TILE) / 2)
    half = np.tan(np.radians(15.0)) * float(offset.max()) * 1.12
    fov = float(2 * np.degrees(np.arctan(half)))
    away = -camera.position[:2] / np.linalg.norm(camera.position[:2])
    aside = np.array([-away[1], away[0]])
    turn_deg = float(np.degrees(np.arctan2(away[1], away[0])) - 90)
    kinds = ("power_rack", "dumbbell_rack", "storage", "plate_tree", "kettlebells", "crates")
    items = []
    for k, shift in enumerate((-1.5, 1.4)):
        x, y = away * 3.0 + aside * shift
        items.append(Item(kinds[(index + 2 * k) % len(kinds)], float(x), float(y), turn_deg))
    room = replace(_ROOMS[index % len(_ROOMS)], turn_deg=turn_deg, half_size_m=4.9)
    return Scene(
        camera=replace(camera, fov_deg=fov),
        lighting=LOOKS[_LOOKS[index % len(_LOOKS)]],
        room=room,
        items=tuple(items),
        sensor=Sensor(noise=1.2),
    )


def tile(index: int) -> NDArray[np.uint8]:
    """Return one picture of the sheet, RGB."""
    exercise, yaw_deg, pull = _CAST[index % len(_CAST)]
    body, style = ROSTER[index % len(ROSTER)], Style(load_m=0.19)
    scene = _scene(index, exercise, yaw_deg, body, style)
    performance = Performance(exercise, body, style, Session(()))
    near = scene.camera.near_side
    pulls = (pull, pull)
    if exercise.startswith("single"):
        pulls = (pull, 0.0) if near == "left" else (0.0, pull)
    state = replace(State.resting(), ready=1.0, pull=pulls, scapula=pulls, side=near)
    skeleton = EXERCISES[exercise].pose(body, style, state)
    stage = make_stage(performance, scene)
    frame = stage.draw(draw_lifter(performance, skeleton)[1], palette(body))
    return expose(frame, scene.sensor, np.random.default_rng(index))


def contact_sheet(target: Path, columns: int = 4, quality: int = 86) -> None:
    """Write the sheet as a JPEG."""
    tiles = [tile(i) for i in range(len(_CAST))]
    rows = [np.hstack(tiles[i : i + columns]) for i in range(0, len(tiles), columns)]
    sheet = np.ascontiguousarray(np.vstack(rows)[..., ::-1])
    cv2.imwrite(str(target), sheet, [cv2.IMWRITE_JPEG_QUALITY, quality])
