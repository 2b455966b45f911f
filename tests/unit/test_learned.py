"""The estimators: what an ensemble says, how sure it is, and that the bundled one is sane."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.engine import trunk_estimator
from formcheck.measures.features import COUNT
from formcheck.measures.learned import FARTHEST, TrunkEstimator
from formcheck.types import FloatArray

INPUTS = 3


def linear(
    name: str, inputs: int, rows: list[list[float]], bias: float = 0.0
) -> dict[str, FloatArray]:
    """One-layer members: each row says how every output weighs the first input."""
    weights = np.zeros((len(rows), inputs, len(rows[0])))
    weights[:, 0, :] = rows
    return {f"{name}_w0": weights, f"{name}_b0": np.full((len(rows), len(rows[0])), bias)}


def arrays(log_variance: float = 0.0) -> dict[str, FloatArray]:
    """Two members of which one sees twice as much change as the other."""
    return {
        "input_mean": np.array([1.0, 0.0, 0.0]),
        "input_scale": np.array([2.0, 1.0, 1.0]),
        "change_unit": np.array([10.0, 10.0, 10.0, 5.0, 5.0]),
        "stand_unit": np.array([15.0, 5.0, 20.0, 10.0]),
        "change_floor": np.full(5, 4.0),
        "stand_floor": np.ones(4),
        **linear("change", 2 * INPUTS, [[1.0, 0.5, 0.5, 1.0, 1.0], [3.0, 1.5, 1.5, 1.0, 1.0]]),
        "check_spread": np.full(5, 100.0),
        **linear("check", 2 * INPUTS, [[0.0] * 5]),
        **linear("change_spread", 2 * INPUTS, [[0.0] * 5] * 2, log_variance),
        **linear("stand", INPUTS, [[1.0, 0.0, 0.5, 0.5], [1.0, 0.0, 0.5, 0.5]]),
        **linear("stand_spread", INPUTS, [[0.0] * 4] * 2, log_variance),
    }


def test_the_answer_is_the_members_mean_in_its_unit() -> None:
    change = TrunkEstimator(arrays()).compare(np.array([0.5, 0, 0]), np.zeros(3))
    assert change.total_deg == pytest.approx(10.0 * 0.5 * 2.0)
    assert change.lumbar_deg + change.thoracic_deg == pytest.approx(change.total_deg)
    assert change.retraction_pct == pytest.approx(2.5)


def test_members_that_disagree_widen_the_error() -> None:
    estimator = TrunkEstimator(arrays())
    sure = estimator.compare(np.zeros(3), np.zeros(3)).total_std
    torn = estimator.compare(np.array([2.0, 0, 0]), np.zeros(3)).total_std
    # Spread 1 times the floor's square root; at 2 the members say 2 and 6 units: spread 2.
    assert sure == pytest.approx(10.0 * 2.0)
    assert torn == pytest.approx(10.0 * math.sqrt(4.0 + 4.0))


def test_a_check_that_says_otherwise_widens_the_error() -> None:
    table = arrays()
    table["check_spread"] = np.full(5, 0.5)
    estimator = TrunkEstimator(table)
    # At 0.3 the answer is 6 degrees, the check says 0, and 7.5 apart would be usual.
    near = estimator.compare(np.array([0.3, 0, 0]), np.zeros(3))
    assert near.total_std == pytest.approx(10.0 * math.sqrt(4.0 + 0.3**2))
    far = estimator.compare(np.array([1.0, 0, 0]), np.zeros(3))
    assert far.total_std == pytest.approx(math.hypot(10.0 * math.sqrt(4.0 + 1.0), 20.0 - 7.5))


def test_halves_share_what_they_miss_of_the_whole() -> None:
    table = arrays()
    table["change_w0"][:, 0, 1:3] = 0.0
    change = TrunkEstimator(table).compare(np.array([1.0, 0, 0]), np.zeros(3))
    assert change.lumbar_deg == pytest.approx(change.total_deg / 2.0)
    assert change.thoracic_deg == pytest.approx(change.total_deg / 2.0)


def test_inputs_are_standardised_and_cut_off() -> None:
    standard = TrunkEstimator(arrays()).standard(np.array([3.0, -2.0, 99.0]))
    assert standard == pytest.approx([1.0, -2.0, FARTHEST])


def test_where_the_camera_stands() -> None:
    stand = TrunkEstimator(arrays(log_variance=math.log(4.0))).stand(np.array([2.0, 0, 0]))
    assert stand.yaw_deg == pytest.approx(30.0)
    assert stand.yaw_std == pytest.approx(30.0)
    assert stand.inclination_deg == 0.0
    assert stand.elbow_deg == pytest.approx(20.0)
    assert stand.height_pct == pytest.approx(10.0)


def test_a_missing_array_is_an_error() -> None:
    table = arrays()
    del table["change_w0"]
    with pytest.raises(KeyError):
        TrunkEstimator(table)


def test_the_bundled_estimator_sees_no_change_between_a_frame_and_itself() -> None:
    estimator = trunk_estimator()
    assert estimator.inputs == COUNT
    rng = np.random.default_rng(5)
    for _ in range(20):
        frame = rng.normal(0.0, 0.7, COUNT)
        change = estimator.compare(frame, frame)
        assert abs(change.total_deg) < 3.0 * change.total_std
        assert 0.5 < change.total_std < 40.0


def test_the_bundled_estimator_doubts_what_it_never_saw() -> None:
    estimator = trunk_estimator()
    usual = estimator.compare(np.zeros(COUNT), np.zeros(COUNT)).total_std
    rng = np.random.default_rng(6)
    strange = [
        estimator.compare(rng.choice([-5.0, 5.0], COUNT), np.zeros(COUNT)).total_std
        for _ in range(10)
    ]
    assert np.median(strange) > 1.5 * usual
