"""What is read from a container before its frames: stream, times, orientation, description."""

from __future__ import annotations

import math
import mmap
from pathlib import Path
from typing import Any, Final, cast

import av
import numpy as np
from av.container import InputContainer
from av.sidedata.sidedata import Type as SideDataType
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from formcheck.sources import file_faults
from formcheck.sources.fitting import Orientation, fitted, within
from formcheck.types import NAN, ByteArray, SourceInfo

_OPTIONS: Final = {"protocol_whitelist": "file", "max_reload": "0"}
"""A clip that is really a play list opens no address and no pipe, and is not read again and again:
by itself libav waits a hundred times for a live one to grow, a second each."""

_FILMED_FPS: Final = "com.android.capture.fps"

SLOW_MOTION: Final = 1.5
"""A file is in slow motion when it was filmed at so many times the rate it plays at: phones offer
48 for 30 frames a second at least.  Rates that vary a little are none."""

MOST_FILMED_FPS: Final = 500.0
"""Beyond it a file is left as it plays: its pictures were a millisecond apart, which is the step
the pose model counts in.  Phones film 240 for as long as one likes, 960 for half a second."""

MAX_PIXELS: Final = 2**26
"""67 megapixels: eight times 4K, and what the largest phone camera takes by default. A picture is
decoded to three bytes a pixel, and said to be so large by a few."""


def open_container(path: Path) -> InputContainer:
    """Open a file for reading, or say in our own words why it cannot be."""
    try:
        opened = av.open(av_name(path), metadata_errors="ignore", options=_OPTIONS)
    except av.FFmpegError as error:
        raise file_faults.explain(path, error) from error
    assert isinstance(opened, InputContainer)
    return opened


def av_name(path: Path) -> Any:
    """Return what libav opens a file by: ``18:30.mp4`` would be of the protocol 18.

    A name that is not UTF-8, which it does not take, is opened here.
    """
    name = f"file:{path}"
    try:
        name.encode()
    except UnicodeEncodeError:
        # A map of the file goes when nobody holds it any more, and libav closes nothing.
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return name


def picture_stream(container: InputContainer, path: Path) -> VideoStream:
    """Return the stream with the most pixels that is moving pictures, not a cover."""
    streams = [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic
    ]
    if not streams:
        raise file_faults.no_picture(path, bool(container.streams.audio))
    # What nothing here decodes has no size either.
    known = [each for each in streams if getattr(each, "codec_context", None) is not None]
    if not known:
        raise file_faults.unknown_codec(path)
    stream = max(known, key=lambda each: (each.width or 0) * (each.height or 0))
    stream.thread_type = "AUTO"
    limit_pixels(stream)
    return stream


def limit_pixels(stream: VideoStream) -> None:
    """Have the decoder refuse pictures of more than :data:`MAX_PIXELS`."""
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}


def orientation_of(frame: VideoFrame) -> Orientation:
    """Return how a decoded picture becomes upright."""
    # PyAV's stubs know only names here; its own lookup takes the type.
    side_data = cast("Any", frame.side_data).get(SideDataType.DISPLAYMATRIX)
    return Orientation() if side_data is None else Orientation.from_matrix(bytes(side_data))


def square_size(frame: VideoFrame, stream: VideoStream) -> tuple[int, int]:
    """Width and height in square pixels, before turning; angles are wrong in any other."""
    aspect = stream.sample_aspect_ratio
    if not aspect or not 0.1 < aspect < 10:
        return frame.width, frame.height
    return max(1, round(frame.width * aspect)), frame.height


def upright(
    frame: VideoFrame, stream: VideoStream, size: tuple[int, int], orientation: Orientation
) -> ByteArray:
    """Return a picture in BGR as a player shows it.

    Parameters
    ----------
    size : tuple of int
        Width and height before turning that all pictures of the stream get, even where it
        changes its own on the way.
    """
    width, height = within(square_size(frame, stream), size)
    scaled = (frame.width, frame.height) != (width, height)
    image = frame.to_ndarray(
        format="bgr24", width=width, height=height, interpolation="AREA" if scaled else None
    )
    turned = orientation.apply(np.asarray(image, np.uint8))
    whole = fitted(turned, size[::-1] if orientation.swaps_sides else size)
    return np.ascontiguousarray(whole)


def raw_time(frame: VideoFrame) -> float | None:
    """Return a picture's presentation time in seconds as the container has it."""
    if frame.pts is None or frame.time_base is None:
        return None
    return float(frame.pts * frame.time_base)


def _duration_s(container: InputContainer, stream: VideoStream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    # A container's length is that of its longest stream, so sound may outlast the picture.
    return container.duration / av.time_base if container.duration else NAN


def slowed_by(container: InputContainer, fps: float) -> float:
    """Return how many times slower than life a file plays, 1 unless it says so itself.

    Phones with Android write the rate at which a slow-motion clip was filmed beside the lower one
    at which it plays.  Others keep the true times, and their players slow them down.

    Parameters
    ----------
    container : InputContainer
    fps : float
        The rate at which the file plays, frames a second.
    """
    try:
        filmed_fps = float(container.metadata.get(_FILMED_FPS, "nan"))
    except ValueError:
        return 1.0
    slow = fps > 0 and SLOW_MOTION * fps <= filmed_fps <= MOST_FILMED_FPS
    return filmed_fps / fps if slow else 1.0


def describe(
    path: Path,
    container: InputContainer,
    stream: VideoStream,
    first: VideoFrame,
    orientation: Orientation,
) -> SourceInfo:
    """Return what the container says of its picture stream."""
    width, height = square_size(first, stream)
    if orientation.swaps_sides:
        width, height = height, width
    rate = stream.average_rate or stream.guessed_rate
    fps = float(rate) if rate else NAN
    slowed = slowed_by(container, fps)
    return SourceInfo(
        path=str(path),
        width=width,
        height=height,
        rotation=orientation.clockwise_deg,
        duration_s=_duration_s(container, stream) / slowed,
        frames=stream.frames or -1,
        fps_nominal=fps * slowed if math.isfinite(fps) and fps > 0 else NAN,
        slowed=slowed,
    )
