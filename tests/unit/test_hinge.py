"""Deadlifts: hips and trunk straighten with long arms; counted when they repeat, or when named."""

from __future__ import annotations

import math

import pytest

from formcheck.config import Config
from formcheck.pipeline import Pipeline
from formcheck.types import Pose
from support.skeletons import Figure, build

FPS = 30.0


def bends(count: int, low_deg: float, *, seconds: float = 2.4, arms: float = 0.0) -> list[Pose]:
    """Return somebody who stands, bends ``count`` times until the trunk is so low, and stands.

    ``arms`` turns the hanging arms forward while she stands, as a swing does.
    """
    frames = round((count * seconds + 2.0) * FPS)
    poses = []
    for i in range(frames):
        since = i / FPS - 1.0
        inside = 0.0 <= since < count * seconds
        down = 0.5 - 0.5 * math.cos(2.0 * math.pi * since / seconds) if inside else 0.0
        figure = Figure(
            trunk_deg=88.0 - down * (88.0 - low_deg),
            # The arm hangs straight down whatever the trunk does.
            upper_arm_deg=-arms * (1.0 - down),
            mask_height=None,
        )
        poses.append(build(figure))
    return poses


def counted(poses: list[Pose], exercise: str | None = None) -> Pipeline:
    pipeline = Pipeline(Config(), exercise=exercise)
    for i, pose in enumerate(poses):
        pipeline.push(i, i / FPS, pose, pose.size)
    pipeline.finish()
    return pipeline


def test_bends_with_long_arms_that_repeat_are_counted_by_themselves() -> None:
    pipeline = counted(bends(5, 25.0))
    # From hinged to hinged: the last time up has no way down.
    assert sum(rep.complete for rep in pipeline.reps) == 4
    assert pipeline.exercise.name == "romanian_deadlift"


def test_one_bend_is_not_counted_unless_named() -> None:
    twice_down = bends(2, 25.0)
    assert not counted(twice_down).reps
    assert sum(rep.complete for rep in counted(twice_down, "deadlift").reps) == 1


@pytest.mark.parametrize("low_deg", [75.0, 65.0])
def test_a_trunk_that_stays_up_is_no_deadlift(low_deg: float) -> None:
    assert not counted(bends(5, low_deg)).reps


def test_hands_that_swing_up_are_no_deadlift() -> None:
    assert not counted(bends(5, 30.0, seconds=1.6, arms=80.0)).reps
