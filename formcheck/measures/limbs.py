"""Where both arms and the shoulders are, in body lengths: what movements are told apart by.

Unfiltered on purpose: counting filters for itself, without the delay of the live filter.
"""

from __future__ import annotations

import math
from collections import deque
from statistics import median
from typing import NamedTuple

import numpy as np

from formcheck.measures.geometry import flexion_deg
from formcheck.skeleton import Landmark as L
from formcheck.skeleton import Side, of_side
from formcheck.types import NAN, FloatArray, Pose

SCALE_FRAMES = 45
SEEN_ANKLE = 0.85
SEEN_HAND = 0.6

CORE = np.array(
    [L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP, L.LEFT_EAR, L.RIGHT_EAR]
)
"""Landmarks that are nearly always well placed: they tell pixels per metre."""


class ArmPosture(NamedTuple):
    """One arm in one frame; lengths in trunk lengths, NaN where unknown.

    ``hand_x``, ``hand_y`` and ``elbow_x``, ``elbow_y`` are hand and elbow from the shoulder along
    the picture's axes (y down), ``hand_away`` the hand farther from the camera than the shoulder,
    by the pose model's world landmarks.  ``elbow_deg`` is elbow flexion in the picture,
    ``bend_deg`` in space.  ``seen`` is the least visibility of its joints, 0 to 1.
    """

    hand_x: float = NAN
    hand_y: float = NAN
    hand_away: float = NAN
    elbow_x: float = NAN
    elbow_y: float = NAN
    elbow_deg: float = NAN
    bend_deg: float = NAN
    seen: float = 0.0


UNSEEN_ARM = ArmPosture()


class Girdle(NamedTuple):
    """Shoulders and hands against the body in one frame, in trunk lengths, NaN where unknown.

    ``rise`` is the mid-shoulder from the mid-hip along the trunk, ``ear`` from the mid-ear,
    ``upright`` how much of the trunk is vertical in the picture (1 upright, 0 horizontal, from
    wherever the camera looks), ``apart`` the distance between the hands in space, ``hip_x`` and
    ``hip_y`` the mid-hip's place in the picture (from its top left), ``stride`` how far the
    ankles are apart in it.
    """

    rise: float = NAN
    ear: float = NAN
    apart: float = NAN
    hip_x: float = NAN
    hip_y: float = NAN
    stride: float = NAN
    upright: float = NAN


UNSEEN_GIRDLE = Girdle()


class BodyScale:
    """Pixels per trunk length that do not shrink when the trunk leans towards the camera."""

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=SCALE_FRAMES)
        self.px = NAN

    def push(self, pose: Pose) -> float:
        """Return the trunk's length as it would look across the picture, frame pixels."""
        flat = pose.xy[CORE] - pose.xy[CORE].mean(axis=0)
        space = pose.world[CORE] - pose.world[CORE].mean(axis=0)
        size = float((space[:, :2] ** 2).sum())
        px = float((flat * space[:, :2]).sum()) / size * _world_trunk(pose) if size > 1e-6 else NAN
        if px > 1.0:
            self._recent.append(px)
            self.px = median(self._recent)
        return self.px


def arm_posture(pose: Pose, side: Side, body_px: float) -> ArmPosture:
    """Return where an arm is."""
    s, e, w = (of_side(part, side) for part in ("shoulder", "elbow", "wrist"))
    hand, elbow = (pose.xy[w] - pose.xy[s]) / body_px, (pose.xy[e] - pose.xy[s]) / body_px
    return ArmPosture(
        float(hand[0]),
        float(hand[1]),
        float(pose.world[w, 2] - pose.world[s, 2]) / _world_trunk(pose),
        float(elbow[0]),
        float(elbow[1]),
        flexion_deg(pose.xy[s], pose.xy[e], pose.xy[w]),
        flexion_deg(pose.world[s], pose.world[e], pose.world[w]),
        float(min(pose.visibility[s], pose.visibility[e], pose.visibility[w])),
    )


def girdle(pose: Pose, body_px: float) -> Girdle:
    """Return where shoulders and hands are against the body."""
    shoulder, hip, ear = (_middle(pose, part) for part in ("shoulder", "hip", "ear"))
    trunk = shoulder - hip
    known = bool((hip >= 0).all() and (hip <= pose.size).all())
    place = hip / body_px if known else np.full(2, NAN)
    return Girdle(
        float(np.hypot(*trunk)) / body_px,
        float(np.hypot(*(shoulder - ear))) / body_px,
        _apart(pose),
        float(place[0]),
        float(place[1]),
        _stride(pose) / body_px,
        -float(trunk[1]) / body_px,
    )


def _world_trunk(pose: Pose) -> float:
    shoulder = pose.world[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(axis=0)
    trunk = shoulder - pose.world[[L.LEFT_HIP, L.RIGHT_HIP]].mean(axis=0)
    return max(math.sqrt(float(trunk @ trunk)), 1e-6)


def _apart(pose: Pose) -> float:
    """Return the hands' distance; NaN unless both are seen, for a guessed hand is anywhere."""
    wrists = [L.LEFT_WRIST, L.RIGHT_WRIST]
    if pose.visibility[wrists].min() < SEEN_HAND:
        return NAN
    apart = pose.world[wrists[0]] - pose.world[wrists[1]]
    return math.sqrt(float(apart @ apart)) / _world_trunk(pose)


def _stride(pose: Pose) -> float:
    ankles = [L.LEFT_ANKLE, L.RIGHT_ANKLE]
    if pose.visibility[ankles].min() < SEEN_ANKLE:
        return NAN
    return float(np.hypot(*(pose.xy[ankles[0]] - pose.xy[ankles[1]])))


def _middle(pose: Pose, part: str) -> FloatArray:
    middle: FloatArray = (pose.xy[of_side(part, "left")] + pose.xy[of_side(part, "right")]) / 2.0
    return middle
