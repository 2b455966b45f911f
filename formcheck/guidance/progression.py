"""What to do next time: more reps, then more weight, then a harder exercise, if form held."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from formcheck.guidance.advice import Advice
from formcheck.log.entries import LoggedRep, SetContent
from formcheck.log.loads import LoadUnit, from_kg, to_kg
from formcheck.log.sets import SetSummary
from formcheck.routines.catalogue import PlannedExercise
from formcheck.routines.spec import Range
from formcheck.trends import QUANTITIES, points, trend

FLAGGED_SHARE: Final = 0.10
"""Most reps that may carry a warning or an alert: one in ten."""

LEAST_RANGE: Final = 0.85
"""Least mean range of motion, against the set's own full range."""

LOWERING_SLACK: Final = 0.15
"""Share of the planned lowering that may be missing, as in the flag for it."""

SPEED_LOSS: Final = 0.40
"""Most of the pull's speed that may be lost from the fastest rep to the end of the set."""

JUDGED_SHARE: Final = 0.5
"""Least share of reps in which the back could be judged, where the exercise bends it."""

_BENT: Final = ("row",)
"""Patterns that load the back while it leans: without the back form is not judged."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One set with what it holds."""

    summary: SetSummary
    content: SetContent


@dataclass(frozen=True, slots=True)
class Form:
    """How form is judged.

    ``held`` is None when it cannot be judged; ``broken`` names what did not hold, each with its
    figure and its limit.
    """

    held: bool | None
    broken: dict[str, tuple[float, float]] = field(default_factory=dict)
    judged: float = 1.0


def form_of(
    sets: Sequence[Evidence],
    exercise: PlannedExercise,
    lowering_s: Range,
    history: Sequence[SetSummary] = (),
) -> Form:
    """Judge the form of a workout's sets of an exercise.

    Parameters
    ----------
    sets : sequence of Evidence
        Of one workout and one exercise.
    exercise : PlannedExercise
    lowering_s : tuple of float
        Least and most seconds planned for the lowering.
    history : sequence of SetSummary
        The exercise's sets of all workouts, for the trend of rounding.
    """
    reps = [rep for item in sets for rep in item.content.reps if rep.complete]
    if not reps:
        return Form(None, judged=0.0)
    judged = sum(not math.isnan(rep.value("back_curvature_max")) for rep in reps) / len(reps)
    broken: dict[str, tuple[float, float]] = {}
    flagged = sum(item.summary.set.flagged_reps for item in sets) / len(reps)
    if flagged > FLAGGED_SHARE:
        broken["flagged"] = (flagged, FLAGGED_SHARE)
    _below(broken, "range", _mean(reps, "rom"), LEAST_RANGE)
    _below(broken, "lowering", _mean(reps, "eccentric_s"), lowering_s[0] * (1 - LOWERING_SLACK))
    loss = max((speed_loss(item.content.reps) for item in sets), default=math.nan)
    if loss > SPEED_LOSS:
        broken["speed"] = (loss, SPEED_LOSS)
    slope = trend(points(history, QUANTITIES["rounding_worst"]))
    if slope.direction == "rising":
        broken["rounding"] = (slope.slope_per_week, slope.limit)
    if broken:
        return Form(False, broken, judged)
    if exercise.pattern in _BENT and judged < JUDGED_SHARE:
        return Form(None, judged=judged)
    return Form(True, judged=judged)


def _below(broken: dict[str, tuple[float, float]], name: str, value: float, limit: float) -> None:
    """Note a figure below its limit; an unknown one (NaN) is not below."""
    if value < limit:
        broken[name] = (value, limit)


def _mean(reps: Sequence[LoggedRep], measure: str) -> float:
    known = [value for rep in reps if not math.isnan(value := rep.value(measure))]
    return statistics.fmean(known) if known else math.nan


def speed_loss(reps: Sequence[LoggedRep]) -> float:
    """Return how much of the pull's mean speed is lost at the end of a set, 0 to 1.

    The mean speed of a pull is its range over its time; the loss is of the last two reps against
    the fastest. NaN with fewer than four reps, which have no end to speak of.
    """
    speeds = [
        rep.value("rom") / rep.value("concentric_s")
        for rep in reps
        if rep.complete and rep.value("concentric_s") > 0 and not math.isnan(rep.value("rom"))
    ]
    if len(speeds) < 4:
        return math.nan
    return max(0.0, 1.0 - statistics.fmean(speeds[-2:]) / max(speeds))


RAISE: Final = (0.02, 0.10)
"""Least and most by which a load is raised at once."""

WANTED_RAISE: Final = 0.05
STEP_BACK: Final = 0.10
"""By how much a load is lowered when form did not hold twice."""

SMALLEST_STEP: Final[Mapping[LoadUnit, float]] = {"kg": 1.0, "lb": 2.5}
"""Steps in which loads are offered: a pair of half-kilogram plates, the smallest dumbbell steps."""

BEYOND: Final = 2
"""Reps over the plan that are asked for where the next weight is too big a step."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One workout's sets of an exercise and how their form is judged."""

    sets: tuple[Evidence, ...]
    form: Form

    @property
    def load_kg(self) -> float:
        """The heaviest load of it that is known; NaN when none is."""
        known = [item.summary.set.load_kg for item in self.sets]
        return max((load for load in known if not math.isnan(load)), default=math.nan)

    @property
    def reps(self) -> list[int]:
        """Complete reps of each set that is no drop set."""
        return [item.summary.set.reps for item in self.sets if item.summary.set.relation != "drop"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a routine asks for of an exercise, and the unit the lifter thinks in."""

    exercise: PlannedExercise
    sets: tuple[int, int]
    reps: tuple[int, int]
    unit: LoadUnit = "kg"


def progression(visits: Sequence[Visit], target: Target) -> Advice:
    """Return what to do next time.

    Parameters
    ----------
    visits : sequence of Visit
        Of this exercise, oldest first.
    target : Target
    """
    figures: dict[str, float | str] = {
        "exercise": target.exercise.name,
        "sets": target.sets[0],
        "least": target.reps[0],
        "most": target.reps[1],
    }
    if not visits:
        code = "progress_start" if target.exercise.loadable else "progress_start_bare"
        return Advice(code, "go", figures)
    last = visits[-1]
    figures |= {"load_kg": last.load_kg, "unit": target.unit}
    if last.form.held is None:
        figures |= {"judged": round(100 * last.form.judged)}
        return Advice("progress_unseen", "unknown", figures, ("own",))
    if not last.form.held:
        return _not_held(visits, target, figures)
    return _held(last, target, figures)


def _not_held(visits: Sequence[Visit], target: Target, figures: dict[str, float | str]) -> Advice:
    """Stay once; step back when form did not hold twice running."""
    what, (value, limit) = next(iter(visits[-1].form.broken.items()))
    figures |= {"what": what, "value": value, "limit": limit}
    if len(visits) < 2 or visits[-2].form.held is not False:
        return Advice("progress_hold", "hold", figures, ("log", "own"))
    load_kg = visits[-1].load_kg
    if load_kg > 0:
        lower = rounded_down(load_kg * (1 - STEP_BACK), target.unit)
        return Advice("progress_lighter", "back", figures | {"to_kg": lower}, ("log", "own"))
    if target.exercise.easier:
        figures |= {"to": target.exercise.easier}
        return Advice("progress_easier", "back", figures, ("log", "own"))
    return Advice("progress_fewer", "back", figures | {"to": target.reps[0]}, ("log", "own"))


def _held(last: Visit, target: Target, figures: dict[str, float | str]) -> Advice:
    """More sets up to the plan, then more reps, then more weight, then a harder exercise."""
    done = last.reps
    if len(done) < target.sets[0]:
        return Advice("progress_sets", "go", figures | {"done": len(done)})
    fewest = min(done)
    if fewest < target.reps[1]:
        wanted = min(target.reps[1], max(fewest + 1, target.reps[0]))
        return Advice("progress_reps", "go", figures | {"done": fewest, "to": wanted})
    if target.exercise.loadable:
        return _heavier(last, fewest, target, figures)
    if target.exercise.harder:
        figures |= {"to": target.exercise.harder, "done": fewest}
        return Advice("progress_harder", "go", figures)
    return Advice("progress_reps", "go", figures | {"done": fewest, "to": fewest + 1})


def _heavier(last: Visit, fewest: int, target: Target, figures: dict[str, float | str]) -> Advice:
    sources = ("programme", "acsm")
    shares: dict[str, float | str] = {
        "from_pct": round(100 * RAISE[0]),
        "to_pct": round(100 * RAISE[1]),
    }
    if not last.load_kg > 0:
        return Advice("progress_name_load", "go", figures | shares, sources)
    raised = next_load(last.load_kg, target.unit)
    if raised is None and fewest < target.reps[1] + BEYOND:
        return Advice("progress_beyond", "go", figures | {"to": fewest + 1} | shares, sources)
    if raised is None:
        step = to_kg(SMALLEST_STEP[target.unit], target.unit)
        raised = last.load_kg + step
    more = round(100 * (raised / last.load_kg - 1))
    return Advice(
        "progress_weight", "go", figures | shares | {"to_kg": raised, "pct": more}, sources
    )


def next_load(load_kg: float, unit: LoadUnit) -> float | None:
    """Return the next load in whole steps, about 5 % up and 2 to 10 %; None when no step fits."""
    step = SMALLEST_STEP[unit]
    load = from_kg(load_kg, unit)
    wanted = load * (1 + WANTED_RAISE)
    steps = [step * math.floor(wanted / step), step * math.ceil(wanted / step)]
    fits = [to_kg(s, unit) for s in steps if RAISE[0] <= round(s / load - 1, 6) <= RAISE[1]]
    return min(fits, key=lambda value: abs(value - to_kg(wanted, unit)), default=None)


def rounded_down(load_kg: float, unit: LoadUnit) -> float:
    """Return the largest whole step that is not above a load."""
    step = SMALLEST_STEP[unit]
    return to_kg(step * math.floor(from_kg(load_kg, unit) / step + 1e-9), unit)
