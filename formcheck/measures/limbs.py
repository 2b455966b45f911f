"""Where both arms and the shoulders are, in body lengths: what movements are told apart by.

Unfiltered on purpose: counting filters for itself, without the delay of the live filter.
"""

from __future__ import annotations

import math
from collections import deque
from statistics import median
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.geometry import flexion_deg, mid_point
from formcheck.skeleton import Landmark as L
from formcheck.skeleton import Side, of_side
from formcheck.types import NAN, Pose

SCALE_FRAMES = 45
SEEN_ANKLE = 0.85
SEEN_HAND = 0.6

CORE = np.array(
    [L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP, L.LEFT_EAR, L.RIGHT_EAR]
)
"""Landmarks that are nearly always well placed: they tell pixels per metre."""

ARM = {
    side: np.array([of_side(part, side) for part in ("shoulder", "elbow", "wrist")])
    for side in get_args(Side)
}
"""Shoulder, elbow and wrist of each side."""

HIPS, KNEES = (
    np.array([[of_side(part, side) for part in parts] for side in get_args(Side)])
    for parts in (("shoulder", "hip", "knee"), ("hip", "knee", "ankle"))
)
"""The three landmarks that tell the flexion of hip and knee, a row for each side."""

WRISTS = np.array([L.LEFT_WRIST, L.RIGHT_WRIST])
ANKLES = np.array([L.LEFT_ANKLE, L.RIGHT_ANKLE])


class ArmPosture(NamedTuple):
    """One arm in one frame; lengths in trunk lengths, NaN where unknown.

    ``hand_x``, ``hand_y`` and ``elbow_x``, ``elbow_y`` are hand and elbow from the shoulder along
    the picture's axes (y down), ``hand_away`` the hand farther from the camera than the shoulder,
    by the pose model's world landmarks.  ``elbow_deg`` is elbow flexion in the picture,
    ``bend_deg`` in space, or in the picture too where there are no world landmarks.  ``seen`` is
    the least visibility of its joints, 0 to 1.
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
    ankles are apart in it.  ``hip_deg`` and ``knee_deg`` are the flexion of hips and knees in
    space (0 straight), the mean of both sides, whatever the camera's place.
    """

    rise: float = NAN
    ear: float = NAN
    apart: float = NAN
    hip_x: float = NAN
    hip_y: float = NAN
    stride: float = NAN
    upright: float = NAN
    hip_deg: float = NAN
    knee_deg: float = NAN


UNSEEN_GIRDLE = Girdle()


class BodyScale:
    """Pixels per trunk length that do not shrink when the trunk leans towards the camera."""

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=SCALE_FRAMES)
        self.px = NAN

    def push(self, pose: Pose) -> float:
        """Return the trunk's length as it would look across the picture, frame pixels."""
        flat, space = pose.xy[CORE], pose.world[CORE, :2]
        flat = flat - np.add.reduce(flat) / len(CORE)
        space = space - np.add.reduce(space) / len(CORE)
        size = float(np.vdot(space, space))
        px = float(np.vdot(flat, space)) / size * world_trunk(pose) if size > 1e-6 else NAN
        if math.isnan(size):
            # Poses without depth: as the picture shows it.
            px = math.dist(mid_point(pose, "shoulder"), mid_point(pose, "hip"))
        if px > 1.0:
            self._recent.append(px)
            self.px = median(self._recent)
        return self.px


def arm_posture(pose: Pose, side: Side, body_px: float) -> ArmPosture:
    """Return where an arm is."""
    joints = ARM[side]
    flat, space = pose.xy[joints], pose.world[joints]
    (sx, sy), (ex, ey), (wx, wy) = flat.tolist()
    elbow, bend = flexion_deg(*flat), flexion_deg(*space)
    return ArmPosture(
        (wx - sx) / body_px,
        (wy - sy) / body_px,
        float(space[2, 2] - space[0, 2]) / world_trunk(pose),
        (ex - sx) / body_px,
        (ey - sy) / body_px,
        elbow,
        elbow if math.isnan(bend) else bend,
        min(pose.visibility[joints].tolist()),
    )


def girdle(pose: Pose, body_px: float) -> Girdle:
    """Return where shoulders and hands are against the body."""
    shoulder, hip, ear = (mid_point(pose, part) for part in ("shoulder", "hip", "ear"))
    width, height = pose.size
    known = 0 <= hip[0] <= width and 0 <= hip[1] <= height
    return Girdle(
        math.dist(shoulder, hip) / body_px,
        math.dist(shoulder, ear) / body_px,
        _apart(pose),
        hip[0] / body_px if known else NAN,
        hip[1] / body_px if known else NAN,
        _stride(pose) / body_px,
        (hip[1] - shoulder[1]) / body_px,
        _flexion(pose, HIPS),
        _flexion(pose, KNEES),
    )


def world_trunk(pose: Pose) -> float:
    """Return the length of the trunk by the world landmarks, metres, above zero."""
    left, right, left_hip, right_hip = pose.world[CORE[:4]].tolist()
    ends = zip(left, right, left_hip, right_hip, strict=True)
    trunk = [(a + b) / 2.0 - (c + d) / 2.0 for a, b, c, d in ends]
    return max(math.sqrt(sum(part * part for part in trunk)), 1e-6)


def _apart(pose: Pose) -> float:
    """Return the hands' distance; NaN unless both are seen, for a guessed hand is anywhere."""
    if min(pose.visibility[WRISTS].tolist()) < SEEN_HAND:
        return NAN
    return math.dist(*pose.world[WRISTS].tolist()) / world_trunk(pose)


def _stride(pose: Pose) -> float:
    if min(pose.visibility[ANKLES].tolist()) < SEEN_ANKLE:
        return NAN
    return math.dist(*pose.xy[ANKLES].tolist())


def _flexion(pose: Pose, joints: NDArray[np.int_]) -> float:
    """Return how bent a joint is in space, degrees, the mean of both sides."""
    return sum(flexion_deg(*pose.world[row]) for row in joints) / len(joints)
