"""What the loopback cameras share: their own pace, stalls, drops, going away and coming back."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from types import TracebackType
from typing import Any, BinaryIO, Generic, Self, TypeVar

import numpy as np

T = TypeVar("T")


class LoopbackCamera(ABC, Generic[T]):
    """Play encoded pictures to whoever connects, at their own pace, until closed.

    Parameters
    ----------
    payloads : sequence
        One encoded picture each.
    times_s : sequence of float
        When each is due, seconds from the first.
    fps : float or None
        ``1 / fps`` is the gap between the last picture and the first of the next round;
        ``None`` sends nothing until :meth:`send`.
    loop : bool
        Start again after the last picture; otherwise the connection is closed after it.
    port : int
        0 picks a free one.
    """

    def __init__(
        self,
        payloads: Sequence[T],
        times_s: Sequence[float],
        *,
        fps: float | None = 30.0,
        loop: bool = True,
        port: int = 0,
    ) -> None:
        if not payloads:
            raise ValueError("no pictures to serve")
        self._payloads = list(payloads)
        self._times = list(times_s)
        self._period = self._times[-1] + 1.0 / (fps or 30.0)
        self._paced = fps is not None
        self._loop = loop
        self._changed = threading.Condition()
        self._closed = False
        self._stalled = False
        self._credit = 0
        self._cranked = 0
        self._started: float | None = None
        self._sockets: set[socket.socket] = set()
        self.connections = 0
        self.frames_sent = 0
        self._server: socketserver.ThreadingTCPServer | None = None
        self._thread: threading.Thread | None = None
        self.port = port
        self._listen()

    def stall(self) -> None:
        """Stay connected and send nothing."""
        with self._changed:
            self._stalled = True

    def resume(self) -> None:
        """Send again, from the picture that is due now."""
        with self._changed:
            self._stalled = False
            self._changed.notify_all()

    def drop(self) -> None:
        """Cut every connection; new ones are accepted."""
        with self._changed:
            sockets, self._sockets = self._sockets, set()
        for each in sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def go_away(self) -> None:
        """Cut every connection and refuse new ones."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is not None:
            server.shutdown()
            server.socket.close()
        if thread is not None:
            thread.join()
        self.drop()

    def come_back(self) -> None:
        """Listen again on the same port after :meth:`go_away`."""
        if self._server is None:
            self._listen()

    def send(self, count: int = 1) -> None:
        """Send that many pictures more (hand-cranked servers only)."""
        if self._paced:
            raise ValueError("only a server with fps=None is cranked by hand")
        with self._changed:
            self._credit += count
            self._changed.notify_all()

    def wait_sent(self, count: int, timeout_s: float = 30.0) -> bool:
        """Wait until that many pictures have been sent in all; False when it takes too long."""
        with self._changed:
            return self._changed.wait_for(lambda: self.frames_sent >= count, timeout_s)

    def wait_connections(self, count: int, timeout_s: float = 30.0) -> bool:
        """Wait until that many connections have been made in all."""
        with self._changed:
            return self._changed.wait_for(lambda: self.connections >= count, timeout_s)

    def close(self) -> None:
        """Stop for good; may be called twice."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self.go_away()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @abstractmethod
    def _serve(self, connection: socket.socket, reader: BinaryIO) -> None:
        """Talk to one client until it or the camera goes away."""

    def _listen(self) -> None:
        camera = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with camera._changed:
                    camera._sockets.add(self.connection)
                    camera.connections += 1
                    camera._changed.notify_all()
                with contextlib.suppress(OSError):
                    camera._serve(self.connection, self.rfile)

        class Server(socketserver.ThreadingTCPServer):
            # The same port must be free again at once after going away.
            allow_reuse_address = True
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """Say nothing: a client that goes away is not an error."""

        self._server = Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="loopback-camera", daemon=True
        )
        self._thread.start()

    def _note_sent(self) -> None:
        with self._changed:
            self.frames_sent += 1
            self._changed.notify_all()

    def _payload(self, number: int) -> T:
        return self._payloads[number % len(self._payloads)]

    def _wait_for_next(self, position: int, connection: socket.socket) -> int | None:
        """Return the running number of the next picture once it is due, None at the end."""
        while True:
            with self._changed:
                if self._closed or connection not in self._sockets:
                    return None
                number, wait_s = self._next_due(position)
                if number is None or (wait_s <= 0 and not self._stalled):
                    return number
                self._changed.wait(0.05 if self._stalled else min(wait_s, 0.05))

    def _next_due(self, position: int) -> tuple[int | None, float]:
        count = len(self._payloads)
        if not self._paced:
            if not self._loop and self._cranked >= count:
                return None, 0.0
            if self._credit == 0 or self._stalled:
                return self._cranked, 1.0
            self._credit -= 1
            self._cranked += 1
            return self._cranked - 1, 0.0
        if self._started is None:
            self._started = time.monotonic()
        elapsed = time.monotonic() - self._started
        number = max(position + 1, self._latest(elapsed))
        if not self._loop and number >= count:
            return None, 0.0
        return number, self._due(number) - elapsed

    def _due(self, number: int) -> float:
        rounds, index = divmod(number, len(self._times))
        return rounds * self._period + self._times[index]

    def _latest(self, elapsed_s: float) -> int:
        """Return the newest picture that is due: a camera does not catch up, it skips."""
        rounds, within = divmod(elapsed_s, self._period)
        if not self._loop and rounds:
            return len(self._times)
        index = int(np.searchsorted(self._times, within, side="right")) - 1
        return int(rounds) * len(self._times) + max(index, 0)
