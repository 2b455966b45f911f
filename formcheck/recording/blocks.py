"""The outer form of a recording: a preamble, then blocks that can each be checked and found.

A block's head carries a check sum of itself and one of its content, so a reader knows which bytes
to trust.  Where a head is damaged the next one is found by its first four bytes; where the file
just ends, everything before is whole.  Nothing ever needs repair.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import BinaryIO, Final

MAGIC: Final = b"\x89FCREC\r\n"
"""Not text, and not intact after a transfer that turns line ends."""

MAJOR, MINOR = 1, 0
"""Version of the format: ``MAJOR`` is raised when older programs could not read it."""

MAX_CONTENT: Final = 64 * 2**20
"""No block is as long as this in bytes; a head that claims it is damaged."""

_PREAMBLE: Final = struct.Struct("<8sHHI")
_HEAD: Final = struct.Struct("<4sBBHIII")
_SYNC: Final = b"FCBK"
_WINDOW: Final = 2**20
_MAX_TRIES: Final = 100_000
"""Sync words that are no heads, after which a file is given up: random bytes hold one in 4 GB."""

PREAMBLE_BYTES: Final = _PREAMBLE.size


class BlockKind(IntEnum):
    """What a block holds; readers pass over kinds they do not know."""

    HEADER = 1
    FRAMES = 2
    EVENTS = 3
    END = 4


class DamagedError(Exception):
    """Bytes that are not what was written; caught where what is lost can be told."""


@dataclass(frozen=True, slots=True)
class Block:
    """Where one block lies: ``offset`` and ``length`` of its content in bytes.

    ``count`` is the number of frames in a block of frames, 0 in others.
    """

    kind: int
    count: int
    offset: int
    length: int
    checksum: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a file, and whether it is whole up to its end."""

    blocks: tuple[Block, ...]
    whole: bool


def preamble() -> bytes:
    """Return the first bytes of a recording."""
    start = _PREAMBLE.pack(MAGIC, MAJOR, MINOR, 0)[:-4]
    return start + struct.pack("<I", zlib.crc32(start))


def read_preamble(data: bytes) -> tuple[int, int] | None:
    """Return the format's version; None when it is damaged.

    Raises
    ------
    DamagedError
        When this is no recording at all.
    """
    if len(data) < PREAMBLE_BYTES or not data.startswith(MAGIC):
        raise DamagedError("no recording")
    _, major, minor, checksum = _PREAMBLE.unpack(data[:PREAMBLE_BYTES])
    intact = checksum == zlib.crc32(data[: PREAMBLE_BYTES - 4])
    return (major, minor) if intact else None


def block(kind: BlockKind, content: bytes, count: int = 0) -> bytes:
    """Return a block with its head."""
    head = _HEAD.pack(_SYNC, kind, 0, count, len(content), zlib.crc32(content), 0)[:-4]
    return head + struct.pack("<I", zlib.crc32(head)) + content


def read_block(file: BinaryIO, place: Block) -> bytes:
    """Return a block's content.

    Raises
    ------
    DamagedError
        When it is not what was written.
    """
    file.seek(place.offset)
    content = file.read(place.length)
    if len(content) != place.length or zlib.crc32(content) != place.checksum:
        raise DamagedError(f"block at {place.offset}")
    return content


def find_blocks(file: BinaryIO, size: int) -> Layout:
    """Find every block whose head is intact, reading nothing but the heads."""
    found = tuple(_walk(file, size))
    last = found[-1] if found else None
    whole = last is not None and last.kind == BlockKind.END and last.offset + last.length == size
    return Layout(found, whole)


def _walk(file: BinaryIO, size: int) -> Iterator[Block]:
    position = PREAMBLE_BYTES
    while position + _HEAD.size <= size:
        found = _head_at(file, position)
        if found is None or found.offset + found.length > size:
            # Damaged, or cut off here: what looks like a head may stand further on.
            position = _next_head(file, position + 1, size)
            continue
        yield found
        position = found.offset + found.length


def _head_at(file: BinaryIO, position: int) -> Block | None:
    file.seek(position)
    return _parsed(file.read(_HEAD.size), position)


def _parsed(head: bytes, position: int) -> Block | None:
    """Return the block whose head these bytes are; None when they are not, or damaged."""
    if len(head) < _HEAD.size:
        return None
    sync, kind, _, count, length, checksum, own = _HEAD.unpack(head)
    if sync != _SYNC or own != zlib.crc32(head[:-4]) or length >= MAX_CONTENT:
        return None
    return Block(kind, count, position + _HEAD.size, length, checksum)


def _next_head(file: BinaryIO, position: int, size: int) -> int:
    """Return where the next intact head begins; the file's size when nowhere."""
    tries = 0
    while position < size:
        file.seek(position)
        window = file.read(_WINDOW + _HEAD.size - 1)
        found = window.find(_SYNC)
        while 0 <= found < _WINDOW:
            tries += 1
            if _parsed(window[found : found + _HEAD.size], position + found) is not None:
                return position + found
            if tries >= _MAX_TRIES:
                return size
            found = window.find(_SYNC, found + 1)
        if not window:
            break
        position += _WINDOW
    return size
