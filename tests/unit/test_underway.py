"""A fault is told while its pull is under way, as soon as it is plain, and only once."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.flags.course import Course
from formcheck.flags.witnesses import at_once
from formcheck.types import FlagRaised
from support.sets import Fault, analyse, plain_set

FPS = 30.0

SOON: list[tuple[Fault, str, float]] = [
    ("yank", "yank", 2.0),
    ("hitch", "hitch", 2.0),
    ("short", "short_range", 0.5),
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


def followed(*shares: np.ndarray) -> Course:
    course = Course()
    for i, share in enumerate(np.concatenate(shares)):
        course.push(i / FPS, float(share))
    return course


def move(start: float, end: float, seconds: float) -> np.ndarray:
    t = np.arange(1, round(seconds * FPS) + 1) / round(seconds * FPS)
    return start + (end - start) * (10 * t**3 - 15 * t**4 + 6 * t**5)


REST = np.zeros(6)
HOLD = np.ones(10)


def test_a_clean_pull_has_its_speed_its_reach_and_its_lowering() -> None:
    course = followed(REST, move(0, 1, 1.0), HOLD, move(1, 0, 2.0), REST)

    assert course.early == pytest.approx(1.6, abs=0.15)
    assert course.reach == pytest.approx(1.0)
    assert course.lowering_s == pytest.approx(2.0, abs=0.1)
    assert (course.fell, course.wild, course.over) == (0.0, False, True)


def test_a_fall_back_is_one_once_the_pull_goes_on() -> None:
    fallen = (REST, move(0, 0.6, 0.6), move(0.6, 0.5, 0.3))

    assert followed(*fallen).fell == 0.0
    assert followed(*fallen, move(0.5, 1, 0.6)).fell == pytest.approx(0.1, abs=0.01)


def test_a_rebound_is_no_short_pull() -> None:
    course = followed(REST, move(0, 0.3, 0.3), move(0.3, 0, 0.3), REST)

    assert np.isnan(course.reach)
    assert course.high < 0.1


def test_arms_that_take_each_others_places_are_no_fall_back() -> None:
    pull = move(0, 1, 1.2)
    pull[16:21] -= 0.12

    assert followed(REST, pull, HOLD).fell == 0.0


def test_a_lowering_with_a_jump_in_it_is_not_judged() -> None:
    down = move(1, 0, 2.0)
    down[30:] -= 0.3

    assert followed(REST, move(0, 1, 1.0), HOLD, down).wild


@pytest.mark.parametrize(
    ("series", "jumped"),
    [([0.5, 0.5, 0.36, 0.36, 0.5], True), ([0.5, 0.47, 0.44, 0.41, 0.38], False), ([0.1], False)],
)
def test_what_falls_between_two_frames_has_jumped(series: list[float], jumped: bool) -> None:
    assert at_once(np.array(series)) is jumped
