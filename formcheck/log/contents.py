"""What is in a set: its rows in the tables of reps, measures, flags, corrections, summaries."""

from __future__ import annotations

import contextlib
import json
import math
import sqlite3
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, Final

from formcheck.files.reading import UnreadableError, parse_json
from formcheck.log import rows
from formcheck.log.entries import (
    OF_SESSION,
    Correction,
    LoggedRep,
    SetContent,
    Summary,
    SummarySide,
)
from formcheck.types import NAN, Flag, Hold, Measurement, Reason, Rep

_TIMES: Final = frozenset({"start_s", "peak_s", "end_s"})
_GROUP_WORDS: Final = frozenset({"quality", "reason"})

ONE_SIDED: Final = frozenset({"left", "right"})


def rep_measures(rep: Rep) -> dict[str, Measurement]:
    """Return every number of a rep by name.

    A number keeps its field's name; one of a group (the back curvature) has the group's name in
    front, e.g. ``back_curvature_lumbar_max``, and shares the group's quality and reason. The fields
    are found by their types, so a measure the engine gains is stored without a change here.
    """
    found: dict[str, Measurement] = {}
    for item in fields(rep):
        value = getattr(rep, item.name)
        if isinstance(value, float) and item.name not in _TIMES:
            found[item.name] = _measurement(value, 1.0, Reason.NONE)
        elif is_dataclass(value) and not isinstance(value, type):
            found |= _group(item.name, value)
    return found


def _group(prefix: str, group: Any) -> dict[str, Measurement]:
    quality = getattr(group, "quality", 1.0)
    reason = getattr(group, "reason", Reason.NONE)
    return {
        f"{prefix}_{item.name}": _measurement(value, quality, reason)
        for item in fields(group)
        if isinstance(value := getattr(group, item.name), float) and item.name not in _GROUP_WORDS
    }


def _measurement(value: float, quality: float, reason: Reason) -> Measurement:
    if math.isfinite(value):
        return Measurement(value, quality, Reason.NONE)
    return Measurement.missing(reason, quality)


def logged_rep(rep: Rep, number: int, holds: Iterable[Hold] = ()) -> LoggedRep:
    """Return a rep as the log keeps it, with its number in the set and the hold that lay in it."""
    measures = rep_measures(rep) | hold_measures(rep, holds)
    return LoggedRep(number, rep.start_s, rep.peak_s, rep.end_s, rep.complete, rep.side, measures)


def hold_measures(rep: Rep, holds: Iterable[Hold]) -> dict[str, Measurement]:
    """Return for how long a rep was held, and how far it sank; nothing for a rep without a hold."""
    mine = [hold for hold in holds if hold.start_s < rep.end_s and hold.end_s > rep.start_s]
    if not mine:
        return {}
    longest = max(mine, key=lambda hold: hold.duration_s)
    return {
        "hold_s": _measurement(sum(h.duration_s for h in mine), longest.quality, Reason.NONE),
        "hold_sank": _measurement(longest.sank, longest.quality, Reason.TOO_SHORT),
        "hold_wobble": _measurement(longest.wobble, longest.quality, Reason.TOO_SHORT),
    }


def summarise(reps: Iterable[LoggedRep]) -> list[Summary]:
    """Return each measure over the complete reps, and over each arm's where reps name their arm.

    A set in which all reps are of one side has no sides of its own: a camera at the side names the
    near arm for every rep of a two-armed row, and that tells nothing of the other.
    """
    done = [rep for rep in reps if rep.complete]
    sides: list[tuple[SummarySide, list[LoggedRep]]] = [("all", done)]
    if {rep.side for rep in done} >= ONE_SIDED:
        sides.append(("left", [rep for rep in done if rep.side == "left"]))
        sides.append(("right", [rep for rep in done if rep.side == "right"]))
    names = sorted({name for rep in done for name in rep.measures})
    return [
        summary
        for side, chosen in sides
        for name in names
        if (summary := _summary(name, side, [rep.value(name) for rep in chosen])) is not None
    ]


def _summary(name: str, side: SummarySide, values: list[float]) -> Summary | None:
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return None
    spread = statistics.stdev(known) if len(known) > 1 else NAN
    return Summary(name, side, len(known), statistics.fmean(known), spread, min(known), max(known))


def covers(flag: Flag, rep: LoggedRep) -> bool:
    """Whether a flag was raised in a rep or lasted into it, as in the live count."""
    overlaps = flag.start_s < rep.end_s and not flag.end_s <= rep.start_s
    return flag.rep == rep.number or overlaps


def codes_in(rep: LoggedRep, flags: Iterable[Flag]) -> tuple[str, ...]:
    """Return the codes of the flags in a rep, each once."""
    return tuple(dict.fromkeys(flag.code for flag in flags if covers(flag, rep)))


def flagged(reps: Iterable[LoggedRep], flags: Iterable[Flag]) -> int:
    """Return how many complete reps carry a warning or an alert; hints do not count."""
    told = [flag for flag in flags if flag.severity != "hint"]
    return sum(rep.complete and any(covers(flag, rep) for flag in told) for rep in reps)


DIGITS: Final = 7
"""Significant digits of a stored measure: a thousand times finer than any of them is known."""

_TABLES: Final = ("rep", "flag", "correction", "set_summary")


def replace(connection: sqlite3.Connection, set_id: int, content: SetContent) -> None:
    """Put contents in the place of what a set held, with the summaries that follow from them."""
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table} WHERE set_id = ?", (set_id,))
    names = _measure_ids(connection, content)
    for rep in content.reps:
        _insert_rep(connection, set_id, rep, names)
    for flag in content.flags:
        rows.insert(connection, "flag", {"set_id": set_id, **rows.cells(flag, without=OF_SESSION)})
    for item in content.corrections:
        values = {"set_id": set_id, "made_s": item.made_s, "kind": item.kind}
        details = json.dumps(dict(item.details), ensure_ascii=False, sort_keys=True)
        rows.insert(connection, "correction", values | {"details": details})
    for summary in summarise(content.reps):
        values = rows.cells(summary, without=("measure",))
        values |= {"set_id": set_id, "measure_id": names[summary.measure]}
        rows.insert(connection, "set_summary", values)
    counts = {
        "reps": sum(rep.complete for rep in content.reps),
        "flagged_reps": flagged(content.reps, content.flags),
    }
    rows.update(connection, "training_set", set_id, counts)


def _measure_ids(connection: sqlite3.Connection, content: SetContent) -> dict[str, int]:
    """Return the number of every measure, giving new ones to those not met before."""
    known = {row["name"]: row["id"] for row in connection.execute("SELECT * FROM measure")}
    for name in sorted({name for rep in content.reps for name in rep.measures} - set(known)):
        known[name] = rows.insert(connection, "measure", {"name": name})
    return known


def _insert_rep(
    connection: sqlite3.Connection, set_id: int, rep: LoggedRep, names: dict[str, int]
) -> None:
    values = {"set_id": set_id, **rows.cells(rep, without=("measures",))}
    packed = {names[name]: _packed(item) for name, item in rep.measures.items()}
    text = json.dumps(packed, separators=(",", ":"), allow_nan=False)
    rows.insert(connection, "rep", values | {"complete": int(rep.complete), "measures": text})


def _packed(item: Measurement) -> float | list[float | str | None] | None:
    """Return a measurement in short: its value, or all three where the others say something."""
    value = float(f"{item.value:.{DIGITS}g}") if item.known else None
    if item.quality == 1.0 and not item.reason and item.known:
        return value
    return [value, rows.plain(round(item.quality, 3)), str(item.reason)]


def _unpacked(item: float | list[Any]) -> Measurement:
    if not isinstance(item, list):
        return Measurement(rows.sane("", "float", float(item)))
    value, quality, reason = item
    return Measurement(
        NAN if value is None else rows.sane("", "float", float(value)),
        NAN if quality is None else rows.sane("", "float", float(quality)),
        _reason(reason),
    )


def read(connection: sqlite3.Connection, set_id: int) -> SetContent:
    """Return what a set holds."""
    names = {str(row["id"]): row["name"] for row in connection.execute("SELECT * FROM measure")}
    reps = connection.execute("SELECT * FROM rep WHERE set_id = ? ORDER BY number", (set_id,))
    flags = connection.execute(
        "SELECT * FROM flag WHERE set_id = ? ORDER BY start_s, id", (set_id,)
    )
    corrections = connection.execute(
        "SELECT * FROM correction WHERE set_id = ? ORDER BY id", (set_id,)
    )
    return SetContent(
        reps=tuple(
            rows.entry(LoggedRep, row, measures=_measures(row["measures"], names)) for row in reps
        ),
        flags=tuple(rows.entry(Flag, row, peak_s=NAN, peaks=()) for row in flags),
        corrections=tuple(
            Correction(rows.sane("made_s", "float", row["made_s"]), row["kind"], details)
            for row in corrections
            if isinstance(details := _json(row["details"]), dict)
        ),
    )


def _measures(text: str, names: dict[str, str]) -> dict[str, Measurement]:
    """Return a rep's measures; one that cannot be understood is left out, and so not judged."""
    packed = _json(text)
    found: dict[str, Measurement] = {}
    for number, item in packed.items() if isinstance(packed, dict) else ():
        with contextlib.suppress(ValueError, TypeError, OverflowError):
            if number in names:
                found[names[number]] = _unpacked(item)
    return found


def _json(text: str) -> Any:
    try:
        return parse_json(text)
    except UnreadableError:
        return None


def _reason(code: str) -> Reason:
    """Return a reason; one that a newer FormCheck wrote is read as none."""
    try:
        return Reason(code)
    except ValueError:
        return Reason.NONE


def summaries(
    connection: sqlite3.Connection,
    lifter_id: int,
    exercise: str,
    since_s: float,
    measures: Sequence[str] | None,
    sided: Sequence[str],
    workout_id: int | None = None,
) -> Iterator[tuple[int, Summary]]:
    """Yield the summaries of a lifter's sets of an exercise, each with the id of its set.

    ``measures`` (None: all) are read over all reps of a set, ``sided`` over each arm's.
    """
    names = {row["id"]: row["name"] for row in connection.execute("SELECT * FROM measure")}
    if measures is None:
        wanted, values = "", tuple[str, ...]()
    else:
        keys = [(key, "all") for key, name in names.items() if name in measures]
        for side in ("left", "right"):
            keys += [(key, side) for key, name in names.items() if name in sided]
        if not keys:
            return
        # A list of rows, so that each is found by the table's own key.
        wanted = f"AND (measure_id, side) IN (VALUES {', '.join('(?, ?)' for _ in keys)})"
        values = tuple(part for key in keys for part in key)
    found = connection.execute(
        "SELECT set_id, measure_id, side, count, mean, spread, low, high "
        "FROM training_set s CROSS JOIN set_summary ON set_id = s.id "
        "WHERE workout_id IN (SELECT id FROM workout WHERE lifter_id = ? AND ? IN (id, -1)) "
        f"AND exercise = ? AND s.started_s >= ? {wanted}",
        (lifter_id, -1 if workout_id is None else workout_id, exercise, since_s, *values),
    )
    for set_id, measure_id, side, count, mean, spread, low, high in map(tuple, found):
        numbers = (rows.sane("", "float", value) for value in (mean, spread, low, high))
        yield set_id, Summary(names[measure_id], side, count, *numbers)
