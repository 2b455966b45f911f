"""What meets at a session: the engine, who hears and keeps what comes of it, how it keeps up."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from formcheck.types import (
    NAN,
    DoneSet,
    Event,
    ExerciseGuess,
    Flag,
    Frame,
    FrameResult,
    Hold,
    Pose,
    Reason,
    Rep,
    View,
)

if TYPE_CHECKING:
    from formcheck.measures.maximum import Maximum
    from formcheck.measures.neutral import Neutral
    from formcheck.reps.sample import Sample

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


class SessionState(StrEnum):
    """What a session is doing, as told to :meth:`Listener.on_state`."""

    WARMING_UP = "warming_up"
    """The pose model is being loaded."""

    RUNNING = "running"
    """Frames are analysed."""

    STALLED = "stalled"
    """A live source is connected but silent."""

    RECONNECTING = "reconnecting"
    """A live source was lost and is being looked for."""

    FINISHED = "finished"
    """The result is final."""


class Engine(Protocol):
    """What a session asks of :class:`formcheck.pipeline.Pipeline`."""

    def load(self) -> None:
        """Load what is used at a rep's end; from another thread, beside the first frames."""
        ...

    def push(
        self, index: int, time_s: float, pose: Pose | None, size: tuple[int, int]
    ) -> FrameResult:
        """Take the next frame's pose in."""
        ...

    def finish(self) -> tuple[Event, ...]:
        """End the recording; may complete reps and clear flags."""
        ...

    def ask_neutral(self) -> None:
        """Take the posture of the next seconds as the neutral one."""
        ...

    def recall(self, neutral: Neutral | None, maximum: Maximum | None) -> None:
        """Take the neutral and the greatest flexion of another day, where none was seen yet."""
        ...

    def change_lifter(self, neutral: Neutral | None, maximum: Maximum | None) -> None:
        """Forget the postures of the lifter before, and take what is known of the next."""
        ...

    @property
    def maximum(self) -> Maximum | None:
        """The lifter's greatest flexion, None while unknown."""
        ...

    @property
    def sample(self) -> Sample | None:
        """The last frame as it was judged, None before the first."""
        ...

    @property
    def reps(self) -> tuple[Rep, ...]:
        """Reps so far."""
        ...

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Flags so far."""
        ...

    @property
    def holds(self) -> tuple[Hold, ...]:
        """Isometric holds so far."""
        ...

    @property
    def sets(self) -> tuple[DoneSet, ...]:
        """Sets so far."""
        ...

    @property
    def exercise(self) -> ExerciseGuess:
        """The exercise."""
        ...

    @property
    def view(self) -> View:
        """Where the camera stands."""
        ...


class Listener(Protocol):
    """Hears of everything, in the thread that runs the session.

    A subclass leaves out what it has no ear for.
    An exception raised by a listener ends the session and is raised by :meth:`Session.run`.
    """

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        """Take one analysed frame; the picture is read-only and may be kept."""
        return

    def on_event(self, event: Event) -> None:
        """Take an event, after the frame it came with; events are never dropped."""
        return

    def on_state(self, state: SessionState) -> None:
        """Take a change of state."""
        return


class Records(Protocol):
    """What keeps a session's poses and events, in the thread that runs the session."""

    def take_frame(
        self, frame: Frame, pose: Pose | None, absent: Reason = Reason.NOBODY
    ) -> Pose | None:
        """Take one frame's pose, or why there is none; return what the engine shall see."""
        ...

    def take_event(self, event: Event) -> None:
        """Take an event."""
        ...
