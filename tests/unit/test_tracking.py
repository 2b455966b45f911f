"""Arms keep their identity, a gap is forgotten, and smoothing is in trunk lengths."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.config import SmoothingOptions
from formcheck.measures.tracking import LEFT_ARM, RIGHT_ARM, LandmarkTracker
from formcheck.skeleton import Landmark as L
from formcheck.types import Pose
from support.skeletons import Figure, build

CALM = SmoothingOptions(min_cutoff_hz=30.0)


def apart(amount: float) -> Pose:
    """Return a pose whose right (near) arm is bent while the left hangs."""
    near = build(Figure(mask_height=None, elbow_deg=90.0 * amount, upper_arm_deg=40.0 * amount))
    far = build(Figure(mask_height=None, elbow_deg=0.0))
    xy, world = near.xy.copy(), near.world.copy()
    xy[LEFT_ARM], world[LEFT_ARM] = far.xy[LEFT_ARM], far.world[LEFT_ARM]
    return replace(near, xy=xy, world=world)


def exchanged(pose: Pose) -> Pose:
    order = np.arange(33)
    order[LEFT_ARM], order[RIGHT_ARM] = RIGHT_ARM, LEFT_ARM
    return replace(
        pose, xy=pose.xy[order], visibility=pose.visibility[order], world=pose.world[order],
        depth=pose.depth[order],
    )  # fmt: skip


def test_exchanged_arms_are_put_right() -> None:
    tracker = LandmarkTracker(CALM)
    for i in range(30):
        truth = apart(min(i / 15.0, 1.0))
        out = tracker.push(i / 30.0, exchanged(truth) if i >= 20 else truth)
    np.testing.assert_allclose(out.xy[L.RIGHT_WRIST], truth.xy[L.RIGHT_WRIST], atol=3.0)
    np.testing.assert_allclose(out.visibility, truth.visibility)
    np.testing.assert_allclose(out.world, truth.world)


def test_after_a_gap_the_arms_are_taken_as_they_come() -> None:
    tracker = LandmarkTracker(CALM)
    for i in range(20):
        tracker.push(i / 30.0, apart(1.0))
    swapped = exchanged(apart(1.0))
    out = tracker.push(20 / 30.0 + 0.6, swapped)
    np.testing.assert_array_equal(out.visibility, swapped.visibility)
    # The filter restarted as well: no trace of where the wrist was.
    np.testing.assert_allclose(out.xy, swapped.xy, atol=1e-9)


def test_quick_arms_are_not_exchanged() -> None:
    tracker = LandmarkTracker(CALM)
    for i in range(40):
        truth = apart(0.5 - 0.5 * math.cos(2.0 * math.pi * i / 12.0))
        out = tracker.push(i / 30.0, truth)
        np.testing.assert_array_equal(out.visibility, truth.visibility)


def test_a_missing_arm_is_neither_invented_nor_fatal() -> None:
    tracker = LandmarkTracker(CALM)
    tracker.push(0.0, apart(0.0))
    lost = apart(0.0)
    xy = lost.xy.copy()
    xy[LEFT_ARM] = math.nan
    out = tracker.push(1 / 30.0, replace(lost, xy=xy))
    assert np.isnan(out.xy[LEFT_ARM]).all()
    assert np.isfinite(out.xy[RIGHT_ARM]).all()


def test_trunk_length_is_a_median() -> None:
    tracker = LandmarkTracker(CALM)
    assert math.isnan(tracker.trunk_px)
    for i in range(9):
        tracker.push(i / 30.0, build(Figure(mask_height=None, trunk_px=130.0)))
    tracker.push(0.3, build(Figure(mask_height=None, trunk_px=400.0)))
    assert tracker.trunk_px == pytest.approx(130.0)


def test_the_picture_size_does_not_change_the_smoothing() -> None:
    small, large = LandmarkTracker(SmoothingOptions()), LandmarkTracker(SmoothingOptions())
    for i in range(20):
        figure = Figure(mask_height=None, elbow_deg=4.0 * i, hip_px=(0.0, 0.0))
        a = small.push(i / 30.0, build(figure))
        b = large.push(i / 30.0, build(replace(figure, trunk_px=390.0)))
    np.testing.assert_allclose(b.xy, 3.0 * a.xy, rtol=1e-9)
