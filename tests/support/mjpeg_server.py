"""A small camera on loopback: MJPEG over HTTP, as a phone used as webcam sends it.

In a test::

    with MjpegServer(pictures(video), fps=30) as server:
        source = open_source(server.url)
        server.stall()      # connected, but silent
        server.resume()     # goes on where a real camera would be now
        server.drop()       # cut the connection; a new one is accepted
        server.go_away()    # cut it and refuse new ones ...
        server.come_back()  # ... until here, on the same port

With ``fps=None`` nothing is sent until the test says ``server.send(n)``: a hand-cranked camera
for tests that must not depend on time.

By hand, for a look at the window (run in the checkout)::

    PYTHONPATH=tests python -m support.mjpeg_server CLIP.mp4 --port 8093
    formcheck live --camera http://127.0.0.1:8093/video
"""

from __future__ import annotations

import argparse
import contextlib
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

BOUNDARY = "formcheckframe"
JPEG_QUALITY = 85


def pictures(
    path: str | Path, *, max_height: int | None = None
) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Yield ``(seconds since the first, upright BGR picture)`` of a clip.

    Read with OpenCV, so that the server does not depend on the sources it tests.
    """
    capture = cv2.VideoCapture(str(path))
    capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
    first: float | None = None
    while True:
        ok, image = capture.read()
        if not ok:
            break
        time_s = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        first = time_s if first is None else first
        if max_height and image.shape[0] > max_height:
            scale = max_height / image.shape[0]
            image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        yield time_s - first, np.asarray(image, np.uint8)
    capture.release()


def jpeg(image: NDArray[np.uint8]) -> bytes:
    """Encode one BGR picture."""
    ok, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not ok:
        raise ValueError("picture cannot be encoded as JPEG")
    return data.tobytes()


class MjpegServer:
    """Play pictures to whoever connects, at their own pace, until closed.

    Parameters
    ----------
    frames : iterable of ndarray or of (seconds, ndarray)
        BGR pictures; with seconds they are played at their own times and ``fps`` is only the
        gap between the last picture and the first of the next round.
    fps : float or None
        Pace of pictures without seconds; ``None`` sends nothing until :meth:`send`.
    loop : bool
        Start again after the last picture; otherwise the connection is closed after it.
    port : int
        0 picks a free one.
    content_length : bool
        Whether each part says its length (most phones do, some do not).
    """

    def __init__(
        self,
        frames: Iterable[Any],
        *,
        fps: float | None = 30.0,
        loop: bool = True,
        port: int = 0,
        content_length: bool = True,
    ) -> None:
        gap = 1.0 / (fps or 30.0)
        self._jpegs: list[bytes] = []
        self._times: list[float] = []
        for item in frames:
            time_s, image = item if isinstance(item, tuple) else (len(self._times) * gap, item)
            self._times.append(float(time_s))
            self._jpegs.append(jpeg(image))
        if not self._jpegs:
            raise ValueError("no pictures to serve")
        self._period = self._times[-1] + gap
        self._paced = fps is not None
        self._loop = loop
        self._content_length = content_length
        self._changed = threading.Condition()
        self._closed = False
        self._stalled = False
        self._credit = 0
        self._cranked = 0
        self._started: float | None = None
        self._sockets: set[socket.socket] = set()
        self.connections = 0
        self.frames_sent = 0
        self._http: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None
        self.port = port
        self._listen()

    @property
    def url(self) -> str:
        """Address to open."""
        return f"http://127.0.0.1:{self.port}/video"

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
        http, thread = self._http, self._thread
        self._http = self._thread = None
        if http is not None:
            http.shutdown()
            http.socket.close()
        if thread is not None:
            thread.join()
        self.drop()

    def come_back(self) -> None:
        """Listen again on the same port after :meth:`go_away`."""
        if self._http is None:
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

    def _listen(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer._serve(self)

            def log_message(self, *args: object) -> None:
                """Say nothing on stderr."""

        class Server(ThreadingHTTPServer):
            # The same port must be free again at once after going away.
            allow_reuse_address = True
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """Say nothing: a client that goes away is not an error."""

        self._http = Server(("127.0.0.1", self.port), Handler)
        self.port = self._http.server_address[1]
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(0.02,), name="mjpeg-server", daemon=True
        )
        self._thread.start()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        with self._changed:
            self._sockets.add(handler.connection)
            self.connections += 1
            self._changed.notify_all()
        handler.send_response(200)
        handler.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
        handler.end_headers()
        handler.wfile.flush()
        position = -1
        with contextlib.suppress(OSError):
            while (due := self._wait_for_next(position, handler.connection)) is not None:
                position = due
                handler.wfile.write(self._part(self._jpegs[position % len(self._jpegs)]))
                with self._changed:
                    self.frames_sent += 1
                    self._changed.notify_all()

    def _part(self, data: bytes) -> bytes:
        length = f"Content-Length: {len(data)}\r\n" if self._content_length else ""
        head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\n{length}\r\n"
        return head.encode() + data + b"\r\n"

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
        count = len(self._jpegs)
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


def main() -> None:
    """Serve one clip until interrupted."""
    parser = argparse.ArgumentParser(description="Serve a clip as MJPEG over HTTP on loopback.")
    parser.add_argument("clip")
    parser.add_argument("--port", type=int, default=8093)
    parser.add_argument("--max-height", type=int, default=720)
    parser.add_argument("--once", action="store_true", help="do not start again at the end")
    options = parser.parse_args()
    frames = pictures(options.clip, max_height=options.max_height)
    with MjpegServer(frames, port=options.port, loop=not options.once) as server:
        print(server.url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
