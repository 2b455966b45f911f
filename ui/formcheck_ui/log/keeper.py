"""Keep what the window films or replays, when a lifter was chosen; nothing is kept otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from formcheck.errors import FormCheckError
from formcheck.log.background import BackgroundKeeper
from formcheck.log.clips import as_logged
from formcheck.log.keeping import Keeping, SetKeeper
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck.recording.shelf import TapeState
from formcheck.review.correct import Corrected, as_corrected
from formcheck.review.corrections import Corrections
from formcheck.review.replaying import corrected_events
from formcheck.types import Event
from formcheck_ui.controller import Controller
from formcheck_ui.session_thread import Live
from formcheck_ui.states import LIVE, State

_LOOK_MS: Final = 100
_PATIENCE_MS: Final = 5000
"""A write takes milliseconds; the keeper's thread may have to wait for the disk, or for another
program that writes, for as long as this before somebody is told."""


class WindowKeeper(QObject):
    """Follow the controller and store sets: a camera's as they grow, a clip's when asked to.

    Parameters
    ----------
    controller : Controller
    said : callable
        Returns whose sets are kept, with load and unit; None for nobody's.
    parent : QObject, optional

    Signals
    -------
    kept
        Sets have been stored, or have grown; carries how many the session has by now.
    rested
        A set of the camera has just ended; carries whether it is in the log, and what is wrong
        where it is not.
    failed
        Message and hint.
    """

    kept = Signal(int)
    rested = Signal(bool, str)
    failed = Signal(str, str)

    def __init__(
        self,
        controller: Controller,
        said: Callable[[], Keeping | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._said = said
        self._live: BackgroundKeeper | None = None
        self._clip_events: list[tuple[float, Event]] = []
        self._recording = ""
        self._waited_ms = 0
        self._written = QTimer(self)
        self._written.setInterval(_LOOK_MS)
        self._written.timeout.connect(self._look)
        controller.state_changed.connect(self._on_state)
        controller.live_frame.connect(self._on_frame)
        controller.happened.connect(self._on_event)
        controller.taped.connect(self._on_taped)

    @property
    def keeps(self) -> bool:
        """Whether a camera's sets are being kept."""
        return self._live is not None

    def finish(self) -> None:
        """End the camera's session and wait for its last write."""
        self._written.stop()
        live, self._live = self._live, None
        if live is None:
            return
        try:
            stored = live.finish(self._controller.result)
        except FormCheckError as error:
            self.failed.emit(error.message, error.hint)
        else:
            self.kept.emit(len(stored))

    def keep_clip(
        self, key: str, started: Moment, stands: Corrected, corrections: Corrections
    ) -> int:
        """Store the sets of the clip that was analysed and return how many there are.

        Parameters
        ----------
        key : str
            What tells this clip from others.
        started : Moment
            When it was filmed.
        stands : Corrected
            Its reps and flags as they stand after correction.
        corrections : Corrections
            What was corrected.

        Raises
        ------
        FormCheckError
            When the log cannot be written.
        """
        said, result = self._said(), self._controller.result
        if said is None or result is None:
            return 0
        said = replace(
            said, origin="clip", started=started, origin_key=key, source=str(self._controller.path),
            corrections=as_logged(corrections, Moment.now().utc_s),
        )  # fmt: skip
        events: Sequence[tuple[float, Event]] = self._clip_events
        if corrections.judged:
            events = corrected_events(events, stands)
            result = as_corrected(result, stands.reps, stands.flags)
        with TrainingLog.open() as log:
            stored = SetKeeper(log, said).keep_all(events, result, started)
        self.kept.emit(len(stored))
        return len(stored)

    def _on_state(self, state: State) -> None:
        if state in LIVE:
            said = self._said_of_camera()
            if self._live is None and said is not None:
                self._live = BackgroundKeeper(None, said)
            elif self._live is not None and said is None:
                self.finish()
            elif self._live is not None and said is not None:
                # Another load, or lifter, may have been named since the last set.
                self._live.say(said)
            if self._live is not None and state is State.RESTING and self._controller.reps_in_set:
                # The set's last rep is on its way to the disk; what is next can be told then.
                self._waited_ms = 0
                self._written.start()
        elif state is State.STARTING:
            self._clip_events = []
        elif state not in (State.PAUSED, State.STOPPING):
            self.finish()

    def say(self) -> None:
        """Take over that another lifter, load or recording has been named for the sets to come."""
        said = self._said_of_camera()
        if self._live is not None and said is not None:
            self._live.say(said)

    def _look(self) -> None:
        """Tell of the set that has ended once it is in the log, or that it cannot be written."""
        self._waited_ms += _LOOK_MS
        live = self._live
        written = live is not None and live.all_written
        if live is None or written or self._waited_ms >= _PATIENCE_MS:
            self._written.stop()
        if live is not None and not self._written.isActive():
            self.rested.emit(written, live.error.message if live.error is not None else "")

    def _said_of_camera(self) -> Keeping | None:
        """Return what is said of the sets, with the recording they are in."""
        said, path = self._said(), self._controller.tape.path
        return said if said is None or path is None else replace(said, recording=str(path))

    def _on_taped(self, tape: TapeState) -> None:
        """Say in which recording the sets to come are, when another one begins or this one ends."""
        recording = "" if tape.path is None else str(tape.path)
        if recording != self._recording:
            self.say()
        self._recording = recording

    def _on_frame(self, live: Live) -> None:
        if self._live is not None:
            self._live.on_frame(live.frame, live.result, live.stats)

    def _on_event(self, event: Event) -> None:
        if self._live is not None:
            self._live.on_event(event)
        elif self._controller.path is not None:
            self._clip_events.append((event.time_s, event))
