"""Sets: stored as they grow, read back whole or as summaries."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from formcheck.errors import UsageError
from formcheck.log import contents, rows
from formcheck.log.database import LogFile
from formcheck.log.entries import SetContent, Summary, TrainingSet
from formcheck.log.loads import MAX_KG, LoadUnit
from formcheck.sources.address import without_login
from formcheck.types import NAN

ABANDONED_S: Final = 10.0
"""A running set that nobody has touched for so long belongs to a program that is gone."""

_OF_LIFTER: Final = (
    "FROM workout w JOIN training_set s ON s.workout_id = w.id WHERE w.lifter_id = ?"
)


@dataclass(frozen=True, slots=True)
class SetSummary:
    """A set with its measures in short, keyed by measure and side."""

    set: TrainingSet
    measures: dict[tuple[str, str], Summary]

    def mean(self, measure: str, side: str = "all") -> float:
        """Return a measure's mean over the set; NaN when there is none."""
        found = self.measures.get((measure, side))
        return found.mean if found is not None else NAN


class Sets:
    """The sets of a log."""

    def __init__(self, log: LogFile) -> None:
        self._log = log

    def get(self, set_id: int) -> TrainingSet:
        """Return a set by id.

        Raises
        ------
        UsageError
            When there is no such set.
        """
        with self._log.reading() as connection:
            row = connection.execute(
                "SELECT * FROM training_set WHERE id = ?", (set_id,)
            ).fetchone()
        if row is None:
            raise UsageError(
                f"There is no set {set_id} in the training log.",
                "'formcheck history list' shows which there are.",
            )
        return rows.entry(TrainingSet, row)

    def of_workout(self, workout_id: int) -> tuple[TrainingSet, ...]:
        """Return a workout's sets in the order in which they were stored."""
        return self._where("workout_id = ? ORDER BY position", (workout_id,))

    def count(self, lifter_id: int) -> int:
        """Return how many sets a lifter has."""
        with self._log.reading() as connection:
            sql = f"SELECT count(*) {_OF_LIFTER}"
            return int(connection.execute(sql, (lifter_id,)).fetchone()[0])

    def newest(self, lifter_id: int, *, skip: int, limit: int) -> tuple[TrainingSet, ...]:
        """Return some of a lifter's sets, newest workout first, without reading the others.

        Within a workout the set that was stored last comes first.
        """
        with self._log.reading() as connection:
            found = connection.execute(
                f"SELECT s.* {_OF_LIFTER} ORDER BY w.started_s DESC, w.id DESC, s.position DESC "
                "LIMIT ? OFFSET ?",
                (lifter_id, limit, skip),
            )
            return rows.entries(TrainingSet, found)

    def place(self, lifter_id: int, set_id: int) -> int:
        """Return a set's place among :meth:`newest`, from 0; -1 when it is not there."""
        with self._log.reading() as connection:
            row = connection.execute(
                f"SELECT w.started_s, w.id, s.position {_OF_LIFTER} AND s.id = ?",
                (lifter_id, set_id),
            ).fetchone()
            return -1 if row is None else _newer(connection, lifter_id, tuple(row))

    def place_of_day(self, lifter_id: int, day: str) -> int:
        """Return the place among :meth:`newest` of the first set of a local day; -1 without."""
        with self._log.reading() as connection:
            row = connection.execute(
                f"SELECT w.started_s, w.id, s.position {_OF_LIFTER} AND w.day = ? "
                "ORDER BY w.started_s, w.id, s.position LIMIT 1",
                (lifter_id, day),
            ).fetchone()
            return -1 if row is None else _newer(connection, lifter_id, tuple(row))

    def of_lifter(
        self, lifter_id: int, *, since_s: float = -1e18, exercise: str | None = None
    ) -> tuple[TrainingSet, ...]:
        """Return a lifter's sets, oldest first; of one exercise if it is named."""
        sql = (
            "workout_id IN (SELECT id FROM workout WHERE lifter_id = ?) AND started_s >= ? "
            "AND (? IS NULL OR exercise = ?) ORDER BY started_s, id"
        )
        return self._where(sql, (lifter_id, since_s, exercise, exercise))

    def exercises_of(self, lifter_id: int) -> tuple[str, ...]:
        """Return the exercises a lifter has sets of, the most frequent first."""
        with self._log.reading() as connection:
            found = connection.execute(
                "SELECT exercise FROM training_set WHERE workout_id IN "
                "(SELECT id FROM workout WHERE lifter_id = ?) "
                "GROUP BY exercise ORDER BY count(*) DESC, exercise",
                (lifter_id,),
            )
            return tuple(row[0] for row in found)

    def content(self, set_id: int) -> SetContent:
        """Return a set's reps, flags and corrections."""
        with self._log.reading() as connection:
            return contents.read(connection, set_id)

    def summaries(
        self,
        lifter_id: int,
        exercise: str,
        *,
        since_s: float = -1e18,
        measures: Sequence[str] | None = None,
        sided: Sequence[str] = (),
        workout_id: int | None = None,
    ) -> tuple[SetSummary, ...]:
        """Return a lifter's ended sets of an exercise with their summaries, oldest first.

        Parameters
        ----------
        lifter_id : int
        exercise : str
        since_s : float
            Unix seconds; earlier sets are left out.
        measures : sequence of str, optional
            Only these; None for all, of both arms together and of each.
        sided : sequence of str
            And these of each arm, where the set tells arms apart.
        workout_id : int, optional
            Only this workout's.
        """
        if workout_id is None:
            every = self.of_lifter(lifter_id, since_s=since_s, exercise=exercise)
        else:
            every = tuple(one for one in self.of_workout(workout_id) if one.exercise == exercise)
        sets = [item for item in every if item.state != "running"]
        found: dict[int, dict[tuple[str, str], Summary]] = {item.id: {} for item in sets}
        with self._log.reading() as connection:
            for set_id, summary in contents.summaries(
                connection, lifter_id, exercise, since_s, measures, sided, workout_id
            ):
                if set_id in found:
                    found[set_id][(summary.measure, summary.side)] = summary
        return tuple(SetSummary(item, found[item.id]) for item in sets)

    def add(self, item: TrainingSet, content: SetContent) -> int:
        """Store a set with all that is in it, as the last of its workout; return its id."""
        with self._log.writing() as connection:
            set_id = insert_set(connection, item)
            contents.replace(connection, set_id, content)
        self._log.sets_stored()
        return set_id

    def replace(self, set_id: int, content: SetContent, **columns: Any) -> None:
        """Put new contents in a set's place, after a correction, another scoring or as it grows.

        Parameters
        ----------
        set_id : int
        content : SetContent
        **columns
            Columns of the set itself to change, e.g. ``state="finished"``.
        """
        with self._log.writing() as connection:
            contents.replace(connection, set_id, content)
            if columns:
                rows.update(connection, "training_set", set_id, columns)
        self._log.sets_stored()

    def update(self, set_id: int, **columns: Any) -> None:
        """Change columns of a set."""
        with self._log.writing() as connection:
            rows.update(connection, "training_set", set_id, columns)

    def annotate(
        self,
        set_id: int,
        *,
        load_kg: float | None = None,
        unit: LoadUnit | None = None,
        rpe: float | None = None,
        notes: str | None = None,
        exercise: str | None = None,
    ) -> TrainingSet:
        """Change what the lifter says of a set, where it is not None, and return the set.

        Raises
        ------
        UsageError
            When the load or the RPE is out of range, or there is no such set.
        """
        self.get(set_id)
        if rpe is not None and not 1 <= rpe <= 10:
            raise UsageError(f"An RPE of {rpe:g} does not exist.", "It goes from 1 to 10.")
        if load_kg is not None and not 0 <= load_kg <= MAX_KG:
            raise UsageError(f"A load of {load_kg:g} kg cannot be.", f"It goes to {MAX_KG:g} kg.")
        given: dict[str, Any] = {
            "load_kg": load_kg, "unit": unit, "rpe": rpe, "notes": notes, "exercise": exercise,
        }  # fmt: skip
        values = {name: value for name, value in given.items() if value is not None}
        if exercise is not None:
            # What a person named is not doubted any more, and no later scoring renames it.
            values["confidence"] = NAN
        if values:
            self.update(set_id, **values)
        return self.get(set_id)

    def remove(self, set_id: int) -> None:
        """Remove a set, and its workout when that was its only one and nobody wrote a note."""
        with self._log.writing() as connection:
            workout_id = self.get(set_id).workout_id
            connection.execute("DELETE FROM training_set WHERE id = ?", (set_id,))
            connection.execute(
                "DELETE FROM workout WHERE id = ? AND notes = '' AND NOT EXISTS "
                "(SELECT 1 FROM training_set WHERE workout_id = workout.id)",
                (workout_id,),
            )

    def with_origin(self, lifter_id: int, origin_key: str) -> TrainingSet | None:
        """Return the lifter's set of this stretch of this clip, if it is already stored."""
        found = self._where(
            "origin_key = ? AND origin_key <> '' AND workout_id IN "
            "(SELECT id FROM workout WHERE lifter_id = ?) LIMIT 1",
            (origin_key, lifter_id),
        )
        return found[0] if found else None

    def with_recording(self, recording: str) -> tuple[TrainingSet, ...]:
        """Return every lifter's sets that were filmed in a recording, oldest first."""
        sql = "(recording = ? OR (recording = '' AND source = ?)) ORDER BY started_s, id"
        return self._where(sql, (recording, recording))

    def of_clip(self, lifter_id: int, clip_key: str) -> tuple[TrainingSet, ...]:
        """Return the sets of a lifter that came of a clip, whatever it is called now."""
        sql = (
            "origin_key BETWEEN ? AND ? AND workout_id IN "
            "(SELECT id FROM workout WHERE lifter_id = ?) ORDER BY started_s, id"
        )
        return self._where(sql, (f"{clip_key}#", f"{clip_key}#:", lifter_id))

    def last(self, lifter_id: int) -> TrainingSet | None:
        """Return the set that was stored last, whatever the clock said; None without any."""
        found = self._where(
            "workout_id IN (SELECT id FROM workout WHERE lifter_id = ?) ORDER BY id DESC LIMIT 1",
            (lifter_id,),
        )
        return found[0] if found else None

    def close_abandoned(self, now_s: float) -> int:
        """Mark sets whose program is gone as interrupted; return how many.

        A set last seen in the future was written before the clock was set back.
        """
        with self._log.writing() as connection:
            gone = connection.execute(
                "SELECT id FROM training_set WHERE state = 'running' AND abs(? - last_seen_s) > ?",
                (now_s, ABANDONED_S),
            ).fetchall()
            for row in gone:
                rows.update(connection, "training_set", row["id"], {"state": "interrupted"})
        return len(gone)

    def _where(self, sql: str, values: tuple[Any, ...]) -> tuple[TrainingSet, ...]:
        with self._log.reading() as connection:
            found = connection.execute(f"SELECT * FROM training_set WHERE {sql}", values)
            return rows.entries(TrainingSet, found)


def insert_set(connection: sqlite3.Connection, item: TrainingSet) -> int:
    """Insert a set's own row as the last of its workout and return its id.

    ``id`` and ``position`` of the entry are not looked at.
    """
    values = rows.cells(item, without=("id", "position"))
    values["source"] = without_login(item.source)
    row = connection.execute(
        "SELECT coalesce(max(position), 0) + 1 FROM training_set WHERE workout_id = ?",
        (item.workout_id,),
    ).fetchone()
    return rows.insert(connection, "training_set", values | {"position": row[0]})


def _newer(connection: sqlite3.Connection, lifter_id: int, key: tuple[Any, ...]) -> int:
    """Return how many of a lifter's sets come before one in the order of ``Sets.newest``."""
    row = connection.execute(
        f"SELECT count(*) {_OF_LIFTER} AND (w.started_s, w.id, s.position) > (?, ?, ?)",
        (lifter_id, *key),
    ).fetchone()
    return int(row[0])
