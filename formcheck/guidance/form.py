"""Whether form held in a workout's sets of an exercise: the gate before any more weight."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from formcheck.log.entries import LoggedRep, SetContent
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
"""Patterns that load the back while it leans: without the back there is no verdict on form."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One set with what it holds."""

    summary: SetSummary
    content: SetContent


@dataclass(frozen=True, slots=True)
class Form:
    """The verdict on form.

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
    if slope.verdict == "rising":
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
