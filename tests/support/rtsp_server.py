"""A small RTSP camera on loopback: H.264 in RTP, interleaved in the RTSP connection.

The subset of RFC 2326 and RFC 6184 that a client over TCP needs: OPTIONS, DESCRIBE, SETUP,
PLAY, GET_PARAMETER, TEARDOWN; single NAL units and FU-A fragments; no RTCP, no login.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import BinaryIO

import av
import numpy as np
from numpy.typing import NDArray

from support.camera import LoopbackCamera

_PAYLOAD_TYPE = 96
_MTU = 1400
_CLOCK = 90_000


def encode_h264(images: Iterable[NDArray[np.uint8]], fps: float) -> list[list[bytes]]:
    """Encode pictures without delay; return the NAL units of each, without start codes."""
    encoder = av.CodecContext.create("libx264", "w")
    encoder.pix_fmt = "yuv420p"
    encoder.time_base = Fraction(1, _CLOCK)
    encoder.framerate = Fraction(fps).limit_denominator(1001)
    encoder.options = {"preset": "ultrafast", "tune": "zerolatency", "g": "10"}
    pictures: list[list[bytes]] = []
    for number, image in enumerate(images):
        if number == 0:
            encoder.height, encoder.width = image.shape[:2]
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="bgr24")
        frame.pts, frame.time_base = round(number * _CLOCK / fps), Fraction(1, _CLOCK)
        pictures += [_nal_units(bytes(packet)) for packet in encoder.encode(frame)]
    return pictures


class RtspServer(LoopbackCamera[list[bytes]]):
    """A camera that speaks RTSP; see :class:`support.camera.LoopbackCamera`."""

    def __init__(
        self,
        frames: Sequence[NDArray[np.uint8]],
        *,
        fps: float = 30.0,
        loop: bool = True,
        port: int = 0,
    ) -> None:
        pictures = encode_h264(frames, fps)
        super().__init__(
            pictures, [n / fps for n in range(len(pictures))], fps=fps, loop=loop, port=port
        )

    @property
    def url(self) -> str:
        """Address to open."""
        return f"rtsp://127.0.0.1:{self.port}/live"

    def _serve(self, connection: socket.socket, reader: BinaryIO) -> None:
        player: threading.Thread | None = None
        writing = threading.Lock()
        while (request := _read_request(reader)) is not None:
            method, sequence = request
            with writing:
                connection.sendall(self._answer(method, sequence))
            if method == "PLAY" and player is None:
                player = threading.Thread(
                    target=self._play, args=(connection, writing), name="rtsp-player", daemon=True
                )
                player.start()
            if method == "TEARDOWN":
                break
        with self._changed:
            self._sockets.discard(connection)
        if player is not None:
            player.join()

    def _answer(self, method: str, sequence: str) -> bytes:
        lines, body = [f"RTSP/1.0 200 OK\r\nCSeq: {sequence}"], ""
        if method == "OPTIONS":
            lines.append("Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN")
        elif method == "DESCRIBE":
            body = (
                "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=loopback\r\nt=0 0\r\n"
                f"m=video 0 RTP/AVP {_PAYLOAD_TYPE}\r\n"
                f"a=rtpmap:{_PAYLOAD_TYPE} H264/{_CLOCK}\r\n"
                f"a=fmtp:{_PAYLOAD_TYPE} packetization-mode=1\r\na=control:track0\r\n"
            )
            lines += [f"Content-Base: {self.url}/", "Content-Type: application/sdp"]
        elif method == "SETUP":
            lines += ["Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Session: 1"]
        elif method == "PLAY":
            lines += ["Session: 1", "Range: npt=0.000-"]
        lines.append(f"Content-Length: {len(body)}")
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    def _play(self, connection: socket.socket, writing: threading.Lock) -> None:
        number, position = 0, -1
        with contextlib.suppress(OSError):
            while (due := self._wait_for_next(position, connection)) is not None:
                # A client that comes in late starts at a picture that stands alone.
                key = due - due % len(self._payloads) % 10
                picture = self._payload(due if due == position + 1 else key)
                position = due
                stamp = round(self._due(due) * _CLOCK) & 0xFFFFFFFF
                packets = _packets(picture)
                for place, payload in enumerate(packets):
                    packet = _rtp(payload, number, stamp, last=place == len(packets) - 1)
                    number += 1
                    with writing:
                        connection.sendall(b"$\0" + struct.pack(">H", len(packet)) + packet)
                self._note_sent()
            connection.shutdown(socket.SHUT_RDWR)


def _read_request(reader: BinaryIO) -> tuple[str, str] | None:
    """Return method and sequence number of the next request; interleaved data is skipped."""
    first = reader.read(1)
    while first == b"$":
        reader.read(struct.unpack(">xH", reader.read(3))[0])
        first = reader.read(1)
    if not first:
        return None
    head = first + b"".join(iter(reader.readline, b"\r\n"))
    fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:] if ": " in line)
    reader.read(int(fields.get("Content-Length", 0)))
    return head.split()[0].decode(), fields.get("CSeq", "0")


def _nal_units(annex_b: bytes) -> list[bytes]:
    """Split at the start codes ``00 00 01``."""
    return [unit.rstrip(b"\0") for unit in annex_b.split(b"\0\0\1") if unit.rstrip(b"\0")]


def _packets(units: Sequence[bytes]) -> list[bytes]:
    """Return RTP payloads: whole units where they fit, fragments (FU-A) where they do not."""
    payloads: list[bytes] = []
    for unit in units:
        if len(unit) <= _MTU:
            payloads.append(unit)
            continue
        head, body = unit[0], unit[1:]
        for start in range(0, len(body), _MTU):
            first, last = start == 0, start + _MTU >= len(body)
            mark = (0x80 if first else 0) | (0x40 if last else 0) | (head & 0x1F)
            payloads.append(bytes([head & 0xE0 | 28, mark]) + body[start : start + _MTU])
    return payloads


def _rtp(payload: bytes, number: int, stamp: int, *, last: bool) -> bytes:
    marker = 0x80 if last else 0
    return (
        struct.pack(">BBHII", 0x80, marker | _PAYLOAD_TYPE, number & 0xFFFF, stamp, 0x1234)
        + payload
    )
