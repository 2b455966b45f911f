"""Elbows: how far they are bent, how high one is held and how far its arm is rotated outwards.

A rope pulled to the face with the elbow at shoulder height ends with the forearm upright or
leaning back: the upper arm has been rotated outwards.  With the upper arm level, that rotation is
the forearm's angle in the sagittal plane, which wrist height and depth against the elbow give.
The side view shows it in the picture; towards the front, depth from the pose model's world
landmarks takes the place of what the picture no longer shows, and the error grows.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from formcheck.measures.arms import elbow_flexion
from formcheck.measures.joints import LANDMARK_NOISE, MIN_VISIBILITY
from formcheck.measures.learned import Stand
from formcheck.measures.limbs import ARM, world_trunk
from formcheck.measures.smoothing import OneEuroFilter
from formcheck.skeleton import Side, other
from formcheck.types import Measurement, Pose, Reason, View

DEPTH_NOISE: Final = 0.12
"""How far a landmark's depth is usually off against its neighbour's, trunk lengths."""

LEAST_ELBOW_PCT: Final = -25.0
"""With the elbow farther below the shoulder, % of trunk length, the upper arm is not level and the
forearm's angle is elbow flexion, not rotation."""

HEIGHT_STD: Final = 1.55
ROTATION_STD: Final = 1.8
"""What propagated landmark errors are taken times, set on `tune`: a raised elbow is placed worse
than a hanging one."""

MOST_STD_DEG: Final = 30.0
"""With a greater error nothing is said: the forearm points along the upper arm's axis."""


def elbow_height(pose: Pose, side: Side, trunk_px: float) -> Measurement:
    """Return the elbow's height over its shoulder, % of trunk length, up positive.

    Along the picture's vertical, so from any side.
    """
    seen = float(min(pose.visibility[ARM[side][:2]].tolist()))
    if seen < MIN_VISIBILITY:
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    shoulder, elbow = pose.xy[ARM[side][:2], 1].tolist()
    value = 100.0 * (shoulder - elbow) / trunk_px
    if math.isnan(value):
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    off = math.hypot(LANDMARK_NOISE["shoulder"], LANDMARK_NOISE["elbow"])
    return Measurement(value, seen, std=100.0 * HEIGHT_STD * off)


def external_rotation(
    pose: Pose, side: Side, view: View, trunk_px: float, height: Measurement
) -> Measurement:
    """Return the upper arm's outward rotation, degrees.

    The forearm in the sagittal plane: 0 level and forward, 90 upright, more leaning back behind
    the elbow, negative hanging down.  Needs a level upper arm (:data:`LEAST_ELBOW_PCT`), which the
    elbow's ``height`` tells, else it is not applicable.
    """
    seen = float(min(pose.visibility[ARM[side]].tolist()))
    if seen < MIN_VISIBILITY or math.isnan(view.yaw_deg):
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    if height.value < LEAST_ELBOW_PCT:
        return Measurement.missing(Reason.NOT_APPLICABLE, seen)
    _, (ex, ey), (wx, wy) = pose.xy[ARM[side]].tolist()
    _, elbow_z, wrist_z = pose.world[ARM[side], 2].tolist()
    yaw = math.radians(view.yaw_deg)
    ahead = 1.0 if view.facing == "right" else -1.0
    across = ahead * (wx - ex) / trunk_px
    away = (wrist_z - elbow_z) / world_trunk(pose)
    forward, up = math.cos(yaw) * across - math.sin(yaw) * away, (ey - wy) / trunk_px
    angle = math.degrees(math.atan2(up, forward))
    size = math.hypot(up, forward)
    if math.isnan(angle) or not size > 0.0:
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    upwards = math.hypot(LANDMARK_NOISE["elbow"], LANDMARK_NOISE["wrist"])
    sideways = math.hypot(math.cos(yaw) * upwards, math.sin(yaw) * DEPTH_NOISE)
    std = ROTATION_STD * math.degrees(math.hypot(up * sideways, forward * upwards) / size**2)
    if std > MOST_STD_DEG:
        return Measurement.missing(Reason.VIEW, seen)
    # A forearm that hangs down behind the elbow has been rotated back, not forwards.
    return Measurement(angle + 360.0 if angle < -135.0 else angle, seen, std=std)


CUTOFF_HZ: Final = 4.0
"""What a picture misses of an elbow changes as fast as the arm moves."""

UNSEEN_DEPTH_STD_DEG: Final = 30.0
"""How far the flexion that the picture shows is usually off the elbow's own: arms that point at
the camera look straighter or more bent than they are.  Root mean square over `tune`."""


class Elbows(NamedTuple):
    """Flexion of each side's elbow, degrees, and the height of the one that is followed.

    0 is a straight arm; ``shown`` is what the picture shows of it.  The height is over the
    shoulder, % of trunk length, up positive.
    """

    shown: dict[Side, Measurement]
    flexion: dict[Side, Measurement]
    height: Measurement


class ElbowMeasurer:
    """Tell how far each elbow is bent, in space, and how high the working one is held.

    The picture shows an arm's shadow, and landmarks of raised arms lie beside the joints.  For the
    near arm the learned estimator adds what is missing and says how sure it is; for the far one,
    and without an estimator, what the picture shows is told and its error is wide.
    """

    def __init__(self) -> None:
        self._missing = OneEuroFilter(CUTOFF_HZ, 0.0)

    def push(
        self,
        time_s: float,
        pose: Pose,
        view: View,
        side: Side,
        trunk_px: float,
        stand: Stand | None,
    ) -> Elbows:
        """Measure one frame; ``side`` is the arm that is followed."""
        near: Side = view.near_side
        shown = {each: elbow_flexion(pose, each, trunk_px) for each in (near, other(near))}
        told = {each: _widened(flexion) for each, flexion in shown.items()}
        height = elbow_height(pose, side, trunk_px)
        if stand is None:
            return Elbows(shown, told, height)
        missing = np.array([stand.elbow_deg, stand.height_pct])
        bent, raised = self._missing.push(time_s, missing).tolist()
        if shown[near].known:
            value = min(max(shown[near].value + bent, 0.0), 180.0)
            told[near] = shown[near]._replace(value=value, std=stand.elbow_std)
        if side == near and height.known:
            height = height._replace(value=height.value + raised, std=stand.height_std)
        return Elbows(shown, told, height)


def _widened(shown: Measurement) -> Measurement:
    return shown._replace(std=math.hypot(shown.std, UNSEEN_DEPTH_STD_DEG))
