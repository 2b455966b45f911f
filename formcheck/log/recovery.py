"""The one way out of a damaged training log: save what can be read, keep the damaged file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from formcheck.errors import FormCheckError
from formcheck.log.backups import backups
from formcheck.log.database import open_database
from formcheck.log.faults import told_plainly
from formcheck.log.place import companions
from formcheck.log.store import TrainingLog
from formcheck.log.trees import Carried, insert_tree, read_tree


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery did.

    Attributes
    ----------
    kept_as : Path or None
        The damaged file, untouched, under its new name; None when there was no file.
    saved, from_backups : Carried
        What was read from the damaged file, and what a backup added to it.
    unread : tuple of str
        What could be read from neither, as far as it is known.
    """

    kept_as: Path | None
    saved: Carried
    from_backups: Carried
    unread: tuple[str, ...] = field(default=())


def recover(path: Path) -> Recovered:
    """Put a sound log in the place of a damaged one.

    A new log is filled from the damaged file, set by set, then from the backups, newest first, with
    the sets that are missing; only when it is complete does it take the damaged one's name. The
    damaged file is kept beside it.

    Raises
    ------
    LogError
        When the new log cannot be written; the damaged file is then still in its place.
    """
    with told_plainly(path):
        fresh = path.with_name(f"{path.stem}.recovering{path.suffix}")
        _unlink_all(fresh)
        connection, _ = open_database(fresh, keep_backups=False)
        unread: list[str] = []
        from_backups = Carried()
        with TrainingLog(connection, fresh, read_only=False) as log:
            saved = _carry(path, log, unread.append)
            for backup in backups(path):
                from_backups.add(_carry(backup, log, lambda _: None))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept_as = _set_aside(path)
        fresh.replace(path)
        _unlink_all(fresh)
    return Recovered(kept_as, saved, from_backups, tuple(unread))


def _carry(path: Path, log: TrainingLog, lost: Callable[[str], None]) -> Carried:
    """Bring what can be read of a log into another one; work on a copy, which may be changed."""
    carried = Carried()
    if not path.is_file():
        return carried
    with tempfile.TemporaryDirectory(prefix="formcheck-") as folder:
        copy = Path(folder) / path.name
        for source in (path, companions(path)[0]):
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + source.name[len(path.name) :]))
        connection = _open_copy(copy)
        try:
            old = TrainingLog(connection, copy, read_only=True)
            for lifter in old.lifters.all():
                tree = read_tree(old, lifter.id, lambda what, _error: lost(what))
                carried.add(insert_tree(log, tree))
        except (
            FormCheckError,
            sqlite3.Error,
            KeyError,
            TypeError,
            ValueError,
            IndexError,
        ) as error:
            lost(f"the rest of {path.name} ({error})")
        finally:
            connection.close()
    return carried


def _open_copy(copy: Path) -> sqlite3.Connection:
    """Open a copy brought up to date if it is sound, and as it is if not."""
    try:
        return open_database(copy, keep_backups=False)[0]
    except FormCheckError:
        connection = sqlite3.connect(copy, isolation_level=None)
        connection.row_factory = sqlite3.Row
        return connection


def _set_aside(path: Path) -> Path | None:
    """Rename the damaged log and what lies beside it; return its new name."""
    if not path.exists():
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    name = f"{path.stem}.damaged-{stamp}{path.suffix}"
    for source in (*companions(path), path):
        if source.exists():
            os.replace(source, path.with_name(name + source.name[len(path.name) :]))
    return path.with_name(name)


def _unlink_all(path: Path) -> None:
    for item in (path, *companions(path)):
        item.unlink(missing_ok=True)
