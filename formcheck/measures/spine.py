"""Back curvature from the dorsal contour of the person mask.

The pose model has no landmark on the spine, and a hip-shoulder line cannot see rounding.  The
mask can: seen from the side, its edge behind the trunk is the back.  Rays leave the hip-shoulder
line at right angles towards the back; where the soft mask falls through one half, the ray
crosses the dorsal contour.  Crossings that belong to an arm are left out.  A smooth curve is
fitted to the rest and its turning measured between the sacrum and the neck base.

This is a surface measure: the turning of the visible back line, not a vertebral angle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.config import SpineOptions
from formcheck.measures.contour import ALONG, RAYS, dorsal_crossings
from formcheck.measures.curve import HIGH_END, LOW_END, SMOOTH, Basis, CurveFit, fit_curve
from formcheck.measures.trunk_frame import TrunkFrame, arm_crossings, cut_off, trunk_frame
from formcheck.types import NAN, BackContour, FloatArray, Pose, Reason, View

THORACOLUMBAR = 0.45
"""Where the lumbar half ends, as a fraction of hip-shoulder length."""

LEAP = 0.025
LEAP_RATE = 0.04
FOLLOW_S = 0.1
FORGET_S = 3.0
"""A crossing more than ``LEAP`` (plus ``LEAP_RATE`` a second since the ray was last clear) trunk
lengths outside of where the back was is not the back.  Rounding by 35 degrees within a second
moves the contour by 0.08 trunk lengths a second and stays well inside, because the memory
follows within ``FOLLOW_S``; after ``FORGET_S`` without a clear view the ray starts afresh.
"""


MAX_HALVES_APART_DEG = 25.0
"""One half of a back does not bend that much more than the other: an arm, a plate or a passer-by
stands in the contour.  Set on rendered clips, where it refuses the worst errors first."""


@dataclass(frozen=True, slots=True)
class BackShape:
    """What one frame's contour says.

    ``total_deg = lumbar_deg + thoracic_deg``: turning of the tangent from the lower to the upper
    end, flexion positive, absolute (no neutral taken off).  ``std_deg`` is the standard error of
    the total from the fit's residuals.  All NaN with a reason when the contour cannot be judged;
    ``contour`` is kept for drawing where there is one.
    """

    total_deg: float = NAN
    lumbar_deg: float = NAN
    thoracic_deg: float = NAN
    sagitta_ratio: float = NAN
    std_deg: float = NAN
    quality: float = 0.0
    reason: Reason = Reason.NONE
    contour: BackContour | None = None


class BackMeasurer:
    """Measure the back of one lifter, frame after frame.

    A back bends; it does not jump.  Each ray remembers where the back was, and a crossing that
    suddenly lies farther out (an elbow rising behind the trunk, a passer-by) is left out until
    it stays long enough to be believed.
    """

    def __init__(self, options: SpineOptions) -> None:
        self._options = options
        self._known = np.full(RAYS, np.nan)
        self._seen_s = np.full(RAYS, -np.inf)

    def push(self, time_s: float, pose: Pose, view: View) -> BackShape:
        """Measure the back of one pose.

        Parameters
        ----------
        time_s : float
        pose : Pose
            With a mask; without one the result is missing with ``CONTOUR_HIDDEN``.
        view : View
            Says whether the back is in profile at all.

        Returns
        -------
        BackShape
        """
        options = self._options
        if pose.mask is None:
            return BackShape(reason=Reason.CONTOUR_HIDDEN)
        in_profile = -options.max_yaw_behind_deg <= view.yaw_deg <= options.max_yaw_front_deg
        if not in_profile or view.quality < options.min_view_quality:
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
        clear &= ~self._leapt(time_s, offset, clear)
        return _shape(pose, view, trunk, along, offset, clear, options)

    def _leapt(
        self, time_s: float, offset: FloatArray, clear: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """Tell which crossings leapt outwards, and remember the others."""
        age = np.minimum(time_s - self._seen_s, 1e6)
        limit = self._known + LEAP + LEAP_RATE * np.minimum(age, FORGET_S)
        leapt: NDArray[np.bool_] = clear & (age < FORGET_S) & (offset > limit)
        fresh = clear & ~leapt
        blend = np.where(age < FORGET_S, age / (age + FOLLOW_S), 1.0)[fresh]
        before = self._known[fresh]
        before[np.isnan(before)] = 0.0
        self._known[fresh] = before + blend * (offset[fresh] - before)
        self._seen_s[fresh] = time_s
        return leapt


_RAYS = Basis.at(ALONG)
_HALVES = Basis.at(np.array([LOW_END, THORACOLUMBAR, HIGH_END]))


def _shape(
    pose: Pose,
    view: View,
    trunk: TrunkFrame,
    along: FloatArray,
    offset: FloatArray,
    clear: NDArray[np.bool_],
    options: SpineOptions,
) -> BackShape:
    share = np.count_nonzero(clear) / len(clear)
    if share < options.min_clear_fraction or _gap(along, clear) > options.max_gap:
        return BackShape(reason=Reason.CONTOUR_HIDDEN, quality=share)
    fit = fit_curve(along[clear], offset[clear], options.stiffness, _RAYS.offsets[clear])
    low, middle, high = fit.angles_deg(_HALVES).tolist()
    quality = _quality(fit, share, view, options)
    used = np.zeros(len(along), dtype=np.bool_)
    used[np.flatnonzero(clear)] = fit.used
    contour = _drawable(pose, trunk, along, offset, used, fit, quality)
    if quality < options.min_quality:
        return BackShape(reason=Reason.CONTOUR_UNSURE, quality=quality, contour=contour)
    return BackShape(
        total_deg=low - high,
        lumbar_deg=low - middle,
        thoracic_deg=middle - high,
        sagitta_ratio=fit.sagitta_ratio(),
        std_deg=fit.turning_std_deg,
        quality=quality,
        contour=contour,
    )


def _gap(along: FloatArray, clear: NDArray[np.bool_]) -> float:
    """Return the longest stretch of back without a clear crossing, in trunk lengths."""
    known = along[clear]
    if not len(known):
        return HIGH_END - LOW_END
    inner = float((known[1:] - known[:-1]).max()) if len(known) > 1 else 0.0
    return max(float(known[0]) - LOW_END, inner, HIGH_END - float(known[-1]))


def _quality(fit: CurveFit, clear: float, view: View, options: SpineOptions) -> float:
    """Return 0 to 1: coverage, fit, and how square the camera stands to the trunk."""
    reach = (min(fit.high, HIGH_END) - max(fit.low, LOW_END)) / (HIGH_END - LOW_END)
    coverage = reach * min(1.0, clear / 0.8)
    steadiness = 1.0 / (1.0 + (fit.turning_std_deg / options.std_half_deg) ** 2)
    limit = options.max_yaw_front_deg if view.yaw_deg > 0 else options.max_yaw_behind_deg
    squareness = 1.0 - 0.6 * min(1.0, abs(view.yaw_deg) / limit) ** 2
    used = np.count_nonzero(fit.used) / len(fit.used)
    return float(coverage * steadiness * squareness * used)


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
