"""One number that a rule judges, and between which ends it lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.types import NAN


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with its doubt, in the unit of its rule, and when it happened.

    The true value lies between ``low`` and ``high`` as far as can be told; where either is NaN,
    nothing is known and no rule speaks.  ``start_s`` and ``end_s`` say from when to when the fault
    would last.
    """

    value: float
    low: float
    high: float
    start_s: float = NAN
    end_s: float = NAN

    @property
    def known(self) -> bool:
        """Whether there is a value that can be judged."""
        return all(map(math.isfinite, (self.value, self.low, self.high)))

    @property
    def doubt(self) -> float:
        """How far the value may be off, at most."""
        return max(self.value - self.low, self.high - self.value)


UNKNOWN = Reading(NAN, NAN, NAN)
"""Nothing is known."""


def doubted(value: float, doubt: float, start_s: float = NAN, end_s: float = NAN) -> Reading:
    """Return a value that may be off by ``doubt`` either way; a doubt that is NaN knows nothing."""
    return Reading(value, value - doubt, value + doubt, start_s, end_s)


def witnessed(
    value: float, others: Sequence[float], start_s: float = NAN, end_s: float = NAN
) -> Reading:
    """Return a value that lies where all witnesses are, so that a rule asks every one of them.

    Fewer than two witnesses, or one that knows nothing, are not enough.
    """
    if len(others) < 2 or not all(map(math.isfinite, (value, *others))):
        return UNKNOWN
    return Reading(value, min(value, *others), max(value, *others), start_s, end_s)
