"""Rows with support: chest on an incline bench, one hand on a bench, heels on the floor."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from studio import gym
from studio import props as equipment
from studio.anatomy import Body
from studio.exercises import bench
from studio.exercises.base import (
    Style,
    arm_m,
    feet,
    front_of_trunk,
    girdle_angles,
    hinged,
    idle_hands,
    path,
    with_hands,
)
from studio.flesh import SpineLine
from studio.materials import Material
from studio.mesh import Mesh, box, join, tube
from studio.motion import State
from studio.skeleton import SIDES, Hand, Posture, Skeleton, pelvis_for_inclination, solve
from studio.transforms import Vector, lerp, smootherstep, unit, vec


def side_of_trunk(body: Body, bare: Skeleton, sign: float, height: float) -> Vector:
    """Return a wrist place beside the ribs for a dumbbell row."""
    point, frame = SpineLine(bare).at(height)
    out = 0.235 * body.scale * body.build**0.8
    return point + frame @ vec(0.09, 0, 0) * body.scale + vec(-0.02, sign * out, 0.02)


@dataclass(frozen=True)
class ChestSupportedRow:
    """Dumbbell row face down on an incline bench."""

    slope_deg: float = 38.0

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter, who gets onto the bench from standing behind it."""
        inclined = replace(style, inclination_deg=self.slope_deg, knee_deg=158.0)
        quiet = replace(state, swing_deg=0.3 * state.swing_deg)
        posture = hinged(body, inclined, quiet)
        on_bench = vec(-0.12, 0.0, 0.72 * body.scale)
        lain = lerp(posture.hip, on_bench, state.ready)
        back = vec(-0.52 * state.ready, 0, 0.0)
        ankles = tuple(a + back for a in posture.ankles)
        posture = replace(
            posture, hip=lain, ankles=(ankles[0], ankles[1]), foot_pitch_deg=(32 * state.ready,) * 2
        )
        bare = solve(body, posture)
        hands = []
        for i, (side, sign) in enumerate(SIDES):
            gleno = bare[f"{side}_gleno"]
            long = gleno + vec(0.02, sign * 0.03, -arm_m(body) * 0.985)
            short = side_of_trunk(body, bare, sign, style.target + 0.12)
            target = path(long, short, state.pull[i], vec(-style.arc_m, 0, 0))
            grip = unit(vec(1.0, -0.4 * sign, 0.1))
            hands.append(Hand(target, vec(-0.6, sign * (0.1 + 0.6 * style.flare), 0.8), grip))
        return with_hands(body, posture, (hands[0], hands[1]))

    def props(self, body: Body, style: Style, skeleton: Skeleton) -> list[Mesh]:
        """Return two dumbbells."""
        return [
            part
            for i, (side, _) in enumerate(SIDES)
            for part in equipment.dumbbell(
                skeleton[f"{side}_grip"], skeleton.posture.hands[i].grip, 0.052
            )
        ]

    def fixtures(self, body: Body, style: Style) -> list[Mesh]:
        """Return the bench, laid under the trunk."""
        rest = replace(State.resting(), ready=1.0)
        bare = self.pose(body, style, rest)
        low, high = (front_of_trunk(body, bare, h, 0.05) for h in (0.05, 0.92))
        along, facing = unit(high - low), unit(bare.frames["chest"][:, 0])
        pad = equipment.oriented_box(
            lerp(low, high, 0.5), vec(0.07, 0.26, 0.72), along, facing, Material.LEATHER
        )
        seat = low + vec(-0.16, 0, -0.02)
        parts = [
            pad,
            box(seat - vec(0.16, 0.14, 0.04), seat + vec(0.12, 0.14, 0.04), Material.LEATHER),
            tube(
                lerp(low, high, 0.6) + facing * 0.04,
                (high[0] + 0.05, 0, 0.05),
                0.03,
                Material.STEEL,
                12,
            ),
            box((seat[0] - 0.04, -0.03, 0), (seat[0] + 0.03, 0.03, seat[2]), Material.STEEL),
            box((seat[0] - 0.10, -0.03, 0.02), (high[0] + 0.2, 0.03, 0.09), Material.STEEL),
            box((high[0] + 0.14, -0.28, 0), (high[0] + 0.20, 0.28, 0.06), Material.STEEL),
            box((seat[0] - 0.10, -0.20, 0), (seat[0] - 0.04, 0.20, 0.06), Material.STEEL),
        ]
        return [join(parts)]


@dataclass(frozen=True)
class SingleArmRow:
    """Dumbbell row with the other hand on a bench; ``State.side`` names the working arm.

    With ``Style.knee_on_bench`` the knee of the resting side lies on the bench too.
    """

    def _low(self, style: Style) -> Style:
        return replace(style, inclination_deg=min(style.inclination_deg, 30.0), knee_deg=148.0)

    def _support(self, body: Body, style: Style) -> Vector:
        """Return the middle of the bench top: ahead of the shoulders, an arm's length down."""
        ready = replace(State.resting(), ready=1.0)
        bare = solve(body, hinged(body, self._low(style), ready))
        gleno = bare["left_gleno"]
        return vec(gleno[0] + 0.12, 0.0, gleno[2] - 0.88 * arm_m(body) - 0.09)

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter: trunk low, one hand propped, feet staggered or a knee on the bench."""
        works_left = state.side == "left"
        if style.knee_on_bench:
            posture = bench.kneeling_posture(body, style, state)
        else:
            posture = self._staggered(body, style, state)
        bare = solve(body, posture)
        hands = [self._hand(body, style, state, bare, i, works_left == (i == 0)) for i in range(2)]
        return with_hands(body, posture, (hands[0], hands[1]))

    def _staggered(self, body: Body, style: Style, state: State) -> Posture:
        posture = hinged(body, self._low(style), state)
        works_left = state.side == "left"
        stagger = 0.26 * state.ready + 0.002  # never quite level: `props` reads the side from it
        left, right = feet(body, style)
        shift = vec(-stagger, 0, 0), vec(0.06 * state.ready, 0, 0)
        ankles = (
            (left + shift[0], right + shift[1])
            if works_left
            else (left + shift[1], right + shift[0])
        )
        return replace(
            posture,
            ankles=ankles,
            hip=posture.hip + vec(-0.06 * state.ready, 0, -0.02 * state.ready),
        )

    def _hand(
        self, body: Body, style: Style, state: State, bare: Skeleton, i: int, works: bool
    ) -> Hand:
        side, sign = SIDES[i]
        gleno = bare[f"{side}_gleno"]
        hang = gleno + vec(0.02, sign * 0.03, -arm_m(body) * 0.985)
        share = float(smootherstep(state.ready))
        # Standing, both hands hold the dumbbell in front, so that it can change hands.
        middle = lerp(bare["left_gleno"], bare["right_gleno"], 0.5)
        held = vec(middle[0] + 0.22, sign * 0.045, middle[2] - 0.90 * arm_m(body))
        across = vec(0.1, -sign, 0.0)
        if not works:
            grip = unit(lerp(across, vec(0.5, -sign, 0), share))
            target = lerp(held, self._palm(body, style, sign), share)
            return Hand(target, vec(-0.8, sign, 0.2), grip)
        short = side_of_trunk(body, bare, sign, style.target + 0.04)
        pulled = path(hang, short, state.pull[i], vec(-style.arc_m, 0, 0))
        pole = vec(-0.7, sign * (0.05 + 0.4 * style.flare), 0.8 * share)
        grip = unit(lerp(across, vec(1.0, -0.35 * sign, 0.05), share))
        return Hand(lerp(held, pulled, share), pole, grip)

    def _palm(self, body: Body, style: Style, sign: float) -> Vector:
        """Return where the wrist of the resting arm at side ``sign`` is propped."""
        if style.knee_on_bench:
            return bench.kneel(body, style, -sign).palm
        return self._support(body, style) + vec(-0.02, sign * 0.13, 0.060)

    def props(self, body: Body, style: Style, skeleton: Skeleton) -> list[Mesh]:
        """Return the dumbbell in the hand that hangs lower or pulls."""
        ankles = skeleton.posture.ankles
        left = bench.works_left(skeleton) if style.knee_on_bench else ankles[0][0] < ankles[1][0]
        i = 0 if left else 1
        grip = skeleton[f"{SIDES[i][0]}_grip"]
        return equipment.dumbbell(grip, skeleton.posture.hands[i].grip, 0.062)

    def fixtures(self, body: Body, style: Style) -> list[Mesh]:
        """Return a flat bench: across the lifter's path, or along it where a knee goes on it."""
        if style.knee_on_bench:
            return [bench.flat_bench(body, style)]
        top = self._support(body, style)
        return [gym.stand(gym.bench(0.0, float(top[2])), vec(top[0] + 0.04, -0.24, 0), 90.0)]


@dataclass(frozen=True)
class InvertedRow:
    """Body-weight row under a fixed bar: heels on the floor, chest to the bar."""

    bar_m: float = 0.98

    def _slopes(self, body: Body, style: Style) -> tuple[float, float, float]:
        """Return the slope of the body with long arms and at the bar (deg), and the heels' x."""
        whole = body.thigh_m + body.shank_m + 0.50 * body.scale
        at_bar = np.degrees(np.arcsin((self.bar_m - 0.19 * body.build - body.ankle_m) / whole))
        heel_x = whole * np.cos(np.radians(at_bar)) - 0.14
        arm = (arm_m(body) * 0.97 + body.grip_m) ** 2 - (0.08 * body.scale) ** 2
        slopes = np.radians(np.arange(0.0, at_bar, 0.1))
        x, z = heel_x - whole * np.cos(slopes), body.ankle_m + whole * np.sin(slopes)
        reach = x**2 + (z - self.bar_m) ** 2
        return float(np.degrees(slopes[int(np.argmin(np.abs(reach - arm)))])), float(at_bar), heel_x

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter: a straight body that turns about the heels."""
        length = body.thigh_m + body.shank_m
        low, high, heel_x = self._slopes(body, style)
        slope = low + (high - low) * max(state.pull)
        along = vec(-np.cos(np.radians(slope)), 0, np.sin(np.radians(slope)))
        ankle = vec(heel_x, 0, body.ankle_m)
        protraction, elevation = girdle_angles(style, replace(state, ready=1.0))
        posture = Posture(
            hip=ankle + along * length * 0.995,
            pelvis_deg=pelvis_for_inclination(
                body, 180.0 - slope + state.swing_deg, state.lumbar_deg, state.thoracic_deg
            ),
            lumbar_deg=state.lumbar_deg,
            thoracic_deg=state.thoracic_deg,
            neck_deg=6.0 + 0.3 * style.neck_deg,
            protraction_deg=protraction,
            elevation_deg=elevation,
            hands=idle_hands(),
            ankles=(
                ankle + vec(0, style.stance_m * 0.6, 0),
                ankle - vec(0, style.stance_m * 0.6, 0),
            ),
            knee_poles=(vec(0.3, 0.1, 1), vec(0.3, -0.1, 1)),
            foot_pitch_deg=(-70.0, -70.0),
        )
        bare = solve(body, posture)
        hands = []
        for side, sign in SIDES:
            bar = vec(0.0, sign * style.grip_m * 1.1 * body.scale, self.bar_m)
            gleno = bare[f"{side}_gleno"]
            wrist = bar - unit(bar - gleno) * body.grip_m
            hands.append(Hand(wrist, vec(0.35, sign * (0.4 + style.flare), -0.8), vec(0, -sign, 0)))
        return with_hands(body, posture, (hands[0], hands[1]))

    def props(self, body: Body, style: Style, skeleton: Skeleton) -> list[Mesh]:
        """Nothing moves with the hands."""
        return []

    def fixtures(self, body: Body, style: Style) -> list[Mesh]:
        """Return the bar in its stands."""
        posts = [
            box((-0.04, y - 0.04, 0), (0.04, y + 0.04, 1.5), Material.STEEL) for y in (-0.8, 0.8)
        ]
        base = [
            box((-0.5, y - 0.04, 0), (0.5, y + 0.04, 0.06), Material.STEEL) for y in (-0.8, 0.8)
        ]
        bar = tube((0, -1.05, self.bar_m), (0, 1.05, self.bar_m), 0.014, Material.CHROME, 16)
        return [join([*posts, *base, bar])]
