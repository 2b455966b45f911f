"""A recording with its film for a player: the pictures of one at the times of the other."""

from __future__ import annotations

from pathlib import Path

from formcheck.recording.reader import RecordingReader
from formcheck.sources.seekable import SeekableClip


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
