"""Adjusting the grip: bent over the bar on the floor, hands opening, sliding and closing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from studio.anatomy import Body
from studio.exercises.base import Style, arm_m, hinged, with_hands
from studio.motion import State
from studio.skeleton import SIDES, Hand, Skeleton, solve
from studio.transforms import vec

SLIDE_M = 0.06
"""How far a hand slides along the bar either way, and is lifted off it."""


@dataclass(frozen=True)
class AtTheBar:
    """Somebody in position who looks for the grip, shifts the weight and shakes the arms out."""

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter at ``state.time_s``."""
        t = state.time_s
        sway = 3.0 * np.sin(0.9 * t) + 1.5 * np.sin(2.3 * t)
        posture = hinged(body, style, replace(state, ready=1.0, sway_deg=float(sway)))
        bare = solve(body, posture)
        hands = []
        for i, (side, sign) in enumerate(SIDES):
            # One hand after the other lets go, slides and takes hold again.
            busy = max(0.0, float(np.sin(1.9 * t + np.pi * i)))
            slide = SLIDE_M * np.sin(0.8 * t + i)
            hang = bare[f"{side}_gleno"] + vec(0.04, sign * slide, -0.95 * arm_m(body))
            target = hang + busy * vec(0.03, 0.0, SLIDE_M)
            hands.append(Hand(target, vec(-1.0, 0.5 * sign, 0.0), vec(0.1, -sign, 0.0)))
        return with_hands(body, posture, (hands[0], hands[1]))
