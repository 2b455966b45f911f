"""The trunk as a frame of reference in the mask, and what stands in front of the back in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.geometry import Point, mid_point, segment_distances
from formcheck.skeleton import Landmark as L
from formcheck.types import FloatArray, Pose, View

ARM_RADIUS = 0.16
"""Half the width of a big arm in trunk lengths; crossings this near an arm's line are its own."""


@dataclass(frozen=True, slots=True)
class TrunkFrame:
    """The trunk in mask pixels: hip, unit vectors up and back, length; ``sign`` mirrors x."""

    hip: FloatArray
    up: FloatArray
    back: FloatArray
    length: float

    def place(self, points: FloatArray) -> FloatArray:
        """Return points (n, 2) in mask pixels as (up, back) in trunk lengths."""
        offset = (points - self.hip) / self.length
        return np.stack([offset @ self.up, offset @ self.back], axis=-1)


def trunk_frame(pose: Pose, view: View) -> TrunkFrame | None:
    """Return the trunk in mask pixels; None where hips and shoulders coincide."""
    scale = 1.0 / pose.mask_scale
    hip, shoulder = mid_point(pose, "hip"), mid_point(pose, "shoulder")
    x, y = hip[0] * scale, hip[1] * scale
    dx, dy = shoulder[0] * scale - x, shoulder[1] * scale - y
    size = math.sqrt(dx * dx + dy * dy)
    if not size > 1.0:
        return None
    up = dx / size, dy / size
    dorsal = -up[1], up[0]
    if _dorsal_sign(pose, (x, y), dorsal, size, scale, view) < 0.0:
        dorsal = -dorsal[0], -dorsal[1]
    return TrunkFrame(np.array([x, y]), np.array(up), np.array(dorsal), size)


def _dorsal_sign(
    pose: Pose, hip: Point, normal: Point, size: float, scale: float, view: View
) -> float:
    """Vote whether ``normal`` points out of the back; knees, nose and gaze are opposite."""
    vote = 0.0
    for part, weight in _OPPOSITE:
        x, y = pose.xy[part].tolist()
        side = ((x * scale - hip[0]) * normal[0] + (y * scale - hip[1]) * normal[1]) / (0.15 * size)
        if not math.isnan(side):
            vote -= weight * float(pose.visibility[part]) * math.tanh(side)
    ahead = 1.0 if view.facing == "right" else -1.0
    return vote - 1.5 * ahead * normal[0]


_OPPOSITE = ((int(L.LEFT_KNEE), 1.0), (int(L.RIGHT_KNEE), 1.0), (int(L.NOSE), 0.5))


def cut_off(trunk: TrunkFrame, mask: NDArray[np.float32]) -> bool:
    """Whether the hip or the shoulder lies outside the picture."""
    height, width = mask.shape
    (x, y), (ux, uy) = trunk.hip.tolist(), trunk.up.tolist()
    ends = ((x, y), (x + ux * trunk.length, y + uy * trunk.length))
    return any(a < 0 or b < 0 or a > width - 1 or b > height - 1 for a, b in ends)


def arm_crossings(
    pose: Pose,
    trunk: TrunkFrame,
    along: FloatArray,
    offset: FloatArray,
    radius: float = ARM_RADIUS,
) -> NDArray[np.bool_]:
    """Tell which crossings belong to an arm instead of the back."""
    out = np.where(np.isnan(offset), 0.0, offset) * trunk.length
    points = trunk.hip + (along * trunk.length)[:, None] * trunk.up + out[:, None] * trunk.back
    joints = pose.xy[_ARMS] / pose.mask_scale
    shoulder, elbow, wrist = joints[0], joints[1], joints[2]
    # The first quarter of the upper arm lies in the shoulder itself.
    start = np.concatenate([shoulder + 0.25 * (elbow - shoulder), elbow])
    end = np.concatenate([elbow, wrist])
    # A landmark that is NaN is near nothing.
    near = segment_distances(points, start, end) < radius * trunk.length
    hidden: NDArray[np.bool_] = np.logical_or.reduce(near, axis=0)
    return hidden


def hidden_by_upper_arms(
    pose: Pose, trunk: TrunkFrame, along: FloatArray, offset: FloatArray
) -> NDArray[np.bool_]:
    """Tell which crossings an upper arm hides whose elbow has come as far back as the contour.

    From there on the arm's own edge, from elbow to shoulder cap, is what the mask shows.
    """
    hidden = np.zeros(len(along), dtype=np.bool_)
    known = np.isfinite(offset)
    if not known.any():
        return hidden
    places = trunk.place(pose.xy[_ARMS[:2].ravel()] / pose.mask_scale)
    for shoulder, elbow in zip(places[:2], places[2:], strict=True):
        edge = float(np.interp(elbow[0], along[known], offset[known]))
        if elbow[1] > 0.0 and elbow[1] + ARM_RADIUS > edge:
            low, high = sorted((float(elbow[0]), float(shoulder[0])))
            hidden |= (along >= low - ARM_RADIUS / 2.0) & (along <= high)
    return hidden


_ARMS = np.array(
    [[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], [L.LEFT_ELBOW, L.RIGHT_ELBOW],
     [L.LEFT_WRIST, L.RIGHT_WRIST]]
)  # fmt: skip
