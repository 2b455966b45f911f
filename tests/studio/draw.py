"""Random draws of everything in a clip; each from its own generator, so they stay independent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.anatomy import RGB, ROSTER, Body
from studio.camera import Camera
from studio.exercises.base import Style
from studio.exercises.registry import EXERCISES
from studio.gym import Item
from studio.light import LOOKS, Lighting
from studio.motion import Rep, State
from studio.room import Room
from studio.video import Sensor

Rng = np.random.Generator
SPLIT_BODIES = {"tune": (0, 1, 2, 3), "validate": (4, 5, 6, 7), "blind": (8, 9, 10, 11)}
_SIZES = ((854, 480), (854, 480), (640, 480), (480, 854))
_FURNITURE = (
    "power_rack", "red_rack", "dumbbell_rack", "plate_tree", "bench", "incline_bench",
    "kettlebells", "cable_tower", "crates", "mirror", "storage",
)  # fmt: skip


def _colour(rng: Rng, low: int = 25, high: int = 225, tint: float = 26.0) -> RGB:
    grey = float(rng.uniform(low, high))
    tinted = grey + rng.normal(0.0, tint, 3)
    r, g, b = (int(v) for v in np.clip(tinted, 14, 238))
    return r, g, b


def draw_body(split: str, rng: Rng) -> Body:
    """Draw a lifter of the split's own family: another size, build, curve and wardrobe."""
    base = ROSTER[int(rng.choice(SPLIT_BODIES[split]))]
    top = str(rng.choice(["tight", "tee", "tee", "tank", "long_sleeve", "hoodie"]))
    loose = {"tight": 0.05, "tank": 0.25, "tee": 0.45, "long_sleeve": 0.4, "hoodie": 0.8}[top]
    bare_back = base.chest > 0 and rng.random() < 0.3
    hair = str(rng.choice(["long", "ponytail", "bun", "bob"])) if bare_back else base.hair
    return replace(
        base,
        name=f"{base.name}-{split}",
        height_m=round(base.height_m * float(rng.uniform(0.96, 1.04)), 3),
        build=round(base.build * float(rng.uniform(0.93, 1.08)), 3),
        muscle=round(base.muscle * float(rng.uniform(0.92, 1.10)), 3),
        belly=round(base.belly + float(rng.uniform(0.0, 0.02)), 3),
        lordosis_deg=round(base.lordosis_deg + float(rng.uniform(-6, 6)), 1),
        kyphosis_deg=round(base.kyphosis_deg + float(rng.uniform(-6, 6)), 1),
        hair=hair,
        top=top,
        top_rgb=_colour(rng),
        bottom=str(rng.choice(["shorts", "leggings", "joggers"])),
        bottom_rgb=_colour(rng, 20, 110),
        shoe_rgb=_colour(rng),
        loose=round(loose * float(rng.uniform(0.7, 1.2)), 3),
        belt=bool(rng.random() < 0.15),
    )


def draw_style(rng: Rng) -> Style:
    """Draw how the lifter does the exercise, faults aside."""
    return Style(
        inclination_deg=float(rng.uniform(18, 52)),
        knee_deg=float(rng.uniform(138, 162)),
        grip_m=float(rng.uniform(0.22, 0.33)),
        neck_deg=float(rng.uniform(-30, 12)),
        flare=float(rng.uniform(0.15, 0.85)),
        arc_m=float(rng.uniform(-0.02, 0.06)),
        target=float(rng.uniform(0.20, 0.40)),
        protract_deg=float(rng.uniform(8, 17)),
        retract_deg=float(rng.uniform(-19, -12)),
        stance_m=float(rng.uniform(0.10, 0.18)),
        load_m=float(rng.choice([0.14, 0.165, 0.19, 0.225])),
        knee_on_bench=bool(rng.random() < 0.5),
    )


def draw_reps(rng: Rng) -> tuple[Rep, ...]:
    """Draw clean repetitions with a personal tempo and a little scatter."""
    count = int(rng.integers(2, 4))
    pull, lower = rng.uniform(0.8, 1.3), rng.uniform(2.0, 2.7)
    pause, rest = rng.uniform(0.1, 0.5), rng.uniform(0.1, 0.5)
    reps = []
    for _ in range(count):
        scatter = rng.normal(1.0, 0.05, 4).clip(0.88, 1.12)
        reps.append(
            Rep(
                concentric_s=float(pull * scatter[0]),
                pause_s=float(pause * scatter[1]),
                eccentric_s=float(max(2.0, lower * scatter[2])),
                rest_s=float(rest * scatter[3]),
                depth=float(rng.uniform(0.96, 1.0)),
                scapula_delay_s=float(rng.uniform(-0.14, -0.04)),
                retraction=float(rng.uniform(0.9, 1.0)),
                lumbar_deg=float(rng.uniform(-1.5, 2.5)),
                thoracic_deg=float(rng.uniform(-1.5, 2.5)),
                swing_deg=float(rng.uniform(0, 3)),
            )
        )
    return tuple(reps)


def draw_yaw(rng: Rng) -> float:
    """Draw a camera yaw: mostly near the side, some as far as 75°."""
    band = rng.random()
    if band < 0.45:
        return float(rng.uniform(-20, 10))
    if band < 0.70:
        return float(rng.choice([rng.uniform(-35, -20), rng.uniform(10, 25)]))
    return float(rng.uniform(-75, 75))


def reach(exercise: str, body: Body, style: Style) -> np.ndarray:
    """Return points the lifter passes through, ``(n, 3)``."""
    points = []
    for ready, pull in ((0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (1.0, 1.0)):
        pulls = (pull, pull)
        state = replace(State.resting(), ready=ready, pull=pulls, scapula=pulls, side="right")
        skeleton = EXERCISES[exercise].pose(body, style, state)
        points += list(skeleton.joints.values())
        points.append(skeleton["head"] + np.array([0.0, 0.0, 0.16]))
    return np.array(points)


def draw_camera(rng: Rng, exercise: str, body: Body, style: Style) -> Camera:
    """Draw a camera that holds the whole movement, as somebody who sets up a phone would."""
    points = reach(exercise, body, style)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    size = _SIZES[int(rng.integers(len(_SIZES)))]
    camera = Camera(
        yaw_deg=round(draw_yaw(rng), 2),
        near_side="left" if rng.random() < 0.5 else "right",
        distance_m=round(float(rng.uniform(2.7, 4.4)), 2),
        height_m=round(float(rng.uniform(0.55, 1.6)), 2),
        target=tuple(round(float(v), 3) for v in middle + rng.uniform(-0.08, 0.08, 3)),
        roll_deg=round(float(rng.normal(0, 1.6)), 2),
        fov_deg=30.0,
        size=size,
    )
    offset = np.abs(camera.project(points) - np.array(size) / 2) / (np.array(size) / 2)
    needed = float(offset.max()) * float(rng.uniform(1.06, 1.35))
    fov = 2 * np.degrees(np.arctan(np.tan(np.radians(15.0)) * needed))
    return replace(camera, fov_deg=round(float(np.clip(fov, 18.0, 80.0)), 2))


def draw_lighting(rng: Rng) -> Lighting:
    """Draw a look and disturb it."""
    look = LOOKS[str(rng.choice(list(LOOKS)))]
    return replace(
        look,
        key_azimuth_deg=look.key_azimuth_deg + float(rng.uniform(-30, 30)),
        key_height_deg=float(np.clip(look.key_height_deg + rng.uniform(-8, 8), 42, 84)),
        exposure=look.exposure * float(rng.uniform(0.8, 1.2)),
    )


def draw_room(rng: Rng, camera: Camera) -> Room:
    """Draw a room large enough for the camera to stand in."""
    wall = str(rng.choice(["plaster", "brick", "panel", "stripe", "concrete"]))
    bricks = wall == "brick"
    return Room(
        wall=wall,
        floor=str(rng.choice(["rubber", "wood", "platform", "carpet"])),
        wall_rgb=(150, 112, 96) if bricks else _colour(rng, 110, 205, 9.0),
        accent_rgb=_colour(rng, 40, 120, 16.0),
        floor_rgb=_colour(rng, 45, 105, 7.0),
        half_size_m=round(float(np.hypot(*camera.position[:2])) + float(rng.uniform(0.6, 1.6)), 2),
        height_m=float(rng.uniform(2.9, 3.8)),
        lamps=int(rng.integers(0, 4)),
        windows=bool(rng.random() < 0.25),
        turn_deg=float(rng.uniform(-25, 25)),
        seed=int(rng.integers(1000)),
    )


def draw_items(rng: Rng, camera: Camera, room: Room) -> tuple[Item, ...]:
    """Draw furniture behind the lifter, as seen from the camera."""
    away = -camera.position[:2] / np.linalg.norm(camera.position[:2])
    across = np.array([-away[1], away[0]])
    items, used = [], []
    for _ in range(int(rng.integers(0, 6))):
        depth = float(rng.uniform(1.9, max(2.2, room.half_size_m - 1.0)))
        side = float(rng.uniform(-2.4, 2.4))
        if any(abs(side - other) < 0.9 for other in used):
            continue
        used.append(side)
        x, y = away * depth + across * side
        facing = np.degrees(np.arctan2(away[1], away[0])) - 90 + rng.uniform(-15, 15)
        kind = str(rng.choice(_FURNITURE))
        items.append(Item(kind, round(float(x), 2), round(float(y), 2), round(float(facing), 1)))
    return tuple(items)


def draw_sensor(rng: Rng) -> Sensor:
    """Draw noise, softness and compression."""
    return Sensor(
        noise=float(rng.uniform(0.5, 6.0)),
        blur_px=float(rng.uniform(0.2, 1.2)),
        vignette=float(rng.uniform(0.0, 0.25)),
        crf=int(rng.integers(20, 32)),
    )
