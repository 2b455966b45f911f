"""MJPEG over HTTP: the connection of most phone-as-webcam programs.

Read here rather than through libav because its demuxer gives pictures made-up times (25 a
second), a read under way cannot be ended from another thread, and one that timed out cannot be
taken up again.
"""

from __future__ import annotations

import base64
import http.client
import io
import re
import select
import socket
import ssl
import threading
import time
from collections import deque
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin

import cv2
import numpy as np

from formcheck.errors import LoginError, StreamError
from formcheck.sources.address import split_address
from formcheck.sources.link import Arrival, LinkAborted, LinkSilent, resolve
from formcheck.sources.multipart import MultipartError, MultipartReader, boundary_of
from formcheck.types import ByteArray

_SLICE_S: Final = 0.1
_CHUNK_BYTES: Final = 1 << 16
_MAX_CHUNKS: Final = 256
_BACKLOG: Final = 4
"""So many whole pictures waiting are a backlog; fewer are the jitter of a network."""

_MAX_HEAD_BYTES: Final = 1 << 16
_MAX_REDIRECTS: Final = 3
_STATUS: Final = re.compile(rb"[1-9]\d\d")


class NotMultipart(Exception):
    """The address answers with something else that may still be a video."""


class HttpLink:
    """Hold one HTTP connection that sends pictures.

    Nothing is connected until :meth:`connect`, so that :meth:`abort` can end that too.

    Parameters
    ----------
    url : str
        ``http`` or ``https``; ``user:password@`` before the host is sent as basic login.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._aborted = threading.Event()
        self._socket: socket.socket | None = None
        self._parts: deque[bytes] = deque()
        self._reader = MultipartReader("")
        self.corrupt = 0
        self.skipped = 0

    def connect(self, timeout_s: float) -> None:
        """Connect and read the head of the answer.

        Raises
        ------
        StreamError
            When the camera cannot be reached, refuses, or is no stream.
        NotMultipart
            When it answers with some other kind of video.
        """
        url = self._url
        for _ in range(_MAX_REDIRECTS + 1):
            parts = split_address(url)
            if parts.scheme not in ("http", "https"):
                raise StreamError(
                    f"The address is redirected to one that begins with {parts.scheme}://.",
                    "Use the address of the video itself.",
                )
            self._open_socket(parts, timeout_s)
            self._send(_request(parts), timeout_s)
            status, headers, rest = self._read_head(timeout_s)
            if status not in (301, 302, 303, 307, 308):
                return self._begin(status, headers, rest)
            self.close()
            url = urljoin(url, headers.get("Location", ""))
        raise StreamError("The address is redirected in a circle.", "Check the address.")

    def read(self, timeout_s: float) -> Arrival:
        """Return the next picture; see :meth:`formcheck.sources.link.Link.read`.

        Pictures that have piled up on the way while nobody read are passed over, without
        decoding them, up to the newest: otherwise one hold-up of this computer would leave
        everything after it as late as it was long.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            # Damaged or empty pictures at full speed are silence too.
            if time.monotonic() > deadline:
                raise LinkSilent
            self._take_all_in()
            if len(self._parts) >= _BACKLOG:
                self.skipped += len(self._parts) - 1
                self._parts = deque(list(self._parts)[-1:])
            while self._parts:
                image = _decode(self._parts.popleft())
                if image is not None:
                    return Arrival(image, None)
                self.corrupt += 1
            self._take_in(self._receive(deadline))

    def abort(self) -> None:
        """End what is under way, from another thread."""
        self._aborted.set()

    def close(self) -> None:
        """Release the connection."""
        if self._socket is not None:
            self._socket.close()

    def _open_socket(self, parts: SplitResult, timeout_s: float) -> None:
        secure = parts.scheme == "https"
        host, port = parts.hostname or "", parts.port or (443 if secure else 80)
        self._socket = self._connect_any(host, port, timeout_s)
        if not secure:
            return
        self._socket.settimeout(timeout_s)
        try:
            self._socket = ssl.create_default_context().wrap_socket(
                self._socket, server_hostname=host
            )
        except ssl.SSLCertVerificationError as error:
            raise StreamError(
                f"{host} cannot prove who it is (its certificate is not trusted).",
                "Use its http:// address if it is a device of your own.",
            ) from error
        except OSError as error:
            raise _unreachable(host, port) from error

    def _connect_any(self, host: str, port: int, timeout_s: float) -> socket.socket:
        deadline = time.monotonic() + timeout_s
        for family, address in resolve(host, port, timeout_s):
            candidate = socket.socket(family, socket.SOCK_STREAM)
            try:
                candidate.setblocking(False)
                candidate.connect_ex(address)
                if self._wait(candidate, deadline, write=True) and not candidate.getsockopt(
                    socket.SOL_SOCKET, socket.SO_ERROR
                ):
                    return candidate
            except BaseException:
                candidate.close()
                raise
            candidate.close()
        raise _unreachable(host, port)

    def _wait(self, each: socket.socket, deadline: float, *, write: bool = False) -> bool:
        """Wait in short slices, so that an abort is heard; False when the time is over."""
        while not self._aborted.is_set():
            left = deadline - time.monotonic()
            slice_s = max(0.0, min(left, _SLICE_S))
            # A failed connection shows among the exceptional ones on Windows.
            ready = select.select([] if write else [each], [each] if write else [], [each], slice_s)
            if any(ready):
                return True
            if left <= 0:
                return False
        raise LinkAborted

    def _send(self, data: bytes, timeout_s: float) -> None:
        assert self._socket is not None
        self._socket.settimeout(timeout_s)
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise _lost() from error

    def _receive(self, deadline: float) -> bytes:
        assert self._socket is not None
        pending = isinstance(self._socket, ssl.SSLSocket) and self._socket.pending()
        if not pending and not self._wait(self._socket, deadline):
            raise LinkSilent
        try:
            data = self._socket.recv(_CHUNK_BYTES)
        except (ssl.SSLWantReadError, TimeoutError):
            return b""
        except OSError as error:
            raise _lost() from error
        if not data:
            raise _lost()
        return data

    def _read_head(self, timeout_s: float) -> tuple[int, http.client.HTTPMessage, bytes]:
        deadline, buffer = time.monotonic() + timeout_s, b""
        while b"\r\n\r\n" not in buffer:
            if time.monotonic() > deadline:
                raise _no_stream("no video stream")
            try:
                buffer += self._receive(deadline)
            except LinkSilent as error:
                raise StreamError(
                    "The camera accepts the connection but does not answer.",
                    "Start the stream on the camera or phone again.",
                ) from error
            if len(buffer) > _MAX_HEAD_BYTES:
                raise _no_stream("no video stream")
        head, _, rest = buffer.partition(b"\r\n\r\n")
        first, _, lines = head.partition(b"\r\n")
        words = first.split()
        if len(words) < 2 or not words[0].startswith(b"HTTP/") or not _STATUS.fullmatch(words[1]):
            raise _no_stream("no video stream")
        try:
            headers = http.client.parse_headers(io.BytesIO(lines + b"\r\n\r\n"))
        except http.client.HTTPException as error:
            raise _no_stream("no video stream") from error
        return int(words[1]), headers, rest

    def _begin(self, status: int, headers: http.client.HTTPMessage, rest: bytes) -> None:
        if status == 401:
            if "digest" in headers.get("WWW-Authenticate", "").lower():
                raise NotMultipart
            raise LoginError(
                "The camera asks for a name and a password.",
                "Write them into the address: http://name:password@host/…",
            )
        if status != 200:
            raise StreamError(
                f"The camera answers with error {status} at this address.",
                "Open the address in a browser and check it.",
            )
        kind = headers.get("Content-Type", "")
        boundary = boundary_of(kind)
        if boundary is None:
            if kind.startswith("text/html"):
                raise _no_stream("a web page, not a video stream")
            if kind.startswith("image/"):
                raise _no_stream("a single picture, not a video stream")
            raise NotMultipart
        self._reader = MultipartReader(boundary)
        self._take_in(rest)

    def _take_all_in(self) -> None:
        """Take in what has come already, without waiting."""
        for _ in range(_MAX_CHUNKS):
            assert self._socket is not None
            pending = isinstance(self._socket, ssl.SSLSocket) and self._socket.pending()
            if not pending and not any(select.select([self._socket], [], [self._socket], 0.0)):
                return
            try:
                self._take_in(self._receive(time.monotonic()))
            except StreamError:
                if self._parts:
                    # What came before the end is shown first; the next read meets the end again.
                    return
                raise

    def _take_in(self, data: bytes) -> None:
        """Add the whole pictures that these bytes complete, not decoded yet."""
        try:
            self._parts.extend(self._reader.feed(data))
        except MultipartError as error:
            raise _lost() from error


def _request(parts: SplitResult) -> bytes:
    path = parts.path or "/"
    lines = [
        # 1.0, so that no camera answers in chunks.
        f"GET {path}{'?' + parts.query if parts.query else ''} HTTP/1.0",
        f"Host: {parts.netloc.rpartition('@')[2]}",
        "User-Agent: FormCheck",
        "Accept: */*",
    ]
    if parts.username is not None:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        lines.append("Authorization: Basic " + base64.b64encode(login.encode()).decode())
    return "\r\n".join([*lines, "", ""]).encode()


def _decode(part: bytes) -> ByteArray | None:
    """Decode one JPEG; None when it is cut short or damaged."""
    data = part.rstrip(b"\r\n\0")
    # A cut picture would be filled with grey, and libjpeg would complain on the terminal.
    if not data.startswith(b"\xff\xd8") or not data.endswith(b"\xff\xd9"):
        return None
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if image is None else np.ascontiguousarray(image, np.uint8)


def _lost() -> StreamError:
    return StreamError(
        "The connection to the camera was lost.", "Check its battery, its program and the network."
    )


def _unreachable(host: str, port: int) -> StreamError:
    return StreamError(
        f"Nothing answers at {host}, port {port}.",
        "Start the stream on the camera or phone, and check the address and the network.",
    )


def _no_stream(what: str) -> StreamError:
    return StreamError(
        f"This address shows {what}.",
        "Use the address of the video itself; it often ends in /video or /mjpeg.",
    )
