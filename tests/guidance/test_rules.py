"""Each rule of guidance on both sides of its limit."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from formcheck.guidance.progression import (
    FLAGGED_SHARE,
    JUDGED_SHARE,
    LEAST_RANGE,
    SPEED_LOSS,
    Evidence,
    Form,
    Target,
    Visit,
    form_of,
    next_load,
    progression,
    speed_loss,
)
from formcheck.guidance.weeks import (
    frequency,
    imbalance,
    is_hard,
    last_hard_end_s,
    recovery,
    sets_done,
)
from formcheck.log.contents import logged_rep
from formcheck.log.entries import Lifter, LoggedRep, SetContent, Workout
from formcheck.log.sets import SetSummary
from formcheck.log.store import TrainingLog
from formcheck.routines.catalogue import find
from formcheck.types import NAN, Reason, RepCurvature
from support.logbook import MONDAY, days_after, flags_on, logged_reps, store_set
from support.results import make_rep

ROW = find("bent_over_barbell_row")
GOOD = {"eccentric_s": 2.0, "rom": 0.97}


def workouts_on(*days: float) -> list[Workout]:
    return [
        Workout(n, str(n), 1, (at := days_after(day)).utc_s, 3600, at.day.isoformat())
        for n, day in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ((0, 3, 7, 10, 14, 17, 21, 24), "frequency_met"),
        ((0, 3, 7, 10, 14, 21, 24), "frequency_near"),
        ((0, 7, 14, 21), "frequency_low"),
        ((0, 7, 14, 17, 21, 24), "frequency_low"),
        ((0, 7, 10, 14, 22, 24, 26), "frequency_high"),
        ((15, 18), "frequency_unknown"),
        ((14, 16, 21, 24), "frequency_met"),
        ((), "frequency_unknown"),
    ],
)
def test_frequency_against_two_a_week(days: Sequence[float], code: str) -> None:
    advice = frequency(workouts_on(*days), (2, 2), days_after(27))
    assert advice.code == code, advice.figures


def test_two_workouts_on_one_day_are_one() -> None:
    twice = frequency(workouts_on(25, 25.3, 26), (2, 2), days_after(27))
    assert twice.figures["this_week"] == 2
    assert twice.code == "frequency_unknown"


@pytest.mark.parametrize(
    ("done", "code"), [(2, "sets_low"), (3, "sets_met"), (4, "sets_met"), (5, "sets_high")]
)
def test_sets_of_an_exercise(done: int, code: str) -> None:
    assert sets_done("face_pull", done, (3, 4)).code == code


@pytest.mark.parametrize(
    ("hours", "feeling", "code"),
    [
        (47.9, "", "recovery_rest"),
        (48.0, "", "recovery_fresh"),
        (71.9, "fresh", "recovery_fresh"),
        (72.0, "", "recovery_ready"),
        (71.9, "tired", "recovery_rest"),
        (72.0, "sore", "recovery_fresh"),
        (95.9, "sore", "recovery_fresh"),
        (96.0, "tired", "recovery_ready"),
        (-0.1, "", "recovery_clock"),
        (math.nan, "tired", "recovery_none"),
    ],
)
def test_recovery(hours: float, feeling: str, code: str) -> None:
    end_s = MONDAY.utc_s - 3600.0 * hours
    assert recovery(end_s, feeling, MONDAY).code == code  # type: ignore[arg-type]


def test_the_hours_left_are_named() -> None:
    assert recovery(MONDAY.utc_s - 3600.0 * 40, "", MONDAY).figures["left"] == 8


def test_a_change_of_the_clock_in_spring_does_not_shorten_the_rest(
    log: TrainingLog, anna: Lifter
) -> None:
    from formcheck.log.moments import Moment

    # 28 March 2026, 18:00 in Berlin; two days later the local clock shows 18:00 after 47 hours.
    before = Moment(1_774_717_200.0, 3600)
    after = Moment(before.utc_s + 47 * 3600.0, 7200)
    assert (before.local.hour, after.local.hour) == (18, 18)
    assert recovery(before.utc_s, "", after).code == "recovery_rest"


@pytest.mark.parametrize(
    ("count", "rpe", "hard"), [(2, 9.0, False), (3, 9.0, True), (3, 5.0, False), (3, NAN, True)]
)
def test_a_hard_workout(log: TrainingLog, anna: Lifter, count: int, rpe: float, hard: bool) -> None:
    sets = [store_set(log, anna, MONDAY.later(120.0 * n), rpe=rpe) for n in range(count)]
    assert is_hard(sets) is hard
    end_s = last_hard_end_s(sets)
    assert (end_s == sets[-1].last_seen_s) is hard
    assert math.isnan(last_hard_end_s(sets, without=sets[0].workout_id))


def evidence(
    log: TrainingLog, lifter: Lifter, reps: Sequence[LoggedRep], bad: int = 0, day: float = 0
) -> Evidence:
    flags = flags_on(range(1, bad + 1))
    item = store_set(log, lifter, days_after(day), reps=reps, flags=flags, load_kg=60.0)
    content = SetContent(tuple(reps), flags)
    return Evidence(SetSummary(item, {}), content)


def form(log: TrainingLog, lifter: Lifter, reps: Sequence[LoggedRep], bad: int = 0) -> Form:
    return form_of([evidence(log, lifter, reps, bad)], ROW, (2.0, 3.0))


@pytest.mark.parametrize(("bad", "held"), [(0, True), (1, True), (2, False)])
def test_flags_per_rep(log: TrainingLog, anna: Lifter, bad: int, held: bool) -> None:
    assert form(log, anna, logged_reps(10, **GOOD), bad).held is held
    assert FLAGGED_SHARE == 0.10


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"rom": LEAST_RANGE}, None),
        ({"rom": LEAST_RANGE - 0.01}, "range"),
        ({"eccentric_s": 1.70}, None),
        ({"eccentric_s": 1.69}, "lowering"),
        ({"rom": NAN}, None),
    ],
)
def test_range_and_tempo(
    log: TrainingLog, anna: Lifter, changes: dict[str, object], broken: str | None
) -> None:
    found = form(log, anna, logged_reps(8, **(GOOD | changes)))
    assert list(found.broken) == ([broken] if broken else [])
    assert found.held is (broken is None)


@pytest.mark.parametrize(("last_s", "held"), [(1.32, True), (1.35, False)])
def test_loss_of_speed(log: TrainingLog, anna: Lifter, last_s: float, held: bool) -> None:
    reps = [
        logged_rep(make_rep(n, **GOOD, concentric_s=0.8 if n < 7 else last_s), n)  # type: ignore[arg-type]
        for n in range(1, 9)
    ]
    assert speed_loss(reps) == pytest.approx(1 - 0.8 / last_s)
    assert form(log, anna, reps).held is held
    assert SPEED_LOSS == 0.40


def test_loss_of_speed_needs_four_reps() -> None:
    assert math.isnan(speed_loss(logged_reps(3)))


@pytest.mark.parametrize(("seen", "held"), [(4, True), (3, None)])
def test_an_unseen_back_gives_no_verdict(
    log: TrainingLog, anna: Lifter, seen: int, held: bool | None
) -> None:
    hidden = {"back_curvature": RepCurvature(reason=Reason.CONTOUR_HIDDEN)}
    reps = [
        logged_rep(make_rep(n, **(GOOD if n <= seen else GOOD | hidden)), n)  # type: ignore[arg-type]
        for n in range(1, 9)
    ]
    assert form(log, anna, reps).held is held
    assert JUDGED_SHARE == 0.5
    face_pull = form_of([evidence(log, anna, reps)], find("face_pull"), (2.0, 3.0))
    assert face_pull.held is True


def test_rounding_that_grows_over_the_workouts(log: TrainingLog, anna: Lifter) -> None:
    def history(step: float, start: int) -> list[SetSummary]:
        for week in range(5):
            worst = RepCurvature(6.0 + step * week, 4.0, 3.0, 3.0, 0.8)
            reps = logged_reps(8, **GOOD, back_curvature=worst)
            store_set(log, anna, days_after(7 * week + start), exercise=f"e{start}", reps=reps)
        return list(log.sets.summaries(anna.id, f"e{start}"))

    now = [evidence(log, anna, logged_reps(8, **GOOD), day=200)]
    assert form_of(now, ROW, (2.0, 3.0), history(0.5, 0)).held is True
    found = form_of(now, ROW, (2.0, 3.0), history(5.0, 100))
    assert list(found.broken) == ["rounding"]


HELD, BROKEN, UNSEEN = Form(True), Form(False, {"flagged": (0.25, 0.1)}), Form(None, judged=0.2)


def visit(
    log: TrainingLog, lifter: Lifter, reps: Sequence[int], form: Form, load_kg: float = 60.0
) -> Visit:
    found = []
    for number, count in enumerate(reps):
        item = store_set(log, lifter, MONDAY.later(120.0 * number), reps=count, load_kg=load_kg)
        found.append(Evidence(SetSummary(item, {}), SetContent()))
    return Visit(tuple(found), form)


@pytest.mark.parametrize(
    ("reps", "form", "code"),
    [
        ((12, 12, 12), HELD, "progress_weight"),
        ((12, 12, 11), HELD, "progress_reps"),
        ((12, 12), HELD, "progress_sets"),
        ((12, 12, 12), BROKEN, "progress_hold"),
        ((12, 12, 12), UNSEEN, "progress_unseen"),
    ],
)
def test_more_weight_only_when_form_held_and_all_reps_are_done(
    log: TrainingLog, anna: Lifter, reps: Sequence[int], form: Form, code: str
) -> None:
    advice = progression([visit(log, anna, reps, form)], Target(ROW, (3, 4), (8, 12)))
    assert advice.code == code


def test_the_next_weight_and_the_next_rep_are_named(log: TrainingLog, anna: Lifter) -> None:
    target = Target(ROW, (3, 3), (8, 12))
    more = progression([visit(log, anna, (12, 12, 12), HELD)], target)
    assert (more.figures["to_kg"], more.figures["pct"]) == (63.0, 5)
    reps = progression([visit(log, anna, (10, 9, 9), HELD)], target)
    assert reps.figures["to"] == 10
    few = progression([visit(log, anna, (5, 5, 5), HELD)], target)
    assert few.figures["to"] == 8


def test_it_steps_back_when_form_did_not_hold_twice(log: TrainingLog, anna: Lifter) -> None:
    target = Target(ROW, (3, 3), (8, 12))
    once = [visit(log, anna, (12,) * 3, HELD), visit(log, anna, (12,) * 3, BROKEN)]
    twice = [visit(log, anna, (12,) * 3, BROKEN), visit(log, anna, (12,) * 3, BROKEN)]
    assert progression(once, target).code == "progress_hold"
    back = progression(twice, target)
    assert (back.code, back.figures["to_kg"]) == ("progress_lighter", 54.0)
    bare = [visit(log, anna, (8,) * 3, BROKEN, NAN)] * 2
    pull_up = Target(find("pull_up"), (3, 3), (8, 8))
    assert progression(bare, pull_up).figures["to"] == "assisted_pull_up"
    lowest = Target(find("band_pull_apart"), (3, 3), (8, 12))
    assert progression(bare, lowest).code == "progress_fewer"


def test_a_harder_exercise_comes_where_there_is_no_weight_to_raise(
    log: TrainingLog, anna: Lifter
) -> None:
    done = [visit(log, anna, (8, 8, 8), HELD, NAN)]
    up = progression(done, Target(find("assisted_pull_up"), (3, 3), (8, 8)))
    assert (up.code, up.figures["to"]) == ("progress_harder", "pull_up")
    end = progression(done, Target(find("pendlay_row"), (3, 3), (8, 8)))
    assert end.code == "progress_name_load"
    assert progression([], Target(ROW, (3, 3), (8, 12))).code == "progress_start"
    bare = Target(find("pull_up"), (3, 3), (8, 12))
    assert progression([], bare).code == "progress_start_bare"


def test_a_weight_whose_next_step_is_too_big_asks_for_reps_first(
    log: TrainingLog, anna: Lifter
) -> None:
    target = Target(ROW, (3, 3), (8, 12))
    assert progression([visit(log, anna, (12,) * 3, HELD, 4.0)], target).code == "progress_beyond"
    assert progression([visit(log, anna, (14,) * 3, HELD, 4.0)], target).code == "progress_weight"


@pytest.mark.parametrize("unit", ["kg", "lb"])
def test_every_raise_lies_between_two_and_ten_per_cent(unit: str) -> None:
    for load in range(5, 400):
        raised = next_load(float(load), unit)  # type: ignore[arg-type]
        if raised is None:
            assert load < 50
        else:
            assert 1.0199 <= raised / load <= 1.1001


def both_sides(log: TrainingLog, lifter: Lifter, shares: Sequence[float]) -> list[SetSummary]:
    """Store a workout a week whose left side is so much of the right one's range."""
    for week, share in enumerate(shares):
        reps = [
            logged_rep(
                make_rep(n, side="left" if n % 2 else "right", rom=share if n % 2 else 1.0), n
            )
            for n in range(1, 9)
        ]
        store_set(log, lifter, days_after(7 * week), exercise="single_arm_row", reps=reps)
    return list(log.sets.summaries(lifter.id, "single_arm_row"))


@pytest.mark.parametrize(
    ("shares", "weaker"),
    [
        ((0.80, 0.80), "left"),
        ((0.88, 0.88), None),
        ((1.00, 0.80), None),
        ((0.80,), None),
        ((0.80, 1.25), None),
        ((1.30, 1.30), "right"),
        ((0.60, 1.40, 0.60, 1.40, 0.80, 0.80), None),
        ((1.00, 1.02, 0.98, 1.00, 0.80, 0.80), "left"),
    ],
)
def test_imbalance_in_two_workouts_running(
    log: TrainingLog, anna: Lifter, shares: Sequence[float], weaker: str | None
) -> None:
    advice = imbalance(both_sides(log, anna, shares))
    assert (advice.figures["weaker"] if advice else None) == weaker


def test_unequal_reps_are_an_imbalance_too(log: TrainingLog, anna: Lifter) -> None:
    for week in range(2):
        sides = ["left"] * 6 + ["right"] * 10
        reps = [logged_rep(make_rep(n, side=side), n) for n, side in enumerate(sides, start=1)]
        store_set(log, anna, days_after(7 * week), exercise="single_arm_row", reps=reps)
    advice = imbalance(log.sets.summaries(anna.id, "single_arm_row"))
    assert advice is not None
    assert (advice.figures["measure"], advice.figures["weaker"]) == ("reps", "left")
