"""What every source shares: it is iterated once, closed any number of times, a context manager."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from formcheck.types import Frame


class SingleUse(ABC):
    """Guard the rules of :class:`formcheck.sources.base.FrameSource` for a subclass.

    A subclass yields its frames from :meth:`_frames`, ends when :attr:`_closing` is set, and
    releases what it holds in :meth:`_release`, which is called once.
    """

    def __init__(self) -> None:
        self._closing = threading.Event()
        self._once = threading.Lock()
        self._iterated = False
        self._released = False

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

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the source."""
        self.close()
