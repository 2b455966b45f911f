"""End a blocking call of libav from another thread.

libav asks a callback every tenth of a second or so whether to go on; PyAV's callback knows
only a timeout fixed when the call began, and PyAV has no way to end a read from outside.  That
callback looks at ``time.monotonic`` of its own module,
so a clock is put there that, for a thread whose call is to end, jumps ahead of every timeout.
All other threads get the true time.

Where a later PyAV does it otherwise, :func:`supported` is False and a call ends at its own
timeout: later, never not at all.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import av.container.core as core

_JUMP_S = 1e6
_watched: dict[int, Interruption] = {}


class Interruption:
    """Watch over the libav calls of one connection."""

    def __init__(self) -> None:
        self._aborted = False
        self._asked = 0
        _install()

    @property
    def aborted(self) -> bool:
        """Whether :meth:`abort` was called."""
        return self._aborted

    def abort(self) -> None:
        """End the call under way, if there is one; from any thread."""
        self._aborted = True

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Make calls of libav in this block, in this thread, end on :meth:`abort`."""
        ident = threading.get_ident()
        _watched[ident] = self
        try:
            yield
        finally:
            del _watched[ident]

    def _now(self) -> float:
        if not self._aborted:
            return time.monotonic()
        # Further ahead each time: the first look may be the one that notes when the call began.
        self._asked += 1
        return time.monotonic() + self._asked * _JUMP_S


class _Clock:
    """Stands in for the module ``time`` in PyAV's container module."""

    def monotonic(self) -> float:
        watcher = _watched.get(threading.get_ident())
        return time.monotonic() if watcher is None else watcher._now()

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


def supported() -> bool:
    """Whether this PyAV can be interrupted."""
    return isinstance(getattr(core, "time", None), _Clock)


def _install() -> None:
    if getattr(core, "time", None) is time:
        core.time = _Clock()  # type: ignore[attr-defined]
