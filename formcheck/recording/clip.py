"""A recording for a player: any frame at will, without pictures or with those of its film."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from formcheck.recording.reader import RecordingReader
from formcheck.recording.shelf import film_of
from formcheck.recording.source import brings_poses, open_poses
from formcheck.sources import open_at_will
from formcheck.sources.at_will import AtWill
from formcheck.sources.seekable import SeekableClip
from formcheck.types import ByteArray


class RecordedClip(AtWill):
    """Hand out the black frames of a recording, or of imported poses, at their times.

    What there is to see is drawn over them: figure, skeleton, back line.

    Parameters
    ----------
    path : Path

    Raises
    ------
    SourceOpenError
        See :func:`formcheck.recording.source.open_source`.
    """

    def __init__(self, path: Path) -> None:
        with open_poses(path) as source:
            self._times_s = np.array([frame.time_s for frame in source])
            self._info = source.info
        width, height = self._info.width, self._info.height
        self._black: ByteArray = np.zeros((height, width, 3), np.uint8)

    def _picture(self, index: int, still_wanted: Callable[[], bool]) -> ByteArray | None:
        return self._black


class FilmedClip(SeekableClip):
    """Hand out the pictures of a recording's film at the recording's times.

    Both begin with the same frame (see :class:`formcheck.recording.tape.Tape`), the film at 0.

    Parameters
    ----------
    recording, film : Path
    max_height : int, optional
        As for :class:`formcheck.sources.seekable.SeekableClip`.

    Raises
    ------
    SourceOpenError
        When one of them cannot be read.
    """

    def __init__(self, recording: Path, film: Path, *, max_height: int | None = None) -> None:
        with RecordingReader(recording) as reader:
            begins_s = reader.first_s
        super().__init__(film, max_height=max_height)
        self._times_s = self._times_s + begins_s


def open_clip(path: Path, *, max_height: int | None = None) -> AtWill:
    """Open what a player shows: a video file, a folder of pictures, a recording or imported poses.

    Raises
    ------
    SourceOpenError
        When it cannot be opened.
    """
    if not brings_poses(path):
        return open_at_will(path, max_height=max_height)
    film = film_of(path)
    if film is None:
        return RecordedClip(path)
    return FilmedClip(path, film, max_height=max_height)
