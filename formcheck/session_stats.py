"""How well a session keeps up, for the status strip."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

from formcheck.types import NAN

WINDOW: Final = 30
"""Frames the rolling figures look back over."""


@dataclass(frozen=True, slots=True)
class SessionStats:
    """Figures of one moment.

    Attributes
    ----------
    fps : float
        Frames analysed a second, over the gaps of the last 30; NaN before the second frame.
    delay_ms : float
        From the frame's arrival to its result; NaN for a file, whose frames wait their turn.
    dropped : int
        Frames of a live source replaced by newer ones before they could be analysed, those
        counted that were passed over before they were decoded.
    decoded : int
        Frames the source has delivered.
    inference_ms : float
        Time the pose estimator took for this frame.
    tracking_quality : float
        Share of the last 30 frames in which the lifter was seen, 0 to 1.
    """

    fps: float = NAN
    delay_ms: float = NAN
    dropped: int = 0
    decoded: int = 0
    inference_ms: float = NAN
    tracking_quality: float = NAN


class StatsMeter:
    """Keep the rolling figures; time comes in with every call.

    Parameters
    ----------
    live : bool
        Whether a delay means anything.
    """

    def __init__(self, *, live: bool) -> None:
        self._live = live
        self._done: deque[float] = deque(maxlen=WINDOW)
        self._tracked: deque[bool] = deque(maxlen=WINDOW)

    def frame_done(
        self,
        *,
        captured_s: float,
        now_s: float,
        inference_s: float,
        tracked: bool,
        dropped: int,
        decoded: int,
    ) -> SessionStats:
        """Return the figures after one more frame; times are of one monotonic clock."""
        self._done.append(now_s)
        self._tracked.append(tracked)
        return SessionStats(
            fps=self._fps(),
            delay_ms=(now_s - captured_s) * 1000 if self._live else NAN,
            dropped=dropped,
            decoded=decoded,
            inference_ms=inference_s * 1000,
            tracking_quality=sum(self._tracked) / len(self._tracked),
        )

    def _fps(self) -> float:
        """Rate over the gaps: n stamps enclose n - 1 of them."""
        span_s = self._done[-1] - self._done[0]
        return (len(self._done) - 1) / span_s if span_s > 0 else NAN
