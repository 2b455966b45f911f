"""Which family of pulls a cycle belongs to, or none: trees grown on people of all kinds.

A press, a raise or a curl is a cycle of the arms too.  What tells it apart is the posture: lying,
prone, hanging, hinged or upright, where the hands are when the arms are long, whether hands or
body move.  Of that no single number decides, so extremely randomised trees vote; the share of
their leaves is the probability.  They are grown by ``tests/training/families.py`` and kept as
plain arrays in ``families.npz``.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from formcheck.types import FloatArray

NONE: Final = "none"
PULL: Final = "pull_like_pct"
LIKENESS: Final = {
    PULL: "like a pull at all, by what the trees have seen of people, %",
    "row_like_pct": "like a row, %",
    "pulldown_like_pct": "like a pulldown, %",
    "pull_up_like_pct": "like a pull-up, %",
    "face_pull_like_pct": "like a face pull, %",
    "pull_apart_like_pct": "like a pull-apart, %",
}
"""What the trees tell of a cycle, by its name among the features, in words."""


class Families:
    """Trees as arrays.

    Parameters
    ----------
    arrays : dict
        ``split`` (trees, nodes) the number that is compared, -1 at a leaf; ``limit`` with what;
        ``left`` and ``right`` the next node; ``share`` (trees, nodes, families) of each leaf;
        ``names`` (families,).
    """

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self._split, self._limit = arrays["split"], arrays["limit"]
        self._next = np.stack([arrays["left"], arrays["right"]], axis=-1)
        self._share = arrays["share"]
        self.names: tuple[str, ...] = tuple(str(name) for name in arrays["names"])

    def shares(self, numbers: FloatArray) -> dict[str, float]:
        """Return the probability of each family, summing to 1.

        Parameters
        ----------
        numbers : ndarray, shape (57,)
            As :func:`formcheck.reps.cycle_numbers.cycle_numbers` returns them, without NaN.
        """
        values = numbers.astype(np.float32)
        trees = np.arange(len(self._split))
        node = np.zeros(len(trees), dtype=np.intp)
        while True:
            split = self._split[trees, node]
            if (split < 0).all():
                break
            right = values[np.maximum(split, 0)] > self._limit[trees, node]
            node = np.where(split < 0, node, self._next[trees, node, right.astype(np.intp)])
        mean = self._share[trees, node].astype(np.float64).mean(axis=0)
        mean /= mean.sum()
        return {name: float(share) for name, share in zip(self.names, mean, strict=True)}


@cache
def families() -> Families:
    """Return the bundled trees; read once."""
    kept = resources.files("formcheck.exercises") / "families.npz"
    with kept.open("rb") as stream, np.load(stream) as file:
        return Families({name: file[name] for name in file.files})
