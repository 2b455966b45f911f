"""A hand held up: how a lifter across the room tells that a set begins or ends."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from formcheck.skeleton import Landmark as L
from formcheck.types import FloatArray, Pose

HOLD_S: Final = 1.0
_SEEN: Final = 0.6
_ABOVE_HEAD: Final = 0.25
"""The wrist is above the head by this share of the trunk: no face pull reaches there."""

_UPRIGHT: Final = 0.7
"""Share of the trunk's length by which the shoulders are above the hips."""

_GAP_S: Final = 0.3
_SAME_S: Final = 1e-6
_ARMS: Final = (
    (L.LEFT_WRIST, L.LEFT_ELBOW, L.LEFT_SHOULDER),
    (L.RIGHT_WRIST, L.RIGHT_ELBOW, L.RIGHT_SHOULDER),
)


class RaisedHand:
    """Notice a hand that is held up for a second; fires once for each time it goes up."""

    def __init__(self, hold_s: float = HOLD_S) -> None:
        self._hold_s = hold_s
        self._since_s = math.nan
        self._seen_s = math.nan
        self._fired = False

    def push(self, time_s: float, pose: Pose | None) -> bool:
        """Take one frame's pose and return whether the sign was given just now."""
        if pose is not None and one_hand_up(pose):
            if not time_s - self._seen_s <= _GAP_S:
                self._since_s, self._fired = time_s, False
            self._seen_s = time_s
        elif not time_s - self._seen_s <= _GAP_S:
            self._since_s, self._fired = math.nan, False
        if self._fired or not self._seen_s - self._since_s >= self._hold_s - _SAME_S:
            return False
        self._fired = True
        return True

    @property
    def progress(self) -> float:
        """How far the sign is, 0 to 1, for the window to show."""
        if self._fired or math.isnan(self._since_s):
            return 0.0
        return min(1.0, (self._seen_s - self._since_s) / self._hold_s)


def one_hand_up(pose: Pose) -> bool:
    """Whether a standing lifter holds exactly one hand above the head.

    Both hands up is a pull-up or a pulldown; lying or leaning forward nobody gives a sign.
    """
    trunk = _trunk(pose)
    length = float(np.hypot(*trunk))
    if not -trunk[1] >= _UPRIGHT * length > 0.0:
        return False
    head_y = float(np.nanmin(np.append(pose.xy[[L.NOSE, L.LEFT_EAR, L.RIGHT_EAR], 1], np.inf)))
    up = [_is_up(pose, arm, head_y - _ABOVE_HEAD * length) for arm in _ARMS]
    low = [_is_low(pose, arm) for arm in _ARMS]
    return (up[0] and low[1]) or (up[1] and low[0])


def _trunk(pose: Pose) -> FloatArray:
    shoulders = pose.xy[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(axis=0)
    hips = pose.xy[[L.LEFT_HIP, L.RIGHT_HIP]].mean(axis=0)
    trunk: FloatArray = shoulders - hips
    return trunk


def _is_up(pose: Pose, arm: tuple[L, L, L], limit_y: float) -> bool:
    wrist, elbow, shoulder = arm
    seen = min(pose.visibility[wrist], pose.visibility[elbow]) >= _SEEN
    y = pose.xy[:, 1]
    return bool(seen and y[wrist] < limit_y and y[wrist] < y[elbow] < y[shoulder])


def _is_low(pose: Pose, arm: tuple[L, L, L]) -> bool:
    """Whether an arm hangs, or is hidden behind the body as the far one often is."""
    wrist, _, shoulder = arm
    return bool(pose.visibility[wrist] < _SEEN or pose.xy[wrist, 1] > pose.xy[shoulder, 1])
