"""Read files that anybody may have written: regular ones of a sane size, and what is in them.

Whatever is wrong with a file or its text comes out as one kind of error, ``UnreadableError``, for
the caller to tell in its own words.
"""

from __future__ import annotations

import json
import os
import stat
import tomllib
from pathlib import Path
from typing import Any, Final, NoReturn

TEXT_BYTES: Final = 4 * 2**20
"""Settings, exercises and routines take kilobytes; what is larger was named by mistake."""


class UnreadableError(ValueError):
    """A file or text that cannot be read; says why in a few words."""


def read_bytes(path: Path, most: int) -> bytes:
    """Return the bytes of a regular file.

    Parameters
    ----------
    path : Path
    most : int
        Bytes it may have at most.

    Raises
    ------
    FileNotFoundError
        When there is none.
    UnreadableError
        When it is no regular file, is larger, or cannot be read.
    """
    try:
        # Opened without waiting, because a pipe that nobody writes to would be waited for.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
        with os.fdopen(handle, "rb") as file:
            told = os.fstat(file.fileno())
            if not stat.S_ISREG(told.st_mode):
                raise UnreadableError("it is no regular file")
            if told.st_size > most:
                raise UnreadableError(f"it is larger than {most / 2**20:.0f} MB")
            # Files of the kernel say 0 bytes and may go on for ever.
            data = file.read(most + 1)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(getattr(error, "strerror", None) or str(error)) from error
    if len(data) > most:
        raise UnreadableError(f"it is larger than {most / 2**20:.0f} MB")
    return data


def read_text(path: Path, most: int = TEXT_BYTES) -> str:
    """Return the text of a regular file in UTF-8; see :func:`read_bytes`.

    Raises
    ------
    FileNotFoundError
        When there is none.
    UnreadableError
        When it cannot be read or is not in UTF-8.
    """
    try:
        return read_bytes(path, most).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UnreadableError("it is no text in UTF-8") from error


def parse_json(text: str | bytes) -> Any:
    """Return the values of a JSON text; NaN and infinities, which are no JSON, are refused.

    Raises
    ------
    UnreadableError
        When it is no JSON, nests too deeply or holds a number too long.
    """
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise UnreadableError("it is nested too deeply") from error
    except ValueError as error:
        raise UnreadableError(str(error)) from error


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Raises
    ------
    UnreadableError
        When it is no TOML, nests too deeply or holds a number too long.
    """
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise UnreadableError("it is nested too deeply") from error
    except ValueError as error:
        raise UnreadableError(str(error)) from error


def is_regular(path: Path) -> bool:
    """Whether a path leads to a regular file that can be looked at."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _no_number(name: str) -> NoReturn:
    raise UnreadableError(f"{name} is no number")


_BINARY: Final[int] = getattr(os, "O_BINARY", 0)
