"""What tells a good face pull: how high the elbow is, and how far the arm is rotated outwards.

A rope pulled to the face with the elbow at shoulder height ends with the forearm upright or
leaning back: the upper arm has been rotated outwards.  With the upper arm level, that rotation is
the forearm's angle in the sagittal plane, which wrist height and depth against the elbow give.
The side view shows it in the picture; towards the front, depth from the pose model's world
landmarks takes the place of what the picture no longer shows, and the error grows.
"""

from __future__ import annotations

import math
from typing import Final

from formcheck.measures.joints import LANDMARK_NOISE, MIN_VISIBILITY
from formcheck.measures.limbs import ARM, world_trunk
from formcheck.skeleton import Side
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
