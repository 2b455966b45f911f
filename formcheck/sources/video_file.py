"""Frames of a video file, at the times its container gives them."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import av
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from formcheck.pictures import reduce_to_height
from formcheck.sources import file_faults
from formcheck.sources.base import SingleUse
from formcheck.sources.container import (
    describe,
    open_container,
    orientation_of,
    picture_stream,
    raw_time,
    square_size,
    upright,
)
from formcheck.sources.timestamps import StampRepair
from formcheck.types import Frame

_MAX_READ_ERRORS: Final = 16
"""Damaged stretches in a row after which the rest of a file is given up."""

_END_SLACK_S: Final = 1.0


class VideoFile(SingleUse):
    """Decode a video file into upright frames.

    Times are the container's presentation times (variable frame rate included) with the first
    frame at 0, mended where they do not rise (:class:`StampRepair`).  Rotation tags, mirrored
    recordings and pixels that are not square are applied, so a frame looks as a player shows
    it.  Damaged packets are skipped and counted; a file that breaks off delivers what it has.

    Parameters
    ----------
    path : str or Path
        The file.
    image_height : int, optional
        Hand out images reduced to at most this height in pixels, as the pose model would reduce
        them; ``info`` and the frames keep the full size.  What waits to be looked at is small then.

    Raises
    ------
    SourceOpenError
        When the file is missing, unreadable, empty, no video, or has no picture to decode.
    """

    live = False

    def __init__(self, path: str | Path, *, image_height: int | None = None) -> None:
        super().__init__()
        self._path = Path(path)
        self._image_height = image_height
        file_faults.check_readable(self._path)
        self._container = open_container(self._path)
        self._decoding = threading.Lock()
        try:
            self._stream = picture_stream(self._container, self._path)
            self._first = self._decode_first()
        except BaseException:
            self._container.close()
            raise

    def _decode_first(self) -> VideoFrame:
        """Decode one frame at once: only this shows that the file can be decoded and turned."""
        self._corrupt = 0
        self._packets = 0
        self._damaged: set[int | None] = set()
        self._decoded = self._decode()
        first = next(self._decoded, None)
        if first is None:
            raise file_faults.nothing_decodes(self._path)
        self._orientation = orientation_of(first)
        self._info = describe(self._path, self._container, self._stream, first, self._orientation)
        self._size = square_size(first, self._stream)
        self._repair = StampRepair(self._info.fps_nominal, self._info.slowed)
        return first

    def _frames(self) -> Iterator[Frame]:
        index = 0
        frame: VideoFrame | None = self._first
        del self._first
        while frame is not None:
            image = upright(frame, self._stream, self._size, self._orientation)
            size = image.shape[1], image.shape[0]
            if self._image_height is not None:
                image = reduce_to_height(image, self._image_height)
            time_s = self._repair.push(raw_time(frame))
            self._info = replace(
                self._info,
                frames_decoded=index + 1,
                frames_corrupt=self._corrupt,
                times_repaired=self._repair.repaired,
            )
            yield Frame(index, time_s, image, size)
            last_s, index = time_s, index + 1
            frame = self._next()
        if not self._closing.is_set():
            self._finish(last_s)

    def _next(self) -> VideoFrame | None:
        # The lock keeps close(), called from another thread, from freeing the decoder in use.
        with self._decoding:
            return None if self._closing.is_set() else next(self._decoded, None)

    def _decode(self) -> Iterator[VideoFrame]:
        """Yield sound pictures; count and step over damaged packets and pictures."""
        for _ in range(_MAX_READ_ERRORS):
            try:
                for packet in self._container.demux(self._stream):
                    self._packets += packet.size > 0
                    yield from self._decode_packet(packet)
            except av.FFmpegError:
                self._corrupt += 1
            else:
                return

    def _decode_packet(self, packet: av.Packet[VideoStream]) -> Iterator[VideoFrame]:
        try:
            frames = packet.decode()
        except av.FFmpegError:
            self._corrupt += 1
            return
        if packet.is_corrupt:
            # Its picture comes out later, with another packet: the decoder works ahead.
            self._damaged.add(packet.pts)
        for frame in frames:
            if frame.is_corrupt or (frame.pts is not None and frame.pts in self._damaged):
                self._corrupt += 1
            else:
                yield frame

    def _finish(self, last_s: float) -> None:
        """Note, at the end, whether it came too soon; an announced length may also be too short."""
        seen_s, announced_s = last_s + self._repair.usual_gap_s, self._info.duration_s
        short = seen_s < announced_s - max(_END_SLACK_S, 0.02 * announced_s)
        self._info = replace(
            self._info,
            duration_s=seen_s if math.isnan(announced_s) else max(announced_s, seen_s),
            frames_corrupt=self._corrupt,
            truncated=short or self._lacks_pictures(),
        )

    def _lacks_pictures(self) -> bool:
        """Whether the file's own index counts more pictures than there were.

        Only this family's index counts true pictures; AVI counts empty slots too.  What an edit
        list takes away, as it does where time stamps begin below 0, it does not count.
        """
        with self._decoding:
            if self._closing.is_set() or "mp4" not in self._container.format.name:
                return False
            return self._packets < len(self._stream.index_entries)

    def _release(self) -> None:
        with self._decoding:
            self._container.close()
