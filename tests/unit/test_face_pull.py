"""Elbow height and outward rotation of arms set by construction."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.measures.elbow import elbow_height, external_rotation
from formcheck.skeleton import Landmark as L
from formcheck.skeleton import Side, of_side
from formcheck.types import Measurement, Pose, Reason, View
from support.skeletons import METRES, Figure, build, mirror, moved

TRUNK_PX = 130.0
FOREARM = 0.5


def arm_at(
    height: float, rotation_deg: float, *, yaw_deg: float = 0.0, facing: Side = "right"
) -> tuple[Pose, View]:
    """Return a lifter whose elbow is ``height`` trunk lengths over the shoulder, straight outwards.

    The forearm stands in the sagittal plane: 0 forward, 90 up.
    """
    pose = build(Figure(mask_height=None, yaw_deg=yaw_deg, facing=facing))
    yaw, sign = math.radians(yaw_deg), 1.0 if facing == "right" else -1.0
    forward = np.array([sign * math.cos(yaw), 0.0, -math.sin(yaw)])
    a = math.radians(rotation_deg)
    forearm = FOREARM * (math.cos(a) * forward + math.sin(a) * np.array([0.0, -1.0, 0.0]))
    xy, world = pose.xy.copy(), pose.world.copy()
    shoulder, elbow, wrist = (of_side(p, facing) for p in ("shoulder", "elbow", "wrist"))
    lift = np.array([0.0, -height, 0.0])
    xy[elbow] = xy[shoulder] + TRUNK_PX * lift[:2]
    xy[wrist] = xy[elbow] + TRUNK_PX * forearm[:2]
    world[elbow] = world[shoulder] + METRES * lift
    world[wrist] = world[elbow] + METRES * forearm
    return replace(pose, xy=xy, world=world), View("side", yaw_deg, facing, facing, 1.0)


def rotation(pose: Pose, side: Side, view: View, trunk_px: float) -> Measurement:
    """Return the outward rotation, with the elbow as high as the picture shows."""
    return external_rotation(pose, side, view, trunk_px, elbow_height(pose, side, trunk_px))


@pytest.mark.parametrize("height", [-0.4, 0.0, 0.15])
def test_elbow_height_is_over_the_shoulder(height: float) -> None:
    pose, _ = arm_at(height, 0.0)
    told = elbow_height(pose, "right", TRUNK_PX)
    assert told.value == pytest.approx(100.0 * height)
    assert 2.0 < told.std < 10.0


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("yaw_deg", [0.0, 35.0, -40.0, 70.0])
@pytest.mark.parametrize("rotation_deg", [-30.0, 0.0, 60.0, 90.0, 120.0])
def test_rotation_from_every_side(facing: Side, yaw_deg: float, rotation_deg: float) -> None:
    pose, view = arm_at(0.05, rotation_deg, yaw_deg=yaw_deg, facing=facing)
    told = rotation(pose, facing, view, TRUNK_PX)
    assert told.value == pytest.approx(rotation_deg, abs=0.5)


def test_depth_costs_certainty() -> None:
    from_side = rotation(*_with_side(arm_at(0.0, 60.0)))
    from_front = rotation(*_with_side(arm_at(0.0, 60.0, yaw_deg=70.0)))
    assert from_front.std > 1.5 * from_side.std


def test_a_hanging_arm_has_no_rotation() -> None:
    told = rotation(*_with_side(arm_at(-0.5, 30.0)))
    assert told.reason is Reason.NOT_APPLICABLE
    assert math.isnan(told.value)


def test_a_forearm_along_the_upper_arm_is_not_judged() -> None:
    pose, view = arm_at(0.0, 0.0)
    xy, world = pose.xy.copy(), pose.world.copy()
    xy[L.RIGHT_WRIST] = xy[L.RIGHT_ELBOW] + 5.0
    world[L.RIGHT_WRIST] = world[L.RIGHT_ELBOW] + [0.0, 0.0, -0.25]
    told = rotation(replace(pose, xy=xy, world=world), "right", view, TRUNK_PX)
    assert told.reason is Reason.VIEW


def test_unseen_arms_and_unknown_views_are_not_judged() -> None:
    pose, view = arm_at(0.0, 45.0)
    hidden = pose.visibility.copy()
    hidden[L.RIGHT_WRIST] = 0.1
    unseen = replace(pose, visibility=hidden)
    assert rotation(unseen, "right", view, TRUNK_PX).reason is Reason.LOW_VISIBILITY
    assert elbow_height(unseen, "right", TRUNK_PX).known
    assert not rotation(pose, "right", View(), TRUNK_PX).known
    nowhere = replace(pose, xy=np.full_like(pose.xy, np.nan))
    assert not elbow_height(nowhere, "right", TRUNK_PX).known
    assert not rotation(nowhere, "right", view, TRUNK_PX).known


def test_place_size_and_mirror_change_nothing() -> None:
    pose, view = arm_at(0.1, 75.0)
    plain = rotation(pose, "right", view, TRUNK_PX).value
    other = View("side", 0.0, "left", "left", 1.0)
    assert rotation(mirror(pose), "left", other, TRUNK_PX).value == pytest.approx(plain)
    larger = moved(pose, (30.0, 12.0), 1.4)
    assert rotation(larger, "right", view, 1.4 * TRUNK_PX).value == pytest.approx(plain)
    assert elbow_height(larger, "right", 1.4 * TRUNK_PX).value == pytest.approx(10.0)


def _with_side(made: tuple[Pose, View]) -> tuple[Pose, Side, View, float]:
    return made[0], "right", made[1], TRUNK_PX
