"""The pictures of a session as a video that survives the end of the process.

The file is a fragmented MP4: about twice a second everything so far is complete in itself, so that
a file whose writer was killed opens in any player up to its last half second.
"""

from __future__ import annotations

import threading
from collections import deque
from fractions import Fraction
from pathlib import Path
from typing import Final, Self

import av
import av.error
from av.container import OutputContainer
from av.video.reformatter import Interpolation
from av.video.stream import VideoStream

from formcheck.errors import OutputError
from formcheck.recording.disk import DiskAppender
from formcheck.recording.writer import write_error
from formcheck.report.video import MPEG4, TIME_BASE, encoder_name
from formcheck.types import Frame

MAX_HEIGHT: Final = 720
"""Taller pictures are reduced: encoding more costs the analysis its share of a small computer."""

MAX_WAITING: Final = 6
"""Pictures that may wait for the encoder; beyond, a picture is left out rather than a rep."""

_KEY_EVERY: Final = 15
"""Frames from one keyframe, with which a fragment begins, to the next."""

_MUXER: Final = {
    "movflags": "frag_keyframe+empty_moov+default_base_moof",
    "frag_duration": "500000",
    "flush_packets": "1",
}
_ENCODER: Final = {
    "libx264": {"preset": "ultrafast", "tune": "zerolatency", "crf": "23", "threads": "1"},
    "mpeg4": MPEG4,
}
_WRITE_BYTES: Final = 1 << 20
_RATE: Final = Fraction(30)


class FilmWriter:
    """Encode and write pictures in a thread of its own; a context manager.

    :meth:`put` never waits: a computer too slow to encode loses pictures, which :attr:`left_out`
    counts.  A disk that fails never raises: :attr:`error` tells, and what was written before
    stays readable.

    Parameters
    ----------
    path : Path
        A file that does not exist yet.

    Raises
    ------
    OutputError
        When the file exists already or cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.left_out = 0
        try:
            self._disk = DiskAppender(path)
        except OSError as error:
            raise write_error(path, error) from error
        self._trouble: OutputError | None = None
        self._waiting: deque[Frame] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="formcheck-film", daemon=True)
        self._thread.start()

    @property
    def error(self) -> OutputError | None:
        """Why nothing more is written, None while all is well."""
        error = self._disk.error
        return self._trouble if error is None else write_error(self.path, error)

    def put(self, frame: Frame) -> None:
        """Take the next picture, from any thread; the film begins with the first.

        One whose time does not rise is passed over.
        """
        with self._changed:
            if self._closing or self.error is not None:
                return
            if len(self._waiting) >= MAX_WAITING:
                self.left_out += 1
                return
            self._waiting.append(frame)
            self._changed.notify_all()

    def close(self) -> None:
        """Write what waits and close the file; may be called twice."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def __enter__(self) -> Self:
        """Return the writer itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the film."""
        self.close()

    def _work(self) -> None:
        try:
            self._write()
        except (av.error.FFmpegError, OSError, ValueError) as error:
            self._trouble = OutputError(
                f"{self.path} cannot be written ({error}).", "Record without pictures."
            )
        finally:
            with self._changed:
                self._waiting.clear()
            self._disk.close()

    def _write(self) -> None:
        first = self._next()
        if first is None:
            return
        with av.open(
            _Sink(self._disk), "w", format="mp4", options=_MUXER, buffer_size=_WRITE_BYTES
        ) as container:
            stream = _open_stream(container, first)
            last = -1
            frame: Frame | None = first
            while frame is not None and self._disk.error is None:
                pts = round((frame.time_s - first.time_s) / TIME_BASE)
                if pts > last:
                    _encode(container, stream, frame, pts)
                    last = pts
                frame = self._next()
            container.mux(stream.encode(None))

    def _next(self) -> Frame | None:
        """Wait for the next picture; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            return self._waiting.popleft() if self._waiting else None


class _Sink:
    """Pass the container's bytes to the disk's thread; there is no way back in such a file."""

    def __init__(self, disk: DiskAppender) -> None:
        self._disk = disk

    def write(self, data: bytes) -> int:
        self._disk.append(bytes(data))
        return len(data)


def _open_stream(container: OutputContainer, first: Frame) -> VideoStream:
    name = encoder_name()
    stream = container.add_stream(name, rate=_RATE, options=_ENCODER.get(name, {}))
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = _size(first.size)
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = TIME_BASE
    stream.codec_context.gop_size = _KEY_EVERY
    return stream


def _encode(container: OutputContainer, stream: VideoStream, frame: Frame, pts: int) -> None:
    picture = av.VideoFrame.from_ndarray(frame.image, format="bgr24")
    picture = picture.reformat(
        stream.width, stream.height, "yuv420p", interpolation=Interpolation.FAST_BILINEAR
    )
    picture.pts, picture.time_base = pts, TIME_BASE
    container.mux(stream.encode(picture))


def _size(size: tuple[int, int]) -> tuple[int, int]:
    """Return the film's even width and height for pictures of a size."""
    width, height = size
    scale = min(1.0, MAX_HEIGHT / height)
    return max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2))
