"""Bring in what was exported: a whole log, or the JSON reports of single clips."""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from formcheck.errors import FormCheckError, UsageError
from formcheck.files.reading import UnreadableError, parse_json, read_bytes, read_text
from formcheck.log.entries import LoggedRep, SetContent, TrainingSet
from formcheck.log.import_schema import check_log, check_part
from formcheck.log.loads import LoadUnit
from formcheck.log.moments import Moment
from formcheck.log.relations import relate
from formcheck.log.store import TrainingLog
from formcheck.log.trees import FORMAT, VERSION, Carried, insert_tree, set_tree
from formcheck.report.json_report import read_flag
from formcheck.report.schema import SCHEMA_VERSION
from formcheck.reps.sets import REST_S
from formcheck.types import NAN, Flag, Measurement, Reason

LARGEST_BYTES: Final = 512 * 2**20
"""A log of 100,000 reps is exported in 300 MB; what is larger was named by mistake."""

_TIMES: Final = frozenset({"index", "start_s", "peak_s", "end_s", "complete", "side", "flags"})
_NAMES: Final = {"back_curvature_deg": "back_curvature", "upper_arm": "arm"}
"""Groups that the report names otherwise; the log names them as the engine does."""


def load_json(path: Path) -> dict[str, Any]:
    """Return the JSON object of a file.

    Raises
    ------
    UsageError
        When it cannot be read or is no JSON object.
    """
    try:
        tree = parse_json(read_text(path, LARGEST_BYTES))
    except (OSError, UnreadableError) as error:
        raise UsageError(f"{path} cannot be read as JSON ({error}).", "Check the file.") from error
    if not isinstance(tree, dict):
        raise UsageError(f"{path} is no export of FormCheck.", "Name a file that FormCheck wrote.")
    return tree


def is_log(tree: Mapping[str, Any]) -> bool:
    """Whether JSON values are the export of a whole log, and not one clip's report."""
    return tree.get("format") == FORMAT


def import_log(log: TrainingLog, tree: Mapping[str, Any], origin: str) -> Carried:
    """Bring an exported log in; what is there already stays as it is. All of it, or nothing.

    Raises
    ------
    UsageError
        When it was written by a newer FormCheck or is not whole.
    LogError
        When the log cannot be written.
    """
    if tree.get("version") != VERSION:
        raise UsageError(
            f"{origin} is an export of version {tree.get('version')}; this FormCheck reads "
            f"version {VERSION}.",
            "Use a newer FormCheck.",
        )
    carried = Carried()
    try:
        check_log(tree)
        with log.writing():
            for lifter in tree["lifters"]:
                carried.add(insert_tree(log, lifter))
    except _MALFORMED as error:
        raise _not_whole(origin, error) from error
    return carried


def import_report(
    log: TrainingLog,
    lifter_id: int,
    path: Path,
    *,
    started: Moment,
    load_kg: float = NAN,
    unit: LoadUnit = "kg",
) -> Carried:
    """Bring the JSON report of one clip in, parted into its sets.

    Parameters
    ----------
    log : TrainingLog
    lifter_id : int
    path : Path
    started : Moment
        When the clip began; the report does not know.
    load_kg, unit
        As the lifter says; NaN when nobody knows.

    Raises
    ------
    UsageError
        When the file is no report of a version that is known.
    LogError
        When the log cannot be written.
    """
    tree = load_json(path)
    version = tree.get("schema_version")
    if not isinstance(version, int) or not 1 <= version <= SCHEMA_VERSION:
        raise UsageError(
            f"{path} is no report of FormCheck that this version can read.",
            f"It reads reports of version 1 to {SCHEMA_VERSION}.",
        )
    digest = hashlib.sha256(read_bytes(path, LARGEST_BYTES)).hexdigest()
    carried = Carried()
    try:
        sets = [
            (_entry(tree, content, started, f"{digest}#{place}", load_kg, unit), content)
            for place, content in enumerate(_parts(tree))
        ]
        for entry, content in sets:
            check_part("sets", set_tree(entry, content))
        with log.writing():
            for entry, content in sets:
                if log.sets.with_origin(lifter_id, entry.origin_key) is not None:
                    carried.known += 1
                    continue
                workout = log.workouts.at(lifter_id, entry.started)
                log.sets.add(_in_workout(entry, workout.id), content)
                relate(log, workout.id)
                carried.sets += 1
    except _MALFORMED as error:
        raise _not_whole(str(path), error) from error
    return carried


_MALFORMED: Final = (
    KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError,
    sqlite3.IntegrityError,
)  # fmt: skip


def _not_whole(origin: str, error: Exception) -> FormCheckError:
    return UsageError(
        f"{origin} is not whole ({type(error).__name__}: {error}).",
        "Nothing was brought in; export it again.",
    )


def _parts(tree: Mapping[str, Any]) -> Iterator[SetContent]:
    """Yield a report's sets; those of a report that names none are reps without a rest between."""
    if not isinstance(tree["reps"], list):
        raise TypeError("reps must be a list")
    homes = {
        number: place for place, leaf in enumerate(tree.get("sets", ())) for number in leaf["reps"]
    }
    parts: list[list[LoggedRep]] = []
    for leaf in tree["reps"]:
        rep = _rep(leaf)
        last = parts[-1][-1] if parts else None
        if last is None or _apart(homes, last, rep):
            parts.append([])
        parts[-1].append(rep)
    for reps in parts:
        numbers = {rep.number: place for place, rep in enumerate(reps, start=1)}
        flags = [_flag(leaf, numbers) for leaf in tree["flags"] if _belongs(leaf, reps)]
        yield SetContent(tuple(_numbered(rep, numbers[rep.number]) for rep in reps), tuple(flags))


def _apart(homes: Mapping[int, int], last: LoggedRep, rep: LoggedRep) -> bool:
    """Whether a rep is of another set than the one before it."""
    if rep.number in homes and last.number in homes:
        return homes[rep.number] != homes[last.number]
    return rep.start_s - last.end_s > REST_S


def _belongs(leaf: Mapping[str, Any], reps: list[LoggedRep]) -> bool:
    if leaf["rep"] is not None:
        return any(rep.number == leaf["rep"] for rep in reps)
    return bool(reps[0].start_s - REST_S <= leaf["start_s"] <= reps[-1].end_s + REST_S)


def _rep(leaf: Mapping[str, Any]) -> LoggedRep:
    unjudged = leaf.get("unjudged", {})
    measures: dict[str, Measurement] = {}
    for name, value in leaf.items():
        reason = Reason(unjudged[name]) if unjudged.get(name) in set(Reason) else Reason.NONE
        if isinstance(value, Mapping) and name not in ("unjudged", "score"):
            quality = float(value.get("quality", 1.0))
            prefix = _NAMES.get(name, name)
            measures |= {
                f"{prefix}_{part}": _measurement(number, quality, reason)
                for part, number in value.items()
                if part != "quality"
            }
        elif name not in _TIMES and (value is None or isinstance(value, int | float)):
            measures[name] = _measurement(value, 1.0, reason)
    return LoggedRep(
        leaf["index"], float(leaf["start_s"]), float(leaf["peak_s"]), float(leaf["end_s"]),
        bool(leaf["complete"]), leaf["side"], measures,
    )  # fmt: skip


def _measurement(value: float | None, quality: float, reason: Reason) -> Measurement:
    if value is None:
        return Measurement.missing(reason, quality)
    return Measurement(float(value), quality)


def _numbered(rep: LoggedRep, number: int) -> LoggedRep:
    return LoggedRep(
        number, rep.start_s, rep.peak_s, rep.end_s, rep.complete, rep.side, rep.measures
    )


def _flag(leaf: Mapping[str, Any], numbers: Mapping[int, int]) -> Flag:
    return replace(read_flag(leaf), rep=numbers.get(leaf["rep"] or 0, 0), peaks=())


def _entry(
    tree: Mapping[str, Any],
    content: SetContent,
    started: Moment,
    key: str,
    load_kg: float,
    unit: LoadUnit,
) -> TrainingSet:
    begun = started.later(content.reps[0].start_s)
    confidence, yaw = tree["exercise"]["confidence"], tree["view"]["yaw_deg"]
    return TrainingSet(
        id=0,
        uid=uuid.uuid4().hex,
        workout_id=0,
        position=0,
        exercise=tree["exercise"]["name"],
        confidence=NAN if confidence is None else confidence,
        state="finished",
        started_s=begun.utc_s,
        last_seen_s=started.later(content.reps[-1].end_s).utc_s,
        utc_offset_s=begun.utc_offset_s,
        load_kg=load_kg,
        unit=unit,
        view=tree["view"]["kind"],
        yaw_deg=NAN if yaw is None else yaw,
        detection_fraction=tree["detection_fraction"],
        origin="import",
        origin_key=key,
        source=tree["source"]["path"],
    )


def _in_workout(entry: TrainingSet, workout_id: int) -> TrainingSet:
    """Return the set as one of a workout."""
    return replace(entry, workout_id=workout_id)
