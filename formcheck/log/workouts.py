"""Workouts: which sets belong to one visit."""

from __future__ import annotations

import sqlite3
import uuid
from typing import Final

from formcheck.errors import UsageError
from formcheck.log import rows
from formcheck.log.database import LogFile
from formcheck.log.entries import Feeling, Workout
from formcheck.log.moments import Moment

SAME_VISIT_S: Final = 3 * 3600.0
"""A set begins a new workout when the last one is longer ago; nobody rests three hours."""


class Workouts:
    """The workouts of a log."""

    def __init__(self, log: LogFile) -> None:
        self._log = log

    def of(
        self, lifter_id: int, *, since_s: float | None = None, limit: int = -1
    ) -> tuple[Workout, ...]:
        """Return a lifter's workouts, newest first by the clock.

        Parameters
        ----------
        lifter_id : int
        since_s : float, optional
            Unix seconds; earlier ones are left out.
        limit : int
            At most so many; -1 for all.
        """
        with self._log.reading() as connection:
            found = connection.execute(
                "SELECT * FROM workout WHERE lifter_id = ? AND started_s >= ? "
                "ORDER BY started_s DESC, id DESC LIMIT ?",
                (lifter_id, -1e18 if since_s is None else since_s, limit),
            )
            return rows.entries(Workout, found)

    def days(self, lifter_id: int) -> frozenset[str]:
        """Return every local day on which a lifter has trained, as ``YYYY-MM-DD``."""
        with self._log.reading() as connection:
            found = connection.execute(
                "SELECT DISTINCT day FROM workout WHERE lifter_id = ?", (lifter_id,)
            )
            return frozenset(row[0] for row in found)

    def count_since(self, lifter_id: int, day: str) -> int:
        """Return how many workouts a lifter has begun on or after a local day."""
        with self._log.reading() as connection:
            row = connection.execute(
                "SELECT count(*) FROM workout WHERE lifter_id = ? AND day >= ?", (lifter_id, day)
            ).fetchone()
            return int(row[0])

    def get(self, workout_id: int) -> Workout:
        """Return a workout by id.

        Raises
        ------
        UsageError
            When there is no such workout.
        """
        with self._log.reading() as connection:
            row = connection.execute("SELECT * FROM workout WHERE id = ?", (workout_id,)).fetchone()
        if row is None:
            raise UsageError(
                f"There is no workout {workout_id} in the training log.",
                "'formcheck history list' shows which there are.",
            )
        return rows.entry(Workout, row)

    def at(self, lifter_id: int, moment: Moment) -> Workout:
        """Return the workout a set of that moment belongs to; begin one when there is none.

        The nearest visit within :data:`SAME_VISIT_S` of the moment, before or after: a clock that
        was set back a little does not tear a workout in two.
        """
        with self._log.writing() as connection:
            row = connection.execute(
                "SELECT w.*, min("
                "  abs(w.started_s - :at), coalesce(min(abs(s.last_seen_s - :at)), 1e18)"
                ") AS gap FROM workout w LEFT JOIN training_set s ON s.workout_id = w.id "
                "WHERE w.lifter_id = :lifter AND w.started_s BETWEEN :at - :day AND :at + :day "
                "GROUP BY w.id ORDER BY gap, w.id DESC LIMIT 1",
                {"lifter": lifter_id, "at": moment.utc_s, "day": 86400.0},
            ).fetchone()
            if row is not None and row["gap"] <= SAME_VISIT_S:
                return rows.entry(Workout, row)
            return self.get(begin(connection, lifter_id, moment))

    def change(
        self,
        workout_id: int,
        *,
        feeling: Feeling | None = None,
        notes: str | None = None,
        routine: str | None = None,
        routine_day: str | None = None,
    ) -> Workout:
        """Change what is not None and return the workout."""
        given = {
            "feeling": feeling, "notes": notes, "routine": routine, "routine_day": routine_day,
        }  # fmt: skip
        values = {name: value for name, value in given.items() if value is not None}
        if values:
            with self._log.writing() as connection:
                rows.update(connection, "workout", workout_id, values)
        return self.get(workout_id)


def begin(connection: sqlite3.Connection, lifter_id: int, moment: Moment) -> int:
    """Add a workout without sets and return its id."""
    return rows.insert(
        connection,
        "workout",
        {
            "uid": uuid.uuid4().hex,
            "lifter_id": lifter_id,
            "started_s": moment.utc_s,
            "utc_offset_s": moment.utc_offset_s,
            "day": moment.day.isoformat(),
        },
    )
