"""Whether the last hard workout is long enough ago."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from formcheck.guidance.advice import Advice
from formcheck.log.entries import Feeling, TrainingSet
from formcheck.log.moments import Moment

REST_HOURS: Final = (48.0, 72.0)
"""Least and most between hard back workouts."""

EXTRA_HOURS: Final = 24.0
"""An extra day for a lifter who is tired or sore."""

HARD_SETS: Final = 3
"""Fewer sets than the programme's least for a single exercise are no hard workout."""

EASY_RPE: Final = 5.0
"""Nor is one in which every set was said to be at most so hard."""


def is_hard(sets: Sequence[TrainingSet]) -> bool:
    """Whether a workout asks for recovery: enough sets, and not all of them easy."""
    counted = [item for item in sets if item.reps]
    easy = all(not math.isnan(item.rpe) and item.rpe <= EASY_RPE for item in counted)
    return len(counted) >= HARD_SETS and not easy


def last_hard_end_s(sets: Sequence[TrainingSet], *, without: int | None = None) -> float:
    """Return when the last hard workout ended (Unix clock); NaN when there was none.

    Parameters
    ----------
    sets : sequence of TrainingSet
        All that may matter, of whatever workouts.
    without : int, optional
        A workout that is going on and does not count.
    """
    groups: dict[int, list[TrainingSet]] = {}
    for item in sets:
        if item.workout_id != without:
            groups.setdefault(item.workout_id, []).append(item)
    ends = [max(item.last_seen_s for item in group) for group in groups.values() if is_hard(group)]
    return max(ends, default=math.nan)


def recovery(last_end_s: float, feeling: Feeling, now: Moment) -> Advice:
    """Say whether to train now.

    Parameters
    ----------
    last_end_s : float
        From :func:`last_hard_end_s`.
    feeling : str
        How the lifter feels now; ``tired`` and ``sore`` add a day.
    now : Moment
    """
    extra = EXTRA_HOURS if feeling in ("tired", "sore") else 0.0
    least, most = REST_HOURS[0] + extra, REST_HOURS[1] + extra
    figures: dict[str, float | str] = {"least": least, "most": most, "feeling": feeling}
    if math.isnan(last_end_s):
        return Advice("recovery_none", "go", figures)
    hours = (now.utc_s - last_end_s) / 3600.0
    figures |= {"hours": round(hours, 1)}
    if hours < 0.0:
        return Advice("recovery_clock", "unknown", figures, ("log",))
    if hours < least:
        return Advice("recovery_rest", "back", figures | {"left": math.ceil(least - hours)})
    if hours < most:
        return Advice("recovery_fresh", "hold", figures)
    return Advice("recovery_ready", "go", figures)
