"""A log as nested plain values: for export, import, and to carry sets from one log to another."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, TypeVar

from formcheck.log import rows
from formcheck.log.entries import (
    OF_SESSION,
    Correction,
    Lifter,
    LoggedRep,
    Posture,
    RoutineUse,
    SetContent,
    TrainingSet,
    Workout,
)
from formcheck.log.lifters import name_key
from formcheck.log.moments import Moment
from formcheck.log.sets import insert_set
from formcheck.log.store import TrainingLog
from formcheck.sources.address import without_login
from formcheck.types import NAN, Flag, Measurement, Reason

FORMAT: Final = "formcheck-training-log"
VERSION: Final = 1

Tree = dict[str, Any]
Skip = Callable[[str, Exception], None]
"""Told what could not be read and why; a salvage goes on, everything else raises."""

Entry = TypeVar("Entry")


def _raise(_what: str, error: Exception) -> None:
    raise error


@dataclass(slots=True)
class Carried:
    """How much an import brought in; ``known`` sets were there already."""

    lifters: int = 0
    workouts: int = 0
    sets: int = 0
    known: int = 0

    def add(self, other: Carried) -> None:
        """Add another count to this one."""
        for item in fields(self):
            setattr(self, item.name, getattr(self, item.name) + getattr(other, item.name))


def read_tree(log: TrainingLog, lifter_id: int, skip: Skip = _raise) -> Tree:
    """Return everything a log keeps of a lifter as JSON values.

    Parameters
    ----------
    log : TrainingLog
    lifter_id : int
    skip : callable
        Called with what could not be read; by default the error is raised.
    """
    lifter = log.lifters.get(lifter_id)
    tree = rows.cells(lifter, without=("id", "equipment"))
    tree["equipment"] = sorted(lifter.equipment)
    tree["postures"], tree["routines"], tree["workouts"] = [], [], []
    try:
        tree["postures"] = [rows.cells(item) for item in log.postures.all(lifter_id)]
        tree["routines"] = [rows.cells(item) for item in log.routine_uses.all(lifter_id)]
    except Exception as error:  # noqa: BLE001  a salvage takes what there is
        skip("postures and routines", error)
    for workout in reversed(log.workouts.of(lifter_id)):
        branch = rows.cells(workout, without=("id", "lifter_id"))
        branch["sets"] = list(_set_branches(log, workout, skip))
        tree["workouts"].append(branch)
    return tree


def _set_branches(log: TrainingLog, workout: Workout, skip: Skip) -> Iterator[Tree]:
    try:
        sets = log.sets.of_workout(workout.id)
    except Exception as error:  # noqa: BLE001  a salvage takes what there is
        skip(f"the workout of {workout.day}", error)
        return
    for item in sets:
        try:
            yield set_tree(item, log.sets.content(item.id))
        except Exception as error:  # noqa: BLE001  a salvage takes what there is
            skip(f"set {item.position} of {workout.day}", error)


def set_tree(item: TrainingSet, content: SetContent) -> Tree:
    """Return a set as JSON values."""
    tree = rows.cells(item, without=("id", "workout_id", "position", "reps", "flagged_reps"))
    # Logs of older versions still hold what was typed.
    tree["source"] = without_login(item.source)
    tree["reps"] = [_rep_tree(rep) for rep in content.reps]
    tree["flags"] = [rows.cells(flag, without=OF_SESSION) for flag in content.flags]
    tree["corrections"] = [
        {"made_s": made.made_s, "kind": made.kind, "details": dict(made.details)}
        for made in content.corrections
    ]
    return tree


def _rep_tree(rep: LoggedRep) -> Tree:
    tree = rows.cells(rep, without=("measures",))
    tree["measures"] = {
        name: {
            "value": rows.plain(item.value),
            "quality": rows.plain(item.quality),
            "reason": str(item.reason),
        }
        for name, item in rep.measures.items()
    }
    return tree


def insert_tree(log: TrainingLog, tree: Mapping[str, Any]) -> Carried:
    """Bring a lifter's tree into a log; what is there already, by its ``uid``, stays as it is.

    A lifter of the same name is taken to be the same person. All is brought in, or nothing.

    Raises
    ------
    KeyError, TypeError, ValueError, sqlite3.IntegrityError
        When the tree is not one of :func:`read_tree`.
    LogError
        When the log cannot be written.
    """
    carried = Carried()
    with log.writing() as connection:
        lifter_id = _lifter(log, connection, tree, carried)
        for branch in tree["workouts"]:
            _insert_workout(log, connection, lifter_id, branch, carried)
    return carried


def _lifter(
    log: TrainingLog, connection: sqlite3.Connection, tree: Mapping[str, Any], carried: Carried
) -> int:
    row = connection.execute(
        "SELECT id FROM lifter WHERE uid = ? OR name_key = ? ORDER BY uid = ? DESC LIMIT 1",
        (tree["uid"], name_key(tree["name"]), tree["uid"]),
    ).fetchone()
    if row is not None:
        return int(row["id"])
    lifter: Lifter = log.lifters.add(
        tree["name"],
        level=tree["level"],
        unit=tree["unit"],
        equipment=tree["equipment"],
        uid=tree["uid"],
        created=Moment(tree["created_s"], 0),
    )
    carried.lifters += 1
    for kind, table in ((Posture, "posture"), (RoutineUse, "routine_use")):
        for branch in tree["postures" if kind is Posture else "routines"]:
            values = {name: branch[name] for name in rows.columns(kind) if name in branch}
            rows.insert(connection, table, values | {"lifter_id": lifter.id})
    return lifter.id


def _insert_workout(
    log: TrainingLog,
    connection: sqlite3.Connection,
    lifter_id: int,
    branch: Mapping[str, Any],
    carried: Carried,
) -> None:
    row = connection.execute("SELECT id FROM workout WHERE uid = ?", (branch["uid"],)).fetchone()
    if row is None:
        names = rows.columns(Workout, without=("id", "lifter_id"))
        values = {name: branch[name] for name in names} | {"lifter_id": lifter_id}
        workout_id = rows.insert(connection, "workout", values)
        carried.workouts += 1
    else:
        workout_id = row["id"]
    for leaf in branch["sets"]:
        if connection.execute(
            "SELECT 1 FROM training_set WHERE uid = ?", (leaf["uid"],)
        ).fetchone():
            carried.known += 1
            continue
        item, content = read_set(leaf, workout_id)
        log.sets.replace(insert_set(connection, item), content)
        carried.sets += 1


def read_set(leaf: Mapping[str, Any], workout_id: int) -> tuple[TrainingSet, SetContent]:
    """Return a set and its contents from JSON values; a set left running has been interrupted."""
    fixed = {"id": 0, "workout_id": workout_id, "position": 0, "reps": 0, "flagged_reps": 0}
    item = _entry(TrainingSet, leaf, **fixed)
    if item.state == "running":
        item = _entry(TrainingSet, {**leaf, "state": "interrupted"}, **fixed)
    return item, SetContent(
        reps=tuple(_read_rep(rep) for rep in leaf["reps"]),
        flags=tuple(_entry(Flag, flag) for flag in leaf["flags"]),
        corrections=tuple(
            Correction(made["made_s"], made["kind"], made["details"])
            for made in leaf["corrections"]
        ),
    )


def _read_rep(leaf: Mapping[str, Any]) -> LoggedRep:
    measures = {
        name: Measurement(
            NAN if item["value"] is None else float(item["value"]),
            NAN if item["quality"] is None else float(item["quality"]),
            Reason(item["reason"]) if item["reason"] in set(Reason) else Reason.NONE,
        )
        for name, item in leaf["measures"].items()
    }
    return _entry(LoggedRep, leaf, measures=measures)


def _entry(kind: type[Entry], leaf: Mapping[str, Any], **more: Any) -> Entry:
    """Return an entry from JSON values; null becomes NaN, and a missing field its default."""
    values = dict(more)
    for name, annotation in rows.kinds(kind):
        if name in values or name not in leaf:
            continue
        value = leaf[name]
        values[name] = NAN if value is None and annotation == "float" else value
    return kind(**values)
