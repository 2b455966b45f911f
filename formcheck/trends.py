"""How a lifter's figures go over the weeks, and which differences are changes.

A point is one workout of one exercise. Its error has two parts: the spread of its reps over the
root of their number, and what the same posture varies by when it is filmed on another day
(:data:`REPEATABILITY`). A difference is called a change only beyond the 95 % interval of both.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from formcheck.log.entries import Summary
from formcheck.log.moments import Moment
from formcheck.log.sets import SetSummary
from formcheck.types import NAN

Direction = Literal["rising", "falling", "unclear", "too_few"]

WEEK_S: Final = 7 * 86400.0
MIN_POINTS: Final = 4
"""A line through fewer workouts says nothing of its own error that could be believed."""

REPEATABILITY: Final = {
    "back_curvature_max": 4.0,
    "back_curvature_mean": 4.0,
    "retraction_pct": 6.3,
    "elevation_pct": 4.8,
    "trunk_inclination_deg": 3.2,
    "trunk_swing_deg": 3.2,
}
"""Error from one filming to the next, in the measure's unit: the RMSE on rendered clips from the
side that docs/benchmark.md publishes. Others are ratios and times within one filming: none."""


def t_quantile(freedom: int) -> float:
    """Return the half width of a 95 % interval in standard errors; infinite without freedom."""
    if freedom < 1:
        return math.inf
    # Loaded for the first trend: the window and the command line are to stand without it.
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one workout: ``error`` is one standard error, 0 for what is counted exactly."""

    workout_id: int
    at: Moment
    value: float
    error: float
    count: int


_Figure = Callable[[Sequence[SetSummary]], tuple[float, float, int]]
"""Finds a figure of a workout's sets, with its standard error and the number of its reps."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure that can be followed.

    ``unit`` stands behind the number; ``better`` is 1 where more is better, -1 where less is, 0
    where neither is. ``measures`` are those it is made of, ``sided`` those of each arm: what a
    reader of the log needs.
    """

    name: str
    title: str
    unit: str
    better: int
    of: _Figure
    measures: tuple[str, ...] = ()
    sided: tuple[str, ...] = ()


def _mean_of(measure: str) -> _Figure:
    """Return what finds a measure's mean over a workout's reps, with its error."""

    def over(sets: Sequence[SetSummary]) -> tuple[float, float, int]:
        found = [
            item.measures[(measure, "all")] for item in sets if (measure, "all") in item.measures
        ]
        return pooled(found, REPEATABILITY.get(measure, 0.0))

    return over


def pooled(parts: Sequence[Summary], floor: float = 0.0) -> tuple[float, float, int]:
    """Return mean, standard error and number of reps of several summaries of one measure.

    The error is never below that of a single filming (``floor``); NaN where one rep is all there is
    and nothing tells how it would vary.
    """
    count = sum(part.count for part in parts)
    if not count:
        return NAN, NAN, 0
    mean = sum(part.mean * part.count for part in parts) / count
    squares = sum(
        (part.count - 1) * (part.spread**2 if part.count > 1 else 0.0)
        + part.count * (part.mean - mean) ** 2
        for part in parts
    )
    if count < 2:
        return mean, floor or NAN, count
    return mean, math.hypot(math.sqrt(squares / (count - 1) / count), floor), count


def _worst_of(measure: str) -> _Figure:
    def over(sets: Sequence[SetSummary]) -> tuple[float, float, int]:
        found = [
            item.measures[(measure, "all")] for item in sets if (measure, "all") in item.measures
        ]
        if not found:
            return NAN, NAN, 0
        floor = REPEATABILITY.get(measure, NAN)
        return max(part.high for part in found), floor, sum(part.count for part in found)

    return over


def _sides_of(measure: str) -> _Figure:
    """Return what finds by how much the left arm differs from the right, % of their mean.

    Its error comes from the spread of each arm's own reps; both arms are seen by the same filming.
    """

    def over(sets: Sequence[SetSummary]) -> tuple[float, float, int]:
        arms = [
            pooled(
                [item.measures[measure, side] for item in sets if (measure, side) in item.measures]
            )
            for side in ("left", "right")
        ]
        (left, left_error, lefts), (right, right_error, rights) = arms
        middle = (left + right) / 2.0
        if not middle > 0:
            return NAN, NAN, 0
        error = math.hypot(left_error, right_error)
        return 100.0 * (left - right) / middle, 100.0 * error / middle, min(lefts, rights)

    return over


def _counted(
    value: Callable[[Sequence[SetSummary]], float],
) -> _Figure:
    return lambda sets: (value(sets), 0.0, sum(item.set.reps for item in sets))


def _flag_share(sets: Sequence[SetSummary]) -> tuple[float, float, int]:
    """Return the share of reps with a warning, with its binomial error (Agresti and Coull)."""
    reps = sum(item.set.reps for item in sets)
    if not reps:
        return NAN, NAN, 0
    flagged = sum(item.set.flagged_reps for item in sets)
    guarded = (flagged + 2.0) / (reps + 4.0)
    error = math.sqrt(guarded * (1.0 - guarded) / (reps + 4.0))
    return 100.0 * flagged / reps, 100.0 * error, reps


def _known(values: Sequence[float]) -> list[float]:
    return [value for value in values if math.isfinite(value)]


def _measured(
    name: str, title: str, unit: str, better: int, over: Callable[[str], _Figure], measure: str
) -> Quantity:
    """Return the quantity that is made of one measure."""
    return Quantity(name, title, unit, better, over(measure), (measure,))


_TABLE: Final = (
    Quantity("reps", "Reps", "", 1, _counted(lambda sets: sum(item.set.reps for item in sets))),
    Quantity(
        "load_kg", "Heaviest load", "kg", 1,
        _counted(lambda sets: max(_known([item.set.load_kg for item in sets]), default=NAN)),
    ),
    Quantity(
        "volume_kg", "Volume", "kg", 1,
        _counted(lambda sets: sum(_known([item.set.volume_kg for item in sets])) or NAN),
    ),
    _measured("rounding_mean", "Rounding, mean", "°", -1, _mean_of, "back_curvature_mean"),
    _measured("rounding_worst", "Rounding, worst", "°", -1, _worst_of, "back_curvature_max"),
    Quantity("flagged", "Reps with a warning", "%", -1, _flag_share),
    _measured("retraction", "Scapular retraction", "% trunk", 1, _mean_of, "retraction_pct"),
    _measured("smoothness", "Smoothness of the pull", "", 1, _mean_of, "smoothness_concentric"),
    _measured("range", "Range of motion", "", 1, _mean_of, "rom"),
    _measured("pull_s", "Time of the pull", "s", 0, _mean_of, "concentric_s"),
    Quantity(
        "sides_range", "Left less right, range", "%", 0, _sides_of("rom"), (), ("rom",)
    ),
    Quantity(
        "sides_pull", "Left less right, time of the pull", "%", 0, _sides_of("concentric_s"), (),
        ("concentric_s",),
    ),
    _measured("lowering_s", "Time of the lowering", "s", 1, _mean_of, "eccentric_s"),
)  # fmt: skip

QUANTITIES: Final = {item.name: item for item in _TABLE}
"""Everything that can be followed, by name."""

MEASURES: Final = tuple(dict.fromkeys(name for item in _TABLE for name in item.measures))
"""The measures that they are made of."""

SIDED: Final = tuple(dict.fromkeys(name for item in _TABLE for name in item.sided))
"""The measures of each arm that they are made of."""


def by_workout(sets: Sequence[SetSummary]) -> list[list[SetSummary]]:
    """Return sets grouped by workout, oldest workout first."""
    groups: dict[int, list[SetSummary]] = {}
    for item in sets:
        groups.setdefault(item.set.workout_id, []).append(item)
    return sorted(groups.values(), key=lambda group: group[0].set.started_s)


def points(sets: Sequence[SetSummary], quantity: Quantity) -> tuple[Point, ...]:
    """Return one point a workout, oldest first; a workout without the figure has none."""
    found = []
    for group in by_workout(sets):
        value, error, count = quantity.of(group)
        if math.isfinite(value):
            first = group[0].set
            found.append(Point(first.workout_id, first.started, value, error, count))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two figures: ``changed`` only when it lies beyond ``limit``.

    ``limit`` is the half width of the 95 % interval of the difference; NaN, and never a change,
    where an error is not known.
    """

    difference: float
    limit: float

    @property
    def changed(self) -> bool:
        """Whether the difference is more than its uncertainty."""
        return self.difference != 0 and abs(self.difference) > self.limit


def change(before: Point, after: Point) -> Change:
    """Return the change from one workout to another."""
    error = math.hypot(before.error, after.error)
    freedom = min(before.count, after.count) - 1
    exact = error == 0.0
    return Change(after.value - before.value, 0.0 if exact else error * t_quantile(max(freedom, 1)))


@dataclass(frozen=True, slots=True)
class Difference:
    """One quantity of two workouts; ``change`` is None where one of them lacks it."""

    quantity: Quantity
    before: Point | None
    after: Point | None
    change: Change | None


def compare(before: Sequence[SetSummary], after: Sequence[SetSummary]) -> list[Difference]:
    """Return every quantity that one of two workouts has, with what is a change.

    Parameters
    ----------
    before, after : sequence of SetSummary
        The sets of one exercise in one workout each.
    """
    found = []
    for quantity in QUANTITIES.values():
        old, new = (next(iter(points(sets, quantity)), None) for sets in (before, after))
        if old is not None or new is not None:
            step = change(old, new) if old is not None and new is not None else None
            found.append(Difference(quantity, old, new, step))
    return found


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through workouts.

    Attributes
    ----------
    slope_per_week, limit : float
        Change a week and the half width of its 95 % interval; NaN with too few points.
    direction : str
        ``rising`` or ``falling`` when the interval leaves zero out, else ``unclear``; ``too_few``
        below :data:`MIN_POINTS` workouts.
    """

    slope_per_week: float
    limit: float
    direction: Direction


def trend(found: Sequence[Point]) -> Trend:
    """Return the line through points by least squares, with an honest error of its slope.

    The error is the larger of what the scatter about the line tells and what the points' own
    errors tell: four points that happen to lie on a line prove no precision.
    """
    if len(found) < MIN_POINTS:
        return Trend(NAN, NAN, "too_few")
    weeks = [(point.at.utc_s - found[0].at.utc_s) / WEEK_S for point in found]
    mean_week = statistics.fmean(weeks)
    width = sum((week - mean_week) ** 2 for week in weeks)
    if width == 0.0:
        return Trend(NAN, NAN, "too_few")
    mean = statistics.fmean(point.value for point in found)
    slope = (
        sum((week - mean_week) * (p.value - mean) for week, p in zip(weeks, found, strict=True))
        / width
    )
    freedom = len(found) - 2
    residual = sum(
        (p.value - mean - slope * (week - mean_week)) ** 2
        for week, p in zip(weeks, found, strict=True)
    )
    own = statistics.fmean(p.error**2 if math.isfinite(p.error) else 0.0 for p in found)
    limit = t_quantile(freedom) * math.sqrt(max(residual / freedom, own) / width)
    if abs(slope) <= limit or slope == 0.0:
        return Trend(slope, limit, "unclear")
    return Trend(slope, limit, "rising" if slope > 0 else "falling")
