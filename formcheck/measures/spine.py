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
from formcheck.measures.trunk_frame import (
    TrunkFrame,
    arm_crossings,
    cut_off,
    hidden_by_upper_arms,
    trunk_frame,
)
from formcheck.types import NAN, BackContour, FloatArray, Pose, Reason, View

LOW_END, HIGH_END = 0.10, 0.85
"""The stretch of back that is read, as fractions of hip-shoulder length: from above the gluteal
fold to below hood, collar and hair.  On real backs without a neutral (docs/benchmark-real.md) an
upper end at 0.94 finds 19 of 29 rounded spans where 0.85 finds 28."""

NECK_BASE = 0.94
"""Where the thoracic half ends.  What lies above :data:`HIGH_END` is taken to turn as the thoracic
half below it does."""

THORACOLUMBAR = 0.45
"""Where the lumbar half ends, as a fraction of hip-shoulder length."""

TERMS = 4
"""A cubic: two halves that bend by themselves, and no more, so that no end swings."""

STIFFNESS = 0.003
"""Ridge on the cubic term, relative to the number of points: it takes the worst swings of a short
or broken contour, and costs an arc 4 % and an S-shaped back up to a sixth of its larger half."""

FIRST_ROUNDS, ROUNDS = 3, 7
TUKEY = 4.685
"""Rounds of re-weighting: the first towards the least absolute deviations, so that a block of
strays does not set the scale, the others with the biweight at 95 % efficiency (Holland and Welsch,
1977)."""

LEAST_POINTS = 10
LEAST_COVER = 0.6
MOST_GAP = 0.3
"""So many crossings are asked for, over this share of the stretch, with no wider gap between two of
them, trunk lengths."""

CORRELATED_RAYS = 3.0
"""Neighbouring crossings share mask errors: so many rays count as one observation."""


_PER_LENGTH = 2.0 / (HIGH_END - LOW_END)


def _unit(along: FloatArray) -> FloatArray:
    """Return places along the trunk in the series' own unit, -1 to 1 from end to end."""
    unit: FloatArray = (along - LOW_END) * _PER_LENGTH - 1.0
    return unit


@dataclass(frozen=True, slots=True)
class Basis:
    """The first four Legendre polynomials and their derivatives at fixed places along the trunk.

    Each array has shape (n, 4); ``run`` is the place less the first one.  Frames share their
    places, so what a frame costs is one small product.
    """

    offsets: FloatArray
    slopes: FloatArray
    bends: FloatArray
    run: FloatArray

    @classmethod
    def at(cls, along: FloatArray) -> Basis:
        """Return the basis at places given in trunk lengths, shape (n,)."""
        per_length, unit = _PER_LENGTH, _unit(along)
        terms = [np.polynomial.legendre.legder(np.eye(TERMS), m) for m in range(3)]
        offsets, slopes, bends = (
            np.asarray(np.polynomial.legendre.legval(unit, term).T, dtype=np.float64)
            * per_length**order
            for order, term in enumerate(terms)
        )
        return cls(offsets, slopes, bends, along - along[0])


SMOOTH = Basis.at(np.linspace(LOW_END, HIGH_END, 40))
_PARTS = Basis.at(np.array([LOW_END, THORACOLUMBAR, HIGH_END])).slopes
WHOLE = (NECK_BASE - THORACOLUMBAR) / (HIGH_END - THORACOLUMBAR)
"""By how much the thoracic half turns more than the part of it that is read."""

TURNING = _PARTS[0] - _PARTS[1] + WHOLE * (_PARTS[1] - _PARTS[2])
"""How the turning of the whole back depends on the coefficients, where it is small."""


@dataclass(frozen=True, slots=True)
class CurveFit:
    """A smooth dorsal curve: offset as a Legendre series of the position along the trunk."""

    coefficients: FloatArray
    residual: float
    turning_std_deg: float
    used: NDArray[np.bool_]

    def offsets(self, at: Basis) -> FloatArray:
        """Return dorsal offsets in trunk lengths."""
        return at.offsets @ self.coefficients

    def halves_deg(self) -> tuple[float, float]:
        """Return how far the lumbar and the thoracic half turn, degrees, flexion positive."""
        low, middle, high = np.degrees(np.arctan(_PARTS @ self.coefficients)).tolist()
        return low - middle, WHOLE * (middle - high)

    def curvature_deg(self, at: Basis) -> FloatArray:
        """Return the turning per trunk length in degrees, flexion positive."""
        slopes = at.slopes @ self.coefficients
        bend = -(at.bends @ self.coefficients) / (1.0 + slopes**2) ** 1.5
        turning: FloatArray = np.degrees(bend)
        return turning

    def sagitta_ratio(self) -> float:
        """Return the sagitta of the best-fitting arc over its chord, flexion positive.

        One and a half times the mean distance from the chord: what the largest distance is on a
        plain arc, but steady where the back is S-shaped and the largest distance changes sides.
        """
        offset = SMOOTH.offsets @ self.coefficients
        run, rise = HIGH_END - LOW_END, float(offset[-1] - offset[0])
        chord = math.hypot(run, rise)
        gap = ((offset - offset[0]) * run - SMOOTH.run * rise) / chord
        return float(1.5 * np.add.reduce(gap) / len(gap) / chord)


def fit_curve(along: FloatArray, offset: FloatArray) -> CurveFit | None:
    """Fit a smooth curve to dorsal crossings, shrugging off strays.

    A cubic Legendre series whose third term is held back by a ridge, re-weighted with Tukey's
    biweight (Beaton and Tukey, 1974).

    Parameters
    ----------
    along, offset : ndarray, shape (n,)
        Trunk lengths, finite.

    Returns
    -------
    CurveFit or None
        ``residual`` is the robust spread in trunk lengths, ``turning_std_deg`` the standard error
        of the turning, ``used`` which of the points bear the curve, shape (n,).  None where too
        few crossings are left between :data:`LOW_END` and :data:`HIGH_END`, or too short a
        stretch.
    """
    inside = (along >= LOW_END) & (along <= HIGH_END)
    x, y = along[inside], offset[inside]
    if not _enough(x):
        return None
    basis = np.polynomial.legendre.legvander(_unit(x), TERMS - 1)
    ridge = np.diag([0.0, 0.0, 0.0, STIFFNESS * len(x)])
    weight = np.ones(len(x))
    coefficients = np.zeros(TERMS, dtype=np.float64)
    for turn in range(ROUNDS):
        weighted = basis.T * weight
        normal = weighted @ basis + ridge
        coefficients = np.asarray(np.linalg.solve(normal, weighted @ y), dtype=np.float64)
        residual = y - basis @ coefficients
        spread = max(1.4826 * _median(np.abs(residual)), 1e-3)
        if turn < FIRST_ROUNDS:
            weight = spread / np.maximum(np.abs(residual), spread)
        else:
            weight = np.maximum(1.0 - (residual / (TUKEY * spread)) ** 2, 0.0) ** 2
    bearing = weight > 0.1
    if not _enough(x[bearing]):
        return None
    used = np.zeros(len(along), dtype=np.bool_)
    used[np.flatnonzero(inside)] = bearing
    turning = np.linalg.solve(normal, TURNING) @ TURNING * (spread**2 * CORRELATED_RAYS)
    return CurveFit(coefficients, spread, math.degrees(math.sqrt(float(turning))), used)


def _enough(along: FloatArray) -> bool:
    """Whether these places bear a curve."""
    if len(along) < LEAST_POINTS:
        return False
    cover = float(along[-1] - along[0]) / (HIGH_END - LOW_END)
    return cover >= LEAST_COVER and float(np.diff(along).max()) <= MOST_GAP


def _median(values: FloatArray) -> float:
    order = np.sort(values)
    half = len(order) // 2
    return float(order[half] if len(order) % 2 else (order[half - 1] + order[half]) / 2.0)


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
        With a mask; without one the result is missing with ``NO_OUTLINE``.
    view : View
        Says whether the back is in profile at all.
    options : SpineOptions

    Returns
    -------
    BackShape
    """
    if pose.mask is None:
        return BackShape(reason=Reason.NO_OUTLINE)
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
