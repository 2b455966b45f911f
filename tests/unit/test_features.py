"""The numbers of a frame do not depend on place, size or which way the lifter looks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.measures.features import (
    CLEAR,
    COUNT,
    EDGE,
    NEAR,
    PARTS,
    RAY_HIGH,
    RAY_LOW,
    RAYS,
    features,
)
from formcheck.measures.trunk_frame import trunk_frame
from formcheck.types import FloatArray, Pose, View
from support.skeletons import Arc, Back, Figure, build, mirror

STANDING = Figure(trunk_deg=80.0, upper_arm_deg=-40.0, trunk_px=150.0, back=Back(6.0, 14.0))
FACING_RIGHT = View("side", 0.0, "right", "right", 1.0)
FACING_LEFT = View("side", 0.0, "left", "left", 1.0)


def numbers(pose: Pose, view: View = FACING_RIGHT) -> FloatArray:
    trunk = trunk_frame(pose, view)
    assert trunk is not None
    return features(pose, view, trunk, 3.0)


def test_there_are_as_many_as_promised_and_all_are_finite() -> None:
    found = numbers(build(STANDING))
    assert found.shape == (COUNT,)
    assert np.isfinite(found).all()


def test_a_mirrored_picture_gives_the_same() -> None:
    pose = build(replace(STANDING, back=Arc(25.0)))
    assert numbers(mirror(pose), FACING_LEFT) == pytest.approx(numbers(pose), abs=0.03)


def test_a_larger_picture_gives_the_same() -> None:
    small, large = build(STANDING), build(replace(STANDING, trunk_px=210.0))
    assert numbers(large) == pytest.approx(numbers(small), abs=0.04)


def test_a_shifted_lifter_gives_the_same() -> None:
    pose = build(STANDING)
    assert pose.mask is not None
    moved = replace(pose, xy=pose.xy + np.array([20.0, 0.0]), mask=np.roll(pose.mask, 20, axis=1))
    assert numbers(moved) == pytest.approx(numbers(pose), abs=1e-6)


def test_a_rounder_back_bends_the_dorsal_edge() -> None:
    flat, bent = (numbers(build(replace(STANDING, back=Arc(t))))[EDGE] for t in (0.0, 40.0))
    along = np.linspace(RAY_LOW, RAY_HIGH, RAYS)

    def bulge(edge: FloatArray) -> float:
        low, middle, high = np.interp([0.15, 0.5, 0.85], along, edge)
        return float(middle - (low + high) / 2.0)

    assert bulge(bent) > bulge(flat) + 0.03


def test_what_an_arm_covers_is_filled_in_and_told() -> None:
    free, behind = (
        numbers(build(replace(STANDING, upper_arm_deg=angle, elbow_deg=20.0)))
        for angle in (-40.0, 25.0)
    )
    assert free[CLEAR].min() == 1.0
    assert behind[CLEAR].min() < 1.0
    # The back itself has not moved, whatever stands before it.
    assert behind[EDGE][4:20] == pytest.approx(free[EDGE][4:20], abs=0.06)


def test_landmarks_follow_the_edge_in_the_order_told() -> None:
    near = numbers(build(STANDING))[NEAR].reshape(-1, 2)
    # The near shoulder lies one trunk length up the trunk line, about on it.
    assert near[PARTS.index("SHOULDER")] == pytest.approx([1.0, 0.0], abs=0.15)
    assert near[PARTS.index("HIP")] == pytest.approx([0.0, 0.0], abs=0.15)
