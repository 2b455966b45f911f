"""Angles, lengths and distances in the plane, and what NaN does to them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.measures.geometry import (
    flexion_deg,
    included_angle_deg,
    length,
    segment_distances,
)

ORIGIN = np.zeros(2)


@pytest.mark.parametrize("angle", [0.0, 1.0, 30.0, 90.0, 135.0, 179.0, 180.0])
def test_an_angle_set_by_construction_is_found(angle: float) -> None:
    a = np.array([3.0, 0.0])
    c = 0.4 * np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
    assert included_angle_deg(a, ORIGIN, c) == pytest.approx(angle, abs=1e-6)
    assert flexion_deg(a, ORIGIN, c) == pytest.approx(180.0 - angle, abs=1e-6)


def test_a_point_that_is_missing_or_doubled_gives_nan() -> None:
    a, c = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    assert math.isnan(included_angle_deg(ORIGIN, ORIGIN, c))
    assert math.isnan(flexion_deg(a, np.array([math.nan, 0.0]), c))


def test_a_straight_line_is_180_also_where_rounding_passes_one() -> None:
    a, b = np.array([0.1, 0.3]), np.array([0.2, 0.6])
    assert included_angle_deg(a, b, np.array([0.7, 2.1])) == pytest.approx(180.0)


def test_length() -> None:
    assert length(np.array([3.0, 4.0])) == 5.0
    assert length(np.array([2.0, 3.0, 6.0])) == 7.0


def test_distance_from_a_segment_counts_its_ends() -> None:
    points = np.array([[0.5, 2.0], [-3.0, 0.0], [4.0, 4.0], [0.2, 0.0]])
    distance = segment_distances(points, ORIGIN[None], np.array([[1.0, 0.0]]))[0]
    np.testing.assert_allclose(distance, [2.0, 3.0, 5.0, 0.0])
