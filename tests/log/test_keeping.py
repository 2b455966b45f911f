"""A session's events become sets, while it runs and at its end."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.log.background import BackgroundKeeper
from formcheck.log.keeping import Keeping, SetKeeper
from formcheck.log.store import TrainingLog
from formcheck.reps.sets import REST_S
from formcheck.types import (
    ExerciseGuess,
    ExerciseRecognised,
    FlagCleared,
    FlagRaised,
    Hold,
    HoldEnded,
    NeutralCaptured,
    Rep,
    RepCompleted,
    RepRevoked,
)
from support.logbook import MONDAY
from support.results import ENDED_FLAG, make_rep, make_result

ROW = ExerciseGuess("bent_over_row", 0.8)
PULL = ExerciseGuess("face_pull", 0.7)


class Watch:
    """A session whose wall clock goes with the source's time."""

    def __init__(self, log: TrainingLog, keeping: Keeping) -> None:
        self.keeper = SetKeeper(log, keeping)

    def push(self, event: object, time_s: float | None = None) -> None:
        at = event.time_s if time_s is None else time_s  # type: ignore[attr-defined]
        self.keeper.push(event, at, MONDAY.later(at))  # type: ignore[arg-type]

    def rep(self, rep: Rep) -> None:
        self.push(RepCompleted(rep.end_s, rep))

    def tick(self, time_s: float) -> None:
        self.keeper.tick(time_s, MONDAY.later(time_s))


@pytest.fixture
def watch(log: TrainingLog) -> Watch:
    anna = log.lifters.add("Anna")
    return Watch(log, Keeping(anna.id, "live", load_kg=40.0))


def sets_of(log: TrainingLog) -> list[tuple[str, str, int]]:
    return [(s.exercise, s.state, s.reps) for s in log.sets.of_lifter(1)]


def test_a_set_grows_in_the_log_and_ends_by_itself(log: TrainingLog, watch: Watch) -> None:
    watch.push(ExerciseRecognised(3.0, ROW))
    watch.rep(make_rep(1))
    assert sets_of(log) == [("bent_over_row", "running", 1)]
    watch.rep(make_rep(2))
    watch.tick(7.0)
    (item,) = log.sets.of_lifter(1)
    assert item.reps == 2
    assert item.last_seen_s == MONDAY.later(7.0).utc_s
    assert item.started_s == MONDAY.later(2.0).utc_s
    watch.tick(make_rep(2).end_s + REST_S + 0.1)
    assert sets_of(log) == [("bent_over_row", "finished", 2)]


def test_a_slow_rep_is_of_the_set_that_seemed_to_be_over(log: TrainingLog, watch: Watch) -> None:
    watch.rep(make_rep(1))
    over_s = make_rep(1).end_s + REST_S + 0.1
    watch.tick(over_s)
    assert sets_of(log) == [("unknown", "finished", 1)]
    watch.rep(make_rep(2, start_s=over_s - 4.0, peak_s=over_s, end_s=over_s + 3.0))
    assert sets_of(log) == [("unknown", "running", 2)]


def test_a_pause_begins_a_new_set_with_its_own_numbers(log: TrainingLog, watch: Watch) -> None:
    watch.push(ExerciseRecognised(3.0, ROW))
    watch.rep(make_rep(1))
    late = make_rep(2, start_s=40.0, peak_s=41.0, end_s=42.0, set_index=2)
    watch.push(FlagRaised(41.0, replace(ENDED_FLAG, rep=2, start_s=40.5)))
    watch.rep(late)
    first, second = log.sets.of_lifter(1)
    assert (first.state, second.state) == ("finished", "running")
    content = log.sets.content(second.id)
    assert [rep.number for rep in content.reps] == [1]
    assert [flag.rep for flag in content.flags] == [1]
    assert log.sets.content(first.id).flags == ()


@pytest.mark.parametrize("hold_first", [True, False])
def test_a_hold_is_kept_with_the_rep_it_lay_in(
    log: TrainingLog, watch: Watch, hold_first: bool
) -> None:
    held = make_rep(1, start_s=2.0, peak_s=4.0, end_s=20.0)
    hold = HoldEnded(18.5, Hold(1, 3.0, 18.0, 0.9, sank=4.0, wobble=1.0, unit="°"))
    if hold_first:
        watch.push(hold)
    watch.rep(held)
    if not hold_first:
        watch.push(hold, 20.0)
    watch.rep(make_rep(2, start_s=21.0, peak_s=22.0, end_s=23.0))
    (item,) = log.sets.of_lifter(1)
    first, second = log.sets.content(item.id).reps
    assert first.value("hold_s") == pytest.approx(15.0)
    assert first.measures["hold_s"].quality == pytest.approx(0.9)
    assert first.value("hold_sank") == pytest.approx(4.0)
    assert "hold_s" not in second.measures


def test_another_load_holds_from_the_next_set_on(log: TrainingLog, watch: Watch) -> None:
    watch.rep(make_rep(1))
    bo = log.lifters.add("Bo")
    watch.keeper.say(Keeping(bo.id, "live", load_kg=30.0))
    watch.rep(make_rep(2))
    watch.rep(make_rep(3, start_s=60.0, peak_s=61.0, end_s=62.0, set_index=2))
    assert [(s.load_kg, s.reps) for s in log.sets.of_lifter(1)] == [(40.0, 2)]
    assert [(s.load_kg, s.reps) for s in log.sets.of_lifter(bo.id)] == [(30.0, 1)]


def test_what_the_user_named_names_the_sets_while_they_are_filmed(
    log: TrainingLog, watch: Watch
) -> None:
    watch.keeper.tick(0.0, MONDAY, None, ExerciseGuess("pull_up", 1.0, fixed_by_user=True))
    watch.rep(make_rep(1))
    assert sets_of(log) == [("pull_up", "running", 1)]
    assert log.sets.of_lifter(1)[0].named
    watch.keeper.tick(9.0, MONDAY, None, ExerciseGuess())
    watch.rep(make_rep(2))
    assert sets_of(log) == [("pull_up", "running", 2)]


def test_a_rep_taken_back_leaves_the_set(log: TrainingLog, watch: Watch) -> None:
    watch.rep(make_rep(1))
    watch.rep(make_rep(2))
    watch.push(RepRevoked(6.5, 2))
    assert sets_of(log) == [("unknown", "running", 1)]
    watch.push(RepRevoked(7.0, 1))
    assert sets_of(log) == []
    assert log.workouts.of(1) == ()


def test_another_exercise_without_rest_is_a_superset(log: TrainingLog, watch: Watch) -> None:
    watch.push(ExerciseRecognised(2.0, ROW))
    watch.rep(make_rep(1))
    watch.rep(make_rep(2))
    watch.push(ExerciseRecognised(make_rep(3).end_s, PULL))
    assert sets_of(log) == [("bent_over_row", "running", 2)]
    watch.rep(make_rep(3, set_index=2))
    assert sets_of(log) == [("bent_over_row", "finished", 2), ("face_pull", "running", 1)]
    assert [item.relation for item in log.sets.of_lifter(1)] == ["straight", "superset"]


def test_a_load_is_not_that_of_the_other_exercise_of_a_superset(
    log: TrainingLog, watch: Watch
) -> None:
    watch.rep(make_rep(1))
    watch.push(ExerciseRecognised(2.0, ROW))
    watch.rep(make_rep(2))
    watch.push(ExerciseRecognised(make_rep(3).end_s, PULL))
    watch.rep(make_rep(3, set_index=2))
    rows, pulls = log.sets.of_lifter(1)
    assert rows.load_kg == 40.0
    assert math.isnan(pulls.load_kg)
    # Another load, said now, is for whatever comes next.
    watch.keeper.say(Keeping(1, "live", load_kg=25.0))
    watch.rep(make_rep(5, start_s=90.0, peak_s=91.0, end_s=92.0, set_index=3))
    assert log.sets.of_lifter(1)[-1].load_kg == 25.0


def test_who_is_chosen_between_two_sets_has_nothing_to_do_with_the_one_before(
    log: TrainingLog, watch: Watch
) -> None:
    before, after = make_rep(1), make_rep(2, start_s=40.0, end_s=42.0, set_index=2)
    watch.keeper.finish(make_result(reps=(before,), flags=()), 5.0, MONDAY.later(5.0))
    assert sets_of(log) == []
    late = Watch(log, Keeping(1, "live"))
    late.rep(after)
    late.keeper.finish(make_result(reps=(before, after), flags=()), 50.0, MONDAY.later(50.0))
    assert sets_of(log) == [("unknown", "finished", 1)]


def test_a_set_is_named_by_its_own_reps_alone(log: TrainingLog, watch: Watch) -> None:
    watch.rep(make_rep(1))
    watch.push(ExerciseRecognised(20.0, PULL))
    watch.rep(make_rep(2, start_s=20.0, peak_s=21.0, end_s=22.0, set_index=2))
    assert [item.exercise for item in log.sets.of_lifter(1)] == ["unknown", "face_pull"]


def test_a_set_whose_only_rep_was_none_is_named_anew(log: TrainingLog, watch: Watch) -> None:
    watch.push(ExerciseRecognised(2.0, ROW))
    watch.rep(make_rep(1))
    watch.push(RepRevoked(4.5, 1))
    watch.push(ExerciseRecognised(5.0, PULL))
    watch.rep(make_rep(1, start_s=4.0, peak_s=5.0, end_s=6.0))
    assert sets_of(log) == [("face_pull", "running", 1)]


def test_a_flag_is_mended_when_it_is_over(log: TrainingLog, watch: Watch) -> None:
    watch.push(FlagRaised(2.6, replace(ENDED_FLAG, end_s=float("nan"))))
    watch.rep(make_rep(1))
    watch.push(FlagCleared(4.0, ENDED_FLAG))
    (item,) = log.sets.of_lifter(1)
    (flag,) = log.sets.content(item.id).flags
    assert flag.end_s == 3.5
    assert item.flagged_reps == 1


def test_a_sure_neutral_is_kept_for_the_exercise(log: TrainingLog, watch: Watch) -> None:
    watch.push(NeutralCaptured(1.0, -30.0, -36.0, 6.0, sure=False))
    watch.push(ExerciseRecognised(2.0, ROW))
    watch.rep(make_rep(1))
    assert log.postures.get_neutral(1, "bent_over_row") is None
    watch.push(NeutralCaptured(4.0, -31.0, -37.0, 6.0))
    watch.rep(make_rep(2))
    found = log.postures.get_neutral(1, "bent_over_row")
    assert found is not None
    assert (found.total_deg, found.lumbar_deg, found.thoracic_deg) == (-31.0, -37.0, 6.0)
    watch.rep(make_rep(3))
    assert len(log.postures.all(1)) == 1


def test_of_a_neutral_in_the_hinge_its_posture_is_kept_too(log: TrainingLog, watch: Watch) -> None:
    watch.push(ExerciseRecognised(2.0, ROW))
    watch.push(NeutralCaptured(4.0, -31.0, -37.0, 6.0, True, True, 95.0, 4.0, -1.0))
    watch.rep(make_rep(1))
    found = log.postures.get_neutral(1, "bent_over_row")
    assert found is not None
    assert found.asked
    assert (found.hip_deg, found.lumbar_shape_deg, found.thoracic_shape_deg) == (95.0, 4.0, -1.0)


def test_the_same_clip_is_stored_once(log: TrainingLog) -> None:
    anna = log.lifters.add("Anna")
    clip = Keeping(anna.id, "clip", "set.mp4", started=MONDAY, origin_key="abc", load_kg=50.0)
    result = make_result()

    def analyse(keeping: Keeping) -> SetKeeper:
        keeper = SetKeeper(log, keeping)
        keeper.finish(result, 10.0, MONDAY.later(9e6))
        return keeper

    assert analyse(clip).replaced == 0
    again = analyse(replace(clip, load_kg=float("nan")))
    assert again.replaced == 1
    (item,) = log.sets.of_lifter(anna.id)
    assert (item.load_kg, item.reps, item.state) == (50.0, 1, "finished")
    assert item.started_s == MONDAY.later(2.0).utc_s
    assert analyse(replace(clip, load_kg=55.0)).replaced == 1
    assert log.sets.get(item.id).load_kg == 55.0


def test_a_rep_given_back_at_the_end_is_stored(log: TrainingLog, watch: Watch) -> None:
    watch.rep(make_rep(1))
    watch.keeper.finish(make_result(reps=(make_rep(1), make_rep(2))), 10.0, MONDAY.later(10.0))
    assert sets_of(log) == [("unknown", "finished", 2)]


def test_the_thread_stores_what_it_is_told(path: Path) -> None:
    with TrainingLog.open(path) as log:
        anna = log.lifters.add("Anna")
    keeper = BackgroundKeeper(path, Keeping(anna.id, "live"), clock=lambda: MONDAY)
    keeper.on_event(RepCompleted(3.9, make_rep(1)))
    (set_id,) = keeper.finish(None)
    with TrainingLog.open(path) as log:
        assert log.sets.get(set_id).state == "finished"


def test_a_thread_without_a_log_says_so_at_the_end(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("not a folder")
    keeper = BackgroundKeeper(place / "log.db", Keeping(1, "live"), clock=lambda: MONDAY)
    keeper.on_event(RepCompleted(3.9, make_rep(1)))
    from formcheck.errors import LogError

    with pytest.raises(LogError, match="cannot be used"):
        keeper.finish(None)
