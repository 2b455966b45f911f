"""The signal that tells how far an arm is pulled in: it grows with the pull, in degrees.

The elbow angle alone jumps where a plate hides the wrist, and a bent elbow seen from the front
looks straight.  The distance from shoulder to hand, set against how far this arm has been seen
to reach, gives the same flexion by another way; the mean of both is steadier than either.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np

WINDOW_S = 20.0
EVERY_S = 0.1
LEAST_REACH = 0.75
"""Trunk lengths: an outstretched arm reaches at least so far, however it is turned."""

REACH_PERCENTILE = 95
"""The arm's full reach is this percentile of what was seen, so that stray hands do not set it."""


SLACK = 1.06
"""The arm is taken as this much longer than seen: near full reach the angle is too steep a
function of the distance, and noise would rule."""


class PullSignal:
    """Blend elbow flexion and reach into one pull signal."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque()
        self._full = LEAST_REACH

    def push(self, time_s: float, elbow_deg: float, reach: float) -> float:
        """Return the signal in degrees, 0 for an outstretched arm; NaN when unseen.

        Parameters
        ----------
        time_s : float
        elbow_deg : float
            Elbow flexion, 0 straight; NaN when unseen.
        reach : float
            Shoulder to hand in trunk lengths.
        """
        if math.isnan(elbow_deg) or math.isnan(reach):
            return math.nan
        self._remember(time_s, reach)
        return 0.5 * (elbow_deg + flexion_from_reach(reach, SLACK * self._full))

    def _remember(self, time_s: float, reach: float) -> None:
        if self._seen and time_s - self._seen[-1][0] < EVERY_S and reach <= self._full:
            return
        self._seen.append((time_s, reach))
        while time_s - self._seen[0][0] > WINDOW_S:
            self._seen.popleft()
        seen = np.fromiter((value for _, value in self._seen), dtype=np.float64)
        self._full = max(float(np.percentile(seen, REACH_PERCENTILE)), LEAST_REACH)


def flexion_from_reach(reach: float, full: float) -> float:
    """Return the elbow flexion of an arm of two equal bones that reaches so far, degrees."""
    return math.degrees(2.0 * math.acos(max(0.0, min(1.0, reach / full))))
