"""Changes are called changes only beyond their uncertainty."""

from __future__ import annotations

import math
import random

import pytest

from formcheck.log.contents import logged_rep
from formcheck.log.entries import Lifter, Summary
from formcheck.log.store import TrainingLog
from formcheck.trends import (
    MEASURES,
    MIN_POINTS,
    QUANTITIES,
    REPEATABILITY,
    SIDED,
    WEEK_S,
    Point,
    change,
    compare,
    points,
    pooled,
    t_quantile,
    trend,
)
from support.logbook import MONDAY, days_after, logged_reps, store_set
from support.results import make_rep


def point(value: float, error: float, week: float = 0.0, count: int = 30) -> Point:
    return Point(1, MONDAY.later(week * WEEK_S), value, error, count)


@pytest.mark.parametrize(("after", "changed"), [(15.5, False), (16.0, True), (4.0, True)])
def test_a_change_lies_beyond_both_errors(after: float, changed: bool) -> None:
    found = change(point(10.0, 2.0), point(after, 2.0))
    assert found.limit == pytest.approx(math.hypot(2.0, 2.0) * 2.045, abs=0.01)
    assert found.changed is changed


def test_what_is_counted_changes_at_once_and_what_is_unknown_never() -> None:
    assert change(point(8.0, 0.0), point(9.0, 0.0)).changed
    assert not change(point(8.0, 0.0), point(8.0, 0.0)).changed
    assert not change(point(8.0, math.nan), point(80.0, 1.0)).changed


def test_the_pooled_mean_is_that_of_all_reps() -> None:
    values = [[1.0, 2.0, 3.0], [5.0, 6.0]]
    parts = []
    for group in values:
        mean = sum(group) / len(group)
        spread = math.sqrt(sum((v - mean) ** 2 for v in group) / (len(group) - 1))
        parts.append(Summary("x", "all", len(group), mean, spread, min(group), max(group)))
    mean, error, count = pooled(parts)
    together = [v for group in values for v in group]
    expected = math.sqrt(sum((v - 3.4) ** 2 for v in together) / 4 / 5)
    assert (mean, count) == (pytest.approx(3.4), 5)
    assert error == pytest.approx(expected)
    assert pooled(parts, 4.0)[1] == pytest.approx(math.hypot(expected, 4.0))
    assert math.isnan(pooled([], 4.0)[0])


def test_a_line_needs_four_workouts() -> None:
    rising = [point(float(week), 0.0, week) for week in range(MIN_POINTS)]
    assert trend(rising[:-1]).direction == "too_few"
    assert trend(rising).direction == "rising"
    assert trend(rising).slope_per_week == pytest.approx(1.0)
    assert trend([point(1.0, 0.0)] * 5).direction == "too_few"


def test_points_on_a_line_prove_no_more_than_their_errors_allow() -> None:
    weeks = range(6)
    assert trend([point(1.0 * week, 4.0, week) for week in weeks]).direction == "unclear"
    assert trend([point(5.0 * week, 4.0, week) for week in weeks]).direction == "rising"
    assert trend([point(-5.0 * week, 4.0, week) for week in weeks]).direction == "falling"


def test_noise_alone_is_called_a_trend_no_more_often_than_promised() -> None:
    chance = random.Random(5)
    called = 0
    for _ in range(2000):
        noise = [point(chance.gauss(0.0, 4.0), 4.0, week) for week in range(8)]
        called += trend(noise).direction in ("rising", "falling")
    assert called / 2000 < 0.05


def test_a_difference_of_noise_is_called_a_change_no_more_often_than_promised() -> None:
    chance = random.Random(6)
    called = sum(
        change(point(chance.gauss(0, 4), 4.0), point(chance.gauss(0, 4), 4.0)).changed
        for _ in range(2000)
    )
    assert 0.02 < called / 2000 < 0.065


@pytest.mark.parametrize(("freedom", "value"), [(1, 12.706), (10, 2.228), (30, 2.042), (99, 1.984)])
def test_students_t(freedom: int, value: float) -> None:
    assert t_quantile(freedom) == pytest.approx(value, abs=5e-4)
    assert math.isinf(t_quantile(0))


def test_points_are_workouts(log: TrainingLog, anna: Lifter) -> None:
    store_set(log, anna, MONDAY, load_kg=40.0)
    store_set(log, anna, MONDAY.later(200.0), load_kg=45.0, reps=6)
    store_set(log, anna, days_after(3))
    store_set(log, anna, days_after(6), reps=0, load_kg=10.0)
    sets = log.sets.summaries(anna.id, "bent_over_row")
    volume = points(sets, QUANTITIES["volume_kg"])
    assert [item.value for item in volume] == [8 * 40.0 + 6 * 45.0]
    assert [item.value for item in points(sets, QUANTITIES["load_kg"])] == [45.0, 10.0]
    assert [item.value for item in points(sets, QUANTITIES["reps"])] == [14.0, 8.0, 0.0]
    rounding = points(sets, QUANTITIES["rounding_worst"])
    assert [item.value for item in rounding] == [14.2, 14.2]
    assert {item.error for item in rounding} == {REPEATABILITY["back_curvature_max"]}


def test_the_share_of_flagged_reps_has_an_error_even_at_none(
    log: TrainingLog, anna: Lifter
) -> None:
    store_set(log, anna, MONDAY, reps=logged_reps(8))
    (found,) = points(log.sets.summaries(anna.id, "bent_over_row"), QUANTITIES["flagged"])
    assert found.value == 0.0
    assert 8.0 < found.error < 15.0


def test_the_worst_of_a_workout_is_its_worst_rep(log: TrainingLog, anna: Lifter) -> None:
    from formcheck.types import RepCurvature

    reps = [
        logged_rep(make_rep(n, back_curvature=RepCurvature(float(n), 1.0, 1.0, 1.0, 0.9)), n)
        for n in range(1, 6)
    ]
    store_set(log, anna, MONDAY, reps=reps)
    (found,) = points(log.sets.summaries(anna.id, "bent_over_row"), QUANTITIES["rounding_worst"])
    assert found.value == 5.0


def test_the_named_measures_are_all_a_quantity_needs(log: TrainingLog, anna: Lifter) -> None:
    store_set(log, anna, MONDAY, load_kg=40.0)
    both = [logged_rep(make_rep(n, side="left" if n % 2 else "right"), n) for n in range(1, 7)]
    store_set(log, anna, MONDAY, exercise="single_arm_row", reps=both)
    for exercise in ("bent_over_row", "single_arm_row"):
        every = log.sets.summaries(anna.id, exercise)
        for quantity in QUANTITIES.values():
            few = log.sets.summaries(
                anna.id, exercise, measures=quantity.measures, sided=quantity.sided
            )
            assert points(few, quantity) == points(every, quantity), quantity.name
    wanted = log.sets.summaries(anna.id, "single_arm_row", measures=MEASURES, sided=SIDED)
    assert {key for key in wanted[0].measures if key[1] == "all"} == {
        (name, "all") for name in MEASURES
    }
    assert {key[0] for key in wanted[0].measures if key[1] != "all"} == set(SIDED)


def one_armed(log: TrainingLog, anna: Lifter, day: float, left: float, right: float) -> int:
    """Store a workout of one-armed rows with so much range on each side; return its id."""
    reps = [
        logged_rep(
            make_rep(
                n, side="left" if n % 2 else "right",
                rom=(left if n % 2 else right) + 0.02 * (n % 3 - 1),
            ),
            n,
        )
        for n in range(1, 13)
    ]  # fmt: skip
    return store_set(log, anna, days_after(day), exercise="single_arm_row", reps=reps).workout_id


def test_left_against_right_has_the_spread_of_each_arm(log: TrainingLog, anna: Lifter) -> None:
    one_armed(log, anna, 0, 0.8, 1.0)
    (found,) = points(log.sets.summaries(anna.id, "single_arm_row"), QUANTITIES["sides_range"])
    assert found.value == pytest.approx(100 * -0.2 / 0.9)
    spread = 0.02 * math.sqrt(2 / 3 * 6 / 5)
    assert found.error == pytest.approx(100 * math.hypot(spread, spread) / math.sqrt(6) / 0.9)
    assert found.count == 6
    store_set(log, anna, MONDAY, reps=4)
    assert points(log.sets.summaries(anna.id, "bent_over_row"), QUANTITIES["sides_range"]) == ()


def test_two_workouts_are_compared_in_everything_they_have(log: TrainingLog, anna: Lifter) -> None:
    first, second = (one_armed(log, anna, day, 0.8, 1.0 - day / 20) for day in (0, 3))
    store_set(log, anna, days_after(6), exercise="single_arm_row", reps=0, load_kg=20.0)
    before, after = (
        log.sets.summaries(anna.id, "single_arm_row", workout_id=one) for one in (first, second)
    )
    assert [item.set.workout_id for item in (*before, *after)] == [first, second]
    found = {item.quantity.name: item for item in compare(before, after)}
    assert "load_kg" not in found
    sides = found["sides_range"]
    assert sides.change is not None
    assert sides.change.changed
    assert found["rounding_worst"].change is not None
    assert not found["rounding_worst"].change.changed
    third = log.sets.summaries(
        anna.id, "single_arm_row", workout_id=log.workouts.of(anna.id, limit=1)[0].id
    )
    load = {item.quantity.name: item for item in compare(after, third)}["load_kg"]
    assert (load.before, load.change) == (None, None)
    assert load.after is not None
