"""Pictures of good and bad places for the camera, for ``docs/film-well.md``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.anatomy import ROSTER, Body
from studio.camera import Camera
from studio.exercises.base import Style
from studio.exercises.registry import EXERCISES
from studio.gym import Item
from studio.light import LOOKS
from studio.motion import Session, State
from studio.performance import Performance, Scene, draw_lifter, make_stage, palette
from studio.room import Room
from studio.video import Sensor, expose

SIZE = (400, 300)
QUALITY = 80
"""WebP; a picture is below 25 KB."""

_GOOD = Scene(
    camera=Camera(-4.0, "right", 3.4, 1.0, (0.16, 0.0, 0.80), 0.0, 34.0, SIZE),
    lighting=replace(LOOKS["studio"], exposure=1.1),
    room=Room(wall="stripe", wall_rgb=(176, 178, 176), accent_rgb=(52, 66, 80), half_size_m=4.9),
    items=(Item("power_rack", -2.0, 3.4), Item("dumbbell_rack", 1.6, 3.8)),
    sensor=Sensor(noise=0.8),
)


def _filmed(**changes: object) -> Scene:
    return replace(_GOOD, camera=replace(_GOOD.camera, **changes))


PLACES: dict[str, Scene] = {
    "side": _GOOD,
    "oblique": _filmed(yaw_deg=25.0),
    "front": _filmed(yaw_deg=80.0),
    "near": _filmed(distance_m=1.5, target=(0.2, 0.0, 0.95)),
    "far": _filmed(distance_m=4.7, fov_deg=78.0),
    "high": _filmed(height_m=2.5),
    "tilted": _filmed(roll_deg=14.0),
    "backlit": replace(
        _GOOD,
        lighting=replace(LOOKS["backlit"], key=3.0, fill=0.05, sky=0.22, exposure=1.0),
        room=replace(_GOOD.room, windows=True),
    ),
    "hidden": replace(_GOOD, items=(*_GOOD.items, Item("plate_tree", -0.05, -0.95))),
    "dark": replace(_GOOD, lighting=replace(LOOKS["dim"], exposure=0.32)),
}
"""File name without ending → the scene; the lifter is the same in all."""


def _lifter() -> tuple[Body, Style]:
    body = next(body for body in ROSTER if body.name == "hana")
    return body, Style(load_m=0.17, inclination_deg=36.0, knee_deg=148.0)


def picture(name: str) -> NDArray[np.uint8]:
    """Return one picture, RGB: a barbell row, nearly at the top."""
    scene, (body, style) = PLACES[name], _lifter()
    performance = Performance("barbell_row", body, style, Session(()))
    state = replace(State.resting(), ready=1.0, pull=(0.8, 0.8), scapula=(0.8, 0.8))
    skeleton = EXERCISES["barbell_row"].pose(body, style, state)
    stage = make_stage(performance, scene)
    frame = stage.draw(draw_lifter(performance, skeleton)[1], palette(body))
    return expose(frame, scene.sensor, np.random.default_rng(0))


def write(folder: Path, names: list[str]) -> None:
    """Write the pictures of ``names`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        target = folder / f"{name}.webp"
        Image.fromarray(picture(name)).save(target, quality=QUALITY, method=6)
        print(f"{target}: {target.stat().st_size // 1024} KiB", flush=True)
