"""Fit a whole pull by minimum-jerk movements: when it began, ended, was lowered, was down.

A movement fades in and out, and where it begins drowns in noise; but the bulk of it, well above
the noise, fixes where its ends must have been.  Hogan 1984, Flash and Hogan 1985: point-to-point
movements of the hand follow 10 t^3 - 15 t^4 + 6 t^5.

What else moves in a pull follows the hand, but not in proportion: the hand's path is bowed, and an
elbow that is nearly straight bends with the root of the hand's way.  Taken for minimum jerk
themselves, elbows would seem to begin early and to end late (by 3 to 6 frames at 30 a second).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.types import FloatArray

SHORTEST_S = 0.12
EVALUATIONS = 30
ROUNDS = 2
"""The second round weighs every channel by the noise that the first found in it."""

LEAST_NOISE = 0.004
"""No channel is better than this, in its own unit (trunk lengths)."""

STRAIGHT = 3
RIDGE = 0.002
"""Columns beyond level, pull and lowering are held down by so much, so that they stay out where
the way is straight."""

OUTLIER = 1.5
"""From so many standard deviations on a frame counts less than its square."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The four boundaries of a pull, seconds.

    ``pull_off`` and ``lowering_off`` are how far nine tenths of the data are off at most in each
    half, as a share of the way, in the channel that shows the pull best.
    """

    start_s: float
    contracted_s: float
    lowering_s: float
    end_s: float
    pull_off: float
    lowering_off: float


def minimum_jerk(share: FloatArray) -> FloatArray:
    """Return the way done after a share of a minimum-jerk movement's time; 0 before, 1 after."""
    t = np.clip(share, 0.0, 1.0)
    way: FloatArray = t**3 * (10.0 + t * (6.0 * t - 15.0))
    return way


def fit_pull(
    times_s: FloatArray, hand: FloatArray, beside: FloatArray, guess: tuple[float, ...]
) -> Fit | None:
    """Return the fit of one pull and its lowering; None when there is too little of it.

    Parameters
    ----------
    times_s : ndarray, shape (n,)
    hand : ndarray, shape (n, k)
        What moves along a smooth path: a hand's place.  Unfiltered, from the rest before to the
        rest after the pull, trunk lengths; frames with a NaN are left out.
    beside : ndarray, shape (n, m)
        What bends with it: elbow's place and flexion; may have no columns.
    guess : tuple of float
        Start, contracted, lowering, end, seconds.
    """
    known = np.isfinite(hand).all(axis=1) & np.isfinite(beside).all(axis=1)
    if known.sum() < 8:
        return None
    pull = _Pull(times_s[known], hand[known], beside[known])
    ends = np.array(guess)
    noise = pull.noise(ends)
    for _ in range(ROUNDS):
        ends = pull.fitted(ends, noise)
        noise = pull.noise(ends)
    start, contracted, lowering, end = (float(t) for t in ends)
    return Fit(start, contracted, lowering, end, *pull.residuals(ends, noise))


class _Pull:
    """The channels of one pull; boundaries are an array of four times."""

    def __init__(self, times: FloatArray, hand: FloatArray, beside: FloatArray) -> None:
        self._times, self._hand, self._beside = times, hand, beside

    def fitted(self, guess: FloatArray, noise: FloatArray) -> FloatArray:
        """Return the boundaries that fit best, from a first guess."""
        low = np.array([self._times[0] - 0.3, 0.5 * SHORTEST_S, 0.0, 0.5 * SHORTEST_S])
        high = np.array([self._times[-1], 60.0, 60.0, 60.0])
        least = np.array([low[0], SHORTEST_S, 0.0, SHORTEST_S])
        first = np.clip(np.diff(guess, prepend=0.0), np.maximum(least, low + 1e-6), high - 1e-6)

        def misfit(lengths: FloatArray) -> FloatArray:
            weighed: FloatArray = (self._misfit(np.cumsum(lengths)) / noise).ravel()
            return weighed

        # As in measures.smoothing: loaded by the session, not by whoever only knows of reps.
        from scipy.optimize import least_squares

        found = least_squares(
            misfit, first, bounds=(low, high), loss="soft_l1", f_scale=OUTLIER,
            max_nfev=EVALUATIONS,
        )  # fmt: skip
        ends: FloatArray = np.cumsum(found.x)
        return ends

    def noise(self, ends: FloatArray) -> FloatArray:
        """Return how far each channel is from its fit, robustly, shape (k + m,)."""
        spread: FloatArray = 1.4826 * np.median(np.abs(self._misfit(ends)), axis=0)
        return spread + LEAST_NOISE

    def residuals(self, ends: FloatArray, noise: FloatArray) -> tuple[float, float]:
        """Return how far off the pull and the lowering are, as :class:`Fit` has them."""
        way = np.ptp(np.concatenate([self._hand, self._beside], axis=1), axis=0)
        best = int(np.argmax(way / noise))
        off = np.abs(self._misfit(ends)[:, best]) / max(float(way[best]), 1e-9)
        pulling = self._times <= 0.5 * (ends[1] + ends[2])
        halves = [off[pulling], off[~pulling]]
        pull, lowering = (float(np.percentile(h, 90)) if len(h) else 1.0 for h in halves)
        return pull, lowering

    def _misfit(self, ends: FloatArray) -> FloatArray:
        """Return fit minus data of every channel, shape (n, k + m)."""
        start, contracted, lowering, end = ends
        up = minimum_jerk((self._times - start) / max(contracted - start, 1e-3))
        down = minimum_jerk((self._times - lowering) / max(end - lowering, 1e-3))
        share = np.clip(up - down, 0.0, 1.0)
        bowed = np.stack([np.ones(len(up)), up, down, share * (1.0 - share)], axis=1)
        bent = np.column_stack([bowed, np.sqrt(share)])
        return np.concatenate([_off(bowed, self._hand), _off(bent, self._beside)], axis=1)


def _off(basis: FloatArray, values: FloatArray) -> FloatArray:
    """Return fit minus data; what bows the way has to earn its place."""
    ridge = np.full(basis.shape[1], 1e-9)
    ridge[STRAIGHT:] += RIDGE * len(basis)
    weights = np.linalg.solve(basis.T @ basis + np.diag(ridge), basis.T @ values)
    off: FloatArray = basis @ weights - values
    return off
