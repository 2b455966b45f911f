"""The training log: one object that opens the file and holds the doors to its tables."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from formcheck.errors import LogError
from formcheck.log.backups import back_up_daily, back_up_sets
from formcheck.log.database import open_database, transaction
from formcheck.log.faults import told_plainly
from formcheck.log.lifters import Lifters
from formcheck.log.logins import forget_in_backups, forget_logins
from formcheck.log.moments import Moment
from formcheck.log.place import default_log_path
from formcheck.log.postures import Postures
from formcheck.log.sets import Sets
from formcheck.log.uses import RoutineUses
from formcheck.log.workouts import Workouts


class TrainingLog:
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
        self._connection = connection
        self._keep_backups = keep_backups
        self._sets_stored = False
        self.path = path
        self.read_only = read_only
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

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection to read from; for the modules of this folder.

        Raises
        ------
        LogError
            When SQLite fails.
        """
        with told_plainly(self.path):
            yield self._connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one transaction, whole or not at all; may be nested.

        Raises
        ------
        LogError
            When the log is read-only or cannot be written; nothing has changed then.
        """
        if self.read_only:
            raise LogError(
                f"The training log {self.path} is read-only.",
                "Make the file and its folder writable, or name another with FORMCHECK_LOG.",
            )
        with told_plainly(self.path), transaction(self._connection):
            yield self._connection

    def close(self) -> None:
        """Close the log, backed up if sets were stored; may be called twice."""
        if self._sets_stored and self._keep_backups and not self.read_only:
            self._sets_stored = False
            back_up_sets(self._connection, self.path)
        self._connection.close()

    def sets_stored(self) -> None:
        """Note that there are sets to be backed up."""
        self._sets_stored = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
