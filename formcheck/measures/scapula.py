"""Scapular retraction and elevation against the arms-extended position.

First, plain estimators, from the side only.  *Elevation*: the near shoulder's place along the
trunk line, from the hip.  *Retraction*: the near shoulder's distance from the line through the
hip and the ear; the neck sits on the thorax, so this line stays when the shoulder slides back.
The pose model's shoulder moves less than the acromion does, so both under-read; the quality says
how far the view can be trusted, not how much of the true travel is seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from formcheck.measures.geometry import mid_point
from formcheck.skeleton import of_side
from formcheck.types import NAN, Pose, Reason, View

MAX_YAW_DEG = 50.0


@dataclass(frozen=True, slots=True)
class ShoulderPlace:
    """Where the near shoulder sits, in % of trunk length, without a baseline.

    ``back_pct`` grows when the shoulder moves backwards, ``up_pct`` when it moves towards the
    ear.  NaN with a reason when not judged.
    """

    back_pct: float = NAN
    up_pct: float = NAN
    quality: float = 0.0
    reason: Reason = Reason.NONE


def shoulder_place(pose: Pose, view: View, trunk_px: float) -> ShoulderPlace:
    """Return the near shoulder's place on the thorax."""
    if not abs(view.yaw_deg) <= MAX_YAW_DEG:
        return ShoulderPlace(reason=Reason.VIEW)
    side = view.near_side
    at = [of_side("shoulder", side), of_side("ear", side)]
    sx, sy = pose.xy[at[0]].tolist()
    ear, hip = mid_point(pose, "ear"), mid_point(pose, "hip")
    seen = min(pose.visibility[at].tolist())
    if seen < 0.4 or not trunk_px > 0.0:
        return ShoulderPlace(quality=seen, reason=Reason.LOW_VISIBILITY)
    if not (0 <= hip[0] <= pose.size[0] and 0 <= hip[1] <= pose.size[1]):
        return ShoulderPlace(quality=seen, reason=Reason.OUT_OF_FRAME)
    axis, reach = (ear[0] - hip[0], ear[1] - hip[1]), (sx - hip[0], sy - hip[1])
    size = math.hypot(*axis)
    if not size > 0.0:
        return ShoulderPlace(quality=seen, reason=Reason.LOW_VISIBILITY)
    ahead = 1.0 if view.facing == "right" else -1.0
    cross = (axis[0] * reach[1] - axis[1] * reach[0]) / size
    top = mid_point(pose, "shoulder")
    trunk = top[0] - hip[0], top[1] - hip[1]
    along = (reach[0] * trunk[0] + reach[1] * trunk[1]) / math.hypot(*trunk)
    return ShoulderPlace(
        back_pct=-100.0 * ahead * cross / trunk_px,
        up_pct=100.0 * along / trunk_px,
        quality=seen * math.cos(math.radians(view.yaw_deg)),
    )
