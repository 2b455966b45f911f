"""Hand things over between two threads: newest wins, or in order with back-pressure."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class ChannelClosed(Exception):
    """Nothing more will come."""


class ChannelTimeout(Exception):
    """Nothing came in the time allowed."""


class Channel(Generic[T]):
    """Carry items from producers to consumers; the common part of the two kinds below.

    An error given to :meth:`close` is raised by :meth:`get` once what lay in the channel has
    been taken out, so a producer's failure reaches the consumer after the producer's last item.
    """

    def __init__(self, capacity: int) -> None:
        self._items: deque[T] = deque()
        self._capacity = capacity
        self._changed = threading.Condition()
        self._closed = False
        self._error: BaseException | None = None
        self._nudged = False

    @property
    def closed(self) -> bool:
        """Whether the channel takes no more items."""
        return self._closed

    @property
    def error(self) -> BaseException | None:
        """What it was closed with, None where nothing failed."""
        return self._error

    @property
    def pending(self) -> bool:
        """Whether an item waits to be taken."""
        return bool(self._items)

    def get(self, timeout_s: float | None = None) -> T:
        """Take the next item, waiting for it.

        Raises
        ------
        ChannelClosed
            When the channel is closed and empty.
        ChannelTimeout
            When nothing came within ``timeout_s``, or :meth:`nudge` was called.
        BaseException
            The error the channel was closed with, once it is empty.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._items or self._closed or self._nudged, timeout_s)
            self._nudged = False
            if self._items:
                item = self._items.popleft()
                self._changed.notify_all()
                return item
            if self._error is not None:
                raise self._error
            if self._closed:
                raise ChannelClosed
            raise ChannelTimeout

    def nudge(self) -> None:
        """Let a waiting or the next :meth:`get` return early with ``ChannelTimeout``."""
        with self._changed:
            self._nudged = True
            self._changed.notify_all()

    def close(self, error: BaseException | None = None, *, discard: bool = False) -> None:
        """Take no more items; may be called twice, the first error stays.

        Parameters
        ----------
        error : BaseException, optional
            What :meth:`get` shall raise at the end.
        discard : bool
            Throw away what still lies in the channel.
        """
        with self._changed:
            if not self._closed:
                self._error = error
            self._closed = True
            if discard:
                self._items.clear()
            self._changed.notify_all()


class Mailbox(Channel[T]):
    """One slot in which the newest item wins; the writer never waits for the reader."""

    def __init__(self) -> None:
        super().__init__(1)
        self._overwritten = 0

    @property
    def overwritten(self) -> int:
        """How many items were replaced before anybody took them."""
        return self._overwritten

    def put(self, item: T) -> bool:
        """Leave an item, replacing one that was not taken; False when the box is closed."""
        with self._changed:
            if self._closed:
                return False
            if self._items:
                self._items.clear()
                self._overwritten += 1
            self._items.append(item)
            self._changed.notify_all()
            return True


class BoundedQueue(Channel[T]):
    """A short queue that loses nothing: the writer waits while it is full."""

    overwritten = 0

    def put(self, item: T) -> bool:
        """Append an item, waiting for room; False when the queue is or becomes closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._items) < self._capacity)
            if self._closed:
                return False
            self._items.append(item)
            self._changed.notify_all()
            return True
