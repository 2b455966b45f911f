"""Single pictures of drawn lifters in drawn postures: many more than clips could give.

A clip shows one lifter in a few postures that belong together; an estimator that learns from
clips learns that bent elbows mean pulled-back shoulders.  Here everything that a measure must
tell apart is drawn by itself: how far the hands have travelled, where the shoulder blades are,
how the spine is bent, how the trunk has swung.  A *sitting* is one lifter before one camera; its
first picture is the neutral one that the others are compared with.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from studio import GENERATION, draw
from studio.anatomy import ROSTER, Body
from studio.camera import Camera
from studio.exercises.base import Style
from studio.motion import Session, SetPlan, State
from studio.performance import (
    EXERCISES,
    Performance,
    Scene,
    draw_lifter,
    make_stage,
    palette,
)
from studio.truth import LANDMARKS, frame_truth, standing
from studio.video import expose

STILLS = 12
SPLIT = "tune"
"""Training may look at the bodies of this split only."""

WEIGHTS = {
    "barbell_row": 0.24,
    "dumbbell_row": 0.12,
    "pendlay_row": 0.08,
    "t_bar_row": 0.08,
    "banded_row": 0.04,
    "single_arm_row": 0.07,
    "seated_cable_row": 0.13,
    "machine_row": 0.03,
    "chest_supported_row": 0.03,
    "face_pull": 0.15,
    "lat_pulldown": 0.03,
}
"""How often each exercise is drawn."""

TRUTH = (
    "lumbar_flexion_deg", "thoracic_flexion_deg", "neck_flexion_deg", "trunk_inclination_deg",
    "left_protraction_deg", "right_protraction_deg", "left_retraction_pct",
    "right_retraction_pct", "left_elevation_pct", "right_elevation_pct",
    "left_elbow_deg", "right_elbow_deg",
)  # fmt: skip

Rng = np.random.Generator


@dataclass(frozen=True)
class Sitting:
    """One lifter before one camera, in several postures; the first is the neutral one."""

    seed: int
    exercise: str
    body: Body
    style: Style
    scene: Scene
    states: tuple[State, ...]


def sitting(index: int) -> Sitting:
    """Return the drawn sitting of this number."""
    digest = hashlib.sha256(f"formcheck-stills/{GENERATION}/{index}".encode()).digest()
    seed = int.from_bytes(digest[:6], "big")
    rngs = [np.random.default_rng([seed, k]) for k in range(6)]
    exercise = str(rngs[0].choice(list(WEIGHTS), p=list(WEIGHTS.values())))
    body, style = _body(rngs[1]), draw.draw_style(rngs[2])
    camera = draw.draw_camera(rngs[3], exercise, body, style)
    camera = replace(camera, yaw_deg=round(_yaw(rngs[3]), 2))
    room = draw.draw_room(rngs[4], camera)
    scene = Scene(
        camera=camera,
        lighting=draw.draw_lighting(rngs[4]),
        room=room,
        items=draw.draw_items(rngs[4], camera, room),
        sensor=draw.draw_sensor(rngs[4]),
    )
    side = "left" if rngs[5].random() < 0.5 else "right"
    return Sitting(seed, exercise, body, style, scene, _states(exercise, side, rngs[5]))


def _yaw(rng: Rng) -> float:
    """Draw a yaw: evenly where the back can be judged, a quarter beyond it."""
    return float(rng.uniform(-40, 30)) if rng.random() < 0.75 else float(rng.uniform(-75, 75))


def _body(rng: Rng) -> Body:
    """Draw a lifter between two of the split's lifters, with wider spreads than a clip's."""
    first, second = (draw.draw_body(SPLIT, rng) for _ in range(2))
    share = float(rng.random())

    def between(name: str, low: float, high: float, spread: float) -> float:
        a, b = getattr(first, name), getattr(second, name)
        drawn = a + share * (b - a) + rng.normal(0.0, spread)
        return round(float(np.clip(drawn, low, high)), 3)

    return replace(
        first,
        height_m=between("height_m", 1.5, 2.0, 0.04),
        build=between("build", 0.82, 1.28, 0.08),
        muscle=between("muscle", 0.7, 1.3, 0.08),
        belly=between("belly", 0.0, 0.07, 0.015),
        shoulders=between("shoulders", 0.82, 1.1, 0.04),
        hips=between("hips", 0.92, 1.12, 0.03),
        lordosis_deg=between("lordosis_deg", 8.0, 34.0, 4.0),
        kyphosis_deg=between("kyphosis_deg", 12.0, 40.0, 4.0),
        hair=str(rng.choice([ROSTER[i].hair for i in draw.SPLIT_BODIES[SPLIT]] + [first.hair])),
    )


def _states(exercise: str, side: str, rng: Rng) -> tuple[State, ...]:
    lone = exercise.startswith("single_arm")
    out = []
    for i in range(STILLS):
        first = i == 0
        pull = 0.0 if first or rng.random() < 0.25 else float(rng.random())
        coupled = rng.random() < 0.4
        blade = 0.0 if first else pull if coupled else float(rng.uniform(-0.15, 1.1))
        shrug = 0.0 if first or rng.random() < 0.5 else float(rng.uniform(0, 26))
        total, share = _flexion(first, rng), float(rng.uniform(0.15, 0.85))
        swing = 0.0 if first or rng.random() < 0.6 else float(rng.uniform(-6, 26))
        ready = 1.0 if first or rng.random() < 0.9 else float(rng.uniform(0.2, 1.0))
        sides = (side == "left", side == "right") if lone else (True, True)
        out.append(
            replace(
                State.resting(),
                ready=ready,
                pull=(pull * sides[0], pull * sides[1]),
                scapula=(blade * sides[0], blade * sides[1]),
                shrug_deg=(shrug * sides[0], shrug * sides[1]),
                lumbar_deg=total * share,
                thoracic_deg=total * (1.0 - share),
                swing_deg=swing,
                sway_deg=float(rng.normal(0, 0.7)),
                side=side if lone else "both",
            )
        )
    return tuple(out)


def _flexion(first: bool, rng: Rng) -> float:
    if first or rng.random() < 0.25:
        return float(rng.uniform(-2, 3))
    return float(rng.uniform(-28, 48))


def pictures(drawn: Sitting) -> tuple[list[NDArray[np.uint8]], dict[str, NDArray[np.float64]]]:
    """Render a sitting.

    Returns
    -------
    pictures : one RGB picture a state
    truth : the columns of :data:`TRUTH`, shape (n,), the yaw, whether the camera sees the
        lifter's left side, and ``joints_px``, shape (n, 33, 2)
    """
    camera: Camera = drawn.scene.camera
    performance = Performance(drawn.exercise, drawn.body, drawn.style, Session((SetPlan(()),)))
    stage, colours = make_stage(performance, drawn.scene), palette(drawn.body)
    rng, rest = np.random.default_rng(drawn.seed), standing(drawn.body)
    images, rows, joints = [], [], []
    for state in drawn.states:
        skeleton = EXERCISES[drawn.exercise].pose(drawn.body, drawn.style, state)
        mesh = draw_lifter(performance, skeleton)[1]
        images.append(expose(stage.draw(mesh, colours), drawn.scene.sensor, rng))
        row = frame_truth(skeleton, rest, state, camera)
        rows.append([row[name] for name in TRUTH])
        joints.append([row["joints_px"][name] for name in LANDMARKS])
    table = np.array(rows, dtype=np.float64)
    truth = {name: table[:, i] for i, name in enumerate(TRUTH)}
    truth["yaw_deg"] = np.full(len(rows), camera.yaw_deg)
    truth["near_left"] = np.full(len(rows), float(camera.near_side == "left"))
    truth["joints_px"] = np.array(joints)
    return images, truth
