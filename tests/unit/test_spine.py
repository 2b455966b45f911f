"""Back curvature against backs whose turning is known, and when it is not judged at all."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.config import SpineOptions
from formcheck.measures.contour import ALONG, dorsal_crossings
from formcheck.measures.spine import BackShape, fit_curve, measure_back
from formcheck.measures.trunk_frame import hidden_by_upper_arms, trunk_frame
from formcheck.skeleton import Landmark as L
from formcheck.skeleton import Side
from formcheck.types import Pose, Reason, View
from support.skeletons import Arc, Back, Figure, build, mirror

STANDING = Figure(trunk_deg=80.0, upper_arm_deg=-40.0, trunk_px=150.0)


def measure(figure: Figure, **options: float) -> BackShape:
    view = View("side", figure.yaw_deg, "right", figure.facing, 1.0)
    return measure_back(build(figure), view, SpineOptions(**options))


@pytest.mark.parametrize("turning", [-30.0, -10.0, 0.0, 15.0, 35.0, 45.0, 60.0])
def test_the_turning_of_an_arc(turning: float) -> None:
    back = measure(replace(STANDING, back=Arc(turning)))
    assert back.reason is Reason.NONE
    # The ridge that calms broken contours costs 4 % of an arc, and 7 % of one this round.
    assert back.total_deg == pytest.approx(turning, abs=0.3 + 0.07 * abs(turning))
    assert back.total_deg == pytest.approx(back.lumbar_deg + back.thoracic_deg, abs=1e-9)
    assert back.quality > 0.75


@pytest.mark.parametrize("turning", [-30.0, 15.0, 45.0])
def test_the_sagitta_of_an_arc(turning: float) -> None:
    half = math.radians(turning) / 2.0
    back = measure(replace(STANDING, back=Arc(turning)))
    # Over the stretch that is read, which is nine tenths of the arc.
    assert back.sagitta_ratio == pytest.approx(0.87 * math.tan(half / 2.0) / 2.0, abs=0.005)


@pytest.mark.parametrize(
    ("lumbar", "thoracic"), [(-20.0, 30.0), (25.0, 10.0), (0.0, 40.0), (20.0, 20.0)]
)
def test_the_halves_of_an_s_shaped_back(lumbar: float, thoracic: float) -> None:
    back = measure(replace(STANDING, back=Back(lumbar, thoracic)))
    # The ridge takes most where the halves differ most.
    assert back.lumbar_deg == pytest.approx(lumbar, abs=4.0)
    assert back.thoracic_deg == pytest.approx(thoracic, abs=7.0)
    assert back.total_deg == pytest.approx(lumbar + thoracic, abs=6.5)


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("trunk_deg", [10.0, 45.0, 100.0])
def test_leaning_and_facing_do_not_matter(trunk_deg: float, facing: Side) -> None:
    figure = replace(STANDING, trunk_deg=trunk_deg, facing=facing, back=Back(5.0, 25.0))
    figure = replace(figure, upper_arm_deg=0.0 if trunk_deg < 50 else -40.0)
    assert measure(figure).total_deg == pytest.approx(30.0, abs=3.0)


def test_a_mirror_keeps_the_curvature() -> None:
    pose, options = build(replace(STANDING, back=Back(5.0, 25.0))), SpineOptions()
    seen = measure_back(pose, View("side", 0.0, "right", "right", 1.0), options)
    flipped = measure_back(mirror(pose), View("side", 0.0, "left", "left", 1.0), options)
    assert flipped.total_deg == pytest.approx(seen.total_deg, abs=0.05)
    assert flipped.lumbar_deg == pytest.approx(seen.lumbar_deg, abs=0.05)


def test_curvature_colours_and_points_follow_the_back() -> None:
    contour = measure(replace(STANDING, back=Arc(40.0))).contour
    assert contour is not None
    assert (contour.curvature_deg > 0.0).all()
    # From the sacrum to the neck: upwards in the picture, behind a lifter who faces right.
    assert contour.points[0, 1] > contour.points[-1, 1]
    assert (contour.points[:, 0] < 300.0 + 150.0 * math.cos(math.radians(80.0))).all()
    assert len(contour.raw) == len(contour.used)


def test_the_soft_edge_gives_sub_pixel_crossings() -> None:
    """A slanting edge: thresholding sees steps of a pixel, the soft mask a line."""
    height, width = 120, 160
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    edge = 60.0 + 0.13 * y
    soft = np.clip((x - edge) / 3.0 + 0.5, 0.0, 1.0).astype(np.float32)
    hip, up, dorsal = np.array([90.0, 100.0]), np.array([0.0, -1.0]), np.array([-1.0, 0.0])
    errors = []
    for mask in (soft, (soft >= 0.5).astype(np.float32)):
        along, offset = dorsal_crossings(mask, hip, up, dorsal, 80.0)
        truth = 90.0 - (60.0 + 0.13 * (100.0 - 80.0 * along))
        errors.append(float(np.abs(80.0 * offset - truth).max()))
    assert errors[0] < 0.06
    assert errors[1] > 5.0 * errors[0]


def test_strays_do_not_bend_the_curve() -> None:
    along = np.linspace(0.08, 1.04, 56)
    offset = 0.2 - 0.3 * (along - 0.52) ** 2
    plain = fit_curve(along, offset)
    offset[20:24] += 0.2
    fit = fit_curve(along, offset)
    assert plain is not None
    assert fit is not None
    np.testing.assert_allclose(fit.halves_deg(), plain.halves_deg(), atol=1.0)
    assert not fit.used[20:24].any()
    assert fit.used[4:18].all()


def _bulge(pose: Pose, low: float, high: float, out: float) -> Pose:
    """Return the pose with a block on its back, in trunk lengths along and outwards."""
    assert pose.mask is not None
    mask = pose.mask.copy()
    hip = (pose.xy[L.LEFT_HIP] + pose.xy[L.RIGHT_HIP]) / 2.0
    shoulder = (pose.xy[L.LEFT_SHOULDER] + pose.xy[L.RIGHT_SHOULDER]) / 2.0
    size = float(np.hypot(*(shoulder - hip)))
    top, bottom = hip[1] - high * size, hip[1] - low * size
    left, right = hip[0] - (0.2 + out) * size, hip[0]
    mask[round(top) : round(bottom), round(left) : round(right)] = 1.0
    return replace(pose, mask=mask)


def test_a_back_behind_a_raised_elbow_is_hidden() -> None:
    upright = replace(STANDING, trunk_deg=90.0, back=Arc(30.0), far_visibility=0.97)
    # The elbow stands out behind the back; the contour from there to the shoulder is the arm's.
    reaching = replace(upright, upper_arm_deg=50.0, elbow_deg=140.0)
    view = View("side", 0.0, "right", "right", 1.0)
    clear = measure_back(build(upright), view, SpineOptions())
    crossed = measure_back(build(reaching), view, SpineOptions())
    assert clear.reason is Reason.NONE
    assert crossed.reason is Reason.CONTOUR_HIDDEN


def test_a_block_on_the_back_is_no_part_of_it() -> None:
    pose = build(replace(STANDING, trunk_deg=90.0, back=Arc(30.0)))
    view = View("side", 0.0, "right", "right", 1.0)
    seen = measure_back(_bulge(pose, 0.45, 0.6, 0.12), view, SpineOptions())
    assert seen.total_deg == pytest.approx(30.0, abs=6.0)
    assert seen.contour is not None
    assert int((~seen.contour.used).sum()) >= 5


def test_an_elbow_behind_the_back_hides_it_up_to_the_shoulder() -> None:
    """The mask shows the arm's own edge from elbow to shoulder, and that is no back."""
    rowing = replace(STANDING, trunk_deg=20.0, upper_arm_deg=-100.0, elbow_deg=100.0)
    pose, view = build(rowing), View("side", 0.0, "right", "right", 1.0)
    trunk = trunk_frame(pose, view)
    assert trunk is not None
    offset = np.full(len(ALONG), 0.25)
    xy = pose.xy.copy()
    xy[L.RIGHT_ELBOW] = (
        trunk.hip + 0.4 * trunk.length * trunk.up
    ) + 0.3 * trunk.length * trunk.back
    hidden = hidden_by_upper_arms(replace(pose, xy=xy), trunk, ALONG, offset)
    assert hidden[(ALONG > 0.45) & (ALONG < 0.9)].all()
    assert not hidden[ALONG < 0.25].any()
    xy[L.RIGHT_ELBOW] = (
        trunk.hip + 0.4 * trunk.length * trunk.up
    ) - 0.3 * trunk.length * trunk.back
    assert not hidden_by_upper_arms(replace(pose, xy=xy), trunk, ALONG, offset)[ALONG < 0.9].any()


@pytest.mark.parametrize("yaw_deg", [41.0, 80.0, -41.0, -80.0])
def test_the_wrong_view_is_not_judged(yaw_deg: float) -> None:
    back = measure(replace(STANDING, yaw_deg=yaw_deg))
    assert math.isnan(back.total_deg)
    assert back.reason is Reason.VIEW


def test_a_view_that_wavers_is_not_judged() -> None:
    shaky = View("side", 0.0, "right", "right", 0.5)
    back = measure_back(build(STANDING), shaky, SpineOptions())
    assert back.reason is Reason.VIEW
    unknown = measure_back(build(STANDING), View(), SpineOptions())
    assert unknown.reason is Reason.VIEW


def test_a_trunk_cut_off_by_the_picture() -> None:
    back = measure(replace(STANDING, hip_px=(300.0, 500.0)))
    assert (math.isnan(back.total_deg), back.reason) == (True, Reason.OUT_OF_FRAME)


def test_a_lifter_too_small() -> None:
    back = measure(replace(STANDING, trunk_px=30.0))
    assert (math.isnan(back.total_deg), back.reason) == (True, Reason.CONTOUR_UNSURE)


def test_without_a_mask_or_with_an_empty_one() -> None:
    pose, view = build(STANDING), View("side", 0.0, "right", "right", 1.0)
    assert pose.mask is not None
    for mask in (None, np.zeros_like(pose.mask), np.ones_like(pose.mask)):
        back = measure_back(replace(pose, mask=mask), view, SpineOptions())
        reason = Reason.NO_OUTLINE if mask is None else Reason.CONTOUR_HIDDEN
        assert (math.isnan(back.total_deg), back.reason) == (True, reason)


def test_a_back_half_hidden() -> None:
    pose, view = build(STANDING), View("side", 0.0, "right", "right", 1.0)
    hidden = _bulge(pose, 0.3, 0.8, 1.5)
    back = measure_back(hidden, view, SpineOptions())
    assert (math.isnan(back.total_deg), back.reason) == (True, Reason.CONTOUR_HIDDEN)


def test_landmarks_that_coincide() -> None:
    pose, view = build(STANDING), View("side", 0.0, "right", "right", 1.0)
    point = replace(pose, xy=np.full_like(pose.xy, 100.0))
    assert measure_back(point, view, SpineOptions()).reason is Reason.LOW_VISIBILITY


def test_noise_lowers_the_quality_and_raises_the_error() -> None:
    pose, view = build(STANDING), View("side", 0.0, "right", "right", 1.0)
    assert pose.mask is not None
    rng = np.random.default_rng(2)
    rough = np.clip(pose.mask + rng.normal(0.0, 0.35, pose.mask.shape), 0.0, 1.0)
    noisy = measure_back(replace(pose, mask=rough.astype(np.float32)), view, SpineOptions())
    clean = measure_back(pose, view, SpineOptions())
    assert noisy.quality < clean.quality
    assert noisy.std_deg > clean.std_deg
