"""The one way out of a damaged training log: save what can be read, keep the damaged file."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from formcheck.errors import FormCheckError, LogError
from formcheck.log import rows
from formcheck.log.backups import backups
from formcheck.log.database import open_database
from formcheck.log.faults import told_plainly
from formcheck.log.import_schema import check_lifter, check_part
from formcheck.log.place import companions, refuse_no_file
from formcheck.log.salvage import pages_of, salvage
from formcheck.log.store import TrainingLog
from formcheck.log.trees import Carried, Tree, insert_tree, read_tree

Unfit = dict[str, str]
"""What no log would take, in words, by its ``uid`` where it has one."""


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
        What could be read from neither, as far as it is known, and what no log would take.
    """

    kept_as: Path | None
    saved: Carried
    from_backups: Carried
    unread: tuple[str, ...] = field(default=())


def recover(path: Path) -> Recovered:
    """Put a sound log in the place of a damaged one.

    A new log is filled from the damaged file, set by set, then page by page, then from the backups,
    newest first, with the sets that are missing; only when it is complete does it take the damaged
    one's name. The damaged file is kept beside it.

    Raises
    ------
    LogError
        When nothing can be saved, or the new log cannot be written; the damaged file is then still
        in its place.
    """
    path = Path(os.path.realpath(path))
    refuse_no_file(path)
    with (
        told_plainly(path),
        _alone(path),
        tempfile.TemporaryDirectory(prefix="formcheck-") as folder,
    ):
        before = _state(path)
        fresh = path.with_name(f"{path.stem}.recovering{path.suffix}")
        _unlink_all(fresh)
        connection, _ = open_database(fresh)
        try:
            with TrainingLog(connection, fresh, read_only=False) as log:
                saved, from_backups, unread = _fill(log, path, Path(folder))
                _refuse_nothing(log, path)
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if _state(path) != before:
                raise LogError(
                    f"The training log {path} was written while it was read.",
                    "Close other FormCheck windows, then try again.",
                )
            kept_as = _set_aside(path)
            fresh.replace(path)
        finally:
            _unlink_all(fresh)
    return Recovered(kept_as, saved, from_backups, tuple(unread))


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let one program at a time recover a log: a second would set the first one's aside.

    SQLite's own lock on a file beside it holds on every system, and goes with who holds it.
    """
    lock = path.with_name(f"{path.stem}.recovering.lock")
    lock.touch(mode=0o600)
    with contextlib.closing(sqlite3.connect(lock, timeout=0.0, isolation_level=None)) as held:
        held.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            # Windows removes no file that is open; an empty one stays there.
            with contextlib.suppress(OSError):
                lock.unlink(missing_ok=True)


def _state(path: Path) -> list[tuple[int, int, int] | None]:
    """Return what changes of a log and its write-ahead log when either is written or replaced."""
    found: list[tuple[int, int, int] | None] = []
    for item in (path, companions(path)[0]):
        try:
            told = item.stat()
        except FileNotFoundError:
            found.append(None)
        else:
            found.append((told.st_ino, told.st_size, told.st_mtime_ns))
    return found


def _fill(log: TrainingLog, path: Path, folder: Path) -> tuple[Carried, Carried, list[str]]:
    """Fill a log with what is left of a damaged one, the best first."""
    lost: list[str] = []
    unfit: Unfit = {}
    saved, from_backups = _carry(path, log, lost.append, unfit), Carried()
    found = _Salvaged(path, folder / "pages.db") if lost else None
    if found is not None:
        saved.add(found.carry(log, unfit, whole=True))
    for backup in backups(path):
        from_backups.add(_carry(backup, log, lambda _: None, {}))
    unread = []
    if found is not None:
        # A set of which only a part is left is better than none, and worse than the backup's.
        torn = found.carry(log, unfit, whole=False)
        saved.add(torn)
        if found.damaged_pages:
            unread.append(f"{found.damaged_pages} of {found.pages} pages")
        if torn.sets:
            unread.append(f"some of the reps or flags of {torn.sets} sets")
    kept = _uids(log)
    unread += [what for uid, what in unfit.items() if uid not in kept]
    missing = found.sets - kept - unfit.keys() if found is not None else ()
    if missing:
        unread.append(f"{len(missing)} sets")
    return saved, from_backups, unread


def _uids(log: TrainingLog) -> set[str]:
    with log.reading() as connection:
        found = connection.execute("SELECT uid FROM training_set UNION SELECT uid FROM workout")
        return {row[0] for row in found}


class _Salvaged:
    """What lies in the pages of a damaged log, as a log of its own."""

    def __init__(self, path: Path, place: Path) -> None:
        connection, _ = open_database(place)
        connection.execute("PRAGMA foreign_keys = OFF")
        with TrainingLog(connection, place, read_only=False) as log:
            with log.writing():
                self.damaged_pages = salvage(path, connection)
            self.pages = len(pages_of(path))
            with log.writing():
                _give_homes(connection)
            self.sets = {row[0] for row in connection.execute("SELECT uid FROM training_set")}
            self._torn = {row[0] for row in connection.execute(_TORN)}
            self._trees = [
                tree
                for lifter in log.lifters.all()
                if (tree := _whole_tree(log, lifter.id)) is not None
            ]

    def carry(self, log: TrainingLog, unfit: Unfit, *, whole: bool) -> Carried:
        """Bring in the sets that are whole, or those of which a part is left."""
        carried = Carried()
        for tree in self._trees:
            chosen = {**tree, "workouts": [self._part(each, whole) for each in tree["workouts"]]}
            with contextlib.suppress(*_UNFIT):
                carried.add(insert_tree(log, _without_unfit(chosen, unfit)))
        return carried

    def _part(self, workout: Tree, whole: bool) -> Tree:
        sets = [each for each in workout["sets"] if (each["uid"] not in self._torn) is whole]
        return {**workout, "sets": sets}


_TORN: Final = """
    SELECT uid FROM training_set WHERE
    reps <> (SELECT count(*) FROM rep WHERE set_id = training_set.id AND complete)
    OR (flagged_reps > 0 AND NOT EXISTS (SELECT 1 FROM flag WHERE set_id = training_set.id))
"""


def _whole_tree(log: TrainingLog, lifter_id: int) -> Tree | None:
    try:
        return read_tree(log, lifter_id, lambda _what, _error: None)
    except _UNFIT:
        return None


def _give_homes(connection: sqlite3.Connection) -> None:
    """Give workouts without their lifter, and sets without their workout, stand-ins."""
    connection.execute(
        "INSERT OR IGNORE INTO lifter SELECT DISTINCT lifter_id, 'recovered-' || lifter_id, "
        "'Recovered ' || lifter_id, 'recovered ' || lifter_id, 'beginner', 'kg', 0.0 FROM workout "
        "WHERE lifter_id NOT IN (SELECT id FROM lifter)"
    )
    if connection.execute(f"SELECT 1 FROM training_set WHERE {_HOMELESS} LIMIT 1").fetchone():
        connection.execute(
            "INSERT OR IGNORE INTO lifter SELECT coalesce(max(id), 0) + 1, 'recovered', "
            "'Recovered', 'recovered', 'beginner', 'kg', 0.0 FROM lifter"
        )
        connection.execute(
            "INSERT OR IGNORE INTO workout (id, uid, lifter_id, started_s, utc_offset_s, day) "
            "SELECT workout_id, 'recovered-' || workout_id, "
            "(SELECT id FROM lifter WHERE uid = 'recovered'), min(started_s), utc_offset_s, "
            "date(min(started_s) + utc_offset_s, 'unixepoch') FROM training_set "
            f"WHERE {_HOMELESS} GROUP BY workout_id"
        )


_HOMELESS: Final = "workout_id NOT IN (SELECT id FROM workout)"


def _refuse_nothing(log: TrainingLog, path: Path) -> None:
    """Raise rather than put an empty log in the place of one that may not be empty."""
    with log.reading() as connection:
        count = connection.execute("SELECT count(*) FROM lifter").fetchone()[0]
    if count or not path.is_file() or path.stat().st_size == 0 or _sound(path):
        return
    raise LogError(
        f"Nothing of the training log {path} can be saved, and there is no backup.",
        "It stays as it is. Restore it from a copy of your own, or rename it to begin a new log.",
    )


def _sound(path: Path) -> bool:
    """Whether a log can be opened, and so is empty where nothing came of it."""
    try:
        open_database(path)[0].close()
    except FormCheckError:
        return False
    return True


_UNFIT: Final = (FormCheckError, sqlite3.Error, KeyError, TypeError, ValueError, IndexError,
                 AttributeError, OverflowError)  # fmt: skip


def _carry(path: Path, log: TrainingLog, lost: Callable[[str], None], unfit: Unfit) -> Carried:
    """Bring what can be read of a log into another one; work on a copy, which may be changed."""
    carried = Carried()
    if not path.is_file():
        return carried
    with tempfile.TemporaryDirectory(prefix="formcheck-") as folder:
        copy = Path(folder) / path.name
        for source in (path, companions(path)[0]):
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + source.name[len(path.name) :]))
        connection = _open_copy(copy, lost)
        try:
            old = TrainingLog(connection, copy, read_only=True)
            for lifter in old.lifters.all():
                # One lifter's trouble is not the next one's.
                try:
                    tree = read_tree(old, lifter.id, lambda what, _error: lost(what))
                    carried.add(insert_tree(log, _without_unfit(tree, unfit)))
                except _UNFIT as error:
                    lost(f"the sets of {lifter.name} ({error})")
        except _UNFIT as error:
            lost(f"the rest of {path.name} ({error})")
        finally:
            connection.close()
    return carried


def _without_unfit(tree: Tree, unfit: Unfit) -> Tree:
    """Return a lifter's tree without what no log would take."""
    workouts = [
        {**each, "sets": list(_fit("sets", each["sets"], f"a set of {each['day']}", unfit))}
        for each in tree["workouts"]
    ]
    whole = {
        **tree,
        # Older versions took longer ones.
        "name": tree["name"][: rows.LONGEST_NAME],
        "postures": list(_fit("postures", tree["postures"], "a back curvature", unfit)),
        "routines": list(_fit("routines", tree["routines"], "a routine", unfit)),
        "workouts": list(_fit("workouts", workouts, "a workout", unfit)),
    }
    check_lifter(whole)
    return whole


def _fit(kind: str, items: list[Tree], name: str, unfit: Unfit) -> Iterator[Tree]:
    """Yield the items that a log would take, and note the others."""
    for item in items:
        try:
            check_part(kind, item)
        except ValueError as error:
            what = f"{name} ({error})"
            unfit[item.get("uid", what)] = what
        else:
            yield item


def _open_copy(copy: Path, lost: Callable[[str], None]) -> sqlite3.Connection:
    """Open a copy brought up to date if it is sound, and as it is if not."""
    try:
        return open_database(copy)[0]
    except FormCheckError as error:
        # Rows may be missing from what is read of it without a word.
        lost(error.message)
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
