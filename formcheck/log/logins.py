"""Take out the logins of cameras that an older version kept in the log and in its backups."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from pathlib import Path

from formcheck.log.backups import backups, copy_to
from formcheck.log.place import companions
from formcheck.sources.address import without_login

_log = logging.getLogger(__name__)


def forget_logins(connection: sqlite3.Connection) -> None:
    """Take the logins out of the addresses that an open log names as sources of sets."""
    for row_id, shown in _with_logins(connection):
        connection.execute("UPDATE training_set SET source = ? WHERE id = ?", (shown, row_id))


def forget_in_backups(path: Path) -> None:
    """Renew the backups of a log that hold a login; each is the old one or the new one, whole.

    One that cannot be read or written stays as it is, which is written down: a backup with a
    password in it is better than none.
    """
    try:
        existing = backups(path)
    except OSError:
        # Another program has just thinned them out; they are looked at when the log is opened next.
        _log.warning("the backups of %s could not be looked at", path, exc_info=True)
        return
    for backup in existing:
        try:
            _forget_in(backup)
        except (OSError, sqlite3.Error, UnicodeDecodeError):
            _log.warning("a login could not be taken out of the backup %s", backup, exc_info=True)


def _forget_in(backup: Path) -> None:
    # One that was opened and not closed has a part beside it, which this would lose.
    if not backup.is_file() or backup.is_symlink() or companions(backup)[0].exists():
        return
    # As it lies: opened in any other way, SQLite puts files of its own beside it.
    uri = f"{backup.absolute().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        if _with_logins(connection):
            copy_to(connection, backup, forget_logins)


def _with_logins(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Return which sets name a login, and what is left of their addresses without it."""
    found = connection.execute(
        "SELECT id, source FROM training_set WHERE instr(source, '://') > 0"
    ).fetchall()
    shown = [(row[0], without_login(row[1]), row[1]) for row in found]
    return [(row_id, after) for row_id, after, before in shown if after != before]
