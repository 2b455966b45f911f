"""Where the training log lies, and the files around it."""

from __future__ import annotations

import os
import stat
from glob import escape
from pathlib import Path
from typing import Final

import platformdirs

from formcheck.errors import LogError

LOG_VARIABLE: Final = "FORMCHECK_LOG"
FILE_NAME: Final = "training-log.db"


def default_log_path() -> Path:
    """Return where the training log lies; the file need not exist.

    ``FORMCHECK_LOG`` names another file.

    Raises
    ------
    LogError
        When it names what no file can be.
    """
    named = os.environ.get(LOG_VARIABLE)
    if named:
        try:
            path = Path(named).expanduser()
        except RuntimeError as error:
            raise _no_place(named, str(error)) from error
        refuse_no_file(path)
        return path
    return Path(platformdirs.user_data_dir("formcheck", appauthor=False)) / FILE_NAME


def refuse_no_file(path: Path) -> None:
    """Raise where something else than a file lies: a log put in its place would take it away.

    Raises
    ------
    LogError
        For a folder, a device, a pipe and a socket, and where no file can be.
    """
    try:
        kind = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    except OSError as error:
        raise _no_place(path, error.strerror or str(error)) from error
    if not stat.S_ISREG(kind):
        raise _no_place(path, "it is no file" if not stat.S_ISDIR(kind) else "it is a folder")


def _no_place(path: Path | str, why: str) -> LogError:
    return LogError(
        f"The training log cannot be {path} ({why}).", f"Name another file with {LOG_VARIABLE}."
    )


def backup_folder(path: Path) -> Path:
    """Return the folder of a log's backups."""
    return path.with_name(f"{path.stem}-backups")


def companions(path: Path) -> tuple[Path, Path]:
    """Return the two files SQLite may keep beside a log while it is open."""
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def damaged_copies(path: Path) -> list[Path]:
    """Return the damaged logs that a recovery has set aside, oldest first."""
    return sorted(path.parent.glob(f"{escape(path.stem)}.damaged-*"))
