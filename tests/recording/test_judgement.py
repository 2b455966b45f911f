"""What was told, from a result or from its events, and how two of them differ."""

from __future__ import annotations

import json

import pytest

from formcheck.recording.judgement import (
    UNCHANGED,
    Judgement,
    RepSpan,
    ToldFlag,
    compare,
    event_line,
    of_events,
    of_report,
    of_result,
)
from formcheck.report.json_report import to_dict
from formcheck.types import NAN, NeutralCaptured, RepRevoked

OLD = Judgement(
    "bent_over_row",
    (RepSpan(1.0, 3.0), RepSpan(4.0, 6.0), RepSpan(7.0, 9.0)),
    (ToldFlag("yank", 2), ToldFlag("rounded_back", 3), ToldFlag("shrug", 0)),
)


def test_the_same_is_unchanged() -> None:
    assert compare(OLD, OLD) == UNCHANGED
    assert not compare(OLD, OLD).any


def test_a_rep_more_at_the_start_moves_no_flag() -> None:
    new = OLD._replace(
        reps=(RepSpan(0.1, 0.9), *OLD.reps),
        flags=(ToldFlag("yank", 3), ToldFlag("rounded_back", 4), ToldFlag("shrug", 0)),
    )
    changes = compare(OLD, new)
    assert changes.reps_new == (RepSpan(0.1, 0.9),)
    assert (changes.reps_lost, changes.flags_gone, changes.flags_new) == ((), (), ())


def test_a_lost_rep_takes_its_flags() -> None:
    new = OLD._replace(reps=OLD.reps[:2], flags=OLD.flags[:1])
    changes = compare(OLD, new)
    assert changes.reps_lost == (RepSpan(7.0, 9.0),)
    assert changes.flags_gone == (ToldFlag("rounded_back", 3), ToldFlag("shrug", 0))


def test_two_reps_that_became_one_are_a_rep_less() -> None:
    new = OLD._replace(reps=(RepSpan(1.0, 6.0), RepSpan(7.0, 9.0)))
    assert compare(OLD, new).reps_lost == (RepSpan(4.0, 6.0),)
    assert compare(new, OLD).reps_new


def test_boundaries_may_move_a_little() -> None:
    new = OLD._replace(reps=tuple(RepSpan(a + 0.2, b - 0.3) for a, b in OLD.reps))
    assert not compare(OLD, new).any


def test_the_exercise_is_told_anew() -> None:
    changes = compare(OLD, OLD._replace(exercise="seated_row"))
    assert changes.exercise == ("bent_over_row", "seated_row")
    assert changes.any


def test_report_and_events_say_what_the_result_says(golden) -> None:  # noqa: ANN001
    judgement = of_result(golden.result)
    assert judgement.reps
    assert judgement.flags
    report = of_report(json.loads(json.dumps(to_dict(golden.result))))
    assert compare(judgement, report) == UNCHANGED
    told = of_events(json.loads(event_line(event)) for event in golden.told.events)
    assert not told.final
    assert told.exercise == judgement.exercise
    # Events come as they are told, a result's flags by their start.
    assert sorted(told.flags, key=str) == sorted(judgement.flags, key=str)
    assert told.reps == judgement.reps


def test_a_rep_taken_back_is_gone() -> None:
    lines = [
        {"event": "rep_completed", "rep": {"index": n, "start_s": n, "end_s": n + 1}}
        for n in (1, 2)
    ]
    gone = json.loads(event_line(RepRevoked(3.0, 2)))
    assert of_events([*lines, gone]).reps == (RepSpan(1.0, 2.0),)


def test_what_is_missing_is_null() -> None:
    line = event_line(NeutralCaptured(1.0, NAN, 2.0, 3.0))
    assert json.loads(line)["total_deg"] is None


@pytest.mark.parametrize("report", [{}, {"exercise": None, "reps": [], "flags": []}])
def test_what_is_no_report_raises_what_a_reader_catches(report: dict) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        of_report(report)
