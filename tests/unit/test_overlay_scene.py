"""The scene: what is drawn follows from the result, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.overlay.palette import CURVATURE_RAMP, STRAIGHT_LEVEL, STYLES, Role
from formcheck.overlay.scene import (
    Layers,
    Scene,
    build_scene,
    curvature_levels,
    mask_alpha,
)
from formcheck.skeleton import EDGES, Landmark
from formcheck.types import FrameResult, Measurement, Reason, View
from support.scripted import SIZE, VIEW, ScriptedPipeline, rowing_pose


def result_at(time_s: float, **changes: object) -> FrameResult:
    """Run the script up to a time and return the result there."""
    pipeline = ScriptedPipeline()
    result = None
    for index in range(round(time_s * 30) + 1):
        result = pipeline.push(index, index / 30, rowing_pose(index / 30), SIZE)
    assert result is not None
    return replace(result, **changes)


def segments(scene: Scene, role: Role) -> int:
    return sum(len(strokes.segments) for strokes in scene.strokes if strokes.role is role)


def test_each_edge_is_drawn_once_and_the_far_side_thinner() -> None:
    scene = build_scene(result_at(0.5), SIZE)
    drawn = sum(len(strokes.segments) for strokes in scene.strokes)
    assert drawn == len(EDGES)
    assert segments(scene, Role.LIMB_NEAR) > 0
    assert segments(scene, Role.LIMB_FAR) > 0
    assert STYLES[Role.LIMB_FAR].width < STYLES[Role.LIMB_NEAR].width


def test_a_hidden_arm_is_dashed_and_a_guessed_one_left_out() -> None:
    scene = build_scene(result_at(0.5), SIZE)
    assert segments(scene, Role.LIMB_UNSURE) == 2, "far upper arm and forearm"
    assert STYLES[Role.LIMB_UNSURE].dashed
    pose = rowing_pose(0.5)
    visibility = pose.visibility.copy()
    visibility[Landmark.LEFT_WRIST] = 0.02
    scene = build_scene(result_at(0.5, pose=replace(pose, visibility=visibility)), SIZE)
    assert segments(scene, Role.LIMB_UNSURE) == 1


def test_missing_landmarks_take_their_lines_with_them() -> None:
    pose = rowing_pose(0.5)
    xy = pose.xy.copy()
    xy[Landmark.RIGHT_KNEE] = np.nan
    scene = build_scene(result_at(0.5, pose=replace(pose, xy=xy)), SIZE)
    drawn = np.vstack([strokes.segments for strokes in scene.strokes])
    assert np.isfinite(drawn).all()
    assert len(drawn) == len(EDGES) - 2


@pytest.mark.parametrize(("near", "inner"), [("left", "LEFT_KNEE"), ("right", "RIGHT_KNEE")])
def test_the_near_side_follows_the_view(near: str, inner: str) -> None:
    view = replace(VIEW, near_side=near)  # type: ignore[arg-type]
    result = result_at(0.5, view=view)
    assert result.pose is not None
    knee = result.pose.xy[Landmark[inner]]
    near_lines = next(s for s in build_scene(result, SIZE).strokes if s.role is Role.LIMB_NEAR)
    assert (np.abs(near_lines.segments.reshape(-1, 2) - knee).max(axis=1) < 1e-9).any()


def test_from_the_front_both_sides_are_near() -> None:
    scene = build_scene(result_at(0.5, view=View("front", 88.0)), SIZE)
    assert segments(scene, Role.LIMB_FAR) == 0


def test_nobody_gives_an_empty_scene_with_the_count() -> None:
    scene = build_scene(result_at(0.5, pose=None, contour=None, active_flags=()), SIZE)
    assert scene.strokes == scene.dots == ()
    assert scene.ribbon is None
    assert scene.mask is None
    assert [label.role for label in scene.labels] == [Role.COUNT]


def test_layers_can_be_left_out() -> None:
    off = Layers(skeleton=False, contour=False, mask=False, labels=False)
    assert build_scene(result_at(4.0), SIZE, layers=off) == Scene(SIZE)


def test_contour_colours_run_from_arched_over_neutral_to_rounded() -> None:
    levels = curvature_levels(np.array([-500.0, -4.0, 0.0, np.nan, 4.0, 500.0]))
    last = len(CURVATURE_RAMP) - 1
    assert levels.tolist() == [0, 1, STRAIGHT_LEVEL, STRAIGHT_LEVEL, STRAIGHT_LEVEL + 1, last]


def test_the_ribbon_has_a_level_for_each_piece_and_is_dashed_when_unsure() -> None:
    result = result_at(4.0)
    ribbon = build_scene(result, SIZE).ribbon
    assert ribbon is not None
    assert ribbon.sure
    assert len(ribbon.levels) == len(ribbon.points) - 1
    assert ribbon.levels.max() > STRAIGHT_LEVEL
    assert result.contour is not None
    poor = replace(result, contour=replace(result.contour, quality=0.2))
    unsure = build_scene(poor, SIZE).ribbon
    assert unsure is not None
    assert not unsure.sure


def test_a_neutral_back_is_plain_however_curved_it_is() -> None:
    result = result_at(0.5)
    assert result.contour is not None
    assert result.contour.curvature_deg.max() > 10
    ribbon = build_scene(result, SIZE).ribbon
    assert ribbon is not None
    assert (ribbon.levels == STRAIGHT_LEVEL).all()


def test_the_half_that_is_rounded_is_the_half_that_is_coloured() -> None:
    result = result_at(0.5)
    measures = {
        **result.measures,
        "lumbar_flexion_deg": Measurement(20.0),
        "thoracic_flexion_deg": Measurement(0.0),
    }
    ribbon = build_scene(replace(result, measures=measures), SIZE).ribbon
    assert ribbon is not None
    assert ribbon.levels[0] == len(CURVATURE_RAMP) - 1
    assert ribbon.levels[-1] == STRAIGHT_LEVEL
    assert (np.diff(ribbon.levels) <= 0).all()


def test_without_a_neutral_the_contour_is_plain() -> None:
    result = result_at(4.0)
    missing = Measurement.missing(Reason.NO_NEUTRAL)
    measures = {**result.measures, "lumbar_flexion_deg": missing, "thoracic_flexion_deg": missing}
    ribbon = build_scene(replace(result, measures=measures), SIZE).ribbon
    assert ribbon is not None
    assert (ribbon.levels == STRAIGHT_LEVEL).all()


def test_flags_are_told_in_words_the_most_severe_first() -> None:
    flag = result_at(4.0).active_flags[0]
    alert = replace(flag, code="drop", severity="alert", start_s=99.0)
    result = result_at(4.0, active_flags=(flag, alert), rep_count=7)
    labels = build_scene(result, SIZE, words={"drop": "Dropped"}).labels
    assert [label.text for label in labels] == ["7", "Dropped", "Rounded back"]
    assert labels[1].severity == "alert"


def test_the_mask_is_reduced_and_keeps_its_proportions() -> None:
    alpha = mask_alpha(rowing_pose(0.5, size=(1281, 721)))
    assert alpha is not None
    assert alpha.dtype == np.uint8
    assert alpha.shape[0] <= 180
    assert alpha.shape[1] / alpha.shape[0] == pytest.approx(1281 / 721, rel=0.01)
    assert alpha.max() == 255
    assert mask_alpha(None) is None
