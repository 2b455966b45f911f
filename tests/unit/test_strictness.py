"""A stricter setting tells whatever a more relaxed one tells."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.config import FlagOptions
from formcheck.exercises.registry import get
from formcheck.flags.judge import FlagJudge
from formcheck.flags.lasting import Holding
from formcheck.flags.readings import Reading
from formcheck.flags.rules import NOTCHES, RULES, Rule, limit_of, limits
from formcheck.reps.sample import Sample

SPEC: Final = get("bent_over_row")

NAMES: Final = tuple(NOTCHES)
"""From relaxed to strict."""

FRAMES: Final = tuple(rule for rule in RULES if rule.each == "frame")
NUMBERS: Final = st.floats(-120.0, 120.0)


def told_at(rule: Rule, reading: Reading) -> list[bool]:
    known = limits(FlagOptions(), SPEC)
    return [rule.clears(reading, limit_of(rule, known, name)) for name in NAMES]


@given(st.sampled_from(RULES), NUMBERS, st.floats(0.0, 60.0), st.floats(0.0, 60.0))
def test_what_a_relaxed_rule_tells_a_strict_one_tells(
    rule: Rule, value: float, below: float, above: float
) -> None:
    told = told_at(rule, Reading(value, value - below, value + above))
    assert told == sorted(told)


@given(st.sampled_from(FRAMES), st.lists(st.one_of(NUMBERS, st.just(math.nan)), max_size=60))
def test_what_a_relaxed_rule_holds_up_a_strict_one_holds_up(
    rule: Rule, values: list[float]
) -> None:
    """In every frame, so that no lasting fault is told under a relaxed setting alone."""
    up = []
    for name in NAMES:
        judge = FlagJudge(replace(FlagOptions(), strictness=name))
        judge._learn(SPEC)
        holding = Holding(judge._hold_rule(rule))
        frames = []
        for k, value in enumerate(values):
            holding.push(k / 15.0, value, armed=True, rep=1)
            frames.append(holding.active is not None)
        up.append(frames)
    relaxed, standard, strict = up
    assert all(not a or b for a, b in zip(relaxed, standard, strict=True))
    assert all(not a or b for a, b in zip(standard, strict, strict=True))


@pytest.mark.parametrize("swung_deg", [15.0, 18.0, 22.0])
def test_a_trunk_that_swings_is_told_the_earlier_the_stricter(swung_deg: float) -> None:
    told = []
    for name in NAMES:
        judge = FlagJudge(replace(FlagOptions(), strictness=name))
        for k in range(30):
            sample = Sample(k / 30.0, trunk_deg=30.0 + (swung_deg if k >= 12 else 0.0))
            judge.push(sample, spec=SPEC, armed=True, pulling=True, rep=2)
        told.append("trunk_swing" in {flag.code for flag in judge.flags})
    assert told == sorted(told)
    assert told[-1]
