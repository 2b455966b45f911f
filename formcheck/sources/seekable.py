"""Any frame of a video file at will, for the replay's player.

The frames, their numbers, their times and their orientation are those of
:class:`formcheck.sources.video_file.VideoFile` over the same file, so that what was found in a
frame while it was analysed lies exactly over the frame that is shown.
"""

from __future__ import annotations

import bisect
from collections import OrderedDict
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from formcheck.errors import SourceOpenError
from formcheck.sources import file_faults
from formcheck.sources.at_will import AtWill
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
from formcheck.types import ByteArray

_KEPT_BYTES: Final = 128 * 2**20
"""Decoded pictures kept, so that stepping back does not decode a whole group again."""

_KEPT_AT_LEAST: Final = 4

NEAR_FRAMES: Final = 3
"""So few frames ahead of the decoder are there at once, without a jump."""

_NO_PRESENTATION_TIMES: Final = frozenset({"avi"})
"""Containers whose packets carry the order of decoding alone."""


class SeekableClip(AtWill):
    """Decode single frames of a video file by number.

    Opening reads the file's packets once, without decoding them, to learn the time of every
    frame.  A file whose time stamps are missing or doubled has no such index: it is decoded once
    from the start instead, and going back in it starts from the beginning.

    Not for two threads at once.

    Parameters
    ----------
    path : str or Path
        The file.
    max_height : int, optional
        Hand out frames reduced to at most this height in pixels; ``info`` keeps the full size.

    Raises
    ------
    SourceOpenError
        As ``VideoFile`` does.
    """

    def __init__(self, path: str | Path, *, max_height: int | None = None) -> None:
        self._path = Path(path)
        self._kept: OrderedDict[int, VideoFrame] = OrderedDict()
        self._kept_bytes = 0
        file_faults.check_readable(self._path)
        stamps, keyframes = _scan(self._path)
        self._open()
        try:
            first = next(self._pictures, None)
            if first is None:
                raise file_faults.nothing_decodes(self._path)
            self._orientation = orientation_of(first)
            self._info = describe(
                self._path, self._container, self._stream, first, self._orientation
            )
            self._size = _reduced(square_size(first, self._stream), self._info.height, max_height)
            self._stamps, self._keyframes = stamps, keyframes
            self._times_s = self._index(first)
            self._restart()
        except BaseException:
            self._container.close()
            raise

    def _picture(self, index: int, still_wanted: Callable[[], bool]) -> ByteArray | None:
        picture = self._kept.get(index) or self._reach(index, still_wanted)
        return None if picture is None else self._upright(picture)

    def is_near(self, index: int) -> bool:
        """Return whether a frame can be had at once, without decoding many others first."""
        return index in self._kept or 0 <= index - self._position < NEAR_FRAMES

    def close(self) -> None:
        """Release the file; may be called twice."""
        self._kept.clear()
        # Left to the end of the program, it would look for a library that has gone already.
        self._pictures.close()
        self._container.close()

    def _open(self) -> None:
        self._container: InputContainer = open_container(self._path)
        self._stream: VideoStream = picture_stream(self._container, self._path)
        self._pictures = _decode(self._container, self._stream)
        self._position = 0

    def _restart(self) -> None:
        """Go back to the first frame by opening the file again, which works for every format."""
        self._container.close()
        self._open()

    def _index(self, first: VideoFrame) -> NDArray[np.float64]:
        """Return the time of every frame; forget the stamps when they cannot name frames."""
        repair = StampRepair(self._info.fps_nominal, self._info.slowed)
        if self._stamps and raw_time(first) in self._stamps:
            # Packets before the first picture that decodes are lost to the analysis as well.
            lost = bisect.bisect_left(self._stamps, raw_time(first) or 0.0)
            self._stamps = self._stamps[lost:]
            self._keyframes = [each - lost for each in self._keyframes if each >= lost]
            return np.array([repair.push(stamp) for stamp in self._stamps])
        self._stamps = []
        times = [repair.push(raw_time(first))]
        times += [repair.push(raw_time(picture)) for picture in self._pictures]
        return np.array(times)

    def _reach(self, index: int, still_wanted: Callable[[], bool]) -> VideoFrame | None:
        """Decode up to a frame, from where the decoder stands or from the keyframe before it."""
        if index < self._position or self._keyframe_before(index) > self._position:
            self._go_to(index)
        best: VideoFrame | None = None
        for picture in self._pictures:
            number = self._number(picture)
            if number is None:
                continue
            self._position = number + 1
            self._keep(number, picture)
            if number <= index or best is None:
                best = picture
            if number >= index:
                break
            if not still_wanted():
                return None
        if best is None and self._kept:
            # Past the last sound picture of a file that breaks off.
            best = self._kept[min(self._kept, key=lambda number: abs(number - index))]
        if best is None:
            raise SourceOpenError(
                f"{self._path.name} cannot be decoded at {self._times_s[index]:.2f} s.",
                "The file is damaged there, or it has changed since it was opened.",
            )
        return best

    def _number(self, picture: VideoFrame) -> int | None:
        """Return a decoded picture's frame number, None when it lies before the first frame."""
        stamp = raw_time(picture)
        if not self._stamps or stamp is None:
            return self._position
        place = bisect.bisect_right(self._stamps, stamp + 1e-6) - 1
        return None if place < 0 else place

    def _keyframe_before(self, index: int) -> int:
        place = bisect.bisect_right(self._keyframes, index) - 1
        return self._keyframes[place] if place >= 0 else 0

    def _go_to(self, index: int) -> None:
        keyframe = self._keyframe_before(index)
        if not self._stamps or keyframe == 0:
            self._restart()
            return
        base = self._stream.time_base
        assert base is not None, "a stream with time stamps has a time base"
        try:
            target = round(self._stamps[keyframe] / float(base))
            self._container.seek(target, stream=self._stream, backward=True)
            self._pictures = _decode(self._container, self._stream)
            self._position = keyframe
        except av.FFmpegError:
            self._restart()

    def _upright(self, picture: VideoFrame) -> ByteArray:
        return upright(picture, self._stream, self._size, self._orientation)

    def _keep(self, number: int, picture: VideoFrame) -> None:
        if number in self._kept:
            return
        self._kept[number] = picture
        self._kept_bytes += _bytes(picture)
        while self._kept_bytes > _KEPT_BYTES and len(self._kept) > _KEPT_AT_LEAST:
            _, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= _bytes(oldest)


def _scan(path: Path) -> tuple[list[float], list[int]]:
    """Return the sorted time stamps of all packets and the numbers of those that are keyframes.

    Both are empty when a packet has no stamp or two have the same.
    """
    stamps: list[tuple[float, bool]] = []
    with open_container(path) as container:
        stream = picture_stream(container, path)
        if container.format.name in _NO_PRESENTATION_TIMES:
            return [], []
        try:
            for packet in container.demux(stream):
                if not packet.size:
                    continue
                if packet.pts is None or packet.time_base is None:
                    return [], []
                stamps.append((float(packet.pts * packet.time_base), packet.is_keyframe))
        except av.FFmpegError:
            # What was read so far stands: a file that breaks off is shown as far as it goes.
            pass
    stamps.sort()
    times = [time_s for time_s, _ in stamps]
    if len(set(times)) < len(times):
        return [], []
    return times, [number for number, (_, key) in enumerate(stamps) if key]


def _decode(container: InputContainer, stream: VideoStream) -> Generator[VideoFrame]:
    """Yield sound pictures and step over damaged ones."""
    try:
        for packet in container.demux(stream):
            try:
                pictures = packet.decode()
            except av.FFmpegError:
                continue
            if not packet.is_corrupt:
                yield from (picture for picture in pictures if not picture.is_corrupt)
    except av.FFmpegError:
        return


def _reduced(
    stored: tuple[int, int], upright_height: int, max_height: int | None
) -> tuple[int, int]:
    scale = min(1.0, (max_height or upright_height) / upright_height)
    return max(1, round(stored[0] * scale)), max(1, round(stored[1] * scale))


def _bytes(picture: VideoFrame) -> int:
    return picture.width * picture.height * 3 // 2
