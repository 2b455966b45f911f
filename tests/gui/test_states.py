"""When a set is on: told from the stream of results alone."""

from __future__ import annotations

from dataclasses import replace

from formcheck.types import FrameResult, Phase
from formcheck_ui.states import SetTracker, State
from support.scripted import SIZE, ScriptedPipeline, rowing_pose

BASE = ScriptedPipeline().push(0, 0.0, rowing_pose(0.0), SIZE)


def at(time_s: float, reps: int, phase: Phase = "extended") -> FrameResult:
    return replace(BASE, time_s=time_s, rep_count=reps, phase=phase)


def test_getting_into_position_is_not_a_set() -> None:
    tracker = SetTracker()
    states = {tracker.push(at(t / 10, 0, "concentric")) for t in range(100)}
    assert states == {State.WAITING}


def test_the_first_rep_begins_a_set_and_rest_ends_it() -> None:
    tracker = SetTracker(rest_after_s=8.0)
    assert tracker.push(at(1.0, 1)) is State.IN_SET
    assert tracker.push(at(8.9, 1)) is State.IN_SET
    assert tracker.push(at(9.1, 1)) is State.RESTING


def test_a_slow_rep_is_still_a_set() -> None:
    tracker = SetTracker(rest_after_s=8.0)
    tracker.push(at(1.0, 1))
    for second in range(2, 30):
        assert tracker.push(at(float(second), 1, "eccentric")) is State.IN_SET


def test_the_next_set_counts_from_one() -> None:
    tracker = SetTracker(rest_after_s=8.0)
    for number in range(1, 9):
        tracker.push(at(float(number), number))
    assert tracker.reps == 8
    assert tracker.push(at(40.0, 8)) is State.RESTING
    assert tracker.reps == 8, "the last set's count stays to be read"
    assert tracker.push(at(60.0, 9)) is State.IN_SET
    assert tracker.reps == 1


def test_a_revoked_rep_is_taken_off() -> None:
    tracker = SetTracker()
    tracker.push(at(1.0, 1))
    tracker.push(at(2.0, 2))
    tracker.push(at(2.1, 1))
    assert tracker.reps == 1
