"""A smooth curve through the dorsal contour, and how far it turns."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.types import FloatArray

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
