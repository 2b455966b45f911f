"""The last minute of a camera, to watch a rep again right after it was done.

Pictures come from the capture thread, results from the analysis, which may have left frames out;
both are brought together by time when somebody wants to look.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections import deque
from dataclasses import dataclass, replace
from typing import Final

from formcheck.sources.preview import HEIGHT, decode_small, encode_small
from formcheck.types import Frame, FrameResult

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
