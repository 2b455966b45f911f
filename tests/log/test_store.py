"""What is put into the log comes out of it."""

from __future__ import annotations

import math
import os
import stat
import sys
import time
from pathlib import Path

import pytest

from formcheck.errors import UsageError
from formcheck.log.contents import logged_rep, rep_measures, summarise
from formcheck.log.entries import Correction, Posture, SetContent
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck.types import Reason
from support.logbook import DAY_S, MONDAY, days_after, flags_on, logged_reps, store_set
from support.results import UNJUDGED_REP, make_rep


def test_lifters_are_found_by_name_in_any_case(log: TrainingLog) -> None:
    anna = log.lifters.add("Anna  Ö", level="advanced", unit="lb", equipment={"band", "cable"})
    assert log.lifters.find(" anna ö ") == anna
    assert anna.equipment == {"band", "cable"}
    with pytest.raises(UsageError, match="already"):
        log.lifters.add("ANNA Ö")
    with pytest.raises(UsageError, match="Did you mean Anna Ö"):
        log.lifters.find("Ana Ö")
    with pytest.raises(UsageError, match="name"):
        log.lifters.add("  ")


def test_a_lifter_is_changed(log: TrainingLog) -> None:
    anna, bo = log.lifters.add("Anna"), log.lifters.add("Bo")
    assert log.lifters.change(anna.id, level="intermediate", equipment=["band"]).level == (
        "intermediate"
    )
    with pytest.raises(UsageError, match="already"):
        log.lifters.change(bo.id, name="anna")
    assert [lifter.name for lifter in log.lifters.all()] == ["Anna", "Bo"]


def test_a_set_comes_back_as_it_was_stored(log: TrainingLog, path: Path) -> None:
    reps = (*logged_reps(2), logged_rep(UNJUDGED_REP, 3))
    flags = flags_on([2])
    made = Correction(5.0, "delete_rep", {"rep": 4, "why": "racking"})
    stored = store_set(
        log, log.lifters.add("Anna"), MONDAY, reps=reps, flags=flags,
        load_kg=61.2, unit="lb", rpe=7.5, notes="grün", recording="/x/y.fcr", yaw_deg=-4.0,
    )  # fmt: skip
    log.sets.replace(stored.id, SetContent(reps, flags, (made,)))
    log.close()
    with TrainingLog.open(path) as again:
        item, content = again.sets.get(stored.id), again.sets.content(stored.id)
    assert (item.load_kg, item.unit, item.rpe, item.notes) == (61.2, "lb", 7.5, "grün")
    assert (item.reps, item.flagged_reps) == (2, 1)
    assert content.flags == flags
    assert content.corrections == (made,)
    for was, now in zip(reps, content.reps, strict=True):
        assert {k: v for k, v in now.measures.items() if v.known} == {
            k: v for k, v in was.measures.items() if v.known
        }
    unjudged = content.reps[2].measures["back_curvature_max"]
    assert math.isnan(unjudged.value)
    assert unjudged.reason is Reason.CONTOUR_HIDDEN


def test_every_number_of_a_rep_is_a_measure() -> None:
    found = rep_measures(make_rep(1))
    assert found["back_curvature_lumbar_max"].value == 8.0
    assert found["back_curvature_lumbar_max"].quality == 0.8
    assert found["concentric_s"].value == 0.8
    assert not {"start_s", "peak_s", "end_s", "index", "flags", "side"} & set(found)


def test_summaries_leave_out_what_is_not_complete_or_not_judged() -> None:
    reps = (
        logged_rep(make_rep(1, rom=0.8), 1),
        logged_rep(make_rep(2, rom=1.0), 2),
        logged_rep(make_rep(3, rom=0.1, complete=False), 3),
        logged_rep(make_rep(4, rom=math.nan), 4),
    )
    (rom,) = [item for item in summarise(reps) if item.measure == "rom"]
    assert (rom.side, rom.count, rom.mean, rom.low, rom.high) == ("all", 2, 0.9, 0.8, 1.0)
    assert rom.spread == pytest.approx(0.2 / math.sqrt(2))
    assert rom.error == pytest.approx(0.1)


def test_sides_are_summed_up_apart_only_where_both_were_lifted() -> None:
    left = logged_rep(make_rep(1, side="left", rom=0.7), 1)
    right = logged_rep(make_rep(2, side="right", rom=0.9), 2)
    both = {(item.side, item.mean) for item in summarise((left, right)) if item.measure == "rom"}
    assert both == {("all", 0.8), ("left", 0.7), ("right", 0.9)}
    assert {item.side for item in summarise((right,))} == {"all"}


def test_a_flag_that_lasts_counts_for_each_rep_it_touches(log: TrainingLog) -> None:
    reps = logged_reps(5)
    from formcheck.log.contents import codes_in
    from formcheck.types import Flag

    lasting = Flag("rounded_back", "alert", 4.5, 4.8, 30.0, 20.0, "°", 2, 9.0)
    hint = Flag("drop", "hint", 2.5, 2.5, 0.4, 0.6, "s", 1, 2.6)
    item = store_set(log, log.lifters.add("Anna"), MONDAY, reps=reps, flags=(hint, lasting))
    assert item.flagged_reps == 3
    codes = [codes_in(rep, (hint, lasting)) for rep in reps]
    assert codes == [("drop",), ("rounded_back",), ("rounded_back",), ("rounded_back",), ()]


def test_sets_of_one_visit_are_one_workout(log: TrainingLog) -> None:
    anna = log.lifters.add("Anna")
    first = store_set(log, anna, MONDAY)
    second = store_set(log, anna, MONDAY.later(2.9 * 3600))
    third = store_set(log, anna, MONDAY.later(2.9 * 3600 + 3.1 * 3600))
    assert (first.workout_id, first.position) == (second.workout_id, 1)
    assert second.position == 2
    assert third.workout_id != first.workout_id


def test_two_lifters_never_share_a_workout(log: TrainingLog) -> None:
    anna, bo = log.lifters.add("Anna"), log.lifters.add("Bo")
    assert store_set(log, anna, MONDAY).workout_id != store_set(log, bo, MONDAY).workout_id


def test_a_clock_set_back_a_little_does_not_tear_a_workout(log: TrainingLog) -> None:
    anna = log.lifters.add("Anna")
    first = store_set(log, anna, MONDAY)
    second = store_set(log, anna, MONDAY.later(-1800.0))
    assert second.workout_id == first.workout_id
    assert [item.id for item in log.sets.of_workout(first.workout_id)] == [first.id, second.id]
    assert log.sets.last(anna.id) == second


def test_a_clock_set_back_by_days_loses_nothing(log: TrainingLog) -> None:
    anna = log.lifters.add("Anna")
    later = store_set(log, anna, days_after(3))
    earlier = store_set(log, anna, MONDAY)
    assert {item.id for item in log.sets.of_lifter(anna.id)} == {later.id, earlier.id}
    assert log.sets.last(anna.id) == earlier


@pytest.mark.skipif(not hasattr(__import__("time"), "tzset"), reason="needs tzset")
def test_a_set_over_the_end_of_summer_time_keeps_its_length(
    log: TrainingLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        # 25 October 2026: 02:59:50 is followed by 02:00:00, an hour earlier.
        before = Moment.parse("2026-10-25 02:59:50+02:00")
        after = Moment.at(before.utc_s + 25.0)
        spring = Moment.parse("2026-03-29 01:59:50")
        summer = Moment.at(spring.utc_s + 25.0)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert (before.utc_offset_s, after.utc_offset_s) == (7200, 3600)
    assert (before.local.hour, after.local.hour, after.local.minute) == (2, 2, 0)
    assert (spring.local.hour, summer.local.hour) == (1, 3)
    anna = log.lifters.add("Anna")
    one = store_set(log, anna, before)
    two = store_set(log, anna, after)
    assert one.length_s == pytest.approx(16.0 - 0.1, abs=0.2)
    assert two.workout_id == one.workout_id
    assert two.started_s - one.started_s == 25.0


def test_postures_are_kept_by_exercise_and_the_last_counts(log: TrainingLog) -> None:
    anna = log.lifters.add("Anna")
    assert log.postures.get_neutral(anna.id, "bent_over_row") is None
    first = Posture("bent_over_row", "neutral", -30.0, -35.0, 5.0, 100.0, 0, "side", 3.0)
    second = Posture("bent_over_row", "neutral", -28.0, -33.0, 5.0, 50.0, 0, "side")
    largest = Posture("bent_over_row", "maximum", 40.0, 20.0, 20.0, 60.0, 0)
    log.postures.set_neutral(anna.id, first)
    log.postures.set_neutral(anna.id, second)
    log.postures.set_maximum(anna.id, largest)
    found = log.postures.get_neutral(anna.id, "bent_over_row")
    assert found is not None
    assert found.total_deg == -28.0
    assert math.isnan(found.yaw_deg)
    assert log.postures.get_maximum(anna.id, "bent_over_row") is not None
    assert log.postures.get_neutral(anna.id, "seated_row") is None
    assert len(log.postures.all(anna.id)) == 3


def test_what_the_lifter_says_is_checked(log: TrainingLog) -> None:
    item = store_set(log, log.lifters.add("Anna"), MONDAY)
    assert log.sets.annotate(item.id, load_kg=50.0, rpe=8.0).volume_kg == 400.0
    with pytest.raises(UsageError, match="RPE"):
        log.sets.annotate(item.id, rpe=11.0)
    with pytest.raises(UsageError, match="load"):
        log.sets.annotate(item.id, load_kg=-1.0)
    with pytest.raises(UsageError, match="no set 999"):
        log.sets.annotate(999, rpe=8.0)


def test_a_routine_is_chosen_and_given_up(log: TrainingLog) -> None:
    anna = log.lifters.add("Anna")
    log.routine_uses.choose(anna.id, "beginner", MONDAY)
    used = log.routine_uses.current(anna.id)
    assert used is not None
    assert (used.routine, used.day) == ("beginner", "2026-03-02")
    log.routine_uses.choose(anna.id, "", days_after(1))
    assert log.routine_uses.current(anna.id) is None


def test_a_running_set_whose_program_is_gone_is_interrupted(path: Path) -> None:
    with TrainingLog.open(path, now=MONDAY) as log:
        anna = log.lifters.add("Anna")
        item = store_set(log, anna, MONDAY)
        log.sets.update(item.id, state="running", last_seen_s=MONDAY.utc_s)
    for later_s, state in ((5.0, "running"), (11.0, "interrupted")):
        with TrainingLog.open(path, now=MONDAY.later(later_s)) as log:
            assert log.sets.get(item.id).state == state
            assert len(log.sets.content(item.id).reps) == 8


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_the_log_is_for_its_owner_alone(log: TrainingLog, path: Path) -> None:
    log.lifters.add("Anna")
    for item in path.parent.iterdir():
        assert stat.S_IMODE(os.stat(item).st_mode) & 0o077 == 0, item


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="POSIX zones")
@pytest.mark.parametrize("zone", ["XXX-167", "XXX+24", "XXX-24", "Mars/Olympus"])
def test_a_zone_that_cannot_be_is_none(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert abs(Moment.now().utc_offset_s) < DAY_S
    finally:
        monkeypatch.undo()
        time.tzset()
