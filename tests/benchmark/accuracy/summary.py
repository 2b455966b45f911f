"""From clips to one table: the figures of ``docs/benchmark.json``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from formcheck.flags.codes import FLAGS
from formcheck.measures.registry import MEASURES
from formcheck.types import FloatArray
from tests.benchmark.accuracy import figures
from tests.benchmark.accuracy.faults import Tally
from tests.benchmark.accuracy.scoring import ClipScore

SPLITS: Final = ("tune", "validate", "blind", "real")
FIGURES: Final = (
    "clips",
    "detection_fraction",
    "outline_median_pct",
    "curvature_rmse_deg_yaw15",
    "curvature_bias_deg_yaw15",
    "curvature_answered_yaw15",
    "curvature_rmse_deg_yaw35",
    "curvature_answered_yaw35",
    "abstain_fraction_beyond_yaw45",
    "lumbar_rmse_deg",
    "thoracic_rmse_deg",
    "trunk_rmse_deg",
    "retraction_rmse_pct",
    "elevation_rmse_pct",
    "yaw_rmse_deg",
    "coverage_68",
    "coverage_95",
    "reps_mae",
    "reps_obo",
    "phase_median_frames",
    "recognition_top1",
    "false_flags_per_100_clean_reps",
    "rounded20_precision",
    "rounded20_recall",
    "rounded20_f1",
    "rounded20_n",
    "retraction_sign",
    "elevation_sign",
    "flags",
)
"""The names of a split's figures, fixed: others read them."""

FLAG_FIGURES: Final = ("precision", "recall", "f1", "n")

Figures = dict[str, Any]


def empty() -> Figures:
    """Return a split's figures before anything was measured."""
    figures_of_none: Figures = dict.fromkeys(FIGURES)
    flags = {code: flag_figures(Tally()) for code in FLAGS}
    return figures_of_none | {"clips": 0, "rounded20_n": 0, "flags": flags}


def flag_figures(tally: Tally) -> Figures:
    """Return precision, recall and F1 of one code; ``n`` is how many faults there were."""
    precision = figures.share(tally.right, tally.right + tally.wrong)
    recall = figures.share(tally.found, tally.there)
    return {
        "precision": precision,
        "recall": recall,
        "f1": figures.f1(precision, recall),
        "n": tally.there,
    }


def summarise(scores: Sequence[ClipScore]) -> Figures:
    """Return the figures of a rendered split.

    Detection counts all clips; everything else those whose exercise FormCheck supports.
    """
    supported = [score for score in scores if score.supported]
    return (
        empty()
        | {"clips": len(scores), "detection_fraction": detection(scores)}
        | _curvature(supported)
        | _measures(supported)
        | counting(supported)
        | {"phase_median_frames": figures.median(_all(supported, "phase_frames"))}
        | _flags(supported)
        | _per_rep(supported)
    )


def summarise_real(scores: Sequence[ClipScore]) -> Figures:
    """Return the figures of hand-counted clips: finding, counting and naming alone."""
    supported = [score for score in scores if score.supported]
    found = {"clips": len(scores), "detection_fraction": detection(scores)}
    return empty() | found | counting(supported)


def detection(scores: Sequence[ClipScore]) -> float | None:
    """Return the share of frames with the trunk in view in which the lifter was found."""
    return figures.share(sum(s.found for s in scores), sum(s.seen for s in scores))


def counting(scores: Sequence[ClipScore]) -> Figures:
    """Return how well repetitions are counted and exercises named."""
    mae, obo = figures.counting([s.counted for s in scores], [s.true_reps for s in scores])
    named = [s for s in scores if s.named != "unknown"]
    right = sum(s.named == s.expected for s in named)
    return {
        "reps_mae": mae,
        "reps_obo": obo,
        "recognition_top1": figures.share(right, len(named)),
    }


def pairs(scores: Sequence[ClipScore], measure: str) -> FloatArray:
    """Return all (estimate, truth) rows of a measure."""
    return figures.joined([s.pairs[measure] for s in scores if measure in s.pairs])


def coverage(scores: Sequence[ClipScore], measures: Sequence[str], times: float) -> float | None:
    """Return the share of answers whose error is within so many stated standard errors."""
    chosen = [(s, m) for s in scores for m in measures if m in s.pairs and m in s.stds]
    if not chosen:
        return None
    rows = figures.joined([s.pairs[m] for s, m in chosen])
    return figures.coverage(rows, np.concatenate([s.stds[m] for s, m in chosen]), times)


def tallies(scores: Sequence[ClipScore]) -> dict[str, Tally]:
    """Return each code's counts over several clips."""
    total = {code: Tally() for code in FLAGS}
    for score in scores:
        for code, tally in score.flags.tallies.items():
            total[code].add(tally)
    return total


def banded(scores: Sequence[ClipScore], *bands: figures.Band) -> list[ClipScore]:
    """Return the clips whose camera stands in one of the bands."""
    return [score for score in scores if figures.yaw_band(score.yaw_deg) in bands]


def _all(scores: Sequence[ClipScore], name: str) -> FloatArray:
    return np.concatenate([np.empty(0), *[np.ravel(getattr(score, name)) for score in scores]])


def _curvature(scores: Sequence[ClipScore]) -> Figures:
    square = pairs(banded(scores, "yaw15"), "back_curvature_deg")
    oblique = pairs(banded(scores, "yaw35"), "back_curvature_deg")
    beyond = figures.answered(pairs(banded(scores, "beyond45"), "back_curvature_deg"))
    profile = banded(scores, "yaw15", "yaw35")
    return {
        "outline_median_pct": figures.median(np.abs(_all(profile, "outline_pct"))),
        "curvature_rmse_deg_yaw15": figures.rmse(square),
        "curvature_bias_deg_yaw15": figures.bias(square),
        "curvature_answered_yaw15": figures.answered(square),
        "curvature_rmse_deg_yaw35": figures.rmse(oblique),
        "curvature_answered_yaw35": figures.answered(oblique),
        "abstain_fraction_beyond_yaw45": None if beyond is None else 1.0 - beyond,
    }


def _measures(scores: Sequence[ClipScore]) -> Figures:
    return {
        "coverage_68": coverage(scores, tuple(MEASURES), 1.0),
        "coverage_95": coverage(scores, tuple(MEASURES), 2.0),
    } | {
        figure: figures.rmse(pairs(scores, measure))
        for figure, measure in (
            ("lumbar_rmse_deg", "lumbar_flexion_deg"),
            ("thoracic_rmse_deg", "thoracic_flexion_deg"),
            ("trunk_rmse_deg", "trunk_inclination_deg"),
            ("retraction_rmse_pct", "retraction_pct"),
            ("elevation_rmse_pct", "elevation_pct"),
            ("yaw_rmse_deg", "view_yaw_deg"),
        )
    }


def _flags(scores: Sequence[ClipScore]) -> Figures:
    clean = sum(score.flags.clean_reps for score in scores)
    false = sum(score.flags.false_on_clean for score in scores)
    return {
        "false_flags_per_100_clean_reps": 100.0 * false / clean if clean else None,
        "flags": {code: flag_figures(tally) for code, tally in tallies(scores).items()},
    }


def _per_rep(scores: Sequence[ClipScore]) -> Figures:
    rounding = Tally()
    for score in scores:
        rounding.add(score.rounding)
    plain = {f"rounded20_{name}": value for name, value in flag_figures(rounding).items()}
    return plain | {
        figure: figures.share(
            sum(s.signs.get(measure, (0, 0, 0))[0] for s in scores),
            sum(s.signs.get(measure, (0, 0, 0))[1] for s in scores),
        )
        for figure, measure in (
            ("retraction_sign", "retraction_pct"),
            ("elevation_sign", "elevation_pct"),
        )
    }


def rounded(value: Any) -> Any:
    """Return plain values with floats short enough for small diffs."""
    if isinstance(value, dict):
        return {name: rounded(item) for name, item in value.items()}
    return round(value, 4) if isinstance(value, float) else value
