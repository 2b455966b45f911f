"""Hip, knee and shoulder angles in the plane that the camera sees best.

Rows bend the hips, knees and arms forwards and backwards, in the lifter's sagittal plane.  From the
side the picture shows that plane; from up to :data:`SAGITTAL_YAW_DEG` off, what it shows is drawn
out again by the cosine of the yaw.  From the front and the back it shows how far the arm is spread.
Each angle has a standard error from what the pose model's landmarks are usually off
(:data:`LANDMARK_NOISE`) and from what the yaw is.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from formcheck.measures.geometry import flexion_deg, mid_point
from formcheck.measures.limbs import ARM
from formcheck.skeleton import Side, of_side, other
from formcheck.types import NAN, FloatArray, Measurement, Pose, Reason, View

SAGITTAL_YAW_DEG: Final = 45.0
"""Farther off the side than this the sagittal plane is too narrow in the picture."""

FRONTAL_YAW_DEG: Final = 45.0
"""Nearer to the side than this the frontal plane is."""

MIN_VISIBILITY: Final = 0.5

LANDMARK_NOISE: Final = {
    "shoulder": 0.05,
    "elbow": 0.03,
    "wrist": 0.035,
    "hip": 0.035,
    "knee": 0.03,
    "ankle": 0.06,
}
"""How far a landmark that is seen is usually off along one axis, trunk lengths.

Root mean squares over the near side in rendered clips of `tune`; most of it stays the same over a
set, because the pose model puts its points where the joint is not.
"""

HIP_STD: Final = 1.2
"""The hip's place is in trunk and thigh, and their errors add: set on `tune`."""

BEHIND_MOST_DEG: Final = -100.0
"""No upper arm gets farther behind the trunk line."""

TRUNK_STD_DEG: Final = 3.5
"""Standard error of a trunk inclination that states none."""

YAW_NOISE_DEG: Final = 5.0
"""How far the camera's yaw is usually off, where its own error is not known."""


def hip_flexion(pose: Pose, view: View, trunk: Measurement, trunk_px: float) -> Measurement:
    """Return the near hip's flexion, degrees: 0 standing straight, about 90 sitting upright.

    The angle between the trunk line and the thigh in the sagittal plane, above 0 whichever way the
    hip bends.  NaN with a reason from the front and the back, and where a landmark is not seen.

    Parameters
    ----------
    trunk : Measurement
        The trunk's inclination; what is known of its error is in it.
    """
    at = _THIGH[view.near_side]
    seen = float(min(pose.visibility[at].tolist()))
    if not trunk.known:
        return Measurement.missing(trunk.reason, seen)
    missing = _unfit(seen, view, trunk_px)
    if missing:
        return Measurement.missing(missing, seen)
    cosine = math.cos(math.radians(view.yaw_deg))
    ahead = 1.0 if view.facing == "right" else -1.0
    (hx, hy), (kx, ky) = pose.xy[at].tolist()
    lean = math.radians(trunk.value)
    # Both lines drawn out by what the yaw takes of the picture's horizontal.
    leaning = math.atan2(math.sin(lean), math.cos(lean) / cosine)
    thigh = ahead * (kx - hx) / cosine, hy - ky
    between = math.degrees(leaning - math.atan2(thigh[1], thigh[0]))
    value = abs(180.0 - between % 360.0)
    if math.isnan(value):
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    off = math.hypot(LANDMARK_NOISE["hip"], LANDMARK_NOISE["knee"])
    by_thigh = math.degrees(off * trunk_px / max(math.hypot(*thigh), 1e-6))
    by_trunk = TRUNK_STD_DEG if math.isnan(trunk.std) else trunk.std
    return Measurement(value, seen * cosine, std=HIP_STD * math.hypot(by_thigh, by_trunk))


def knee_flexion(pose: Pose, view: View, trunk_px: float) -> Measurement:
    """Return the near knee's flexion, degrees: 0 straight; NaN as :func:`hip_flexion`."""
    at = _LEG[view.near_side]
    seen = float(min(pose.visibility[at].tolist()))
    missing = _unfit(seen, view, trunk_px)
    if missing:
        return Measurement.missing(missing, seen)
    points = pose.xy[at] / trunk_px
    drawn_out = points * (1.0 / math.cos(math.radians(view.yaw_deg)), 1.0)
    value = flexion_deg(*drawn_out)
    if math.isnan(value):
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    # Had the camera stood a little farther off: the yaw's own share of the error.
    off = math.radians(min(abs(view.yaw_deg) + YAW_NOISE_DEG, 89.0))
    by_yaw = flexion_deg(*(points * (1.0 / math.cos(off), 1.0))) - value
    std = math.hypot(angle_std_deg(drawn_out, ("hip", "knee", "ankle")), by_yaw)
    return Measurement(value, seen * math.cos(math.radians(view.yaw_deg)), std=std)


def shoulder_flexion(pose: Pose, side: Side, view: View, trunk_px: float) -> Measurement:
    """Return how far an upper arm is raised forwards from the trunk line, degrees.

    0 along the trunk, 90 straight forward of it, 180 overhead, negative behind the trunk: where an
    elbow ends in a row.  From the side only.
    """
    if not abs(view.yaw_deg) <= SAGITTAL_YAW_DEG:
        return Measurement.missing(Reason.VIEW)
    ahead = 1.0 if view.facing == "right" else -1.0
    return _raised(pose, side, view, trunk_px, ahead / math.cos(math.radians(view.yaw_deg)))


def shoulder_abduction(pose: Pose, side: Side, view: View, trunk_px: float) -> Measurement:
    """Return how far an upper arm is spread from the trunk line, degrees, away from the body.

    0 along the trunk, 90 straight out.  From the front and the back only.
    """
    if not abs(view.yaw_deg) >= FRONTAL_YAW_DEG:
        return Measurement.missing(Reason.VIEW)
    here = float(pose.xy[of_side("shoulder", side), 0])
    beyond = float(pose.xy[of_side("shoulder", other(side)), 0])
    outwards = 1.0 if here >= beyond else -1.0
    return _raised(pose, side, view, trunk_px, outwards / abs(math.sin(math.radians(view.yaw_deg))))


def angle_std_deg(points: FloatArray, parts: tuple[str, str, str]) -> float:
    """Return the standard error of the angle at the middle one of three landmarks, degrees.

    First-order propagation of independent errors (:data:`LANDMARK_NOISE`): an end that is off by e
    turns its segment of length u by e / u; the joint itself turns both, which partly cancels where
    they are folded.

    Parameters
    ----------
    points : ndarray, shape (3, 2)
        Trunk lengths.
    parts : tuple of str
        What the landmarks are.

    Returns
    -------
    float
        NaN when a point is NaN or two coincide.
    """
    (ax, ay), (bx, by), (cx, cy) = points.tolist()
    ux, uy, vx, vy = ax - bx, ay - by, cx - bx, cy - by
    u, v = ux * ux + uy * uy, vx * vx + vy * vy
    if not u * v > 0.0:
        return NAN
    first, joint, last = (LANDMARK_NOISE[part] ** 2 for part in parts)
    both = 1.0 / u + 1.0 / v - 2.0 * (ux * vx + uy * vy) / (u * v)
    return math.degrees(math.sqrt(first / u + last / v + joint * max(both, 0.0)))


def _unfit(seen: float, view: View, trunk_px: float) -> Reason:
    """Return why a leg's angle cannot be told."""
    if seen < MIN_VISIBILITY or not trunk_px > 0.0:
        return Reason.LOW_VISIBILITY
    return Reason.NONE if abs(view.yaw_deg) <= SAGITTAL_YAW_DEG else Reason.VIEW


def _raised(pose: Pose, side: Side, view: View, trunk_px: float, across: float) -> Measurement:
    """Return the upper arm's signed angle from the trunk's downward line.

    ``across`` draws the picture's horizontal out and says which way is positive.
    """
    joints = ARM[side][:2]
    seen = float(min(pose.visibility[joints].tolist()))
    if seen < MIN_VISIBILITY or not trunk_px > 0.0:
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    hip, top = mid_point(pose, "hip"), mid_point(pose, "shoulder")
    (sx, sy), (ex, ey) = pose.xy[joints].tolist()
    down = (hip[0] - top[0]) * across, hip[1] - top[1]
    arm = (ex - sx) * across, ey - sy
    # Counter-clockwise on the screen, where y points down, is forwards for across > 0.
    turn = arm[0] * down[1] - arm[1] * down[0]
    angle = math.degrees(math.atan2(turn, arm[0] * down[0] + arm[1] * down[1]))
    if math.isnan(angle):
        return Measurement.missing(Reason.LOW_VISIBILITY, seen)
    reach = math.hypot(*arm) / trunk_px
    off = math.hypot(LANDMARK_NOISE["shoulder"], LANDMARK_NOISE["elbow"])
    if reach < 2.0 * off:
        # The arm points at the camera.
        return Measurement.missing(Reason.VIEW, seen)
    # Past overhead is farther round, not suddenly behind.
    angle = angle + 360.0 if angle < BEHIND_MOST_DEG else angle
    return Measurement(angle, seen, std=math.hypot(math.degrees(off / reach), TRUNK_STD_DEG))


_SIDES: Final[tuple[Side, ...]] = ("left", "right")
_THIGH: Final = {side: np.array([of_side(p, side) for p in ("hip", "knee")]) for side in _SIDES}
_LEG: Final = {
    side: np.array([of_side(part, side) for part in ("hip", "knee", "ankle")]) for side in _SIDES
}
