"""Copies of the training log: one before each migration, and one a day that it is used.

The logins of cameras that an older version kept are taken out of the log and of its copies here.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import Final

from formcheck.log.place import backup_folder, companions
from formcheck.sources.address import without_login

KEPT: Final = 3
"""Daily backups that are kept; so much damage may go unnoticed."""

DAY_S: Final = 86400.0
_DAILY: Final = "daily"
_UNFINISHED: Final = ".part"

_log = logging.getLogger(__name__)


def backups(path: Path) -> list[Path]:
    """Return all backups of a log, newest first."""
    found = backup_folder(path).glob(f"{escape(path.stem)}-*{escape(path.suffix)}")
    return sorted(found, key=lambda item: item.stat().st_mtime, reverse=True)


def unfinished_copies(path: Path) -> list[Path]:
    """Return what a program that was killed while it copied a log has left behind."""
    return [
        *backup_folder(path).glob(f"{escape(path.stem)}-*{_UNFINISHED}*"),
        *path.parent.glob(f"{escape(path.stem)}.recovering{escape(path.suffix)}*"),
    ]


def back_up(connection: sqlite3.Connection, path: Path, label: str) -> Path:
    """Copy an open log into its folder of backups and return the copy.

    Raises
    ------
    sqlite3.Error, OSError
        When it cannot be written; nothing half done is left behind.
    """
    folder = backup_folder(path)
    folder.mkdir(mode=0o700, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    target = folder / f"{path.stem}-{label}-{stamp}{path.suffix}"
    copy_to(connection, target)
    return target


def copy_to(
    connection: sqlite3.Connection,
    target: Path,
    change: Callable[[sqlite3.Connection], None] | None = None,
) -> None:
    """Put a copy of an open log, which may be changed first, in its place once it is whole.

    Raises
    ------
    sqlite3.Error, OSError
        When it cannot be written; what was in its place before still is.
    """
    # Of its own name: two programs may renew the same copy.
    unfinished = target.with_name(f"{target.stem}-{os.getpid()}{_UNFINISHED}")
    unfinished.touch(mode=0o600)
    try:
        with contextlib.closing(sqlite3.connect(unfinished)) as copy:
            connection.backup(copy)
            if change is not None:
                # Taken out means overwritten, here as in the log.
                copy.execute("PRAGMA secure_delete = ON")
                with copy:
                    change(copy)
        if target.exists():
            # Which copy is the newest is told by the time of its file.
            shutil.copystat(target, unfinished)
        unfinished.replace(target)
    finally:
        for item in (unfinished, *companions(unfinished)):
            item.unlink(missing_ok=True)


def back_up_daily(connection: sqlite3.Connection, path: Path) -> None:
    """Make the day's backup when the last is older than a day and the log has changed since.

    A backup that fails does not keep anybody from the log: it is written down and tried again.
    """
    with _only_written_down():
        existing = backups(path)
        newest_s = existing[0].stat().st_mtime if existing else 0.0
        if time.time() - newest_s >= DAY_S and _changed_s(path) > newest_s:
            _make_daily(connection, path)


def back_up_sets(connection: sqlite3.Connection, path: Path) -> None:
    """Make the day's backup anew, after sets were stored, in the place of the one before them."""
    with _only_written_down():
        _make_daily(connection, path)


def _make_daily(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("SELECT 1 FROM training_set LIMIT 1").fetchone() is None:
        return
    made = back_up(connection, path, _DAILY)
    day = _stamp(made)[:8]
    daily = [item for item in backups(path) if f"-{_DAILY}-" in item.name and item != made]
    same = [item for item in daily if _stamp(item).startswith(day) and _recent(item)]
    kept = [made, *(item for item in daily if item not in same)][:KEPT]
    for old in daily:
        if old not in kept:
            old.unlink(missing_ok=True)


def _stamp(item: Path) -> str:
    """Return the time in which a copy's name ends, and which begins with its day."""
    return item.stem.rpartition("-")[2]


def _recent(item: Path) -> bool:
    """Whether a copy is of less than a day ago by its file too."""
    return time.time() - item.stat().st_mtime < DAY_S


@contextlib.contextmanager
def _only_written_down() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error):
        _log.warning("the training log's daily backup failed", exc_info=True)


def _changed_s(path: Path) -> float:
    files = (path, companions(path)[0])
    return max(item.stat().st_mtime for item in files if item.exists())


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
