"""Elbows: what the picture misses is added to the near one, and the other is doubted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.measures.arms import elbow_flexion
from formcheck.measures.elbow import UNSEEN_DEPTH_STD_DEG, ElbowMeasurer, elbow_height
from formcheck.measures.learned import Stand
from formcheck.skeleton import Side
from formcheck.types import View
from support.skeletons import Figure, build

PX = 150.0
POSE = replace(build(Figure(upper_arm_deg=-60.0, trunk_px=PX)), visibility=np.ones(33))
SIDE = View("side", 0.0, "right", "right", 1.0)


def stand(elbow_deg: float, height_pct: float) -> Stand:
    return Stand(0.0, 4.0, 0.0, 2.0, elbow_deg, 9.0, height_pct, 5.0)


def test_the_near_elbow_gets_what_the_picture_misses() -> None:
    told = ElbowMeasurer().push(0.0, POSE, SIDE, "right", PX, stand(25.0, 4.0))
    shown = elbow_flexion(POSE, "right", PX)
    assert told.flexion["right"].value == pytest.approx(shown.value + 25.0)
    assert told.flexion["right"].std == 9.0
    assert told.height.value == pytest.approx(elbow_height(POSE, "right", PX).value + 4.0)
    assert told.height.std == 5.0


def test_the_far_elbow_is_told_as_shown_and_doubted() -> None:
    told = ElbowMeasurer().push(0.0, POSE, SIDE, "left", PX, stand(25.0, 4.0))
    assert told.flexion["left"].value == elbow_flexion(POSE, "left", PX).value
    assert told.flexion["left"].std >= UNSEEN_DEPTH_STD_DEG
    assert told.height.value == elbow_height(POSE, "left", PX).value


@pytest.mark.parametrize("side", ["left", "right"])
def test_without_an_estimator_both_are_doubted(side: Side) -> None:
    told = ElbowMeasurer().push(0.0, POSE, SIDE, side, PX, None)
    assert told.flexion[side].value == elbow_flexion(POSE, side, PX).value
    assert told.flexion[side].std >= UNSEEN_DEPTH_STD_DEG


def test_no_elbow_is_bent_the_other_way() -> None:
    told = ElbowMeasurer().push(0.0, POSE, SIDE, "right", PX, stand(-200.0, 0.0))
    assert told.flexion["right"].value == 0.0
    assert np.isfinite(told.height.value)
