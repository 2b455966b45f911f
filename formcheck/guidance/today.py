"""Today's plan: which day of the routine it is, what of it is done, and what to aim at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from formcheck.guidance.advice import Advice
from formcheck.guidance.progression import Evidence, Target, Visit, form_of, progression
from formcheck.guidance.weeks import frequency, imbalance, last_hard_end_s, recovery, sets_done
from formcheck.log.entries import Feeling, Lifter, RoutineUse, TrainingSet, Workout
from formcheck.log.moments import Moment
from formcheck.log.sets import SetSummary
from formcheck.log.store import TrainingLog
from formcheck.routines.catalogue import PlannedExercise, catalogue, find, substitute
from formcheck.routines.spec import WEEKDAYS, Day, Item, Routine
from formcheck.trends import by_workout

LOOKED_BACK_S: Final = 120 * 86400.0
"""Sets older than this say nothing of what to do next."""

_NEEDED: Final = ("back_curvature_max",)
"""The measure that advice follows over many workouts: rounding."""

_SIDED: Final = ("rom", "concentric_s")
"""Measures by which it compares the two arms."""

JUDGED_VISITS: Final = 2
"""Workouts of an exercise whose reps are read to judge form: the last, and the one before."""


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One line of today's plan.

    ``exercise`` is what is to be done with the lifter's equipment (None when nothing of the kind is
    possible), ``item.exercise`` what the routine names. ``done`` are today's sets of it without the
    drop sets; ``advice`` says what to aim at, ``sides`` speaks up about left and right.
    """

    item: Item
    exercise: PlannedExercise | None
    done: tuple[TrainingSet, ...]
    drops_done: int
    advice: Advice
    sides: Advice | None

    @property
    def complete(self) -> bool:
        """Whether the least number of sets is done, with the drops after them."""
        return len(self.done) >= self.item.sets[0] and self.drops_done >= self.item.drops


@dataclass(frozen=True, slots=True)
class Today:
    """What is planned for a lifter now.

    ``due`` says whether the routine's day is today's (a day without a weekday always is); ``week``
    counts from 1; ``over`` says that the routine's weeks are done. ``extra`` are today's sets that
    the plan does not ask for.
    """

    lifter: Lifter
    routine: Routine
    day: Day
    due: bool
    week: int
    over: bool
    items: tuple[PlannedItem, ...]
    extra: tuple[TrainingSet, ...]
    recovery: Advice
    frequency: Advice

    @property
    def next_item(self) -> PlannedItem | None:
        """What comes next: the first line not complete; within a superset the one behind."""
        left = [item for item in self.items if not item.complete and item.exercise is not None]
        if not left:
            return None
        letter = left[0].item.superset
        partners = [item for item in left if letter and item.item.superset == letter]
        return min(partners or left[:1], key=lambda item: len(item.done))


def today(
    log: TrainingLog,
    lifter: Lifter,
    use: RoutineUse,
    routine: Routine,
    now: Moment,
    feeling: Feeling = "",
) -> Today:
    """Return a lifter's plan for the present moment.

    Parameters
    ----------
    log : TrainingLog
    lifter : Lifter
    use : RoutineUse
        When the lifter chose the routine; its weeks count from there.
    routine : Routine
    now : Moment
    feeling : str
        How the lifter feels now.

    Raises
    ------
    LogError
        When the log cannot be read.
    """
    workouts = log.workouts.of(lifter.id, since_s=now.utc_s - LOOKED_BACK_S)
    current = next((item for item in workouts if item.day == now.day.isoformat()), None)
    week = max(0, (now.day - date.fromisoformat(use.day)).days) // 7 + 1
    over = bool(routine.weeks) and week > routine.weeks
    before = log.workouts.count_since(lifter.id, use.day)
    before -= current is not None and current.day >= use.day
    day, due = day_of(routine, before, now)
    items = day.items_in(min(week, routine.weeks) if routine.weeks else week)
    done = log.sets.of_workout(current.id) if current else ()
    groups, extra = share_out(items, [item for item in done if item.state != "running"])
    return Today(
        lifter=lifter,
        routine=routine,
        day=day,
        due=due,
        week=week,
        over=over,
        items=tuple(
            _planned(log, lifter, item, group, current, now)
            for item, group in zip(items, groups, strict=True)
        ),
        extra=tuple(extra),
        recovery=recovery(_last_hard_end_s(log, workouts, current), feeling, now),
        frequency=frequency(workouts, routine.times_a_week, now),
    )


def _last_hard_end_s(
    log: TrainingLog, workouts: Sequence[Workout], current: Workout | None
) -> float:
    """Return when the last hard workout ended, reading no more workouts than needed."""
    for workout in workouts:
        if workout is not current:
            end_s = last_hard_end_s(log.sets.of_workout(workout.id))
            if not math.isnan(end_s):
                return end_s
    return math.nan


def day_of(routine: Routine, before: int, now: Moment) -> tuple[Day, bool]:
    """Return the routine's day for now, and whether it is due today.

    Days with a weekday are due on it, and the next one is shown until then; the others follow one
    another, one a workout.

    Parameters
    ----------
    routine : Routine
    before : int
        Workouts since it was chosen, without one that is going on.
    now : Moment
    """
    if any(day.weekday for day in routine.days):
        for ahead in range(7):
            weekday = WEEKDAYS[(now.day + timedelta(days=ahead)).weekday()]
            found = next((day for day in routine.days if day.weekday == weekday), None)
            if found is not None:
                return found, ahead == 0
    return routine.days[before % len(routine.days)], True


def share_out(
    items: Sequence[Item], sets: Sequence[TrainingSet]
) -> tuple[list[list[TrainingSet]], list[TrainingSet]]:
    """Give each of a workout's sets to a line of the plan; return the lines' sets and the rest.

    A set goes to the first line of its exercise that still lacks sets, or else to the last one of
    its exercise. A drop set goes where the set before it went.
    """
    groups: list[list[TrainingSet]] = [[] for _ in items]
    extra: list[TrainingSet] = []
    before: list[TrainingSet] = extra
    for one in sets:
        fitting = [n for n, item in enumerate(items) if _may_be(item, one.exercise)]
        if one.relation == "drop":
            before.append(one)
            continue
        open_lines = [n for n in fitting if _straight(groups[n]) < items[n].sets[0]]
        chosen = next(iter(open_lines or fitting[-1:]), None)
        before = extra if chosen is None else groups[chosen]
        before.append(one)
    return groups, extra


def _straight(group: Sequence[TrainingSet]) -> int:
    return sum(item.relation != "drop" for item in group)


def _may_be(item: Item, name: str) -> bool:
    """Whether a set may be of a line: its exercise, one named instead, or one that stands in."""
    wanted = [item.exercise, *(find(other) for other in item.instead)]
    if any(exercise.is_counted(name) for exercise in wanted):
        return True
    known = catalogue().get(name)
    return known is not None and known.pattern == item.exercise.pattern


def _planned(
    log: TrainingLog,
    lifter: Lifter,
    item: Item,
    group: Sequence[TrainingSet],
    current: Workout | None,
    now: Moment,
) -> PlannedItem:
    exercise = substitute(item.exercise, lifter.equipment, item.instead)
    since_s = now.utc_s - LOOKED_BACK_S
    history: list[SetSummary] = []
    target = Target(exercise or item.exercise, item.sets, item.reps, lifter.unit)
    for name in (target.exercise.name, *target.exercise.counted_as):
        history += log.sets.summaries(
            lifter.id, name, since_s=since_s, measures=_NEEDED, sided=_SIDED
        )
    past = [one for one in history if current is None or one.set.workout_id != current.id]
    visits = [
        _visit(log, sets, past, target.exercise, item) for sets in by_workout(past)[-JUDGED_VISITS:]
    ]
    return PlannedItem(
        item=item,
        exercise=exercise,
        done=tuple(one for one in group if one.relation != "drop"),
        drops_done=sum(one.relation == "drop" for one in group),
        advice=progression(visits, target),
        sides=imbalance(past),
    )


def _visit(
    log: TrainingLog,
    sets: Sequence[SetSummary],
    past: Sequence[SetSummary],
    exercise: PlannedExercise,
    item: Item,
) -> Visit:
    evidence = tuple(Evidence(one, log.sets.content(one.set.id)) for one in sets)
    until_s = sets[-1].set.started_s
    history = [one for one in past if one.set.started_s <= until_s]
    return Visit(evidence, form_of(evidence, exercise, item.lowering_s, history))


def sets_advice(plan: Today) -> tuple[Advice, ...]:
    """Return, for each line begun today, how its sets compare with the plan."""
    return tuple(
        sets_done(line.item.exercise.name, len(line.done), line.item.sets)
        for line in plan.items
        if line.done
    )


def target_load_kg(line: PlannedItem) -> float:
    """Return the load a line asks for, in kilograms; NaN when it asks for none."""
    figures = line.advice.figures
    value = figures.get("to_kg", figures.get("load_kg", math.nan))
    return float(value)
