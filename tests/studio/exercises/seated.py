"""Seated rows: cable and machine; also the sitting posture others use."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from studio import props as equipment
from studio.anatomy import Body
from studio.exercises.base import (
    Style,
    arm_m,
    front_of_trunk,
    girdle_angles,
    idle_hands,
    path,
    with_hands,
)
from studio.materials import Material
from studio.mesh import Mesh, box, join, tube
from studio.motion import State
from studio.skeleton import SIDES, Hand, Posture, Skeleton, pelvis_for_inclination, solve
from studio.transforms import lerp, unit, vec


def seated_posture(
    body: Body,
    style: Style,
    state: State,
    *,
    seat_m: float,
    feet_x: float,
    feet_z: float,
    lean_deg: float,
) -> Posture:
    """Pose a sitting lifter; ``lean_deg`` is the backward lean of the trunk in position."""
    inclination = 90.0 + lean_deg * state.ready + state.swing_deg + state.sway_deg
    protraction, elevation = girdle_angles(style, state)
    hip = vec(0.0, 0.0, seat_m + 0.095 * body.build * body.scale)
    reach = (body.thigh_m + body.shank_m) * 0.97
    feet = []
    for sign in (1.0, -1.0):
        ankle = vec(feet_x * body.scale, sign * style.stance_m, body.ankle_m + feet_z)
        offset = ankle - hip
        feet.append(hip + offset * min(1.0, reach / float(np.linalg.norm(offset))))
    return Posture(
        hip=hip,
        pelvis_deg=pelvis_for_inclination(body, inclination, state.lumbar_deg, state.thoracic_deg),
        lumbar_deg=state.lumbar_deg,
        thoracic_deg=state.thoracic_deg,
        neck_deg=0.35 * style.neck_deg,
        protraction_deg=protraction,
        elevation_deg=elevation,
        hands=idle_hands(),
        ankles=(feet[0], feet[1]),
        knee_poles=(vec(0.6, 0.12, 1), vec(0.6, -0.12, 1)),
        foot_pitch_deg=(-50.0, -50.0) if feet_z > 0.05 else (0.0, 0.0),
    )


def stool(seat_m: float) -> Mesh:
    """Make a padded seat on a post."""
    return join(
        [
            box((-0.20, -0.17, seat_m - 0.07), (0.20, 0.17, seat_m), Material.LEATHER),
            box((-0.04, -0.04, 0), (0.04, 0.04, seat_m - 0.07), Material.STEEL),
        ]
    )


@dataclass(frozen=True)
class SeatedRow:
    """A horizontal pull while seated: low cable with a V-handle, or a machine with a chest pad."""

    machine: bool = False
    seat_m: float = 0.40

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter."""
        seat = 0.48 if self.machine else self.seat_m
        feet = (0.46, 0.0) if self.machine else (0.80, 0.16)
        posture = seated_posture(
            body, style, state, seat_m=seat, feet_x=feet[0], feet_z=feet[1], lean_deg=2.0
        )
        bare = solve(body, posture)
        hands = [self._hand(body, style, state, bare, i) for i in range(2)]
        return with_hands(body, posture, (hands[0], hands[1]))

    def _hand(self, body: Body, style: Style, state: State, bare: Skeleton, i: int) -> Hand:
        side, sign = SIDES[i]
        gleno = bare[f"{side}_gleno"]
        half = (0.20 if self.machine else 0.06) * body.scale
        fall = 0.05 if self.machine else 0.20
        ahead = np.sqrt((arm_m(body) * 0.985) ** 2 - (half - abs(gleno[1])) ** 2 - fall**2)
        long = vec(gleno[0] + ahead, sign * half, gleno[2] - fall)
        short = front_of_trunk(body, bare, style.target - 0.13, 0.09)
        short = vec(short[0] + (0.03 if self.machine else 0.0), sign * max(half, 0.06), short[2])
        knee = bare[f"{side}_knee"] + vec(-0.12, 0, 0.09)
        target = lerp(knee, path(long, short, state.pull[i], vec(0, 0, -0.02)), state.ready)
        pole = vec(-0.6, sign * (0.2 + 0.9 * style.flare), -0.55)
        grip = vec(0, -sign, 0.1) if self.machine else unit(vec(0.1, -0.3 * sign, 1.0))
        return Hand(target, pole, grip)

    def props(self, body: Body, style: Style, skeleton: Skeleton) -> list[Mesh]:
        """Return the V-handle and cable, or the machine's levers."""
        left, right = skeleton["left_grip"], skeleton["right_grip"]
        if self.machine:
            out = []
            for grip, sign in ((left, 1.0), (right, -1.0)):
                out.append(equipment.handle(grip, vec(0, 1, 0), 0.07))
                out.append(
                    tube(
                        grip + vec(0.02, sign * 0.07, 0),
                        vec(0.95, sign * 0.34, 0.5),
                        0.02,
                        Material.STEEL,
                        12,
                    )
                )
            return out
        middle = lerp(left, right, 0.5)
        knot, pulley = middle + vec(0.14, 0, -0.02), vec(1.52, 0, 0.62)
        bars = [
            tube(knot, g + vec(0, 0, dz), 0.010, Material.STEEL, 10)
            for g in (left, right)
            for dz in (0.05, -0.05)
        ]
        handles = [equipment.handle(g, vec(0, 0.1, 1), 0.07) for g in (left, right)]
        return [*bars, *handles, equipment.cable(knot, pulley)]

    def fixtures(self, body: Body, style: Style) -> list[Mesh]:
        """Return bench, foot plates and tower, or the machine."""
        if self.machine:
            return [self._machine(body, style)]
        seat, s = self.seat_m, body.scale
        parts = [
            box((-0.45, -0.16, seat - 0.08), (0.30, 0.16, seat), Material.LEATHER),
            box((-0.40, -0.04, 0.05), (1.45, 0.04, 0.14), Material.STEEL),
            box((-0.40, -0.25, 0), (-0.34, 0.25, seat - 0.08), Material.STEEL),
            box((1.42, -0.28, 0), (1.50, -0.20, 2.0), Material.STEEL),
            box((1.42, 0.20, 0), (1.50, 0.28, 2.0), Material.STEEL),
            box((1.42, -0.28, 1.95), (1.60, 0.28, 2.02), Material.STEEL),
            tube((1.52, -0.02, 0.62), (1.52, 0.02, 0.62), 0.05, Material.RUBBER, 18),
        ]
        for sign in (1, -1):
            y = sign * style.stance_m
            parts.append(
                box((0.90 * s, y - 0.09, 0.10), (0.93 * s, y + 0.09, 0.42), Material.RUBBER)
            )
        parts += [
            box((1.55, -0.13, 0.1 + 0.06 * k), (1.72, 0.13, 0.154 + 0.06 * k), Material.IRON)
            for k in range(13)
        ]
        return [join(parts)]

    def _machine(self, body: Body, style: Style) -> Mesh:
        rest = State.resting()
        bare = self.pose(body, style, replace(rest, ready=1.0))
        pad = front_of_trunk(body, bare, 0.62, 0.05)
        parts = [
            stool(0.48),
            box(
                (pad[0] - 0.04, -0.13, pad[2] - 0.17),
                (pad[0] + 0.05, 0.13, pad[2] + 0.15),
                Material.LEATHER,
            ),
            box(
                (pad[0] + 0.05, -0.03, pad[2] - 0.05), (0.95, 0.03, pad[2] + 0.02), Material.ACCENT
            ),
            box((0.90, -0.05, 0), (1.0, 0.05, 1.6), Material.ACCENT),
            box((-0.3, -0.05, 0), (1.2, 0.05, 0.07), Material.ACCENT),
            box((0.90, -0.36, 0.45), (1.0, 0.36, 0.55), Material.STEEL),
        ]
        parts += [
            box((1.05, -0.13, 0.1 + 0.06 * k), (1.22, 0.13, 0.154 + 0.06 * k), Material.IRON)
            for k in range(13)
        ]
        return join(parts)
