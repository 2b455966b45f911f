"""Trunk, neck, legs, elbows and hands of a figure built to measure."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.measures.arms import (
    HandSpeed,
    WorkingArm,
    arm_visibility,
    elbow_flexion,
    hand_position,
)
from formcheck.measures.trunk import neck_flexion, thigh_drop_deg, trunk_inclination
from formcheck.skeleton import Landmark as L
from formcheck.skeleton import Side
from formcheck.types import Pose, Reason, View
from support.skeletons import FOREARM, UPPER_ARM, Figure, build, mirror

PLAIN = Figure(mask_height=None, far_visibility=0.97)


def view_of(figure: Figure) -> View:
    return View("side", figure.yaw_deg, figure.facing, figure.facing, 1.0)


def unseen(pose: Pose, *landmarks: L) -> Pose:
    visibility = pose.visibility.copy()
    visibility[list(landmarks)] = 0.1
    return replace(pose, visibility=visibility)


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("angle", [-10.0, 0.0, 35.0, 90.0, 110.0])
def test_trunk_inclination(angle: float, facing: Side) -> None:
    figure = replace(PLAIN, trunk_deg=angle, facing=facing)
    value = trunk_inclination(build(figure), view_of(figure))
    assert value.value == pytest.approx(angle, abs=1e-6)
    assert value.quality > 0.9


def test_trunk_inclination_abstains_with_a_reason() -> None:
    pose, view = build(PLAIN), view_of(PLAIN)
    trunk = (L.LEFT_HIP, L.RIGHT_HIP, L.LEFT_SHOULDER, L.RIGHT_SHOULDER)
    assert trunk_inclination(unseen(pose, *trunk), view).reason is Reason.LOW_VISIBILITY
    assert trunk_inclination(pose, replace(view, yaw_deg=61.0)).reason is Reason.VIEW
    low = build(replace(PLAIN, hip_px=(300.0, 490.0)))
    assert trunk_inclination(low, view).reason is Reason.OUT_OF_FRAME


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("trunk_deg", [20.0, 90.0])
@pytest.mark.parametrize("angle", [-20.0, 0.0, 35.0])
def test_neck_flexion_is_positive_chin_to_chest(
    angle: float, trunk_deg: float, facing: Side
) -> None:
    figure = replace(PLAIN, neck_deg=angle, trunk_deg=trunk_deg, facing=facing)
    assert neck_flexion(build(figure), view_of(figure)).value == pytest.approx(angle, abs=1e-6)


def test_neck_flexion_abstains_with_a_reason() -> None:
    pose, view = build(PLAIN), view_of(PLAIN)
    assert neck_flexion(unseen(pose, L.RIGHT_EAR), view).reason is Reason.LOW_VISIBILITY
    assert neck_flexion(pose, replace(view, yaw_deg=50.0)).reason is Reason.VIEW


def test_thighs_tell_standing_from_sitting() -> None:
    assert thigh_drop_deg(build(PLAIN)) > 80.0
    seated = build(replace(PLAIN, seated=True))
    assert abs(thigh_drop_deg(seated)) < 5.0
    assert math.isnan(thigh_drop_deg(unseen(seated, L.LEFT_KNEE, L.RIGHT_KNEE)))


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("angle", [0.0, 5.0, 60.0, 90.0, 140.0])
def test_elbow_flexion_is_zero_for_a_straight_arm(angle: float, side: Side) -> None:
    pose = build(replace(PLAIN, elbow_deg=angle, upper_arm_deg=-30.0))
    assert elbow_flexion(pose, side).value == pytest.approx(angle, abs=1e-5)


def test_an_unseen_arm_is_not_judged() -> None:
    pose = unseen(build(PLAIN), L.LEFT_WRIST)
    missing = elbow_flexion(pose, "left")
    assert (math.isnan(missing.value), missing.reason) == (True, Reason.LOW_VISIBILITY)
    assert missing.quality == arm_visibility(pose, "left") == 0.1
    assert elbow_flexion(pose, "right").known


@pytest.mark.parametrize("facing", ["left", "right"])
def test_the_hand_is_forward_and_up_of_its_shoulder(facing: Side) -> None:
    figure = replace(PLAIN, upper_arm_deg=-90.0, elbow_deg=90.0, facing=facing)
    hand = hand_position(build(figure), facing, view_of(figure), figure.trunk_px)
    assert hand.forward_pct == pytest.approx(100.0 * UPPER_ARM)
    assert hand.up_pct == pytest.approx(100.0 * FOREARM)


def test_hand_speed_in_trunk_lengths() -> None:
    speed = HandSpeed()
    for i in range(6):
        pose = build(replace(PLAIN, upper_arm_deg=-2.0 * i, elbow_deg=0.0))
        value = speed.push(i / 30.0, pose, "right", PLAIN.trunk_px)
        if i == 0:
            assert math.isnan(value)
    turned = math.radians(2.0) * 30.0 * (UPPER_ARM + FOREARM)
    assert value == pytest.approx(100.0 * turned, rel=0.01)
    assert math.isnan(speed.push(0.2, pose, "left", PLAIN.trunk_px))


def test_a_walking_lifter_has_a_still_hand() -> None:
    speed = HandSpeed()
    for i in range(4):
        moved = build(replace(PLAIN, hip_px=(300.0 + 10.0 * i, 260.0)))
        value = speed.push(i / 30.0, moved, "right", PLAIN.trunk_px)
    assert value == pytest.approx(0.0, abs=1e-6)


def test_the_arm_that_is_seen_is_followed() -> None:
    figure = replace(PLAIN, far_visibility=0.2)
    for pose, side in ((build(figure), "right"), (mirror(build(figure)), "left")):
        assert WorkingArm().push(0.0, pose, view_of(figure), 130.0) == side


def test_the_calm_arm_is_followed_when_both_are_called_visible() -> None:
    arm, rng = WorkingArm(), np.random.default_rng(3)
    pose, view = build(PLAIN), view_of(PLAIN)
    for i in range(40):
        xy = pose.xy.copy()
        xy[[L.LEFT_ELBOW, L.LEFT_WRIST]] += rng.normal(0.0, 0.15 * 130.0, (2, 2))
        side = arm.push(i / 30.0, replace(pose, xy=xy), view, 130.0)
    assert side == "right"


def test_one_bad_frame_does_not_change_arms() -> None:
    arm, pose, view = WorkingArm(), build(replace(PLAIN, far_visibility=0.7)), view_of(PLAIN)
    for i in range(10):
        arm.push(i / 30.0, pose, view, 130.0)
    assert arm.push(0.34, unseen(pose, L.RIGHT_WRIST), view, 130.0) == "right"
    for i in range(30):
        side = arm.push(0.4 + i / 30.0, unseen(pose, L.RIGHT_WRIST), view, 130.0)
    assert side == "left"


def test_upright_the_hand_that_reaches_forward_is_followed() -> None:
    pose = build(replace(PLAIN, upper_arm_deg=-80.0))
    xy = pose.xy.copy()
    xy[L.RIGHT_WRIST, 0] -= 120.0
    assert WorkingArm().push(0.0, replace(pose, xy=xy), view_of(PLAIN), 130.0) == "left"
