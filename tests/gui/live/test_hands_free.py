"""Signs, countdown, metronome and rest: all told from numbers and times alone."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from formcheck.config import TempoOptions
from formcheck.skeleton import Landmark as L
from formcheck.types import FrameResult, Phase, Pose
from formcheck_ui.live.gesture import RaisedHand, one_hand_up
from formcheck_ui.live.pacing import Countdown, Metronome
from formcheck_ui.live.rest_clock import RestClock
from formcheck_ui.states import CALLED_SET_S, SetTracker, State
from support.scripted import SIZE, ScriptedPipeline, rowing_pose
from support.skeletons import Figure, build

STANDING = build(Figure(mask_height=None))


def with_hand(side: str, up: bool = True, pose: Pose = STANDING) -> Pose:
    """Return a pose with one arm straight up (or forward)."""
    xy, seen = pose.xy.copy(), pose.visibility.copy()
    shoulder = xy[L[f"{side}_SHOULDER"]]
    way = np.array([0.0, -1.0]) if up else np.array([1.0, 0.0])
    xy[L[f"{side}_ELBOW"]], xy[L[f"{side}_WRIST"]] = shoulder + 75 * way, shoulder + 140 * way
    seen[[L[f"{side}_ELBOW"], L[f"{side}_WRIST"]]] = 0.95
    return replace(pose, xy=xy, visibility=seen)


def test_exactly_one_raised_hand_is_a_sign() -> None:
    assert one_hand_up(with_hand("RIGHT"))
    assert one_hand_up(with_hand("LEFT"))
    assert not one_hand_up(STANDING)
    assert not one_hand_up(with_hand("RIGHT", up=False))
    assert not one_hand_up(with_hand("LEFT", pose=with_hand("RIGHT"))), "a pull-up is no sign"


def test_nobody_gives_a_sign_bent_over_a_bar() -> None:
    bent = build(Figure(trunk_deg=20.0, mask_height=None))
    assert not one_hand_up(with_hand("RIGHT", pose=bent))


def test_a_hand_that_cannot_be_seen_well_is_no_sign() -> None:
    pose = with_hand("RIGHT")
    seen = pose.visibility.copy()
    seen[L.RIGHT_WRIST] = 0.4
    assert not one_hand_up(replace(pose, visibility=seen))


def signs(frames: list[tuple[float, Pose | None]]) -> list[float]:
    hand = RaisedHand(1.0)
    return [time_s for time_s, pose in frames if hand.push(time_s, pose)]


def test_the_sign_is_held_for_a_second_and_given_once() -> None:
    up = with_hand("RIGHT")
    frames = [(index / 10, up if 10 <= index < 40 else STANDING) for index in range(60)]
    assert signs(frames) == [2.0]
    brief = [(index / 10, up if 10 <= index < 19 else STANDING) for index in range(60)]
    assert signs(brief) == []


def test_a_lost_frame_does_not_undo_the_sign_and_a_second_sign_counts_again() -> None:
    up = with_hand("RIGHT")
    frames: list[tuple[float, Pose | None]] = [(index / 10, up) for index in range(12)]
    frames[5] = (0.5, None)
    assert signs(frames) == [1.0]
    pause = [(1.2 + index / 10, STANDING) for index in range(10)]
    again = [(2.2 + index / 10, up) for index in range(12)]
    assert signs([*frames, *pause, *again]) == [1.0, 3.2]


def test_how_far_the_sign_is_can_be_shown() -> None:
    hand = RaisedHand(1.0)
    assert hand.progress == 0.0
    for time_s in (0.0, 0.25, 0.5):
        hand.push(time_s, with_hand("RIGHT"))
    assert hand.progress == pytest.approx(0.5)


def test_the_metronome_ticks_the_plan() -> None:
    plan = TempoOptions(pull_s=1.0, hold_s=1.0, lower_least_s=2.0, lower_most_s=3.0, pause_s=0.5)
    beats = Metronome(plan).due(0.0, 5.0)
    assert [(beat.at_s, beat.part, beat.accent) for beat in beats] == [
        (0.0, "pull", True),
        (1.0, "hold", True),
        (2.0, "lower", True),
        (3.0, "lower", False),
        (4.0, "lower", False),
        (4.5, "pause", True),
    ]
    assert Metronome(plan).part_at(3.25) == ("lower", pytest.approx(1.25))


def test_no_beat_is_lost_or_doubled_however_the_time_is_cut() -> None:
    metronome = Metronome(TempoOptions())
    whole = [beat.at_s for beat in metronome.due(0.0, 30.0)]
    cuts = np.concatenate([[0.0], np.sort(np.random.default_rng(3).uniform(0, 30, 200)), [30.0]])
    pieces = [
        beat.at_s
        for start, stop in itertools.pairwise(cuts)
        for beat in metronome.due(float(start), float(stop))
    ]
    assert pieces == pytest.approx(whole)
    assert metronome.due(5.0, 5.0) == []


def test_parts_of_no_length_are_left_out() -> None:
    plan = TempoOptions(hold_s=0.0, pause_s=0.0)
    assert {beat.part for beat in Metronome(plan).due(0.0, 20.0)} == {"pull", "lower"}


def test_the_countdown_tells_each_second_once() -> None:
    count = Countdown(10.0, 3.0)
    told = [count.push(10.0 + index / 10) for index in range(40)]
    assert [each for each in told if each is not None] == [3, 2, 1, 0]
    assert count.left_s(11.0) == pytest.approx(2.0)
    assert Countdown(0.0, 0.0).push(0.0) == 0


def test_the_rest_is_over_once() -> None:
    rest = RestClock(90.0)
    assert not rest.running
    rest.begin(100.0)
    assert rest.in_words(130.0) == "Rest 0:30 of 1:30"
    assert [time_s for time_s in (189.0, 190.0, 191.0) if rest.is_over(time_s)] == [190.0]
    rest.end()
    assert not rest.running
    endless = RestClock(0.0)
    endless.begin(0.0)
    assert not endless.is_over(1e4)


BASE = ScriptedPipeline().push(0, 0.0, rowing_pose(0.0), SIZE)


def at(time_s: float, reps: int, phase: Phase = "extended") -> FrameResult:
    return replace(BASE, time_s=time_s, rep_count=reps, phase=phase)


def test_a_set_called_by_the_lifter_begins_at_nought_and_waits_for_her() -> None:
    tracker = SetTracker(rest_after_s=8.0)
    tracker.push(at(0.0, 3))
    tracker.begin(1.0)
    assert (tracker.state, tracker.reps) == (State.IN_SET, 0)
    assert tracker.push(at(1.0 + CALLED_SET_S - 1, 3)) is State.IN_SET, "loading the bar"
    assert tracker.push(at(47.0, 4)) is State.IN_SET
    assert tracker.reps == 1
    assert tracker.push(at(56.0, 4)) is State.RESTING


def test_a_called_set_in_which_nothing_happens_ends_by_itself() -> None:
    tracker = SetTracker(rest_after_s=8.0)
    tracker.push(at(0.0, 0))
    tracker.begin(0.0)
    assert tracker.push(at(CALLED_SET_S + 1, 0)) is State.RESTING


def test_a_set_is_ended_by_the_lifter_and_the_next_rep_begins_another() -> None:
    tracker = SetTracker()
    tracker.push(at(1.0, 1))
    tracker.push(at(2.0, 2))
    tracker.end()
    assert tracker.push(at(3.0, 2)) is State.RESTING
    assert tracker.reps == 2, "the count stays to be read"
    assert tracker.push(at(40.0, 3)) is State.IN_SET
    assert tracker.reps == 1
