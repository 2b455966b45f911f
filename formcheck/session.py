"""One recording from source to result: capture, pose, engine, listeners.

::

    capture thread: source ──► mailbox (live, newest wins)
                               queue of 4 (file, in order)
    pose thread:                └─► estimator ──► queue of 1
    caller's thread:                               └─► records ─► pipeline ─► listener

The engine runs in the thread that calls :meth:`Session.run`, and so does every call of the
listener.  The estimator has a thread of its own: MediaPipe lets go of the interpreter while it
looks at a frame of a file, and the engine works on the one before meanwhile.  Of a camera the next
frame is looked at once the engine is done, the newest there is then: at the same time the two would
hold each other up (13 ms more delay on two busy cores, 15 % fewer frames left out).  Frames pass
each stage in order, so threads change no number.  Nothing is kept of a frame but its numbers, and
of a camera only those of the last minutes: its memory stays flat for hours.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from formcheck.errors import FormCheckError
from formcheck.mailbox import BoundedQueue, ChannelClosed, ChannelTimeout, Mailbox
from formcheck.pose.base import LifterFollower, PoseEstimator, why_absent
from formcheck.result_columns import ResultColumns
from formcheck.session_seams import Engine, Listener, Records, SessionState, StatsMeter
from formcheck.sources.base import FrameSource, SourceState, StatefulSource
from formcheck.types import (
    Event,
    Frame,
    FrameResult,
    Measurement,
    Pose,
    Reason,
    SessionResult,
)

QUEUE_LENGTH: Final = 4
"""Decoded frames of a file that may wait for analysis."""

KEPT_LIVE: Final = 3600
"""Frames of a camera whose numbers are kept: two minutes, 2.4 MB. Nothing that follows a set reads
more of them, and an hour of all would be 70 MB."""

_log = logging.getLogger(__name__)


class _Silent(Listener):
    """A listener that does nothing."""


class _Captured(NamedTuple):
    frame: Frame
    at_s: float


class _Seen(NamedTuple):
    """A captured frame with its pose, or why there is none, and what estimating it took."""

    captured: _Captured
    pose: Pose | None
    absent: Reason
    inference_s: float


class Session:
    """Analyse one recording; used by the command line and the window alike.

    Parameters
    ----------
    source : FrameSource
        Where frames come from; the session closes it.
    open_estimator : callable
        Opens the pose estimator; called once, in the thread that uses it.
    pipeline : Engine
        A fresh :class:`formcheck.pipeline.Pipeline`.
    listener : Listener, optional
        Hears of frames, events and states.
    records : Records, optional
        Keeps poses and events; the engine sees the poses as they are kept.
    on_captured : callable, optional
        Is shown every frame the source delivers, analysed or not, in the capture thread, which
        it must not hold up.

    Notes
    -----
    What was analysed is never lost: when :meth:`run` raises because the source failed on the
    way (a camera unplugged, a stream that stays away), the pipeline has been finished and
    :attr:`result` holds everything up to that moment, with ``stopped_early`` set::

        try:
            session.run()
        except FormCheckError as error:
            show(error)                 # one sentence and a hint
        if session.result is not None:
            show(session.result)
    """

    def __init__(
        self,
        source: FrameSource,
        open_estimator: Callable[[], PoseEstimator],
        pipeline: Engine,
        listener: Listener | None = None,
        *,
        records: Records | None = None,
        on_captured: Callable[[Frame], None] | None = None,
    ) -> None:
        self._on_captured = on_captured
        self._records = records
        self._source = source
        self._open_estimator = open_estimator
        self._pipeline = pipeline
        self._listener: Listener = listener or _Silent()
        self._stop = threading.Event()
        self._box: Mailbox[_Captured] | BoundedQueue[_Captured] = (
            Mailbox() if source.live else BoundedQueue(QUEUE_LENGTH)
        )
        self._seen: BoundedQueue[_Seen] = BoundedQueue(1)
        self._engine_done = threading.Event()
        self._capturing = self._thread(self._capture, "capture")
        self._looking = self._thread(self._look, "pose")
        self._loading = self._thread(pipeline.load, "load")
        self._source_states: deque[SourceState] = deque()
        self._state: SessionState | None = None
        self._columns = ResultColumns(KEPT_LIVE if source.live else None)
        self._meter = StatsMeter(live=source.live)
        self._result: SessionResult | None = None
        self._started = False
        self._pointed_at: tuple[float, float] | None = None

    @property
    def engine(self) -> Engine:
        """The pipeline it drives."""
        return self._pipeline

    @property
    def result(self) -> SessionResult | None:
        """The result, also of a session that failed on the way; None while there is none."""
        return self._result

    def stop(self) -> None:
        """End the session soon, from any thread; :meth:`run` then returns what it has."""
        self._stop.set()
        self._release()

    def follow_person(self, x_px: float, y_px: float) -> None:
        """Take the person at this point of the frame for the lifter; from any thread.

        Does nothing when the estimator cannot tell people apart, or finds nobody there.
        """
        self._pointed_at = (x_px, y_px)

    def run(self) -> SessionResult:
        """Analyse until the source ends, fails or :meth:`stop` is called.

        Returns
        -------
        SessionResult
            ``stopped_early`` says that :meth:`stop` ended it.

        Raises
        ------
        FormCheckError
            When the source or the pose model fails; see the notes of the class.
        RuntimeError
            When it is run twice.
        """
        if self._started:
            raise RuntimeError("a session runs once only")
        self._started = True
        try:
            self._analyse()
        except FormCheckError:
            if len(self._columns):
                self._conclude(broke_off=True)
            raise
        finally:
            self._end_threads()
        return self._conclude(broke_off=self._stop.is_set())

    def _analyse(self) -> None:
        self._tell_state(SessionState.WARMING_UP)
        self._hear_source()
        if not self._stop.is_set():
            # Nothing lets go of a model while it loads.
            self._looking.start()
        while not self._stop.is_set():
            try:
                seen = self._seen.get()
            except ChannelTimeout:
                self._tell_source_states()
            except ChannelClosed:
                return
            else:
                self._tell_source_states()
                self._analyse_frame(seen)
                self._engine_done.set()

    def _analyse_frame(self, seen: _Seen) -> None:
        frame, pose = seen.captured.frame, seen.pose
        if self._records is not None:
            pose = self._records.take_frame(frame, pose, seen.absent)
        result = self._pipeline.push(frame.index, frame.time_s, pose, frame.size)
        if pose is None:
            result = _explain_absence(result, seen.absent)
        self._columns.add(result)
        stats = self._meter.frame_done(
            captured_s=seen.captured.at_s,
            now_s=time.monotonic(),
            inference_s=seen.inference_s,
            tracked=pose is not None,
            dropped=self._box.overwritten + self._source.info.frames_skipped,
            decoded=self._source.info.frames_decoded + self._source.info.frames_skipped,
        )
        if self._loading.ident is None:
            # Not before: the pose model's libraries would share the interpreter with these.
            self._loading.start()
        if self._state is SessionState.WARMING_UP:
            # Later changes are the source's to tell: this frame may be older than its last one.
            self._tell_state(SessionState.RUNNING)
        self._listener.on_frame(frame, result, stats)
        self._tell_events(result.events)

    def _tell_events(self, events: Iterable[Event]) -> None:
        for event in events:
            if self._records is not None:
                self._records.take_event(event)
            self._listener.on_event(event)

    def _look(self) -> None:
        """Estimate poses until the frames end; whatever goes wrong is told to the reader."""
        try:
            if not self._source.live:
                # A file is decoded while the model loads; of a camera that would be lost.
                self._capturing.start()
            with self._open_estimator() as estimator:
                if self._source.live:
                    self._capturing.start()
                while self._seen.put(self._look_at(self._box.get(), estimator)):
                    if self._source.live:
                        self._engine_done.wait()
                        self._engine_done.clear()
        except ChannelClosed:
            self._seen.close()
        except BaseException as error:  # noqa: BLE001 - raised again where the queue is read
            if not isinstance(error, FormCheckError) and error is not self._box.error:
                _log.exception("the pose thread failed")
            self._seen.close(error)

    def _look_at(self, captured: _Captured, estimator: PoseEstimator) -> _Seen:
        point, self._pointed_at = self._pointed_at, None
        if point is not None and isinstance(estimator, LifterFollower):
            estimator.follow_person(*point)
        begun_s = time.monotonic()
        pose = estimator.estimate(captured.frame)
        inference_s = time.monotonic() - begun_s
        return _Seen(captured, pose, why_absent(estimator), inference_s)

    def _capture(self) -> None:
        """Feed the mailbox until the source ends; whatever goes wrong is told to the reader."""
        try:
            for frame in self._source:
                if not self._box.put(_Captured(frame, time.monotonic())):
                    return
                if self._on_captured is not None:
                    self._on_captured(frame)
        except BaseException as error:  # noqa: BLE001 - raised again where the box is read
            if not isinstance(error, FormCheckError):
                _log.exception("the capture thread failed")
            self._box.close(error)
        else:
            self._box.close()

    @staticmethod
    def _thread(work: Callable[[], None], name: str) -> threading.Thread:
        return threading.Thread(target=work, name=f"formcheck-{name}", daemon=True)

    def _release(self) -> None:
        """Let go whoever waits.

        Closing a channel releases a producer that waits for room (without it, a reader that
        raised would leave the producer waiting for ever), closing the source one that reads.
        """
        self._seen.close(discard=True)
        self._engine_done.set()
        self._box.close(discard=True)
        self._source.close()

    def _end_threads(self) -> None:
        """Let the threads die before anything else goes on; the pose thread starts the other."""
        self._release()
        for thread in (self._looking, self._capturing, self._loading):
            if thread.ident is not None:
                thread.join()

    def _hear_source(self) -> None:
        """Be told when a live source stalls or reconnects; the call comes from its thread."""
        if isinstance(self._source, StatefulSource):
            self._source.on_state = self._note_source_state

    def _note_source_state(self, state: SourceState) -> None:
        self._source_states.append(state)
        self._seen.nudge()

    def _tell_source_states(self) -> None:
        while self._source_states:
            self._tell_state(SessionState(self._source_states.popleft()))

    def _tell_state(self, state: SessionState) -> None:
        if state is not self._state:
            self._state = state
            self._listener.on_state(state)

    def _conclude(self, *, broke_off: bool) -> SessionResult:
        self._end_threads()
        self._tell_source_states()
        self._tell_events(self._pipeline.finish())
        self._result = self._columns.result(
            source=self._source.info,
            exercise=self._pipeline.exercise,
            view=self._pipeline.view,
            reps=self._pipeline.reps,
            flags=self._pipeline.flags,
            stopped_early=broke_off,
            holds=self._pipeline.holds,
            sets=self._pipeline.sets,
        )
        self._tell_state(SessionState.FINISHED)
        return self._result


def _explain_absence(result: FrameResult, reason: Reason) -> FrameResult:
    """Return a result without a pose that says why: the engine only knows that there is none."""
    if reason is Reason.NOBODY:
        return result
    missing = {name: Measurement.missing(reason) for name in result.measures}
    return replace(result, measures=missing)
