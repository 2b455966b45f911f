"""Between rows of SQLite and frozen dataclasses: columns and fields have the same names."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from formcheck.types import NAN

Entry = TypeVar("Entry")


_KINDS: dict[type[Any], tuple[tuple[str, str], ...]] = {}


def kinds(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    """Return the name and annotation of every field; annotations are strings here."""
    if kind not in _KINDS:
        _KINDS[kind] = tuple((item.name, str(item.type)) for item in fields(kind))
    return _KINDS[kind]


def columns(kind: type[Any], *, without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the columns that make an entry."""
    return tuple(name for name, _ in kinds(kind) if name not in without)


def entry(kind: type[Entry], row: sqlite3.Row, **more: Any) -> Entry:
    """Return an entry from a row; NULL becomes NaN where a float is meant."""
    for name, annotation in kinds(kind):
        if name in more:
            continue
        value = row[name]
        if value is None and annotation == "float":
            value = NAN
        elif annotation == "bool":
            value = bool(value)
        more[name] = value
    return kind(**more)


def entries(kind: type[Entry], cursor: sqlite3.Cursor) -> tuple[Entry, ...]:
    """Return an entry from every row of a query; much faster than one by one.

    Looking a column up by its name costs SQLite's row a search, thousands of times over.
    """
    place = {item[0]: number for number, item in enumerate(cursor.description)}
    order = [(place[name], annotation == "float") for name, annotation in kinds(kind)]
    return tuple(
        kind(*[NAN if real and row[at] is None else row[at] for at, real in order])
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
    return str(value) if isinstance(value, str) else value


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
