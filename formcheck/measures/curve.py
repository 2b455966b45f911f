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
class CurveFit:
    """A smooth dorsal curve: offset as a Legendre series of the position along the trunk."""

    coefficients: FloatArray
    low: float
    high: float
    residual: float
    turning_std_deg: float
    used: NDArray[np.bool_]

    def offsets(self, along: FloatArray) -> FloatArray:
        """Return dorsal offsets in trunk lengths."""
        return _legendre(along, self.coefficients)

    def slopes(self, along: FloatArray, order: int = 1) -> FloatArray:
        """Return the derivative of the offset by the position, dimensionless for order 1."""
        derived = np.asarray(
            np.polynomial.legendre.legder(self.coefficients, order), dtype=np.float64
        )
        return _legendre(along, derived) * (2.0 / (HIGHEST - LOWEST)) ** order

    def angles_deg(self, along: FloatArray) -> FloatArray:
        """Return the tangent's angle against the trunk line, degrees, dorsal positive."""
        angles: FloatArray = np.degrees(np.arctan(self.slopes(along)))
        return angles

    def curvature_deg(self, along: FloatArray) -> FloatArray:
        """Return the turning per trunk length in degrees, flexion positive."""
        bend = -self.slopes(along, 2) / (1.0 + self.slopes(along) ** 2) ** 1.5
        turning: FloatArray = np.degrees(bend)
        return turning

    def sagitta_ratio(self) -> float:
        """Return the sagitta of the best-fitting arc over its chord, flexion positive.

        One and a half times the mean distance from the chord: what the largest distance is on a
        plain arc, but steady where the back is S-shaped and the largest distance changes sides.
        """
        along = np.linspace(LOW_END, HIGH_END, 40)
        offset = self.offsets(along)
        run, rise = along[-1] - along[0], offset[-1] - offset[0]
        chord = math.hypot(run, rise)
        gap = ((offset - offset[0]) * run - (along - along[0]) * rise) / chord
        return float(1.5 * gap.mean() / chord)


def fit_curve(along: FloatArray, offset: FloatArray, stiffness: float) -> CurveFit:
    """Fit a smooth curve to dorsal crossings, shrugging off strays.

    A fourth-degree Legendre series whose third and fourth terms are held back by a ridge (the
    ends of a free quartic swing), re-weighted four times with Tukey's biweight.

    Parameters
    ----------
    along, offset : ndarray, shape (n,)
        Trunk lengths, finite, at least six of them.
    stiffness : float
        Ridge on the third term, relative to the number of points; the fourth has four times it.

    Returns
    -------
    CurveFit
        ``residual`` is the robust spread in trunk lengths; ``turning_std_deg`` the standard
        error of the turning between the two ends.
    """
    basis = np.polynomial.legendre.legvander(_unit(along), 4)
    ridge = np.diag([0.0, 0.0, 0.0, stiffness, 4.0 * stiffness]) * len(along)
    weight = np.ones(len(along))
    coefficients = np.zeros(5)
    spread = 1e-3
    for _ in range(4):
        normal = basis.T @ (basis * weight[:, None]) + ridge
        coefficients = np.linalg.solve(normal, basis.T @ (weight * offset))
        residual = offset - basis @ coefficients
        spread = max(1.4826 * float(np.median(np.abs(residual))), 1e-3)
        weight = np.maximum(1.0 - (residual / (4.7 * spread)) ** 2, 0.0) ** 2
    used = weight > 0.1
    low, high = float(along[used].min()), float(along[used].max())
    covariance = np.linalg.inv(normal) * spread**2 * CORRELATED_RAYS
    ends = np.polynomial.legendre.legval(
        _unit(np.array([LOW_END, HIGH_END])), np.polynomial.legendre.legder(np.eye(5), 1)
    ) * (2.0 / (HIGHEST - LOWEST))
    gradient = ends[:, 0] - ends[:, 1]
    turning_std = math.degrees(math.sqrt(float(gradient @ covariance @ gradient)))
    return CurveFit(coefficients, low, high, spread, turning_std, used)


def _legendre(along: FloatArray, coefficients: FloatArray) -> FloatArray:
    return np.asarray(np.polynomial.legendre.legval(_unit(along), coefficients), dtype=np.float64)


def _unit(along: FloatArray) -> FloatArray:
    return (along - LOWEST) * (2.0 / (HIGHEST - LOWEST)) - 1.0
