"""Estimators learned in the studio: how the trunk differs from a reference, and where it stands.

A contour alone cannot tell a rounding back from an elbow in front of it, or from a camera that
stands a little to the back.  Small networks, trained on rendered lifters whose spines are known
(``docs/training.md``), read the whole of ``formcheck.measures.features`` instead.  They never
say "this back is bent by so much": they compare a frame with a reference frame of the same
lifter before the same camera, so that what a body's own shape adds cancels.

Every answer comes with a standard error of its own, made of what a second network expects from
the picture, of how far the members of the ensemble disagree, and of how far a check disagrees that
reads the dorsal edge alone.  Pictures unlike those of the training make them disagree: a lifter
whose pose landmarks move in a way that the studio's do not is doubted rather than misjudged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from formcheck.types import NAN, FloatArray

CHANGES = ("total", "lumbar", "thoracic", "retraction", "elevation")
"""What :meth:`TrunkEstimator.compare` tells: degrees, degrees, degrees, % and % of trunk length."""

STANDS = ("yaw", "inclination", "elbow", "elbow_height")
"""What :meth:`TrunkEstimator.stand` tells: degrees, the last in % of trunk length."""

USUALLY_APART = 1.5
"""So many of its usual differences the check may be off the answer; what is more is doubt."""

FARTHEST = 5.0
"""Standardised inputs are cut off here; the training saw no more."""


@dataclass(frozen=True, slots=True)
class Change:
    """How a frame differs from the reference, with standard errors; NaN when not asked."""

    total_deg: float = NAN
    lumbar_deg: float = NAN
    thoracic_deg: float = NAN
    retraction_pct: float = NAN
    elevation_pct: float = NAN
    total_std: float = NAN
    lumbar_std: float = NAN
    thoracic_std: float = NAN
    retraction_std: float = NAN
    elevation_std: float = NAN


@dataclass(frozen=True, slots=True)
class Stand:
    """Camera yaw (View's sign), and what the picture misses, degrees.

    ``inclination_deg`` is to be added to the trunk's inclination, ``elbow_deg`` to the flexion of
    the elbow that faces the camera, of which a picture loses what points at or away from it, and
    ``height_pct``, % of trunk length, to that elbow's height over the shoulder, which landmarks of
    raised arms misplace.
    """

    yaw_deg: float
    yaw_std: float
    inclination_deg: float
    inclination_std: float
    elbow_deg: float
    elbow_std: float
    height_pct: float
    height_std: float


@dataclass(frozen=True, slots=True)
class _Ensemble:
    """Networks of one shape side by side.

    ``first`` is (inputs, members x width): all members read the same numbers, so one product
    serves them; the later layers are (members, in, out).
    """

    members: int
    first: FloatArray
    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]

    def __call__(self, x: FloatArray) -> FloatArray:
        """Return each member's output for one input vector, shape (members, outputs)."""
        x = (x @ self.first).reshape(self.members, -1) + self.biases[0]
        for w, b in zip(self.weights, self.biases[1:], strict=True):
            # Bounded on one side only: that is where the exponential would overflow.
            x = x / (1.0 + np.exp(np.minimum(-x, 30.0)))
            x = (x[:, None, :] @ w)[:, 0] + b
        return x

    def mean(self, x: FloatArray) -> FloatArray:
        """Return the members' mean output for one input vector, shape (outputs,)."""
        return _mean(self(x))


class TrunkEstimator:
    """The trained estimators, ready to be asked.

    Parameters
    ----------
    arrays : mapping
        The arrays of the weights file, see ``docs/training.md``.

    Raises
    ------
    KeyError
        When an array is missing.
    """

    def __init__(self, arrays: Mapping[str, FloatArray]) -> None:
        self._mean, self._scale = arrays["input_mean"], arrays["input_scale"]
        self.inputs = len(self._mean)
        self._change, self._change_spread = _read(arrays, "change"), _read(arrays, "change_spread")
        self._check, self._apart = _read(arrays, "check"), arrays["check_spread"]
        self._stand, self._stand_spread = _read(arrays, "stand"), _read(arrays, "stand_spread")
        self._change_unit, self._stand_unit = arrays["change_unit"], arrays["stand_unit"]
        self._change_floor, self._stand_floor = arrays["change_floor"], arrays["stand_floor"]

    def standard(self, features: FloatArray) -> FloatArray:
        """Return features in the units of the training, cut off at :data:`FARTHEST`."""
        scaled: FloatArray = (features - self._mean) / self._scale
        return np.minimum(np.maximum(scaled, -FARTHEST), FARTHEST)

    def compare(self, now: FloatArray, reference: FloatArray) -> Change:
        """Compare a frame with a reference, both of :meth:`standard` features.

        Flexion and retraction grow positive, elevation is up positive.
        """
        x = np.concatenate([now - reference, reference])
        mean, std = _answer(
            self._change, self._change_spread, x, self._change_unit, self._change_floor
        )
        std = np.hypot(std, self._excess(x, mean))
        # Lumbar and thoracic are estimated beside the total; what they miss of it is shared.
        total, lumbar, thoracic, retraction, elevation = mean.tolist()
        missing = 0.5 * (total - lumbar - thoracic)
        return Change(
            total, lumbar + missing, thoracic + missing, retraction, elevation, *std.tolist()
        )

    def _excess(self, x: FloatArray, mean: FloatArray) -> FloatArray:
        """Return how much farther than usual the check is from the answer, in its units."""
        apart = np.abs(self._check.mean(x) * self._change_unit - mean)
        excess: FloatArray = np.maximum(
            apart - USUALLY_APART * self._apart * self._change_unit, 0.0
        )
        return excess

    def stand(self, now: FloatArray) -> Stand:
        """Tell where the camera stands from :meth:`standard` features."""
        mean, std = _answer(
            self._stand, self._stand_spread, now, self._stand_unit, self._stand_floor
        )
        pairs = zip(mean.tolist(), std.tolist(), strict=True)
        return Stand(*(number for pair in pairs for number in pair))


def _mean(members: FloatArray) -> FloatArray:
    mean: FloatArray = np.add.reduce(members, axis=0) / len(members)
    return mean


def _answer(
    centre: _Ensemble, spread: _Ensemble, x: FloatArray, unit: FloatArray, floor: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the ensemble's mean and standard error in the targets' units."""
    members = centre(x)
    mean = _mean(members)
    variance = np.exp(np.minimum(np.maximum(spread.mean(x), -8.0), 8.0)) * floor
    total = variance + _mean((members - mean) ** 2)
    return mean * unit, np.sqrt(total) * unit


def _read(arrays: Mapping[str, FloatArray], name: str) -> _Ensemble:
    weights: list[FloatArray] = []
    biases: list[FloatArray] = []
    while f"{name}_w{len(weights)}" in arrays:
        biases.append(arrays[f"{name}_b{len(weights)}"].astype(np.float64))
        weights.append(arrays[f"{name}_w{len(weights)}"].astype(np.float64))
    if not weights:
        raise KeyError(name)
    members, inputs, width = weights[0].shape
    first = weights[0].transpose(1, 0, 2).reshape(inputs, members * width)
    return _Ensemble(members, np.ascontiguousarray(first), tuple(weights[1:]), tuple(biases))
