"""A fault is told while its pull is under way, as soon as it is plain, and only once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.flags.course import Course
from formcheck.types import FlagRaised
from support.sets import Fault, analyse, plain_set

FPS = 30.0

SOON: list[tuple[Fault, str, float]] = [
    ("yank", "yank", 2.0),
    ("hitch", "hitch", 2.0),
    ("drop", "drop", 0.0),
    ("fast", "lowering_too_fast", 0.1),
]
"""Fault, its flag, and by how much it is told before its rep is over, seconds."""


@pytest.mark.parametrize(("fault", "code", "before_s"), SOON)
def test_a_fault_is_told_before_its_rep_is_over(fault: Fault, code: str, before_s: float) -> None:
    told = analyse(plain_set(count=3, faults=(fault, "")).poses())
    raised = [event for event in told.events if isinstance(event, FlagRaised)]

    assert [event.flag.code for event in raised] == [code]
    assert raised[0].flag.rep == 2
    assert raised[0].time_s <= told.pipeline.reps[1].end_s - before_s
    assert [rep.flags for rep in told.pipeline.reps] == [(), (code,), ()]


def test_a_pull_is_told_to_be_short_once_it_is_a_rep() -> None:
    short = plain_set(count=4, faults=("short",))
    told = analyse(short.poses())
    assert [rep.flags for rep in told.pipeline.reps] == [(), (), (), ("short_range",)]
    # The last one goes less than half of the way, as a weight that is put down.
    put_down = replace(short, pulls=(*short.pulls[:3], replace(short.pulls[3], rom=0.49)))
    told = analyse(put_down.poses())
    assert [rep.flags for rep in told.pipeline.reps] == [(), (), ()]
    assert told.pipeline.flags == ()


def followed(*shares: np.ndarray, fps: float = FPS) -> Course:
    course = Course()
    for i, share in enumerate(np.concatenate(shares)):
        course.push(i / fps, [float(share)] * 3)
    return course


def move(start: float, end: float, seconds: float, fps: float = FPS) -> np.ndarray:
    t = np.arange(1, round(seconds * fps) + 1) / round(seconds * fps)
    return start + (end - start) * (10 * t**3 - 15 * t**4 + 6 * t**5)


def fall(seconds: float, fps: float = FPS) -> np.ndarray:
    t = np.arange(1, round(seconds * fps) + 1) / round(seconds * fps)
    return 1.0 - t**2


REST = np.zeros(8)
HOLD = np.ones(10)
SNATCHED = (move(0, 0.5, 0.18), move(0.5, 1, 0.7))


def test_a_clean_pull_has_its_reach_and_its_lowering_and_nothing_else() -> None:
    course = followed(REST, move(0, 1, 1.0), HOLD, move(1, 0, 2.0), REST)

    assert course.reach == pytest.approx(1.0)
    assert course.lowering_s == pytest.approx(2.0, abs=0.1)
    assert course.late == pytest.approx(0.5, abs=0.01)
    assert (course.burst, course.fell, course.stood_s, course.wild) == (0.0, 0.0, 0.0, False)
    assert course.done


@pytest.mark.parametrize("fps", [15.0, 30.0, 60.0])
def test_a_burst_is_fast_and_over_before_the_pull(fps: float) -> None:
    rest, hold = np.zeros(round(fps / 4)), np.ones(round(fps / 3))
    snatched = (move(0, 0.5, 0.18, fps), move(0.5, 1, 0.7, fps))

    assert followed(rest, *snatched, hold, fps=fps).burst > 3.0
    assert followed(rest, move(0, 1, 0.4, fps), hold, fps=fps).burst == 0.0, "brisk, but even"


def test_a_burst_is_known_before_the_pull_is_over() -> None:
    assert followed(REST, SNATCHED[0], SNATCHED[1][:11]).burst > 3.0
    assert np.isnan(followed(REST, SNATCHED[0]).burst)


def test_a_fall_is_later_than_a_lowering_of_the_same_time() -> None:
    """Shape tells them apart, not the time."""
    dropped = followed(REST, move(0, 1, 1.0), HOLD, fall(0.5), REST)
    lowered = followed(REST, move(0, 1, 1.0), HOLD, move(1, 0, 0.5), REST)

    assert dropped.late > 0.56
    assert lowered.late < 0.52
    assert dropped.fall_s == pytest.approx(0.5, abs=0.06)


def test_a_fall_back_is_one_once_the_pull_goes_on() -> None:
    fallen = (REST, move(0, 0.6, 0.6), move(0.6, 0.5, 0.3))

    assert followed(*fallen).fell == 0.0
    assert followed(*fallen, move(0.5, 1, 0.6)).fell == pytest.approx(0.1, abs=0.01)


def test_what_falls_back_nearly_to_its_rest_is_another_pull() -> None:
    twice = (REST, move(0, 0.6, 0.5), move(0.6, 0.1, 0.4), move(0.1, 1, 0.7))

    assert followed(*twice).fell == 0.0


def test_a_pull_stands_still_only_against_its_own_time() -> None:
    def stood(seconds: float, pull_s: float) -> float:
        half = (move(0, 0.5, 0.5 * pull_s), np.full(round(seconds * FPS), 0.5))
        return followed(REST, *half, move(0.5, 1, 0.5 * pull_s), HOLD, move(1, 0, 1.0)).stood_s

    assert stood(0.6, 0.9) == pytest.approx(0.8, abs=0.2)
    assert stood(0.4, 4.0) == 0.0


def test_a_rebound_goes_up_and_down_again() -> None:
    down = (REST, move(0, 1, 1.0), HOLD, move(1, 0, 1.5))
    sprung = followed(*down, move(0, 0.2, 0.15), move(0.2, 0, 0.2))

    assert sprung.rebound == pytest.approx(0.2, abs=0.03)
    assert not followed(*down, REST).rebound > 0.01
    assert not followed(*down, move(0, 1, 0.8)).rebound > 0.01, "the next pull"
    assert not followed(*down, move(0, 0.2, 0.8), move(0.2, 0, 0.8)).rebound > 0.05, "slow"


def test_a_rebound_is_no_short_pull() -> None:
    course = followed(REST, move(0, 0.3, 0.3), move(0.3, 0, 0.3), REST)

    assert np.isnan(course.reach)
    assert course.high < 0.1


def test_arms_that_take_each_others_places_are_not_believed() -> None:
    pull = move(0, 1, 1.2)
    pull[16:21] -= 0.5

    assert followed(REST, pull, HOLD).wild


def test_a_part_that_is_lost_for_a_frame_is_waited_for() -> None:
    course = Course()
    for i, share in enumerate(np.concatenate([REST, move(0, 1, 1.0), HOLD])):
        course.push(i / FPS, [float(share), float("nan") if i % 7 == 0 else float(share)])
    assert course.high == pytest.approx(1.0)
    assert not course.wild
