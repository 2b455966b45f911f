"""Keep to the same person when several are seen."""

from __future__ import annotations

import numpy as np

from formcheck.skeleton import Landmark as L
from formcheck.types import FloatArray, Pose

TRUNK = np.array([L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP])


class PersonLock:
    """Choose the lifter among the poses of each frame.

    At first the largest person near the middle of the picture; from then on whoever's trunk is
    nearest to where the lifter's was.
    """

    def __init__(self) -> None:
        self._last: FloatArray | None = None

    def choose(self, poses: list[Pose]) -> Pose | None:
        """Return the lifter's pose, or None when there is no pose at all."""
        if not poses:
            return None
        if len(poses) == 1:
            chosen = poses[0]
        elif self._last is None:
            chosen = max(poses, key=_prominence)
        else:
            last = self._last
            chosen = min(poses, key=lambda pose: _distance(pose, last))
        self._last = chosen.xy[TRUNK]
        return chosen


def _distance(pose: Pose, trunk: FloatArray) -> float:
    return float(np.abs(pose.xy[TRUNK] - trunk).mean())


def _prominence(pose: Pose) -> float:
    trunk = pose.xy[TRUNK]
    size = float(np.ptp(trunk[:, 1]) + np.ptp(trunk[:, 0]))
    off_centre = abs(float(trunk[:, 0].mean()) / pose.size[0] - 0.5)
    return size * (1.0 - off_centre)
