"""Write files so that a failure leaves the old one, and say plainly why it failed."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from formcheck.errors import OutputError

_HINTS: Final = {
    errno.ENOSPC: "The disk is full: free some space or choose another folder.",
    errno.EDQUOT: "Your disk quota is used up: free some space or choose another folder.",
    errno.EROFS: "The file system is read-only: choose another folder.",
    errno.EACCES: "You may not write there: choose another folder.",
    errno.EPERM: "You may not write there: choose another folder.",
    errno.ENOENT: "The folder does not exist: make it first.",
    errno.ENOTDIR: "A part of the path is a file, not a folder.",
    errno.EISDIR: "That is a folder: name a file in it.",
}


def output_error(path: Path, error: OSError) -> OutputError:
    """Return the error a user can act on for a failed write."""
    hint = _HINTS.get(error.errno or 0, "Choose another folder.")
    return OutputError(f"{path} cannot be written ({error.strerror or error}).", hint)


@contextlib.contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside the target that replaces it when the block succeeds.

    The temporary name keeps the target's suffix, from which encoders guess the format.  When the
    block raises, the temporary file is removed and an old target is left as it was.

    Raises
    ------
    OutputError
        For every OSError in the block: disk full, read-only folder and the like.
    """
    temporary: Path | None = None
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        handle, name = tempfile.mkstemp(prefix=".", suffix=f".part{path.suffix}", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        _use_default_mode(temporary)
        yield temporary
        temporary.replace(path)
    except OSError as error:
        raise output_error(path, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _use_default_mode(path: Path) -> None:
    """Give a file of mkstemp (private to its owner) the mode an ordinary new file has."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8 with line feeds, atomically.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def check_writable(path: Path) -> None:
    """Find out before long work whether a file can be written where it is wanted.

    Raises
    ------
    OutputError
        When it cannot; the target itself is not touched.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix="."):
            pass
    except OSError as error:
        raise output_error(path, error) from error
