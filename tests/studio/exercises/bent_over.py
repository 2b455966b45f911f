"""Bent-over rows on both feet: barbell, Pendlay, dumbbell, T-bar, band."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from studio import props as equipment
from studio.anatomy import Body
from studio.exercises.base import (
    Style,
    arm_m,
    clear_of_legs,
    front_of_trunk,
    hinged,
    path,
    with_hands,
)
from studio.mesh import Mesh
from studio.motion import State
from studio.skeleton import SIDES, Hand, Skeleton, solve
from studio.transforms import Vector, lerp, unit, vec

Load = Literal["barbell", "dumbbell", "t_bar", "band"]


@dataclass(frozen=True)
class BentOverRow:
    """A row in a hip hinge; ``load`` decides what the hands hold and how they are turned."""

    load: Load = "barbell"
    from_floor: bool = False

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter: arms hang in every hinge, then travel to the trunk."""
        if self.from_floor:
            style = replace(style, inclination_deg=min(style.inclination_deg, 16.0))
        posture = hinged(body, style, state)
        bare = solve(body, posture)
        hands = tuple(
            self._hand(body, style, state, bare, side, sign, i)
            for i, (side, sign) in enumerate(SIDES)
        )
        return with_hands(body, posture, (hands[0], hands[1]))

    def _hand(
        self, body: Body, style: Style, state: State, bare: Skeleton, side: str, sign: float, i: int
    ) -> Hand:
        half = 0.06 if self.load == "t_bar" else style.grip_m * body.scale
        long = self._hanging(body, bare, half, sign)
        short = front_of_trunk(body, bare, style.target, 0.045 if self.load == "dumbbell" else 0.03)
        fore = unit(vec(0.42, 0.0, -0.9))
        short = vec(short[0], sign * half, short[2]) - fore * body.grip_m
        if self.load == "dumbbell":
            side_of_trunk = 0.20 * body.scale * body.build**0.85
            long = vec(long[0], sign * max(half, 0.22), long[2])
            short = vec(short[0] - 0.10, sign * (side_of_trunk + 0.03), short[2] + 0.03)
        back = vec(-style.arc_m, 0, 0)
        target = path(long, short, state.pull[i], back)
        pole = vec(-0.55, sign * (0.15 + 0.75 * style.flare), 0.85)
        return Hand(target, pole, self._grip(sign))

    def _hanging(self, body: Body, bare: Skeleton, half: float, sign: float) -> Vector:
        middle = lerp(bare["left_gleno"], bare["right_gleno"], 0.5)
        width = abs(bare["left_gleno"][1])
        drop = np.sqrt((arm_m(body) * 0.988) ** 2 - (half - width) ** 2)
        wrist = vec(middle[0] - 0.01, 0.0, middle[2] - drop)
        gap = 0.035 if self.load != "dumbbell" else 0.02
        clear = clear_of_legs(body, bare, wrist - vec(0, 0, body.grip_m), gap)
        shift = clear[0] - wrist[0]
        drop = np.sqrt(max(0.04, drop**2 - shift**2))
        return vec(clear[0], sign * half, middle[2] - drop)

    def _grip(self, sign: float) -> Vector:
        if self.load in ("barbell", "band"):
            return vec(0, -sign, 0)
        if self.load == "t_bar":
            return vec(1.0, -0.25 * sign, 0)
        return unit(vec(1.0, -0.45 * sign, 0.1))

    def props(self, body: Body, style: Style, skeleton: Skeleton) -> list[Mesh]:
        """Return bar, dumbbells, lever or band."""
        left, right = skeleton["left_grip"], skeleton["right_grip"]
        if self.load == "barbell":
            return equipment.barbell(left, right, style.load_m)
        if self.load == "dumbbell":
            return [
                part
                for i, grip in enumerate((left, right))
                for part in equipment.dumbbell(grip, skeleton.posture.hands[i].grip, 0.052)
            ]
        if self.load == "t_bar":
            return equipment.t_bar(left, right, style.load_m * 0.8)
        return equipment.band_under_feet(left, right, style.stance_m)

    def fixtures(self, body: Body, style: Style) -> list[Mesh]:
        """Nothing but the lifter stands here."""
        del body, style
        return []
