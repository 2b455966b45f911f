"""A recording for a player: any frame at will, without pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from formcheck.recording.source import RecordedSource
from formcheck.sources.timestamps import on_show
from formcheck.types import ByteArray, Frame, SourceInfo


class RecordedClip:
    """Hand out the black frames of a recording at their times.

    It offers what :class:`formcheck.sources.seekable.SeekableClip` does; what there is to see is
    drawn over it: figure, skeleton, back line.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    SourceOpenError
        See :class:`formcheck.recording.reader.RecordingReader`.
    """

    def __init__(self, path: str | Path) -> None:
        with RecordedSource(path) as source:
            self._times_s = np.array([frame.time_s for frame in source])
            self._info = source.info
        width, height = self._info.width, self._info.height
        self._black: ByteArray = np.zeros((height, width, 3), np.uint8)

    @property
    def info(self) -> SourceInfo:
        """What the recording says of itself."""
        return self._info

    @property
    def times_s(self) -> NDArray[np.float64]:
        """Time of every frame, shape (T,), rising."""
        return self._times_s

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self._times_s)

    def index_at(self, time_s: float) -> int:
        """Return the number of the frame that is on show at a time."""
        return on_show(self._times_s, time_s)

    def frame(self, index: int) -> Frame:
        """Return one frame.

        Raises
        ------
        IndexError
            When there is no such frame.
        """
        if not 0 <= index < len(self):
            raise IndexError(f"frame {index} of {len(self)}")
        return Frame(index, float(self._times_s[index]), self._black)

    def reach(self, index: int, still_wanted: Callable[[], bool]) -> Frame | None:
        """Return one frame, always at once; see :meth:`frame`."""
        return self.frame(index)

    def is_near(self, index: int) -> bool:
        """Return that the frame can be had at once."""
        return True

    def close(self) -> None:
        """Do nothing: the file is closed already."""

    def __enter__(self) -> Self:
        """Return the clip itself."""
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Do nothing."""
