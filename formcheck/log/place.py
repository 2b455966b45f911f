"""Where the training log lies, and the files around it."""

from __future__ import annotations

import os
from glob import escape
from pathlib import Path
from typing import Final

import platformdirs

LOG_VARIABLE: Final = "FORMCHECK_LOG"
FILE_NAME: Final = "training-log.db"


def default_log_path() -> Path:
    """Return where the training log lies; the file need not exist.

    ``FORMCHECK_LOG`` names another file.
    """
    named = os.environ.get(LOG_VARIABLE)
    if named:
        return Path(named).expanduser()
    return Path(platformdirs.user_data_dir("formcheck", appauthor=False)) / FILE_NAME


def backup_folder(path: Path) -> Path:
    """Return the folder of a log's backups."""
    return path.with_name(f"{path.stem}-backups")


def companions(path: Path) -> tuple[Path, Path]:
    """Return the two files SQLite may keep beside a log while it is open."""
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def damaged_copies(path: Path) -> list[Path]:
    """Return the damaged logs that a recovery has set aside, oldest first."""
    return sorted(path.parent.glob(f"{escape(path.stem)}.damaged-*"))
