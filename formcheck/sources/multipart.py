"""The pictures in a ``multipart/x-mixed-replace`` stream, as network cameras send it."""

from __future__ import annotations

from typing import Final

_HEAD_END: Final = b"\r\n\r\n"
_MAX_PART_BYTES: Final = 64 << 20
_MAX_HEAD_BYTES: Final = 1 << 16
_MAX_DIGITS: Final = 9


class MultipartError(ValueError):
    """What comes in is not a multipart stream."""


def boundary_of(content_type: str) -> str | None:
    """Return the boundary named in a ``Content-Type``; None when it is no multipart."""
    kind, *parameters = content_type.split(";")
    if not kind.strip().lower().startswith("multipart/"):
        return None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "boundary":
            # Many cameras name the boundary with the dashes that only introduce it.
            return value.strip().strip('"').removeprefix("--")
    return None


class MultipartReader:
    """Split a stream into its parts: bytes in, whole parts out.

    A part ends where its ``Content-Length`` says, or at the next boundary when it has none.

    Parameters
    ----------
    boundary : str
        Without leading dashes.
    """

    def __init__(self, boundary: str) -> None:
        self._mark = b"--" + boundary.encode("latin-1")
        self._buffer = bytearray()
        self._in_body = False
        self._length: int | None = None
        self._searched = 0

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes in, in any pieces; return the parts they complete.

        Raises
        ------
        MultipartError
            When a part grows beyond anything a camera sends.
        """
        self._buffer += data
        parts = []
        while self._in_body or self._read_head():
            part = self._read_body()
            if part is None:
                break
            parts.append(part)
        if len(self._buffer) > _MAX_PART_BYTES:
            raise MultipartError("a part does not end")
        return parts

    def _read_head(self) -> bool:
        start = self._buffer.find(self._mark)
        if start < 0:
            del self._buffer[: max(0, len(self._buffer) - len(self._mark))]
            return False
        end = self._buffer.find(_HEAD_END, start, start + _MAX_HEAD_BYTES)
        if end < 0:
            if len(self._buffer) - start > _MAX_HEAD_BYTES:
                raise MultipartError("the head of a part does not end")
            return False
        self._length = _content_length(bytes(self._buffer[start:end]))
        del self._buffer[: end + len(_HEAD_END)]
        self._in_body, self._searched = True, 0
        return True

    def _read_body(self) -> bytes | None:
        if self._length is not None:
            end = self._length if len(self._buffer) >= self._length else -1
        else:
            tail = b"\r\n" + self._mark
            end = self._buffer.find(tail, self._searched)
            self._searched = max(0, len(self._buffer) - len(tail))
        if end < 0:
            return None
        part = bytes(self._buffer[:end])
        del self._buffer[:end]
        self._in_body = False
        return part


def _content_length(head: bytes) -> int | None:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            if len(value.strip()) > _MAX_DIGITS or int(value) > _MAX_PART_BYTES:
                raise MultipartError("a part that is too large")
            return int(value)
    return None
