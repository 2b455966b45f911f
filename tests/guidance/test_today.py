"""Today's plan from a log: the day, what is done, what to aim at, in words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from formcheck.guidance.advice import SOURCES
from formcheck.guidance.today import Today, sets_advice, target_load_kg, today
from formcheck.guidance.words import BROKEN, SENTENCES, key_of, sentence, sources
from formcheck.log.entries import Lifter
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck.routines import registry
from support.advice import MEDICAL, advice_for
from support.logbook import MONDAY, days_after, logged_reps, store_set

FINE = {"eccentric_s": 2.2, "rom": 0.98}


def plan(log: TrainingLog, lifter: Lifter, routine: str, now: Moment, feeling: str = "") -> Today:
    use = log.routine_uses.current(lifter.id)
    if use is None:
        log.routine_uses.choose(lifter.id, routine, MONDAY)
        use = log.routine_uses.current(lifter.id)
    assert use is not None
    return today(log, lifter, use, registry.get(routine), now, feeling)  # type: ignore[arg-type]


def lift(log: TrainingLog, lifter: Lifter, moment: Moment, exercise: str, count: int) -> None:
    for number in range(count):
        reps = logged_reps(10, **FINE)
        store_set(log, lifter, moment.later(180.0 * number), exercise=exercise, reps=reps)


@pytest.mark.parametrize(
    ("days", "week", "count", "over"),
    [(0, 1, 2, False), (13, 2, 2, False), (14, 3, 3, False), (27, 4, 3, False), (28, 5, 3, True)],
)
def test_the_weeks_of_a_routine(
    log: TrainingLog, anna: Lifter, days: int, week: int, count: int, over: bool
) -> None:
    found = plan(log, anna, "beginner", days_after(days))
    assert (found.week, len(found.items), found.over) == (week, count, over)


@pytest.mark.parametrize(
    ("days", "day", "due"),
    [(0, "lats", True), (1, "trapezius", False), (3, "trapezius", True), (4, "lats", False)],
)
def test_days_with_a_weekday(
    log: TrainingLog, anna: Lifter, days: int, day: str, due: bool
) -> None:
    found = plan(log, anna, "advanced", days_after(days))
    assert (found.day.name, found.due) == (day, due)


def test_todays_sets_tick_the_plan_off(log: TrainingLog, anna: Lifter) -> None:
    now = MONDAY.later(3600.0)
    assert plan(log, anna, "beginner", now).next_item is not None
    lift(log, anna, MONDAY, "seated_row", 2)
    found = plan(log, anna, "beginner", now)
    assert [len(item.done) for item in found.items] == [2, 0]
    assert found.next_item is found.items[0]
    lift(log, anna, MONDAY.later(1000.0), "seated_row", 1)
    lift(log, anna, MONDAY.later(2000.0), "bent_over_row", 3)
    lift(log, anna, MONDAY.later(3000.0), "deadlift", 1)
    found = plan(log, anna, "beginner", now)
    assert [len(item.done) for item in found.items] == [3, 3]
    assert [item.exercise for item in found.extra] == ["deadlift"]
    assert found.next_item is None
    assert [advice.code for advice in sets_advice(found)] == ["sets_met", "sets_met"]


def test_yesterdays_sets_do_not_count_for_today(log: TrainingLog, anna: Lifter) -> None:
    lift(log, anna, MONDAY, "seated_row", 3)
    found = plan(log, anna, "beginner", days_after(1))
    assert [len(item.done) for item in found.items] == [0, 0]
    assert found.recovery.code == "recovery_rest"


def test_a_superset_takes_turns_and_a_drop_set_counts_as_one(
    log: TrainingLog, anna: Lifter
) -> None:
    now = MONDAY.later(7200.0)

    def next_name() -> str | None:
        found = plan(log, anna, "superset", now).next_item
        return None if found is None else found.item.exercise.name

    at = MONDAY
    for _ in range(3):
        assert next_name() == "bent_over_barbell_row"
        store_set(log, anna, at, exercise="bent_over_row")
        assert next_name() == "lat_pulldown"
        second = store_set(log, anna, at.later(35.0), exercise="lat_pulldown")
        assert second.relation == "superset"
        at = at.later(240.0)
    for number in range(3):
        assert next_name() == "seated_cable_row"
        store_set(log, anna, at.later(120.0 * number), exercise="seated_row", load_kg=50.0)
    assert next_name() == "seated_cable_row"
    drop = store_set(log, anna, at.later(270.0), exercise="seated_row", load_kg=35.0)
    assert drop.relation == "drop"
    found = plan(log, anna, "superset", now)
    assert next_name() is None
    assert (len(found.items[2].done), found.items[2].drops_done) == (3, 1)


def test_the_load_to_take_comes_from_the_last_workout(log: TrainingLog, anna: Lifter) -> None:
    for number in range(4):
        store_set(
            log, anna, MONDAY.later(180.0 * number), exercise="bent_over_row",
            reps=logged_reps(10, **FINE), load_kg=60.0,
        )  # fmt: skip
    row = plan(log, anna, "intermediate", days_after(3)).items[1]
    assert row.advice.code == "progress_weight"
    assert target_load_kg(row) == 63.0
    assert "from 60 kg to 63 kg (+5 %" in sentence(row.advice)


def test_equipment_changes_what_is_to_be_done(log: TrainingLog) -> None:
    bo = log.lifters.add("Bo", equipment={"dumbbell", "band"})
    found = plan(log, bo, "intermediate", MONDAY)
    names = [item.exercise.name if item.exercise else None for item in found.items]
    assert names == ["banded_pulldown", "bent_over_dumbbell_row", "banded_face_pull"]


def test_days_without_weekday_follow_one_another(
    log: TrainingLog, anna: Lifter, own_routines: object
) -> None:
    path = registry.copy_to_own("advanced", "turns")
    text = "\n".join(line for line in path.read_text().splitlines() if "weekday" not in line)
    path.write_text(text)
    assert plan(log, anna, "turns", MONDAY).day.name == "lats"
    lift(log, anna, MONDAY, "lat_pulldown", 1)
    assert plan(log, anna, "turns", MONDAY.later(3600.0)).day.name == "lats"
    assert plan(log, anna, "turns", days_after(3)).day.name == "trapezius"
    lift(log, anna, days_after(3), "face_pull", 1)
    assert plan(log, anna, "turns", days_after(6)).day.name == "lats"


def test_the_days_go_on_following_one_another_after_months(
    log: TrainingLog, anna: Lifter, own_routines: object
) -> None:
    path = registry.copy_to_own("advanced", "turns")
    text = "\n".join(line for line in path.read_text().splitlines() if "weekday" not in line)
    path.write_text(text)
    names = []
    for number in range(60):
        names.append(plan(log, anna, "turns", days_after(3 * number)).day.name)
        store_set(log, anna, days_after(3 * number), exercise="face_pull", reps=1)
    assert names == ["lats", "trapezius"] * 30


def test_the_last_hard_workout_is_found_behind_easy_ones(log: TrainingLog, anna: Lifter) -> None:
    lift(log, anna, MONDAY, "seated_row", 3)
    lift(log, anna, days_after(1), "face_pull", 1)
    found = plan(log, anna, "beginner", days_after(1.5)).recovery
    assert (found.code, found.figures["hours"]) == ("recovery_rest", 35.9)


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_is_whole_and_never_medical(key: str) -> None:
    advice = advice_for(key)
    assert key_of(advice) == key
    words = sentence(advice)
    assert words.endswith(".")
    assert not re.search(r"[{}]|nan|face_pull|  |–\.", words), words
    assert not MEDICAL.search(words), words
    assert re.search(r"\d", words) or key in ("recovery_none", "recovery_clock"), words


@pytest.mark.parametrize("what", BROKEN)
def test_what_did_not_hold_is_told_with_its_figure_and_limit(what: str) -> None:
    advice = advice_for("progress_hold")
    words = sentence(replace(advice, figures={**advice.figures, "what": what}))
    assert len(re.findall(r"\d+(?:\.\d+)?(?:%| s|°)", words)) == 2, words


def test_every_source_is_named(log: TrainingLog, anna: Lifter) -> None:
    found = plan(log, anna, "beginner", MONDAY)
    for advice in (found.recovery, found.frequency, *(item.advice for item in found.items)):
        assert set(advice.sources) <= set(SOURCES)
        assert sources(advice)
        assert sentence(advice)
