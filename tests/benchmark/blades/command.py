"""Render what is missing, let every way tell the blades, print and write the tables."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Final

import numpy as np
from rich.console import Console
from rich.progress import track

from formcheck.config import PoseOptions
from tests.benchmark.accuracy.poses import poses_of
from tests.benchmark.accuracy.report import ROOT, with_section
from tests.benchmark.accuracy.tables import markdown, terminal
from tests.benchmark.accuracy.truth import load_truth
from tests.benchmark.blades.courses import CODES
from tests.benchmark.blades.readings import NAMES, Played, add_hand_line, play
from tests.benchmark.blades.scoring import (
    RANGES,
    Error,
    at_limit,
    best_limit,
    errors,
    judged,
    onset_errors,
)

PAGE: Final = ROOT / "docs" / "blades.md"
WITHIN_S: Final = 0.1
ONSET_HEAD: Final = ("split", "way", "reps", "shown", "median error, s", "within 0.1 s")
FAULT_HEAD: Final = (
    "fault", "way", "planted, tune", "recall", "planted, validate", "recall", "precision",
)  # fmt: skip


def played(split: str, console: Console) -> list[Played]:
    """Return the clips of a split, rendered and looked at where that has not been done."""
    from tests.benchmark.blades.clips import clips, ensure, folder

    out = []
    for clip in track(clips(split), f"{split} (kept in {folder()})", console=console):
        truth = ensure(clip)
        recording = poses_of(truth.with_suffix(".mp4"), folder(), PoseOptions())
        out.append(play(clip.name, clip.yaw_deg, clip.kinds, load_truth(truth), recording))
    return out


def error_table(splits: dict[str, Sequence[Played]]) -> tuple[tuple[str, ...], list[list[str]]]:
    """Return head and rows of the errors of each way, by split, view and measure."""
    ways = list(next(iter(splits.values()))[0].told)
    head = ("split, view (clips)", "measure", "open", *ways, "product within 1 / 2 errors")
    rows = []
    for split, clips in splits.items():
        for label, seen in views(clips).items():
            for name in NAMES:
                told = {way: errors(seen, way, name) for way in ways}
                cells = [_cell(error) for error in told.values()]
                open_pct = f"{told['always 0'].open:.1f}"
                where = f"{split}, {label} ({len(seen)})"
                rows.append([where, name, open_pct, *cells, _covered(told["product"])])
    return head, rows


def views(clips: Sequence[Played]) -> dict[str, list[Played]]:
    """Return all clips, and those of each range of camera places that has any."""
    found = {"all": list(clips)}
    for clip in clips:
        label = next(name for name, (low, high) in RANGES.items() if low <= clip.yaw_deg <= high)
        found.setdefault(label, []).append(clip)
    return found


def _cell(error: Error) -> str:
    if not np.isfinite(error.rmse):
        return "–"
    r = f" (r {error.r:+.2f})" if np.isfinite(error.r) else ""
    return f"{error.rmse:.1f} / {error.given_hand:.1f}{r}"


def _covered(error: Error) -> str:
    if not np.isfinite(error.covered[0]):
        return "–"
    return " / ".join(f"{100 * share:.0f} %" for share in error.covered)


def onset_rows(split: str, clips: Sequence[Played]) -> list[tuple[str, ...]]:
    """Return how well each way shows when the blade begins before the elbow."""
    rows = []
    for way in clips[0].told:
        off = onset_errors(clips, way)
        shown = off[np.isfinite(off)]
        if len(shown):
            near = f"{100 * float((np.abs(shown) <= WITHIN_S).mean()):.0f} %"
            median = f"{float(np.median(np.abs(shown))):.2f}"
            rows.append((split, way, str(len(off)), str(len(shown)), median, near))
    return rows


def fault_rows(tune: Sequence[Played], validate: Sequence[Played]) -> list[tuple[str, ...]]:
    """Return what the best limit of `tune` that is right in 95 % finds on both splits."""
    rows = []
    for code in CODES:
        for way in (name for name in tune[0].told if name != "always 0"):
            on_tune = judged(tune, way, code)
            limit = best_limit(on_tune)
            was, now = at_limit(on_tune, limit), at_limit(judged(validate, way, code), limit)
            rows.append(
                (
                    f"`{code}`", way, str(was.planted), f"{was.recall:.2f}",
                    str(now.planted), f"{now.recall:.2f}",
                    f"{now.precision:.2f}" if np.isfinite(now.precision) else "–",
                )
            )  # fmt: skip
    return rows


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="bench-blades", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--no-write", action="store_true", help="print only")
    args = parser.parse_args(argv)
    console = Console(width=150)
    try:
        tune, validate = (played(split, console) for split in ("tune", "validate"))
    except ModuleNotFoundError as error:
        console.print(f"{error}: install the studio first, pip install -e '.[studio]'")
        return 2
    add_hand_line([*tune, *validate], tune)
    splits = {"tune": tune, "validate": validate}
    onsets = [row for split, clips in splits.items() for row in onset_rows(split, clips)]
    tables = {
        "blade-errors": error_table(splits),
        "blade-onsets": (ONSET_HEAD, onsets),
        "blade-faults": (FAULT_HEAD, fault_rows(tune, validate)),
    }
    for name, (head, rows) in tables.items():
        console.print(terminal(name, head, rows))
        if not args.no_write:
            text = PAGE.read_text(encoding="utf-8")
            PAGE.write_text(with_section(text, name, markdown(head, rows)), encoding="utf-8")
    return 0
