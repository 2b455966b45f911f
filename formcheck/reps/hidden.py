"""The arm behind the trunk: when what is guessed of it may count."""

from __future__ import annotations

from statistics import median

import numpy as np

from formcheck.reps.lanes import arm_place
from formcheck.reps.sample import Sample
from formcheck.reps.segmentation import PullCycle

STILL_ARM = 0.28
"""The near arm is still when nothing of it goes farther, in trunk lengths: it holds on while the
other works, and the network's own wander is below a tenth."""

SEEN_NEAR = 0.5
"""...and is so visible, in the median."""

LIKE_WAY = 0.5
"""A like pull goes at least so much of the other's way."""

FOLLOWS_S = 8.0
"""A like pull follows within so long, from end to start: as long as the slowest rep's pause."""


class HiddenArm:
    """Hold back the first pull of a hidden arm until a like one follows.

    Where an arm is hidden the pose model guesses, and now and then a guess looks like a pull.
    While the near arm works, or one of its pulls came in between, a guess counts for nothing.
    """

    def __init__(self) -> None:
        self._first: PullCycle | None = None
        self._last: PullCycle | None = None

    def interrupt(self) -> None:
        """Start anew: the near arm pulled."""
        self._first = self._last = None

    def confirmed(self, cycle: PullCycle) -> list[PullCycle]:
        """Take a pull that may count; return those that now do, oldest first."""
        before = self._last or self._first
        if before is None or not _like(before, cycle):
            self._first, self._last = cycle, None
            return []
        counted = [cycle] if self._last is not None else [before, cycle]
        self._last = cycle
        return counted


def beside_a_still_arm(cycle: PullCycle, inside: list[Sample]) -> bool:
    """Whether the other arm is seen to keep its place while this one pulls."""
    other = [s.arms[1 - cycle.arm] for s in inside if s.found]
    if len(other) < 4 or median(arm.seen for arm in other) < SEEN_NEAR:
        return False
    places = np.array([arm_place(arm)[0] for arm in other])
    low, high = np.nanpercentile(places, (5, 95), axis=0)
    return bool((high - low <= STILL_ARM).all())


def _like(first: PullCycle, second: PullCycle) -> bool:
    apart_s = second.start_s - first.end_s
    shorter, longer = sorted((first.way, second.way))
    return (
        first.arm == second.arm
        and not first.overlaps(second)
        and apart_s <= FOLLOWS_S
        and shorter >= LIKE_WAY * longer
    )
