"""The open file of a training log: what the tables read from and write to."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from formcheck.errors import LogError
from formcheck.log.database import transaction
from formcheck.log.faults import told_plainly


class LogFile:
    """A log's connection; the modules of this folder share it.

    Attributes
    ----------
    path : Path
    read_only : bool
        Whether it lies where nothing can be written; then every change raises LogError.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
        self._connection = connection
        self._sets_stored = False
        self.path = path
        self.read_only = read_only

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection to read from.

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

    def sets_stored(self) -> None:
        """Note that there are sets to be backed up."""
        self._sets_stored = True
