"""The thread that films or analyses: it runs a session and hands what comes of it to the window.

The loop itself is ``formcheck.session``; here is only the way across the thread border.  Pictures
go through a mailbox with one slot, announced by a signal that carries nothing: as arguments of
queued signals they would pile up in front of a busy window.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTemporaryDir, QTimer, Signal

from formcheck.errors import FormCheckError, LoginError
from formcheck.findings import Findings
from formcheck.mailbox import ChannelClosed, ChannelTimeout, Mailbox
from formcheck.session import Session
from formcheck.session_seams import Engine, Records, SessionState, SessionStats
from formcheck.sources.base import FrameSource
from formcheck.types import Event, Frame, FrameResult, SessionResult
from formcheck_ui.services import Services
from formcheck_ui.worker import Worker

if TYPE_CHECKING:
    from formcheck.measures.maximum import Maximum
    from formcheck.measures.neutral import Neutral
    from formcheck.recording.recorder import Recorder
    from formcheck.recording.tape import Tape
    from formcheck.sources.preview import LookBack, PreviewStore

log = logging.getLogger(__name__)

_PROGRESS_EVERY_MS: Final = 100


@dataclass(frozen=True, slots=True)
class Live:
    """One analysed frame of a camera; ``done_s`` is on the clock of ``time.monotonic``."""

    frame: Frame
    result: FrameResult
    stats: SessionStats
    done_s: float


def painted_delay_ms(live: Live) -> float:
    """Return the time from a frame's capture to now, in milliseconds."""
    return live.stats.delay_ms + (time.monotonic() - live.done_s) * 1000.0


class SessionThread(Worker):
    """Run one session; end it with :meth:`stop` and then ``wait()``, never by force.

    Parameters
    ----------
    services : Services
        How to open things.
    spec : str or int
        What to open.
    exercise : str or None
        The exercise; None to recognise it.
    recording : Findings, optional
        Where the results of every frame go; without one frames go to the mailbox alone.
    keep : bool
        Whether the poses of a clip are kept, so that it can be judged again.
    parent : QObject, optional
        Owner.

    Attributes
    ----------
    exercise : str or None
        As given.
    login_wanted : bool
        Whether it failed because the camera asks for a name and a password.

    Signals
    -------
    arrived
        There may be a new frame in the mailbox.
    told
        There are new events.
    progressed
        The recording has grown.
    state_changed
        A ``SessionState``.
    taped
        A ``TapeState``: a recording began, ended, failed or has grown.
    """

    arrived = Signal()
    told = Signal()
    progressed = Signal()
    state_changed = Signal(object)
    taped = Signal(object)
    _grown = Signal()

    def __init__(
        self,
        services: Services,
        spec: str | int,
        exercise: str | None,
        *,
        recording: Findings | None = None,
        keep: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self.spec = spec
        self.exercise = exercise
        self._recording = recording
        self._keep = keep
        self._folder: QTemporaryDir | None = None
        self._recorder: Recorder | None = None
        self._kept: Path | None = None
        self._mailbox: Mailbox[Live] = Mailbox()
        self._events: deque[Event] = deque()
        self._announced = False
        self._telling = False
        self._grown.connect(self._on_grown, Qt.ConnectionType.QueuedConnection)
        self._session: Session | None = None
        self._engine: Engine
        self._neutral_asked = False
        self._changed = False
        self._measured_id: int | None = None
        self._starting = threading.Lock()
        self.login_wanted = False
        self.lifter_id: int | None = None
        self.result: SessionResult | None = None
        self.stats: SessionStats | None = None
        self.previews: PreviewStore | None = None
        # None where poses are judged again: their frames have no picture.
        self._filled: PreviewStore | None = None
        self.look_back: LookBack | None = None
        self.tape: Tape | None = None

    def stop(self) -> None:
        """Ask the session to end soon; callable from any thread, any number of times."""
        super().stop()
        with self._starting:
            if self._session is not None:
                self._session.stop()

    def again(self, exercise: str | None, recording: Findings) -> SessionThread:
        """Return a session that judges the clip anew, from the poses of this one if it is done."""
        spec = self.spec if self._kept is None else str(self._kept)
        thread = SessionThread(
            self._services, spec, exercise, recording=recording, keep=True, parent=self.parent()
        )
        thread.previews, thread._kept, thread._folder = self.previews, self._kept, self._folder
        self._folder = None
        return thread

    def let_go(self) -> None:
        """Remove the poses that were kept."""
        if self._folder is not None:
            self._folder.remove()

    def ask_neutral(self) -> None:
        """Have the next seconds taken as the neutral posture; callable from any thread."""
        self._neutral_asked = True

    def change_lifter(self, lifter_id: int | None) -> None:
        """Have the next frames measured against another lifter's postures; from any thread."""
        if lifter_id != self.lifter_id:
            self.lifter_id, self._changed = lifter_id, True

    def follow_person(self, x_px: float, y_px: float) -> None:
        """Take the person at this point of the frame for the lifter; from any thread."""
        if self._session is not None:
            self._session.follow_person(x_px, y_px)

    def take(self) -> Live | None:
        """Return the newest frame, or None when there is no new one."""
        self._announced = False
        try:
            return self._mailbox.get(0.0)
        except (ChannelTimeout, ChannelClosed):
            return None

    def take_events(self) -> list[Event]:
        """Return the events since the last call, in order; none is ever lost."""
        taken = []
        while self._events:
            taken.append(self._events.popleft())
        return taken

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        """Hand one frame over (called in this thread)."""
        if self._neutral_asked:
            self._neutral_asked = False
            self._engine.ask_neutral()
        if self._changed:
            self._changed = False
            self._follow_lifter(self.exercise or result.exercise.name)
        self.stats = stats
        if self.look_back is not None:
            self.look_back.note(result)
        if self._recording is None:
            self._mailbox.put(Live(frame, result, stats, time.monotonic()))
            if not self._announced:
                self._announced = True
                self.arrived.emit()
            return
        self._recording.append(result, frame.size, self._engine.sample)
        if self._filled is not None:
            self._filled.add(frame)
        self._grown.emit()

    def _on_grown(self) -> None:
        # In the window's thread: what has grown just before the analysis halts is told as well.
        if not self._telling:
            self._telling = True
            QTimer.singleShot(_PROGRESS_EVERY_MS, self, self._tell)

    def _tell(self) -> None:
        self._telling = False
        self.progressed.emit()

    def on_event(self, event: Event) -> None:
        """Hand an event over (called in this thread)."""
        if self._recording is not None:
            self._recording.tell(event)
        self._events.append(event)
        self.told.emit()

    def on_state(self, state: SessionState) -> None:
        """Tell a change of state (called in this thread)."""
        self.state_changed.emit(state)

    def _recall(self, exercise: str | None) -> None:
        """Tell the engine what is known of the lifter in this exercise from other days."""
        if self.lifter_id is not None:
            self._measured_id = self.lifter_id
            neutral, maximum = self._known(exercise)
            if neutral is not None or maximum is not None:
                self._engine.recall(neutral, maximum)

    def _follow_lifter(self, exercise: str) -> None:
        """Have another lifter's postures forgotten, but not those of whoever goes on lifting.

        That sets are saved from now on, or no more, makes nobody another lifter.
        """
        lifter_id, before = self.lifter_id, self._measured_id
        if lifter_id is None:
            return
        if before in (None, lifter_id):
            self._recall(exercise)
        else:
            self._measured_id = lifter_id
            self._engine.change_lifter(*self._known(exercise))

    def _known(self, exercise: str | None) -> tuple[Neutral | None, Maximum | None]:
        if self.lifter_id is None or exercise in (None, "unknown"):
            return None, None
        try:
            known = self._services.known(self.lifter_id, str(exercise))
        except FormCheckError:
            # A set can be filmed without it; the log's own page says what is wrong with the log.
            log.warning("nothing of other days is known", exc_info=True)
            return None, None
        return known.neutral, known.maximum

    def _run(self) -> None:
        # Brings OpenCV, which the window must not wait for.
        from formcheck.recording.source import estimator_for

        source = self._services.open_source(self.spec)
        with source:
            with self._starting:
                # Asked to stop while the source was being opened, there was nothing to stop yet.
                if self.isInterruptionRequested():
                    return
                self._engine = self._services.new_pipeline(self.exercise)
                self._recall(self.exercise)
                records: Records | None
                watch: Callable[[Frame], None] | None = None
                if self._recording is None:
                    records, watch = self._film(source)
                else:
                    records = self._keeping(source)
                self._session = session = Session(
                    source,
                    estimator_for(source, self._services.open_estimator),
                    self._engine,
                    self,
                    records=records,
                    on_captured=watch,
                )
            try:
                session.run()
            finally:
                self.result = session.result
                self._keep_poses()
                self._record_result()
                if self.tape is not None:
                    self.tape.finish(session.result)

    def _keeping(self, source: FrameSource) -> Recorder | None:
        """Return what keeps the poses of a clip, if they are wanted."""
        # Brings OpenCV, which the window must not wait for.
        from formcheck.recording.source import RecordedSource

        if isinstance(source, RecordedSource):
            return None
        self.previews = self._filled = self._services.new_previews()
        folder = self._folder or QTemporaryDir()
        if not self._keep or not folder.isValid():
            return None
        from formcheck.recording.header import describe
        from formcheck.recording.recorder import Recorder

        self._folder = folder
        header = describe(source.info, self._services.config(), exercise=self.exercise)
        # Where they cannot be kept, the clip is looked at again.
        self._recorder = Recorder(self._poses, header, lambda error: log.info("%s", error.message))
        return self._recorder

    @property
    def _poses(self) -> Path:
        return Path(self._folder.filePath("poses.fcrec") if self._folder is not None else "")

    def _keep_poses(self) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is None:
            return
        # Whether it could be written is known only once its last block is.
        recorder.close()
        if self.result is None or self.result.stopped_early or recorder.failed:
            self._poses.unlink(missing_ok=True)
        else:
            self._kept = self._poses

    def _film(self, source: FrameSource) -> tuple[Tape | None, Callable[[Frame], None]]:
        """Return what records a camera's session, and what sees its pictures meanwhile."""
        look_back = self.look_back = self._services.new_look_back()
        tape = self.tape = self._services.new_tape(source, self.exercise, self.taped.emit)
        if tape is None:
            return None, look_back.see

        def watch(frame: Frame) -> None:
            tape.watch(frame)
            look_back.see(frame)

        return tape, watch

    def _record_result(self) -> None:
        if self._recording is not None and self.result is not None:
            self._recording.finish(self.result.reps, self.result.flags)
            self.progressed.emit()

    def _fail(self, error: FormCheckError) -> None:
        self.login_wanted = isinstance(error, LoginError)
        super()._fail(error)
