"""Why a file cannot be analysed, in one sentence and one hint each."""

from __future__ import annotations

import difflib
import os
import stat
from pathlib import Path

import av

from formcheck.errors import SourceOpenError

_HEAD_BYTES = 4096
_OPEN_IN_PLAYER = "Check that it plays in a video player, and copy it again from the camera."


def check_readable(path: Path) -> None:
    """Raise ``SourceOpenError`` unless the path is a readable file with something in it."""
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            raise SourceOpenError(
                f"{path} is no file but a device or a pipe.",
                "Name a file; a camera is opened with formcheck live --camera.",
            )
        with path.open("rb") as file:
            if not file.read(1):
                raise SourceOpenError(
                    f"{path.name} is empty (0 bytes).", "Copy it again from the camera."
                )
    except FileNotFoundError as error:
        raise missing(path) from error
    except IsADirectoryError as error:
        raise SourceOpenError(f"{path} is a folder, not a file.") from error
    except PermissionError as error:
        raise forbidden(path) from error
    except ValueError as error:
        # A name with a zero byte.
        raise SourceOpenError(f"{path} is no name of a file.", "Check the spelling.") from error
    except OSError as error:
        raise SourceOpenError(
            f"{path} cannot be read: {error.strerror}.", "Check the drive it lies on."
        ) from error


def missing(path: Path) -> SourceOpenError:
    """Say that there is no such file, and name one that looks alike."""
    hint = "Check the spelling and the folder."
    try:
        names = os.listdir(path.parent)
    except OSError:
        names = []
    if path.parent.is_dir():
        near = difflib.get_close_matches(path.name, names, n=1, cutoff=0.75)
        hint = f"Did you mean {path.parent / near[0]}?" if near else hint
    elif str(path.parent) != ".":
        hint = f"There is no folder {path.parent}."
    return SourceOpenError(f"There is no file {path}.", hint)


def forbidden(path: Path) -> SourceOpenError:
    """Say that the system does not let us read it."""
    return SourceOpenError(
        f"{path} may not be read.", "Change its permissions, or copy it to a folder of your own."
    )


def no_picture(path: Path, has_sound: bool) -> SourceOpenError:
    """Say that there is nothing to see in it."""
    what = "sound but no picture" if has_sound else "no picture"
    return SourceOpenError(f"{path.name} contains {what}.", "Choose a video recording.")


def unknown_codec(path: Path) -> SourceOpenError:
    """Say that nothing here decodes its pictures."""
    return SourceOpenError(
        f"{path.name} is compressed in a way that is not known here.",
        "Convert it to H.264 in an .mp4 file.",
    )


def nothing_decodes(path: Path) -> SourceOpenError:
    """Say that it looks like a video but yields not one picture."""
    return SourceOpenError(f"Not one picture of {path.name} can be decoded.", _OPEN_IN_PLAYER)


def explain(path: Path, error: av.FFmpegError) -> SourceOpenError:
    """Turn what the library says on opening into something a user can act on."""
    if isinstance(error, PermissionError):
        return forbidden(path)
    if isinstance(error, av.error.DecoderNotFoundError):
        return unknown_codec(path)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if _is_text(head):
        return SourceOpenError(
            f"{path.name} is a text file, not a video.", "Choose a video recording."
        )
    if head[4:8] == b"ftyp":
        return SourceOpenError(
            f"{path.name} is incomplete: its end, which holds the index, is missing.",
            "Copy it again from the camera; a broken recording can often be mended with a "
            "repair tool.",
        )
    return SourceOpenError(f"{path.name} is not a video, or is damaged.", _OPEN_IN_PLAYER)


def _is_text(head: bytes) -> bool:
    """Whether the first bytes read as text: no control characters but white space."""
    if b"\0" in head:
        return False
    try:
        text = head.decode("utf-8", errors="strict" if len(head) < _HEAD_BYTES else "ignore")
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter.isspace() for letter in text)
