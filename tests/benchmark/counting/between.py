"""More of what people do between sets: towel, phone, bottle, grip.  Nothing here is a rep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from studio.anatomy import Body
from studio.exercises.base import Style, arm_m, hinged, with_hands
from studio.exercises.idle import Idle
from studio.motion import State
from studio.skeleton import SIDES, Hand, Skeleton, solve
from studio.transforms import Vector, lerp, unit, vec

Doing = Literal["towel", "phone", "bottle", "grip"]

IDLE = ("walk_in", "walk_off", "arm_swings", "set_up", "racking")
"""What the studio has already."""

DOINGS = ("towel", "phone", "bottle", "grip")


@dataclass(frozen=True)
class Standing:
    """Somebody who stands and does something with their hands; ``pace`` 1 is usual."""

    doing: Doing
    pace: float = 1.0
    reach: float = 1.0
    side: int = 0

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter at ``state.time_s``."""
        t = self.pace * state.time_s
        lean = 84.0 + 4.0 * np.sin(0.7 * t)
        posture = hinged(body, replace(style, inclination_deg=lean, knee_deg=174.0),
                         replace(state, ready=1.0))  # fmt: skip
        posture = replace(posture, neck_deg=18.0 if self.doing == "phone" else 4.0)
        bare = solve(body, posture)
        hands = []
        for i, (side, sign) in enumerate(SIDES):
            gleno = bare[f"{side}_gleno"]
            hang = gleno + vec(0.03, sign * 0.05, -arm_m(body) * 0.96)
            share, place = self._place(body, bare, t, i, sign)
            target = lerp(hang, place, share * self.reach)
            hands.append(
                Hand(target, vec(-0.7, 0.5 * sign, -0.3), unit(vec(0.8, -0.5 * sign, 0.1)))
            )
        return with_hands(body, posture, (hands[0], hands[1]))

    def _place(
        self, body: Body, bare: Skeleton, t: float, i: int, sign: float
    ) -> tuple[float, Vector]:
        """Return how far a hand is on its way (0 hanging), and where to."""
        head, gleno = bare["head"], bare[f"{SIDES[i][0]}_gleno"]
        mine = i == self.side
        if self.doing == "towel":
            # Up to the face, wiped to and fro, down again.
            rub = vec(0.13, sign * (0.05 + 0.03 * np.sin(7.0 * t)), 0.03 * np.sin(7.0 * t + sign))
            return _up_and_down(t, 5.2, 0.8), head + rub
        if self.doing == "phone":
            # Held before the chest for long; the other thumb types; now and then it sinks.
            held = gleno + vec(0.30, -sign * 0.12, -0.18) * body.scale
            typing = vec(0.0, 0.0, 0.012 * np.sin(9.0 * t))
            return (_up_and_down(t, 11.0, 1.2) if mine else 0.9 * _up_and_down(t, 11.0, 1.6)), (
                held + (0 if mine else 1) * typing
            )
        if self.doing == "bottle":
            mouth = head + vec(0.16, sign * 0.02, -0.04)
            return (_up_and_down(t, 6.5, 0.9) if mine else 0.0), mouth
        # Both hands before the belly, opening and closing: gloves, straps, chalk.
        chalk = gleno + vec(0.26, -sign * (0.13 - 0.06 * np.sin(5.0 * t)), -0.30) * body.scale
        return _up_and_down(t, 8.0, 0.7), chalk


def activity(name: str, rng: np.random.Generator) -> Idle | Standing:
    """Return somebody busy with one of :data:`IDLE` or :data:`DOINGS`."""
    if name in DOINGS:
        return Standing(
            name, float(rng.uniform(0.7, 1.4)), float(rng.uniform(0.8, 1.0)),
            int(rng.integers(2)),
        )  # type: ignore[arg-type]  # fmt: skip
    return Idle(name)  # type: ignore[arg-type]


def _up_and_down(t: float, period_s: float, move_s: float) -> float:
    """Go up, stay, come down, stay down a while; 0 to 1."""
    at = t % period_s
    up = np.clip(at / move_s, 0.0, 1.0)
    down = np.clip((at - 0.62 * period_s) / move_s, 0.0, 1.0)
    return float(_ease(up) - _ease(down))


def _ease(share: float) -> float:
    return share**3 * (10.0 + share * (6.0 * share - 15.0))
