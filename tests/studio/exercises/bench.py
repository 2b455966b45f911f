"""The one-arm row with a knee on the bench: hand and knee of the resting side lie on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from studio.anatomy import Body
from studio.exercises.base import (
    Style,
    arm_m,
    balanced_hip,
    feet,
    girdle_angles,
    idle_hands,
    leg_length,
)
from studio.materials import Material
from studio.mesh import Mesh, box, join
from studio.motion import State
from studio.skeleton import SIDES, Posture, Skeleton, pelvis_for_inclination, solve, trunk_chord
from studio.transforms import Vector, lerp, smootherstep, unit, vec

HALF_WIDTH_M = 0.14
REAR_M = -0.50
"""Where the bench ends behind the lifter; it runs along x, its middle at y = 0."""
_BEHIND_KNEE_M = 0.36
_ASIDE_M = 0.075
_STEP_M = 0.035


@dataclass(frozen=True)
class Kneel:
    """Where the lifter's parts are on the bench; lengths in metres.

    Attributes
    ----------
    top_m : height of the bench's top, which suits the lifter's legs
    front_m : where the bench ends before the lifter
    hip, knee, shin_end, foot : (3,) mid-hip, knee and ankle on the bench, ankle on the floor
    palm : (3,) wrist of the propping hand
    """

    top_m: float
    front_m: float
    hip: Vector
    knee: Vector
    shin_end: Vector
    foot: Vector
    palm: Vector


def trunk_deg(style: Style) -> float:
    """Return the inclination of the hip–C7 line on the bench: a fifth of the free one's range."""
    return 18.0 + 0.2 * (style.inclination_deg - 18.0)


def kneel(body: Body, style: Style, works: float) -> Kneel:
    """Return the place of everything when the arm at side ``works`` (+1 left, −1 right) rows."""
    s = body.scale
    half = 0.088 * s * (0.5 + 0.5 * body.hips)
    knee_x = REAR_M + _BEHIND_KNEE_M * s
    hip_x, hip_y = knee_x - 0.07 * s, works * _ASIDE_M * s
    foot = vec(hip_x - 0.03, works * (HALF_WIDTH_M + 0.06 + 0.4 * style.stance_m), body.ankle_m)
    # The standing leg is nearly straight, so it decides how high the hips are, and those the bench.
    leg = leg_length(body, 0.5 * (style.knee_deg + 176.0))
    aside = foot[:2] - (hip_x, hip_y + works * half)
    hip = vec(hip_x, hip_y, body.ankle_m + np.sqrt(leg**2 - float(aside @ aside)))
    kneeling = hip - vec(0, works * half, 0)
    lean = vec(knee_x, 0.0, 0.0)[:2] - kneeling[:2]
    knee_z = hip[2] - np.sqrt(body.thigh_m**2 - float(lean @ lean))
    top = float(knee_z - 0.046 * body.build**0.8 * s)
    shin_z = top + 0.040 * s
    run = np.sqrt(body.shank_m**2 - (knee_z - shin_z) ** 2)
    palm = _palm(body, style, works, hip, top)
    return Kneel(
        top_m=top,
        front_m=float(palm[0]) + 0.16 * s,
        hip=hip,
        knee=vec(knee_x, 0.0, knee_z),
        shin_end=vec(knee_x - run, 0.0, shin_z),
        foot=foot,
        palm=palm,
    )


def _palm(body: Body, style: Style, works: float, hip: Vector, top_m: float) -> Vector:
    """Return the propping wrist: on the bench, ahead of the shoulder, the arm nearly straight."""
    still = replace(State.resting(), ready=1.0)
    bare = solve(body, _posture(body, style, still, hip, feet(body, style)))
    gleno = bare["left_gleno" if works < 0 else "right_gleno"]
    y, z = -works * 0.05, top_m + 0.100 * body.scale
    spare = (0.95 * arm_m(body)) ** 2 - (gleno[2] - z) ** 2 - (gleno[1] - y) ** 2
    return vec(gleno[0] + np.clip(np.sqrt(max(0.0, spare)), 0.04, 0.22) * body.scale, y, z)


def _posture(
    body: Body, style: Style, state: State, hip: Vector, ankles: tuple[Vector, Vector]
) -> Posture:
    inclination = 88.0 + (trunk_deg(style) - 88.0) * state.ready + state.swing_deg + state.sway_deg
    protraction, elevation = girdle_angles(style, state)
    return Posture(
        hip=hip,
        pelvis_deg=pelvis_for_inclination(body, inclination, state.lumbar_deg, state.thoracic_deg),
        lumbar_deg=state.lumbar_deg,
        thoracic_deg=state.thoracic_deg,
        neck_deg=style.neck_deg * state.ready + (1 - state.ready) * 4.0,
        protraction_deg=protraction,
        elevation_deg=elevation,
        hands=idle_hands(),
        ankles=ankles,
        foot_turn_deg=9.0,
    )


def kneeling_posture(body: Body, style: Style, state: State) -> Posture:
    """Pose trunk and legs: standing behind the bench at ready 0, a knee on it at ready 1.

    The hips lie on the working side of the bench, by a hair even while the lifter stands, so that
    :func:`works_left` can tell the side.
    """
    works = 1.0 if state.side == "left" else -1.0
    there = kneel(body, style, works)
    chord = float(np.linalg.norm(trunk_chord(body, state.lumbar_deg, state.thoracic_deg)))
    behind = REAR_M - 0.26 * body.scale
    upright = balanced_hip(body, style, 88.0, 176.0, chord) + vec(behind, 0.001 * works, 0)
    floor = feet(body, style, behind)
    ankles, poles, pitches = [], [], []
    for (_, sign), standing in zip(SIDES, floor, strict=True):
        free = vec(1, 0.14 * sign, 0)
        if sign == works:
            ankles.append(_stepped(standing, there.foot, state.ready))
            poles.append(free)
            pitches.append(0.0)
            continue
        ankle, share = _lifted(standing, there.shin_end, state.ready)
        ankles.append(ankle)
        hip = there.hip - vec(0, works * 0.088 * body.scale, 0)
        down = unit(there.knee - lerp(hip, there.shin_end, 0.5))
        poles.append(lerp(free, down, share))
        pitches.append(128.0 * share)
    posture = _posture(
        body, style, state, lerp(upright, there.hip, state.ready), (ankles[0], ankles[1])
    )
    return replace(
        posture, knee_poles=(poles[0], poles[1]), foot_pitch_deg=(pitches[0], pitches[1])
    )


def _stepped(start: Vector, end: Vector, ready: float) -> Vector:
    """Return the other ankle on its way along the bench, aside before forward."""
    aside, ahead = float(smootherstep(ready / 0.45)), float(smootherstep((ready - 0.2) / 0.7))
    place = vec(lerp(start, end, ahead)[0], lerp(start, end, aside)[1], start[2])
    return place + vec(0, 0, 4.0 * ahead * (1 - ahead) * _STEP_M)


def _lifted(floor: Vector, bench: Vector, ready: float) -> tuple[Vector, float]:
    """Return the ankle on its way onto the bench, up before forward, and the share of the way."""
    up, ahead = float(smootherstep(ready / 0.5)), float(smootherstep((ready - 0.2) / 0.8))
    return np.append(lerp(floor, bench, ahead)[:2], lerp(floor, bench, up)[2]), ahead


def works_left(skeleton: Skeleton) -> bool:
    """Return whether the left arm rows: the hips lie on its side of the bench."""
    return bool(skeleton.posture.hip[1] > 0)


def flat_bench(body: Body, style: Style) -> Mesh:
    """Make the flat bench along the lifter's line; the same for both sides."""
    there = kneel(body, style, 1.0)
    top, rear, front = there.top_m, REAR_M, there.front_m
    parts = [
        box((rear, -HALF_WIDTH_M, top - 0.07), (front, HALF_WIDTH_M, top), Material.LEATHER),
        box((rear + 0.04, -0.03, top - 0.13), (front - 0.04, 0.03, top - 0.07), Material.STEEL),
    ]
    for x in (rear + 0.09, front - 0.09):
        parts.append(box((x - 0.03, -0.03, 0), (x + 0.03, 0.03, top - 0.10), Material.STEEL))
        parts.append(box((x - 0.03, -0.18, 0), (x + 0.03, 0.18, 0.05), Material.STEEL))
    return join(parts)
