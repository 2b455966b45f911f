"""How often and how much: the programme's table, and how a lifter's weeks compare with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from formcheck.guidance.advice import Advice
from formcheck.log.entries import Level, Workout
from formcheck.log.moments import Moment

DAY_S: Final = 86400.0
WATCHED_DAYS: Final = 28
"""Frequency is judged over four weeks, so that one missed day is no verdict."""

MIN_DAYS: Final = 14
"""Before two weeks of training there is no frequency to speak of."""


@dataclass(frozen=True, slots=True)
class Volume:
    """What the programme asks of a level: least and most."""

    times_a_week: tuple[int, int]
    sets: tuple[int, int]
    reps: tuple[int, int]


VOLUME: Final[dict[Level, Volume]] = {
    "beginner": Volume((2, 2), (3, 4), (8, 12)),
    "intermediate": Volume((2, 3), (4, 5), (8, 12)),
    "advanced": Volume((3, 3), (5, 6), (8, 12)),
}
"""Volume and frequency by level: workouts a week, sets an exercise, reps a set."""


def frequency(workouts: Sequence[Workout], wanted: tuple[int, int], now: Moment) -> Advice:
    """Compare how often a lifter trains with how often they should.

    Parameters
    ----------
    workouts : sequence of Workout
        All of the lifter's, in any order; two on one local day count as one.
    wanted : tuple of int
        Least and most a week, of the routine or of :data:`VOLUME`.
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
