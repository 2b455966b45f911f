"""A recording played at its own pace, as if it were a camera."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from formcheck.sources.base import FrameSource, SingleUse
from formcheck.types import Frame, SourceInfo


class PacedSource(SingleUse):
    """Hand out the frames of another source when they are due; late ones are lost to the reader.

    Time stamps are those of the recording, untouched, so an analysis that keeps up gives the
    same numbers as one of the file.

    Parameters
    ----------
    source : FrameSource
        The recording; it is closed together with this one.
    speed : float
        1 for its own pace, 0.5 for half.
    """

    live = True

    def __init__(self, source: FrameSource, *, speed: float = 1.0) -> None:
        super().__init__()
        if not speed > 0:
            raise ValueError(f"speed: expected more than 0, got {speed}")
        self._source = source
        self._speed = speed

    @property
    def info(self) -> SourceInfo:
        """What the recording says of itself, marked live."""
        return replace(self._source.info, live=True)

    def _frames(self) -> Iterator[Frame]:
        start_s = time.monotonic()
        for frame in self._source:
            wait_s = start_s + frame.time_s / self._speed - time.monotonic()
            if self._closing.wait(max(wait_s, 0.0)):
                return
            yield frame

    def _release(self) -> None:
        self._source.close()
