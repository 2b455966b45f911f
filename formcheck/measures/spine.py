"""Back curvature from the dorsal contour of the person mask.

The pose model has no landmark on the spine, and a hip-shoulder line cannot see rounding.  The
mask can: seen from the side, its edge behind the trunk is the back.  Rays leave the hip-shoulder
line at right angles towards the back; where the soft mask falls through one half, the ray
crosses the dorsal contour.  Crossings that belong to an arm are left out.  A smooth curve is
fitted to the rest, robustly, and its turning measured between the sacrum and the neck base.

This is a surface measure: the turning of the visible back line, not a vertebral angle.  Nothing is
remembered from frame to frame: what stands before the back for a moment is doubted in that moment.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.config import SpineOptions
from formcheck.measures.contour import dorsal_crossings
from formcheck.measures.curve import LOW_END, SMOOTH, CurveFit, fit_curve
from formcheck.measures.trunk_frame import (
    TrunkFrame,
    arm_crossings,
    cut_off,
    hidden_by_upper_arms,
    trunk_frame,
)
from formcheck.types import NAN, BackContour, FloatArray, Pose, Reason, View

MASK_STD_DEG = 4.0
"""Error of the turning besides that of the fit: the mask's own, measured on rendered backs."""


@dataclass(frozen=True, slots=True)
class BackShape:
    """What one frame's contour says.

    ``total_deg = lumbar_deg + thoracic_deg``: turning of the tangent from the lower to the upper
    end, flexion positive, 0 a straight line (no neutral taken off).  ``std_deg`` is the standard
    error of the total.  All NaN with a reason when the contour cannot be judged; ``contour`` is
    kept for drawing where there is one.
    """

    total_deg: float = NAN
    lumbar_deg: float = NAN
    thoracic_deg: float = NAN
    sagitta_ratio: float = NAN
    std_deg: float = NAN
    quality: float = 0.0
    reason: Reason = Reason.NONE
    contour: BackContour | None = None


def measure_back(pose: Pose, view: View, options: SpineOptions) -> BackShape:
    """Return the shape of the back in one pose.

    Parameters
    ----------
    pose : Pose
        With a mask; without one the result is missing with ``CONTOUR_HIDDEN``.
    view : View
        Says whether the back is in profile at all.
    options : SpineOptions

    Returns
    -------
    BackShape
    """
    if pose.mask is None:
        return BackShape(reason=Reason.CONTOUR_HIDDEN)
    if not in_profile(view, options):
        return BackShape(reason=Reason.VIEW)
    trunk = trunk_frame(pose, view)
    if trunk is None:
        return BackShape(reason=Reason.LOW_VISIBILITY)
    if trunk.length < options.min_trunk_px:
        return BackShape(reason=Reason.CONTOUR_UNSURE)
    if cut_off(trunk, pose.mask):
        return BackShape(reason=Reason.OUT_OF_FRAME)
    along, offset = dorsal_crossings(pose.mask, trunk.hip, trunk.up, trunk.back, trunk.length)
    clear = np.isfinite(offset) & ~arm_crossings(pose, trunk, along, offset)
    clear &= ~hidden_by_upper_arms(pose, trunk, along, offset)
    fit = fit_curve(along[clear], offset[clear])
    if fit is None:
        share = np.count_nonzero(clear) / len(clear)
        return BackShape(reason=Reason.CONTOUR_HIDDEN, quality=share)
    lumbar, thoracic = fit.halves_deg()
    std = math.hypot(MASK_STD_DEG, fit.turning_std_deg)
    quality = quality_of(std, options)
    used = np.zeros(len(along), dtype=np.bool_)
    used[np.flatnonzero(clear)] = fit.used
    return BackShape(
        total_deg=lumbar + thoracic,
        lumbar_deg=lumbar,
        thoracic_deg=thoracic,
        sagitta_ratio=fit.sagitta_ratio(),
        std_deg=std,
        quality=quality,
        contour=_drawable(pose, trunk, along, offset, used, fit, quality),
    )


def in_profile(view: View, options: SpineOptions) -> bool:
    """Whether the back is seen from the side, for certain."""
    side_on = -options.max_yaw_behind_deg <= view.yaw_deg <= options.max_yaw_front_deg
    return side_on and view.quality >= options.min_view_quality


def quality_of(std_deg: float, options: SpineOptions) -> float:
    """Return 0 to 1: one half at ``std_half_deg``."""
    return 1.0 / (1.0 + (std_deg / options.std_half_deg) ** 2)


def _drawable(
    pose: Pose,
    trunk: TrunkFrame,
    along: FloatArray,
    offset: FloatArray,
    used: NDArray[np.bool_],
    fit: CurveFit,
    quality: float,
) -> BackContour:
    scale = pose.mask_scale

    def to_frame(a: FloatArray, d: FloatArray) -> FloatArray:
        points = trunk.hip + (a * trunk.length)[:, None] * trunk.up
        points += (d * trunk.length)[:, None] * trunk.back
        points *= scale
        return points

    return BackContour(
        points=to_frame(LOW_END + SMOOTH.run, fit.offsets(SMOOTH)),
        curvature_deg=fit.curvature_deg(SMOOTH),
        raw=to_frame(along, offset),
        used=used,
        quality=quality,
    )
