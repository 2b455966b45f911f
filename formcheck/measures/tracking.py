"""Make one lifter's landmarks continuous: repair swapped arms, smooth with a known delay."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace
from statistics import median

import numpy as np

from formcheck.config import SmoothingOptions
from formcheck.measures.geometry import mid_point
from formcheck.measures.smoothing import OneEuroFilter
from formcheck.skeleton import Landmark as L
from formcheck.types import FloatArray, Pose

ARM = ("ELBOW", "WRIST", "PINKY", "INDEX", "THUMB", "SHOULDER")
LEFT_ARM = np.array([L[f"LEFT_{part}"] for part in ARM])
RIGHT_ARM = np.array([L[f"RIGHT_{part}"] for part in ARM])
JOINTS = 2
"""The first two of an arm, elbow and wrist, decide which arm it is."""

_ARMS = np.stack([LEFT_ARM[:JOINTS], RIGHT_ARM[:JOINTS]])
_WRISTS = np.array([LEFT_ARM[1], RIGHT_ARM[1]])

SWAP_GAIN = 0.5
SWAP_LEAST = 0.12
"""Arms are taken as swapped when that halves their jump, and the jump exceeds this (in trunks)."""

CALM_SCALE = 0.05
CALM_S = 0.3
"""An arm that jumps by so many trunk lengths from frame to frame, averaged over so long, is a
guess and has no say in which arm is which."""

FORGET_S = 0.5
TRUNK_WINDOW = 90


class LandmarkTracker:
    """Turn raw poses of one person into continuous, smoothed ones.

    Seen from the side, the pose model sometimes exchanges the arms: the visible one is called
    left, then right.  The tracker keeps each arm's identity by its path, weighing each arm by
    how visible it is.  After a gap of :data:`FORGET_S` seconds it starts afresh.  ``repaired`` is
    the last pose before smoothing.
    """

    def __init__(self, options: SmoothingOptions) -> None:
        self._filter = OneEuroFilter(options.min_cutoff_hz, options.beta)
        self._lengths: deque[float] = deque(maxlen=TRUNK_WINDOW)
        self._trunk_px = math.nan
        self._time = math.nan
        self._arms: FloatArray | None = None
        self._motion = np.zeros((2, JOINTS, 2))
        self._weight = np.ones(2)
        self._unrest = np.zeros(2)
        self.repaired: Pose | None = None

    @property
    def trunk_px(self) -> float:
        """Median hip-shoulder length over the last frames, frame pixels; NaN before any."""
        return self._trunk_px

    def push(self, time_s: float, pose: Pose) -> Pose:
        """Return the repaired and smoothed pose."""
        if not math.isnan(self._time) and time_s - self._time > FORGET_S:
            self._filter.reset()
            self._arms = None
        trunk = math.dist(mid_point(pose, "shoulder"), mid_point(pose, "hip"))
        if not math.isnan(trunk):
            self._lengths.append(max(trunk, 1.0))
            self._trunk_px = median(self._lengths)
        self.repaired = repaired = self._repair(time_s, pose)
        self._time = time_s
        scale = self.trunk_px
        smooth = self._filter.push(time_s, repaired.xy / scale) * scale
        return replace(repaired, xy=smooth)

    def _repair(self, time_s: float, pose: Pose) -> Pose:
        arms = pose.xy[_ARMS]
        seen = pose.visibility[_WRISTS]
        if self._arms is None:
            self._motion, self._unrest = np.zeros((2, JOINTS, 2)), np.zeros(2)
        else:
            expected = self._arms + self._motion
            keep = self._jump(expected, arms)
            swap = self._jump(expected, arms[::-1])
            stay, change = float(keep @ self._weight), float(swap @ self._weight)
            if stay > SWAP_LEAST and change < SWAP_GAIN * stay:
                pose, arms, seen, keep = _swap_arms(pose), arms[::-1], seen[::-1], swap
            blend = min((time_s - self._time) / CALM_S, 1.0)
            self._unrest += blend * (keep - self._unrest)
            self._motion = 0.5 * self._motion + 0.5 * (arms - self._arms)
        self._arms = arms
        trust = np.maximum(seen, 0.02) * np.exp(-self._unrest / CALM_SCALE)
        self._weight = trust / max(float(trust.sum()), 1e-9)
        return pose

    def _jump(self, expected: FloatArray, now: FloatArray) -> FloatArray:
        """Return each arm's mean distance from where it was expected, in trunk lengths."""
        away = now - expected
        gap = np.hypot(away[..., 0], away[..., 1])
        jump: FloatArray = np.add.reduce(gap, axis=1) / (JOINTS * self.trunk_px)
        return jump


def _swap_arms(pose: Pose) -> Pose:
    order = np.arange(len(pose.xy))
    order[LEFT_ARM], order[RIGHT_ARM] = RIGHT_ARM, LEFT_ARM
    return replace(
        pose,
        xy=pose.xy[order],
        depth=pose.depth[order],
        visibility=pose.visibility[order],
        world=pose.world[order],
    )
