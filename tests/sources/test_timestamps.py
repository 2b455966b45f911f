"""Times that start at 0 and rise, whatever a container says."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.sources.timestamps import MIN_STEP_S, StampRepair

STEP = 1 / 30


def _push(raw: list[float | None], fps: float = 30.0) -> tuple[list[float], int]:
    repair = StampRepair(fps)
    return [repair.push(each) for each in raw], repair.repaired


def test_good_stamps_are_kept_less_the_first() -> None:
    raw = [5.0, 5.033, 5.04, 5.5, 5.6]
    times, repaired = _push(raw)
    assert times == pytest.approx([0, 0.033, 0.04, 0.5, 0.6])
    assert repaired == 0


def test_a_doubled_stamp_goes_half_way_to_the_next() -> None:
    times, repaired = _push([0, STEP, STEP, 2 * STEP, 3 * STEP])
    assert times == pytest.approx([0, STEP, 1.5 * STEP, 2 * STEP, 3 * STEP])
    assert repaired == 1


def test_one_stamp_out_of_order_does_not_move_its_neighbours() -> None:
    times, repaired = _push([0, STEP, 2 * STEP, 1.5 * STEP, 3 * STEP])
    assert times == pytest.approx([0, STEP, 2 * STEP, 2.5 * STEP, 3 * STEP])
    assert repaired == 1


def test_missing_stamps_are_filled_at_the_usual_gap() -> None:
    times, repaired = _push([0, STEP, None, None, 4 * STEP])
    assert times == pytest.approx([0, STEP, 2 * STEP, 3 * STEP, 4 * STEP])
    assert repaired == 2


def test_no_stamp_at_all_uses_the_announced_rate() -> None:
    times, repaired = _push([None] * 4, fps=25.0)
    assert times == pytest.approx([0, 0.04, 0.08, 0.12])
    assert repaired == 4


def test_all_stamps_alike_still_gives_about_the_right_length() -> None:
    times, _ = _push([1.0] * 61)
    assert times[-1] == pytest.approx(59.5 * STEP)


def test_a_clock_set_back_goes_on_with_its_own_gaps() -> None:
    times, repaired = _push([9.0, 9.0 + STEP, 0.0, 0.1, 0.3])
    assert times == pytest.approx([0, STEP, 2 * STEP, 2 * STEP + 0.1, 2 * STEP + 0.3])
    assert repaired == 1


@pytest.mark.parametrize("fps", [math.nan, 0.0, -1.0, math.inf, 90_000.0])
def test_a_nonsense_rate_means_thirty(fps: float) -> None:
    assert StampRepair(fps).usual_gap_s == pytest.approx(STEP)


@given(st.lists(st.none() | st.floats(-1e6, 1e6, allow_nan=False), max_size=60))
def test_what_comes_out_starts_at_zero_and_rises(raw: list[float | None]) -> None:
    times, _ = _push(raw)
    assert times[:1] in ([], [0.0])
    # A hair's breadth for the rounding of times as large as a million seconds.
    assert all(b - a >= MIN_STEP_S * 0.99 for a, b in itertools.pairwise(times))
