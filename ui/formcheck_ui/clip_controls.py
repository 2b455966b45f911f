"""Play, pause and go about in the clip that is open."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from formcheck.findings import Findings
from formcheck.types import SessionResult
from formcheck_ui.playback import Playback
from formcheck_ui.session_thread import SessionThread

_TICK_MS: Final = 12


class ClipControls(QObject):
    """What can be done with an open clip, and the clock that goes on in it.

    Who opens the clip, the controller, says whether one is on show and fetches its frames.

    Signals
    -------
    analysed
        The recording has grown; its progress from 0 to 1.
    judged_again
        What was found of the open clip is given up: it is judged anew.
    played
        The clip has gone on, or is played otherwise.
    """

    analysed = Signal(float)
    judged_again = Signal()
    played = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked_index = -1
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._session: SessionThread | None = None
        self._again: tuple[str | None] | None = None
        self.recording: Findings | None = None
        self.result: SessionResult | None = None
        self.playback: Playback | None = None
        # Whether playing waits for the analysis, until the head is moved by hand.
        self.following = False

    @property
    @abstractmethod
    def _replays(self) -> bool:
        """Whether a clip is on show."""

    @abstractmethod
    def _show_playing(self, playing: bool) -> None:
        """Take note that the clip plays now, or is paused."""

    @abstractmethod
    def _request(self, index: int) -> None:
        """Have a frame of the clip fetched."""

    @abstractmethod
    def _begin_session(self, thread: SessionThread) -> None:
        """Run a session and hear of it."""

    def judge_again(self, exercise: str | None, *, changed: bool = False) -> None:
        """Judge the open clip as another exercise, or as what is recognised; its place stays.

        As the same one only where that has ``changed`` itself.
        """
        session = self._session
        if session is None or not self._replays:
            return
        # Who goes back to the first exercise at once must not be left with the second.
        asked = session.exercise if self._again is None else self._again[0]
        if exercise != asked or changed:
            self._again = (exercise,)
            session.stop()
            if session.isFinished():
                self._begin_again(session)

    def _begin_again(self, before: SessionThread) -> None:
        if self._again is not None and self._replays:
            self.result, self.recording = None, Findings()
            thread = before.again(self._again[0], self.recording)
            before.wait()
            before.deleteLater()
            self._again = None
            self.judged_again.emit()
            self._begin_session(thread)

    def toggle_play(self) -> None:
        """Play or pause the clip."""
        if self.playback is None or not self._replays:
            return
        self.playback.toggle()
        self._after_play_change()

    def seek(self, time_s: float) -> None:
        """Show the clip at a time."""
        if self.playback is not None and self._replays:
            self.following = False
            self.playback.seek(time_s)
            self._after_play_change()

    def step(self, frames: int) -> None:
        """Pause and go some frames on or back."""
        if self.playback is not None and self._replays:
            self.following = False
            self.playback.step(frames)
            self._after_play_change()

    def jump(self, share: float) -> None:
        """Go on by a share of the clip's length."""
        if self.playback is not None:
            self.seek(self.playback.time_s + share * self.playback.end_s)

    def to_mark(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) rep or flag."""
        if self.playback is not None and self.recording is not None and self._replays:
            self.following = False
            self.playback.to_mark(self.recording.marks(), direction)
            self._after_play_change()

    def set_speed(self, speed: float) -> None:
        """Play at a speed."""
        if self.playback is not None:
            self.playback.speed = speed
            self.played.emit()

    def change_speed(self, steps: int) -> None:
        """Play faster (1) or slower (-1)."""
        if self.playback is not None:
            self.playback.change_speed(steps)
            self.played.emit()

    def _tick(self) -> None:
        elapsed_s = self._clock.restart() / 1000.0
        if self.playback is None or not self.playback.playing:
            return
        # A clip is not held back by the analysis: speed is what is said, and results fill in
        # behind.  Who is shown the sample sees the faults as they come instead.
        if self.playback.advance(elapsed_s, self._known_s if self.following else math.inf):
            self._ask()
        else:
            self._after_play_change()

    @property
    def _known_s(self) -> float:
        """How far the clip is analysed, in seconds; without end once it is done."""
        if self.recording is None or self.recording.complete:
            return math.inf
        return self.recording.analysed_until_s

    def _on_progress(self) -> None:
        if self.recording is not None and self.playback is not None:
            share = self._known_s / max(self.playback.end_s, 1e-6)
            self.analysed.emit(min(max(share, 0.0), 1.0))

    def _after_play_change(self) -> None:
        if self.playback is None:
            return
        self._clock.restart()
        self._show_playing(self.playback.playing)
        self._ask()
        self.played.emit()

    def _ask(self) -> None:
        """Ask the player for the frame that is due, once."""
        if self.playback is None:
            return
        index = self.playback.index
        if index != self._asked_index:
            self._asked_index = index
            self._request(index)
        if self.playback.playing:
            self.played.emit()
