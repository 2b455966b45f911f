"""Fit a whole pull by minimum-jerk movements: when it began, ended, was lowered, was down.

A movement fades in and out, and where it begins drowns in noise; but the bulk of it, well above
the noise, fixes where its ends must have been.  Hogan 1984, Flash and Hogan 1985: point-to-point
movements of the arm follow 10 t^3 - 15 t^4 + 6 t^5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from formcheck.types import FloatArray

SHORTEST_S = 0.12
EVALUATIONS = 40


@dataclass(frozen=True, slots=True)
class Fit:
    """The four boundaries of a pull, seconds.

    ``residual`` is how far nine tenths of the data are off at most, as a share of the stroke.
    """

    start_s: float
    contracted_s: float
    lowering_s: float
    end_s: float
    residual: float


def minimum_jerk(share: FloatArray) -> FloatArray:
    """Return the way done after a share of a minimum-jerk movement's time; 0 before, 1 after."""
    t = np.clip(share, 0.0, 1.0)
    way: FloatArray = t**3 * (10.0 + t * (6.0 * t - 15.0))
    return way


def fit_pull(times_s: FloatArray, stroke: FloatArray, guess: tuple[float, ...]) -> Fit | None:
    """Return the fit of one pull and its lowering; None when there is too little of it.

    Parameters
    ----------
    times_s, stroke : ndarray, shape (n,)
        Unfiltered, from the rest before to the rest after the pull; NaN is left out.
    guess : tuple of float
        Start, contracted, lowering, end, seconds.
    """
    known = np.isfinite(stroke)
    times, values = times_s[known], stroke[known]
    if len(times) < 8:
        return None
    start, contracted, lowering, end = guess
    first = [
        start,
        max(contracted - start, SHORTEST_S),
        max(lowering - contracted, 0.0),
        max(end - lowering, SHORTEST_S),
    ]
    low = [times[0] - 0.3, 0.5 * SHORTEST_S, 0.0, 0.5 * SHORTEST_S]
    high = [times[-1], 60.0, 60.0, 60.0]
    first = list(np.clip(first, np.add(low, 1e-6), np.subtract(high, 1e-6)))

    def misfit(ends: FloatArray) -> FloatArray:
        basis = _basis(times, ends)
        rest: FloatArray = basis @ np.linalg.lstsq(basis, values, rcond=None)[0] - values
        return rest

    scale = max(float(np.ptp(values)), 1e-9)
    found = least_squares(
        misfit, first, bounds=(low, high), loss="soft_l1", f_scale=0.05 * scale,
        max_nfev=EVALUATIONS,
    )  # fmt: skip
    begin, pull, pause, lower = (float(v) for v in found.x)
    off = float(np.percentile(np.abs(misfit(found.x)), 90)) / scale
    return Fit(begin, begin + pull, begin + pull + pause, begin + pull + pause + lower, off)


def _basis(times: FloatArray, ends: FloatArray) -> FloatArray:
    """Return the columns level, pull and lowering, shape (n, 3)."""
    start, pull, pause, lower = ends
    up = minimum_jerk((times - start) / pull)
    down = minimum_jerk((times - start - pull - pause) / lower)
    return np.stack([np.ones(len(times)), up, down], axis=1)
