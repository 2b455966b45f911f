"""SQLite's failures as errors a user can act on."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from formcheck.errors import LogDamagedError, LogError

RECOVER_HINT: Final = (
    "Run 'formcheck history recover': it saves what can be read and keeps the damaged file."
)

_MESSAGES: Final = {
    sqlite3.SQLITE_FULL: ("has no room left on its disk", "Free some space, then try again."),
    sqlite3.SQLITE_IOERR: (
        "cannot be read or written",
        "The disk may be full or failing: free some space, check the disk and try again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "is read-only",
        "Make the file and its folder writable, or name another with FORMCHECK_LOG.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        "Check that its folder exists and that you may write there, or set FORMCHECK_LOG.",
    ),
    sqlite3.SQLITE_PERM: ("may not be opened", "Check the permissions of the file."),
    sqlite3.SQLITE_BUSY: (
        "is being written by another program",
        "Wait a moment, or close other FormCheck windows, then try again.",
    ),
    sqlite3.SQLITE_LOCKED: (
        "is being written by another program",
        "Wait a moment, or close other FormCheck windows, then try again.",
    ),
}
_DAMAGE: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code of an error, 0 where Python raised it by itself."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def log_error(path: Path, error: sqlite3.Error) -> LogError:
    """Return the error a user can act on for a failure of SQLite."""
    code = primary_code(error)
    # What Python itself says, without a code, of a text that is none.
    if code in _DAMAGE or (code == 0 and "decode to UTF-8" in str(error)):
        return damaged(path, str(error))
    what, hint = _MESSAGES.get(code, (f"failed ({error})", "Try again; if it stays, report it."))
    return LogError(f"The training log {path} {what}.", hint)


def damaged(path: Path, details: str) -> LogDamagedError:
    """Return the error for a log whose file is damaged."""
    return LogDamagedError(f"The training log {path} is damaged ({details}).", RECOVER_HINT)


@contextlib.contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Raise SQLite's and the system's failures in the block as errors a user can act on.

    Raises
    ------
    LogError
        For every failure of SQLite but a broken promise of our own (a constraint, a wrong
        statement), which is a bug and passes.
    """
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.Error as error:
        if primary_code(error) == sqlite3.SQLITE_ERROR:
            raise
        raise log_error(path, error) from error
    except UnicodeDecodeError as error:
        # Python could not read what SQLite told of a damaged page, or a name of a column in it.
        raise damaged(path, "a text in it is none") from error
    except OSError as error:
        raise LogError(
            f"The training log {path} cannot be used ({error.strerror or error}).",
            "Check its folder and the space on the disk, or name another with FORMCHECK_LOG.",
        ) from error
