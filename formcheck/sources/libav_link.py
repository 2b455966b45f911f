"""RTSP, and any other stream libav can read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame

from formcheck.errors import LoginError, StreamError
from formcheck.sources.address import split_address
from formcheck.sources.container import limit_pixels
from formcheck.sources.fitting import Orientation
from formcheck.sources.http_opening import no_stream
from formcheck.sources.libav_interrupt import Interruption
from formcheck.sources.link import Arrival, LinkAborted, LinkSilent, resolve
from formcheck.types import ByteArray

_PORTS: Final = {"rtsp": 554, "rtsps": 322, "http": 80, "https": 443}
_OPTIONS: Final = {
    # Over TCP: lost UDP packets smear the picture, and a home network has the room.
    "rtsp_transport": "tcp",
    "fflags": "nobuffer",
    "flags": "low_delay",
}
_PROTOCOLS: Final = {"protocol_whitelist": "http,https,rtsp,rtsps,rtp,tcp,tls,udp,httpproxy,crypto"}
"""What a stream may lead on to: never a file of this computer."""


class LibavLink:
    """Hold one connection made by libav.

    Parameters
    ----------
    url : str
        Any address libav knows; ``user:password@`` before the host logs in.
    read_timeout_s : float
        Longest time one read may block; :meth:`read` cannot be told another.
    """

    def __init__(self, url: str, read_timeout_s: float) -> None:
        self._url = url
        self._read_timeout_s = read_timeout_s
        self._interruption = Interruption()
        self._container: InputContainer | None = None
        self._decoded: Iterator[VideoFrame] = iter(())
        self.corrupt = 0
        self.skipped = 0

    def connect(self, timeout_s: float) -> None:
        """Connect and find the picture stream.

        Raises
        ------
        StreamError
            When the camera cannot be reached, refuses, or sends no picture.
        """
        parts = split_address(self._url)
        begun_s = time.monotonic()
        resolve(parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 80), timeout_s)
        try:
            with self._interruption.watching():
                self._container = av.open(
                    self._url,
                    options=_PROTOCOLS | (_OPTIONS if parts.scheme.startswith("rtsp") else {}),
                    metadata_errors="ignore",
                    timeout=(timeout_s, self._read_timeout_s),
                )
        except av.FFmpegError as error:
            # libav calls an RTSP answer that did not come in time invalid data.
            if time.monotonic() - begun_s >= timeout_s and not self._interruption.aborted:
                raise StreamError(
                    f"{parts.hostname} accepts the connection but does not answer.",
                    "Start the stream on the camera or phone again.",
                ) from error
            self._raise(error, connecting=True)
        assert self._container is not None
        streams = self._container.streams.video
        if not streams or getattr(streams[0], "codec_context", None) is None:
            raise StreamError("The stream has no picture.", "Check the address.")
        limit_pixels(streams[0])

    def read(self, timeout_s: float) -> Arrival:
        """Return the next picture; see :meth:`formcheck.sources.link.Link.read`."""
        del timeout_s  # libav's own is fixed when the connection is made
        try:
            with self._interruption.watching():
                frame = next(self._frames())
        except StopIteration as error:
            raise self._lost() from error
        except av.FFmpegError as error:
            self._raise(error, connecting=False)
        media_s = None if frame.pts is None else float(frame.pts * (frame.time_base or 0))
        return Arrival(_convert(frame), media_s)

    def abort(self) -> None:
        """End what is under way, from another thread."""
        self._interruption.abort()

    def close(self) -> None:
        """Release the connection."""
        if self._container is not None:
            self._container.close()

    def _frames(self) -> Iterator[VideoFrame]:
        """Go on decoding; a fresh iterator after a read that failed ended the last one."""
        if self._interruption.aborted:
            raise LinkAborted
        assert self._container is not None
        while True:
            frame = next(self._decoded, None)
            if frame is not None:
                yield frame
            packet = next(self._container.demux(video=0))
            if packet.size == 0:
                return
            try:
                frames = packet.decode()
            except av.FFmpegError:
                self.corrupt += 1
                continue
            self.corrupt += sum(frame.is_corrupt for frame in frames)
            self._decoded = iter([frame for frame in frames if not frame.is_corrupt])

    def _raise(self, error: av.FFmpegError, *, connecting: bool) -> None:
        if self._interruption.aborted:
            raise LinkAborted from error
        if isinstance(error, av.error.ExitError) and not connecting:
            raise LinkSilent from error
        raise (self._refused(error) if connecting else self._lost()) from error

    def _refused(self, error: av.FFmpegError) -> StreamError:
        host = urlsplit(self._url).hostname
        if isinstance(error, av.error.HTTPUnauthorizedError):
            return LoginError(
                "The camera asks for a name and a password.",
                "Write them into the address: rtsp://name:password@host/…",
            )
        if isinstance(error, av.error.HTTPClientError):
            return StreamError(
                f"{host} knows no stream at this address.", "Check the part after the host."
            )
        if isinstance(error, av.error.InvalidDataError):
            return StreamError(f"What {host} sends is no video stream.", "Check the address.")
        if self._url.lower().startswith("http"):
            # It was asked before, and answered (see StreamSource).
            return no_stream("no video stream")
        return StreamError(
            f"Nothing answers at {host}.",
            "Start the stream on the camera or phone, and check the address and the network.",
        )

    def _lost(self) -> StreamError:
        return StreamError(
            "The connection to the camera was lost.",
            "Check its battery, its program and the network.",
        )


def _convert(frame: VideoFrame) -> ByteArray:
    image = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
    return np.ascontiguousarray(Orientation(-frame.rotation % 360).apply(image))
