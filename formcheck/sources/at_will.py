"""Open a recording so that any of its frames can be had."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from formcheck.types import Frame, SourceInfo


class AtWill(Protocol):
    """A recording any frame of which can be had by number."""

    @property
    def info(self) -> SourceInfo:
        """What the file says of itself."""
        ...

    @property
    def times_s(self) -> NDArray[np.float64]:
        """Time of every frame, shape (T,)."""
        ...

    def __len__(self) -> int:
        """Return the number of frames."""
        ...

    def index_at(self, time_s: float) -> int:
        """Return the number of the frame on show at a time."""
        ...

    def frame(self, index: int) -> Frame:
        """Decode one frame."""
        ...

    def reach(self, index: int, still_wanted: Callable[[], bool]) -> Frame | None:
        """Decode one frame; None when it is no longer wanted before it is there."""
        ...

    def is_near(self, index: int) -> bool:
        """Return whether a frame can be had at once."""
        ...

    def close(self) -> None:
        """Release the file."""
        ...


def open_at_will(path: Path, *, max_height: int | None = None) -> AtWill:
    """Open a video file or a folder of pictures.

    Raises
    ------
    SourceOpenError
        When it cannot be opened.
    """
    if path.is_dir():
        from formcheck.sources.seekable_folder import SeekableFolder

        return SeekableFolder(path, max_height=max_height)
    from formcheck.sources.seekable import SeekableClip

    return SeekableClip(path, max_height=max_height)
