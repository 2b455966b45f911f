"""A smooth curve through the dorsal contour, and how far it turns."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.contour import HIGHEST, LOWEST
from formcheck.types import FloatArray

LOW_END, HIGH_END = 0.10, 0.94
"""Where the tangents are compared, as fractions of hip-shoulder length.

Chosen on rendered backs of known flexion: nearer the ends the fit swings, farther in it misses
part of the turning.
"""

CORRELATED_RAYS = 3.0
"""Neighbouring crossings share mask errors: so many rays count as one observation."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The five Legendre polynomials and their derivatives at fixed places along the trunk.

    Each array has shape (n, 5); ``run`` is the place less the first one.  Frames share their
    places, so what a frame costs is one small product.
    """

    offsets: FloatArray
    slopes: FloatArray
    bends: FloatArray
    run: FloatArray

    @classmethod
    def at(cls, along: FloatArray) -> Basis:
        """Return the basis at places given in trunk lengths, shape (n,)."""
        per_length = 2.0 / (HIGHEST - LOWEST)
        unit = (along - LOWEST) * per_length - 1.0
        terms = [np.eye(5)] + [np.polynomial.legendre.legder(np.eye(5), m) for m in (1, 2)]
        offsets, slopes, bends = (
            np.asarray(np.polynomial.legendre.legval(unit, term).T, dtype=np.float64)
            * per_length**order
            for order, term in enumerate(terms)
        )
        return cls(offsets, slopes, bends, along - along[0])


SMOOTH = Basis.at(np.linspace(LOW_END, HIGH_END, 40))
_ENDS = Basis.at(np.array([LOW_END, HIGH_END])).slopes
TURNING = _ENDS[0] - _ENDS[1]
"""How the turning between the ends depends on the coefficients."""


@dataclass(frozen=True, slots=True)
class CurveFit:
    """A smooth dorsal curve: offset as a Legendre series of the position along the trunk."""

    coefficients: FloatArray
    low: float
    high: float
    residual: float
    turning_std_deg: float
    used: NDArray[np.bool_]

    def offsets(self, at: Basis) -> FloatArray:
        """Return dorsal offsets in trunk lengths."""
        return at.offsets @ self.coefficients

    def angles_deg(self, at: Basis) -> FloatArray:
        """Return the tangent's angle against the trunk line, degrees, dorsal positive."""
        angles: FloatArray = np.degrees(np.arctan(at.slopes @ self.coefficients))
        return angles

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


def fit_curve(
    along: FloatArray, offset: FloatArray, stiffness: float, basis: FloatArray | None = None
) -> CurveFit:
    """Fit a smooth curve to dorsal crossings, shrugging off strays.

    A fourth-degree Legendre series whose third and fourth terms are held back by a ridge (the
    ends of a free quartic swing), re-weighted four times with Tukey's biweight.

    Parameters
    ----------
    along, offset : ndarray, shape (n,)
        Trunk lengths, finite, at least six of them.
    stiffness : float
        Ridge on the third term, relative to the number of points; the fourth has four times it.
    basis : ndarray, shape (n, 5), optional
        ``Basis.at(along).offsets``, where the caller has it already.

    Returns
    -------
    CurveFit
        ``residual`` is the robust spread in trunk lengths; ``turning_std_deg`` the standard
        error of the turning between the two ends.
    """
    basis = Basis.at(along).offsets if basis is None else basis
    ridge = np.diag([0.0, 0.0, 0.0, stiffness, 4.0 * stiffness]) * len(along)
    weight = np.ones(len(along))
    coefficients = np.zeros(5)
    spread = 1e-3
    for _ in range(4):
        weighted = basis.T * weight
        normal = weighted @ basis + ridge
        coefficients = np.linalg.solve(normal, weighted @ offset)
        residual = offset - basis @ coefficients
        spread = max(1.4826 * _median(np.abs(residual)), 1e-3)
        weight = np.maximum(1.0 - (residual / (4.7 * spread)) ** 2, 0.0) ** 2
    used = weight > 0.1
    known = along[used]
    turning = np.linalg.solve(normal, TURNING) @ TURNING * (spread**2 * CORRELATED_RAYS)
    turning_std = math.degrees(math.sqrt(float(turning)))
    return CurveFit(coefficients, float(known.min()), float(known.max()), spread, turning_std, used)


def _median(values: FloatArray) -> float:
    order = np.sort(values)
    half = len(order) // 2
    return float(order[half] if len(order) % 2 else (order[half - 1] + order[half]) / 2.0)
