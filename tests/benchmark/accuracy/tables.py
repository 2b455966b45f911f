"""The figures as tables: on the terminal, and in Markdown for docs/benchmark.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from rich.table import Table

from tests.benchmark.accuracy import figures
from tests.benchmark.accuracy.scoring import PARTS, ClipScore
from tests.benchmark.accuracy.summary import SPLITS, banded, coverage, pairs

Rows = list[tuple[str, ...]]

LABELS: Final = {
    "clips": "Clips",
    "detection_fraction": "Lifter found, share of frames",
    "outline_median_pct": "Mask's back edge off the true one, median, % trunk",
    "curvature_rmse_deg_yaw15": "Back curvature, RMSE, yaw −20…+10°",
    "curvature_bias_deg_yaw15": "Back curvature, bias, yaw −20…+10°",
    "curvature_answered_yaw15": "Back curvature, share answered, yaw −20…+10°",
    "curvature_rmse_deg_yaw35": "Back curvature, RMSE, yaw −35…−20° and +10…+25°",
    "curvature_answered_yaw35": "Back curvature, share answered, yaw −35…−20° and +10…+25°",
    "abstain_fraction_beyond_yaw45": "Back curvature, share refused, yaw beyond ±45°",
    "lumbar_rmse_deg": "Lumbar half, RMSE, deg",
    "thoracic_rmse_deg": "Thoracic half, RMSE, deg",
    "trunk_rmse_deg": "Trunk inclination, RMSE, deg",
    "retraction_rmse_pct": "Retraction, RMSE, % trunk",
    "elevation_rmse_pct": "Elevation, RMSE, % trunk",
    "yaw_rmse_deg": "Camera yaw, RMSE, deg",
    "coverage_68": "True value within one stated standard error, share",
    "coverage_95": "… within two, share",
    "reps_mae": "Repetitions, mean absolute error a clip",
    "reps_obo": "Repetitions, share of clips off by one at most",
    "phase_median_frames": "Phase boundaries, median error, frames at 30/s",
    "recognition_top1": "Exercise named right, of the clips named",
    "false_flags_per_100_clean_reps": "False flags in 100 clean repetitions",
    "rounded20_n": "Repetitions rounded by 20° or more",
    "rounded20_precision": "… told: precision (straight ones are below 10°)",
    "rounded20_recall": "… told: recall",
    "rounded20_f1": "… told: F1",
    "retraction_sign": "Retraction, share of reps with the right sign of the change",
    "elevation_sign": "Elevation, share of reps with the right sign of the change",
}
"""Figure → words, in the order of the table."""

SHARES: Final = ("fraction", "answered", "coverage", "obo", "top1", "_sign")


def shown(name: str, value: Any) -> str:
    """Return one figure in words."""
    if value is None:
        return "–"
    if any(part in name for part in SHARES):
        return f"{100.0 * value:.0f} %"
    if isinstance(value, int):
        return str(value)
    return f"{value:.2f}" if "mae" in name or "rounded20" in name else f"{value:.1f}"


def figure_rows(report: dict[str, Any]) -> Rows:
    """Return label and one column a split."""
    return [
        (label, *(shown(name, report[split][name]) for split in SPLITS))
        for name, label in LABELS.items()
    ]


def flag_rows(report: dict[str, Any]) -> Rows:
    """Return code and, for each rendered split, precision / recall / F1 (n)."""
    return [
        (code, *(_flag_cell(report[split]["flags"][code]) for split in SPLITS[:3]))
        for code in report["tune"]["flags"]
    ]


def _flag_cell(flag: dict[str, Any]) -> str:
    if flag["n"] == 0 and flag["precision"] is None:
        return "–"
    numbers = ("–" if flag[k] is None else f"{flag[k]:.2f}" for k in ("precision", "recall", "f1"))
    return f"{' / '.join(numbers)} ({flag['n']})"


def clip_rows(scores: Sequence[ClipScore]) -> Rows:
    """Return one row a clip: what it is, and where it went wrong."""
    return [_clip_row(score) for score in scores]


def _clip_row(score: ClipScore) -> tuple[str, ...]:
    curvature = score.pairs.get("back_curvature_deg", np.empty((0, 2)))
    wrong = sorted({flag.code for flag in score.flags.wrong})
    missed = sorted({code for code, _ in score.flags.missed})
    return (
        score.name,
        score.exercise,
        "–" if np.isnan(score.yaw_deg) else f"{score.yaw_deg:+.0f}°",
        shown("fraction", figures.share(score.found, score.seen)),
        score.named,
        f"{score.counted} of {score.true_reps}",
        shown("", figures.rmse(curvature)),
        shown("", figures.bias(curvature)),
        shown("answered", figures.answered(curvature)),
        ", ".join(wrong) or "–",
        ", ".join(missed) or "–",
    )


CLIP_HEAD: Final = (
    "clip", "exercise", "yaw", "found", "named", "reps", "RMSE °", "bias °", "answered",
    "raised wrongly", "missed",
)  # fmt: skip


def landmark_rows(by_split: dict[str, Sequence[ClipScore]]) -> Rows:
    """Return, for each part of the near side, the median landmark error of each split."""
    runs = by_split.values()
    return [
        (part, *(shown("", figures.median(_landmarks(scores, part))) for scores in runs))
        for part in PARTS
    ]


def _landmarks(scores: Sequence[ClipScore], part: str) -> np.ndarray:
    return np.concatenate([np.empty(0), *[s.landmark_pct.get(part, np.empty(0)) for s in scores]])


ANSWER_HEAD: Final = (
    "split", "measure", "RMSE", "bias", "always saying 0", "answered", "within 1 s.e.", "2 s.e.",
)  # fmt: skip
FROM_ZERO: Final = (
    "back_curvature_deg", "lumbar_flexion_deg", "thoracic_flexion_deg", "retraction_pct",
    "elevation_pct",
)  # fmt: skip
"""Measures told as a change, for which saying 0 is the naive answer to beat."""


def answer_rows(by_split: dict[str, Sequence[ClipScore]]) -> Rows:
    """Return each measure's error, the naive one, and the share answered: one row a split."""
    names = {name: None for scores in by_split.values() for s in scores for name in s.pairs}
    return [
        (
            split,
            name,
            *_answers(pairs(scores, name), naive=name in FROM_ZERO),
            *(shown("coverage", coverage(scores, (name,), times)) for times in (1.0, 2.0)),
        )
        for name in names
        for split, scores in by_split.items()
    ]


def _answers(rows: np.ndarray, *, naive: bool) -> tuple[str, ...]:
    known = rows[np.isfinite(rows).all(axis=1)]
    silent = known * (0.0, 1.0)
    return (
        shown("", figures.rmse(rows)),
        shown("", figures.bias(rows)),
        shown("", figures.rmse(silent)) if naive else "",
        shown("answered", figures.answered(rows)),
    )


BANDS: Final[dict[figures.Band, str]] = {
    "yaw15": "−20…+10°",
    "yaw35": "−35…−20°, +10…+25°",
    "other": "−45…−35°, +25…+45°",
    "beyond45": "beyond ±45°",
}
BAND_HEAD: Final = (
    "split",
    "camera yaw",
    "clips",
    "RMSE °",
    "best … worst clip",
    "bias °",
    "answered",
)


def band_rows(by_split: dict[str, Sequence[ClipScore]]) -> Rows:
    """Return back curvature by camera yaw: one row a split and band that has clips."""
    return [
        (split, words, *_band_cells(banded(scores, band)))
        for split, scores in by_split.items()
        for band, words in BANDS.items()
        if banded(scores, band)
    ]


def _band_cells(scores: Sequence[ClipScore]) -> tuple[str, ...]:
    rows = pairs(scores, "back_curvature_deg")
    told = [s.pairs["back_curvature_deg"] for s in scores if "back_curvature_deg" in s.pairs]
    each = [figures.rmse(found) for found in told]
    known = sorted(value for value in each if value is not None)
    return (
        str(len(told)),
        shown("", figures.rmse(rows)),
        f"{known[0]:.1f} … {known[-1]:.1f}" if known else "–",
        shown("", figures.bias(rows)),
        shown("answered", figures.answered(rows)),
    )


def markdown(head: Sequence[str], rows: Rows) -> str:
    """Return a Markdown table; all columns but the first are set right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def terminal(title: str, head: Sequence[str], rows: Rows) -> Table:
    """Return a table for the terminal."""
    table = Table(title=title, title_justify="left")
    for i, name in enumerate(head):
        table.add_column(name, justify="left" if i == 0 else "right", no_wrap=i == 0)
    for row in rows:
        table.add_row(*row)
    return table
