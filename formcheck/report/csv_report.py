"""The CSV report: one row a frame, every measure with its quality."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from formcheck.files.writing import write_text
from formcheck.measures.registry import WITH_ERROR
from formcheck.report import about
from formcheck.report.about import NOTHING, About
from formcheck.report.csv_cells import cell, shown
from formcheck.report.schema import SCHEMA_VERSION
from formcheck.types import NAN, REASONS, Hold, Rep, SessionResult


def columns(result: SessionResult, said: About = NOTHING) -> dict[str, Sequence[Any]]:
    """Return one row a frame, column by column, each of T values, in the order of the file.

    The columns are ``frame`` (from 0), ``time_s``, ``rep`` (None between reps), ``phase``, then
    each measure followed by its ``…_quality`` and, where it states one, its standard error
    ``…_std``, then ``hold`` (None outside holds), what the recording is (``clip``, ``exercise``,
    ``lifter``, ``load``, ``filmed``) and ``schema_version``, and last, for each measure,
    ``…_reason``: why it has no value in this frame.  NaN is a value that could not be judged; an
    empty reason says that there is one.
    """
    times_s = result.times_s.tolist()
    starts = [rep.start_s for rep in result.reps]
    table: dict[str, Sequence[Any]] = {
        "frame": range(len(times_s)),
        "time_s": times_s,
        "rep": [_rep_at(time_s, result.reps, starts) for time_s in times_s],
        "phase": result.phases,
    }
    for name, values in result.columns.items():
        table[name] = values.tolist()
        table[f"{name}_quality"] = result.qualities[name].tolist()
        if name in WITH_ERROR:
            stds = result.stds.get(name)
            table[f"{name}_std"] = [NAN] * len(times_s) if stds is None else stds.tolist()
    table["hold"] = [_hold_at(time_s, result.holds) for time_s in times_s]
    same = zip(
        (*about.COLUMNS, "schema_version"), (*said.cells(result), SCHEMA_VERSION), strict=True
    )
    table |= {name: [text] * len(times_s) for name, text in same}
    for name, codes in result.whys.items():
        table[f"{name}_reason"] = [str(REASONS[code]) for code in codes]
    return table


def dumps(result: SessionResult, said: About = NOTHING) -> str:
    """Return a result as CSV text: :func:`columns`, an empty cell where there is nothing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    table = columns(result, said)
    table["time_s"] = [f"{time_s:.6f}" for time_s in table["time_s"]]
    writer.writerow(table)
    for row in zip(*table.values(), strict=True):
        writer.writerow([cell(shown(each)) for each in row])
    return text.getvalue()


def write_csv(result: SessionResult, path: Path, said: About = NOTHING) -> None:
    """Write a result as a CSV file, atomically.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    write_text(path, dumps(result, said))


def _hold_at(time_s: float, holds: tuple[Hold, ...]) -> int | None:
    """Return the number of the hold a moment lies in."""
    return next((each.index for each in holds if each.start_s <= time_s <= each.end_s), None)


def _rep_at(time_s: float, reps: tuple[Rep, ...], starts: list[float]) -> int | None:
    """Return the number of the rep a moment lies in."""
    place = bisect_right(starts, time_s) - 1
    inside = place >= 0 and time_s <= reps[place].end_s
    return reps[place].index if inside else None
