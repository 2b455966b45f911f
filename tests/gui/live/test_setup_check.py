"""The set-up judged from constructed lifters: each bad place of the camera has its remedy."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.types import NAN, FrameResult, Measurement, Pose, Reason, View
from formcheck_ui.live import phrases
from formcheck_ui.live.lighting import Lighting, look
from formcheck_ui.live.setup_check import (
    AGAIN_S,
    STEADY_S,
    Check,
    Mark,
    Setup,
    SetupAdvice,
    SetupCheck,
    Topic,
    tilt_of_upright,
    trunk_share,
)
from support.scripted import SIZE, ScriptedPipeline, rowing_pose
from support.skeletons import Figure, build, rotated

BASE = ScriptedPipeline().push(0, 0.0, rowing_pose(0.0), SIZE)
GOOD = Figure(trunk_px=105.0, hip_px=(320.0, 240.0), mask_height=None)
GOOD_LIGHT = Lighting(lifter=110.0, background=140.0, contrast=60.0, burnt=0.0)


def result(time_s: float, pose: Pose | None, **changes: object) -> FrameResult:
    measures = BASE.measures | {
        "back_contour_deg": Measurement(15.0),
        "trunk_inclination_deg": Measurement(88.0),
    }
    values = {"view": View("side", 3.0, "right", "right", 0.95), "measures": measures} | changes
    return replace(BASE, time_s=time_s, pose=pose, **values)


def judged(pose: Pose | None, light: Lighting = GOOD_LIGHT, **changes: object) -> Setup:
    """Return the verdicts after 1.2 s of the same."""
    check = SetupCheck()
    check.see(light)
    for index in range(37):
        setup = check.push(result(index / 30, pose, **changes))
    return setup


def of(setup: Setup, topic: Topic) -> Check:
    return next(each for each in setup.checks if each.topic == topic)


def test_a_well_placed_camera_is_green_throughout() -> None:
    setup = judged(build(GOOD))
    assert [each for each in setup.checks if each.mark is not Mark.GOOD] == []
    assert setup.ready
    assert phrases.advice(setup) == "All set. Begin when you like."


def test_nobody_in_the_picture_comes_first_and_leaves_the_rest_open() -> None:
    setup = judged(None)
    assert setup.worst is not None
    assert phrases.advice(setup) == "Step into the picture."
    assert {of(setup, topic).mark for topic in ("framing", "yaw", "back")} == {Mark.OPEN}
    assert not setup.ready


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        (replace(GOOD, hip_px=(320.0, 120.0)), "head_cut"),
        (replace(GOOD, hip_px=(320.0, 340.0)), "feet_cut"),
        (replace(GOOD, trunk_px=190.0), "both_cut"),
        (replace(GOOD, hip_px=(8.0, 240.0)), "left_cut"),
        (replace(GOOD, hip_px=(634.0, 240.0)), "right_cut"),
    ],
)
def test_a_lifter_cut_off_is_told_how_to_come_in(figure: Figure, code: str) -> None:
    assert of(judged(build(figure)), "framing").code == code


def test_distance_is_told_by_the_trunks_length() -> None:
    far = judged(build(replace(GOOD, trunk_px=48.0)))
    assert of(far, "distance").code == "too_far"
    assert phrases.advice(far) == "Move the camera about 50 % nearer."
    bent = replace(GOOD, trunk_px=250.0, trunk_deg=10.0, hip_px=(150.0, 200.0))
    assert of(judged(build(bent)), "distance").code == "too_near"


@pytest.mark.parametrize(
    ("yaw_deg", "mark", "code", "number"),
    [
        (14.0, Mark.GOOD, "", 0),
        (-14.0, Mark.GOOD, "", 0),
        (17.0, Mark.CHANGE, "yaw_front", 15),
        (33.0, Mark.CHANGE, "yaw_front", 35),
        (-41.0, Mark.CHANGE, "yaw_behind", 40),
        (NAN, Mark.OPEN, "", 0),
    ],
)
def test_the_yaw_is_told_in_degrees(yaw_deg: float, mark: Mark, code: str, number: int) -> None:
    view = View("side", yaw_deg, "right", "right", 0.9)
    check = of(judged(build(GOOD), view=view), "yaw")
    assert (check.mark, check.code, check.number) == (mark, code, number)


def test_one_odd_frame_changes_nothing() -> None:
    check = SetupCheck()
    check.see(GOOD_LIGHT)
    for index in range(60):
        pose = None if index == 50 else build(GOOD)
        setup = check.push(result(index / 30, pose))
    assert setup.ready


@pytest.mark.parametrize("roll_deg", [-12.0, -4.0, 0.0, 4.0, 12.0])
def test_the_tilt_is_read_from_a_lifter_who_stands_straight(roll_deg: float) -> None:
    pose = rotated(build(GOOD), roll_deg)
    assert tilt_of_upright(pose) == pytest.approx(tilt_of_upright(build(GOOD)) + roll_deg, abs=0.5)
    mark = of(judged(pose), "tilt").mark
    assert mark is (Mark.GOOD if abs(roll_deg) <= 4.0 else Mark.CHANGE)


def test_nobody_bent_over_shows_where_up_is() -> None:
    bent = build(replace(GOOD, trunk_deg=25.0))
    assert math.isnan(tilt_of_upright(bent))
    setup = judged(bent)
    assert of(setup, "tilt").mark is Mark.OPEN
    assert setup.ready, "the tilt alone keeps nobody from lifting"


def test_a_tilt_seen_while_standing_is_remembered_while_bending() -> None:
    check = SetupCheck()
    check.see(GOOD_LIGHT)
    for index in range(40):
        check.push(result(index / 30, rotated(build(GOOD), 12.0)))
    for index in range(40, 100):
        setup = check.push(result(index / 30, build(replace(GOOD, trunk_deg=25.0))))
    assert of(setup, "tilt").mark is Mark.CHANGE


@pytest.mark.parametrize(
    ("light", "code"),
    [
        (replace(GOOD_LIGHT, lifter=30.0, background=40.0), "dark"),
        (replace(GOOD_LIGHT, lifter=60.0, background=200.0), "backlit"),
        (replace(GOOD_LIGHT, burnt=0.5), "burnt"),
    ],
)
def test_bad_light_is_told(light: Lighting, code: str) -> None:
    assert of(judged(build(GOOD), light), "light").code == code


def test_clothes_like_the_background_are_told() -> None:
    assert of(judged(build(GOOD), replace(GOOD_LIGHT, contrast=12.0)), "contrast").code == "alike"


def test_a_hidden_back_is_told_with_the_engines_own_reason() -> None:
    measures = BASE.measures | {
        "back_contour_deg": Measurement.missing(Reason.CONTOUR_HIDDEN),
        "trunk_inclination_deg": Measurement(88.0),
    }
    setup = judged(build(GOOD), measures=measures)
    assert of(setup, "back").mark is Mark.CHANGE
    assert phrases.advice(setup) == "Keep arm, plates and bench off the back line."


def test_a_moving_back_is_not_ready_yet() -> None:
    check = SetupCheck()
    check.see(GOOD_LIGHT)
    for index in range(40):
        swing = 20.0 * math.sin(index / 3)
        measures = BASE.measures | {
            "back_contour_deg": Measurement(15.0 + swing),
            "trunk_inclination_deg": Measurement(88.0),
        }
        setup = check.push(result(index / 30, build(GOOD), measures=measures))
    assert phrases.advice(setup) == "Take your start posture and hold it still."
    assert not setup.ready


def test_others_in_the_picture_are_asked_to_leave() -> None:
    measures = {name: Measurement.missing(Reason.JUMPED) for name in BASE.measures}
    assert phrases.advice(judged(build(GOOD), measures=measures)) == (
        "Ask others to leave the picture."
    )


def test_the_trunks_share_is_its_length_over_the_pictures_height() -> None:
    assert trunk_share(build(GOOD)) == pytest.approx(105.0 / 480.0)


def test_brightness_and_contrast_are_those_around_the_outline() -> None:
    image = np.full((480, 640, 3), 150, np.uint8)
    image[100:400, 250:400] = 60
    mask = np.zeros((240, 320), np.float32)
    mask[50:200, 125:200] = 1.0
    seen = look(image, mask)
    assert seen.lifter == pytest.approx(60.0, abs=1.0)
    assert seen.background == pytest.approx(150.0, abs=2.0)
    assert seen.contrast == pytest.approx(math.sqrt(3) * 90.0, abs=2.0)
    assert look(np.full_like(image, 150), mask).contrast == pytest.approx(0.0, abs=1e-3)


def test_without_an_outline_the_whole_picture_is_judged() -> None:
    image = np.full((480, 640, 3), 255, np.uint8)
    seen = look(image, None)
    assert math.isnan(seen.lifter)
    assert math.isnan(seen.contrast)
    assert seen.background == pytest.approx(255.0)
    assert seen.burnt == 1.0
    assert math.isnan(look(image, np.zeros((48, 64), np.float32)).contrast)


def test_a_remedy_is_said_once_it_is_steady_and_again_after_a_while() -> None:
    advice = SetupAdvice()
    far = Setup((Check("distance", Mark.CHANGE, "too_far", 30),))
    told = [t / 10 for t in range(120) if advice.push(t / 10, far) is not None]
    assert told == [pytest.approx(STEADY_S), pytest.approx(STEADY_S + AGAIN_S)]


def test_ready_is_said_once_until_something_was_wrong_again() -> None:
    advice = SetupAdvice()
    good = Setup((Check("back", Mark.GOOD),))
    bad = Setup((Check("distance", Mark.CHANGE, "too_far", 30),))
    script = [good] * 60 + [bad] * 20 + [good] * 60
    told = [check.code for t, each in enumerate(script) if (check := advice.push(t / 10, each))]
    assert told == ["ready", "too_far", "ready"]


def test_a_flickering_verdict_is_not_said() -> None:
    advice = SetupAdvice()
    good = Setup((Check("back", Mark.GOOD),))
    bad = Setup((Check("distance", Mark.CHANGE, "too_far", 30),))
    assert not [t for t in range(80) if advice.push(t / 10, bad if t // 10 % 2 else good)]
