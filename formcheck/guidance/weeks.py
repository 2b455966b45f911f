"""What a lifter's weeks say: rest enough, often enough and enough of it, and both sides alike."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from formcheck.guidance.advice import Advice
from formcheck.log.entries import Feeling, SummarySide, TrainingSet, Workout
from formcheck.log.moments import Moment
from formcheck.log.sets import SetSummary
from formcheck.trends import by_workout

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


WATCHED_DAYS: Final = 28
"""Frequency is judged over four weeks, so that one missed day says nothing."""

MIN_DAYS: Final = 14
"""Before two weeks of training there is no frequency to speak of."""


def frequency(workouts: Sequence[Workout], wanted: tuple[int, int], now: Moment) -> Advice:
    """Compare how often a lifter trains with how often they should.

    Parameters
    ----------
    workouts : sequence of Workout
        All of the lifter's, in any order; two on one local day count as one.
    wanted : tuple of int
        Least and most a week, of the routine.
    now : Moment
    """
    today = now.day.toordinal()
    days = {_ordinal(item.day) for item in workouts if _ordinal(item.day) <= today}
    figures: dict[str, float | str] = {"least": wanted[0], "most": wanted[1]}
    known = min(today - min(days) + 1, WATCHED_DAYS) if days else 0
    this_week = sum(today - day < 7 for day in days)
    figures |= {"this_week": this_week}
    if this_week > wanted[1]:
        return Advice("frequency_high", "back", figures)
    if known < MIN_DAYS:
        return Advice("frequency_unknown", "unknown", figures | {"days": known, "needed": MIN_DAYS})
    a_week = 7.0 * sum(today - day < known for day in days) / known
    # Half a workout a week less than the least is one missed in a fortnight.
    low = a_week <= wanted[0] - 0.5
    figures |= {"a_week": round(a_week, 1)}
    if low:
        return Advice("frequency_low", "go", figures)
    return Advice("frequency_near" if a_week < wanted[0] else "frequency_met", "go", figures)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def sets_done(exercise: str, done: int, wanted: tuple[int, int]) -> Advice:
    """Compare the sets of an exercise in a workout with how many there should be."""
    figures: dict[str, float | str] = {
        "exercise": exercise, "done": done, "least": wanted[0], "most": wanted[1],
    }  # fmt: skip
    if done < wanted[0]:
        return Advice("sets_low", "go", figures)
    if done > wanted[1]:
        return Advice("sets_high", "back", figures)
    return Advice("sets_met", "hold", figures)


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
