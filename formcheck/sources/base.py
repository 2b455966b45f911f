"""The seam every source of frames implements, and what all sources share."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Literal, Protocol, Self, runtime_checkable

from formcheck.types import Frame, SourceInfo

SourceState = Literal["running", "stalled", "reconnecting"]
"""What a source that may lose its camera is doing."""


@runtime_checkable
class FrameSource(Protocol):
    """Yield upright frames with strictly rising time stamps.

    A source is opened by its constructor, which raises ``SourceOpenError`` (or a child) with a
    hint when it cannot be; it is iterated once; ``close`` may be called twice and from another
    thread, after which the iteration ends.  The first time stamp is 0.0.  Frames are read-only.
    """

    @property
    def info(self) -> SourceInfo:
        """What is known so far; ``frames_decoded`` grows while frames are read."""
        ...

    @property
    def live(self) -> bool:
        """Whether frames that are not fetched in time are lost (camera, stream)."""
        ...

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames."""
        ...

    def close(self) -> None:
        """Release the device or file."""
        ...

    def __enter__(self) -> Self:
        """Return the source itself."""
        ...

    def __exit__(self, *_: object) -> None:
        """Close the source."""
        ...


@runtime_checkable
class StatefulSource(Protocol):
    """A source that says when it stalls and reconnects.

    ``on_state`` is called in the thread that iterates the source, with each change.
    """

    on_state: Callable[[SourceState], None]


class SingleUse(ABC):
    """Guard the rules of :class:`formcheck.sources.base.FrameSource` for a subclass.

    A subclass keeps ``_info``, yields its frames from :meth:`_frames`, ends when :attr:`_closing`
    is set, and releases what it holds in :meth:`_release`, which is called once.
    """

    _info: SourceInfo

    def __init__(self) -> None:
        self._closing = threading.Event()
        self._once = threading.Lock()
        self._iterated = False
        self._released = False

    @property
    def info(self) -> SourceInfo:
        """What is known so far; the counts grow while frames are read."""
        return self._info

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames.

        Raises
        ------
        RuntimeError
            When the source has been iterated before.
        """
        with self._once:
            if self._iterated:
                raise RuntimeError("a source can be iterated once only")
            self._iterated = True
        return iter(()) if self._closing.is_set() else self._frames()

    def close(self) -> None:
        """End the iteration, also from another thread, and release the device or file."""
        self._closing.set()
        with self._once:
            released, self._released = self._released, True
        if not released:
            self._release()

    @abstractmethod
    def _frames(self) -> Iterator[Frame]: ...

    @abstractmethod
    def _release(self) -> None: ...

    def __enter__(self) -> Self:
        """Return the source itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the source."""
        self.close()
