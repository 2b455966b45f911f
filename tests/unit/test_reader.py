"""When the trunk is read, what it is compared with, and why it is not read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.config import SmoothingOptions, SpineOptions
from formcheck.measures.features import COUNT, RAYS
from formcheck.measures.learned import TrunkEstimator
from formcheck.measures.neutral import Neutral
from formcheck.measures.reader import IN_USE, Glimpse, TrunkReader, _unless_small
from formcheck.measures.spine import BackShape
from formcheck.measures.trunk_frame import trunk_frame
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


def at(numbers: FloatArray) -> Neutral:
    return Neutral(0.0, 0.0, 0.0, numbers=numbers)


def reader(variance: float = 0.01) -> TrunkReader:
    return TrunkReader(estimator(variance), SpineOptions(), SmoothingOptions())


def glimpse(read: TrunkReader, pose: Pose) -> Glimpse:
    return read.glimpse(pose, SIDE, None if pose.mask is None else trunk_frame(pose, SIDE))


def reason_of(pose: Pose, view: View = SIDE, variance: float = 0.01) -> Reason:
    read = reader(variance)
    seen = glimpse(read, pose)
    return read.back(0.0, seen, view, at(np.zeros(COUNT)))[0].reason


def test_a_frame_is_compared_with_the_neutral() -> None:
    read = reader()
    flat, bent = (glimpse(read, build(replace(STANDING, back=Arc(t)))) for t in (0.0, 40.0))
    assert flat.numbers is not None
    still = read.back(0.0, flat, SIDE, at(flat.numbers))[0]
    assert still.value == 0.0
    assert still.std == pytest.approx(IN_USE.total_std)
    moved = reader().back(0.0, bent, SIDE, at(flat.numbers))
    assert moved[0].value == pytest.approx(moved[1].value + moved[2].value)
    assert moved[0].value != 0.0


def test_without_a_neutral_nothing_is_told() -> None:
    read = reader()
    total, lumbar, thoracic = read.back(0.0, glimpse(read, build(STANDING)), SIDE, None)
    assert {total.reason, lumbar.reason, thoracic.reason} == {Reason.NO_NEUTRAL}


def test_a_neutral_of_another_day_is_taken_off_and_less_sure() -> None:
    read = reader()
    seen = glimpse(read, build(STANDING))
    assert seen.numbers is not None
    alone = reader().shape(seen, SIDE, BackShape())
    other_day = Neutral(alone.total_deg - 12.0, alone.lumbar_deg - 5.0, alone.thoracic_deg - 7.0)
    total, lumbar, thoracic = read.back(0.0, seen, SIDE, other_day)
    assert (total.value, lumbar.value, thoracic.value) == pytest.approx((12.0, 5.0, 7.0))
    assert total.std == pytest.approx(np.sqrt(2.0) * alone.std_deg)


@pytest.mark.parametrize("yaw", [-60.0, 45.0])
def test_a_view_from_front_or_back_is_refused(yaw: float) -> None:
    assert reason_of(build(STANDING), replace(SIDE, yaw_deg=yaw)) is Reason.VIEW


def test_an_answer_with_too_large_an_error_is_not_given() -> None:
    assert reason_of(build(STANDING), variance=4.0) is Reason.CONTOUR_UNSURE


def test_where_the_estimators_doubt_the_contour_answers() -> None:
    read = reader(variance=4.0)
    seen = glimpse(read, build(STANDING))
    contour = BackShape(24.0, 14.0, 10.0, std_deg=2.0, quality=0.8)
    neutral = Neutral(0.0, 0.0, 0.0, numbers=np.zeros(COUNT), contour=(4.0, 5.0))
    total, lumbar, thoracic = read.back(0.0, seen, SIDE, neutral, contour)
    assert (total.value, lumbar.value, thoracic.value) == pytest.approx((15.0, 10.0, 5.0))
    assert 4.0 < total.std < 6.0
    hidden = read.back(0.1, seen, SIDE, neutral, BackShape(reason=Reason.CONTOUR_HIDDEN))
    assert hidden[0].reason is Reason.CONTOUR_UNSURE


@pytest.mark.parametrize("variance", [0.01, 4.0])
def test_a_trunk_whose_arm_is_hidden_is_doubted(variance: float) -> None:
    """The estimators are sure, or the contour answers for them: the pose may be lost either way."""
    seen_pose = build(STANDING)
    visibility = seen_pose.visibility.copy()
    visibility[of_side("elbow", "right")] = 0.3
    hidden_pose = replace(seen_pose, visibility=visibility)
    contour = BackShape(9.0, 4.0, 5.0, std_deg=2.0, quality=0.8)
    neutral = Neutral(0.0, 0.0, 0.0, numbers=np.zeros(COUNT), contour=(4.0, 5.0))
    told = []
    for pose in (seen_pose, hidden_pose):
        read = reader(variance)
        seen = glimpse(read, pose)
        assert seen.stand is not None
        told.append((read.back(0.0, seen, SIDE, neutral, contour)[0], seen.stand.inclination_std))
    assert told[0][0].known
    assert told[1][0].reason is Reason.CONTOUR_UNSURE
    assert told[1][1] > told[0][1] + 5.0


def test_no_mask_and_lost_landmarks_have_their_reasons() -> None:
    pose = build(STANDING)
    assert reason_of(replace(pose, mask=None)) is Reason.CONTOUR_HIDDEN
    lost = pose.xy.copy()
    lost[0] = np.nan
    assert reason_of(replace(pose, xy=lost)) is Reason.LOW_VISIBILITY


def test_a_cut_off_trunk_is_out_of_frame() -> None:
    pose = build(STANDING)
    away = replace(pose, xy=pose.xy - np.array([pose.xy[23, 0] + 5.0, 0.0]))
    assert reason_of(away) is Reason.OUT_OF_FRAME


def test_a_small_lifter_is_refused() -> None:
    assert reason_of(build(replace(STANDING, trunk_px=40.0))) is Reason.CONTOUR_UNSURE


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


def test_a_moment_without_a_trunk_is_bridged_with_growing_doubt() -> None:
    read = reader()
    seen = glimpse(read, build(STANDING))
    assert seen.numbers is not None
    neutral = Neutral(0.0, 0.0, 0.0, numbers=seen.numbers, trunk_px=seen.trunk_px)
    told = [read.back(k / 30.0, seen, SIDE, neutral)[0] for k in range(30)][-1]
    lost = replace(seen, trunk_px=0.5 * seen.trunk_px)

    bridged = read.back(31 / 30.0, lost, SIDE, neutral)[0]
    gone = read.back(3.0, lost, SIDE, neutral)[0]

    assert bridged.value == told.value
    assert bridged.std > told.std
    assert gone.reason is Reason.JUMPED


def test_another_neutral_begins_anew() -> None:
    read = reader()
    flat, bent = (glimpse(read, build(replace(STANDING, back=Arc(t)))) for t in (0.0, 40.0))
    assert flat.numbers is not None
    assert bent.numbers is not None
    away = [read.back(k / 30.0, bent, SIDE, at(flat.numbers))[0] for k in range(5)][-1]
    assert away.value != 0.0
    assert read.back(0.2, bent, SIDE, at(bent.numbers))[0].value == 0.0


def test_a_rise_within_its_error_is_taken_for_little_and_a_plain_one_is_kept() -> None:
    assert abs(_unless_small(1.0, 2.0)) < 0.25
    assert _unless_small(10.0, 2.0) == pytest.approx(10.0, rel=0.05)
    assert _unless_small(-10.0, 2.0) == -_unless_small(10.0, 2.0)
    assert _unless_small(0.0, 0.0) == 0.0
    assert np.isnan(_unless_small(np.nan, 2.0))
