"""The training log: one object that opens the file and holds the doors to its tables."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Self

from formcheck.log.backups import back_up_daily, back_up_sets, forget_in_backups, forget_logins
from formcheck.log.database import LogFile, open_database
from formcheck.log.lifters import Lifters, Postures, RoutineUses
from formcheck.log.moments import Moment
from formcheck.log.place import default_log_path
from formcheck.log.sets import Sets
from formcheck.log.workouts import Workouts


class TrainingLog(LogFile):
    """An open training log; used as a context manager, in the thread that opened it.

    Attributes
    ----------
    path : Path
    read_only : bool
        Whether it lies where nothing can be written; then every change raises LogError.
    lifters, workouts, sets, postures, routine_uses
        The doors to what it holds.

    Notes
    -----
    Several programs may have the same log open. Each change is one short transaction: whole, or
    not there. A set that a program left running when it ended is marked as interrupted by the next
    one that opens the log.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        *,
        read_only: bool,
        keep_backups: bool = False,
    ) -> None:
        super().__init__(connection, path, read_only=read_only)
        self._keep_backups = keep_backups
        self.lifters = Lifters(self)
        self.workouts = Workouts(self)
        self.sets = Sets(self)
        self.postures = Postures(self)
        self.routine_uses = RoutineUses(self)

    @classmethod
    def open(
        cls, path: Path | None = None, *, now: Moment | None = None, keep_backups: bool = True
    ) -> TrainingLog:
        """Open the log, making it when there is none.

        Parameters
        ----------
        path : Path, optional
            None takes the user's own.
        now : Moment, optional
            None takes the computer's clock.
        keep_backups : bool
            Whether the daily backup may be made: on opening, and on closing after sets.

        Raises
        ------
        LogDamagedError
            When the file is damaged; ``formcheck history recover`` is the way out.
        LogError
            When it cannot be opened or was written by a newer FormCheck.
        """
        place = path if path is not None else default_log_path()
        connection, read_only = open_database(place)
        log = cls(connection, place, read_only=read_only, keep_backups=keep_backups)
        if not read_only:
            try:
                log.sets.close_abandoned((now or Moment.now()).utc_s)
                with log.writing():
                    forget_logins(connection)
                if keep_backups:
                    forget_in_backups(place)
                    back_up_daily(connection, place)
            except BaseException:
                connection.close()
                raise
        return log

    def close(self) -> None:
        """Close the log, backed up if sets were stored; may be called twice."""
        if self._sets_stored and self._keep_backups and not self.read_only:
            self._sets_stored = False
            back_up_sets(self._connection, self.path)
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
