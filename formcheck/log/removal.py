"""Delete for good: rows are overwritten, copies removed, and it is told what went."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formcheck.config_file import load_config
from formcheck.errors import ConfigError
from formcheck.log.backups import backups, unfinished_copies
from formcheck.log.faults import told_plainly
from formcheck.log.place import damaged_copies
from formcheck.log.store import TrainingLog
from formcheck.recording.shelf import recordings_folder, written_into


@dataclass(frozen=True, slots=True)
class Removed:
    """What was deleted.

    ``recordings`` are files of landmarks that were deleted with their sets, ``left`` those that
    could not be, or that lie elsewhere than FormCheck's recordings; ``copies`` are backups and
    damaged copies of the log, which held the same.
    """

    lifters: int = 0
    workouts: int = 0
    sets: int = 0
    reps: int = 0
    recordings: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()
    copies: int = 0


def remove_set(log: TrainingLog, set_id: int, *, recordings: bool = True) -> Removed:
    """Delete a set for good.

    Raises
    ------
    UsageError
        When there is no such set.
    LogError
        When the log cannot be written.
    """
    log.sets.get(set_id)
    return _remove(log, "s.id = ?", (set_id,), "training_set", recordings=recordings)


def remove_workout(log: TrainingLog, workout_id: int, *, recordings: bool = True) -> Removed:
    """Delete a workout and its sets for good.

    Raises
    ------
    UsageError
        When there is no such workout.
    LogError
        When the log cannot be written.
    """
    log.workouts.get(workout_id)
    return _remove(log, "w.id = ?", (workout_id,), "workout", recordings=recordings)


def remove_lifter(log: TrainingLog, lifter_id: int, *, recordings: bool = True) -> Removed:
    """Delete a lifter with everything that is kept of them, for good.

    Raises
    ------
    UsageError
        When there is no such lifter.
    LogError
        When the log cannot be written.
    """
    log.lifters.get(lifter_id)
    return _remove(log, "l.id = ?", (lifter_id,), "lifter", recordings=recordings)


def remove_everything(log: TrainingLog, *, recordings: bool = True) -> Removed:
    """Delete every lifter with everything, for good.

    Raises
    ------
    LogError
        When the log cannot be written.
    """
    return _remove(log, "1", (), "lifter", recordings=recordings)


_ALIAS = {"training_set": "s", "workout": "w", "lifter": "l"}
_FROM = (
    "lifter l LEFT JOIN workout w ON w.lifter_id = l.id LEFT JOIN training_set s "
    "ON s.workout_id = w.id"
)


def _remove(
    log: TrainingLog, where: str, values: tuple[Any, ...], table: str, *, recordings: bool
) -> Removed:
    alias = _ALIAS[table]
    with log.writing() as connection:
        counted = connection.execute(
            "SELECT count(DISTINCT l.id) AS lifters, count(DISTINCT w.id) AS workouts, "
            "count(DISTINCT s.id) AS sets, "
            f"(SELECT count(*) FROM rep WHERE set_id IN (SELECT s.id FROM {_FROM} WHERE {where})) "
            f"AS reps FROM {_FROM} WHERE {where}",
            (*values, *values),
        ).fetchone()
        found = connection.execute(
            f"SELECT DISTINCT s.recording FROM {_FROM} WHERE {where} AND s.recording <> ''", values
        ).fetchall()
        connection.execute(
            f"DELETE FROM {table} WHERE id IN (SELECT {alias}.id FROM {_FROM} WHERE {where})",
            values,
        )
        if table == "training_set":
            connection.execute(
                "DELETE FROM workout WHERE notes = '' AND NOT EXISTS "
                "(SELECT 1 FROM training_set WHERE workout_id = workout.id)"
            )
        still = {row[0] for row in connection.execute("SELECT recording FROM training_set")}
    files = [Path(row[0]) for row in found if row[0] not in still] if recordings else []
    gone, left = _delete_files(files)
    return Removed(
        lifters=counted["lifters"] if table == "lifter" else 0,
        workouts=counted["workouts"] if table != "training_set" else 0,
        sets=counted["sets"],
        reps=counted["reps"],
        recordings=gone,
        left=left,
        copies=_forget_copies(log),
    )


def _delete_files(files: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    gone, left = [], []
    folder = _own_recordings()
    for path in files:
        try:
            if not os.path.lexists(path):
                continue
            if not written_into(folder, path):
                left.append(path)
                continue
            path.unlink()
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            left.append(path)
        else:
            gone.append(path)
    return tuple(gone), tuple(left)


def _own_recordings() -> Path:
    try:
        return recordings_folder(load_config().record.folder)
    except ConfigError:
        # A mistake in the settings keeps nobody from deleting; what lies elsewhere is left.
        return recordings_folder()


def _forget_copies(log: TrainingLog) -> int:
    """Wipe what SQLite keeps beside the log, and delete the copies that still hold the rows.

    ``secure_delete`` has overwritten the rows in the file; the write-ahead log still has their old
    pages until it is cut to nothing.
    """
    with log.reading() as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with told_plainly(log.path):
        copies = [*backups(log.path), *damaged_copies(log.path)]
        for path in (*copies, *unfinished_copies(log.path)):
            path.unlink(missing_ok=True)
    return len(copies)
