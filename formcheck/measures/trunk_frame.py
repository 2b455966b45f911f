"""The trunk as a frame of reference in the mask, and what stands in front of the back in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.geometry import length, segment_distance
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
    shoulder = (pose.xy[L.LEFT_SHOULDER] + pose.xy[L.RIGHT_SHOULDER]) / 2.0 * scale
    hip = (pose.xy[L.LEFT_HIP] + pose.xy[L.RIGHT_HIP]) / 2.0 * scale
    span = shoulder - hip
    size = length(span)
    if not size > 1.0:
        return None
    up = span / size
    dorsal = np.array([-up[1], up[0]])
    if _dorsal_sign(pose, hip, dorsal, size, scale, view) < 0.0:
        dorsal = -dorsal
    return TrunkFrame(hip, up, dorsal, size)


def _dorsal_sign(
    pose: Pose, hip: FloatArray, normal: FloatArray, size: float, scale: float, view: View
) -> float:
    """Vote whether ``normal`` points out of the back; knees, nose and gaze are opposite."""
    vote = 0.0
    for part, weight in ((L.LEFT_KNEE, 1.0), (L.RIGHT_KNEE, 1.0), (L.NOSE, 0.5)):
        seen = float(pose.visibility[part])
        side = float((pose.xy[part] * scale - hip) @ normal) / (0.15 * size)
        if not math.isnan(side):
            vote -= weight * seen * math.tanh(side)
    ahead = 1.0 if view.facing == "right" else -1.0
    return vote - 1.5 * ahead * float(normal[0])


def cut_off(trunk: TrunkFrame, mask: NDArray[np.float32]) -> bool:
    """Whether the hip or the shoulder lies outside the picture."""
    height, width = mask.shape
    ends = np.stack([trunk.hip, trunk.hip + trunk.up * trunk.length])
    return bool((ends < 0).any() or (ends > [width - 1, height - 1]).any())


def arm_crossings(
    pose: Pose,
    trunk: TrunkFrame,
    along: FloatArray,
    offset: FloatArray,
    radius: float = ARM_RADIUS,
) -> NDArray[np.bool_]:
    """Tell which crossings belong to an arm instead of the back."""
    scale = 1.0 / pose.mask_scale
    points = (
        trunk.hip
        + np.outer(along * trunk.length, trunk.up)
        + np.outer(np.nan_to_num(offset) * trunk.length, trunk.back)
    )
    hidden = np.zeros(len(along), dtype=np.bool_)
    for shoulder, elbow, wrist in (
        (L.LEFT_SHOULDER, L.LEFT_ELBOW, L.LEFT_WRIST),
        (L.RIGHT_SHOULDER, L.RIGHT_ELBOW, L.RIGHT_WRIST),
    ):
        a, b, c = pose.xy[shoulder] * scale, pose.xy[elbow] * scale, pose.xy[wrist] * scale
        # The first quarter of the upper arm lies in the shoulder itself.
        start = a + 0.25 * (b - a)
        for p, q in ((start, b), (b, c)):
            if np.isfinite(p).all() and np.isfinite(q).all():
                hidden |= segment_distance(points, p, q) < radius * trunk.length
    return hidden
