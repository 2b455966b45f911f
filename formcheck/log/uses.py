"""Which routine a lifter trains by."""

from __future__ import annotations

from formcheck.log import rows
from formcheck.log.entries import RoutineUse
from formcheck.log.file import LogFile
from formcheck.log.moments import Moment


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
