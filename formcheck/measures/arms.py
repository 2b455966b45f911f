"""Elbow flexion of both arms, and the hand of the arm that can be seen working."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np

from formcheck.measures.geometry import Point, flexion_deg, mid_point
from formcheck.measures.joints import angle_std_deg
from formcheck.measures.limbs import ARM
from formcheck.skeleton import Landmark as L
from formcheck.skeleton import Side, of_side
from formcheck.types import NAN, FloatArray, Measurement, Pose, Reason, View

MIN_VISIBILITY = 0.35
"""Below this the pose model is guessing an arm it does not see."""

SETTLING_S = 0.12
SWITCH_MARGIN = 0.18
"""The other arm must be rated this much better before it becomes the working one."""

JUMPING_SCALE = 0.12
"""Trunk lengths: an arm that strays this far from steady motion in one frame is a guess."""
JUMPING_PENALTY = 0.5

NEAR_BONUS = 0.15
"""Of two arms that look equally visible, the one nearer the camera is the better known."""

ACTIVE_WINDOW_S = 2.5
ACTIVE_DEG = 25.0
PASSIVE_DEG = 12.0
ACTIVE_VISIBILITY = 0.6
ACTIVE_BONUS = 0.5
"""With both arms well seen, the one that has bent while the other has not is the working one."""

FORWARD_BONUS = 0.6
UPRIGHT = 0.93
"""Sine of the trunk inclination from which the farther-reaching hand is preferred."""


class WorkingArm:
    """Choose the arm to follow: visible and calm, without flickering between the two.

    A hidden arm is not merely marked less visible: the pose model's guesses of it jump about.
    Each arm is rated by its visibility less a penalty for jumping (the second difference of
    elbow and wrist, in trunk lengths).  With the trunk upright the hand that reaches farther
    forward is preferred, because guesses of a hidden arm lie close to the body.
    """

    def __init__(self) -> None:
        self._time = math.nan
        self._rating = [0.0, 0.0]
        self._past: list[FloatArray] = []
        self._bends: deque[tuple[float, float, float]] = deque()
        self.side: Side | None = None

    def push(self, time_s: float, pose: Pose, view: View, trunk_px: float) -> Side:
        """Return the lifter's side whose arm is followed now."""
        seen = arm_visibility(pose, "left"), arm_visibility(pose, "right")
        jumping = self._jumping(pose, trunk_px)
        active = self._activity(time_s, pose, min(seen))
        ahead = FORWARD_BONUS * _forwardness(pose, view, trunk_px)
        rating = [
            seen[k] - _bounded((jumping[k] / JUMPING_SCALE) ** 2) * JUMPING_PENALTY + active[k]
            for k in (0, 1)
        ]
        rating[0 if view.near_side == "left" else 1] += NEAR_BONUS
        rating = [rating[0] + ahead, rating[1] - ahead]
        if self.side is None:
            self._rating = rating
            self.side = "left" if rating[0] >= rating[1] else "right"
        else:
            dt = max(time_s - self._time, 0.0)
            blend = dt / (dt + SETTLING_S)
            self._rating = [
                old + blend * (new - old) for old, new in zip(self._rating, rating, strict=True)
            ]
            lead = self._rating[0] - self._rating[1]
            if self.side == "left" and lead < -SWITCH_MARGIN:
                self.side = "right"
            elif self.side == "right" and lead > SWITCH_MARGIN:
                self.side = "left"
        self._time = time_s
        return self.side

    def _activity(self, time_s: float, pose: Pose, seen: float) -> tuple[float, float]:
        """Return the bonus of the only arm that moves: a single-arm row may be the far arm's."""
        if seen < ACTIVE_VISIBILITY:
            self._bends.clear()
            return 0.0, 0.0
        left, right = elbow_flexion(pose, "left").value, elbow_flexion(pose, "right").value
        self._bends.append((time_s, left, right))
        while time_s - self._bends[0][0] > ACTIVE_WINDOW_S:
            self._bends.popleft()
        spread_left = _spread([bend for _, bend, _ in self._bends])
        spread_right = _spread([bend for _, _, bend in self._bends])
        return (
            ACTIVE_BONUS if spread_left > ACTIVE_DEG and spread_right < PASSIVE_DEG else 0.0,
            ACTIVE_BONUS if spread_right > ACTIVE_DEG and spread_left < PASSIVE_DEG else 0.0,
        )

    def _jumping(self, pose: Pose, trunk_px: float) -> tuple[float, float]:
        """Return how far each arm strayed from steady motion in this frame, trunk lengths."""
        now = pose.xy[_JUMPING] / trunk_px
        self._past = [*self._past[-2:], now]
        if len(self._past) < 3:
            return 0.0, 0.0
        bend = self._past[2] - 2.0 * self._past[1] + self._past[0]
        gap = [math.hypot(x, y) for x, y in bend.tolist()]
        return _most(gap[0], gap[1]), _most(gap[2], gap[3])


_JUMPING = np.array([L.LEFT_ELBOW, L.LEFT_WRIST, L.RIGHT_ELBOW, L.RIGHT_WRIST])


def _most(a: float, b: float) -> float:
    return math.nan if math.isnan(a + b) else max(a, b)


def _bounded(share: float) -> float:
    return share if math.isnan(share) else min(share, 1.0)


def _spread(values: list[float]) -> float:
    """Return the distance between the 10th and the 90th percentile; NaN when one is."""
    if any(map(math.isnan, values)):
        return math.nan
    order = sorted(values)

    def at(share: float) -> float:
        place = share * (len(order) - 1)
        low = int(place)
        high = min(low + 1, len(order) - 1)
        return order[low] + (place - low) * (order[high] - order[low])

    return at(0.9) - at(0.1)


def _forwardness(pose: Pose, view: View, trunk_px: float) -> float:
    """Return half the left hand's lead over the right one, trunk lengths.

    Zero unless the trunk is upright.
    """
    hip, shoulder = mid_point(pose, "hip"), mid_point(pose, "shoulder")
    if hip[1] - shoulder[1] < UPRIGHT * math.dist(hip, shoulder):
        return 0.0
    ahead = 1.0 if view.facing == "right" else -1.0
    lead = float(pose.xy[L.LEFT_WRIST, 0] - pose.xy[L.RIGHT_WRIST, 0])
    return 0.5 * ahead * lead / trunk_px


@dataclass(frozen=True, slots=True)
class Hand:
    """The working hand from its shoulder: forward and up in % of trunk length, NaN if unseen."""

    forward_pct: float
    up_pct: float
    quality: float


def arm_visibility(pose: Pose, side: Side) -> float:
    """Return how visible the whole arm is, 0 to 1: its least visible joint."""
    return float(min(pose.visibility[ARM[side]].tolist()))


HIDDEN_STD_DEG = 60.0
"""Standard error of an elbow's flexion where nothing of the arm is seen: what is guessed."""


def elbow_flexion(pose: Pose, side: Side, trunk_px: float = NAN) -> Measurement:
    """Return elbow flexion in the picture plane, degrees, 0 for a straight arm.

    Its standard error is known where ``trunk_px``, the trunk's length in frame pixels, is.
    """
    seen = arm_visibility(pose, side)
    if seen < MIN_VISIBILITY:
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    points = pose.xy[ARM[side]]
    value = flexion_deg(*points)
    if math.isnan(value):
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    std = angle_std_deg(points / trunk_px, ("shoulder", "elbow", "wrist"))
    return Measurement(value, seen, std=math.hypot(std, HIDDEN_STD_DEG * (1.0 - seen)))


def hand_position(pose: Pose, side: Side, view: View, trunk_px: float) -> Hand:
    """Return where the hand is from the shoulder.

    Forward is the picture's horizontal towards where the lifter faces, up is the picture's
    vertical.  From the front "forward" points at the camera and what is left is its shadow.
    """
    (sx, sy), _, (wx, wy) = pose.xy[ARM[side]].tolist()
    ahead = 100.0 if view.facing == "right" else -100.0
    return Hand(
        ahead * (wx - sx) / trunk_px, -100.0 * (wy - sy) / trunk_px, arm_visibility(pose, side)
    )


class HandSpeed:
    """Speed of a hand relative to the hips, from smoothed landmarks."""

    def __init__(self) -> None:
        self._time = math.nan
        self._place: Point | None = None
        self._side: Side | None = None

    def push(self, time_s: float, pose: Pose, side: Side, trunk_px: float) -> float:
        """Return the speed in % of trunk length a second; NaN at first and after a change."""
        hip = mid_point(pose, "hip")
        x, y = pose.xy[of_side("wrist", side)].tolist()
        place = (x - hip[0]) / trunk_px, (y - hip[1]) / trunk_px
        speed = math.nan
        if self._place is not None and side == self._side:
            speed = 100.0 * math.dist(place, self._place) / max(time_s - self._time, 1e-6)
        self._time, self._place, self._side = time_s, place, side
        return speed
