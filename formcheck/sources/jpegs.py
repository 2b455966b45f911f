"""The JPEG pictures in a stream of bytes, by the marks of JPEG itself.

What a camera says about its stream (boundary, kind, length of a part, line ends) is missing or
wrong as often as not; the pictures have to be right for anybody to see them.
"""

from __future__ import annotations

import re
from typing import Final

_BEGIN: Final = b"\xff\xd8"
_END: Final = 0xD9
_SCAN: Final = 0xDA
_ADDED: Final = range(0xE0, 0xF0)
_NAMED: Final = re.compile(rb"[A-Za-z][\w .:/-]*\x00")
"""What programs add begins, by custom, with a name and a zero: JFIF, Exif, an address of XMP."""

_MARK: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""A mark within coded picture data; FF 00, FF FF and the restarts D0 to D7 belong to the data."""

_MAX_BYTES: Final = 64 << 20
"""No camera sends a picture as large: 5 MB is a 4K one of the best quality."""


class TooLargeError(ValueError):
    """A picture does not end."""


class JpegReader:
    r"""Find the pictures in a stream: bytes in, whole pictures out, anything else passed over.

    A picture is followed from segment to segment, as a small one may stand within it.

    Attributes
    ----------
    cut : int
        Pictures that another one began in, or that are no JPEG inside.

    Examples
    --------
    >>> reader = JpegReader()
    >>> reader.feed(b"--edge\r\n\r\n" + bytes.fromhex("ffd8ffda0002 1234"))
    []
    >>> [len(each) for each in reader.feed(bytes.fromhex("ffd9") + b"\r\n--edge")]
    [10]
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._at = 0
        self._in_scan = False
        self.cut = 0

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes in, in any pieces; return the pictures they complete.

        Raises
        ------
        TooLargeError
            When a picture grows beyond anything a camera sends.
        """
        self._buffer += data
        pictures = []
        while (size := self._picture()) is not None:
            pictures.append(bytes(self._buffer[:size]))
            self._forget(size)
        if len(self._buffer) > _MAX_BYTES:
            raise TooLargeError
        return pictures

    def _picture(self) -> int | None:
        """Return the size of the picture that the buffer begins with; None while it is short."""
        while self._at or self._begin():
            step = self._step()
            if step is None:
                return None
            if step == _END:
                return self._at
        return None

    def _begin(self) -> bool:
        start = self._buffer.find(_BEGIN)
        # The last byte may be the first half of a mark.
        self._forget(max(0, len(self._buffer) - 1) if start < 0 else start)
        self._at = 0 if start < 0 else len(_BEGIN)
        return start >= 0

    def _step(self) -> int | None:
        """Go over the next mark and what it heads and return it; None while that has not come."""
        if self._in_scan and not self._find_mark():
            return None
        if len(self._buffer) < self._at + 2:
            return None
        first, mark = self._buffer[self._at : self._at + 2]
        if first != 0xFF or mark in (0x00, _BEGIN[1]):
            self.cut += 1
            # Another may have begun within what was taken for a segment of this one.
            self._forget(self._at if first == 0xFF and mark else len(_BEGIN))
            return 0
        if mark not in (0xFF, _END):
            return self._over_segment(mark)
        self._at += 1 if mark == 0xFF else 2
        return mark

    def _find_mark(self) -> bool:
        found = _MARK.search(self._buffer, self._at)
        self._in_scan = found is None
        # The last byte may be the first half of one.
        self._at = found.start() if found else max(self._at, len(self._buffer) - 1)
        return found is not None

    def _over_segment(self, mark: int) -> int | None:
        if len(self._buffer) < self._at + 4:
            return None
        end = self._at + 2 + int.from_bytes(self._buffer[self._at + 2 : self._at + 4], "big")
        # Only what programs add may hold a small picture; anywhere else, also in a segment that
        # was cut before its name, it is the next one's beginning.
        added = mark in _ADDED and _NAMED.match(self._buffer, self._at + 4)
        other = -1 if added else self._buffer.find(_BEGIN + b"\xff", self._at, end + 2)
        if other >= 0:
            self.cut += 1
            self._forget(other)
            return 0
        # Two bytes of what follows: a beginning may lie across the end of a segment that was cut.
        if len(self._buffer) < end + 2:
            return None
        self._at, self._in_scan = end, mark == _SCAN
        return mark

    def _forget(self, size: int) -> None:
        del self._buffer[:size]
        self._at, self._in_scan = 0, False
