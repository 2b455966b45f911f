"""Lifters: the people whose sets are kept, their postures, and the routine each trains by."""

from __future__ import annotations

import difflib
import math
import sqlite3
import uuid
from collections.abc import Iterable

from formcheck.errors import UsageError
from formcheck.log import rows
from formcheck.log.database import LogFile
from formcheck.log.entries import Level, Lifter, Posture, PostureKind, RoutineUse
from formcheck.log.loads import LoadUnit
from formcheck.log.moments import Moment


class Lifters:
    """The lifters of a log."""

    def __init__(self, log: LogFile) -> None:
        self._log = log

    def all(self) -> tuple[Lifter, ...]:
        """Return all lifters by name."""
        with self._log.reading() as connection:
            found = connection.execute("SELECT * FROM lifter ORDER BY name_key").fetchall()
            return tuple(_lifter(connection, row) for row in found)

    def get(self, lifter_id: int) -> Lifter:
        """Return a lifter by id.

        Raises
        ------
        UsageError
            When there is no such lifter.
        """
        with self._log.reading() as connection:
            row = connection.execute("SELECT * FROM lifter WHERE id = ?", (lifter_id,)).fetchone()
            if row is None:
                raise UsageError("That lifter is not in the training log any more.")
            return _lifter(connection, row)

    def find(self, name: str) -> Lifter:
        """Return a lifter by name, in whatever case.

        Raises
        ------
        UsageError
            When there is no such lifter; names the nearest, or says how to add one.
        """
        found = self.named(name)
        if found is not None:
            return found
        names = [lifter.name for lifter in self.all()]
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
        hint = (
            f"Did you mean {near[0]}?"
            if near
            else f"Add them first: formcheck lifters add {name!r}."
        )
        raise UsageError(f"There is no lifter named {name!r} in the training log.", hint)

    def named(self, name: str) -> Lifter | None:
        """Return a lifter by name, in whatever case, or None."""
        with self._log.reading() as connection:
            row = connection.execute(
                "SELECT * FROM lifter WHERE name_key = ?", (name_key(name),)
            ).fetchone()
            return None if row is None else _lifter(connection, row)

    def add(
        self,
        name: str,
        *,
        level: Level = "beginner",
        unit: LoadUnit = "kg",
        equipment: Iterable[str] = (),
        uid: str | None = None,
        created: Moment | None = None,
    ) -> Lifter:
        """Add a lifter and return them.

        Raises
        ------
        UsageError
            When the name is empty, too long or taken.
        """
        shown = _checked_name(name)
        created = created or Moment.now()
        with self._log.writing() as connection:
            if self.named(shown) is not None:
                raise _taken(shown)
            lifter_id = rows.insert(
                connection,
                "lifter",
                {
                    "uid": uid or uuid.uuid4().hex,
                    "name": shown,
                    "name_key": name_key(shown),
                    "level": level,
                    "unit": unit,
                    "created_s": created.utc_s,
                },
            )
            _set_equipment(connection, lifter_id, equipment)
        return self.get(lifter_id)

    def change(
        self,
        lifter_id: int,
        *,
        name: str | None = None,
        level: Level | None = None,
        unit: LoadUnit | None = None,
        equipment: Iterable[str] | None = None,
    ) -> Lifter:
        """Change what is not None and return the lifter.

        Raises
        ------
        UsageError
            When the lifter is unknown, or the name is empty, too long or taken.
        """
        values: dict[str, str] = {}
        if name is not None:
            shown = _checked_name(name)
            values |= {"name": shown, "name_key": name_key(shown)}
        if level is not None:
            values["level"] = level
        if unit is not None:
            values["unit"] = unit
        with self._log.writing() as connection:
            other = self.named(name) if name is not None else None
            if other is not None and other.id != lifter_id:
                raise _taken(other.name)
            if values:
                rows.update(connection, "lifter", lifter_id, values)
            if equipment is not None:
                _set_equipment(connection, lifter_id, equipment)
        return self.get(lifter_id)


def name_key(name: str) -> str:
    """Return what makes two spellings the same name: case and outer or doubled blanks do not."""
    return " ".join(name.split()).casefold()


def _checked_name(name: str) -> str:
    shown = " ".join(name.split())
    if not shown or not shown.isprintable():
        raise UsageError("A lifter needs a name.", "Give at least one letter.")
    if len(shown) > rows.LONGEST_NAME:
        raise UsageError(
            f"A lifter's name has at most {rows.LONGEST_NAME} letters.", "Give a shorter one."
        )
    return shown


def _taken(name: str) -> UsageError:
    return UsageError(f"There is already a lifter named {name!r}.", "Choose another name.")


def _lifter(connection: sqlite3.Connection, row: sqlite3.Row) -> Lifter:
    owned = connection.execute(
        "SELECT equipment FROM lifter_equipment WHERE lifter_id = ?", (row["id"],)
    )
    return rows.entry(Lifter, row, equipment=frozenset(item[0] for item in owned))


def _set_equipment(
    connection: sqlite3.Connection, lifter_id: int, equipment: Iterable[str]
) -> None:
    connection.execute("DELETE FROM lifter_equipment WHERE lifter_id = ?", (lifter_id,))
    for item in sorted(set(equipment)):
        rows.insert(connection, "lifter_equipment", {"lifter_id": lifter_id, "equipment": item})


class Postures:
    """The postures of a log; each measuring is kept and the last one counts."""

    def __init__(self, log: LogFile) -> None:
        self._log = log

    def get_neutral(
        self, lifter_id: int, exercise: str, *, before_s: float = math.inf
    ) -> Posture | None:
        """Return a lifter's neutral in an exercise; None without.

        Of those that were held on purpose the last, else the last that was seen.  Only those
        measured before a moment (Unix seconds) are looked at.
        """
        return self._latest(lifter_id, exercise, "neutral", before_s)

    def get_maximum(self, lifter_id: int, exercise: str) -> Posture | None:
        """Return a lifter's greatest flexion in an exercise, as last measured; None without."""
        return self._latest(lifter_id, exercise, "maximum")

    def set_neutral(self, lifter_id: int, posture: Posture) -> None:
        """Keep a neutral; the exercise is the posture's own."""
        self._add(lifter_id, posture, "neutral")

    def set_maximum(self, lifter_id: int, posture: Posture) -> None:
        """Keep a greatest flexion; the exercise is the posture's own."""
        self._add(lifter_id, posture, "maximum")

    def all(self, lifter_id: int) -> tuple[Posture, ...]:
        """Return every posture ever kept of a lifter, in the order in which they were stored."""
        with self._log.reading() as connection:
            found = connection.execute(
                "SELECT * FROM posture WHERE lifter_id = ? ORDER BY id", (lifter_id,)
            )
            return tuple(rows.entry(Posture, row) for row in found)

    def _latest(
        self, lifter_id: int, exercise: str, kind: PostureKind, before_s: float = math.inf
    ) -> Posture | None:
        # By order of storing and not by the clock, which may have been set back.
        with self._log.reading() as connection:
            row = connection.execute(
                "SELECT * FROM posture WHERE lifter_id = ? AND exercise = ? AND kind = ? "
                "AND measured_s < ? ORDER BY asked DESC, id DESC LIMIT 1",
                (lifter_id, exercise, kind, before_s),
            ).fetchone()
        return None if row is None else rows.entry(Posture, row)

    def _add(self, lifter_id: int, posture: Posture, kind: PostureKind) -> None:
        values = rows.cells(posture) | {"lifter_id": lifter_id, "kind": kind}
        with self._log.writing() as connection:
            rows.insert(connection, "posture", values)


class RoutineUses:
    """The routines lifters chose; the last choice counts."""

    def __init__(self, log: LogFile) -> None:
        self._log = log

    def current(self, lifter_id: int) -> RoutineUse | None:
        """Return the routine a lifter uses; None when none was chosen, or it was given up."""
        with self._log.reading() as connection:
            row = connection.execute(
                "SELECT * FROM routine_use WHERE lifter_id = ? ORDER BY id DESC LIMIT 1",
                (lifter_id,),
            ).fetchone()
        return None if row is None or not row["routine"] else rows.entry(RoutineUse, row)

    def choose(self, lifter_id: int, routine: str, moment: Moment) -> None:
        """Let a lifter use a routine from a moment on; an empty name gives it up."""
        values = {
            "lifter_id": lifter_id,
            "routine": routine,
            "started_s": moment.utc_s,
            "day": moment.day.isoformat(),
        }
        with self._log.writing() as connection:
            rows.insert(connection, "routine_use", values)

    def all(self, lifter_id: int) -> tuple[RoutineUse, ...]:
        """Return every choice, in the order in which they were made."""
        with self._log.reading() as connection:
            found = connection.execute(
                "SELECT * FROM routine_use WHERE lifter_id = ? ORDER BY id", (lifter_id,)
            )
            return tuple(rows.entry(RoutineUse, row) for row in found)
