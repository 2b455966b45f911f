"""What measures may not depend on: where the lifter stands, how large, which way she looks."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from formcheck.config import Config, SpineOptions
from formcheck.measures.arms import elbow_flexion
from formcheck.measures.frame import FrameMeasurer
from formcheck.measures.geometry import included_angle_deg
from formcheck.measures.registry import MEASURES
from formcheck.measures.smoothness import sparc
from formcheck.measures.spine import measure_back
from formcheck.measures.trunk import neck_flexion, trunk_inclination
from formcheck.types import Pose, View
from support.skeletons import Back, Figure, build, mirror, moved, rotated

angles = st.floats(-180.0, 180.0)
postures = st.builds(
    Figure,
    trunk_deg=st.floats(0.0, 110.0),
    upper_arm_deg=st.floats(-100.0, 60.0),
    elbow_deg=st.floats(0.0, 145.0),
    neck_deg=st.floats(-30.0, 40.0),
    seated=st.booleans(),
    yaw_deg=st.floats(-20.0, 20.0),
    facing=st.sampled_from(["left", "right"]),
    far_visibility=st.just(0.97),
    mask_height=st.none(),
)


def view_of(figure: Figure) -> View:
    return View("side", figure.yaw_deg, figure.facing, figure.facing, 1.0)


def close(a: float, b: float, tolerance: float = 1e-4) -> bool:
    return (math.isnan(a) and math.isnan(b)) or abs(a - b) <= tolerance


def joint_angles(pose: Pose, view: View) -> list[float]:
    return [
        elbow_flexion(pose, "left").value,
        elbow_flexion(pose, "right").value,
        neck_flexion(pose, view).value,
    ]


@given(postures, st.floats(-90.0, 90.0), st.floats(-60.0, 60.0), st.floats(0.5, 1.6))
def test_shift_and_size_change_no_angle(figure: Figure, x: float, y: float, scale: float) -> None:
    pose, view = build(figure), view_of(figure)
    there = moved(build(replace(figure, hip_px=(200.0, 150.0))), (x, y), scale)
    there = replace(there, size=(2000, 2000))
    for a, b in zip(joint_angles(pose, view), joint_angles(there, view), strict=True):
        assert close(a, b)
    leaning = trunk_inclination(pose, view).value, trunk_inclination(there, view).value
    assert close(leaning[0], leaning[1]) or there.xy.min() < 0.0


@given(postures, angles)
def test_a_tilted_camera_changes_no_joint_angle_and_tilts_the_trunk(
    figure: Figure, angle: float
) -> None:
    pose, view = build(figure), view_of(figure)
    tilted = replace(rotated(pose, angle), size=(4000, 4000))
    tilted = replace(tilted, xy=tilted.xy + 1000.0)
    for a, b in zip(joint_angles(pose, view), joint_angles(tilted, view), strict=True):
        assert close(a, b)
    turn = trunk_inclination(tilted, view).value - trunk_inclination(pose, view).value
    # On the screen a positive angle turns clockwise.
    expected = -angle if figure.facing == "right" else angle
    assert close(math.remainder(turn - expected, 360.0), 0.0)


@given(postures)
def test_a_mirror_exchanges_left_and_right_exactly(figure: Figure) -> None:
    def measures(pose: Pose) -> dict[str, float]:
        measurer = FrameMeasurer(Config())
        for i in range(3):
            out = measurer.judge(measurer.push(i / 30.0, pose), None).measures
        return {name: measure.value for name, measure in out.items()}

    pose = build(replace(figure, far_visibility=0.4))
    seen, flipped = measures(pose), measures(mirror(pose))
    pairs = {name: name for name in MEASURES}
    pairs["elbow_flexion_left_deg"] = "elbow_flexion_right_deg"
    pairs["elbow_flexion_right_deg"] = "elbow_flexion_left_deg"
    for name, other in pairs.items():
        assert close(seen[name], flipped[other], 1e-5), name


@given(
    st.floats(-20.0, 30.0),
    st.floats(0.0, 40.0),
    st.floats(20.0, 100.0),
    st.sampled_from(["left", "right"]),
    st.floats(110.0, 160.0),
    st.tuples(st.floats(-15.0, 15.0), st.floats(-15.0, 15.0)),
)
def test_curvature_is_that_of_the_back_alone(
    lumbar: float, thoracic: float, trunk_deg: float, facing: str, size: float, shift: tuple
) -> None:
    figure = Figure(
        trunk_deg=trunk_deg, upper_arm_deg=0.0 if trunk_deg < 50.0 else -50.0,
        facing=facing, back=Back(lumbar, thoracic), trunk_px=size,  # type: ignore[arg-type]
        hip_px=(310.0 + shift[0], 270.0 + shift[1]),
    )  # fmt: skip
    pose = build(figure)
    back = measure_back(pose, view_of(figure), SpineOptions())
    # The ridge takes up to a sixth of halves that bend unlike each other.
    assert abs(back.total_deg - lumbar - thoracic) < 3.0 + 0.17 * max(abs(lumbar), abs(thoracic))
    other = "left" if facing == "right" else "right"
    flipped = measure_back(
        mirror(pose),
        View("side", 0.0, other, other, 1.0),  # type: ignore[arg-type]
        SpineOptions(),
    )
    assert close(back.total_deg, flipped.total_deg, 0.1)
    assert close(back.quality, flipped.quality, 0.02)


@given(st.lists(st.floats(-1e3, 1e3), min_size=6, max_size=6), angles, st.floats(0.01, 100.0))
def test_an_angle_between_points_is_unchanged_by_motion(
    numbers: list[float], angle: float, scale: float
) -> None:
    a, b, c = np.array(numbers).reshape(3, 2)
    s, k = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    turn = scale * np.array([[k, -s], [s, k]])
    before = included_angle_deg(a, b, c)
    after = included_angle_deg(turn @ a, turn @ b, turn @ c)
    if min(np.hypot(*(a - b)), np.hypot(*(c - b))) > 1e-3:
        assert close(before, after, 1e-3)


@given(st.lists(st.floats(0.0, 10.0), min_size=10, max_size=60), st.floats(0.1, 50.0))
def test_smoothness_ignores_amplitude_and_is_never_positive(
    speed: list[float], gain: float
) -> None:
    profile = np.array(speed)
    value = sparc(profile, 60.0)
    assert math.isnan(value) or value <= 0.0
    if profile.sum() > 1e-3:
        assert close(value, sparc(gain * profile, 60.0), 1e-3) or math.isnan(value)
