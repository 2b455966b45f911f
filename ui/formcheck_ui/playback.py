"""The play head of a replay: which frame is due, at which speed; no thread and no timer."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from formcheck.types import SAME_FRAME_S

SPEEDS: Final = (0.1, 0.25, 0.5, 1.0, 2.0)
_MARK_SLACK_S: Final = 0.05


class Playback:
    """Where the play head is and where it goes.

    Parameters
    ----------
    times_s : ndarray, shape (T,)
        Time of every frame, rising from 0.

    Notes
    -----
    The head is a time, not a frame: half speed and a variable frame rate need nothing special.
    Time comes in with :meth:`advance`.  While ``loop`` holds a start and an end in seconds, playing
    goes round between them.
    """

    def __init__(self, times_s: NDArray[np.float64]) -> None:
        if not len(times_s):
            raise ValueError("a clip without frames cannot be played")
        self._times = times_s
        self.time_s = 0.0
        self.speed = 1.0
        self.playing = False
        self.loop: tuple[float, float] | None = None

    @property
    def end_s(self) -> float:
        """Time of the last frame."""
        return float(self._times[-1])

    @property
    def frames(self) -> int:
        """Number of frames."""
        return len(self._times)

    @property
    def index(self) -> int:
        """Number of the frame on show."""
        place = int(np.searchsorted(self._times, self.time_s + 1e-6, side="right")) - 1
        return max(0, place)

    @property
    def ended(self) -> bool:
        """Whether it stands at its end."""
        return not self.playing and self.time_s >= self.end_s

    def advance(self, elapsed_s: float, until_s: float = math.inf) -> bool:
        """Move on by so much real time, no further than a time; return whether it still plays."""
        if not self.playing:
            return False
        ahead = min(self.time_s + elapsed_s * self.speed, max(self.time_s, until_s))
        if self.loop is not None and not self.loop[0] <= ahead < self.loop[1]:
            self.seek(self.loop[0])
            return True
        if ahead >= self.end_s:
            ahead, self.playing = self.end_s, False
        self.time_s = ahead
        return self.playing

    def toggle(self) -> None:
        """Play or pause; from the end, play from the start."""
        if self.ended:
            self.time_s = 0.0
        self.playing = not self.playing

    def seek(self, time_s: float) -> None:
        """Go to the frame on show at a time."""
        clamped = min(max(0.0, time_s), self.end_s)
        place = int(np.searchsorted(self._times, clamped + SAME_FRAME_S, side="right")) - 1
        self.time_s = float(self._times[max(0, place)])

    def step(self, frames: int) -> None:
        """Pause and go some frames on or back."""
        self.playing = False
        place = min(max(0, self.index + frames), len(self._times) - 1)
        self.time_s = float(self._times[place])

    def jump(self, share: float) -> None:
        """Go on by a share of the whole length; negative is back."""
        self.seek(self.time_s + share * self.end_s)

    def to_mark(self, marks: Sequence[float], direction: int) -> bool:
        """Go to the next (1) or previous (-1) of some sorted times; False when there is none."""
        if direction > 0:
            place = bisect_right(marks, self.time_s + _MARK_SLACK_S)
        else:
            place = bisect_left(marks, self.time_s - _MARK_SLACK_S) - 1
        if not 0 <= place < len(marks):
            return False
        self.seek(marks[place])
        return True

    def change_speed(self, steps: int) -> None:
        """Go some steps up or down the speeds."""
        nearest = min(range(len(SPEEDS)), key=lambda place: abs(SPEEDS[place] - self.speed))
        self.speed = SPEEDS[min(max(0, nearest + steps), len(SPEEDS) - 1)]
