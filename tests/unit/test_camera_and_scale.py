"""The camera's roll from a standing lifter, and metres from what the user states."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from formcheck.config import Config, LifterOptions
from formcheck.measures.body import PLATE_M, TRUNK_SHARE, MetricScale, RollFinder, foreshortening
from formcheck.measures.frame import FrameMeasurer
from formcheck.types import Measurement, Reason, View
from support.skeletons import Figure, build, rotated

STANDING = Figure(mask_height=None, trunk_px=90.0, hip_px=(320.0, 220.0))
STRAIGHT = Measurement(5.0)
SIDE = View("side", 0.0, "right", "right", 1.0)


def roll_of(angle_deg: float, *, hip: Measurement = STRAIGHT, seconds: float = 2.0) -> Measurement:
    finder, pose = RollFinder(LifterOptions()), rotated(build(STANDING), angle_deg)
    for i in range(round(30 * seconds)):
        finder.push(i / 30, pose, hip, STRAIGHT)
    return finder.roll


@pytest.mark.parametrize("clockwise_deg", [-20.0, 0.0, 12.0])
def test_a_standing_lifter_tells_the_roll(clockwise_deg: float) -> None:
    plumb = roll_of(0.0).value
    assert abs(plumb) < 3.0
    assert roll_of(clockwise_deg).value == pytest.approx(plumb - clockwise_deg, abs=0.1)


def test_nobody_standing_or_only_for_a_moment_cannot_tell() -> None:
    bent = roll_of(10.0, hip=Measurement(70.0))
    assert bent.reason is Reason.TOO_SHORT
    assert math.isnan(bent.value)
    assert not roll_of(10.0, hip=Measurement.missing(Reason.VIEW)).known
    assert not roll_of(10.0, seconds=0.3).known


def test_a_straight_body_that_hangs_under_a_bar_is_no_tilted_camera() -> None:
    assert not roll_of(55.0).known
    assert not roll_of(-55.0).known


@pytest.mark.parametrize(("facing", "sign"), [("right", 1.0), ("left", -1.0)])
def test_a_sure_roll_is_taken_off_the_trunk(facing: str, sign: float) -> None:
    finder = RollFinder(LifterOptions(camera_roll_deg=12.0))
    view = replace(SIDE, facing=facing)
    told = finder.upright(Measurement(40.0, std=3.0), view)
    assert told.value == pytest.approx(40.0 - sign * 12.0)
    assert told.std > 3.0
    doubtful = RollFinder(LifterOptions())
    doubtful.roll = Measurement(4.0, std=4.0)
    assert doubtful.upright(Measurement(40.0), view).value == 40.0


def test_a_tilted_camera_that_is_stated_gives_the_level_trunk() -> None:
    """Through the whole measurer, with a picture that is turned as stated."""
    figure = replace(STANDING, trunk_deg=40.0)
    level = FrameMeasurer(Config()).push(0.0, build(figure))
    stated = replace(Config(), lifter=LifterOptions(camera_roll_deg=15.0))
    turned = FrameMeasurer(stated).push(0.0, rotated(build(figure), -15.0))
    plain, known = (m.direct["trunk_inclination_deg"] for m in (level, turned))
    assert known.value == pytest.approx(plain.value, abs=0.5)
    assert turned.direct["camera_roll_deg"].value == 15.0


def test_metres_from_height_and_from_a_plate() -> None:
    by_height = MetricScale(LifterOptions(height_m=1.80))
    assert by_height.trunk_m(200.0)[0] == pytest.approx(TRUNK_SHARE * 1.80)
    by_plate = MetricScale(LifterOptions(height_m=1.80, plate_px=180.0))
    assert by_plate.trunk_m(200.0)[0] == pytest.approx(200.0 * PLATE_M / 180.0)
    assert math.isnan(MetricScale(LifterOptions()).trunk_m(200.0)[0])


def test_speed_in_metres_counts_the_whole_trunk() -> None:
    """A trunk that leans to the camera is shown short; a metre stays a metre."""
    scale = MetricScale(LifterOptions(plate_px=90.0))
    square = scale.speed(Measurement(200.0), 100.0, 100.0)
    leaning = scale.speed(Measurement(250.0), 80.0, 100.0)
    assert square.value == pytest.approx(2.0 * 100.0 * PLATE_M / 90.0)
    assert leaning.value == pytest.approx(square.value)
    assert 0.0 < square.std < 0.1 * square.value
    unknown = MetricScale(LifterOptions()).speed(Measurement(200.0), 100.0, 100.0)
    assert unknown.reason is Reason.NO_SCALE
    missing = Measurement.missing(Reason.TOO_SHORT)
    assert scale.speed(missing, 100.0, 100.0).reason is Reason.TOO_SHORT


def test_foreshortening() -> None:
    assert foreshortening(70.0, 100.0).value == pytest.approx(0.7)
    assert not foreshortening(math.nan, 100.0).known
    assert not foreshortening(50.0, math.nan).known
