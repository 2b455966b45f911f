"""Write everything a log holds: JSON (which can be imported again), CSV, Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

from formcheck.extras import load_extra
from formcheck.files.writing import atomic_path, write_text
from formcheck.log.contents import codes_in
from formcheck.log.entries import Lifter, LoggedRep, TrainingSet
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck.log.trees import FORMAT, VERSION, read_tree
from formcheck.report.csv_cells import cell
from formcheck.sources.address import without_login

_SET_COLUMNS: Final = (
    "set_id", "lifter", "workout", "day", "local_time", "exercise", "state", "relation", "load_kg",
    "rpe", "reps", "flagged_reps", "view", "yaw_deg", "source", "recording", "notes",
)  # fmt: skip
_REP_COLUMNS: Final = ("rep", "start_s", "peak_s", "end_s", "complete", "side", "flags")

Row = dict[str, Any]


def write_json(log: TrainingLog, lifters: Sequence[Lifter], path: Path) -> None:
    """Write lifters with everything that is kept of them; :mod:`formcheck.log.importing` reads it.

    Raises
    ------
    OutputError, LogError
        When the file cannot be written, or the log not be read.
    """
    tree = {
        "format": FORMAT,
        "version": VERSION,
        "exported": Moment.now().local.isoformat(timespec="seconds"),
        "lifters": [read_tree(log, lifter.id) for lifter in lifters],
    }
    write_text(path, json.dumps(tree, ensure_ascii=False, allow_nan=False, indent=1) + "\n")


def write_csv(log: TrainingLog, lifters: Sequence[Lifter], path: Path) -> int:
    """Write one row a rep (a set without reps has one row) and return how many rows that were.

    An empty cell is a value that could not be judged or is not known.

    Raises
    ------
    OutputError, LogError
        When the file cannot be written, or the log not be read.
    """
    count = 0
    columns = _columns(log)
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        # Names of measures may have come in with an import.
        writer.writerow({name: cell(name) for name in columns})
        for row in rep_rows(log, lifters):
            writer.writerow({name: cell(row[name]) for name in columns})
            count += 1
    return count


def write_parquet(log: TrainingLog, lifters: Sequence[Lifter], path: Path) -> int:
    """Write the rows of :func:`write_csv` as Parquet and return how many there are.

    Raises
    ------
    MissingPackageError
        When pyarrow, which writes it, is not installed.
    OutputError, LogError
        When the file cannot be written, or the log not be read.
    """
    arrow = load_extra("pyarrow", "parquet")
    parquet = load_extra("pyarrow.parquet", "parquet")
    rows = list(rep_rows(log, lifters))
    columns = {name: [row[name] for row in rows] for name in _columns(log)}
    with atomic_path(path) as temporary:
        parquet.write_table(arrow.table(columns), temporary)
    return len(rows)


def rep_rows(log: TrainingLog, lifters: Iterable[Lifter]) -> Iterator[Row]:
    """Yield one flat row a rep, oldest set first; None for what is not known."""
    measures = _measure_names(log)
    for lifter in lifters:
        for item in log.sets.of_lifter(lifter.id):
            head = _set_cells(lifter, item)
            content = log.sets.content(item.id)
            for rep in content.reps:
                yield head | _rep_cells(rep, codes_in(rep, content.flags), measures)
            if not content.reps:
                yield head | dict.fromkeys(chain(_REP_COLUMNS, measures))


def _columns(log: TrainingLog) -> list[str]:
    return [*_SET_COLUMNS, *_REP_COLUMNS, *_measure_names(log)]


def _measure_names(log: TrainingLog) -> list[str]:
    with log.reading() as connection:
        return [row[0] for row in connection.execute("SELECT name FROM measure ORDER BY name")]


def _set_cells(lifter: Lifter, item: TrainingSet) -> Row:
    local = item.started.local
    values = (
        item.id, lifter.name, item.workout_id, local.date().isoformat(),
        local.isoformat(timespec="seconds"), item.exercise, item.state, item.relation,
        _known(item.load_kg, 4), _known(item.rpe, 1), item.reps, item.flagged_reps, item.view,
        _known(item.yaw_deg, 2), without_login(item.source), item.recording, item.notes,
    )  # fmt: skip
    return dict(zip(_SET_COLUMNS, values, strict=True))


def _rep_cells(rep: LoggedRep, codes: Sequence[str], measures: Sequence[str]) -> Row:
    values = (
        rep.number, _known(rep.start_s, 4), _known(rep.peak_s, 4), _known(rep.end_s, 4),
        int(rep.complete), rep.side, " ".join(codes),
    )  # fmt: skip
    cells = dict(zip(_REP_COLUMNS, values, strict=True))
    return cells | {name: _known(rep.value(name), 4) for name in measures}


def _known(value: float, decimals: int) -> float | None:
    """Return a rounded number, or None for NaN."""
    return round(value, decimals) if value == value else None
