"""Train ``formcheck.measures.learned`` and score it on sittings it has not seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.features import CLEAR, COUNT, EDGE
from tests.training.augment import Scaling, Variety, vary
from tests.training.network import Array, Batch, Network, Recipe, gaussian, robust, train

Index = NDArray[np.intp]

CHANGE_UNIT = np.array([10.0, 10.0, 10.0, 5.0, 5.0], np.float32)
STAND_UNIT = np.array([15.0, 5.0, 20.0, 10.0], np.float32)
NOISE = 0.15
"""Spread of the noise added to standardised inputs: real pictures are not rendered ones."""

MAIN = Variety()
CHECK = Variety(stretch=0.05, own_shift=0.025, own_tilt=0.04, shift=0.008, tilt=0.02, covered=0.2)
"""The check must not trust where the trunk line lies, so it sees it moved more."""

CHECK_READS = np.zeros(COUNT, np.float32)
CHECK_READS[EDGE] = CHECK_READS[CLEAR] = CHECK_READS[-3:-1] = 1.0
"""The check reads the dorsal edge and where "down" is, and no landmark."""

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
    stand : (n, 4) columns of ``STANDS``; all but the first are true minus measured
    sitting, still : (n,) which sitting, and which picture of it (0 is the neutral one)
    weight : (n,) how often a picture is taken, mean 1
    """

    features: Array
    change: Array
    stand: Array
    sitting: Index
    still: Index
    weight: Array

    def of(self, chosen: NDArray[np.bool_]) -> Stills:
        """Return the chosen rows."""
        return Stills(
            self.features[chosen],
            self.change[chosen],
            self.stand[chosen],
            self.sitting[chosen],
            self.still[chosen],
            self.weight[chosen],
        )


def scaling(features: Array) -> Scaling:
    """Return the scaling of these pictures; a feature that hardly varies is not blown up."""
    return Scaling(features.mean(axis=0), np.maximum(features.std(axis=0), 0.01))


class Pairs:
    """Draws pairs of pictures of one sitting.

    Parameters
    ----------
    stills : Stills
    scale : Scaling
    variety : Variety
    reads : (features,) 1 for what is read, 0 for what is not
    """

    def __init__(self, stills: Stills, scale: Scaling, variety: Variety, reads: Array) -> None:
        self._x, self._change = scale(stills.features), stills.change / CHANGE_UNIT
        self._scale, self._variety, self._reads = scale, variety, reads
        rows = [np.flatnonzero(stills.sitting == name) for name in np.unique(stills.sitting)]
        self._rows = [r for r in rows if len(r) > 1]
        self._first = [r[stills.still[r] == 0] for r in self._rows]
        self._weight = [shares(stills.weight[r]) for r in self._rows]
        self._often = shares(np.array([stills.weight[r].mean() for r in self._rows]))

    def __call__(self, rng: np.random.Generator) -> tuple[Array, Array]:
        """Return (now - reference, reference) and the change, both pictures varied."""
        now, reference = [], []
        for k in rng.choice(len(self._rows), SITTINGS_A_STEP, p=self._often):
            rows, first, weight = self._rows[k], self._first[k], self._weight[k]
            i = rng.choice(rows, 2 * len(rows), p=weight)
            j = rng.choice(rows, len(i), p=weight)
            if len(first):
                j = np.where(rng.random(len(i)) < REFERENCE_FIRST, first[0], j)
            now.append(i)
            reference.append(j)
        group = np.repeat(np.arange(len(now)), [len(n) for n in now])
        i, j = np.concatenate(now), np.concatenate(reference)
        a, b = vary((self._x[i], self._x[j]), group, self._scale, self._variety, rng)
        return pair(a * self._reads, b * self._reads), self._change[i] - self._change[j]


def shares(weight: Array) -> NDArray[np.float64]:
    """Return weights as probabilities."""
    share = weight.astype(np.float64)
    return share / share.sum()


def pair(now: Array, reference: Array) -> Array:
    """Return what a change network reads of two pictures."""
    return np.concatenate([now - reference, reference], axis=1)


def _noisy(x: Array, rng: np.random.Generator) -> Array:
    noisy: Array = x + np.float32(NOISE) * rng.standard_normal(x.shape, np.float32)
    return noisy


def against_first(stills: Stills) -> tuple[Index, Index]:
    """Return the rows of all but the neutral pictures, and of the neutral one of each."""
    sittings = zip(stills.sitting, stills.still, strict=True)
    first = {s: i for i, (s, k) in enumerate(sittings) if k == 0}
    known = [i for i, s in enumerate(stills.sitting) if s in first and stills.still[i] > 0]
    rows = np.array(known, np.intp)
    return rows, np.array([first[stills.sitting[i]] for i in rows], np.intp)


def fold_of(sitting: Index, folds: int) -> Index:
    """Return each picture's fold; a sitting is never split."""
    return sitting % folds


@dataclass(frozen=True)
class Changes:
    """Members that tell changes, and their errors on sittings that they did not see.

    ``told`` and ``error`` are (n, targets) for the pictures ``rows`` against ``reference``.
    """

    members: list[Network]
    rows: Index
    reference: Index
    told: Array
    error: Array


def fit_changes(
    stills: Stills,
    scale: Scaling,
    folds: int,
    recipe: Recipe = CENTRE,
    variety: Variety = MAIN,
    reads: Array | None = None,
) -> Changes:
    """Train one member a fold on the other folds; score it on its own."""
    reads = np.ones(stills.features.shape[1], np.float32) if reads is None else reads
    fold, scaled = fold_of(stills.sitting, folds), scale(stills.features) * reads
    rows, reference = against_first(stills)
    told = np.full((len(rows), len(CHANGE_UNIT)), np.nan, np.float32)
    members = []
    for k in range(folds):
        pairs = Pairs(stills.of(fold != k), scale, variety, reads)
        net = train(pairs, robust, (2 * scaled.shape[1], len(CHANGE_UNIT)), recipe, seed=k)
        net.weights[0] *= np.tile(reads, 2)[:, None]
        here = fold[rows] == k
        inputs = pair(scaled[rows[here]], scaled[reference[here]])
        told[here] = net.forward(inputs)[0] * CHANGE_UNIT
        members.append(net)
    return Changes(members, rows, reference, told, told - _true_change(stills, rows, reference))


def _true_change(stills: Stills, rows: Index, reference: Index) -> Array:
    change: Array = stills.change[rows] - stills.change[reference]
    return change


def fit_stands(
    stills: Stills, scale: Scaling, folds: int, recipe: Recipe = CENTRE
) -> tuple[list[Network], Array]:
    """Train the networks for the camera's place; return them and their errors on the unseen."""
    fold, scaled = fold_of(stills.sitting, folds), scale(stills.features)
    error = np.full(stills.stand.shape, np.nan, np.float32)
    members = []
    for k in range(folds):
        seen, own = fold != k, fold == k
        batch = _singles(scaled[seen], stills.stand[seen] / STAND_UNIT, stills.weight[seen])
        net = train(batch, robust, (scaled.shape[1], len(STAND_UNIT)), recipe, seed=100 + k)
        error[own] = net.forward(scaled[own])[0] * STAND_UNIT - stills.stand[own]
        members.append(net)
    return members, error


def _singles(x: Array, y: Array, weight: Array) -> Batch:
    share = shares(weight)

    def batch(rng: np.random.Generator) -> tuple[Array, Array]:
        rows = rng.choice(len(x), 384, p=share)
        return _noisy(x[rows], rng), y[rows]

    return batch


def fit_spread(
    inputs: Array, error: Array, weight: Array, fold: Index, folds: int
) -> tuple[list[Network], Array]:
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
        batch = _singles(inputs[seen], squared[seen], weight[seen])
        sizes = (inputs.shape[1], error.shape[1])
        net = train(batch, gaussian, sizes, SPREAD, seed=200 + k)
        own = fold == k
        expected[own] = net.forward(inputs[own])[0]
        networks.append(net)
    return networks, expected
