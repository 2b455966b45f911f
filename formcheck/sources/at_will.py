"""A recording any of whose frames can be had, as a player wants it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Self

import numpy as np
from numpy.typing import NDArray

from formcheck.sources.timestamps import on_show
from formcheck.types import ByteArray, Frame, SourceInfo


class AtWill(ABC):
    """A recording any frame of which can be had by number; a context manager.

    A subclass sets ``_info`` and ``_times_s`` and hands out its pictures.
    """

    _info: SourceInfo
    _times_s: NDArray[np.float64]

    @property
    def info(self) -> SourceInfo:
        """What the file says of itself."""
        return self._info

    @property
    def times_s(self) -> NDArray[np.float64]:
        """Time of every frame, shape (T,), rising; a recording keeps its own, others begin at 0."""
        return self._times_s

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self._times_s)

    def index_at(self, time_s: float) -> int:
        """Return the number of the frame that is on show at a time."""
        return on_show(self._times_s, time_s)

    def frame(self, index: int) -> Frame:
        """Decode one frame; where it is damaged, a sound one near it stands in its place.

        Raises
        ------
        IndexError
            When there is no such frame.
        SourceOpenError
            When nothing can be read there any more.
        """
        frame = self.reach(index, lambda: True)
        assert frame is not None, "nobody gave up"
        return frame

    def reach(self, index: int, still_wanted: Callable[[], bool]) -> Frame | None:
        """Decode one frame unless it is no longer wanted; see :meth:`frame`.

        ``still_wanted`` is asked after each frame that is decoded on the way; when it says no,
        None is returned and nothing of the work is lost for the next frame that is near.
        """
        if not 0 <= index < len(self):
            raise IndexError(f"frame {index} of {len(self)}")
        picture = self._picture(index, still_wanted)
        return None if picture is None else Frame(index, float(self._times_s[index]), picture)

    @abstractmethod
    def _picture(self, index: int, still_wanted: Callable[[], bool]) -> ByteArray | None: ...

    def is_near(self, index: int) -> bool:
        """Return whether a frame can be had at once, without decoding many others first."""
        return 0 <= index < len(self)

    def close(self) -> None:  # noqa: B027 - most hold no file open
        """Release the file; may be called twice."""

    def __enter__(self) -> Self:
        """Return the clip itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the clip."""
        self.close()
