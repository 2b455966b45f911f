"""Small pictures kept in memory: of every frame of a clip, and of the last minute of a camera.

A video can only be decoded from a keyframe on, and phones and encoders put those up to ten
seconds apart: a single jump may cost hundreds of frames.  While a clip is analysed each of its
frames is decoded anyway, so a small copy is kept of it.

Of a camera, pictures come from the capture thread and results from the analysis, which may have
left frames out; both are brought together by time when somebody wants to look.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections import deque
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from formcheck.types import ByteArray, Frame, FrameResult

HEIGHT: Final = 360
"""Rows of a small picture; the sharp one follows as soon as the pointer rests."""

BUDGET_BYTES: Final = 160 * 2**20
"""Memory for all small pictures: about six minutes of every frame at 30 frames a second."""

_QUALITY: Final = (cv2.IMWRITE_JPEG_QUALITY, 78)
_FARTHEST_S: Final = 0.6
"""A small picture stands for its neighbours no further away than this."""


class PreviewStore:
    """Keep small copies of frames within a fixed amount of memory.

    When the memory is used up every second picture is let go and from then on half as many are
    kept, so that a long recording stays covered evenly.  One thread may add while another reads.

    Parameters
    ----------
    height : int
        Rows of the copies; smaller frames are kept as they are.
    budget_bytes : int
        Memory for all copies.
    """

    def __init__(self, *, height: int = HEIGHT, budget_bytes: int = BUDGET_BYTES) -> None:
        self._height = height
        self._budget = budget_bytes
        self._lock = threading.Lock()
        self._times: list[float] = []
        self._kept: list[tuple[int, bytes]] = []
        self._bytes = 0
        self._stride = 1
        self._seen = 0

    def __len__(self) -> int:
        """Return how many pictures are kept."""
        return len(self._times)

    def add(self, frame: Frame) -> None:
        """Keep a copy of a frame; frames come in the order of their times."""
        due = self._seen % self._stride == 0
        self._seen += 1
        if not due:
            return
        data = encode_small(frame.image, self._height)
        with self._lock:
            self._times.append(frame.time_s)
            self._kept.append((frame.index, data))
            self._bytes += len(data)
            if self._bytes > self._budget and len(self._kept) > 1:
                self._thin_out()

    def at(self, time_s: float) -> Frame | None:
        """Return the small picture nearest before a time, None where there is none.

        Its index and time are its own, so that what is drawn over it fits.
        """
        with self._lock:
            place = bisect_right(self._times, time_s + 1e-6) - 1
            if place < 0 or time_s - self._times[place] > _FARTHEST_S:
                return None
            index, data = self._kept[place]
            kept_s = self._times[place]
        return Frame(index, kept_s, decode_small(data))

    def _thin_out(self) -> None:
        self._times = self._times[::2]
        self._kept = self._kept[::2]
        self._bytes = sum(len(data) for _, data in self._kept)
        self._stride *= 2
        # The next picture kept is one new stride after the last.
        self._seen = 1 if len(self._times) else 0


def encode_small(image: ByteArray, height: int) -> bytes:
    """Return a picture as JPEG, reduced to at most a height in pixels."""
    rows, columns = image.shape[:2]
    if rows > height:
        size = (max(1, round(columns * height / rows)), height)
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    done, data = cv2.imencode(".jpg", image, _QUALITY)
    if not done:
        raise ValueError(f"a picture of shape {image.shape} cannot be encoded")
    return data.tobytes()


def decode_small(data: bytes) -> ByteArray:
    """Return the picture that :func:`encode_small` made small, BGR."""
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return np.ascontiguousarray(image, np.uint8)


KEPT_S: Final = 60.0
"""At 30 frames a second some 80 MB of small pictures and results."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the past: small pictures and what was found in them, in order.

    ``results`` begin no later than the pictures, where there are any so early.
    """

    pictures: tuple[tuple[int, float, bytes], ...]
    results: tuple[FrameResult, ...]

    @property
    def start_s(self) -> float:
        """Time of the first picture."""
        return self.pictures[0][1]

    @property
    def end_s(self) -> float:
        """Time of the last picture."""
        return self.pictures[-1][1]

    def at(self, time_s: float) -> tuple[Frame, FrameResult | None]:
        """Return the picture on show at a time and the result on show with it."""
        place = bisect_right(self.pictures, time_s + 1e-6, key=lambda each: each[1]) - 1
        index, kept_s, data = self.pictures[max(place, 0)]
        found = bisect_right(self.results, kept_s + 1e-6, key=lambda each: each.time_s) - 1
        result = self.results[found] if found >= 0 else None
        return Frame(index, kept_s, decode_small(data)), result


class LookBack:
    """Keep the last minute; one thread sees, another notes, a third looks.

    Parameters
    ----------
    kept_s : float
        How far back it reaches, in seconds.
    height : int
        Rows of the small pictures.
    """

    def __init__(self, *, kept_s: float = KEPT_S, height: int = HEIGHT) -> None:
        self._kept_s = kept_s
        self._height = height
        self._lock = threading.Lock()
        self._pictures: deque[tuple[int, float, bytes]] = deque()
        self._results: deque[FrameResult] = deque()

    def see(self, frame: Frame) -> None:
        """Keep a small copy of a picture; times rise."""
        data = encode_small(frame.image, self._height)
        with self._lock:
            self._pictures.append((frame.index, frame.time_s, data))
            while frame.time_s - self._pictures[0][1] > self._kept_s:
                self._pictures.popleft()

    def note(self, result: FrameResult) -> None:
        """Keep what was found in a frame, without the mask; times rise."""
        pose = result.pose
        if pose is not None and pose.mask is not None:
            result = replace(result, pose=replace(pose, mask=None))
        with self._lock:
            self._results.append(result)
            while result.time_s - self._results[0].time_s > self._kept_s:
                self._results.popleft()

    def passage(self, start_s: float, end_s: float) -> Passage | None:
        """Return what is left of a stretch of time; None when nothing is."""
        with self._lock:
            pictures, results = tuple(self._pictures), tuple(self._results)
        first = bisect_left(pictures, start_s, key=lambda each: each[1])
        last = bisect_right(pictures, end_s, key=lambda each: each[1])
        if first >= last:
            return None
        begin = bisect_right(results, pictures[first][1] + 1e-6, key=lambda each: each.time_s) - 1
        end = bisect_right(results, end_s, key=lambda each: each.time_s)
        return Passage(pictures[first:last], results[max(begin, 0) : end])
