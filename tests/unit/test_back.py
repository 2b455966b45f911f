"""The back over time: contour and network together, and what flexion is counted from."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from formcheck.config import SpineOptions
from formcheck.measures.back import (
    FLAT_STD_DEG,
    OWN_STD_DEG,
    BackFollower,
    Reference,
    reference_for,
)
from formcheck.measures.learned import Change
from formcheck.measures.neutral import Neutral
from formcheck.measures.spine import BackShape
from formcheck.types import Reason

HINGE, UPRIGHT = 110.0, 10.0
HIDDEN = BackShape(reason=Reason.CONTOUR_HIDDEN)
STRAIGHT = Reference(0.0, 0.0, FLAT_STD_DEG)


def contour(total: float, std: float = 5.0) -> BackShape:
    return BackShape(total, 0.4 * total, 0.6 * total, 0.1, std, 0.7)


def network(total: float) -> Change:
    return Change(total, 0.5 * total, 0.5 * total, total_std=5.0)


def followed(shapes: list[BackShape], told: Change | None = None, rate: float = 30.0) -> BackShape:
    follower = BackFollower(SpineOptions())
    return [follower.push(k / rate, shape, told) for k, shape in enumerate(shapes)][-1]


def test_a_straight_line_is_the_reference_without_any_neutral() -> None:
    assert reference_for(None) == STRAIGHT
    assert reference_for(Neutral(0.0, 0.0, 0.0)) == STRAIGHT


def test_a_neutral_held_on_purpose_stands_for_itself_in_its_own_posture_alone() -> None:
    held = Neutral(0.0, 0.0, 0.0, asked=True, hip_deg=HINGE, shape=(4.0, 10.0))
    assert reference_for(held) == Reference(4.0, 10.0, OWN_STD_DEG, own=True)
    assert reference_for(replace(held, hip_deg=UPRIGHT)) == STRAIGHT


def test_a_neutral_that_was_merely_seen_is_weighed_with_what_lifters_are_like() -> None:
    """Who sets up a little round takes only a part of it along."""
    seen = Neutral(0.0, 0.0, 0.0, hip_deg=HINGE, shape=(3.0, 5.0))
    told = reference_for(seen)
    assert 0.0 < told.lumbar_deg < 3.0
    assert OWN_STD_DEG < told.std_deg < FLAT_STD_DEG
    assert not told.own
    assert reference_for(replace(seen, sure=False)) == STRAIGHT


def test_flexion_is_the_shape_less_the_reference_with_both_errors() -> None:
    follower = BackFollower(SpineOptions())
    shape = follower.push(0.0, contour(30.0), None)
    total, lumbar, thoracic = follower.flexion(shape, Reference(2.0, 3.0, 4.0))
    assert (total.value, lumbar.value, thoracic.value) == pytest.approx((25.0, 10.0, 15.0))
    assert total.std == pytest.approx(math.hypot(5.0, 4.0))
    assert lumbar.std > total.std
    hidden = BackShape(reason=Reason.CONTOUR_HIDDEN)
    assert follower.flexion(hidden, STRAIGHT)[0].reason is Reason.CONTOUR_HIDDEN


def test_the_network_weighs_in_where_it_agrees_and_cannot_talk_a_clear_contour_away() -> None:
    alone = followed([contour(36.0)] * 30).total_deg
    near = followed([contour(36.0)] * 30, network(26.0)).total_deg
    against = followed([contour(36.0)] * 30, network(-18.0)).total_deg
    assert alone == pytest.approx(36.0)
    assert near == pytest.approx(31.5, abs=1.0)
    assert against > 29.0


def test_a_single_wild_frame_moves_little_and_real_rounding_is_followed_within_half_a_second() -> (
    None
):
    calm = [contour(0.0)] * 30
    wild = followed([*calm, contour(60.0)]).total_deg
    assert abs(wild) < 15.0
    for rate in (15.0, 30.0, 60.0):
        rounding = [contour(40.0)] * round(0.5 * rate)
        assert followed([contour(0.0)] * 30 + rounding, rate=rate).total_deg > 30.0


def test_a_frame_in_doubt_weighs_less() -> None:
    calm = [contour(0.0)] * 30
    clear = followed([*calm, *[contour(20.0)] * 3]).total_deg
    doubted = followed([*calm, *[contour(20.0, std=20.0)] * 3]).total_deg
    assert doubted < 0.6 * clear


def test_what_is_hidden_is_remembered_for_a_moment_with_growing_doubt() -> None:
    follower = BackFollower(SpineOptions())
    seen = [follower.push(k / 30.0, contour(20.0), None) for k in range(30)][-1]
    bridged = follower.push(1.2, HIDDEN, None)
    gone = follower.push(4.0, HIDDEN, None)
    assert bridged.total_deg == seen.total_deg
    assert bridged.std_deg > seen.std_deg
    assert gone.reason is Reason.CONTOUR_HIDDEN
    assert math.isnan(gone.total_deg)


def test_from_the_wrong_view_nothing_is_remembered() -> None:
    follower = BackFollower(SpineOptions())
    follower.push(0.0, contour(20.0), None)
    assert follower.push(0.1, BackShape(reason=Reason.VIEW), None).reason is Reason.VIEW
