"""Pulls from above: pull-ups and their progressions, lat pulldowns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from studio import props as equipment
from studio.anatomy import Body
from studio.exercises.base import Style, arm_m, path, with_hands
from studio.exercises.seated import seated_posture, stool
from studio.exercises.upright import upright
from studio.materials import Material
from studio.mesh import Mesh, box, join, tube
from studio.motion import State
from studio.skeleton import SIDES, Hand, Posture, Skeleton, solve
from studio.transforms import Vector, lerp, smootherstep, unit, vec


@dataclass(frozen=True)
class PullUp:
    """A pull-up on a fixed bar: the hands stay, the body rises."""

    underhand: bool = False
    band: bool = False

    def bar_m(self, body: Body) -> float:
        """Return the height of the bar: just out of reach of flat feet."""
        return 0.82 * body.height_m + arm_m(body) + body.grip_m + 0.16

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter: first the arms go up, then the body leaves the floor."""
        arms_up = min(1.0, state.ready / 0.6)
        lifted = float(smootherstep(max(0.0, (state.ready - 0.45) / 0.55)))
        posture = upright(body, style, replace(state, ready=0.0), 0.0)
        pull = max(state.pull)
        hang = tuple(
            20.0 * arms_up * (1 - s) - 3.0 * s + lift
            for s, lift in zip(state.scapula, state.shrug_deg, strict=True)
        )
        blades = tuple(5.0 * arms_up + (style.retract_deg - 5.0) * s for s in state.scapula)
        posture = replace(
            posture,
            elevation_deg=(hang[0], hang[1]),
            protraction_deg=(blades[0], blades[1]),
            neck_deg=-6.0 * pull + 0.3 * style.neck_deg,
            pelvis_deg=posture.pelvis_deg - 12.0 * pull * lifted - state.swing_deg,
        )
        posture = self._lift(body, style, posture, state, lifted)
        bare = solve(body, posture)
        hands = [self._hand(body, style, bare, i, arms_up) for i in range(2)]
        return with_hands(body, posture, (hands[0], hands[1]))

    def _bar_point(self, body: Body, style: Style, sign: float) -> Vector:
        half = (0.24 if self.underhand else style.grip_m * 1.15) * body.scale
        return vec(0.05, sign * half, self.bar_m(body))

    def _lift(
        self, body: Body, style: Style, posture: Posture, state: State, lifted: float
    ) -> Posture:
        bare = solve(body, posture)
        middle = lerp(bare["left_gleno"], bare["right_gleno"], 0.5)
        width = abs(bare["left_gleno"][1])
        half = abs(self._bar_point(body, style, 1.0)[1])
        reach = np.sqrt((arm_m(body) * 0.985 + body.grip_m) ** 2 - (half - width) ** 2)
        low = vec(0.03, 0, self.bar_m(body) - reach)
        high = vec(-0.16, 0, self.bar_m(body) - 0.10 * body.scale)
        shoulder = path(low, high, max(state.pull), vec(-0.04, 0, 0))
        shift = (shoulder - middle) * lifted
        knees = -0.34 * lifted
        ankles = tuple(
            ankle + shift + vec(knees, -0.05 * sign * lifted, 0.20 * lifted)
            for ankle, sign in zip(posture.ankles, (1.0, -1.0), strict=True)
        )
        tip = 40.0 * lifted
        return replace(
            posture,
            hip=posture.hip + shift,
            ankles=(ankles[0], ankles[1]),
            foot_pitch_deg=(tip, tip),
        )

    def _hand(self, body: Body, style: Style, bare: Skeleton, i: int, arms_up: float) -> Hand:
        side, sign = SIDES[i]
        gleno = bare[f"{side}_gleno"]
        bar = self._bar_point(body, style, sign)
        up = bar - unit(bar - gleno) * body.grip_m
        raised = gleno + unit(up - gleno) * min(
            arm_m(body) * 0.985, float(np.linalg.norm(up - gleno))
        )
        angle = np.pi * arms_up
        swing = gleno + arm_m(body) * 0.97 * vec(np.sin(angle), sign * 0.10, -np.cos(angle))
        target = lerp(swing, raised, arms_up**4)
        outward = 0.25 if self.underhand else 0.5 + style.flare
        pole = vec(0.45 if self.underhand else 0.1, sign * outward, -0.8)
        thumb = sign if self.underhand else -sign
        return Hand(target, pole, vec(0.05, thumb, 0.0))

    def props(self, body: Body, style: Style, skeleton: Skeleton) -> list[Mesh]:
        """Return the assistance band, if any."""
        if not self.band:
            return []
        knee = lerp(skeleton["left_knee"], skeleton["right_knee"], 0.5)
        bar = vec(0.05, 0.0, self.bar_m(body))
        return [
            tube(bar, knee + vec(0, sign * 0.05, -0.02), 0.012, Material.BAND, 10)
            for sign in (1, -1)
        ]

    def fixtures(self, body: Body, style: Style) -> list[Mesh]:
        """Return the bar on two posts."""
        z = self.bar_m(body)
        posts = [
            box((0.02, y - 0.04, 0), (0.10, y + 0.04, z + 0.04), Material.STEEL)
            for y in (-0.85, 0.85)
        ]
        feet = [
            box((-0.45, y - 0.04, 0), (0.55, y + 0.04, 0.05), Material.STEEL) for y in (-0.85, 0.85)
        ]
        return [
            join(
                [*posts, *feet, tube((0.05, -0.85, z), (0.05, 0.85, z), 0.016, Material.CHROME, 16)]
            )
        ]


@dataclass(frozen=True)
class LatPulldown:
    """A seated pulldown to the collar bones with a bar, or with one handle."""

    single: bool = False
    seat_m: float = 0.48

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter."""
        posture = seated_posture(
            body, style, state, seat_m=self.seat_m, feet_x=0.40, feet_z=0.0, lean_deg=9.0
        )
        hang = tuple(
            18.0 * state.ready * (1 - s) - 4.0 * s + lift
            for s, lift in zip(state.scapula, state.shrug_deg, strict=True)
        )
        posture = replace(posture, elevation_deg=(hang[0], hang[1]), neck_deg=0.3 * style.neck_deg)
        bare = solve(body, posture)
        hands = [self._hand(body, style, state, bare, i) for i in range(2)]
        return with_hands(body, posture, (hands[0], hands[1]))

    def _hand(self, body: Body, style: Style, state: State, bare: Skeleton, i: int) -> Hand:
        side, sign = SIDES[i]
        gleno, s = bare[f"{side}_gleno"], body.scale
        knee = bare[f"{side}_knee"] + vec(-0.10, 0, 0.10)
        if self.single and state.pull[i] == 0.0 and not self._works(state, i):
            return Hand(knee, vec(-0.6, sign, -0.3), unit(vec(0.3, -sign, 0)))
        half = (0.10 if self.single else style.grip_m * 1.45) * s
        drop = np.sqrt((arm_m(body) * 0.98) ** 2 - (half - abs(gleno[1])) ** 2)
        long = vec(gleno[0] + 0.16, sign * half, gleno[2] + np.sqrt(drop**2 - 0.16**2))
        short = bare[f"{side}_sternal"] + bare.frames["chest"] @ vec(0.10, 0, 0.02) * s
        short = vec(short[0], sign * (0.24 * s if self.single else half), short[2])
        pulled = path(long, short, state.pull[i], vec(0.05, 0, 0))
        target = lerp(knee, pulled, state.ready)
        return Hand(
            target, vec(-0.15, sign * (0.3 + style.flare), -0.85), unit(vec(0.1, -sign, 0.0))
        )

    @staticmethod
    def _works(state: State, i: int) -> bool:
        return state.side in ("both", ("left", "right")[i])

    def props(self, body: Body, style: Style, skeleton: Skeleton) -> list[Mesh]:
        """Return bar or handle with its cable."""
        top = vec(0.30, 0, 2.35)
        left, right = skeleton["left_grip"], skeleton["right_grip"]
        if self.single:
            grip = left if left[2] > right[2] else right
            return [
                equipment.handle(grip, vec(0, 1, 0), 0.06),
                equipment.cable(top, grip + vec(0, 0, 0.10)),
            ]
        middle = lerp(left, right, 0.5)
        return [*equipment.straight_bar(left, right), equipment.cable(top, middle)]

    def fixtures(self, body: Body, style: Style) -> list[Mesh]:
        """Return seat, thigh pad and tower."""
        thigh = self.seat_m + 0.19 * body.build
        frame = [
            box((0.72, -0.30, 0), (0.80, -0.22, 2.42), Material.STEEL),
            box((0.72, 0.22, 0), (0.80, 0.30, 2.42), Material.STEEL),
            box((0.22, -0.05, 2.36), (0.80, 0.05, 2.44), Material.STEEL),
            box((0.70, -0.30, 2.36), (0.82, 0.30, 2.44), Material.STEEL),
            tube((0.30, -0.02, 2.35), (0.30, 0.02, 2.35), 0.06, Material.RUBBER, 20),
            tube(
                (0.27, -0.24, thigh + 0.05), (0.27, 0.24, thigh + 0.05), 0.055, Material.LEATHER, 20
            ),
            box((0.27, -0.02, thigh + 0.02), (0.76, 0.02, thigh + 0.08), Material.STEEL),
        ]
        stack = [
            box((0.84, -0.14, 0.1 + 0.06 * k), (1.02, 0.14, 0.154 + 0.06 * k), Material.IRON)
            for k in range(14)
        ]
        return [
            join(
                [
                    *frame,
                    *stack,
                    stool(self.seat_m),
                    box((-0.3, -0.05, 0), (0.8, 0.05, 0.05), Material.STEEL),
                ]
            )
        ]
