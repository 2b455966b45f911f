"""Yaw, facing, near side and class of a figure turned by construction."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.measures.view import ViewEstimator, facing_vote, near_vote, view_kind
from formcheck.skeleton import Landmark as L
from formcheck.skeleton import Side, of_side
from formcheck.types import View
from support.skeletons import Figure, build, mirror

PLAIN = Figure(mask_height=None)


def settled(figure: Figure) -> View:
    views, pose = ViewEstimator(), build(figure)
    for i in range(20):
        view = views.push(i / 30.0, pose)
    return view


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("trunk_deg", [25.0, 90.0])
@pytest.mark.parametrize("yaw_deg", [-80.0, -45.0, -15.0, 0.0, 15.0, 40.0, 75.0])
def test_yaw_facing_and_class(yaw_deg: float, trunk_deg: float, facing: Side) -> None:
    view = settled(replace(PLAIN, yaw_deg=yaw_deg, trunk_deg=trunk_deg, facing=facing))
    assert view.yaw_deg == pytest.approx(yaw_deg, abs=0.5)
    assert view.kind == view_kind(yaw_deg)
    assert view.quality == pytest.approx(1.0, abs=1e-6)
    if abs(yaw_deg) < 70.0:
        assert view.facing == facing


@pytest.mark.parametrize(("facing", "near"), [("right", "right"), ("left", "left")])
def test_the_near_side_is_the_one_towards_the_camera(facing: Side, near: Side) -> None:
    pose = build(replace(PLAIN, facing=facing))
    assert settled(replace(PLAIN, facing=facing)).near_side == near
    assert near_vote(pose) == pytest.approx(-near_vote(mirror(pose)))


def test_the_face_and_the_feet_tell_where_the_lifter_looks() -> None:
    right = build(PLAIN)
    assert facing_vote(right) > 0.5
    assert facing_vote(mirror(right)) == pytest.approx(-facing_vote(right))


@pytest.mark.parametrize("facing", ["left", "right"])
def test_shoulders_and_hips_tell_where_nose_and_feet_say_nothing(facing: Side) -> None:
    """A head that hangs and a foot that kneels on a bench cancel each other out."""
    pose = build(replace(PLAIN, facing=facing))
    xy = pose.xy.copy()
    xy[L.NOSE] = (xy[L.LEFT_EAR] + xy[L.RIGHT_EAR]) / 2.0
    for side in ("left", "right"):
        xy[of_side("foot_index", side)] = xy[of_side("heel", side)]
    # What is left of the vote errs a little to the wrong side.
    xy[L.NOSE, 0] += -4.0 if facing == "right" else 4.0
    unclear = replace(pose, xy=xy)
    assert 0.0 < abs(facing_vote(unclear)) < 0.3
    views = ViewEstimator()
    for i in range(60):
        view = views.push(i / 30.0, unclear)
    assert view.facing == facing


@pytest.mark.parametrize(
    ("yaw_deg", "kind"),
    [
        (0.0, "side"), (22.0, "side"), (-22.0, "side"), (23.0, "oblique"), (-61.0, "oblique"),
        (63.0, "front"), (-63.0, "back"), (math.nan, "unknown"),
    ],
)  # fmt: skip
def test_classes(yaw_deg: float, kind: str) -> None:
    assert view_kind(yaw_deg) == kind


def test_one_wild_frame_hardly_turns_the_camera() -> None:
    views = ViewEstimator()
    for i in range(60):
        views.push(i / 30.0, build(PLAIN))
    view = views.push(2.0, build(replace(PLAIN, yaw_deg=80.0)))
    assert abs(view.yaw_deg) < 8.0


@pytest.mark.parametrize("landmark", [L.NOSE, L.LEFT_SHOULDER])
@pytest.mark.parametrize("first", [0, 10])
def test_a_landmark_that_is_missing_once_is_soon_forgotten(landmark: int, first: int) -> None:
    views, whole = ViewEstimator(), build(PLAIN)
    lost = whole.xy.copy()
    lost[landmark] = math.nan
    for i in range(60):
        view = views.push(i / 30.0, replace(whole, xy=lost) if i == first else whole)
    assert (view.facing, view.near_side) == (PLAIN.facing, settled(PLAIN).near_side)


def test_views_that_disagree_lower_the_quality() -> None:
    views = ViewEstimator()
    for i in range(60):
        view = views.push(i / 30.0, build(replace(PLAIN, facing="right" if i % 2 else "left")))
    assert view.quality < 0.5


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("yaw_deg", [-70.0, -40.0, 0.0, 10.0, 40.0, 70.0])
def test_without_depth_the_picture_tells_the_view(yaw_deg: float, facing: Side) -> None:
    pose = build(replace(PLAIN, yaw_deg=yaw_deg, facing=facing))
    known = settled(replace(PLAIN, yaw_deg=yaw_deg, facing=facing))
    nan = math.nan
    flat = replace(pose, world=np.full_like(pose.world, nan), depth=np.full_like(pose.depth, nan))
    view = ViewEstimator().push(0.0, flat)
    assert view.yaw_deg == pytest.approx(yaw_deg, abs=20.0)
    assert (view.facing, view.near_side) == (facing, known.near_side)
    flat = replace(flat, visibility=np.ones_like(pose.visibility))
    assert ViewEstimator().push(0.0, flat).near_side == known.near_side


def test_no_landmarks_no_view() -> None:
    pose = build(PLAIN)
    assert ViewEstimator().push(0.0, replace(pose, world=pose.world * 0.0)).kind == "unknown"
    for xy in (pose.xy * math.nan, pose.xy * 0.0):
        lost = replace(pose, world=pose.world * math.nan, xy=xy)
        assert ViewEstimator().push(0.0, lost).kind == "unknown"
