"""Open the training log's file: connection, integrity, schema version, backups.

Every way in goes through :func:`open_database`. SQLite's write-ahead log keeps what was committed
through a ``kill -9``; ``synchronous = FULL`` keeps it through a power cut.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from formcheck.errors import LogError
from formcheck.log.backups import back_up
from formcheck.log.faults import damaged, primary_code, told_plainly
from formcheck.log.place import companions, refuse_no_file

APPLICATION_ID: Final = 0x46434C47
"""``FCLG`` in the header of the file: tells a training log from any other SQLite file."""

BUSY_TIMEOUT_S: Final = 5.0
"""How long a second FormCheck may hold the log before we say so; its writes take milliseconds."""

_OLDEST_SQLITE: Final = (3, 37)
"""The first with STRICT tables."""


def migrations() -> tuple[str, ...]:
    """Return the SQL of every schema version, from 1 on."""
    folder = resources.files("formcheck.log.migrations")
    files = sorted(item.name for item in folder.iterdir() if item.name.endswith(".sql"))
    return tuple((folder / name).read_text(encoding="utf-8") for name in files)


def open_database(
    path: Path, *, steps: Sequence[str] | None = None
) -> tuple[sqlite3.Connection, bool]:
    """Open, check and bring up to date a training log; make it if there is none.

    Parameters
    ----------
    path : Path
    steps : sequence of str, optional
        The SQL of every schema version; None takes the program's own.

    Returns
    -------
    connection : sqlite3.Connection
        In autocommit mode; for the thread that opened it.
    read_only : bool
        True for an existing log in a place that cannot be written to.

    Raises
    ------
    LogDamagedError
        When the file is damaged.
    LogError
        When it cannot be opened, is of a newer FormCheck, or is no training log.
    """
    wanted = migrations() if steps is None else tuple(steps)
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise LogError(
            f"This Python's SQLite {sqlite3.sqlite_version} is too old for the training log.",
            "Use a Python with SQLite 3.37 or newer.",
        )
    with told_plainly(path):
        connection, read_only = _connect(path)
        try:
            _check(connection, path)
            version = _known_version(connection, path, len(wanted))
            if read_only:
                _refuse_old(version, path, len(wanted))
                return connection, True
            _set_up(connection)
            if version < len(wanted):
                _migrate(connection, path, wanted)
            else:
                _check_tables(connection, path, wanted)
        except BaseException:
            connection.close()
            raise
    return connection, False


def _connect(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Return a connection that can write, or one that reads where writing is impossible."""
    refuse_no_file(path)
    try:
        _make_private(path)
    except OSError:
        if not path.is_file() or not os.access(path, os.R_OK):
            raise
        return _connect_read_only(path), True
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection, False


def _make_private(path: Path) -> None:
    """Make folder and file, readable to their owner alone, and see that both can be written to."""
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700, parents=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    if not os.access(path.parent, os.W_OK):
        raise PermissionError(f"{path.parent} cannot be written to")


def _set_up(connection: sqlite3.Connection) -> None:
    """Choose how a log is written; not before it is known to be one, for this changes the file."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    # Deleted for good means overwritten, not only unlinked.
    connection.execute("PRAGMA secure_delete = ON")


def _connect_read_only(path: Path) -> sqlite3.Connection:
    """Open without any file beside it, which a folder that cannot be written to forbids.

    SQLite then overlooks a write-ahead log, so one that is not empty is an error and not silently
    a past state.
    """
    wal, _ = companions(path)
    if wal.exists() and wal.stat().st_size:
        raise LogError(
            f"The training log {path} has unfinished writes and its folder is read-only.",
            "Make the folder writable once, so that they can be finished.",
        )
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Raise when a page of the file is damaged."""
    try:
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        if primary_code(error) != sqlite3.SQLITE_ERROR:
            raise
        # A header that names no format SQLite knows.
        raise damaged(path, str(error)) from error
    # A damaged header can leave no answer at all.
    if verdict is None or verdict[0] != "ok":
        raise damaged(path, "no answer" if verdict is None else str(verdict[0]).splitlines()[-1])


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _known_version(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    """Return the schema version, 0 for an empty file."""
    # The tables first: another FormCheck may make them, and then the version, while we look.
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    version = _version(connection)
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID and (tables or version):
        raise LogError(f"{path} is not a training log.", "Name another file with FORMCHECK_LOG.")
    if version < 0 or (version == 0 and tables):
        raise damaged(path, f"version {version} of the log")
    if version > newest:
        raise LogError(
            f"The training log {path} was written by a newer FormCheck (version {version} of the "
            f"log; this one knows {newest}).",
            "Use the newer FormCheck.",
        )
    return version


def _check_tables(connection: sqlite3.Connection, path: Path, steps: tuple[str, ...]) -> None:
    """Raise when a table or column is missing, however sound the pages are."""
    missing = _columns_of(steps) - _columns(connection)
    if missing:
        table, column = min(missing)
        raise damaged(path, f"{table}.{column} is missing")


@cache
def _columns_of(steps: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    connection = sqlite3.connect(":memory:")
    try:
        for step in steps:
            connection.executescript(step)
        return _columns(connection)
    finally:
        connection.close()


def _columns(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    found = connection.execute(
        "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c "
        "WHERE t.type = 'table'"
    )
    return frozenset((row[0], row[1]) for row in found)


def _refuse_old(version: int, path: Path, newest: int) -> None:
    if version < newest:
        raise LogError(
            f"The training log {path} must be brought up to date and is read-only.",
            "Make the file and its folder writable once.",
        )


def _migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[str]) -> None:
    """Run the missing versions in one transaction; a failure leaves the old version."""
    before = _version(connection)
    if before:
        back_up(connection, path, f"v{before}")
    with transaction(connection):
        # Another FormCheck may have been quicker while we waited for the lock.
        for number in range(_version(connection), len(steps)):
            for statement in statements(steps[number]):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise damaged(path, f"a row of {broken[0]} belongs to nothing")


def statements(script: str) -> Iterator[str]:
    """Split a script into statements, so that they can run inside one transaction."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the block as one transaction that is whole or has not happened; may be nested."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # Does nothing where SQLite has already rolled back by itself (disk full).
        connection.rollback()
        raise


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
