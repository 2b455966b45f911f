"""What one frame shows of the trunk, as numbers that do not depend on place, size or facing.

The frame of reference is the trunk: origin between the hips, *up* along the hip-shoulder line,
*back* at right angles to it, lengths in hip-shoulder lengths.  Mirrored pictures and exchanged
sides give the same numbers, because landmarks are named by how near they are to the camera.
The learned estimators (``formcheck.measures.learned``) read nothing else.

What is left out matters as much: with the hidden arm, the belly, the depths and the visibilities
the estimators did worse on lifters they had not seen (``docs/ablations.md``).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.contour import sample
from formcheck.measures.trunk_frame import TrunkFrame, arm_crossings
from formcheck.skeleton import Landmark as L
from formcheck.types import FloatArray, Pose, View

RAYS = 28
RAY_LOW, RAY_HIGH = 0.02, 1.10
"""Rays across the trunk, evenly from the hips to above the neck base, in trunk lengths."""

BACK_REACH = 0.60
ARM_REACH = 0.18
"""Edge this near to an arm's line, in trunk lengths, may be a big arm's own."""
STEP = 0.018

PARTS = ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE", "EAR")
LEFT = np.array([L[f"LEFT_{part}"] for part in PARTS])
RIGHT = np.array([L[f"RIGHT_{part}"] for part in PARTS])
FAR = (PARTS.index("SHOULDER"), PARTS.index("HIP"))

EDGE = slice(0, RAYS)
CLEAR = slice(RAYS, RAYS + RAYS // 2)
NEAR = slice(CLEAR.stop, CLEAR.stop + 2 * len(PARTS))
REST = slice(NEAR.stop, NEAR.stop + 2 + 2 * len(FAR) + 3)
COUNT = REST.stop
"""How many features there are, and where each kind of them is."""


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
        In this order: the dorsal edge of the mask on each ray, with what an arm covers filled in
        from beside it; for each pair of rays how much of it was to be seen; the landmarks of the
        near side; nose, far shoulder and far hip; the direction of "down" in the trunk frame and
        the yaw in radians.
    """
    assert pose.mask is not None
    places = trunk.place(pose.xy[_ORDER[view.near_side]] / pose.mask_scale)
    edge, clear = _dorsal(pose, trunk)
    yaw = 0.0 if math.isnan(yaw_deg) else math.radians(yaw_deg)
    down = [float(trunk.up[1]), float(trunk.back[1]), yaw]
    return np.concatenate([edge, clear.reshape(-1, 2).mean(axis=1), places.ravel(), down])


_ORDER = {
    "left": np.array([*LEFT, L.NOSE, *RIGHT[list(FAR)]]),
    "right": np.array([*RIGHT, L.NOSE, *LEFT[list(FAR)]]),
}
_ALONG = np.linspace(RAY_LOW, RAY_HIGH, RAYS)
_BACKWARDS = np.arange(-0.05, BACK_REACH, STEP)


def _dorsal(pose: Pose, trunk: TrunkFrame) -> tuple[FloatArray, FloatArray]:
    """Return the dorsal edge on each ray, and 1 where it is the back's own, 0 where filled in."""
    assert pose.mask is not None
    values = sample(
        pose.mask, trunk.hip, _ALONG[:, None] * trunk.length, trunk.up,
        _BACKWARDS * trunk.length, trunk.back,
    )  # fmt: skip
    edge, met = _first_exit(values, _BACKWARDS)
    clear = met & ~arm_crossings(pose, trunk, _ALONG, edge, ARM_REACH)
    if clear.any():
        edge = np.where(clear, edge, np.interp(_ALONG, _ALONG[clear], edge[clear]))
    return edge, clear.astype(np.float64)


_ROWS = np.arange(RAYS)


def _first_exit(values: FloatArray, steps: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return where each ray of mask values leaves the mask first, sub-pixel, and whether it does.

    Else it is the last step, or the first one for a ray that never was inside.
    """
    inside = values >= 0.5
    entered = np.logical_or.accumulate(inside, axis=1)
    left = entered & ~inside
    index = left.argmax(axis=1)
    leaves = left[_ROWS, index]
    index[~leaves] = len(steps) - 1
    before, after = values[_ROWS, np.maximum(index - 1, 0)], values[_ROWS, index]
    share = (before - 0.5) / np.maximum(before - after, 1e-6)
    share = np.minimum(np.maximum(share, 0.0), 1.0)
    edge = np.where(leaves, steps[index] - (steps[1] - steps[0]) * (1.0 - share), steps[-1])
    met: FloatArray = np.where(entered[:, -1], edge, steps[0])
    return met, leaves
