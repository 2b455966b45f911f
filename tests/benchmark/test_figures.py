"""The arithmetic of the accuracy table, on cases with known answers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.benchmark.accuracy import figures

NAN = math.nan


def pairs(*rows: tuple[float, float]) -> np.ndarray:
    return np.array(rows, dtype=float).reshape(-1, 2)


def test_rmse_and_bias_use_answered_frames_only() -> None:
    rows = pairs((13.0, 10.0), (6.0, 10.0), (NAN, 10.0))

    assert figures.rmse(rows) == pytest.approx(math.sqrt((9 + 16) / 2))
    assert figures.bias(rows) == pytest.approx(-0.5)
    assert figures.answered(rows) == pytest.approx(2 / 3)


def test_frames_without_a_truth_do_not_count() -> None:
    rows = pairs((5.0, NAN), (NAN, NAN), (1.0, 0.0))

    assert figures.rmse(rows) == pytest.approx(1.0)
    assert figures.answered(rows) == pytest.approx(1.0)


def test_nothing_measured_is_none_and_never_zero() -> None:
    nothing = pairs()

    assert figures.rmse(nothing) is None
    assert figures.bias(nothing) is None
    assert figures.answered(nothing) is None
    assert figures.median(np.array([NAN])) is None
    assert figures.share(0, 0) is None
    assert figures.counting([], []) == (None, None)
    assert figures.coverage(nothing, np.empty(0), 1.0) is None


def test_abstaining_everywhere_answers_nothing_and_has_no_error() -> None:
    rows = pairs((NAN, 3.0), (NAN, 4.0))

    assert figures.answered(rows) == 0.0
    assert figures.rmse(rows) is None


@pytest.mark.parametrize(
    ("yaw", "band"),
    [
        (-20.0, "yaw15"), (10.0, "yaw15"), (0.0, "yaw15"),
        (-20.1, "yaw35"), (10.1, "yaw35"), (-35.0, "yaw35"), (25.0, "yaw35"),
        (25.1, "other"), (-35.1, "other"), (-45.0, "other"), (45.0, "other"),
        (45.1, "beyond45"), (-70.0, "beyond45"),
    ],
)  # fmt: skip
def test_every_yaw_has_its_band(yaw: float, band: str) -> None:
    assert figures.yaw_band(yaw) == band


def test_coverage_counts_errors_within_the_stated_standard_error() -> None:
    rows = pairs((1.0, 0.0), (3.0, 0.0), (NAN, 0.0), (5.0, 0.0))
    std = np.array([2.0, 2.0, 2.0, 2.0])

    assert figures.coverage(rows, std, 1.0) == pytest.approx(1 / 3)
    assert figures.coverage(rows, std, 2.0) == pytest.approx(2 / 3)


def test_counting_off_by_one_is_forgiven_and_off_by_two_is_not() -> None:
    mae, obo = figures.counting([5, 4, 2, 0], [5, 5, 4, 0])

    assert mae == pytest.approx(3 / 4)
    assert obo == pytest.approx(3 / 4)


@pytest.mark.parametrize(
    ("precision", "recall", "expected"),
    [(1.0, 1.0, 1.0), (0.5, 1.0, 2 / 3), (None, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, None, None)],
)
def test_f1(precision: float | None, recall: float | None, expected: float | None) -> None:
    assert figures.f1(precision, recall) == (None if expected is None else pytest.approx(expected))
