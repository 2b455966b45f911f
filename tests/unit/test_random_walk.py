"""Values that wander, with errors that do not average out."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.measures.random_walk import RandomWalk

SURE, DOUBTFUL = np.array([1.0]), np.array([20.0])


def test_the_first_value_is_taken_as_it_is() -> None:
    value, std = RandomWalk(10.0).push(0.0, np.array([3.0]), SURE)
    assert (value.tolist(), std.tolist()) == ([3.0], [1.0])


def test_a_sure_value_is_followed_and_a_doubtful_one_hardly() -> None:
    def after(std: np.ndarray) -> float:
        walk = RandomWalk(5.0)
        walk.push(0.0, np.array([0.0]), SURE)
        return float(walk.push(0.1, np.array([2.0]), std)[0][0])

    assert after(SURE) > 1.0
    assert 0.0 < after(DOUBTFUL) < 0.1


def test_repeating_a_value_makes_it_no_surer_than_it_is() -> None:
    walk = RandomWalk(5.0)
    for k in range(300):
        told = walk.push(k / 30.0, np.array([4.0]), SURE)
    assert told[0][0] == pytest.approx(4.0)
    assert told[1][0] >= 1.0


def test_a_surprise_is_doubted_and_then_believed() -> None:
    walk = RandomWalk(2.0)
    for k in range(30):
        walk.push(k / 30.0, np.array([0.0]), SURE)
    value, std = walk.push(1.0, np.array([40.0]), SURE)
    assert value[0] < 2.0
    assert std[0] > 1.0
    for k in range(31, 331):
        value, _ = walk.push(k / 30.0, np.array([40.0]), SURE)
    assert value[0] == pytest.approx(40.0, abs=1.0)


def test_what_is_not_seen_is_remembered_with_growing_doubt() -> None:
    walk = RandomWalk(6.0)
    assert walk.coast(0.0) is None
    walk.push(0.0, np.array([5.0]), SURE)
    near, far = walk.coast(0.25), walk.coast(1.0)
    assert near is not None
    assert far is not None
    assert near[0][0] == far[0][0] == 5.0
    assert near[1][0] == pytest.approx(np.hypot(1.0, 3.0))
    assert far[1][0] == pytest.approx(np.hypot(1.0, 6.0))
    walk.reset()
    assert walk.coast(2.0) is None


def test_sums_stay_sums() -> None:
    walk = RandomWalk(10.0)
    rng = np.random.default_rng(1)
    for k in range(50):
        parts = rng.normal(size=2)
        values = np.array([parts.sum(), *parts])
        told, _ = walk.push(k / 30.0, values, rng.uniform(1.0, 5.0, 3))
        assert told[0] == pytest.approx(told[1] + told[2])


def test_the_frame_rate_does_not_matter_while_nothing_is_seen() -> None:
    often, once = RandomWalk(6.0), RandomWalk(6.0)
    for walk in (often, once):
        walk.push(0.0, np.array([5.0]), SURE)
    for k in range(1, 11):
        several = often.coast(k / 10.0)
    single = once.coast(1.0)
    assert several is not None
    assert single is not None
    assert several[1][0] == pytest.approx(single[1][0])
