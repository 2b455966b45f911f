"""Write files so that a failure leaves the old one, and say plainly why it failed.

Whatever FormCheck writes for its user goes through :func:`atomic_path`: a file is replaced by a
whole one, a link stays and what it leads to is replaced, and what is no file at all (a device, a
pipe, a socket) is written into and never put aside.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from formcheck.errors import OutputError

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
"""Modes of what tells about a person: readable to its owner alone (Windows has no such modes)."""

_ALREADY_OPEN: Final = ("/dev/fd/", "/dev/stdout", "/dev/stderr", "/proc/")
"""Paths that begin like this lead to what is open already: renaming a file over it would take it
from the one who holds it."""

KEPT: Final = {
    b"SQLite format 3\0": "a training log or another database",
    b"\x37\x7f\x06": "what a database has not taken in yet",
    b"\x89FCREC\r\n": "a recording",
}
"""How files begin that are written in other ways, and whose sets are lost with them."""

_HINTS: Final = {
    errno.ENOSPC: "The disk is full: free some space or choose another folder.",
    errno.EDQUOT: "Your disk quota is used up: free some space or choose another folder.",
    errno.EROFS: "The file system is read-only: choose another folder.",
    errno.EACCES: "You may not write there: choose another folder.",
    errno.EPERM: "You may not write there: choose another folder.",
    errno.ENOENT: "The folder does not exist: make it first.",
    errno.ENOTDIR: "A part of the path is a file, not a folder.",
    errno.EISDIR: "That is a folder: name a file in it.",
    errno.ENAMETOOLONG: "The name is too long: choose a shorter one.",
    errno.ELOOP: "Its links lead in a circle: choose another name.",
    errno.EINVAL: "That is no name of a file: choose another.",
}


def output_error(path: Path, error: OSError) -> OutputError:
    """Return the error a user can act on for a failed write."""
    hint = _HINTS.get(error.errno or 0, "Choose another folder.")
    return OutputError(f"{path} cannot be written ({error.strerror or error}).", hint)


@contextlib.contextmanager
def atomic_path(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Yield a temporary path that takes the target's place when the block succeeds.

    The temporary name keeps the target's suffix, from which encoders guess the format.  When the
    block raises, the temporary file is removed and an old target is left as it was.  A target that
    is no regular file is given the bytes when the block has ended.

    Parameters
    ----------
    path : Path
    private : bool
        Whether a new file is readable to its owner alone.

    Raises
    ------
    OutputError
        For every OSError in the block: disk full, read-only folder and the like.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with atomic_path(folder / "a.txt") as temporary:
    ...     _ = temporary.write_text("whole")
    >>> [item.name for item in folder.iterdir()]
    ['a.txt']
    """
    temporary: Path | None = None
    try:
        target = _file_to_replace(path)
        temporary = _beside(target, path.suffix)
        yield temporary
        if target is None:
            _pour(temporary, path)
        else:
            # Not before it is written: the target's mode may forbid that.
            temporary.chmod(_mode(target, private=private))
            temporary.replace(target)
    except OSError as error:
        raise output_error(path, error) from error
    except ValueError as error:
        # A name with a zero byte; nothing of ours has been written yet.
        if temporary is not None:
            raise
        raise output_error(path, OSError(errno.EINVAL, os.strerror(errno.EINVAL))) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str, *, private: bool = False) -> None:
    """Write a text file in UTF-8 with line feeds, atomically.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    with atomic_path(path, private=private) as temporary:
        # A name that is not UTF-8 is told by its escapes, which JSON reads back.
        temporary.write_bytes(text.encode("utf-8", errors="backslashreplace"))


def check_writable(path: Path) -> None:
    """Find out before long work whether a file can be written where it is wanted.

    Raises
    ------
    OutputError
        When it cannot; the target itself is not touched.
    """
    try:
        target = _file_to_replace(path)
        if target is None:
            if not os.access(path, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            return
        _beside(target, path.suffix).unlink()
    except OSError as error:
        raise output_error(path, error) from error
    except ValueError as error:
        raise output_error(path, OSError(errno.EINVAL, os.strerror(errno.EINVAL))) from error


def is_stream(path: Path) -> bool:
    """Whether a path leads to a device, a pipe or a socket rather than to a file or nowhere."""
    try:
        return _file_to_replace(path) is None
    except (OSError, ValueError, OutputError):
        return False


def make_private_folder(folder: Path) -> None:
    """Make a folder readable to its owner alone; one that is there already stays as it is.

    Raises
    ------
    OSError
        When it cannot be made.
    """
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)


def _file_to_replace(path: Path) -> Path | None:
    """Return the file that a path leads to, there or not; None for what is written into."""
    real = Path(os.path.realpath(path))
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        return real
    if stat.S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    _refuse_kept(path)
    already_open = os.name == "posix" and str(path.absolute()).startswith(_ALREADY_OPEN)
    return real if stat.S_ISREG(kind) and not already_open else None


def _refuse_kept(path: Path) -> None:
    """Raise where a training log or a recording would be lost: nothing else may take its place."""
    if not stat.S_ISREG(path.stat().st_mode):
        return
    try:
        with path.open("rb") as file:
            begins = file.read(max(map(len, KEPT)))
    except PermissionError:
        return
    for magic, what in KEPT.items():
        if begins.startswith(magic):
            raise OutputError(f"{path} is {what} and is not replaced.", "Choose another name.")


def _beside(target: Path | None, suffix: str) -> Path:
    """Make an empty temporary file beside the target, or anywhere for one that is a stream."""
    folder = None if target is None else target.parent
    handle, name = tempfile.mkstemp(prefix=".", suffix=f".part{suffix}", dir=folder)
    os.close(handle)
    return Path(name)


def _mode(target: Path, *, private: bool) -> int:
    """Return the mode of the file that is replaced, or what an ordinary new file has."""
    if private:
        return PRIVATE_FILE
    with contextlib.suppress(FileNotFoundError):
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _pour(source: Path, stream: Path) -> None:
    """Write a finished file into a device, a pipe or a socket."""
    with source.open("rb") as file, _open_stream(stream) as sink:
        shutil.copyfileobj(file, sink)


def _open_stream(path: Path) -> BinaryIO:
    if not stat.S_ISSOCK(path.stat().st_mode):
        # Not created where it has gone meanwhile, and what others wrote there stays.
        how = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(path, how), "wb")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.connect(str(path))
        return line.makefile("wb")
