"""What the rules look at in every frame: back and trunk, against where the pull began."""

from __future__ import annotations

import math
from collections import deque
from statistics import median

from formcheck.flags.readings import UNKNOWN, Reading, doubted
from formcheck.reps.sample import Sample

FRAME_SIGNALS = {
    "back": "back curvature over the flat or the own neutral back, degrees",
    "hollow": "back curvature below the own neutral, arms near extended, degrees",
    "swing": "rise of the trunk in the pull, degrees",
}
"""Every signal of a frame, in words."""

LONG_ARM_DEG = 50.0
"""An arm that hangs straight reads 10 to 45 degrees on real people; its elbow is before the trunk,
and nothing of it stands in the contour of the back."""

LEANING_DEG = 60.0
SIDE_ON_DEG = 25.0
"""Seen from nearer to the side than this, a bent arm leaves the contour of a leaning back alone."""

SWING_MEMORY_S = 0.7
"""The trunk often starts to rise before the elbow bends: its lowest place over so long counts."""

FEW = 5
"""The lowest place of the trunk is the median of its lowest so many frames: no jump sets it."""

TRUNK_DOUBT_DEG = 2.0
"""So far the trunk's change is off in a calm clip (docs/benchmark.md has it as RMSE)."""

LOST_TRUNK_STD_DEG = 5.0
"""A trunk that is less sure than this is drawn away by an arm that is hidden: its swing is not
judged."""


class FrameSignals:
    """Read each signal off every frame; remembers where the pull that is under way began."""

    def __init__(self) -> None:
        self._start: Sample | None = None
        self._trunk: deque[tuple[float, float]] = deque()

    def push(self, sample: Sample, *, pulling: bool) -> dict[str, Reading]:
        """Take one frame and return what each signal reads.

        :func:`bends` tells how the back is read.
        """
        self._remember(sample, pulling)
        return bends(sample) | {
            "swing": self._swing(sample) if pulling else doubted(0.0, 0.0),
        }

    def _remember(self, sample: Sample, pulling: bool) -> None:
        if not math.isnan(sample.trunk_deg) and not _lost(sample):
            self._trunk.append((sample.trunk_deg, sample.time_s))
        oldest = self._start.time_s if self._start is not None else sample.time_s
        while self._trunk and self._trunk[0][1] < oldest - SWING_MEMORY_S:
            self._trunk.popleft()
        if not pulling:
            self._start = None
        elif self._start is None:
            self._start = sample

    def _swing(self, sample: Sample) -> Reading:
        """Return how far the trunk has risen since it was lowest."""
        if len(self._trunk) < FEW or _lost(sample):
            return UNKNOWN
        values = [angle for angle, _ in self._trunk]
        lowest = median(sorted(values)[:FEW])
        latest = median(values[-3:])
        return doubted(latest - lowest, TRUNK_DOUBT_DEG)


def _lost(sample: Sample) -> bool:
    return sample.trunk_std > LOST_TRUNK_STD_DEG


def bends(sample: Sample) -> dict[str, Reading]:
    """Return how the back is bent in one frame, for which no other frame need be known.

    Rounding is told with long arms, or against the lifter's own neutral, or where the leaning back
    is seen from the side: elsewhere a bent arm stands in the contour.  Arching is judged only
    against the lifter's own neutral, held on purpose: flat backs hollow by different amounts, and
    from a neutral that was round everything looks arched.
    """
    long_arms = sample.elbow_deg <= LONG_ARM_DEG
    back = doubted(sample.back_deg, sample.back_std)
    hollow = doubted(-sample.back_deg, sample.back_std)
    return {
        "back": back if long_arms or sample.back_own or _side_on(sample) else UNKNOWN,
        "hollow": hollow if long_arms and sample.back_own else UNKNOWN,
    }


def _side_on(sample: Sample) -> bool:
    """Whether a leaning trunk is seen from the side."""
    return sample.trunk_deg < LEANING_DEG and abs(sample.yaw_deg) <= SIDE_ON_DEG
