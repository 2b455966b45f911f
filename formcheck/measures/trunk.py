"""Trunk inclination, neck flexion, the chin and the posture of the legs, in the picture plane."""

from __future__ import annotations

import math

import numpy as np

from formcheck.measures.geometry import Point, flexion_deg, mid_point
from formcheck.skeleton import Landmark as L
from formcheck.skeleton import Side, of_side
from formcheck.types import NAN, Measurement, Pose, Reason, View

MIN_VISIBILITY = 0.3


def trunk_inclination(pose: Pose, view: View) -> Measurement:
    """Return the hip-shoulder line against the horizontal in degrees.

    0 is horizontal facing forward, 90 upright, above 90 leaning back.  Picture plane: from the
    front it says nothing about leaning, so beyond 60 degrees of yaw it is not judged.
    """
    seen = max(pose.visibility[_TRUNK].tolist())
    if seen < MIN_VISIBILITY:
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    hip, shoulder = mid_point(pose, "hip"), mid_point(pose, "shoulder")
    if _outside(pose, hip):
        return Measurement.missing(Reason.OUT_OF_FRAME, seen)
    if abs(view.yaw_deg) > 60.0:
        return Measurement.missing(Reason.VIEW, seen)
    ahead = 1.0 if view.facing == "right" else -1.0
    angle = math.degrees(math.atan2(hip[1] - shoulder[1], ahead * (shoulder[0] - hip[0])))
    return Measurement(angle, seen * math.cos(math.radians(view.yaw_deg)))


def hip_flexion_in_space(pose: Pose, side: Side) -> float:
    """Return a hip's flexion by the world landmarks, degrees: 0 standing straight, 90 sitting.

    Seen from wherever the camera stands, within some ten degrees; NaN without landmarks.
    """
    space = pose.world
    left, right, left_hip, right_hip = space[_TRUNK_IN_SPACE]
    trunk = (left + right - left_hip - right_hip) / 2.0
    thigh = space[of_side("knee", side)] - space[of_side("hip", side)]
    return flexion_deg(trunk, np.zeros(3), thigh)


_TRUNK_IN_SPACE = np.array([L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP])


def neck_flexion(pose: Pose, view: View) -> Measurement:
    """Return the shoulder-ear line against the trunk line in degrees, chin to chest positive."""
    ear = of_side("ear", view.near_side)
    seen = float(pose.visibility[ear])
    if seen < MIN_VISIBILITY:
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    if abs(view.yaw_deg) > 45.0:
        return Measurement.missing(Reason.VIEW, seen)
    hip, shoulder = mid_point(pose, "hip"), mid_point(pose, "shoulder")
    x, y = pose.xy[ear].tolist()
    trunk = shoulder[0] - hip[0], shoulder[1] - hip[1]
    neck = x - shoulder[0], y - shoulder[1]
    cross = trunk[0] * neck[1] - trunk[1] * neck[0]
    ahead = 1.0 if view.facing == "right" else -1.0
    angle = ahead * math.degrees(math.atan2(cross, trunk[0] * neck[0] + trunk[1] * neck[1]))
    if math.isnan(angle):
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    return Measurement(angle, seen * math.cos(math.radians(view.yaw_deg)))


def thigh_drop_deg(pose: Pose) -> float:
    """Return how far the thighs point down: 90 standing, about 0 seated; NaN when unseen."""
    values: list[float] = []
    for side in ("left", "right"):
        if pose.visibility[of_side("knee", side)] > MIN_VISIBILITY:
            (hx, hy), (kx, ky) = pose.xy[[of_side("hip", side), of_side("knee", side)]].tolist()
            values.append(math.degrees(math.atan2(ky - hy, abs(kx - hx))))
    return sum(values) / len(values) if values else math.nan


_TRUNK = np.array([L.LEFT_HIP, L.RIGHT_HIP, L.LEFT_SHOULDER, L.RIGHT_SHOULDER])


def _outside(pose: Pose, point: Point) -> bool:
    width, height = pose.size
    return not (0.0 <= point[0] <= width and 0.0 <= point[1] <= height)


_MIN_SEEN = 0.5
CHIN_SHARE = 1.2
"""The chin is so many times as far below the mouth as the mouth is below the nose."""


def chin_over_hands_pct(pose: Pose, trunk_px: float) -> float:
    """Return how far the chin is above the hands, % of trunk length; NaN where unseen.

    The picture's vertical, so it holds from any side as long as the camera stands level and does
    not look up steeply.  The hands are the knuckles, where a bar lies.
    """
    points = [L.NOSE, L.MOUTH_LEFT, L.MOUTH_RIGHT]
    knuckles = [L.LEFT_INDEX, L.RIGHT_INDEX, L.LEFT_PINKY, L.RIGHT_PINKY]
    seen = [k for k in knuckles if pose.visibility[k] >= _MIN_SEEN]
    if not seen or pose.visibility[points].max() < _MIN_SEEN or not trunk_px > 0.0:
        return NAN
    nose, mouth = float(pose.xy[L.NOSE, 1]), float(pose.xy[points[1:], 1].mean())
    chin = mouth + CHIN_SHARE * (mouth - nose)
    hands = float(pose.xy[seen, 1].mean())
    return 100.0 * (hands - chin) / trunk_px
