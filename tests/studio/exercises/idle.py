"""What people do before, between and after sets: nothing in here is a repetition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from studio.anatomy import Body
from studio.exercises.base import Style, arm_m, hinged, idle_hands, leg_length, with_hands
from studio.mesh import Mesh
from studio.motion import State
from studio.skeleton import SIDES, Hand, Posture, Skeleton, pelvis_for_inclination, solve
from studio.transforms import Vector, smootherstep, unit, vec

Activity = Literal["walk_in", "walk_off", "arm_swings", "set_up", "racking"]
STEP_S = 0.56
SPEED_M_S = 1.15


@dataclass(frozen=True)
class Idle:
    """Movement that must not be counted; it runs on the clock, not on repetitions."""

    activity: Activity
    distance_m: float = 1.9

    def pose(self, body: Body, style: Style, state: State) -> Skeleton:
        """Solve the lifter at ``state.time_s``."""
        if self.activity == "arm_swings":
            return self._swing(body, style, state)
        if self.activity == "set_up":
            return self._set_up(body, style, state)
        if self.activity == "racking":
            return self._racking(body, style, state)
        return self._walk(body, style, state)

    def _walk(self, body: Body, style: Style, state: State) -> Skeleton:
        direction = 1.0 if self.activity == "walk_in" else -1.0
        start = -self.distance_m if direction > 0 else 0.0
        travel = min(SPEED_M_S * state.time_s, self.distance_m)
        moving = float(smootherstep(min(1.0, (self.distance_m - travel) / 0.35)))
        step = np.pi * travel / (SPEED_M_S * STEP_S)
        heading = 0.0 if direction > 0 else 180.0
        x = start + direction * travel
        posture = self._stride(body, style, step, moving, direction)
        shift = vec(x, 0, 0)
        ankles = tuple(a + shift for a in posture.ankles)
        posture = replace(
            posture,
            hip=posture.hip + shift,
            ankles=(ankles[0], ankles[1]),
            heading_deg=heading,
            knee_poles=(vec(direction, 0.05, 0), vec(direction, -0.05, 0)),
        )
        bare = solve(body, posture)
        hands = [self._walking_arm(body, bare, i, step, moving, direction) for i in range(2)]
        return with_hands(body, posture, (hands[0], hands[1]))

    def _stride(
        self, body: Body, style: Style, step: float, moving: float, direction: float
    ) -> Posture:
        height = leg_length(body, 178.0 - 12.0 * moving) + body.ankle_m
        height += 0.012 * moving * np.cos(2 * step)
        ankles, tips = [], []
        for _, sign in SIDES:
            phase = step + (0.0 if sign > 0 else np.pi)
            reach = 0.30 * body.scale * np.cos(phase) * moving * direction
            lift = 0.10 * max(0.0, -np.sin(phase)) * moving
            ankles.append(vec(reach, direction * sign * 0.07, body.ankle_m + lift))
            tips.append(float(25.0 * max(0.0, -np.sin(phase)) * moving))
        return Posture(
            hip=vec(0, 0, height),
            pelvis_deg=pelvis_for_inclination(body, 86.0, 0, 0),
            lumbar_deg=0.0,
            thoracic_deg=0.0,
            neck_deg=4.0,
            twist_deg=float(6.0 * moving * np.cos(step)),
            hands=idle_hands(),
            ankles=(ankles[0], ankles[1]),
            foot_pitch_deg=(tips[0], tips[1]),
            foot_turn_deg=6.0,
        )

    def _walking_arm(
        self, body: Body, bare: Skeleton, i: int, step: float, moving: float, direction: float
    ) -> Hand:
        side, sign = SIDES[i]
        swing = -np.cos(step + (0.0 if sign > 0 else np.pi)) * 0.45 * moving + 0.10
        out = vec(direction * np.sin(swing), direction * sign * 0.10, -np.cos(swing))
        target = bare[f"{side}_gleno"] + unit(out) * arm_m(body) * 0.96
        pole = vec(-direction, direction * sign * 0.3, 0)
        return Hand(target, pole, vec(0.9 * direction, -0.4 * direction * sign, 0))

    def _swing(self, body: Body, style: Style, state: State) -> Skeleton:
        """Swing and cross the straight arms, as people do between sets."""
        angle = 55.0 * np.sin(2 * np.pi * state.time_s / 1.7)
        posture = hinged(body, replace(style, inclination_deg=88.0, knee_deg=174.0), state)
        posture = replace(posture, neck_deg=3.0)
        bare = solve(body, posture)
        hands = []
        for side, sign in SIDES:
            a = np.radians(35.0 + angle)
            out = vec(np.sin(a), sign * 0.25 * np.cos(2.2 * state.time_s), -np.cos(a))
            target = bare[f"{side}_gleno"] + unit(out) * arm_m(body) * 0.96
            hands.append(Hand(target, vec(-0.6, sign, -0.3), vec(0.6, -sign, 0.0)))
        return with_hands(body, posture, (hands[0], hands[1]))

    def _set_up(self, body: Body, style: Style, state: State) -> Skeleton:
        """Bend down twice to something on the floor, look at it, and straighten."""
        depth = 0.5 - 0.5 * np.cos(2 * np.pi * state.time_s / 4.2)
        low = replace(style, inclination_deg=18.0, knee_deg=112.0)
        rounding = 14.0 * float(depth)
        bent = replace(state, ready=float(depth), lumbar_deg=rounding, thoracic_deg=rounding)
        posture = hinged(body, low, bent)
        bare = solve(body, posture)
        hands = []
        for side, sign in SIDES:
            gleno: Vector = bare[f"{side}_gleno"]
            wobble = 0.05 * np.sin(5.0 * state.time_s + sign)
            target = gleno + vec(0.12 * depth + wobble, sign * 0.08, -arm_m(body) * 0.95)
            target[2] = max(target[2], 0.25)
            hands.append(Hand(target, vec(-1, 0.4 * sign, 0), vec(0.4, -sign, 0)))
        return with_hands(body, posture, (hands[0], hands[1]))

    def _racking(self, body: Body, style: Style, state: State) -> Skeleton:
        """Put one thing after the other away at waist height, elbows bending as in a row."""
        depth = 0.5 - 0.5 * np.cos(2 * np.pi * state.time_s / 2.6)
        low = replace(style, inclination_deg=62.0, knee_deg=160.0)
        posture = hinged(body, low, replace(state, ready=float(depth)))
        bare = solve(body, posture)
        busy = int(state.time_s / 2.6) % 2
        hands = []
        for i, (side, sign) in enumerate(SIDES):
            gleno = bare[f"{side}_gleno"]
            hang = gleno + vec(0.05, sign * 0.06, -arm_m(body) * 0.97)
            away = gleno + vec(0.42, sign * 0.02, -0.28) * body.scale
            share = float(depth) if i == busy else 0.25 * float(depth)
            target = hang * (1 - share) + away * share
            hands.append(Hand(target, vec(-0.9, 0.4 * sign, -0.2), vec(0.8, -0.5 * sign, 0)))
        return with_hands(body, posture, (hands[0], hands[1]))

    def props(self, body: Body, style: Style, skeleton: Skeleton) -> list[Mesh]:
        """Return nothing: the hands are empty."""
        return []

    def fixtures(self, body: Body, style: Style) -> list[Mesh]:
        """Return nothing of its own."""
        return []
