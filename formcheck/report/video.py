"""The annotated video: what the window shows, as a file that plays anywhere."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import av.error
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream

from formcheck.errors import OutputError
from formcheck.files.writing import atomic_path, output_error
from formcheck.types import ByteArray, Frame, FrameResult

Paint = Callable[[Frame, FrameResult], ByteArray]
"""Draws one result into a copy of its frame: BGR, uint8, the frame's size."""

TIME_BASE: Final = Fraction(1, 60_000)
"""Finer than any camera's clock, so that variable frame rates are kept as they are, and whole for
25, 30 and 29.97 pictures a second; MPEG-4 takes no finer than 1/65535."""

_ENCODERS: Final = ("libx264", "libopenh264", "h264_videotoolbox", "h264_mf", "mpeg4")
MPEG4: Final = {"b": "6M", "qmin": "4", "qmax": "13"}
"""Left to itself it takes 0.8 Mb/s, and noisy pictures of 720 lines fall to 27.7 dB; so they stay
at 32.4 with 3 Mb/s, where x264 has 31.7."""

_OPTIONS: Final = {
    "libx264": {"preset": "veryfast", "crf": "21"},
    "mpeg4": MPEG4,
}
_DEFAULT_FPS: Final = 30.0
_MUXERS: Final = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska"}


class PlainVideo:
    """Encode pictures, one at a time, keeping their time stamps.

    Made by :func:`plain_video`.
    """

    def __init__(self, path: Path, container: OutputContainer, rate: Fraction) -> None:
        self._path = path
        self._container = container
        self._rate = rate
        self._stream: VideoStream | None = None
        self._last_pts = -1

    def put(self, picture_bgr: ByteArray, time_s: float) -> None:
        """Write one picture, shape (H, W, 3), that is on show from a time on.

        Raises
        ------
        OutputError
            When the file cannot be written.
        """
        image = even_sized(picture_bgr)
        with _told_as_output_error(self._path):
            if self._stream is None:
                self._stream = self._open_stream(image)
            self._last_pts = max(self._last_pts + 1, round(time_s / TIME_BASE))
            picture = av.VideoFrame.from_ndarray(image, format="bgr24")
            picture.pts, picture.time_base = self._last_pts, TIME_BASE
            self._container.mux(self._stream.encode(picture))

    def finish(self) -> None:
        """Write what the encoder still holds."""
        if self._stream is None:
            raise OutputError(f"{self._path}: there was no frame to write.")
        self._container.mux(self._stream.encode(None))

    def _open_stream(self, image: ByteArray) -> VideoStream:
        name = encoder_name()
        stream = self._container.add_stream(name, rate=self._rate, options=_OPTIONS.get(name, {}))
        assert isinstance(stream, VideoStream)
        stream.height, stream.width = image.shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = TIME_BASE
        return stream


def encoder_name() -> str:
    """Return the best video encoder this computer's FFmpeg has."""
    return next(name for name in _ENCODERS if name in av.codecs_available)


class AnnotatedVideo:
    """Draw and encode frames, one at a time, keeping their time stamps.

    Made by :func:`annotated_video`.
    """

    def __init__(self, video: PlainVideo, paint: Paint) -> None:
        self._video = video
        self._paint = paint

    def append(self, frame: Frame, result: FrameResult) -> None:
        """Draw and write one frame.

        Raises
        ------
        OutputError
            When the file cannot be written.
        """
        self._video.put(self._paint(frame, result), frame.time_s)


@contextlib.contextmanager
def annotated_video(
    path: Path, paint: Paint, *, fps_nominal: float = _DEFAULT_FPS
) -> Iterator[AnnotatedVideo]:
    """Yield a writer whose file appears under its name when the block ends well.

    When the block raises, nothing is left behind and an old file stays as it was.

    Parameters
    ----------
    path : Path
        The file to write; its suffix names the container.
    paint : callable
        Draws one result into a copy of its frame.
    fps_nominal : float, optional
        Frame rate written into the header; the time stamps are the frames' own.

    Raises
    ------
    OutputError
        When the format is unknown, the file cannot be written, or there was no frame.
    """
    with plain_video(path, fps_nominal=fps_nominal) as video:
        yield AnnotatedVideo(video, paint)


@contextlib.contextmanager
def plain_video(path: Path, *, fps_nominal: float = _DEFAULT_FPS) -> Iterator[PlainVideo]:
    """Yield a writer of pictures; see :func:`annotated_video`.

    Raises
    ------
    OutputError
        When the format is unknown, the file cannot be written, or there was no frame.
    """
    if path.suffix.lower() not in _MUXERS:
        raise OutputError(
            f"{path} has no video format FormCheck can write.",
            f"Use one of the endings {', '.join(_MUXERS)}.",
        )
    known = math.isfinite(fps_nominal) and fps_nominal > 0
    rate = Fraction(fps_nominal if known else _DEFAULT_FPS).limit_denominator(1001)
    with (
        atomic_path(path) as temporary,
        _told_as_output_error(path),
        av.open(f"file:{temporary}", "w", format=_MUXERS[path.suffix.lower()]) as container,
    ):
        video = PlainVideo(path, container, rate)
        yield video
        video.finish()


@contextlib.contextmanager
def _told_as_output_error(path: Path) -> Iterator[None]:
    """Turn a failure of the encoder or its file into an error the user can act on."""
    try:
        yield
    except av.error.FFmpegError as error:
        raise output_error(path, OSError(error.errno, error.strerror)) from error


def even_sized(image: ByteArray) -> ByteArray:
    """Return the picture with its last row or column repeated where a size is odd.

    H.264 with the common chroma subsampling needs even sizes.
    """
    height, width = image.shape[:2]
    if height % 2 == 0 and width % 2 == 0:
        return image
    return np.pad(image, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
