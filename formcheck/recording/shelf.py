"""Where recordings of the window lie, what they take, and how the one under way goes."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from formcheck.errors import OutputError
from formcheck.recording.blocks import MAGIC

SUFFIX: Final = ".fcrec"

FILM_SUFFIX: Final = ".mp4"
"""A recording's film lies beside it under the same name."""

FOLDER_VARIABLE: Final = "FORMCHECK_RECORDINGS"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder with recordings: how many there are and what they take, films counted.

    ``free_bytes`` is what is left on its disk; negative where that is not known.
    """

    folder: Path
    count: int = 0
    size_bytes: int = 0
    free_bytes: int = -1


def recordings_folder(chosen: str = "") -> Path:
    """Return where recordings go; the folder need not exist.

    Parameters
    ----------
    chosen : str
        The user's folder; empty for FormCheck among the videos, or what the environment variable
        ``FORMCHECK_RECORDINGS`` names.
    """
    named = chosen.strip() or os.environ.get(FOLDER_VARIABLE, "")
    if named:
        return Path(named).expanduser()
    return Path(platformdirs.user_videos_dir()) / "FormCheck"


def look(folder: Path) -> Shelf:
    """Return what lies in a folder; nothing where there is none."""
    count = size = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith((SUFFIX, FILM_SUFFIX)) and entry.is_file():
                    count += entry.name.endswith(SUFFIX)
                    size += entry.stat().st_size
    except OSError:
        pass
    return Shelf(folder, count, size, _free_bytes(folder))


def _free_bytes(folder: Path) -> int:
    """Return the room on the disk of a folder that need not be there yet."""
    there = next((each for each in (folder, *folder.parents) if each.exists()), None)
    try:
        return shutil.disk_usage(there).free if there is not None else -1
    except OSError:
        return -1


def film_of(recording: Path) -> Path | None:
    """Return the film that was recorded with a recording, None where there is none."""
    film = recording.with_suffix(FILM_SUFFIX)
    return film if recording.suffix.lower() == SUFFIX and film.is_file() else None


def written_into(folder: Path, path: Path) -> bool:
    """Whether a path is a recording that lies in a folder of recordings, or a folder in it.

    Whatever is deleted because a log names it is asked this first: a log may have been brought in
    from anywhere, and may name any file.

    Raises
    ------
    OSError
        When the path cannot be looked at.
    """
    if path.suffix.lower() != SUFFIX or not path.is_absolute():
        return False
    if not stat.S_ISREG(path.lstat().st_mode):
        return False
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(os.path.realpath(folder)):
        return False
    with real.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


@dataclass(frozen=True, slots=True)
class TapeState:
    """How a recording goes.

    Attributes
    ----------
    path : Path or None
        The file being written; None while nothing is recorded.
    pictures : bool
        Whether the pictures are recorded too.
    since_s : float
        How long it has been going on.
    size_bytes : int
        What its files take on the disk.
    left_out : int
        Pictures the computer was too slow to record.
    trouble : OutputError or None
        Why nothing, or not all, is recorded though it was asked for.
    """

    path: Path | None = None
    pictures: bool = False
    since_s: float = 0.0
    size_bytes: int = 0
    left_out: int = 0
    trouble: OutputError | None = None
