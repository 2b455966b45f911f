"""Standing exercises: face pull, band pull-apart, dumbbell shrug."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from studio import gym
from studio import props as equipment
from studio.anatomy import Body
from studio.exercises.base import Style, arm_m, hinged, path, with_hands
from studio.mesh import Mesh
from studio.motion import State
from studio.skeleton import SIDES, Hand, Posture, Skeleton, solve
from studio.transforms import Vector, lerp, unit, vec

PULLEY_X_M = 1.55


def upright(body: Body, style: Style, state: State, lean_deg: float) -> Posture:
    """Pose a standing lifter who leans back by ``lean_deg`` when in position."""
    tall = replace(style, inclination_deg=90.0 + lean_deg, knee_deg=168.0)
    posture = hinged(body, tall, state, upright_deg=89.0)
    return replace(posture, neck_deg=0.25 * style.neck_deg + 4.0)


def hanging(bare: Skeleton, body: Body, sign: float, side: str) -> Vector:
    """Wrist of an arm that hangs at the side."""
    gleno = bare[f"{side}_gleno"]
    return gleno + vec(0.05, sign * 0.06, -arm_m(body) * 0.985)


@dataclass(frozen=True)
class FacePull:
    """Rope pulled from a high pulley to the ears, elbows high and wide."""

    pulley_m: float = 1.62

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter."""
        posture = upright(body, style, state, 4.0)
        raised = tuple(e + 7.0 * state.ready for e in posture.elevation_deg)
        posture = replace(posture, elevation_deg=(raised[0], raised[1]))
        bare = solve(body, posture)
        hands = [self._hand(body, style, state, bare, i) for i in range(2)]
        return with_hands(body, posture, (hands[0], hands[1]))

    def _hand(self, body: Body, style: Style, state: State, bare: Skeleton, i: int) -> Hand:
        side, sign = SIDES[i]
        gleno, s = bare[f"{side}_gleno"], body.scale
        away = vec(PULLEY_X_M, 0, self.pulley_m) - vec(gleno[0], 0, gleno[2])
        reach = np.sqrt((arm_m(body) * 0.985) ** 2 - (gleno[1] - sign * 0.05) ** 2)
        long = vec(gleno[0], 0, gleno[2]) + unit(away) * reach + vec(0, sign * 0.05, 0)
        chest = bare.frames["chest"]
        short = bare["head"] + chest @ vec(0.04, sign * (0.19 + 0.07 * style.flare), -0.02) * s
        pulled = path(long, short, state.pull[i], vec(0, sign * 0.03, 0.02))
        target = lerp(hanging(bare, body, sign, side), pulled, state.ready)
        pole = lerp(
            vec(-1, 0.4 * sign, 0), vec(-0.25, sign, 0.05 + 0.45 * style.flare), state.ready
        )
        grip = lerp(vec(0.9, -0.3 * sign, 0), vec(-0.25, -0.15 * sign, 1.0), state.ready)
        return Hand(target, pole, unit(grip))

    def props(self, body: Body, style: Style, skeleton: Skeleton) -> list[Mesh]:
        """Return rope and cable."""
        pulley = vec(PULLEY_X_M - 0.05, 0, self.pulley_m)
        return equipment.rope(skeleton["left_grip"], skeleton["right_grip"], pulley)

    def fixtures(self, body: Body, style: Style) -> list[Mesh]:
        """Return the cable tower."""
        return [gym.stand(gym.cable_tower(self.pulley_m), vec(PULLEY_X_M, 0, 0))]


@dataclass(frozen=True)
class PullApart:
    """A band held in front and pulled apart with straight arms."""

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter."""
        posture = upright(body, style, state, 1.0)
        bare = solve(body, posture)
        hands = [self._hand(body, style, state, bare, i) for i in range(2)]
        return with_hands(body, posture, (hands[0], hands[1]))

    def _hand(self, body: Body, style: Style, state: State, bare: Skeleton, i: int) -> Hand:
        side, sign = SIDES[i]
        gleno = bare[f"{side}_gleno"]
        angle = np.radians(-8.0 + 88.0 * state.pull[i])
        raised = gleno + arm_m(body) * 0.975 * vec(
            np.cos(angle), sign * np.sin(angle), -0.06 + 0.08 * style.flare
        )
        target = lerp(hanging(bare, body, sign, side), raised, state.ready)
        return Hand(target, vec(-0.3, sign, -0.6), unit(vec(0.05, -0.2 * sign, 1.0)))

    def props(self, body: Body, style: Style, skeleton: Skeleton) -> list[Mesh]:
        """Return the band between the fists."""
        return [equipment.band(skeleton["left_grip"], skeleton["right_grip"])]

    def fixtures(self, body: Body, style: Style) -> list[Mesh]:
        """Nothing but the lifter stands here."""
        return []


@dataclass(frozen=True)
class DumbbellShrug:
    """Straight arms with dumbbells; the pull is the lift of the shoulders."""

    lift_deg: float = 25.0

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter: ``state.pull`` raises the collar bones, the arms stay long."""
        posture = upright(body, style, state, -2.0)
        lift = tuple(1.0 + self.lift_deg * pull for pull in state.pull)
        forward = tuple(3.0 - 8.0 * s for s in state.scapula)
        posture = replace(
            posture, elevation_deg=(lift[0], lift[1]), protraction_deg=(forward[0], forward[1])
        )
        bare = solve(body, posture)
        hands = [
            Hand(
                hanging(bare, body, sign, side) + vec(0.02, sign * 0.05, 0.0),
                vec(-1, 0.5 * sign, 0),
                unit(vec(1.0, -0.15 * sign, 0)),
            )
            for side, sign in SIDES
        ]
        return with_hands(body, posture, (hands[0], hands[1]))

    def props(self, body: Body, style: Style, skeleton: Skeleton) -> list[Mesh]:
        """Return two dumbbells."""
        return [
            part
            for i, (side, _) in enumerate(SIDES)
            for part in equipment.dumbbell(
                skeleton[f"{side}_grip"], skeleton.posture.hands[i].grip, 0.062
            )
        ]

    def fixtures(self, body: Body, style: Style) -> list[Mesh]:
        """Nothing but the lifter stands here."""
        return []
