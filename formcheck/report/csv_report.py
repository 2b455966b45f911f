"""The CSV report: one row a frame, every measure with its quality."""

from __future__ import annotations

import csv
import io
import math
from bisect import bisect_right
from pathlib import Path

from formcheck.files.writing import write_text
from formcheck.measures.registry import WITH_ERROR
from formcheck.report import about
from formcheck.report.about import NOTHING, About
from formcheck.report.csv_cells import cell
from formcheck.report.schema import SCHEMA_VERSION
from formcheck.types import REASONS, Hold, Rep, SessionResult


def dumps(result: SessionResult, said: About = NOTHING) -> str:
    """Return a result as CSV text.

    The columns are ``frame`` (from 0), ``time_s``, ``rep`` (empty between reps), ``phase``, then
    each measure followed by its ``…_quality`` and, where it states one, its standard error
    ``…_std``, then ``hold`` (empty outside holds), what the recording is (``clip``, ``exercise``,
    ``lifter``, ``load``, ``filmed``) and ``schema_version``, and last, for each measure,
    ``…_reason``: why it has no value in this frame.  An empty cell of a measure is a value that
    could not be judged; an empty reason, that there is one.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    measures = list(result.columns)
    writer.writerow(
        ["frame", "time_s", "rep", "phase"]
        + [column for name in measures for column in _columns(name)]
        + ["hold", *about.COLUMNS, "schema_version"]
        + [f"{name}_reason" for name in result.whys]
    )
    same = said.cells(result)
    starts = [rep.start_s for rep in result.reps]
    for frame, time_s in enumerate(result.times_s.tolist()):
        row: list[str | int] = [
            frame,
            f"{time_s:.6f}",
            _rep_at(time_s, result.reps, starts),
            result.phases[frame],
        ]
        for name in measures:
            row += [_cell(result.columns[name][frame]), _cell(result.qualities[name][frame])]
            if name in WITH_ERROR:
                row.append(_cell(result.stds[name][frame]) if name in result.stds else "")
        row += [_hold_at(time_s, result.holds), *same, SCHEMA_VERSION]
        reasons = (str(REASONS[codes[frame]]) for codes in result.whys.values())
        writer.writerow([cell(each) for each in (*row, *reasons)])
    return text.getvalue()


def _columns(name: str) -> list[str]:
    return [name, f"{name}_quality", *([f"{name}_std"] if name in WITH_ERROR else [])]


def write_csv(result: SessionResult, path: Path, said: About = NOTHING) -> None:
    """Write a result as a CSV file, atomically.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    write_text(path, dumps(result, said))


def _cell(value: float) -> str:
    """Return a number with four decimals, or an empty cell."""
    return f"{value:.4f}" if math.isfinite(value) else ""


def _hold_at(time_s: float, holds: tuple[Hold, ...]) -> str:
    """Return the number of the hold a moment lies in, or an empty cell."""
    return next((str(each.index) for each in holds if each.start_s <= time_s <= each.end_s), "")


def _rep_at(time_s: float, reps: tuple[Rep, ...], starts: list[float]) -> str:
    """Return the number of the rep a moment lies in, or an empty cell."""
    place = bisect_right(starts, time_s) - 1
    inside = place >= 0 and time_s <= reps[place].end_s
    return str(reps[place].index) if inside else ""
