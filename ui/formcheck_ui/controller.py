"""What the window does: one explicit machine over camera, clip and their threads.

The controller knows no widget.  It owns at most one session thread and one player thread, and
every change of state goes through :meth:`Controller._enter`, which checks it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from formcheck.assets import is_sample
from formcheck.findings import Findings
from formcheck.recording.shelf import TapeState
from formcheck.session_seams import SessionState, SessionStats
from formcheck.types import Event, Frame, Rep, RepCompleted, SourceInfo
from formcheck_ui.clip_controls import ClipControls
from formcheck_ui.playback import Playback
from formcheck_ui.player_thread import ClipProbe, PlayerThread
from formcheck_ui.services import Services
from formcheck_ui.session_thread import SessionThread
from formcheck_ui.states import BUSY, LIVE, REPLAY, TRANSITIONS, SetTracker, State

if TYPE_CHECKING:
    from formcheck.sources.preview import PreviewStore

log = logging.getLogger(__name__)

_QUEUED: Final = Qt.ConnectionType.QueuedConnection


class Controller(ClipControls):
    """Start and stop cameras, open and play clips, and tell the window what to show.

    Signals
    -------
    live_frame
        A ``Live``: one analysed frame of the camera.
    clip_frame
        A ``Frame`` of the clip, to be shown with what :attr:`recording` has for its time.
    happened
        An ``Event`` of the engine.
    link_changed
        A ``SessionState``: warming up, running, stalled, reconnecting.
    taped
        A ``TapeState``: how the recording of the camera's session goes.
    failed
        Message and hint, in the user's words.
    unopened
        The path of a clip that cannot be opened; told after ``failed``.
    login_wanted
        The address of a camera that asks for a name and a password; told after ``failed``.
    """

    state_changed = Signal(object)
    live_frame = Signal(object)
    clip_frame = Signal(object)
    clip_opened = Signal()
    happened = Signal(object)
    link_changed = Signal(object)
    taped = Signal(object)
    failed = Signal(str, str)
    unopened = Signal(object)
    login_wanted = Signal(str)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._player: PlayerThread | None = None
        self._tracker = SetTracker()
        self._last_live_s = 0.0
        self._probe = ClipProbe(services, self)
        self._probe.sound.connect(self._on_sound)
        self._probe.failed.connect(self._on_unsound)
        self._exercise: str | None = None
        self._next: tuple[str, str | int | Path, str | None] | None = None
        self.state = State.IDLE
        self.path: Path | None = None
        self.tape = TapeState()
        self.last_recording: Path | None = None
        # Whose sets they are, by number in the log; None for nobody's.
        self.whose: Callable[[], int | None] = lambda: None

    @property
    def reps_in_set(self) -> int:
        """Reps of the live set that is on, or of the last one."""
        return self._tracker.reps

    @property
    def held_s(self) -> float:
        """Seconds of the last hold of the live set that is on, or of the last one; NaN without."""
        return self._tracker.held_s

    def start_camera(self, spec: str | int, exercise: str | None) -> None:
        """Film from a camera's number or name, or from a stream's address."""
        self._probe.forget()
        if self.state in BUSY or self._session is not None or self._player is not None:
            # After a failure a thread may still be loading the model; it has to end first.
            self._next = ("camera", spec, exercise)
            self.stop()
            return
        self._forget()
        self._tracker = SetTracker(self._services.config().live.set_ends_after_s)
        self._last_live_s = 0.0
        self._enter(State.STARTING)
        self._begin_session(SessionThread(self._services, spec, exercise, parent=self))

    def begin_set(self) -> None:
        """Begin a set at the lifter's word."""
        if self.state in LIVE:
            self._tracker.begin(self._last_live_s)
            self._enter(self._tracker.state)

    def ask_neutral(self) -> None:
        """Have the lifter's posture of the next seconds taken as the neutral one."""
        if self.state in LIVE and self._session is not None:
            self._session.ask_neutral()

    def change_lifter(self) -> None:
        """Measure from now on against the postures of the lifter whose sets are kept now."""
        if self.path is None and self._session is not None:
            self._session.change_lifter(self.whose())

    def replay_after_stop(self) -> None:
        """Stop the camera and open what it has recorded, if it has."""
        self._next = ("replay", "", None)
        self.stop()

    @property
    def filming(self) -> SessionThread | None:
        """The session of the camera that runs, None without one."""
        return self._session if self.state in LIVE else None

    def end_set(self) -> None:
        """End the set at the lifter's word."""
        if self.state is State.IN_SET:
            self._tracker.end()
            self._enter(self._tracker.state)

    def open_clip(self, path: Path, exercise: str | None) -> None:
        """Open a clip for replay and analyse it meanwhile.

        What is on show, or filmed, goes on until the file has been found to be a clip.
        """
        self._probe.forget()
        if self.state in LIVE | REPLAY:
            self._exercise = exercise
            self._probe.ask(path)
            return
        if self.state in BUSY or self._session is not None or self._player is not None:
            self._next = ("clip", path, exercise)
            self.stop()
            return
        self._forget()
        self.path = path
        self.recording = Findings()
        self._enter(State.STARTING)
        player = PlayerThread(self._services, path, self, previews=lambda: self._previews)
        player.opened.connect(self._on_clip_opened, _QUEUED)
        player.arrived.connect(self._on_clip_frame, _QUEUED)
        player.failed.connect(self._on_failed, _QUEUED)
        player.finished.connect(self._on_thread_finished, _QUEUED)
        self._player = player
        player.start()
        thread = SessionThread(
            self._services, str(path), exercise, recording=self.recording, keep=True, parent=self
        )
        self._begin_session(thread)

    def _on_sound(self, path: Path) -> None:
        if self.state in BUSY:
            self._next = ("clip", path, self._exercise)
            self.stop()
        else:
            self.open_clip(path, self._exercise)

    def _on_unsound(self, path: Path, message: str, hint: str) -> None:
        self.failed.emit(message, hint)
        self.unopened.emit(path)

    def stop(self) -> None:
        """Stop the camera or close the clip; does not wait."""
        # A clip that is still looked into would stop what is begun next.
        self._probe.forget()
        if self.state not in BUSY or self.state is State.STOPPING:
            return
        self._enter(State.STOPPING)
        self._stop_threads()
        self._settle()

    def shut_down(self) -> None:
        """Stop and wait until no thread is left; for closing the window."""
        self._next = None
        self._probe.shut_down()
        self._timer.stop()
        self._stop_threads()
        for thread in (self._session, self._player):
            if thread is not None:
                thread.wait()
        self._drop_threads()

    def _enter(self, state: State) -> None:
        if state is self.state:
            return
        if state not in TRANSITIONS[self.state]:
            raise RuntimeError(f"{self.state.name} cannot become {state.name}")
        log.debug("%s → %s", self.state.name, state.name)
        if state not in REPLAY:
            # A clip that is being closed goes on no more: its end must not pause it.
            self._timer.stop()
        self.state = state
        self.state_changed.emit(state)

    def _forget(self) -> None:
        self.recording = self.playback = self.path = self.result = None
        self._again = None
        self._asked_index = -1

    def _begin_session(self, thread: SessionThread) -> None:
        thread.lifter_id = self.whose()
        thread.arrived.connect(self._on_live_frame, _QUEUED)
        thread.told.connect(self._on_told, _QUEUED)
        thread.progressed.connect(self._on_progress, _QUEUED)
        thread.state_changed.connect(self._on_link, _QUEUED)
        thread.taped.connect(self._on_taped, _QUEUED)
        thread.failed.connect(self._on_failed, _QUEUED)
        thread.finished.connect(self._on_thread_finished, _QUEUED)
        self._session = thread
        thread.start()

    @property
    def _previews(self) -> PreviewStore | None:
        return self._session.previews if self._session is not None else None

    def _on_live_frame(self) -> None:
        live = self._session.take() if self._session is not None else None
        if live is None or self.state not in LIVE | {State.STARTING}:
            return
        if self.state is State.STARTING:
            self._enter(State.WAITING)
        self._last_live_s = live.result.time_s
        self._enter(self._tracker.push(live.result))
        self.live_frame.emit(live)

    def _on_told(self) -> None:
        events: list[Event] = self._session.take_events() if self._session is not None else []
        for event in events:
            if isinstance(event, RepCompleted) and self.state in LIVE:
                self._part_sets(event.rep)
            self.happened.emit(event)

    def _part_sets(self, rep: Rep) -> None:
        """End the set where the engine has put a rep into the next, and begin that."""
        if self._tracker.parts(rep):
            self._enter(self._tracker.state)
            self._tracker.begin_with(rep)
            self._enter(self._tracker.state)

    def _on_taped(self, tape: TapeState) -> None:
        self.tape = tape
        self.taped.emit(tape)

    def _on_link(self, state: SessionState) -> None:
        if self.state in BUSY:
            self.link_changed.emit(state)

    @property
    def clip_info(self) -> SourceInfo | None:
        """What the open clip says of itself, None without one."""
        clip = self._player.clip if self._player is not None else None
        return clip.info if clip is not None else None

    def analysis_stats(self) -> SessionStats | None:
        """Return the latest figures of the session that runs, None without one."""
        return self._session.stats if self._session is not None else None

    @property
    def _replays(self) -> bool:
        return self.state in REPLAY

    def _show_playing(self, playing: bool) -> None:
        self._enter(State.PLAYING if playing else State.PAUSED)

    def _request(self, index: int) -> None:
        if self._player is not None:
            self._player.request(index)

    def _on_clip_opened(self) -> None:
        clip = self._player.clip if self._player is not None else None
        if clip is None or self.state is not State.STARTING:
            return
        self.playback = Playback(clip.times_s)
        self.playback.playing = True
        self.following = self.path is not None and is_sample(self.path)
        self._enter(State.PLAYING)
        self.clip_opened.emit()
        self._clock.start()
        self._timer.start()
        self._ask()

    def _on_clip_frame(self) -> None:
        frame: Frame | None = self._player.take() if self._player is not None else None
        if frame is not None and self.state in REPLAY:
            self.clip_frame.emit(frame)

    def _on_failed(self, message: str, hint: str) -> None:
        if self.state is State.FAILED or self.state not in BUSY:
            return
        if self.sender() not in (self._session, self._player):
            # Told by a thread that has ended since, of what was open before.
            return
        unopened = self.path if self.state is State.STARTING else None
        session = self._session
        locked = str(session.spec) if session is not None and session.login_wanted else ""
        self._enter(State.FAILED)
        self._stop_threads()
        self.failed.emit(message, hint)
        if unopened is not None:
            self.unopened.emit(unopened)
        if locked:
            self.login_wanted.emit(locked)

    def _on_thread_finished(self) -> None:
        if self.sender() not in (self._session, self._player):
            # Of what was open before: what has begun since must not end with it, unheard.
            return
        session = self._session
        if session is not None and session.isFinished() and self._again is not None:
            self._begin_again(session)
        elif session is not None and session.isFinished():
            self._on_told()
            self.result = session.result or self.result
            self._note_recordings(session)
            self._on_progress()
        self._settle()

    def _note_recordings(self, session: SessionThread) -> None:
        if session.tape is not None:
            kept = session.tape.kept
            self.last_recording = kept[-1] if kept else self.last_recording
            if self.tape != TapeState():
                self._on_taped(TapeState())

    def _settle(self) -> None:
        """Go on once every thread that has to end has ended."""
        running = [each for each in (self._session, self._player) if each and each.isRunning()]
        if running:
            return
        if self.state in LIVE | {State.STARTING}:
            # The source came to its end by itself.
            self._enter(State.STOPPING)
        if self.state is State.STOPPING:
            self._drop_threads()
            self._enter(State.IDLE)
        elif self.state is State.FAILED:
            self._drop_threads()
        self._begin_next()

    def _begin_next(self) -> None:
        if self._next is None or self.state in BUSY:
            return
        kind, what, exercise = self._next
        self._next = None
        if kind == "clip":
            self.open_clip(Path(str(what)), exercise)
        elif kind == "replay":
            if self.last_recording is not None and self.last_recording.exists():
                self.open_clip(self.last_recording, None)
        elif not isinstance(what, Path):
            self.start_camera(what, exercise)

    def _stop_threads(self) -> None:
        for thread in (self._session, self._player):
            if thread is not None:
                thread.stop()

    def _drop_threads(self) -> None:
        for thread in (self._session, self._player):
            if thread is not None:
                thread.wait()
                thread.deleteLater()
        if self._session is not None:
            self._note_recordings(self._session)
            self._session.let_go()
        self._session = self._player = None
