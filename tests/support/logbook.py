"""Training sets made by hand, for tests of the log and of what reads it."""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from formcheck.log.contents import logged_rep
from formcheck.log.entries import Lifter, LoggedRep, SetContent, TrainingSet
from formcheck.log.moments import Moment
from formcheck.log.relations import relate
from formcheck.log.store import TrainingLog
from formcheck.types import Flag
from support.results import make_rep

DAY_S = 86400.0
MONDAY = Moment(1_772_445_600.0, 3600)
"""Monday, 2 March 2026, 11:00 in a zone one hour ahead of UTC."""

Change = Callable[[int], dict[str, object]]


def days_after(days: float, start: Moment = MONDAY) -> Moment:
    """Return the moment so many days after a Monday morning."""
    return start.later(days * DAY_S)


def logged_reps(count: int, **changes: object) -> tuple[LoggedRep, ...]:
    """Return good reps, two seconds apart, all changed alike."""
    quiet = {"flags": ()} | changes
    return tuple(logged_rep(make_rep(n, **quiet), n) for n in range(1, count + 1))


def flags_on(numbers: Sequence[int], code: str = "rounded_back") -> tuple[Flag, ...]:
    """Return a warning in each of these reps."""
    return tuple(
        Flag(code, "warning", 2.0 * n, 2.0 * n, 15.0, 12.0, "°", n, 2.0 * n + 1) for n in numbers
    )


def store_set(
    log: TrainingLog,
    lifter: Lifter,
    moment: Moment,
    *,
    exercise: str = "bent_over_row",
    reps: Sequence[LoggedRep] | int = 8,
    flags: Sequence[Flag] = (),
    **columns: object,
) -> TrainingSet:
    """Store a finished set that began at a moment and return it."""
    content = SetContent(logged_reps(reps) if isinstance(reps, int) else tuple(reps), tuple(flags))
    workout = log.workouts.at(lifter.id, moment)
    length_s = content.reps[-1].end_s - content.reps[0].start_s if content.reps else 0.0
    entry = TrainingSet(
        id=0,
        uid=uuid.uuid4().hex,
        workout_id=workout.id,
        position=0,
        exercise=exercise,
        state="finished",
        started_s=moment.utc_s,
        last_seen_s=moment.utc_s + length_s,
        utc_offset_s=moment.utc_offset_s,
    )
    set_id = log.sets.add(replace(entry, **columns), content)  # type: ignore[arg-type]
    relate(log, workout.id)
    return log.sets.get(set_id)


@dataclass
class Read:
    """How many statements were run, and how many rows came back."""

    statements: int = 0
    rows: int = 0


@contextlib.contextmanager
def counting(log: TrainingLog) -> Iterator[Read]:
    """Count what is asked of a log in this block."""
    read = Read()

    def row(cursor: sqlite3.Cursor, values: tuple[object, ...]) -> sqlite3.Row:
        read.rows += 1
        return sqlite3.Row(cursor, values)

    def statement(_sql: str) -> None:
        read.statements += 1

    with log.reading() as connection:
        connection.row_factory = row
        connection.set_trace_callback(statement)
        try:
            yield read
        finally:
            connection.row_factory = sqlite3.Row
            connection.set_trace_callback(None)
