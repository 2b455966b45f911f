"""Whole repetitions: plain rounding, and the sign of the shoulder's change."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from formcheck.types import Measurement
from tests.benchmark.accuracy.per_rep import held_deg, plain_rounding, right_signs
from tests.benchmark.accuracy.truth import Truth
from tests.benchmark.support import FIRST_S, REP_S, made_truth, raised


def bent(*degrees: float, length_s: float = 1.0) -> Truth:
    """One repetition each, bent by so much for a while in its middle."""
    truth = made_truth(len(degrees))
    bend = np.zeros(len(truth.times_s))
    for k, value in enumerate(degrees):
        start = FIRST_S + k * REP_S + 1.0
        bend[(truth.times_s >= start) & (truth.times_s <= start + length_s + 1e-6)] = value
    return made_truth(len(degrees), lumbar_flexion_deg=bend)


def test_flexion_counts_as_far_as_it_is_held() -> None:
    assert held_deg(bent(24.0), bent(24.0).reps[0]) == 24.0
    throughout = bent(15.999, length_s=9.0)
    assert held_deg(throughout, throughout.reps[0]) == 15.0
    short = bent(24.0, length_s=0.1)
    assert held_deg(short, short.reps[0]) == 0.0


def test_plain_rounding_asks_for_flags_and_straight_backs_for_none() -> None:
    truth = bent(25.0, 25.0, 15.0, 2.0, 2.0)
    own = {k + 1: k for k in range(5)}
    flags = [raised("rounded_back", 0.0, 0.0, rep) for rep in (1, 3, 4)]
    flags.append(raised("arched_back", 0.0, 0.0, 5))

    tally = plain_rounding(truth, flags, own)

    # The second of two rounded ones is missed; 15 degrees is neither; the fourth is straight.
    assert (tally.there, tally.found, tally.right, tally.wrong) == (2, 1, 1, 1)


def results(values: Any) -> list[Any]:
    return [SimpleNamespace(measures={"retraction_pct": Measurement(v, 1.0)}) for v in values]


@pytest.mark.parametrize(
    ("told", "expected"), [(4.0, (1, 1, 1)), (-1.0, (0, 1, 1)), (np.nan, (0, 0, 1))]
)
def test_the_sign_of_the_change_is_that_of_the_contraction(
    told: float, expected: tuple[int, int, int]
) -> None:
    plain = made_truth(1)
    pulled = (plain.times_s >= FIRST_S + 0.5) & (plain.times_s <= FIRST_S + 2.0)
    truth = made_truth(1, left_retraction_pct=np.where(pulled, 8.0, 0.0))

    seen = results(np.where(pulled, told, 0.0))

    assert right_signs(truth, seen, truth.times_s, "retraction_pct") == expected


def test_a_small_change_has_no_sign() -> None:
    truth = made_truth(1)
    seen = results(np.zeros(len(truth.times_s)))
    assert right_signs(truth, seen, truth.times_s, "retraction_pct") == (0, 0, 0)
