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
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray

from support.camera import LoopbackCamera

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


class MjpegServer(LoopbackCamera[bytes]):
    """A phone that sends MJPEG over HTTP; see :class:`support.camera.LoopbackCamera`.

    Parameters
    ----------
    frames : iterable of ndarray or of (seconds, ndarray)
        BGR pictures; with seconds they are played at their own times and ``fps`` is only the
        gap between the last picture and the first of the next round.
    content_length : bool
        Whether each part says its length (most phones do, some do not).
    answer : bytes, optional
        Sent instead of the stream: a head and body of one's own.
    challenge : str, optional
        A ``WWW-Authenticate`` asked for first; what is answered to it is not checked.
    head : bytes, optional
        In place of the head of the stream; one that says so is followed by chunks.
    mark : bytes, optional
        In place of what stands before each picture.
    """

    def __init__(
        self,
        frames: Iterable[Any],
        *,
        fps: float | None = 30.0,
        loop: bool = True,
        port: int = 0,
        content_length: bool = True,
        answer: bytes | None = None,
        challenge: str | None = None,
        head: bytes | None = None,
        mark: bytes | None = None,
    ) -> None:
        jpegs: list[bytes] = []
        times: list[float] = []
        for item in frames:
            time_s, image = item if isinstance(item, tuple) else (len(times) / (fps or 30), item)
            times.append(float(time_s))
            jpegs.append(image if isinstance(image, bytes) else jpeg(image))
        self._content_length = content_length
        self._answer, self._challenge, self._mark = answer, challenge, mark
        self._head = head or (
            b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary="
            + BOUNDARY.encode()
            + b"\r\n\r\n"
        )
        self._chunked = b"chunked" in self._head
        self.requests: list[bytes] = []
        super().__init__(jpegs, times, fps=fps, loop=loop, port=port)

    @property
    def url(self) -> str:
        """Address to open."""
        return f"http://127.0.0.1:{self.port}/video"

    def _serve(self, connection: socket.socket, reader: BinaryIO) -> None:
        self.requests.append(b"".join(iter(reader.readline, b"\r\n")))
        if self._answer is not None:
            connection.sendall(self._answer)
            return
        if self._challenge and b"Authorization:" not in self.requests[-1]:
            refusal = f"HTTP/1.1 401 No\r\nWWW-Authenticate: {self._challenge}\r\n\r\n"
            connection.sendall(refusal.encode())
            return
        connection.sendall(self._head)
        position = -1
        while (due := self._wait_for_next(position, connection)) is not None:
            position = due
            for piece in self._part(self._payload(position)):
                if self._chunked:
                    connection.sendall(f"{len(piece):x}\r\n".encode())
                connection.sendall(piece)
                if self._chunked:
                    connection.sendall(b"\r\n")
            self._note_sent()

    def _part(self, data: bytes) -> list[bytes]:
        length = f"Content-Length: {len(data)}\r\n" if self._content_length else ""
        head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\n{length}\r\n".encode()
        return [head if self._mark is None else self._mark, data, b"\r\n"]


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
