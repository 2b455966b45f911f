"""What every exercise shares: the style of a lifter, standing on two legs, hanging arms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from studio.anatomy import Body
from studio.flesh import SpineLine
from studio.mesh import Mesh
from studio.motion import State
from studio.skeleton import Hand, Posture, Skeleton, pelvis_for_inclination, solve, trunk_chord
from studio.transforms import Vector, lerp, vec

Pair = tuple[Vector, Vector]


@dataclass(frozen=True)
class Style:
    """How this lifter does it, drawn independently of any fault.

    Attributes
    ----------
    inclination_deg : trunk to the horizontal in position (rows)
    knee_deg : knee angle in position (180 = straight)
    grip_m : half distance between the hands
    neck_deg : neck flexion in position (negative looks up)
    flare : how far the elbows point outwards, 0 close … 1 wide
    arc_m : how far the hands' path bows towards the hips
    target : height on the trunk the hands are pulled to (0 sacrum … 1 C7)
    protract_deg, retract_deg : clavicle angle with long arms and at full retraction
    stance_m : half distance between the ankles
    load_m : radius of the plates or dumbbell heads
    knee_on_bench : single-arm rows: the knee of the resting side lies on the bench too
    """

    inclination_deg: float = 40.0
    knee_deg: float = 152.0
    grip_m: float = 0.27
    neck_deg: float = -14.0
    flare: float = 0.45
    arc_m: float = 0.02
    target: float = 0.27
    protract_deg: float = 13.0
    retract_deg: float = -15.0
    stance_m: float = 0.14
    load_m: float = 0.225
    knee_on_bench: bool = False


class Exercise(Protocol):
    """An exercise turns a state into a posture, and knows its own equipment."""

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Return the solved lifter."""
        ...

    def props(self, body: Body, style: Style, skeleton: Skeleton) -> list[Mesh]:
        """Return what moves with the hands."""
        ...

    def fixtures(self, body: Body, style: Style) -> list[Mesh]:
        """Return what stands in the room."""
        ...


def leg_length(body: Body, knee_deg: float) -> float:
    """Return hip to ankle for a knee angle (180 = straight)."""
    a, b = body.thigh_m, body.shank_m
    return float(np.sqrt(a * a + b * b - 2 * a * b * np.cos(np.radians(knee_deg))))


def feet(body: Body, style: Style, x: float = 0.0) -> Pair:
    """Return both ankles of a lifter who stands at ``x``."""
    return vec(x, style.stance_m, body.ankle_m), vec(x, -style.stance_m, body.ankle_m)


def balanced_hip(
    body: Body, style: Style, inclination_deg: float, knee_deg: float, chord_m: float
) -> Vector:
    """Return the mid-hip that keeps the weight over the feet at this trunk inclination."""
    length = np.sqrt(max(0.01, leg_length(body, knee_deg) ** 2 - style.stance_m**2 * 0.2))
    ahead = chord_m * 0.93 * np.cos(np.radians(inclination_deg))
    lean = np.clip((0.80 * ahead - 0.07) / length, -0.05, 0.50)
    return vec(-length * lean, 0.0, body.ankle_m + length * np.sqrt(1 - lean * lean))


def girdle_angles(style: Style, state: State) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return (protraction, elevation) pairs of a pull: relaxed, long arms, retracted."""
    hang = style.protract_deg * state.ready

    def protraction(share: float) -> float:
        return hang + (style.retract_deg - style.protract_deg) * share

    out = tuple(protraction(s) for s in state.scapula)
    lift = tuple(2.0 + s for s in state.shrug_deg)
    return (out[0], out[1]), (lift[0], lift[1])


def idle_hands() -> tuple[Hand, Hand]:
    """Hands for a first pass in which only trunk and shoulders matter."""
    return (
        Hand(vec(0.1, 0.3, 0.8), vec(-1, 0.3, 0), vec(0.9, -0.4, 0)),
        Hand(vec(0.1, -0.3, 0.8), vec(-1, -0.3, 0), vec(0.9, 0.4, 0)),
    )


def hinged(body: Body, style: Style, state: State, *, upright_deg: float = 88.0) -> Posture:
    """Pose trunk and legs of a bent-over exercise: upright at ready 0, hinged at ready 1."""
    inclination = upright_deg + (style.inclination_deg - upright_deg) * state.ready
    inclination += state.swing_deg + state.sway_deg
    knee = 176.0 + (style.knee_deg - 176.0) * state.ready
    chord = float(np.linalg.norm(trunk_chord(body, state.lumbar_deg, state.thoracic_deg)))
    protraction, elevation = girdle_angles(style, state)
    return Posture(
        hip=balanced_hip(body, style, inclination, knee, chord),
        pelvis_deg=pelvis_for_inclination(body, inclination, state.lumbar_deg, state.thoracic_deg),
        lumbar_deg=state.lumbar_deg,
        thoracic_deg=state.thoracic_deg,
        neck_deg=style.neck_deg * state.ready + (1 - state.ready) * 4.0,
        protraction_deg=protraction,
        elevation_deg=elevation,
        hands=idle_hands(),
        ankles=feet(body, style),
        foot_turn_deg=9.0,
    )


def with_hands(body: Body, posture: Posture, hands: tuple[Hand, Hand]) -> Skeleton:
    """Solve ``posture`` with other hands."""
    return solve(body, replace(posture, hands=hands))


def arm_m(body: Body) -> float:
    """Length of the straight arm, shoulder to wrist."""
    return body.upper_arm_m + body.forearm_m


def front_of_trunk(body: Body, skeleton: Skeleton, height: float, gap_m: float) -> Vector:
    """Return the point ``gap_m`` in front of the skin at ``height`` on the trunk (0…1)."""
    point, frame = SpineLine(skeleton).at(height)
    skin = (0.142 * body.build**0.8 + 0.02 * body.loose) * body.scale + body.belly
    return point + frame @ vec(skin + gap_m, 0, 0)


def clear_of_legs(body: Body, skeleton: Skeleton, point: Vector, gap_m: float) -> Vector:
    """Push ``point`` forward until it is ``gap_m`` in front of the thighs and shins."""
    s = body.scale
    ahead = point[0]
    for joint_a, joint_b, radius in (("hip", "knee", 0.088), ("knee", "ankle", 0.055)):
        for side in ("left", "right"):
            a, b = skeleton[f"{side}_{joint_a}"], skeleton[f"{side}_{joint_b}"]
            t = np.clip((point[2] - a[2]) / (b[2] - a[2] - 1e-9), 0.0, 1.0)
            bone = lerp(a, b, float(t))
            if abs(point[2] - bone[2]) < 0.10:
                ahead = max(ahead, bone[0] + radius * body.build * s + gap_m)
    return vec(ahead, point[1], point[2])


def path(start: Vector, end: Vector, share: float, bow: Vector) -> Vector:
    """Go from ``start`` to ``end``, bowed by ``bow`` in the middle."""
    return lerp(start, end, share) + bow * (4.0 * share * (1.0 - share))
