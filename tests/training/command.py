"""The command line: make pictures, fit, write the weights and what they are worth."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from formcheck.measures.features import COUNT
from formcheck.measures.learned import CHANGES, STANDS
from tests.training.collect import collect, stills
from tests.training.estimator import (
    CHANGE_UNIT,
    CHECK,
    CHECK_READS,
    STAND_UNIT,
    Stills,
    fit_changes,
    fit_spread,
    fit_stands,
    fold_of,
    pair,
    scaling,
)
from tests.training.network import Array, Network

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "models" / "trunk_estimator.npz"
REPORT = ROOT / "docs" / "training.json"
SITTINGS = 1200
FOLDS = 4

BANDS = {
    "all": (-90.0, 90.0),
    "side": (-20.0, 10.0),
    "behind": (-35.0, -20.0),
    "front": (10.0, 25.0),
}
"""Camera yaw, degrees."""


def main(argv: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="training", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("step", choices=("pictures", "fit"))
    parser.add_argument("--sittings", type=int, default=SITTINGS)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--no-write", action="store_true", help="print only")
    args = parser.parse_args(argv)
    if args.step == "pictures":
        collect(args.sittings, args.jobs)
        return 0
    return _fit(args.sittings, write=not args.no_write)


def _fit(sittings: int, *, write: bool) -> int:
    console = Console(width=150)
    data = stills(sittings)
    console.print(f"{len(data.sitting)} pictures of {len(np.unique(data.sitting))} sittings")
    arrays, report = _trained(data)
    console.print_json(json.dumps(report))
    if write:
        content = _packed(arrays)
        WEIGHTS.write_bytes(content)
        REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        digest = hashlib.sha256(content).hexdigest()
        console.print(f"{WEIGHTS.name}: bytes = {len(content)}, sha256 = {digest!r}")
    return 0


def _trained(data: Stills) -> tuple[dict[str, NDArray[np.float32]], dict[str, object]]:
    """Train everything; return the arrays of the weights file and what they are worth."""
    scale = scaling(data.features)
    scaled, fold = scale(data.features), fold_of(data.sitting, FOLDS)
    change = fit_changes(data, scale, FOLDS)
    check = fit_changes(data, scale, FOLDS, variety=CHECK, reads=CHECK_READS)
    stand, stand_error = fit_stands(data, scale, FOLDS)
    weight = data.weight[change.rows]
    inputs = pair(scaled[change.rows], scaled[change.reference])
    change_spread, change_log = fit_spread(
        inputs, change.error / CHANGE_UNIT, weight, fold[change.rows], FOLDS
    )
    stand_spread, stand_log = fit_spread(scaled, stand_error / STAND_UNIT, data.weight, fold, FOLDS)
    change_floor = _floor(change.error / CHANGE_UNIT, change_log, weight)
    stand_floor = _floor(stand_error / STAND_UNIT, stand_log, data.weight)
    apart = np.abs(change.told - check.told) / CHANGE_UNIT
    arrays: dict[str, NDArray[np.float32]] = {
        "input_mean": scale.mean,
        "input_scale": scale.scale,
        "change_unit": CHANGE_UNIT,
        "stand_unit": STAND_UNIT,
        "change_floor": change_floor,
        "stand_floor": stand_floor,
        "check_spread": np.percentile(apart, 68.27, axis=0).astype(np.float32),
        **_stacked("change", change.members),
        **_stacked("check", check.members),
        **_stacked("stand", stand),
        **_stacked("change_spread", change_spread),
        **_stacked("stand_spread", stand_spread),
    }
    yaw = data.stand[:, 0]
    change_std = np.exp(0.5 * change_log) * np.sqrt(change_floor) * CHANGE_UNIT
    stand_std = np.exp(0.5 * stand_log) * np.sqrt(stand_floor) * STAND_UNIT
    truth = change.told - change.error
    nothing = np.full_like(change_std, np.nan)
    report: dict[str, object] = {
        "sittings": len(np.unique(data.sitting)),
        "pictures": len(data.sitting),
        "features": COUNT,
        "folds": FOLDS,
        "change": _by_band(
            CHANGES, _Told(change.error, change_std, truth, weight), yaw[change.rows]
        ),
        "check": _by_band(CHANGES, _Told(check.error, nothing, truth, weight), yaw[change.rows]),
        "stand": _by_band(STANDS, _Told(stand_error, stand_std, data.stand, data.weight), yaw),
    }
    return arrays, report


@dataclass(frozen=True)
class _Told:
    """Errors, standard errors and truth, (n, targets), and how often each picture is met, (n,)."""

    error: Array
    std: Array
    truth: Array
    weight: Array

    def of(self, chosen: NDArray[np.bool_]) -> _Told:
        return _Told(self.error[chosen], self.std[chosen], self.truth[chosen], self.weight[chosen])


def _by_band(names: tuple[str, ...], told: _Told, yaw: Array) -> dict[str, object]:
    return {band: _scores(names, told.of(_within(yaw, *edge))) for band, edge in BANDS.items()}


def _floor(error: Array, log_variance: Array, weight: Array) -> Array:
    """Return the factor on the variance that makes 68 % of the errors lie within one spread.

    Found from the errors' own 68th percentile and not their mean square: a few lost poses must
    not widen every answer.
    """
    ratio = np.abs(error) / np.exp(0.5 * log_variance)
    within = np.percentile(ratio, 68.27, axis=0, weights=weight, method="inverted_cdf")
    floor: Array = (within**2).astype(np.float32)
    return floor


def _within(yaw: Array, low: float, high: float) -> NDArray[np.bool_]:
    return (yaw >= low) & (yaw < high)


def _scores(names: tuple[str, ...], told: _Told) -> dict[str, dict[str, float]]:
    def mean(values: Array) -> float:
        return _round(np.average(values, weights=told.weight))

    def rms(values: Array) -> float:
        return _round(np.sqrt(np.average(values**2, weights=told.weight)))

    out = {}
    for k, name in enumerate(names):
        e, s, t = told.error[:, k], told.std[:, k], told.truth[:, k]
        middle = np.percentile(np.abs(e), 50, weights=told.weight, method="inverted_cdf")
        out[name] = {
            "rmse": rms(e),
            "median": _round(middle),
            "bias": mean(e),
            "always_zero_rmse": rms(t),
        }
        if np.isfinite(s).all():
            out[name]["coverage_68"] = mean(np.abs(e) <= s)
            out[name]["coverage_95"] = mean(np.abs(e) <= 2 * s)
    return out


def _round(value: float) -> float:
    return round(float(value), 3)


def _stacked(name: str, networks: list[Network]) -> dict[str, NDArray[np.float32]]:
    layers = range(len(networks[0].weights))
    weights = {f"{name}_w{i}": np.stack([n.weights[i] for n in networks]) for i in layers}
    biases = {f"{name}_b{i}": np.stack([n.biases[i] for n in networks]) for i in layers}
    return weights | biases


def _packed(arrays: dict[str, NDArray[np.float32]]) -> bytes:
    """Return an .npz whose bytes depend on nothing but the arrays (no time of day)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            inner = io.BytesIO()
            np.save(inner, np.ascontiguousarray(arrays[name], dtype=np.float32))
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), inner.getvalue()
            )
    return buffer.getvalue()
