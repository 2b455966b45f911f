"""MJPEG over HTTP: the connection of most phone-as-webcam programs.

Read here rather than through libav because its demuxer gives pictures made-up times (25 a
second), a read under way cannot be ended from another thread, and one that timed out cannot be
taken up again.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections import deque
from http.client import HTTPResponse
from typing import Final

import cv2
import numpy as np

from formcheck.errors import SourceOpenError
from formcheck.sources.http_opening import lost, no_stream, open_http, silent
from formcheck.sources.jpegs import JpegReader, TooLargeError
from formcheck.sources.link import Arrival, LinkAborted, LinkSilent
from formcheck.types import ByteArray

_PIECE_BYTES: Final = 1 << 16
_BACKLOG: Final = 4
"""So many whole pictures waiting are a backlog; fewer are the jitter of a network."""

_END_S: Final = 1.0


class NotMultipart(Exception):
    """The address answers with something else that may still be a video."""


class HttpLink:
    """Hold one HTTP connection that sends pictures.

    A thread of its own waits for the camera and keeps the newest pictures, so that whoever reads
    waits no longer than asked and takes up again what came late.  Nothing is connected until
    :meth:`connect`, so that :meth:`abort` can end that too.

    Parameters
    ----------
    url : str
        ``http`` or ``https``; ``user:password@`` before the host is the login.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._changed = threading.Condition()
        self._aborted = self._answered = False
        self._ended: Exception | None = None
        self._socket: socket.socket | None = None
        self._parts: deque[bytes] = deque(maxlen=_BACKLOG)
        self._connect_s = 0.0
        self._thread = threading.Thread(target=self._run, name="formcheck-http", daemon=True)
        self.corrupt = 0
        self.skipped = 0

    def connect(self, timeout_s: float) -> None:
        """Connect and read the head of the answer, each in so many seconds.

        Raises
        ------
        StreamError
            When the camera cannot be reached, refuses, or is no stream.
        NotMultipart
            When it answers with some other kind of video.
        """
        self._connect_s = timeout_s
        self._thread.start()
        # A camera that says a word from time to time is never silent and has no answer either.
        with self._changed:
            self._changed.wait_for(lambda: self._answered or self._over(), 2 * timeout_s)
            if self._answered:
                return
            self._raise_if_over()
        self.close()
        raise silent()

    def read(self, timeout_s: float) -> Arrival:
        """Return the next picture; see :meth:`formcheck.sources.link.Link.read`.

        Pictures that have piled up while nobody read are passed over, without decoding them, up
        to the newest: otherwise one hold-up of this computer would leave everything after it as
        late as it was long.
        """
        deadline = time.monotonic() + timeout_s
        # Damaged or empty pictures at full speed are silence too.
        while (left_s := deadline - time.monotonic()) > 0:
            image = _decode(self._take(left_s))
            if image is not None:
                return Arrival(image, None)
            self._count_damaged(1)
        raise LinkSilent

    def abort(self) -> None:
        """End what is under way, from another thread."""
        with self._changed:
            self._aborted = True
            self._changed.notify_all()
        self._hang_up()

    def close(self) -> None:
        """Release the connection, and let the thread that holds it end."""
        self._hang_up()
        if self._thread.ident is not None:
            # One that is still connecting is left to end by itself.
            self._thread.join(_END_S)

    def _hang_up(self) -> None:
        with self._changed:
            self._ended = self._ended or lost()
            hung_up = self._socket
        if hung_up is not None:
            # The plain socket's, as that of a secure one is in the middle of a read.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(hung_up, socket.SHUT_RDWR)

    def _take(self, timeout_s: float) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._parts or self._over(), timeout_s)
            if self._aborted or not self._parts:
                self._raise_if_over()
                raise LinkSilent
            if len(self._parts) == _BACKLOG:
                self.skipped += _BACKLOG - 1
                self._parts = deque([self._parts[-1]], _BACKLOG)
            return self._parts.popleft()

    def _over(self) -> bool:
        return self._aborted or self._ended is not None

    def _raise_if_over(self) -> None:
        if self._aborted:
            raise LinkAborted
        if self._ended is not None:
            raise self._ended

    def _run(self) -> None:
        """Hold the connection from its beginning to its end."""
        ended: Exception = lost()
        try:
            with open_http(self._url, self._connect_s, self._adopt) as answer:
                self._receive(answer)
        except (SourceOpenError, NotMultipart) as error:
            ended = error
        except (OSError, http.client.HTTPException, ValueError):
            pass
        finally:
            with self._changed:
                self._socket = None
                self._ended = self._ended or ended
                self._changed.notify_all()

    def _adopt(self, connected: socket.socket) -> None:
        with self._changed:
            self._socket = connected
            if self._over():
                raise lost()

    def _receive(self, answer: HTTPResponse) -> None:
        """Keep the newest pictures of an answer until it ends."""
        piece, reader = begin(answer), JpegReader()
        with self._changed:
            self._answered = True
            assert self._socket is not None
            # From here on whoever reads says how long silence may last.
            self._socket.settimeout(None)
            self._changed.notify_all()
        while True:
            try:
                parts = reader.feed(piece)
            except TooLargeError as error:
                raise lost() from error
            with self._changed:
                self.skipped += max(0, len(self._parts) + len(parts) - _BACKLOG)
                self._parts.extend(parts)
                self._changed.notify_all()
            self._count_damaged(reader.cut)
            reader.cut = 0
            piece = answer.read1(_PIECE_BYTES)
            if not piece:
                return

    def _count_damaged(self, count: int) -> None:
        with self._changed:
            self.corrupt += count


def begin(answer: HTTPResponse) -> bytes:
    """Return what had to be read of an answer to know that it is pictures.

    Raises
    ------
    StreamError
        When it is something to look at in a browser.
    NotMultipart
        When it may be some other kind of video.
    """
    kind = answer.headers.get("Content-Type", "").strip().lower()
    if kind.startswith("text/html"):
        raise no_stream("a web page, not a video stream")
    if kind.startswith("image/"):
        raise no_stream("a single picture, not a video stream")
    if kind.startswith("multipart/"):
        return b""
    # Small cameras forget to say what they send.
    piece = answer.read1(_PIECE_BYTES)
    if not piece.lstrip().startswith((b"--", b"\xff\xd8")):
        raise NotMultipart
    return piece


def _decode(part: bytes) -> ByteArray | None:
    """Decode one JPEG; None when it is damaged."""
    try:
        image = cv2.imdecode(np.frombuffer(part, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if image is None else np.ascontiguousarray(image, np.uint8)
