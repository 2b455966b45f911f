"""Where the camera stands: yaw, facing direction, near side.

The lifter's right-to-left axis is taken from the world landmarks of shoulders and hips; with
"up" it gives the direction the lifter faces, and the part of that direction that points at the
camera is the yaw.  Faces and feet vote on the facing direction in the picture, because the sign
of a nearly vanishing shoulder line is noise in a side view.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from formcheck.measures.geometry import mid_point
from formcheck.skeleton import Landmark as L
from formcheck.types import FloatArray, Pose, View, ViewKind

SIDE_LIMIT_DEG = 22.0
OBLIQUE_LIMIT_DEG = 62.0
SETTLING_S = 0.7
STEERING_S = 1.5
"""Nobody moves the camera within a set; the yaw of single frames is noisy."""


CONTRADICTION_DEG = 40.0
"""Twice what both may err together, and a little.  Real side views differ by up to 35; a pull-up
seen square from the front by more than 60."""

GIRDLES_VOTE = 0.5
"""Where shoulders and hips face votes so much beside nose and feet: it decides where those cancel
each other out (a head that hangs, a foot that kneels on a bench).  On rendered and real clips the
two never contradict each other."""


SHOULDERS = 0.75
"""Trunk lengths between the shoulders, where no depth tells the yaw: by the world landmarks 0.60 to
0.86 in the bundled samples, 0.75 in the middle."""


class ViewEstimator:
    """Estimate the view from poses, smoothed over :data:`SETTLING_S` seconds."""

    def __init__(self) -> None:
        self._time = math.nan
        self._forward: FloatArray | None = None
        self._facing = 0.0
        self._nearness = 0.0
        self._age_s = 0.0
        self._steered_s = math.nan
        self._steered = self._steered_weight = 0.0

    def push(self, time_s: float, pose: Pose) -> View:
        """Return the view after this pose."""
        forward, weight = forward_direction(pose)
        facing = facing_vote(pose)
        near = near_vote(pose)
        if self._forward is None or math.isnan(self._time):
            self._forward = forward
            self._facing, self._nearness = _blended(0.0, facing, 1.0), _blended(0.0, near, 1.0)
        else:
            dt = max(time_s - self._time, 0.0)
            self._age_s += dt
            # A running mean while young, an exponential one later: quick to start, calm after.
            blend = dt / (dt + min(max(self._age_s, 1e-6), SETTLING_S)) * weight
            if not math.isnan(float(forward[0])):
                self._forward = self._forward + blend * (forward - self._forward)
            self._facing = _blended(self._facing, facing, blend)
            self._nearness = _blended(self._nearness, near, blend)
        self._time = time_s
        return self._view()

    def steer(self, time_s: float, view: View, yaw_deg: float, std_deg: float) -> View:
        """Return the view with a better informed yaw, itself calmed over :data:`STEERING_S`.

        Where landmarks and networks contradict each other by more than both may err, the view is
        unsure: its quality is 0.

        Parameters
        ----------
        view : View
            What :meth:`push` returned for this frame.
        yaw_deg, std_deg : float
            This frame's yaw by the networks, and its standard error.
        """
        dt = max(time_s - self._steered_s, 0.0)
        keep = 0.0 if math.isnan(dt) else math.exp(-dt / STEERING_S)
        weight = 1.0 / max(std_deg, 1.0) ** 2
        self._steered = keep * self._steered + weight * yaw_deg
        self._steered_weight = keep * self._steered_weight + weight
        self._steered_s = time_s
        second = self._steered / self._steered_weight
        agree = abs(view.yaw_deg - second) <= CONTRADICTION_DEG
        quality = view.quality if agree else 0.0
        return replace(view, yaw_deg=second, kind=view_kind(second), quality=quality)

    def _view(self) -> View:
        assert self._forward is not None
        norm = _norm(self._forward)
        if math.isnan(norm) or norm < 1e-6:
            return View()
        yaw = _yaw_of(self._forward)
        sideways = self._facing + GIRDLES_VOTE * float(self._forward[0])
        return View(
            kind=view_kind(yaw),
            yaw_deg=yaw,
            near_side="left" if self._nearness >= 0.0 else "right",
            facing="right" if sideways >= 0.0 else "left",
            quality=min(1.0, norm),
        )


def _blended(held: float, vote: float, share: float) -> float:
    """Return a running mean after a vote; NaN, for want of a landmark, is no vote."""
    return held if math.isnan(vote) else held + share * (vote - held)


def single_yaw_deg(pose: Pose) -> float:
    """Return the yaw that this pose alone speaks for, degrees; NaN without landmarks."""
    return _yaw_of(forward_direction(pose)[0])


def _yaw_of(forward: FloatArray) -> float:
    norm = _norm(forward)
    if math.isnan(norm) or norm < 1e-6:
        return math.nan
    return math.degrees(math.asin(max(-1.0, min(1.0, -float(forward[2]) / norm))))


def _norm(forward: FloatArray) -> float:
    x, y, z = forward.tolist()
    return math.sqrt(x * x + y * y + z * z)


def forward_direction(pose: Pose) -> tuple[FloatArray, float]:
    """Return where the lifter faces as a vector (x right, y down, z away) and its trust 0 to 1.

    The vector is the mean of the shoulders' and the hips' directions, each the cross product of
    "up" and the left-to-right line, both of unit length; without depth as :func:`_flat_forward`
    tells it, NaN without landmarks.
    """
    x = z = 0.0
    points = pose.world[_GIRDLES].tolist()
    for left, right in (points[:2], points[2:]):
        # up = (0, -1, 0); up x (right - left), kept in the ground plane.
        forward_x, forward_z = left[2] - right[2], right[0] - left[0]
        norm = math.hypot(forward_x, forward_z)
        if norm > 1e-6:
            x, z = x + forward_x / norm, z + forward_z / norm
    if math.isnan(sum(map(sum, points))):
        x, z = _flat_forward(pose)
    seen = min(pose.visibility[_GIRDLES[:2]].tolist())
    return np.array([x / 2.0, 0.0, z / 2.0]), 0.5 + 0.5 * max(0.0, min(1.0, seen))


def _flat_forward(pose: Pose) -> tuple[float, float]:
    """Return x and z of twice the direction the lifter faces, by the picture alone.

    Shoulders look the narrower the more the camera stands at the side, and the left one is on the
    right in the picture of who faces the camera; nose and feet tell left from right.
    """
    (left, _), (right, _) = pose.xy[_GIRDLES[:2]].tolist()
    trunk = _trunk_length(pose)
    if not trunk > 0.0 or math.isnan(left - right):
        return math.nan, math.nan
    towards = max(-1.0, min(1.0, (left - right) / (SHOULDERS * trunk)))
    aside = math.copysign(math.sqrt(1.0 - towards * towards), facing_vote(pose))
    return 2.0 * aside, -2.0 * towards


_GIRDLES = np.array([L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP])


def facing_vote(pose: Pose) -> float:
    """Return -1 (lifter looks to the left of the picture) to +1 (right) from nose and feet."""
    trunk = _trunk_length(pose)
    if not trunk > 0.0:
        return 0.0
    nose, left_ear, right_ear, *feet = pose.xy[_GAZE, 0].tolist()
    vote = math.tanh((nose - (left_ear + right_ear) / 2.0) / (0.06 * trunk))
    vote = 0.0 if math.isnan(vote) else vote
    visible = pose.visibility[_GAZE[3:]].tolist()
    for heel in (0, 2):
        seen = min(visible[heel], visible[heel + 1])
        step = seen * math.tanh((feet[heel + 1] - feet[heel]) / (0.1 * trunk))
        vote += 0.0 if math.isnan(step) else step
    return vote / 3.0


_GAZE = np.array(
    [L.NOSE, L.LEFT_EAR, L.RIGHT_EAR, L.LEFT_HEEL, L.LEFT_FOOT_INDEX, L.RIGHT_HEEL,
     L.RIGHT_FOOT_INDEX]
)  # fmt: skip


def near_vote(pose: Pose) -> float:
    """Return +1 when the left side is nearer the camera, -1 when the right side is.

    Where depth is not known it is the side that a lifter shows who looks to where this one looks.
    """
    seen, depth = pose.visibility[_NEARNESS].tolist(), pose.depth[_NEARNESS].tolist()
    scale = 0.2 * max(_trunk_length(pose), 1.0)
    vote = 0.0
    for left in (0, 2, 4):
        nearer = math.tanh((depth[left + 1] - depth[left]) / scale)
        vote += -facing_vote(pose) if math.isnan(nearer) else nearer
        vote += seen[left] - seen[left + 1]
    return vote / 6.0


_NEARNESS = np.array([*_GIRDLES, L.LEFT_ELBOW, L.RIGHT_ELBOW])


def view_kind(yaw_deg: float) -> ViewKind:
    """Return the class of a yaw: side, oblique, front or back; unknown for NaN."""
    if math.isnan(yaw_deg):
        return "unknown"
    if abs(yaw_deg) <= SIDE_LIMIT_DEG:
        return "side"
    if abs(yaw_deg) <= OBLIQUE_LIMIT_DEG:
        return "oblique"
    return "front" if yaw_deg > 0.0 else "back"


def _trunk_length(pose: Pose) -> float:
    return math.dist(mid_point(pose, "shoulder"), mid_point(pose, "hip"))
