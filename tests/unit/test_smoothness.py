"""SPARC against its authors' numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.measures.smoothness import sparc


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
