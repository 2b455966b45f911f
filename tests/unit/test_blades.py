"""The shoulder blade and the upper arm in one pull, from samples whose course is known."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.measures.limbs import ArmPosture
from formcheck.reps.blades import RANGE_STD, scapula, upper_arm
from formcheck.reps.phases import Phases
from formcheck.reps.sample import Sample
from formcheck.types import NAN, Measurement, Reason

START, CONTRACTED, LOWERING, END = 0.0, 1.0, 1.6, 3.2
PHASES = Phases(START, CONTRACTED, 1.3, LOWERING, END, np.zeros(1), np.zeros(1), 0.0, 0.0)


def ramp(time_s: float, begin_s: float, end_s: float) -> float:
    up = min(max((time_s - begin_s) / (end_s - begin_s), 0.0), 1.0)
    return up if time_s <= LOWERING else max(0.0, 1.0 - (time_s - LOWERING) / (END - LOWERING))


def course(
    *, blade: tuple[float, float] = (0.0, 0.8), elbow: tuple[float, float] = (0.0, 1.0),
    travel: float = 8.0, bend: float = 90.0, rate: float = 60.0,
) -> list[Sample]:  # fmt: skip
    """Return a pull in which blade and elbow travel within their times."""
    samples = []
    for i in range(round((END - START) * rate) + 1):
        t = START + i / rate
        arm = ArmPosture(
            elbow_deg=10.0 + bend * ramp(t, *elbow), hand_x=ramp(t, 0.0, 1.0), hand_y=0.0, seen=0.9
        )
        samples.append(
            Sample(
                t, found=True, side=1, near=1, arms=(arm, arm),
                shoulder_back_pct=travel * ramp(t, *blade), blade_back_std=2.0,
                shoulder_up_pct=3.0 * ramp(t, 0.0, 1.0), blade_up_std=1.0,
                elbow_up=Measurement(100.0 * 0.1 * ramp(t, 0.0, 1.0), std=5.0),
                rotation=Measurement(80.0 * ramp(t, 0.0, 1.0), std=9.0),
            )
        )  # fmt: skip
    return samples


def test_range_peak_and_elevation_with_their_errors() -> None:
    told = scapula(course(), PHASES)
    assert told.reason is Reason.NONE
    assert told.range_pct == pytest.approx(8.0, abs=0.4)
    assert told.peak_pct == pytest.approx(8.0, abs=0.2)
    assert told.std_pct == pytest.approx(RANGE_STD * 2.0)
    assert told.elevation_pct == pytest.approx(3.0, abs=0.4)
    assert told.elevation_std_pct == pytest.approx(1.0)


def test_held_is_the_time_in_the_top_fifth() -> None:
    """Up through 80 % at 0.64 s, down again a fifth of the way into the lowering."""
    expected = LOWERING + 0.2 * (END - LOWERING) - 0.64
    assert scapula(course(), PHASES).held_s == pytest.approx(expected, abs=0.08)
    assert scapula(course(travel=0.0), PHASES).held_s > 2.0


def test_a_shoulder_that_was_hardly_judged_is_not_told() -> None:
    samples = [
        replace(s, shoulder_back_pct=NAN, blade_reason=Reason.VIEW) if i % 3 else s
        for i, s in enumerate(course())
    ]
    told = scapula(samples, PHASES)
    assert told.reason is Reason.VIEW
    assert math.isnan(told.range_pct)
    assert math.isnan(told.held_s)
    assert scapula([], PHASES).reason is Reason.TOO_SHORT


def test_the_blade_of_a_resting_arm_is_not_told() -> None:
    """The camera sees the right shoulder, the left arm rows."""
    resting = ArmPosture(elbow_deg=10.0, hand_x=0.0, hand_y=0.0, seen=0.9)
    samples = [replace(s, side=-1, arms=(s.arms[0], resting)) for s in course()]
    assert scapula(samples, PHASES).reason is Reason.VIEW
    both = [replace(s, side=-1) for s in course()]
    assert scapula(both, PHASES).reason is Reason.NONE


def test_a_place_without_error_has_a_range_and_no_peak() -> None:
    told = scapula([replace(s, blade_back_std=NAN) for s in course()], PHASES)
    assert told.range_pct == pytest.approx(8.0, abs=0.4)
    assert math.isnan(told.peak_pct)


def test_the_upper_arm_is_told_at_contraction() -> None:
    told = upper_arm(course(), PHASES)
    assert told.elbow_height_pct == pytest.approx(10.0, abs=0.5)
    assert told.rotation_deg == pytest.approx(80.0, abs=3.0)
    assert (told.elbow_height_std_pct, told.rotation_std_deg) == (5.0, 9.0)


def test_an_upper_arm_that_is_mostly_unseen_is_not_told() -> None:
    hidden = Measurement.missing(Reason.LOW_VISIBILITY)
    samples = [replace(s, rotation=hidden) for s in course()]
    told = upper_arm(samples, PHASES)
    assert told.rotation_reason is Reason.LOW_VISIBILITY
    assert math.isnan(told.rotation_deg)
    assert told.elbow_height_pct == pytest.approx(10.0, abs=0.5)
    assert upper_arm([], PHASES).elbow_reason is Reason.TOO_SHORT
