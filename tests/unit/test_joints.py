"""Hips, knees and upper arms of constructed lifters, whose angles are known in the head."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.measures.joints import (
    angle_std_deg,
    hip_flexion,
    knee_flexion,
    shoulder_abduction,
    shoulder_flexion,
)
from formcheck.measures.trunk import trunk_inclination
from formcheck.skeleton import Landmark as L
from formcheck.skeleton import Side, of_side
from formcheck.types import Measurement, Pose, Reason, View
from support.skeletons import Figure, build, mirror, moved

STANDING = Figure(mask_height=None, upper_arm_deg=0.0)
THIGH_DEG, SHANK_DEG = math.degrees(math.atan2(0.1, 0.99)), math.degrees(math.atan2(0.05, 1.0))
"""How far the constructed thigh leans forwards, and the shank back, when standing."""


def view_of(figure: Figure) -> View:
    return View("side", figure.yaw_deg, figure.facing, figure.facing, 1.0)


def hip_of(figure: Figure) -> Measurement:
    pose, view = build(figure), view_of(figure)
    return hip_flexion(pose, view, trunk_inclination(pose, view), figure.trunk_px)


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("yaw_deg", [0.0, 30.0, -40.0])
@pytest.mark.parametrize("trunk_deg", [90.0, 40.0, 10.0])
def test_the_hip_bends_by_what_the_trunk_leans(
    facing: Side, yaw_deg: float, trunk_deg: float
) -> None:
    figure = replace(STANDING, trunk_deg=trunk_deg, facing=facing, yaw_deg=yaw_deg)
    assert hip_of(figure).value == pytest.approx(90.0 - trunk_deg + THIGH_DEG, abs=0.5)


def test_hip_and_knee_of_a_seated_lifter() -> None:
    figure = replace(STANDING, seated=True)
    thigh = math.degrees(math.atan2(0.02, 1.0))
    assert hip_of(figure).value == pytest.approx(90.0 + thigh, abs=0.5)
    knee = knee_flexion(build(figure), view_of(figure), figure.trunk_px)
    assert knee.value == pytest.approx(90.0 + SHANK_DEG + thigh, abs=0.5)


@pytest.mark.parametrize("yaw_deg", [0.0, 35.0])
def test_a_standing_knee_is_nearly_straight(yaw_deg: float) -> None:
    figure = replace(STANDING, yaw_deg=yaw_deg)
    knee = knee_flexion(build(figure), view_of(figure), figure.trunk_px)
    assert knee.value == pytest.approx(THIGH_DEG + SHANK_DEG, abs=0.5)
    assert 2.0 < knee.std < 10.0


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("trunk_deg", [90.0, 30.0])
@pytest.mark.parametrize("upper_arm_deg", [-90.0, -30.0, 0.0, 40.0])
def test_the_upper_arm_against_the_trunk(
    facing: Side, trunk_deg: float, upper_arm_deg: float
) -> None:
    """The figure's arm is told from the vertical: forward of the trunk as that leans."""
    figure = replace(STANDING, trunk_deg=trunk_deg, upper_arm_deg=upper_arm_deg, facing=facing)
    told = shoulder_flexion(build(figure), facing, view_of(figure), figure.trunk_px)
    assert told.value == pytest.approx(-upper_arm_deg + 90.0 - trunk_deg, abs=0.5)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("spread_deg", [10.0, 80.0, 120.0])
def test_an_arm_that_is_spread_from_the_front(side: Side, spread_deg: float) -> None:
    pose = build(replace(STANDING, yaw_deg=90.0))
    shoulder = pose.xy[of_side("shoulder", side)]
    outwards = math.copysign(1.0, shoulder[0] - pose.xy[of_side("shoulder", _other(side)), 0])
    a = math.radians(spread_deg)
    xy = pose.xy.copy()
    xy[of_side("elbow", side)] = shoulder + 60.0 * np.array([outwards * math.sin(a), math.cos(a)])
    view = View("front", 90.0, "left", "right", 1.0)
    told = shoulder_abduction(replace(pose, xy=xy), side, view, 130.0)
    assert told.value == pytest.approx(spread_deg, abs=0.5)


def test_each_angle_from_its_side_only() -> None:
    figure = replace(STANDING, yaw_deg=60.0)
    pose, front = build(figure), View("oblique", 60.0, "right", "right", 1.0)
    side = View("side", 0.0, "right", "right", 1.0)
    trunk = Measurement(90.0)
    assert hip_flexion(pose, front, trunk, 130.0).reason is Reason.VIEW
    assert knee_flexion(pose, front, 130.0).reason is Reason.VIEW
    assert shoulder_flexion(pose, "right", front, 130.0).reason is Reason.VIEW
    assert shoulder_abduction(pose, "right", side, 130.0).reason is Reason.VIEW
    assert not hip_flexion(pose, View(), trunk, 130.0).known


def test_what_is_hidden_is_not_told() -> None:
    pose, view = build(STANDING), view_of(STANDING)
    hidden = pose.visibility.copy()
    hidden[[L.RIGHT_KNEE, L.RIGHT_ELBOW]] = 0.2
    unseen = replace(pose, visibility=hidden)
    for told in (
        hip_flexion(unseen, view, Measurement(90.0), 130.0),
        knee_flexion(unseen, view, 130.0),
        shoulder_flexion(unseen, "right", view, 130.0),
    ):
        assert told.reason is Reason.LOW_VISIBILITY
        assert math.isnan(told.value)


def test_nan_in_nan_out() -> None:
    pose, view = build(STANDING), view_of(STANDING)
    nowhere = Pose(np.full_like(pose.xy, np.nan), *_rest(pose))
    assert not hip_flexion(nowhere, view, Measurement(90.0), 130.0).known
    assert not knee_flexion(nowhere, view, 130.0).known
    assert not shoulder_flexion(nowhere, "right", view, 130.0).known
    assert not shoulder_abduction(nowhere, "right", View("front", 90.0), 130.0).known


def test_place_size_and_mirror_change_nothing() -> None:
    figure = replace(STANDING, trunk_deg=35.0, upper_arm_deg=-20.0)
    pose, view = build(figure), view_of(figure)
    mirrored, other = mirror(pose), View("side", 0.0, "left", "left", 1.0)
    larger = moved(pose, (40.0, -25.0), 1.5)
    for side, seen, size, where in (
        ("left", mirrored, 130.0, other),
        ("right", larger, 195.0, view),
    ):
        trunk = trunk_inclination(pose, view)
        assert knee_flexion(seen, where, size).value == pytest.approx(
            knee_flexion(pose, view, 130.0).value
        )
        assert hip_flexion(seen, where, trunk, size).value == pytest.approx(
            hip_flexion(pose, view, trunk, 130.0).value
        )
        arm: Side = "left" if side == "left" else "right"
        assert shoulder_flexion(seen, arm, where, size).value == pytest.approx(
            shoulder_flexion(pose, "right", view, 130.0).value
        )


def test_the_error_of_an_angle_is_what_noise_does_to_it() -> None:
    """Propagated to first order, against the spread over many noisy copies."""
    points = np.array([[0.0, 1.0], [0.0, 0.0], [0.7, 0.2]])
    parts = ("hip", "knee", "elbow")
    rng = np.random.default_rng(3)
    noise = np.array([0.035, 0.03, 0.03])[:, None] * rng.normal(size=(4000, 3, 2))
    noisy = points + noise
    u, v = noisy[:, 0] - noisy[:, 1], noisy[:, 2] - noisy[:, 1]
    cosine = (u * v).sum(axis=1) / np.linalg.norm(u, axis=1) / np.linalg.norm(v, axis=1)
    spread = np.degrees(np.arccos(cosine)).std()
    assert angle_std_deg(points, parts) == pytest.approx(spread, rel=0.06)
    assert math.isnan(angle_std_deg(np.zeros((3, 2)), parts))


def _other(side: Side) -> Side:
    return "right" if side == "left" else "left"


def _rest(pose: Pose) -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple[int, int]]:
    return pose.depth, pose.visibility, pose.world, pose.size
