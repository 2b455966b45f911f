"""Left against right: said only when it is large, and there in two workouts running."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Final, Literal

from formcheck.guidance.advice import Advice
from formcheck.log.entries import SummarySide
from formcheck.log.sets import SetSummary
from formcheck.trends import by_workout

LIMIT_PCT: Final = 15.0
"""Least difference that is spoken of; the usual 10 to 15 % rule is disputed."""

OWN_SPREADS: Final = 2.0
"""...and it must be so many of the lifter's own spreads from workout to workout."""

WORKOUTS: Final = 2
"""In so many workouts running, and to the same side."""

_MEASURES: Final = (("rom", 1), ("concentric_s", -1))
"""What is compared, and whether more of it is stronger (1) or weaker (-1)."""


def difference_pct(sets: Sequence[SetSummary], measure: str) -> float:
    """Return left less right in per cent of their mean, over a workout; NaN without both."""
    left, right = _side_mean(sets, measure, "left"), _side_mean(sets, measure, "right")
    middle = (left + right) / 2.0
    return 100.0 * (left - right) / middle if middle > 0 else math.nan


def _side_mean(sets: Sequence[SetSummary], measure: str, side: SummarySide) -> float:
    found = [item.measures[(measure, side)] for item in sets if (measure, side) in item.measures]
    count = sum(part.count for part in found)
    return sum(part.mean * part.count for part in found) / count if count else math.nan


def reps_difference_pct(sets: Sequence[SetSummary]) -> float:
    """Return left less right reps in per cent of their mean, over a workout; NaN without both."""
    counts = {"left": 0, "right": 0}
    for item in sets:
        for side in counts:
            found = item.measures.get(("rom", side))
            counts[side] += found.count if found is not None else 0
    left, right = counts["left"], counts["right"]
    return 200.0 * (left - right) / (left + right) if left and right else math.nan


def imbalance(sets: Sequence[SetSummary]) -> Advice | None:
    """Return advice on a difference between the sides; None when there is none to speak of.

    Parameters
    ----------
    sets : sequence of SetSummary
        A lifter's sets of one exercise, of all workouts.
    """
    groups = by_workout(sets)
    for measure, stronger in (*_MEASURES, ("reps", 1)):
        of = reps_difference_pct if measure == "reps" else lambda g, m=measure: difference_pct(g, m)
        values = [value for group in groups if not math.isnan(value := of(group))]
        found = _lasting(values)
        if found is not None:
            value, limit = found
            weaker: Literal["left", "right"] = "right" if value * stronger > 0 else "left"
            figures: dict[str, float | str] = {
                "weaker": weaker, "measure": measure, "value": round(abs(value)),
                "limit": round(limit), "workouts": WORKOUTS,
            }  # fmt: skip
            return Advice("imbalance", "hold", figures, ("log", "programme", "own"))
    return None


def _lasting(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the smaller of the last differences and its limit, if all are beyond it alike."""
    recent, earlier = values[-WORKOUTS:], values[:-WORKOUTS]
    if len(recent) < WORKOUTS or not (min(recent) > 0 or max(recent) < 0):
        return None
    spread = statistics.stdev(earlier) if len(earlier) > 1 else 0.0
    limit = max(LIMIT_PCT, OWN_SPREADS * spread)
    smallest = min(recent, key=abs)
    return (smallest, limit) if abs(smallest) > limit else None
