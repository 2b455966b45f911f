"""Arms, legs and gravity in the trunk's own axes: the same from wherever the camera looks.

Everything is taken from the pose model's world landmarks, so a row from the front has the same
numbers as one from the side, as far as the model tells depth.  The axes of the trunk are outward
(away from the middle, on each side), up (from the hips to the shoulders) and forward (where the
chest looks).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from formcheck.measures.geometry import flexion_deg
from formcheck.skeleton import Landmark as L
from formcheck.types import Pose

ARMS: Final = (slice(0, 7), slice(7, 14))
"""Where the numbers of the left and of the right arm lie: hand and elbow from the shoulder (each
outward, up, forward; trunk lengths) and the elbow's flexion (half turns)."""

BODY: Final = slice(14, 19)
"""The trunk's share that is vertical, the chest's share that looks up (1 supine, -1 prone), the
flexion of hips and knees (half turns), how far the thighs point down (1 standing, 0 seated)."""

PLACES: Final = slice(19, 27)
"""Left hand, right hand, hips and shoulders in the picture (right, down; trunk lengths)."""

UNSEEN: Final = (math.nan,) * 27

_JOINTS: Final = np.array([
    L.LEFT_SHOULDER, L.LEFT_ELBOW, L.LEFT_WRIST, L.RIGHT_SHOULDER, L.RIGHT_ELBOW, L.RIGHT_WRIST,
    L.LEFT_HIP, L.RIGHT_HIP, L.LEFT_KNEE, L.RIGHT_KNEE, L.LEFT_ANKLE, L.RIGHT_ANKLE,
])  # fmt: skip


def posture(pose: Pose, body_px: float) -> tuple[float, ...]:
    """Return the numbers of one frame, 27 of them, laid out as this module's slices say.

    ``body_px`` is the trunk's length in the picture, frame pixels.
    """
    p = pose.world[_JOINTS]
    shoulders, hips = 0.5 * (p[0] + p[3]), 0.5 * (p[6] + p[7])
    trunk = shoulders - hips
    size = max(math.sqrt(float(trunk @ trunk)), 1e-6)
    up = trunk / size
    across = p[3] - p[0]
    across = across - float(across @ up) * up
    across = across / max(math.sqrt(float(across @ across)), 1e-6)
    forward = np.array([up[1] * across[2] - up[2] * across[1],
                        up[2] * across[0] - up[0] * across[2],
                        up[0] * across[1] - up[1] * across[0]])  # fmt: skip
    numbers: list[float] = []
    for first, sign in ((0, -1.0), (3, 1.0)):
        axes = np.array([sign * across, up, forward])
        numbers += (axes @ (p[first + 2] - p[first]) / size).tolist()
        numbers += (axes @ (p[first + 1] - p[first]) / size).tolist()
        numbers.append(flexion_deg(*p[first : first + 3]) / 180.0)
    hip = 0.5 * (flexion_deg(p[0], p[6], p[8]) + flexion_deg(p[3], p[7], p[9])) / 180.0
    knee = 0.5 * (flexion_deg(p[6], p[8], p[10]) + flexion_deg(p[7], p[9], p[11])) / 180.0
    thigh = 0.5 * (p[8] + p[9]) - hips
    down = float(thigh[1]) / max(math.sqrt(float(thigh @ thigh)), 1e-6)
    numbers += [-float(up[1]), -float(forward[1]), hip, knee, down]
    xy = pose.xy
    places = (
        xy[L.LEFT_WRIST], xy[L.RIGHT_WRIST],
        0.5 * (xy[L.LEFT_HIP] + xy[L.RIGHT_HIP]),
        0.5 * (xy[L.LEFT_SHOULDER] + xy[L.RIGHT_SHOULDER]),
    )  # fmt: skip
    return (*numbers, *(np.concatenate(places) / body_px).tolist())
