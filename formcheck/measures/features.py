"""What one frame shows of the trunk, as numbers that do not depend on place, size or facing.

The frame of reference is the trunk: origin between the hips, *up* along the hip-shoulder line,
*back* at right angles to it, lengths in hip-shoulder lengths.  Mirrored pictures and exchanged
sides give the same numbers, because landmarks are named by how near they are to the camera.
The learned estimators (``formcheck.measures.learned``) read nothing else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.contour import bilinear
from formcheck.skeleton import Landmark as L
from formcheck.types import FloatArray, Pose, View

RAYS = 28
RAY_LOW, RAY_HIGH = 0.02, 1.10
"""Rays across the trunk, evenly from the hips to above the neck base, in trunk lengths."""

BACK_REACH, FRONT_REACH = 0.60, 0.45
STEP = 0.018
SPOKES = 16
SPOKE_REACH = 0.55
"""Spokes around the near shoulder, evenly over the full turn."""

PARTS = ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE", "EAR")
LEFT = np.array([L[f"LEFT_{part}"] for part in PARTS])
RIGHT = np.array([L[f"RIGHT_{part}"] for part in PARTS])
SEEN = ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE")
SEEN_ROWS = np.array([PARTS.index(part) for part in SEEN])

COUNT = 2 * RAYS + SPOKES + (2 * 2 * len(PARTS) + 2) + (3 * 2 * len(PARTS) + 3) + 2 * len(SEEN) + 5
"""How many features there are."""


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


def features(pose: Pose, view: View, trunk: TrunkFrame, yaw_deg: float) -> FloatArray:
    """Return the numbers of one frame, shape (:data:`COUNT`,), finite.

    Parameters
    ----------
    pose : Pose
        With a mask and without NaN.
    view : View
        Says which side is near.
    trunk : TrunkFrame
        In mask pixels.
    yaw_deg : float
        The yaw that this pose alone speaks for; NaN counts as 0.

    Returns
    -------
    ndarray
        In this order: dorsal edge of the mask on each ray; ventral edge on each ray; edge of
        the mask on each spoke; landmarks of the near side, then the far side, then the nose,
        in the picture; the same in the world; visibilities; direction of "down" in the trunk
        frame, view yaw (rad) and shoulder and hip widths in the picture.
    """
    near, far = (LEFT, RIGHT) if view.near_side == "left" else (RIGHT, LEFT)
    order = np.concatenate([near, far, [L.NOSE]])
    flat = trunk.place(pose.xy[order] / pose.mask_scale)
    assert pose.mask is not None
    dorsal, ventral = _edges(pose.mask, trunk)
    spokes = _spokes(pose.mask, trunk, flat[0])
    seen = pose.visibility[np.concatenate([near[SEEN_ROWS], far[SEEN_ROWS]])]
    n = len(PARTS)
    widths = (
        (flat[0] - flat[n]) @ (flat[0] - flat[n]),
        (flat[3] - flat[n + 3]) @ (flat[3] - flat[n + 3]),
    )
    rest = np.array(
        [
            trunk.up[1],
            trunk.back[1],
            0.0 if math.isnan(yaw_deg) else math.radians(yaw_deg),
            math.sqrt(float(widths[0])),
            math.sqrt(float(widths[1])),
        ]
    )
    return np.concatenate(
        [dorsal, ventral, spokes, flat.ravel(), _world(pose, trunk, order), seen, rest]
    )


def _world(pose: Pose, trunk: TrunkFrame, order: NDArray[np.intp]) -> FloatArray:
    """Return world landmarks along up, back and away from the camera, in trunk lengths."""
    points = pose.world[order]
    middle = (pose.world[L.LEFT_HIP] + pose.world[L.RIGHT_HIP]) / 2.0
    top = (pose.world[L.LEFT_SHOULDER] + pose.world[L.RIGHT_SHOULDER]) / 2.0
    size = max(float(np.linalg.norm(top - middle)), 1e-6)
    offset = (points - middle) / size
    turned = np.stack([offset[:, :2] @ trunk.up, offset[:, :2] @ trunk.back, offset[:, 2]], axis=-1)
    return np.clip(turned, -3.0, 3.0).ravel()


_ALONG = np.linspace(RAY_LOW, RAY_HIGH, RAYS)
_BACKWARDS = np.arange(-0.05, BACK_REACH, STEP)
_FORWARDS = np.arange(-0.05, FRONT_REACH, STEP)
_OUTWARDS = np.arange(0.0, SPOKE_REACH, STEP)
_TURNS = np.linspace(0.0, 2.0 * np.pi, SPOKES, endpoint=False)


def _edges(mask: NDArray[np.float32], trunk: TrunkFrame) -> tuple[FloatArray, FloatArray]:
    foot = trunk.hip + np.outer(_ALONG * trunk.length, trunk.up)
    back = foot[:, None, :] + (_BACKWARDS * trunk.length)[None, :, None] * trunk.back
    front = foot[:, None, :] - (_FORWARDS * trunk.length)[None, :, None] * trunk.back
    return _first_exit(mask, back, _BACKWARDS), _first_exit(mask, front, _FORWARDS)


def _spokes(mask: NDArray[np.float32], trunk: TrunkFrame, shoulder: FloatArray) -> FloatArray:
    """Return how far the mask reaches from the near shoulder in each direction."""
    centre = trunk.hip + trunk.length * (shoulder[0] * trunk.up + shoulder[1] * trunk.back)
    rays = np.outer(np.cos(_TURNS), trunk.up) + np.outer(np.sin(_TURNS), trunk.back)
    points = centre + (_OUTWARDS * trunk.length)[None, :, None] * rays[:, None, :]
    return _first_exit(mask, points, _OUTWARDS)


def _first_exit(mask: NDArray[np.float32], points: FloatArray, steps: FloatArray) -> FloatArray:
    """Return where each ray leaves the mask first, sub-pixel; the last step where it never does.

    A ray that never was inside gives its first step.
    """
    values = bilinear(mask, points)
    inside = values >= 0.5
    entered = np.maximum.accumulate(inside, axis=1)
    left = entered & ~inside
    index = np.where(left.any(axis=1), left.argmax(axis=1), len(steps) - 1)
    rows = np.arange(len(points))
    before, after = values[rows, np.maximum(index - 1, 0)], values[rows, index]
    share = np.clip((before - 0.5) / np.maximum(before - after, 1e-6), 0.0, 1.0)
    edge = steps[index] - (steps[1] - steps[0]) * (1.0 - share)
    edge = np.where(left.any(axis=1), edge, steps[-1])
    result: FloatArray = np.where(inside.any(axis=1), edge, steps[0])
    return result
