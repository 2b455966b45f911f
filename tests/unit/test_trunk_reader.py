"""When the networks read the trunk, what they compare it with, and why they do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.config import SmoothingOptions, SpineOptions
from formcheck.measures.features import COUNT, RAYS
from formcheck.measures.learned import TrunkEstimator
from formcheck.measures.trunk_frame import trunk_frame
from formcheck.measures.trunk_reader import IN_USE, Glimpse, TrunkReader, _unless_small
from formcheck.skeleton import of_side
from formcheck.types import FloatArray, Pose, Reason, View
from support.skeletons import Arc, Figure, build

STANDING = Figure(trunk_deg=80.0, upper_arm_deg=-40.0, trunk_px=150.0)
SIDE = View("side", 0.0, "right", "right", 1.0)


def estimator(variance: float = 0.01) -> TrunkEstimator:
    """An estimator that takes the back's depth in the middle for everything."""
    change = np.zeros((1, 2 * COUNT, 5))
    change[0, RAYS // 2] = [1.0, 0.5, 0.5, 1.0, 1.0]
    stand = np.zeros((1, COUNT, 4))
    arrays: dict[str, FloatArray] = {
        "input_mean": np.zeros(COUNT),
        "input_scale": np.full(COUNT, 0.1),
        "change_unit": np.array([10.0, 10.0, 10.0, 5.0, 5.0]),
        "stand_unit": np.array([15.0, 5.0, 20.0, 10.0]),
        "change_floor": np.full(5, variance),
        "stand_floor": np.ones(4),
        "check_spread": np.full(5, 100.0),
        "check_w0": np.zeros((1, 2 * COUNT, 5)),
        "check_b0": np.zeros((1, 5)),
        "change_w0": change,
        "change_b0": np.zeros((1, 5)),
        "change_spread_w0": np.zeros((1, 2 * COUNT, 5)),
        "change_spread_b0": np.zeros((1, 5)),
        "stand_w0": stand,
        "stand_b0": np.zeros((1, 4)),
        "stand_spread_w0": stand,
        "stand_spread_b0": np.zeros((1, 4)),
    }
    return TrunkEstimator(arrays)


def reader(variance: float = 0.01) -> TrunkReader:
    return TrunkReader(estimator(variance), SpineOptions(), SmoothingOptions())


def glimpse(read: TrunkReader, pose: Pose) -> Glimpse:
    return read.glimpse(pose, SIDE, None if pose.mask is None else trunk_frame(pose, SIDE))


def reason_of(pose: Pose) -> Reason:
    return glimpse(reader(), pose).reason


def test_a_frame_is_compared_with_the_average_lifter() -> None:
    read = reader()
    flat, bent = (glimpse(read, build(replace(STANDING, back=Arc(t)))).flexion for t in (0.0, 40.0))
    assert flat is not None
    assert bent is not None
    assert flat.total_std == pytest.approx(IN_USE.total_std)
    assert bent.total_deg == pytest.approx(bent.lumbar_deg + bent.thoracic_deg)
    assert bent.total_deg != flat.total_deg


def test_a_frame_without_numbers_has_no_flexion() -> None:
    read = reader()
    assert glimpse(read, replace(build(STANDING), mask=None)).flexion is None


def test_a_trunk_whose_arm_is_hidden_is_doubted() -> None:
    seen_pose = build(STANDING)
    visibility = seen_pose.visibility.copy()
    visibility[of_side("elbow", "right")] = 0.3
    told = []
    for pose in (seen_pose, replace(seen_pose, visibility=visibility)):
        read = reader()
        seen = glimpse(read, pose)
        change = seen.flexion
        assert seen.stand is not None
        assert change is not None
        told.append((change.total_std, seen.stand.inclination_std))
    assert told[1][0] > told[0][0] + 5.0
    assert told[1][1] > told[0][1] + 5.0


def test_no_mask_and_lost_landmarks_have_their_reasons() -> None:
    pose = build(STANDING)
    assert reason_of(replace(pose, mask=None)) is Reason.NO_OUTLINE
    lost = pose.xy.copy()
    lost[0] = np.nan
    assert reason_of(replace(pose, xy=lost)) is Reason.LOW_VISIBILITY


def test_a_cut_off_trunk_is_out_of_frame() -> None:
    pose = build(STANDING)
    away = replace(pose, xy=pose.xy - np.array([pose.xy[23, 0] + 5.0, 0.0]))
    assert reason_of(away) is Reason.OUT_OF_FRAME


def test_a_small_lifter_is_refused() -> None:
    assert reason_of(build(replace(STANDING, trunk_px=30.0))) is Reason.CONTOUR_UNSURE


def test_shoulder_travel_counts_from_resting_long_arms() -> None:
    read = reader()
    pose = build(STANDING)
    before = read.blade(0.0, glimpse(read, pose), SIDE, long_arms=False, still=True)
    assert before[0].reason is Reason.NO_NEUTRAL
    long = read.blade(0.1, glimpse(read, pose), SIDE, long_arms=True, still=False)
    assert long[0].value == 0.0
    bent = glimpse(read, build(replace(STANDING, back=Arc(40.0))))
    pulled = read.blade(0.2, bent, SIDE, long_arms=False, still=False)
    assert pulled[0].known
    assert pulled[0].value != 0.0
    from_front = read.blade(0.3, bent, replace(SIDE, yaw_deg=60.0), long_arms=False, still=False)
    assert from_front[1].reason is Reason.VIEW


def test_long_arms_on_their_way_are_no_rest() -> None:
    def told_after_two_seconds(*, still: bool) -> float:
        read = reader()
        bent = glimpse(read, build(replace(STANDING, back=Arc(40.0))))
        read.blade(0.0, glimpse(read, build(STANDING)), SIDE, long_arms=True, still=True)
        told = [
            read.blade(k / 30.0, bent, SIDE, long_arms=True, still=still)[0] for k in range(1, 60)
        ]
        return abs(told[-1].value)

    moving = told_after_two_seconds(still=False)
    assert moving > 0.0
    assert told_after_two_seconds(still=True) < 0.1 * moving


def test_the_rest_is_remembered_alike_at_any_frame_rate() -> None:
    def after(rate: int) -> float:
        read = reader()
        flat, bent = (glimpse(read, build(replace(STANDING, back=Arc(t)))) for t in (0.0, 40.0))
        read.blade(0.0, flat, SIDE, long_arms=True, still=True)
        for k in range(1, rate // 2 + 1):
            read.blade(k / rate, bent, SIDE, long_arms=True, still=True)
        return read.blade(5.0, flat, SIDE, long_arms=False, still=False)[0].value

    slow, fast = after(10), after(60)
    assert slow == pytest.approx(fast, rel=0.12)


def test_a_rise_within_its_error_is_taken_for_little_and_a_plain_one_is_kept() -> None:
    assert abs(_unless_small(1.0, 2.0)) < 0.25
    assert _unless_small(10.0, 2.0) == pytest.approx(10.0, rel=0.05)
    assert _unless_small(-10.0, 2.0) == -_unless_small(10.0, 2.0)
    assert _unless_small(0.0, 0.0) == 0.0
    assert np.isnan(_unless_small(np.nan, 2.0))
