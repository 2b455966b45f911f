"""The shoulder on the thorax: which way is up, which way is back, and against what."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.config import Config
from formcheck.measures.frame import FrameMeasurer
from formcheck.measures.scapula import shoulder_place
from formcheck.skeleton import Landmark as L
from formcheck.skeleton import Side
from formcheck.types import Measurement, Reason, View
from support.skeletons import Figure, build

PLAIN = Figure(mask_height=None, upper_arm_deg=-60.0)


def view_of(figure: Figure) -> View:
    return View("side", figure.yaw_deg, figure.facing, figure.facing, 1.0)


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("trunk_deg", [30.0, 90.0])
def test_signs_and_sizes(trunk_deg: float, facing: Side) -> None:
    figure = replace(PLAIN, trunk_deg=trunk_deg, facing=facing)
    rest = shoulder_place(build(figure), view_of(figure), 130.0)
    up = shoulder_place(build(replace(figure, shrug=0.1)), view_of(figure), 130.0)
    back = shoulder_place(build(replace(figure, retract=0.1)), view_of(figure), 130.0)
    assert up.up_pct - rest.up_pct == pytest.approx(10.0, abs=0.01)
    assert up.back_pct == pytest.approx(rest.back_pct, abs=0.01)
    assert back.back_pct - rest.back_pct == pytest.approx(10.0, abs=0.5)


def test_abstains_with_a_reason() -> None:
    pose, view = build(PLAIN), view_of(PLAIN)
    dim = pose.visibility.copy()
    dim[L.RIGHT_EAR] = 0.2
    assert shoulder_place(pose, replace(view, yaw_deg=51.0), 130.0).reason is Reason.VIEW
    assert shoulder_place(pose, View(), 130.0).reason is Reason.VIEW
    dark = shoulder_place(replace(pose, visibility=dim), view, 130.0)
    assert dark.reason is Reason.LOW_VISIBILITY
    assert shoulder_place(pose, view, math.nan).reason is Reason.LOW_VISIBILITY
    cut = build(replace(PLAIN, hip_px=(300.0, 500.0)))
    assert shoulder_place(cut, view, 130.0).reason is Reason.OUT_OF_FRAME
    merged = replace(pose, xy=np.full_like(pose.xy, 9.0))
    assert shoulder_place(merged, view, 130.0).reason is Reason.LOW_VISIBILITY


def measured(figures: list[Figure]) -> tuple[Measurement, Measurement]:
    measurer = FrameMeasurer(Config())
    for i, figure in enumerate(figures):
        values = measurer.judge(measurer.push(i / 30.0, build(figure)), None).measures
    return values["retraction_pct"], values["elevation_pct"]


def test_against_the_arms_extended_position() -> None:
    bent = replace(PLAIN, elbow_deg=90.0, retract=0.08, shrug=0.05)
    retraction, elevation = measured([PLAIN] * 60 + [bent] * 25)
    assert retraction.value == pytest.approx(8.0, abs=1.0)
    assert elevation.value == pytest.approx(5.0, abs=1.0)


def test_no_extended_arm_no_baseline() -> None:
    retraction, elevation = measured([replace(PLAIN, elbow_deg=90.0)] * 20)
    assert retraction.reason is elevation.reason is Reason.NO_NEUTRAL


def test_a_swinging_trunk_is_not_a_moving_shoulder() -> None:
    swung = replace(PLAIN, elbow_deg=90.0, trunk_deg=75.0)
    retraction, elevation = measured([PLAIN] * 20 + [swung] * 20)
    assert retraction.reason is elevation.reason is Reason.TRUNK_MOVED
