"""The one-arm row with a knee on the bench: what lies on it, what stands on the floor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("numba", reason="the studio extra is not installed (numba)")

from studio.anatomy import ROSTER, Body
from studio.camera import Camera
from studio.draw import draw_style
from studio.exercises import bench
from studio.exercises.base import Style
from studio.exercises.supported import SingleArmRow
from studio.figure import figure_mesh
from studio.mesh import join
from studio.motion import Rep, Session, SetPlan, State
from studio.performance import Performance, pose
from studio.skeleton import Skeleton
from studio.truth import frame_truth, standing

ROW = SingleArmRow()
CLEAN = Rep()
STYLES = tuple(replace(draw_style(np.random.default_rng(i)), knee_on_bench=True) for i in range(5))
LOW = replace(STYLES[0], inclination_deg=18.0, knee_deg=138.0, stance_m=0.10)
HIGH = replace(STYLES[0], inclination_deg=52.0, knee_deg=162.0, stance_m=0.18)


def at(side: str, ready: float = 1.0, pull: float = 0.0) -> State:
    """Return the state of a clean row with the arm of ``side``."""
    pulls = (pull, 0.0) if side == "left" else (0.0, pull)
    return replace(State.resting(), ready=ready, pull=pulls, scapula=pulls, side=side)


def top_m(body: Body, style: Style) -> float:
    """Return the height of the bench as it is drawn."""
    return float(join(ROW.fixtures(body, style)).points[:, 2].max())


def into_the_bench_m(body: Body, style: Style, skeleton: Skeleton) -> float:
    """Return how deep the bones of the legs are in the bench's pad; 0 outside."""
    there = bench.kneel(body, style, 1.0)
    low = np.array([bench.REAR_M, -bench.HALF_WIDTH_M, there.top_m - 0.07])
    high = np.array([there.front_m, bench.HALF_WIDTH_M, there.top_m])
    deepest = 0.0
    for side in ("left", "right"):
        for first, second in (("hip", "knee"), ("knee", "ankle")):
            bone = np.linspace(skeleton[f"{side}_{first}"], skeleton[f"{side}_{second}"], 20)
            depth = np.minimum(bone - low, high - bone).min(axis=1)
            deepest = max(deepest, float(depth.max()))
    return deepest


@pytest.mark.parametrize("style", [LOW, HIGH], ids=["low", "high"])
@pytest.mark.parametrize("body", [ROSTER[0], ROSTER[5], ROSTER[9]], ids=lambda body: body.name)
def test_knee_shin_and_fist_rest_on_the_drawn_bench(body: Body, style: Style) -> None:
    skeleton, top = ROW.pose(body, style, at("left")), top_m(body, style)
    points = figure_mesh(body, skeleton).points
    for place in ("right_knee", "right_wrist"):
        around = np.linalg.norm(points - skeleton[place], axis=1) < 0.13 * body.scale
        assert points[around, 2].min() == pytest.approx(top, abs=0.03), place
    mid_shin = (skeleton["right_knee"] + skeleton["right_ankle"]) / 2
    on_pad = np.linalg.norm(points - mid_shin, axis=1) < 0.08 * body.scale
    assert points[on_pad, 2].min() == pytest.approx(top, abs=0.03)
    assert mid_shin[0] > bench.REAR_M
    assert abs(mid_shin[1]) < bench.HALF_WIDTH_M


@pytest.mark.parametrize("body", ROSTER, ids=lambda body: body.name)
def test_the_other_foot_stands_beside_the_bench_and_both_sides_mirror(body: Body) -> None:
    for style in (*STYLES, LOW, HIGH):
        left, right = (ROW.pose(body, style, at(side, pull=0.7)) for side in ("left", "right"))
        assert left["left_ankle"][2] == pytest.approx(body.ankle_m, abs=1e-6)
        assert left["left_ankle"][1] - 0.05 * body.scale > bench.HALF_WIDTH_M
        assert left["right_knee"][2] == pytest.approx(top_m(body, style) + 0.05, abs=0.03)
        for name in ("hip", "knee", "ankle", "wrist", "elbow", "acromion"):
            mirrored = right[f"left_{name}"] * (1, -1, 1)
            assert left[f"right_{name}"] == pytest.approx(mirrored, abs=0.003), name


@pytest.mark.parametrize("body", ROSTER, ids=lambda body: body.name)
def test_the_trunk_is_nearly_level_and_the_other_hand_stays_propped(body: Body) -> None:
    rest = standing(body)
    for style in (*STYLES, LOW, HIGH):
        palm = bench.kneel(body, style, -1.0).palm
        for pull in (0.0, 1.0):
            state = at("right", pull=pull)
            skeleton = ROW.pose(body, style, state)
            truth = frame_truth(skeleton, rest, state, Camera())
            assert 5.0 < truth["trunk_inclination_3d_deg"] < 22.0
            assert 110.0 < truth["left_elbow_deg"] < 175.0
            assert 145.0 < truth["right_knee_deg"] < 176.0
            assert skeleton["left_wrist"] == pytest.approx(palm, abs=0.01)


@pytest.mark.parametrize("side", ["left", "right"])
def test_getting_on_neither_jumps_nor_passes_through_the_bench(side: str) -> None:
    for body in (ROSTER[2], ROSTER[5]):
        for style in (LOW, HIGH):
            plan = SetPlan((replace(CLEAN, eccentric_s=1.2),), enter_s=1.0, side=side)
            performance = Performance("single_arm_row", body, style, Session((plan,)))
            times = np.arange(0.0, performance.session.duration_s, 1 / 24)
            poses = [pose(performance, t)[0] for t in times]
            names = ("left_wrist", "right_wrist", "left_ankle", "right_ankle", "left_knee", "head")
            path = np.array([[skeleton[name] for name in names] for skeleton in poses])
            assert np.linalg.norm(np.diff(path, axis=0), axis=-1).max() * 24 < 4.0
            assert max(into_the_bench_m(body, style, p) for p in poses) < 0.005
            assert path[:, 2:4, 2].min() > body.ankle_m - 0.005, "no foot below the floor"


def test_the_dumbbell_is_in_the_working_hand_from_standing_to_kneeling() -> None:
    for side in ("left", "right"):
        for ready in (0.0, 0.4, 1.0):
            skeleton = ROW.pose(ROSTER[1], LOW, at(side, ready))
            held = join(ROW.props(ROSTER[1], LOW, skeleton)).points.mean(axis=0)
            assert held == pytest.approx(skeleton[f"{side}_grip"], abs=0.02)


def test_without_the_knee_both_feet_stay_on_the_floor() -> None:
    skeleton = ROW.pose(ROSTER[0], Style(), at("left"))
    for side in ("left", "right"):
        assert skeleton[f"{side}_ankle"][2] == pytest.approx(ROSTER[0].ankle_m, abs=0.01)
