"""Stand-ins for the stages a session connects; small, scripted, with nothing of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from formcheck.measures.registry import MEASURES
from formcheck.pose.base import PoseEstimator
from formcheck.session import Session
from formcheck.session_seams import SessionState, SessionStats
from formcheck.sources.base import FrameSource, SingleUse
from formcheck.types import (
    DoneSet,
    Event,
    ExerciseGuess,
    Flag,
    FlagCleared,
    FlagRaised,
    Frame,
    FrameResult,
    Hold,
    Measurement,
    Pose,
    Reason,
    Rep,
    RepCompleted,
    SourceInfo,
    View,
)
from support.replay import StandIn

GUARD_S = 30.0
"""So long a test waits for another thread before it fails."""


def some_pose(size: tuple[int, int], value: float = 1.0) -> Pose:
    """Return a pose whose every landmark lies at ``(value, value)``."""
    return Pose(
        xy=np.full((33, 2), value),
        depth=np.zeros(33),
        visibility=np.ones(33),
        world=np.zeros((33, 3)),
        size=size,
        mask=np.zeros((8, 8), np.float32),
    )


class ScriptedEstimator(StandIn):
    """See the lifter in the frames whose index a predicate accepts.

    The pose's coordinates are the mean brightness of the picture, so that what comes out of a
    session depends on what went in.
    """

    def __init__(
        self,
        sees: Callable[[int], bool] = lambda index: True,
        fails: Callable[[int], bool] = lambda index: False,
    ) -> None:
        self._sees = sees
        self._fails = fails
        self.thread: int | None = None
        self.closed = 0

    def estimate(self, frame: Frame) -> Pose | None:
        """Return a pose, None, or fail, as the script says."""
        self.thread = threading.get_ident()
        if self._fails(frame.index):
            raise RuntimeError("the estimator failed")
        if not self._sees(frame.index):
            return None
        return some_pose(frame.size, float(frame.image.mean()))

    def close(self) -> None:
        """Count."""
        self.closed += 1


def opener(estimator: PoseEstimator | None = None) -> Callable[[], PoseEstimator]:
    """Return a function that opens this estimator."""
    return lambda: estimator or ScriptedEstimator()


class ScriptedEngine:
    """Count a rep every ``rep_frames`` frames; the flag goes up at one rep, down at the end."""

    def __init__(self, rep_frames: int = 10) -> None:
        self._rep_frames = rep_frames
        self._reps: list[Rep] = []
        self._flags: list[Flag] = []
        self._last_s = 0.0
        self.finished = 0
        self.sample = self.maximum = None
        self.exercise = ExerciseGuess("bent_over_row", 0.9)
        self.view = View("side", 3.0)

    def load(self) -> None: ...

    @property
    def reps(self) -> tuple[Rep, ...]:
        """Reps so far."""
        return tuple(self._reps)

    @property
    def holds(self) -> tuple[Hold, ...]:
        """Isometric holds so far."""
        return ()

    @property
    def sets(self) -> tuple[DoneSet, ...]:
        """Sets so far."""
        return ()

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Flags so far."""
        return tuple(self._flags)

    def push(
        self, index: int, time_s: float, pose: Pose | None, size: tuple[int, int]
    ) -> FrameResult:
        """Measure the pose's first coordinate as every measure."""
        self._last_s = time_s
        events: tuple[Event, ...] = ()
        if index and index % self._rep_frames == 0:
            number = len(self._reps) + 1
            rep = Rep(number, time_s, time_s, time_s, True, "both", 1.0, 0.0, 1.0, 1.0)
            self._reps.append(rep)
            events = (RepCompleted(time_s, rep),)
            if number == 1:
                flag = Flag("yank", "warning", time_s, time_s, 2.0, 1.0, "ratio", 1)
                self._flags.append(flag)
                events += (FlagRaised(time_s, flag),)
        value = (
            Measurement.missing(Reason.NOBODY) if pose is None else Measurement(pose.xy[0, 0], 0.8)
        )
        return FrameResult(
            index=index,
            time_s=time_s,
            pose=pose,
            measures=dict.fromkeys(MEASURES, value),
            contour=None,
            view=self.view,
            exercise=self.exercise,
            phase="concentric" if index % 2 else "eccentric",
            rep_count=len(self._reps),
            active_flags=self.flags,
            events=events,
        )

    def finish(self) -> tuple[Event, ...]:
        """Clear what is up."""
        self.finished += 1
        return tuple(FlagCleared(self._last_s, flag) for flag in self._flags)


class Recorder:
    """A listener that notes everything and runs hooks of the test's own."""

    def __init__(
        self,
        on_frame: Callable[[Frame], Any] | None = None,
        on_state: Callable[[SessionState], Any] | None = None,
    ) -> None:
        self._on_frame = on_frame
        self._on_state = on_state
        self.indices: list[int] = []
        self.times: list[float] = []
        self.events: list[Event] = []
        self.states: list[SessionState] = []
        self.stats: list[SessionStats] = []
        self.threads: set[int] = set()
        self.first_frame = threading.Event()

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        """Note the frame's number and time, never the frame."""
        self.threads.add(threading.get_ident())
        self.indices.append(result.index)
        self.times.append(result.time_s)
        self.stats.append(stats)
        self.first_frame.set()
        if self._on_frame is not None:
            self._on_frame(frame)

    def on_event(self, event: Event) -> None:
        """Note the event."""
        self.threads.add(threading.get_ident())
        self.events.append(event)

    def on_state(self, state: SessionState) -> None:
        """Note the state."""
        self.threads.add(threading.get_ident())
        self.states.append(state)
        if self._on_state is not None:
            self._on_state(state)


class MadeUpSource(SingleUse):
    """Yield pictures made by a function; may fail after the last one."""

    def __init__(
        self,
        count: int,
        make: Callable[[int], Any] | None = None,
        *,
        live: bool = False,
        error: BaseException | None = None,
        fps: float = 30.0,
    ) -> None:
        super().__init__()
        self._count = count
        self._make = make or (lambda index: np.full((16, 24, 3), index % 256, np.uint8))
        self._error = error
        self._fps = fps
        self._decoded = 0
        self.live = live
        self.releases = 0

    @property
    def info(self) -> SourceInfo:
        """24 by 16 pixels."""
        return SourceInfo("made up", 24, 16, frames_decoded=self._decoded, live=self.live)

    def _frames(self) -> Iterator[Frame]:
        for index in range(self._count):
            if self._closing.is_set():
                return
            self._decoded = index + 1
            yield Frame(index, index / self._fps, self._make(index))
        if self._error is not None:
            raise self._error

    def _release(self) -> None:
        self.releases += 1


class HandshakeSource(SingleUse):
    """Hold the next frame back until the last one has been analysed.

    A live path drops frames when the analysis is slower than the source.  With this in front
    of it nothing can be dropped, whatever the machine is doing: the test says, frame by frame,
    that it is ready (:meth:`ready`, called by the listener).
    """

    def __init__(self, source: FrameSource) -> None:
        super().__init__()
        self._source = source
        self._turns = threading.Semaphore(1)
        self.live = source.live

    @property
    def info(self) -> SourceInfo:
        """That of the source behind it."""
        return self._source.info

    def ready(self, frame: Frame) -> None:
        """Let the next frame through."""
        del frame
        self._turns.release()

    def _frames(self) -> Iterator[Frame]:
        for frame in self._source:
            self._turns.acquire()
            if self._closing.is_set():
                return
            yield frame

    def _release(self) -> None:
        self._turns.release()
        self._source.close()


class BlockedSource(SingleUse):
    """A live source that delivers one frame and then waits until it is closed."""

    live = True

    def __init__(self) -> None:
        super().__init__()
        self._info = SourceInfo("blocked", 24, 16, live=True)

    def _frames(self) -> Iterator[Frame]:
        yield Frame(0, 0.0, np.zeros((16, 24, 3), np.uint8))
        self._closing.wait()

    def _release(self) -> None:
        """Nothing to release."""


def run_aside(session: Session) -> tuple[threading.Thread, list[Any]]:
    """Run a session in a thread; the list receives its result or its exception."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(session.run())
        except BaseException as error:  # noqa: BLE001 - looked at by the test
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, outcome
