"""The sets of a log judged again: what is found replaces what was, what was said of it stays."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.config import Config, FlagOptions
from formcheck.errors import LogError, UsageError
from formcheck.log import contents
from formcheck.log.clips import as_logged
from formcheck.log.entries import SetContent, TrainingSet
from formcheck.log.gathering import share_flags, share_reps
from formcheck.log.keeping import Keeping, SetKeeper
from formcheck.log.rescoring import Outcome, Selection, SetChange, plan, rescore_sets
from formcheck.log.store import TrainingLog
from formcheck.recording.rescoring import Rescored, rescore
from formcheck.review import files
from formcheck.review.corrections import Corrections, FlagVerdict, RepMark
from formcheck.review.score import Score
from formcheck.types import Flag
from support.logbook import MONDAY, days_after, store_set
from support.recordings import record
from support.results import make_rep
from support.sets import plain_set

LAX = Config(flags=FlagOptions(short_range=0.3))
"""Options under which the third rep of the recording is no short one any more."""

ANY = Selection()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Rescored:
    """Three reps, the last one short, recorded and judged by the options of then."""
    path = tmp_path_factory.mktemp("recordings") / "set.fcrec"
    record(path, plain_set(count=3, faults=("short",)).poses())
    return rescore(path, Config())


@pytest.fixture
def recording(first: Rescored, tmp_path: Path) -> Path:
    """A copy of the recording that a test may spoil."""
    path = tmp_path / "set.fcrec"
    path.write_bytes(first.path.read_bytes())
    return path


@pytest.fixture
def stored(log: TrainingLog, first: Rescored, recording: Path) -> TrainingSet:
    """The set of the recording, with a load, an RPE and a note."""
    anna = log.lifters.add("Anna")
    said = Keeping(
        anna.id, "clip", recording=str(recording), load_kg=50.0, rpe=8.0, notes="mine",
        started=MONDAY, origin_key="abc",
    )  # fmt: skip
    (set_id,) = SetKeeper(log, said).keep_all(first.events, first.result, MONDAY)
    return log.sets.get(set_id)


def again(
    log: TrainingLog, config: Config = LAX, chosen: Selection = ANY, *, keep: bool = True
) -> list[Outcome]:
    return list(rescore_sets(log, plan(log, chosen), config, jobs=1, keep=keep))


def only(outcomes: Iterable[Outcome]) -> SetChange:
    (outcome,) = outcomes
    (change,) = outcome.sets
    return change


def codes(content: SetContent) -> list[str]:
    return [flag.code for flag in content.flags]


def test_the_same_options_change_nothing(log: TrainingLog, stored: TrainingSet) -> None:
    before = log.sets.content(stored.id)
    assert codes(before) == ["short_range"]
    change = only(again(log, Config()))
    assert not change.any
    assert repr(log.sets.content(stored.id)) == repr(before)
    assert repr(log.sets.get(stored.id)) == repr(stored)


def test_other_options_are_told_and_kept_and_what_was_said_stays(
    log: TrainingLog, stored: TrainingSet
) -> None:
    change = only(again(log))
    assert [(flag.code, flag.rep) for flag in change.changes.flags_gone] == [("short_range", 3)]
    assert (change.changes.reps_lost, change.changes.reps_new) == ((), ())
    assert codes(log.sets.content(stored.id)) == []
    now = log.sets.get(stored.id)
    assert (stored.flagged_reps, now.flagged_reps) == (1, 0)
    assert (now.load_kg, now.rpe, now.notes, now.uid) == (50.0, 8.0, "mine", stored.uid)
    assert now.started_s == stored.started_s


def test_a_dry_run_tells_the_same_and_stores_nothing(log: TrainingLog, stored: TrainingSet) -> None:
    assert only(again(log, keep=False)).any
    assert codes(log.sets.content(stored.id)) == ["short_range"]


def test_an_exercise_that_was_named_stays(log: TrainingLog, stored: TrainingSet) -> None:
    assert not stored.named
    named = log.sets.annotate(stored.id, exercise="t_bar_row")
    assert named.named
    assert only(again(log)).changes.exercise is None
    assert log.sets.get(stored.id).exercise == "t_bar_row"
    log.sets.annotate(stored.id, exercise="my_own_row")
    again(log)
    assert log.sets.get(stored.id).exercise == "my_own_row"


def without_rep_1(first: Rescored, *verdicts: FlagVerdict) -> Corrections:
    marks = tuple(RepMark(rep.start_s, rep.end_s) for rep in first.result.reps[1:])
    return Corrections(marks, verdicts)


def test_a_rep_taken_out_by_hand_stays_out(
    log: TrainingLog, stored: TrainingSet, first: Rescored, recording: Path
) -> None:
    files.save(recording, without_rep_1(first), Score())
    change = only(again(log, Config()))
    assert len(change.changes.reps_lost) == 1
    content = log.sets.content(stored.id)
    assert [rep.number for rep in content.reps] == [1, 2]
    assert [(flag.code, flag.rep) for flag in content.flags] == [("short_range", 2)]
    assert not only(again(log, Config())).any


def test_corrections_the_log_took_over_hold_when_the_file_is_gone(
    log: TrainingLog, stored: TrainingSet, first: Rescored
) -> None:
    flag = first.result.flags[0]
    wrong = FlagVerdict(flag.code, flag.start_s, flag.end_s, "wrong")
    kept = as_logged(without_rep_1(first, wrong), MONDAY.utc_s)
    log.sets.replace(stored.id, replace(log.sets.content(stored.id), corrections=kept))
    again(log, Config())
    content = log.sets.content(stored.id)
    assert len(content.reps) == 2
    assert content.flags == ()
    assert content.corrections == kept


def test_corrections_that_cannot_be_read_leave_the_set_as_it_is(
    log: TrainingLog, stored: TrainingSet, recording: Path
) -> None:
    files.path_for(recording).write_text("{")
    change = only(again(log))
    assert change.error is not None
    assert "set.fcrec.formcheck.json" in change.error.message
    assert codes(log.sets.content(stored.id)) == ["short_range"]


@pytest.mark.parametrize("spoilt", [None, b"no recording"])
def test_a_missing_or_damaged_recording_is_named_and_the_others_are_done(
    log: TrainingLog, stored: TrainingSet, tmp_path: Path, spoilt: bytes | None
) -> None:
    other = tmp_path / "other.fcrec"
    if spoilt is not None:
        other.write_bytes(spoilt)
    anna = log.lifters.find("Anna")
    lost = store_set(log, anna, days_after(3), recording=str(other))
    store_set(log, anna, days_after(4))
    todo = plan(log, ANY)
    assert todo.unrecorded == 1
    changes = [change for outcome in again(log) for change in outcome.sets]
    found = {change.set.id: change for change in changes}
    assert set(found) == {stored.id, lost.id}
    error = found[lost.id].error
    assert error is not None
    assert "other.fcrec" in error.message
    assert len(log.sets.content(lost.id).reps) == 8
    assert codes(log.sets.content(stored.id)) == []


def test_a_recording_cut_short_counts_what_is_left(
    log: TrainingLog, stored: TrainingSet, recording: Path
) -> None:
    recording.write_bytes(recording.read_bytes()[: recording.stat().st_size // 2])
    (outcome,) = again(log, Config())
    assert not outcome.complete
    assert len(outcome.sets[0].changes.reps_lost) > 0
    assert 0 < log.sets.get(stored.id).reps < 3


def test_a_set_is_replaced_whole_or_not_at_all(
    log: TrainingLog, stored: TrainingSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = log.sets.content(stored.id)

    def torn(*arguments: object) -> None:
        raise LogError("The disk is full.", "")

    monkeypatch.setattr(contents, "_insert_rep", torn)
    with pytest.raises(LogError):
        again(log)
    monkeypatch.undo()
    assert repr(log.sets.content(stored.id)) == repr(before)
    assert log.sets.get(stored.id).reps == 3


def test_a_set_deleted_meanwhile_is_not_brought_back(log: TrainingLog, stored: TrainingSet) -> None:
    todo = plan(log, ANY)
    log.sets.remove(stored.id)
    (outcome,) = rescore_sets(log, todo, LAX, jobs=1)
    assert isinstance(outcome.sets[0].error, UsageError)
    assert log.sets.of_lifter(1) == ()


def test_a_set_that_is_being_lifted_is_left_alone(log: TrainingLog, stored: TrainingSet) -> None:
    log.sets.update(stored.id, state="running")
    assert plan(log, ANY).recordings == ()


def test_what_is_chosen(log: TrainingLog, stored: TrainingSet, recording: Path) -> None:
    bo = log.lifters.add("Bo")
    his = store_set(log, bo, days_after(1), exercise="face_pull", recording=str(recording))

    def ids(chosen: Selection) -> set[int]:
        return {item.id for asked in plan(log, chosen).recordings for item in asked.sets}

    assert ids(ANY) == {stored.id, his.id}
    assert ids(Selection(lifter_id=bo.id)) == {his.id}
    assert ids(Selection(workout_id=stored.workout_id)) == {stored.id}
    assert ids(Selection(set_id=his.id)) == {his.id}
    assert ids(Selection(exercise="face_pull")) == {his.id}
    (asked,) = plan(log, Selection(set_id=his.id)).recordings
    assert [item.id for item in asked.beside] == [stored.id]
    with pytest.raises(UsageError):
        plan(log, Selection(set_id=99))


def test_a_source_that_is_a_recording_serves_as_one(
    log: TrainingLog, stored: TrainingSet, recording: Path
) -> None:
    log.sets.update(stored.id, recording="", source=str(recording))
    assert only(again(log)).any


def test_reps_go_to_the_set_they_lie_in_or_next_to() -> None:
    spans = {1: (0.0, 10.0), 2: (11.0, 20.0), 3: (60.0, 70.0)}
    reps = [
        make_rep(n, start_s=start_s, peak_s=start_s + 1, end_s=start_s + 2)
        for n, start_s in enumerate((1.0, 9.8, 12.0, 24.0, 61.0, 90.0), start=1)
    ]
    shared = share_reps(reps, spans)
    assert {key: [rep.index for rep in mine] for key, mine in shared.items()} == {
        1: [1], 2: [2, 3, 4], 3: [5],
    }  # fmt: skip
    shared = share_reps(reps, spans | {4: (math.nan, math.nan)})
    assert [rep.index for rep in shared[4]] == [6]
    empty = (math.nan, math.nan)
    assert share_reps(reps, {4: empty, 5: empty}) == {4: [], 5: []}


def test_flags_go_with_their_rep_or_with_the_set_before_them() -> None:
    reps = {1: [make_rep(1)], 2: [make_rep(2, start_s=60.0, peak_s=61.0, end_s=62.0)], 3: []}

    def flag(start_s: float, rep: int) -> Flag:
        return Flag("yank", "warning", start_s, start_s, 2.0, 1.0, "", rep)

    shared = share_flags([flag(0.5, 0), flag(3.0, 1), flag(30.0, 0), flag(61.0, 2)], reps)
    assert [item.start_s for item in shared[1]] == [0.5, 3.0, 30.0]
    assert [item.start_s for item in shared[2]] == [61.0]
    assert shared[3] == []
