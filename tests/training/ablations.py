"""What each part of the estimators is worth: trained without it, scored on unseen sittings.

Run ``PYTHONPATH=tests python -m tests.training.ablations``; it writes between the marks in
``docs/ablations.md``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from formcheck.measures.features import CLEAR, COUNT, EDGE, REST
from tests.benchmark.accuracy.report import ROOT, with_section
from tests.training.collect import stills
from tests.training.command import BANDS, FOLDS, SITTINGS
from tests.training.estimator import (
    CENTRE,
    CHANGE_UNIT,
    CHECK_READS,
    Stills,
    against_first,
    fit_changes,
    fold_of,
    scaling,
)
from tests.training.network import Array, Recipe, robust, train

PAGE = ROOT / "docs" / "ablations.md"


def main(argv: list[str] | None = None) -> int:
    """Run all variants and write their table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sittings", type=int, default=SITTINGS)
    parser.add_argument("--steps", type=int, default=CENTRE.steps)
    args = parser.parse_args(argv)
    console = Console(width=120)
    data = stills(args.sittings)
    hard = stills(args.sittings, soft=False)
    recipe = replace(CENTRE, steps=args.steps)
    table = []
    everything = np.ones(COUNT, np.float32)
    variants: dict[str, Callable[[], tuple[Array, Array]]] = {
        "everything": lambda: _pairs(data, everything, recipe),
        "no dorsal edge": lambda: _pairs(data, _without(EDGE, CLEAR), recipe),
        "no landmarks": lambda: _pairs(data, CHECK_READS, recipe),
        "no far side, nose or yaw": lambda: _pairs(data, _without(FAR_AND_NOSE, YAW), recipe),
        "arms not left out": lambda: _pairs(data, _without(CLEAR), recipe),
        "hard mask": lambda: _pairs(hard, everything, recipe),
        "single frames, subtracted": lambda: _singles(data, recipe),
    }
    for name, run in variants.items():
        error, yaw = run()
        cells = [_rmse(error[_within(yaw, *BANDS[band]), 0]) for band in BANDS]
        shoulder = [_rmse(error[:, k]) for k in (3, 4)]
        table.append((name, *cells, *shoulder))
        console.print(*table[-1])
    PAGE.write_text(with_section(PAGE.read_text("utf-8"), "estimators", _markdown(table)), "utf-8")
    return 0


FAR_AND_NOSE = slice(REST.start, REST.stop - 3)
YAW = slice(COUNT - 1, COUNT)


def _without(*parts: slice) -> Array:
    reads = np.ones(COUNT, np.float32)
    for part in parts:
        reads[part] = 0.0
    return reads


def _pairs(data: Stills, reads: Array, recipe: Recipe) -> tuple[Array, Array]:
    fitted = fit_changes(data, scaling(data.features), FOLDS, recipe, reads=reads)
    return fitted.error, data.stand[fitted.rows, 0]


def _singles(data: Stills, recipe: Recipe) -> tuple[Array, Array]:
    """Return the error of the difference of two answers, each of one frame alone."""
    scaled = scaling(data.features)(data.features)
    fold = fold_of(data.sitting, FOLDS)
    answer = np.zeros_like(data.change)
    for k in range(FOLDS):
        seen = fold != k
        x, y = scaled[seen], (data.change[seen] / CHANGE_UNIT).astype(np.float32)

        def batch(rng: np.random.Generator, x: Array = x, y: Array = y) -> tuple[Array, Array]:
            rows = rng.integers(len(x), size=576)
            noise = np.float32(0.15) * rng.standard_normal((len(rows), x.shape[1]), np.float32)
            return x[rows] + noise, y[rows]

        net = train(batch, robust, (x.shape[1], y.shape[1]), recipe, seed=k)
        answer[~seen] = net.forward(scaled[~seen])[0] * CHANGE_UNIT
    rows, reference = against_first(data)
    wrong = answer - data.change
    return wrong[rows] - wrong[reference], data.stand[rows, 0]


def _within(yaw: Array, low: float, high: float) -> NDArray[np.bool_]:
    return (yaw >= low) & (yaw < high)


def _rmse(error: Array) -> str:
    return f"{np.sqrt(np.mean(error**2)):.1f}"


def _markdown(table: list[tuple[str, ...]]) -> str:
    head = ("variant", *BANDS, "retraction %", "elevation %")
    lines = [head, ("---", *["---:"] * (len(head) - 1)), *table]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
