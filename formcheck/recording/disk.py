"""Append to a file in a thread of its own, so that a slow disk never holds up a set."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
import time
from collections import deque
from pathlib import Path
from typing import Final

from formcheck.files.writing import PRIVATE_FILE

SYNC_EVERY_S: Final = 1.0
"""What was written is forced onto the disk at most this often, for the day the power fails."""

MAX_WAITING: Final = 120
"""Blocks that may wait for the disk: a minute of recording."""


class DiskAppender:
    """Append blocks of bytes to a new file, in order.

    What :meth:`append` took is handed to the system within moments, where the end of this
    process cannot harm it.  The first failure ends the writing: :attr:`error` then says why, and
    later blocks are thrown away.

    Parameters
    ----------
    path : Path
        A file that does not exist yet; it is made readable to its owner alone.

    Raises
    ------
    OSError
        When it exists or cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(
            path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, PRIVATE_FILE
        )
        self._waiting: deque[bytes] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._error: OSError | None = None
        self._unsynced = False
        self._synced_s = time.monotonic()
        self._thread = threading.Thread(target=self._work, name="formcheck-recording", daemon=True)
        self._thread.start()

    @property
    def error(self) -> OSError | None:
        """Why writing ended, None while all is well."""
        return self._error

    def append(self, data: bytes) -> None:
        """Have bytes written soon; never waits."""
        with self._changed:
            if self._error is None and len(self._waiting) >= MAX_WAITING:
                self._error = OSError(errno.EIO, "the disk is too slow")
            if self._error is None and not self._closing:
                self._waiting.append(data)
            self._changed.notify_all()

    def close(self) -> None:
        """Write what waits and close the file; may be called twice."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _work(self) -> None:
        try:
            while (data := self._next()) is not None:
                self._write(data)
                if time.monotonic() - self._synced_s >= SYNC_EVERY_S:
                    self._sync()
            self._sync()
        except OSError as error:
            self._error = error
        finally:
            # Some file systems tell only now that there was no room.
            try:
                os.close(self._descriptor)
            except OSError as error:
                self._error = self._error or error

    def _next(self) -> bytes | None:
        """Wait for the next bytes, empty when a sync is due; None at the end."""
        with self._changed:
            due_s = self._synced_s + SYNC_EVERY_S - time.monotonic() if self._unsynced else None
            self._changed.wait_for(
                lambda: self._waiting or self._closing or self._error, timeout=due_s
            )
            if self._waiting and self._error is None:
                return self._waiting.popleft()
            return None if self._closing or self._error else b""

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]
            self._unsynced = True

    def _sync(self) -> None:
        # Pipes and some network file systems cannot; what is written is written all the same.
        with contextlib.suppress(OSError):
            os.fsync(self._descriptor)
        self._synced_s = time.monotonic()
        self._unsynced = False


_BINARY: Final[int] = getattr(os, "O_BINARY", 0)
