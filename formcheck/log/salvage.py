"""Rows out of the pages of a damaged log, without its header, indexes or anything that leads there.

SQLite finds rows from the header on: where that is damaged it finds none, although all may be
there. Here each page is read for itself, as the file format says
(https://sqlite.org/fileformat2.html), and each row put where its columns fit. What was deleted
does not come back: ``secure_delete`` has overwritten it.
"""

from __future__ import annotations

import contextlib
import sqlite3
import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from formcheck.log.place import companions

PAGE_BYTES: Final = 4096
"""Size of a page where the header cannot tell: SQLite's own, with which every log is made."""

_MAGIC: Final = b"SQLite format 3\0"
_WAL_MAGIC: Final = (0x377F0682, 0x377F0683)
_WAL_HEAD, _FRAME_HEAD = 32, 24
_TABLE_LEAF, _INDEX_LEAF, _TABLE_INNER, _INDEX_INNER = 0x0D, 0x0A, 0x05, 0x02
_LEAVES: Final = (_TABLE_LEAF, _INDEX_LEAF)
_INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_MOST_BYTES: Final = 1 << 24
"""No row of a log is as long; a length that claims it is damaged."""

Cell = int | float | str | bytes | None
_DAMAGE: Final = (struct.error, IndexError, ValueError, KeyError, OverflowError)


class Row(NamedTuple):
    """A row as it lies in its page; ``rowid`` is None in a table without."""

    rowid: int | None
    cells: tuple[Cell, ...]


class _Table(NamedTuple):
    name: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    optional: tuple[bool, ...]
    has_rowid: bool
    key: int
    """Place of the column that stands for the rowid, -1 without one."""


def salvage(path: Path, target: sqlite3.Connection) -> int:
    """Put every row that lies in a file's pages into an empty log; return the damaged pages.

    Parameters
    ----------
    path : Path
        The damaged log; the file beside it, with what was written last, is read too.
    target : sqlite3.Connection
        An empty log in which rows need not belong to anything (``foreign_keys`` off).

    Raises
    ------
    OSError
        When the file cannot be read.
    """
    tables = _tables(target)
    pages = pages_of(path)
    damaged = 0
    for number, page in pages.items():
        broken: list[Exception] = []
        for row in _rows_of(number, page, pages, broken):
            table = next((each for each in tables if _fits(row, each)), None)
            if table is not None:
                _insert(target, table, row)
        damaged += bool(broken) or _foreign(number, page)
    return damaged


def pages_of(path: Path) -> dict[int, bytes]:
    """Return the pages of a log by their number, from 1, as they were written last.

    Raises
    ------
    OSError
        When the file cannot be read.
    """
    data = path.read_bytes()
    size = _page_size(data)
    pages = {
        number + 1: data[number * size : (number + 1) * size] for number in range(len(data) // size)
    }
    return pages | _written_last(companions(path)[0], size)


def _foreign(number: int, page: bytes) -> bool:
    """Whether a page is none of SQLite's; free pages and the rest of long rows begin with 0."""
    return page[100 if number == 1 else 0] not in (0, _TABLE_INNER, _INDEX_INNER, *_LEAVES)


def _page_size(data: bytes) -> int:
    if data.startswith(_MAGIC):
        told = int.from_bytes(data[16:18], "big")
        size = 65536 if told == 1 else told
        if 512 <= size <= 65536 and size & (size - 1) == 0:
            return size
    return PAGE_BYTES


def _written_last(wal: Path, size: int) -> dict[int, bytes]:
    """Return the pages of a write-ahead log, as its last whole transaction left them."""
    data = wal.read_bytes() if wal.is_file() else b""
    if len(data) < _WAL_HEAD or int.from_bytes(data[:4], "big") not in _WAL_MAGIC:
        return {}
    salt = data[16:24]
    settled: dict[int, bytes] = {}
    open_pages: dict[int, bytes] = {}
    step = _FRAME_HEAD + size
    for start in range(_WAL_HEAD, len(data) - step + 1, step):
        number, commit = struct.unpack(">II", data[start : start + 8])
        if data[start + 8 : start + 16] != salt:
            break
        open_pages[number] = data[start + _FRAME_HEAD : start + step]
        if commit:
            settled |= open_pages
            open_pages = {}
    return settled


def _rows_of(
    number: int, page: bytes, pages: Mapping[int, bytes], broken: list[Exception]
) -> Iterator[Row]:
    """Yield the rows of a page; what keeps others from being read is added to ``broken``."""
    start = 100 if number == 1 else 0
    if len(page) < start + 8 or page[start] not in (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER):
        return
    kind = page[start]
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    places = start + (12 if kind == _INDEX_INNER else 8)
    for place in range(places, min(places + 2 * count, len(page) - 1), 2):
        # One damaged row does not take its neighbours along.
        try:
            row = _row(kind, page, int.from_bytes(page[place : place + 2], "big"), pages)
        except _DAMAGE as error:
            broken.append(error)
        else:
            yield row


def _row(kind: int, page: bytes, at: int, pages: Mapping[int, bytes]) -> Row:
    rowid = None
    if kind == _INDEX_INNER:
        at += 4
    length, at = _varint(page, at)
    if kind == _TABLE_LEAF:
        rowid, at = _varint(page, at)
    if not 0 < length <= _MOST_BYTES:
        raise ValueError("a row of no length")
    return Row(rowid, _record(_payload(kind, page, at, length, pages)))


def _payload(kind: int, page: bytes, at: int, length: int, pages: Mapping[int, bytes]) -> bytes:
    """Return a row's bytes, those that overflowed into other pages included."""
    size = len(page)
    most = size - 35 if kind == _TABLE_LEAF else (size - 12) * 64 // 255 - 23
    if length <= most:
        return _exactly(page[at : at + length], length)
    least = (size - 12) * 32 // 255 - 23
    here = least + (length - least) % (size - 4)
    here = here if here <= most else least
    found = bytearray(_exactly(page[at : at + here], here))
    following = int.from_bytes(page[at + here : at + here + 4], "big")
    while len(found) < length:
        more = pages[following]
        following = int.from_bytes(more[:4], "big")
        found += more[4 : 4 + length - len(found)]
    return bytes(found)


def _exactly(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise ValueError("a row beyond its page")
    return data


def _record(data: bytes) -> tuple[Cell, ...]:
    head, at = _varint(data, 0)
    cells: list[Cell] = []
    body = head
    while at < head:
        serial, at = _varint(data, at)
        cell, body = _cell(data, serial, body)
        cells.append(cell)
    if at != head or body != len(data):
        raise ValueError("a row that contradicts itself")
    return tuple(cells)


def _cell(data: bytes, serial: int, at: int) -> tuple[Cell, int]:
    """Return a cell and where the next one begins."""
    if serial == 0:
        return None, at
    if serial in (8, 9):
        return serial - 8, at
    length = _INTEGERS.get(serial, 8 if serial == 7 else (serial - 12) // 2)
    raw = _exactly(data[at : at + length], length)
    if serial in _INTEGERS:
        return int.from_bytes(raw, "big", signed=True), at + length
    if serial == 7:
        return float(struct.unpack(">d", raw)[0]), at + length
    if serial < 12:
        raise ValueError("no kind of cell")
    return (raw.decode("utf-8") if serial % 2 else raw), at + length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(at, at + 8):
        byte = data[place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9


def _tables(connection: sqlite3.Connection) -> Sequence[_Table]:
    names = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if not row[0].startswith("sqlite_")
    ]
    return [_table(connection, name) for name in names]


def _table(connection: sqlite3.Connection, name: str) -> _Table:
    columns = [tuple(row) for row in connection.execute(f"PRAGMA table_info({name})")]
    keys = [place for place, column in enumerate(columns) if column[5]]
    with_rowid = not connection.execute(
        "SELECT wr FROM pragma_table_list WHERE name = ?", (name,)
    ).fetchone()[0]
    alias = with_rowid and len(keys) == 1 and columns[keys[0]][2] == "INTEGER"
    return _Table(
        name,
        tuple(column[1] for column in columns),
        tuple(column[2] for column in columns),
        tuple(not column[3] and not column[5] for column in columns),
        with_rowid,
        keys[0] if alias else -1,
    )


_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "INTEGER": (int,), "REAL": (int, float), "TEXT": (str,),
}  # fmt: skip


def _fits(row: Row, table: _Table) -> bool:
    """Whether a row can be one of a table: as many cells, each of its column's kind."""
    if (row.rowid is not None) != table.has_rowid or len(row.cells) != len(table.columns):
        return False
    return all(
        cell is None
        if place == table.key
        else (cell is None and optional) or isinstance(cell, _TYPES[kind])
        for place, (cell, kind, optional) in enumerate(
            zip(row.cells, table.kinds, table.optional, strict=True)
        )
    )


def _insert(target: sqlite3.Connection, table: _Table, row: Row) -> None:
    cells: list[Any] = list(row.cells)
    if table.key >= 0:
        cells[table.key] = row.rowid
    marks = ", ".join("?" for _ in cells)
    # What breaks a promise of the table is no row of it.
    with contextlib.suppress(sqlite3.Error, OverflowError):
        target.execute(f"INSERT OR IGNORE INTO {table.name} VALUES ({marks})", cells)
