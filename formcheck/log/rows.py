"""Between rows of SQLite and frozen dataclasses: columns and fields have the same names."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Final, TypeVar, get_args

from formcheck.types import NAN, ViewKind

Entry = TypeVar("Entry")


_KINDS: dict[type[Any], tuple[tuple[str, str], ...]] = {}

MOMENTS: Final = frozenset({"started_s", "last_seen_s", "created_s", "measured_s", "made_s"})
"""Columns that hold a moment of the Unix clock."""

EARLIEST_S: Final = -2_208_988_800.0
LATEST_S: Final = 32_503_680_000.0
"""Moments from 1900 to 3000: all of them have a date, in every zone and on every system."""

FARTHEST_OFFSET_S: Final = 86_399
"""A zone is less than a day ahead or behind, says Python; no real one is more than 14 hours."""

LARGEST: Final = 1e12
"""No number that is kept is as large: loads end at a ton, times at a day."""

LONGEST_NAME: Final = 200
"""Letters of a name; a page has room for some fifty."""

_NO_DAY: Final = "1970-01-01"


def sane(name: str, annotation: str, value: Any) -> Any:
    """Return what a column says, and what stands for unknown where it says what cannot be.

    Parameters
    ----------
    name, annotation : str
        Of the entry's field.
    value : int, float, str or None
        As SQLite has it.
    """
    if name in MOMENTS:
        return min(max(float(value or 0.0), EARLIEST_S), LATEST_S)
    if name == "utc_offset_s":
        return min(max(int(value), -FARTHEST_OFFSET_S), FARTHEST_OFFSET_S)
    if name == "day":
        return value if is_day(value) else _NO_DAY
    if annotation == "ViewKind":
        return value if value in get_args(ViewKind) else "unknown"
    if annotation == "float":
        return NAN if value is None or not abs(value) <= LARGEST else value
    return bool(value) if annotation == "bool" else value


def is_day(text: str) -> bool:
    """Whether a text is a date as ``YYYY-MM-DD``.

    Examples
    --------
    >>> is_day("2026-03-02"), is_day("20260302"), is_day("2026-13-45")
    (True, False, False)
    """
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_GUARDED: Final = frozenset({"float", "bool", "ViewKind"})


def _guarded(name: str, annotation: str) -> bool:
    return name in MOMENTS or name in ("utc_offset_s", "day") or annotation in _GUARDED


def kinds(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    """Return the name and annotation of every field; annotations are strings here."""
    if kind not in _KINDS:
        _KINDS[kind] = tuple((item.name, str(item.type)) for item in fields(kind))
    return _KINDS[kind]


def columns(kind: type[Any], *, without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the columns that make an entry."""
    return tuple(name for name, _ in kinds(kind) if name not in without)


def entry(kind: type[Entry], row: sqlite3.Row, **more: Any) -> Entry:
    """Return an entry from a row, each value :func:`sane`; NULL is NaN where a float is meant."""
    for name, annotation in kinds(kind):
        if name not in more:
            more[name] = sane(name, annotation, row[name])
    return kind(**more)


def entries(kind: type[Entry], cursor: sqlite3.Cursor) -> tuple[Entry, ...]:
    """Return an entry from every row of a query; much faster than one by one.

    Looking a column up by its name costs SQLite's row a search, thousands of times over.
    """
    place = {item[0]: number for number, item in enumerate(cursor.description)}
    order = [
        (place[name], name if _guarded(name, annotation) else "", annotation)
        for name, annotation in kinds(kind)
    ]
    return tuple(
        kind(*[sane(name, said, row[at]) if name else row[at] for at, name, said in order])
        for row in map(tuple, cursor)
    )


def cells(item: Any, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return an entry's fields by column; NaN becomes NULL."""
    return {
        name: plain(getattr(item, name)) for name, _ in kinds(type(item)) if name not in without
    }


def plain(value: Any) -> Any:
    """Return a value as SQLite and JSON take it: None for NaN and infinities."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    # The name of a file need not be UTF-8; what is not is told by its escapes.
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def insert(connection: sqlite3.Connection, table: str, values: Mapping[str, Any]) -> int:
    """Insert one row and return its id; table and columns come from the code alone."""
    names = ", ".join(values)
    marks = ", ".join("?" for _ in values)
    done = connection.execute(
        f"INSERT INTO {table} ({names}) VALUES ({marks})",
        tuple(plain(value) for value in values.values()),
    )
    return int(done.lastrowid or 0)


def update(
    connection: sqlite3.Connection, table: str, row_id: int, values: Mapping[str, Any]
) -> int:
    """Change columns of one row and return how many rows that were (0 or 1)."""
    names = ", ".join(f"{name} = ?" for name in values)
    done = connection.execute(
        f"UPDATE {table} SET {names} WHERE id = ?",
        (*(plain(value) for value in values.values()), row_id),
    )
    return done.rowcount
