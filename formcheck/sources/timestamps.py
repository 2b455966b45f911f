"""Repair of time stamps: whatever a container says, what comes out starts at 0 and rises."""

from __future__ import annotations

import math
import statistics
from collections import deque

import numpy as np
from numpy.typing import NDArray

MIN_STEP_S = 0.001
"""Smallest gap handed on: the pose model counts in whole milliseconds."""

_RESET_S = 0.5
_GAPS_KEPT = 9


class StampRepair:
    """Turn presentation times as they stand in a file into times that start at 0 and rise.

    Good stamps are kept to the last digit (less the first).  The others are mended, and counted
    in :attr:`repaired`:

    * missing: one usual gap after the previous frame;
    * equal to or slightly before the previous one: half a usual gap after it, so that the next
      good stamp still lies ahead; a whole gap from the second in a row on;
    * more than half a second backwards (joined recordings, a clock that was set): the clock goes
      on one usual gap after the previous frame and the gaps that follow are kept.

    The usual gap is the median of the last good ones, at first ``1 / fps_nominal``.

    Parameters
    ----------
    fps_nominal : float
        Frame rate the container announces; NaN or nonsense means 30.
    slowed : float
        How many times slower than life the file plays; what comes out is as fast as life.
    """

    def __init__(self, fps_nominal: float = math.nan, slowed: float = 1.0) -> None:
        rate = fps_nominal if 0.5 <= fps_nominal <= 1000 else 30.0
        self._gaps: deque[float] = deque([1.0 / rate], maxlen=_GAPS_KEPT)
        self._slowed = slowed
        self._origin = 0.0
        self._last: float | None = None
        self._run = 0
        self.repaired = 0

    @property
    def usual_gap_s(self) -> float:
        """Median of the last good gaps in seconds."""
        return statistics.median(self._gaps)

    def push(self, raw_s: float | None) -> float:
        """Return the time in seconds of the next frame, whose container says ``raw_s``."""
        raw_s = None if raw_s is None else raw_s / self._slowed
        if self._last is None:
            self._origin = raw_s or 0.0
            self.repaired += raw_s is None
            self._last = 0.0
            return 0.0
        time_s = self._last + self.usual_gap_s if raw_s is None else raw_s - self._origin
        if raw_s is not None and time_s - self._last >= MIN_STEP_S:
            self._gaps.append(time_s - self._last)
            self._run = 0
        else:
            time_s = self._mend(raw_s, time_s, self._last)
        self._last = time_s
        return time_s

    def _mend(self, raw_s: float | None, time_s: float, last_s: float) -> float:
        self.repaired += 1
        self._run += 1
        gap = max(self.usual_gap_s, 2 * MIN_STEP_S)
        if raw_s is None:
            return last_s + gap
        if time_s < last_s - _RESET_S:
            self._origin = raw_s - (last_s + gap)
            return last_s + gap
        return last_s + (gap / 2 if self._run == 1 else gap)


def on_show(times_s: NDArray[np.float64], time_s: float) -> int:
    """Return the number of the frame that is on show at a time; beyond the ends, the end.

    Parameters
    ----------
    times_s : ndarray, shape (T,)
        Rising presentation times, seconds.
    time_s : float
    """
    place = int(np.searchsorted(times_s, time_s + 1e-6, side="right")) - 1
    return min(max(place, 0), len(times_s) - 1)
