"""The body's geometry: spine, girdle, limbs and camera against numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("numba", reason="the studio extra is not installed (numba)")

from studio.anatomy import ROSTER, Body
from studio.camera import Camera
from studio.exercises.base import Style
from studio.exercises.registry import EXERCISES, NOT_EXERCISES
from studio.motion import State
from studio.skeleton import (
    Posture,
    clamp_reach,
    pelvis_for_inclination,
    solve,
    spine_bends,
    two_bone,
)
from studio.transforms import joint_angle, vec
from studio.truth import LANDMARKS, frame_truth, standing, trunk_length


def posture(body: Body, **changes: object) -> Posture:
    """The standing posture with changes."""
    return replace(standing(body).posture, **changes)


def acromion(body: Body, **changes: object) -> np.ndarray:
    """Left acromion in the thorax frame after changes to the standing posture."""
    skeleton = solve(body, posture(body, **changes))
    return skeleton.frames["chest"].T @ (skeleton["left_acromion"] - skeleton.spine[6])


@pytest.mark.parametrize("body", ROSTER, ids=lambda b: b.name)
def test_standing_is_the_zero_of_every_measure(body: Body) -> None:
    rest = standing(body)
    row = frame_truth(rest, rest, State.resting(), Camera())
    names = ("lumbar_flexion_deg", "thoracic_flexion_deg", "left_retraction_pct")
    for name in (*names, "left_elevation_pct"):
        assert row[name] == pytest.approx(0.0, abs=1e-6)
    assert rest["head"][2] > rest["c7"][2] > rest["hip"][2] > rest["left_knee"][2]
    assert rest["head"][2] + 0.13 == pytest.approx(body.height_m, rel=0.04)


@pytest.mark.parametrize("part", ["lumbar", "thoracic"])
def test_flexion_turns_only_its_own_part_of_the_spine(part: str) -> None:
    body = ROSTER[0]
    lumbar, thoracic = (20.0, 0.0) if part == "lumbar" else (0.0, 20.0)
    change = np.subtract(spine_bends(body, lumbar, thoracic), spine_bends(body, 0.0, 0.0))
    assert change[:3].sum() == pytest.approx(lumbar)
    assert change[3:].sum() == pytest.approx(thoracic)


def test_flexion_turns_c7_against_the_pelvis_by_its_size() -> None:
    body = ROSTER[3]
    straight = solve(body, posture(body))
    bent = solve(body, posture(body, lumbar_deg=18.0, thoracic_deg=12.0))

    def lean(skeleton: object) -> float:
        x, _, z = skeleton.spine_frames[-1][:, 2]
        return float(np.degrees(np.arctan2(x, z)))

    assert lean(bent) - lean(straight) == pytest.approx(30.0)


def test_a_flat_back_without_curves_is_a_straight_line() -> None:
    body = Body(lordosis_deg=0.0, kyphosis_deg=0.0)
    spine = solve(body, posture(body)).spine
    steps = np.diff(spine, axis=0)
    steps /= np.linalg.norm(steps, axis=1)[:, None]
    assert np.allclose(steps, steps[0])


@pytest.mark.parametrize("inclination", [15.0, 40.0, 90.0])
def test_pelvis_pitch_gives_the_wanted_inclination(inclination: float) -> None:
    body = ROSTER[1]
    pitch = pelvis_for_inclination(body, inclination, 10.0, 15.0)
    skeleton = solve(body, posture(body, pelvis_deg=pitch, lumbar_deg=10.0, thoracic_deg=15.0))
    rise = skeleton["c7"] - skeleton["hip"]
    assert np.degrees(np.arctan2(rise[2], rise[0])) == pytest.approx(inclination)


def test_elevation_moves_the_acromion_up_and_protraction_forward() -> None:
    body = ROSTER[0]
    rest = acromion(body)
    assert acromion(body, elevation_deg=(15.0, 0.0))[2] - rest[2] > 0.03
    assert acromion(body, elevation_deg=(0.0, 15.0)) == pytest.approx(rest)
    assert acromion(body, protraction_deg=(15.0, 0.0))[0] - rest[0] > 0.03
    assert acromion(body, protraction_deg=(-15.0, 0.0))[0] - rest[0] < -0.03


def test_retraction_truth_is_positive_backwards_in_percent_of_the_trunk() -> None:
    body = ROSTER[0]
    rest = standing(body)
    pulled = solve(body, posture(body, protraction_deg=(-15.0, 0.0), lumbar_deg=25.0))
    row = frame_truth(pulled, rest, State.resting(), Camera())
    travel = rest.frames["chest"].T @ (rest["left_acromion"] - rest.spine[6])
    travel = acromion(body, protraction_deg=(-15.0, 0.0)) - travel
    assert row["left_retraction_pct"] == pytest.approx(
        -100 * travel[0] / trunk_length(rest), abs=1e-3
    )
    assert row["left_retraction_pct"] > 5.0
    assert row["right_retraction_pct"] == pytest.approx(0.0, abs=1e-6)


def test_two_bone_keeps_lengths_and_bends_towards_the_pole() -> None:
    start, end = vec(0, 0, 0), vec(0.3, 0.1, -0.2)
    middle = two_bone(start, end, 0.30, 0.26, vec(0, 0, 1))
    assert np.linalg.norm(middle - start) == pytest.approx(0.30)
    assert np.linalg.norm(end - middle) == pytest.approx(0.26)
    assert middle[2] > -0.1


def test_targets_out_of_reach_are_pulled_in() -> None:
    assert clamp_reach(vec(0, 0, 0), vec(2, 0, 0), 0.5) == pytest.approx(vec(0.5, 0, 0))
    assert clamp_reach(vec(0, 0, 0), vec(0.2, 0, 0), 0.5) == pytest.approx(vec(0.2, 0, 0))


@pytest.mark.parametrize("name", sorted(set(EXERCISES) - set(NOT_EXERCISES)))
@pytest.mark.parametrize("pull", [0.0, 0.5, 1.0])
def test_every_exercise_reaches_its_hands_and_keeps_bone_lengths(name: str, pull: float) -> None:
    body, style = ROSTER[0], Style()
    pulls = (pull, pull)
    state = replace(State.resting(), ready=1.0, pull=pulls, scapula=pulls, side="right")
    skeleton = EXERCISES[name].pose(body, style, state)
    for side, hand in zip(("left", "right"), skeleton.posture.hands, strict=True):
        upper = np.linalg.norm(skeleton[f"{side}_elbow"] - skeleton[f"{side}_gleno"])
        thigh = np.linalg.norm(skeleton[f"{side}_knee"] - skeleton[f"{side}_hip"])
        assert upper == pytest.approx(body.upper_arm_m)
        assert thigh == pytest.approx(body.thigh_m)
        assert np.linalg.norm(skeleton[f"{side}_wrist"] - hand.target) < 0.06
        assert skeleton[f"{side}_heel"][2] > -0.05


def test_a_row_bends_the_elbow_and_a_shrug_does_not() -> None:
    body, style = ROSTER[0], Style()

    def elbow(name: str, pull: float) -> float:
        pulls = (pull, pull)
        state = replace(State.resting(), ready=1.0, pull=pulls, scapula=pulls)
        s = EXERCISES[name].pose(body, style, state)
        return joint_angle(s["left_gleno"], s["left_elbow"], s["left_wrist"])

    assert elbow("barbell_row", 0.0) > 150 > 90 > elbow("barbell_row", 1.0)
    assert elbow("dumbbell_shrug", 1.0) == pytest.approx(elbow("dumbbell_shrug", 0.0), abs=6.0)


def test_projection_matches_a_pinhole_worked_out_by_hand() -> None:
    camera = Camera(
        yaw_deg=0.0,
        distance_m=4.0,
        height_m=1.0,
        target=(0.0, 0.0, 1.0),
        fov_deg=90.0,
        size=(800, 600),
    )
    # The lens is at y = −4 and looks along +y; 90° over 600 px makes the focal length 300 px.
    points = [(0, 0, 1), (1, 0, 1), (0, 0, 2), (1, -2, 0.5)]
    expected = [(400, 300), (475, 300), (400, 225), (550, 375)]
    assert camera.project(points) == pytest.approx(np.array(expected, float))


@pytest.mark.parametrize("side", ["left", "right"])
def test_positive_yaw_stands_in_front_and_the_near_side_is_near(side: str) -> None:
    camera = Camera(yaw_deg=30.0, near_side=side, target=(0.0, 0.0, 1.0))
    assert camera.position[0] > 0.5
    near, far = np.array([0, 0.2, 1.0]), np.array([0, -0.2, 1.0])
    depth = camera.to_view([near, far])[:, 2]
    assert (depth[0] < depth[1]) == (side == "left")


def test_roll_turns_the_picture_counter_clockwise() -> None:
    level, rolled = Camera(target=(0, 0, 1.0)), Camera(target=(0, 0, 1.0), roll_deg=5.0)
    right = level.axes[0] * 0.5 + np.array([0, 0, 1.0])
    assert rolled.project(right)[0, 1] < level.project(right)[0, 1]


def test_every_landmark_of_the_pose_network_has_a_truth() -> None:
    skeleton = standing(ROSTER[0])
    assert len(LANDMARKS) == 33
    assert all(name in skeleton.joints for name in LANDMARKS)
