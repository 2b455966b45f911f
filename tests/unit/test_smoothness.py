"""SPARC against its authors' numbers, and the named kinds of jerkiness."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.measures.smoothness import early_speed, longest_stall, setback, sparc
from support.sets import minimum_jerk


def speed_of_minimum_jerk(duration_s: float, rate_hz: float) -> np.ndarray:
    t = np.arange(0.0, duration_s, 1.0 / rate_hz) / duration_s
    return 30.0 * t**2 * (1.0 - t) ** 2 / duration_s


@pytest.mark.parametrize("duration_s", [0.8, 1.5, 3.0])
@pytest.mark.parametrize("rate_hz", [60.0, 120.0])
def test_a_minimum_jerk_movement_scores_as_published(duration_s: float, rate_hz: float) -> None:
    assert sparc(speed_of_minimum_jerk(duration_s, rate_hz), rate_hz) == pytest.approx(
        -1.40, abs=0.03
    )


def test_the_authors_gaussian() -> None:
    t = np.arange(-1.0, 1.0, 0.01)
    assert sparc(np.exp(-5.0 * t**2), 100.0) == pytest.approx(-1.41403, abs=0.002)


def test_tremor_and_submovements_score_worse() -> None:
    smooth = speed_of_minimum_jerk(2.0, 60.0)
    t = np.arange(len(smooth)) / 60.0
    rng = np.random.default_rng(0)
    trembling = smooth + 0.12 * np.sin(2 * math.pi * 5.0 * t)
    noisy = smooth + rng.normal(0.0, 0.15, len(smooth))
    twice = np.concatenate([speed_of_minimum_jerk(1.0, 60.0)] * 2)
    for worse in (trembling, noisy, twice):
        assert sparc(worse, 60.0) < sparc(smooth, 60.0) - 0.1


def test_amplitude_does_not_matter() -> None:
    speed = speed_of_minimum_jerk(1.0, 60.0)
    assert sparc(37.0 * speed, 60.0) == pytest.approx(sparc(speed, 60.0))


@pytest.mark.parametrize("speed", [np.ones(7), np.zeros(50), np.full(50, math.nan)])
def test_nothing_to_judge_gives_nan(speed: np.ndarray) -> None:
    assert math.isnan(sparc(speed, 60.0))


def stroke(way: object = minimum_jerk, count: int = 61) -> np.ndarray:
    return np.array([way(i / (count - 1)) for i in range(count)])  # type: ignore[operator]


def test_speed_of_the_first_half_tells_a_yank_from_a_pull() -> None:
    calm = early_speed(stroke(), 60.0)
    assert calm == pytest.approx(1.65, abs=0.03)
    assert early_speed(stroke(count=31), 60.0) == pytest.approx(2.0 * calm, rel=0.03)
    # Most of the way in the first quarter, the rest slowly: a yank that takes a second in all.
    yank = stroke(lambda t: 0.7 * minimum_jerk(min(t / 0.25, 1.0)) + 0.3 * t)
    assert early_speed(yank, 60.0) > 3.5
    assert math.isnan(early_speed(np.zeros(30), 60.0))


def test_setback_is_the_largest_fall() -> None:
    assert setback(stroke()) == (0.0, 0)
    fall, where = setback(np.array([0.0, 0.3, 0.6, 0.45, 0.7, 0.68, 1.0]))
    assert fall == pytest.approx(0.15)
    assert where == 3
    assert setback(np.zeros(1)) == (0.0, 0)


def test_stall_is_timed_between_the_ends_only() -> None:
    path = np.concatenate([np.linspace(0, 0.5, 31), np.full(30, 0.5), np.linspace(0.5, 1, 31)])
    assert longest_stall(path, 60.0) == pytest.approx(0.5, abs=0.06)
    ends = np.concatenate([np.full(60, 0.0), np.linspace(0, 1, 61), np.full(60, 1.0)])
    assert longest_stall(ends, 60.0) == 0.0
