"""Train ``formcheck.measures.learned`` and score it on sittings it has not seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.learned import FARTHEST
from tests.training.network import Array, Batch, Network, Recipe, gaussian, robust, train

Index = NDArray[np.intp]

CHANGE_UNIT = np.array([10.0, 10.0, 10.0, 5.0, 5.0], np.float32)
STAND_UNIT = np.array([15.0, 5.0], np.float32)
NOISE = 0.15
"""Spread of the noise added to standardised inputs: real pictures are not rendered ones."""

SITTINGS_A_STEP = 24
REFERENCE_FIRST = 0.4
"""Share of pairs whose reference is the sitting's neutral picture, as in use."""

CENTRE = Recipe()
SPREAD = replace(CENTRE, hidden=(48,), steps=2000, decay=3e-3)


@dataclass(frozen=True)
class Stills:
    """Features and truth of all pictures.

    Attributes
    ----------
    features : (n, features)
    change : (n, 5) columns of ``CHANGES``, absolute; only differences are used
    stand : (n, 2) columns of ``STANDS``; the second is true minus measured inclination
    sitting, still : (n,) which sitting, and which picture of it (0 is the neutral one)
    """

    features: Array
    change: Array
    stand: Array
    sitting: Index
    still: Index

    def of(self, chosen: NDArray[np.bool_]) -> Stills:
        """Return the chosen rows."""
        return Stills(
            self.features[chosen],
            self.change[chosen],
            self.stand[chosen],
            self.sitting[chosen],
            self.still[chosen],
        )


@dataclass(frozen=True)
class Scaling:
    """Mean and spread of each feature over the training pictures."""

    mean: Array
    scale: Array

    def __call__(self, features: Array) -> Array:
        """Return standardised features."""
        scaled: Array = np.clip((features - self.mean) / self.scale, -FARTHEST, FARTHEST)
        return scaled.astype(np.float32)


def scaling(features: Array) -> Scaling:
    """Return the scaling of these pictures; a feature that hardly varies is not blown up."""
    return Scaling(features.mean(axis=0), np.maximum(features.std(axis=0), 0.01))


class Pairs:
    """Draws pairs of pictures of one sitting."""

    def __init__(self, x: Array, change: Array, sitting: Index, still: Index) -> None:
        self._x, self._change = x, change / CHANGE_UNIT
        rows = [np.flatnonzero(sitting == name) for name in np.unique(sitting)]
        self._rows = [r for r in rows if len(r) > 1]
        self._first = [r[still[r] == 0] for r in self._rows]

    def __call__(self, rng: np.random.Generator) -> tuple[Array, Array]:
        """Return (now − reference, reference) and the change, noise added to both pictures."""
        now, reference = [], []
        for k in rng.choice(len(self._rows), SITTINGS_A_STEP):
            rows, first = self._rows[k], self._first[k]
            i = np.tile(rows, 2)
            j = rng.choice(rows, len(i))
            if len(first):
                j = np.where(rng.random(len(i)) < REFERENCE_FIRST, first[0], j)
            now.append(i)
            reference.append(j)
        i, j = np.concatenate(now), np.concatenate(reference)
        a, b = (_noisy(self._x[k], rng) for k in (i, j))
        return np.concatenate([a - b, b], axis=1), self._change[i] - self._change[j]


def _noisy(x: Array, rng: np.random.Generator) -> Array:
    noisy: Array = x + np.float32(NOISE) * rng.standard_normal(x.shape, np.float32)
    return noisy


def against_first(x: Array, sitting: Index, still: Index) -> tuple[Array, Index, Index]:
    """Return pair inputs of every picture with its sitting's neutral one, and both row indices."""
    first = {s: i for i, (s, k) in enumerate(zip(sitting, still, strict=True)) if k == 0}
    rows = np.array([i for i, s in enumerate(sitting) if s in first and still[i] > 0], np.intp)
    reference = np.array([first[sitting[i]] for i in rows], np.intp)
    return np.concatenate([x[rows] - x[reference], x[reference]], axis=1), rows, reference


def fold_of(sitting: Index, folds: int) -> Index:
    """Return each picture's fold; a sitting is never split."""
    return sitting % folds


@dataclass(frozen=True)
class Fitted:
    """Members of both ensembles and their errors on sittings that they did not see."""

    change: list[Network]
    stand: list[Network]
    change_error: Array
    change_rows: Index
    change_reference: Index
    stand_error: Array


def fit_centres(stills: Stills, scaled: Array, folds: int, recipe: Recipe = CENTRE) -> Fitted:
    """Train one member a fold on the other folds; score it on its own."""
    fold = fold_of(stills.sitting, folds)
    inputs, rows, reference = against_first(scaled, stills.sitting, stills.still)
    error = np.full((len(rows), stills.change.shape[1]), np.nan, np.float32)
    stand_error = np.full(stills.stand.shape, np.nan, np.float32)
    changes, stands = [], []
    for k in range(folds):
        seen = fold != k
        pairs = Pairs(scaled[seen], stills.change[seen], stills.sitting[seen], stills.still[seen])
        net = train(pairs, robust, (2 * scaled.shape[1], 5), recipe, seed=k)
        here = fold[rows] == k
        wanted = stills.change[rows[here]] - stills.change[reference[here]]
        error[here] = net.forward(inputs[here])[0] * CHANGE_UNIT - wanted
        changes.append(net)
        x, y = scaled[seen], stills.stand[seen] / STAND_UNIT
        net = train(_singles(x, y), robust, (x.shape[1], 2), recipe, seed=100 + k)
        own = fold == k
        stand_error[own] = net.forward(scaled[own])[0] * STAND_UNIT - stills.stand[own]
        stands.append(net)
    return Fitted(changes, stands, error, rows, reference, stand_error)


def _singles(x: Array, y: Array) -> Batch:
    def batch(rng: np.random.Generator) -> tuple[Array, Array]:
        rows = rng.integers(len(x), size=384)
        return _noisy(x[rows], rng), y[rows]

    return batch


def fit_spread(inputs: Array, error: Array, fold: Index, folds: int) -> tuple[list[Network], Array]:
    """Train networks for the log variance of known errors (in the targets' units).

    Returns
    -------
    networks : one a fold
    expected : (n, targets) log variance of each row by the network that did not see it
    """
    squared = error**2
    expected = np.full(error.shape, np.nan, np.float32)
    networks = []
    for k in range(folds):
        seen = fold != k
        x, y = inputs[seen], squared[seen]

        def batch(rng: np.random.Generator, x: Array = x, y: Array = y) -> tuple[Array, Array]:
            rows = rng.integers(len(x), size=384)
            return _noisy(x[rows], rng), y[rows]

        net = train(batch, gaussian, (x.shape[1], y.shape[1]), SPREAD, seed=200 + k)
        own = fold == k
        expected[own] = net.forward(inputs[own])[0]
        networks.append(net)
    return networks, expected
