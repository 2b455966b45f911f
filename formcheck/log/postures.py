"""Postures: each lifter's neutral and greatest back curvature, by exercise."""

from __future__ import annotations

import math

from formcheck.log import rows
from formcheck.log.entries import Posture, PostureKind
from formcheck.log.file import LogFile


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
