"""Which clips are meant, and what each is called among them."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from formcheck.errors import SourceOpenError, UsageError
from formcheck.sources import VIDEO_SUFFIXES
from formcheck.sources.address import is_address, without_login


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip of a batch.

    Attributes
    ----------
    path : Path
        Where it is, from the root.
    name : str
        What it is called in every output, with slashes: its place below the folder that was
        named, that folder's own name first, e.g. ``training/monday/row.mp4``.
    """

    path: Path
    name: str


def find_clips(names: Iterable[str], out: Path) -> tuple[Clip, ...]:
    """Return the clips among files, in folders and their folders, and of patterns, each once.

    In folders and of patterns only what has a video's ending is taken; hidden files and what lies
    in the folder of results are left out.

    Parameters
    ----------
    names : iterable of str
        As :func:`formcheck.run.open_recording` takes them, folders, or patterns (``**/*.mp4``).
    out : Path
        The folder of results.

    Raises
    ------
    SourceOpenError
        When a name leads to no clip.
    UsageError
        When one is an address, or two clips would be called the same.
    """
    results = Path(os.path.realpath(out))
    found: dict[str, Clip] = {}
    for name in names:
        for clip in _named(name, results):
            found.setdefault(os.path.realpath(clip.path), clip)
    called: dict[str, Clip] = {}
    for clip in found.values():
        other = called.setdefault(os.path.normcase(clip.name), clip)
        if other is not clip:
            raise UsageError(
                f"{other.path} and {clip.path} would both be called {clip.name}.",
                "Name the folder that they have in common.",
            )
    return tuple(found.values())


def _named(name: str, results: Path) -> Iterator[Clip]:
    if is_address(name):
        raise UsageError(
            f"{without_login(name)} is a stream, not a clip.", "Name files or folders."
        )
    if os.path.isdir(name):
        inside = list(_below(name, results))
        if not inside:
            raise SourceOpenError(
                f"There are no videos in the folder {name}.",
                f"The names of videos end in {', '.join(VIDEO_SUFFIXES)}.",
            )
        yield from inside
    elif os.path.exists(name):
        yield _clip(name, os.path.dirname(os.path.abspath(name)))
    elif glob.has_magic(name):
        matched = [
            clip
            for match in sorted(glob.glob(name, recursive=True))
            for clip in (_below(match, results) if os.path.isdir(match) else _one(match, results))
        ]
        if not matched:
            raise SourceOpenError(f"No video is meant by {name}.", "Check the pattern.")
        yield from matched
    else:
        raise SourceOpenError(f"{name} does not exist.", "Check the spelling of the path.")


def _below(folder: str, results: Path) -> Iterator[Clip]:
    """Yield the videos in a folder and its folders, as far as these may be read."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(
            each
            for each in folders
            if not each.startswith(".") and not _is_in(os.path.join(place, each), results)
        )
        for name in sorted(files):
            for clip in _one(os.path.join(place, name), results):
                yield _clip(clip.path, os.path.abspath(folder))


def _one(path: str, results: Path) -> Iterator[Clip]:
    """Yield a file that was come upon, if it is a video."""
    name = os.path.basename(path)
    video = name.lower().endswith(VIDEO_SUFFIXES) and not name.startswith(".")
    if video and os.path.isfile(path) and not _is_in(path, results):
        yield _clip(path, os.path.dirname(os.path.abspath(path)))


def _clip(path: str | Path, folder: str) -> Clip:
    whole = Path(os.path.abspath(path))
    name = whole.relative_to(Path(folder).parent).as_posix()
    # A name that is not UTF-8 is told by its escapes, as in the JSON report.
    return Clip(whole, name.encode("utf-8", "backslashreplace").decode())


def _is_in(path: str, results: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(results)
