"""A neutral from no rep is forgotten, halves that disagree are refused, a rebound is a bounce."""

from __future__ import annotations

import math

import pytest

from formcheck.config import FlagOptions, NeutralOptions
from formcheck.flags.strokes import BounceWatch
from formcheck.measures.frame import flexion_from_contour
from formcheck.measures.neutral import Neutral, NeutralFinder
from formcheck.measures.spine import MAX_HALVES_APART_DEG, BackShape
from formcheck.types import Flag, Rep


def look(lumbar: float, thoracic: float) -> BackShape:
    return BackShape(lumbar + thoracic, lumbar, thoracic, 0.0, 1.0, 0.8)


def test_a_neutral_revealed_by_no_rep_is_forgotten() -> None:
    finder = NeutralFinder(NeutralOptions(), None)
    for i in range(20):
        finder.push(i / 30.0, look(-20.0, 15.0), 40.0)
    assert finder.pull_started(0.6, 40.0) is not None
    finder.reject()
    assert finder.neutral is None


def test_a_neutral_the_user_named_stays() -> None:
    finder = NeutralFinder(NeutralOptions(), 0.3)
    for i in range(40):
        finder.push(i / 30.0, look(-20.0, 15.0), 40.0)
    finder.reject()
    assert finder.neutral is not None


@pytest.mark.parametrize(("apart", "known"), [(-5.0, True), (5.0, False)])
def test_halves_that_disagree_wildly_are_refused(apart: float, known: bool) -> None:
    shape = look(MAX_HALVES_APART_DEG + apart, 0.0)
    total = flexion_from_contour(shape, Neutral(0.0, 0.0, 0.0))[0]
    assert total.known is known


def rebound(height_deg: float) -> list[Flag]:
    rep = Rep(1, 0.0, 1.0, 3.0, True, "both", 1.0, 0.0, 2.0, 1.0)
    watch = BounceWatch(FlagOptions())
    watch.start(rep, 10.0, 100.0)
    told = []
    for i in range(1, 19):
        flag = watch.push(3.0 + i / 30.0, 10.0 + height_deg * math.sin(math.pi * i / 18.0) ** 2)
        told += [flag] if flag is not None else []
    return told


def test_up_and_down_again_after_the_lowering_is_a_bounce() -> None:
    (flag,) = rebound(30.0)
    assert (flag.code, flag.rep) == ("bounce", 1)
    assert flag.value == pytest.approx(30.0, abs=1.0)


@pytest.mark.parametrize("height_deg", [8.0, 80.0])
def test_jitter_and_the_next_pull_are_no_bounce(height_deg: float) -> None:
    assert rebound(height_deg) == []


def test_an_unseen_elbow_says_nothing() -> None:
    watch = BounceWatch(FlagOptions())
    assert watch.push(0.0, math.nan) is None


def test_a_lowering_whose_end_was_hidden_gives_no_bounce() -> None:
    watch = BounceWatch(FlagOptions())
    rep = Rep(1, 0.0, 1.0, 3.0, True, "both", 1.0, 0.0, 2.0, 1.0)
    watch.start(rep, math.nan, math.nan)
    assert not any(watch.push(3.0 + i / 30.0, 10.0 + 40.0 * (i % 2)) for i in range(1, 20))
