"""Watch the last rep or set again while the camera goes on: slowly, twice, then live again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

from formcheck.types import Rep
from formcheck_ui.live import phrases
from formcheck_ui.presenter import Presenter
from formcheck_ui.shell import Shell
from formcheck_ui.states import LIVE, State

if TYPE_CHECKING:
    from formcheck.sources.preview import Passage

SPEED: Final = 0.5
ROUNDS: Final = 2
_AROUND_S: Final = 0.4
"""Shown before and after, to see what the rep comes from."""

_TICK_MS: Final = 33
_WAIT_MS: Final = 1500
"""After a set: first its end, then the rep."""


class Again(QObject):
    """Play a passage of the camera's last minute in place of the live picture.

    Analysis, count, voice and rest timer go on.  The next rep, a countdown, the same command or
    the end of the second round bring the live picture back.
    """

    def __init__(self, window: Shell, presenter: Presenter) -> None:
        super().__init__(window)
        self._window, self._presenter = window, presenter
        self._passage: Passage | None = None
        self._title = ""
        self._played_s = 0.0
        self.by_itself = False
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(_WAIT_MS)
        self._due.timeout.connect(self._watch_worst)
        window.controller.state_changed.connect(self._on_state)

    @property
    def on(self) -> bool:
        """Whether the past is on show."""
        return self._passage is not None

    def watch_rep(self) -> None:
        """Show the last rep again, or the live picture when something is shown already."""
        reps = self._reps_of_set()
        if self.on:
            self.end()
        elif reps:
            self._watch(reps[-1], reps[-1], phrases.message("again_rep", len(reps)))

    def watch_set(self) -> None:
        """Show the last set again, or the live picture when something is shown already."""
        reps = self._reps_of_set()
        if self.on:
            self.end()
        elif reps:
            self._watch(reps[0], reps[-1], phrases.message("again_set"))

    def end(self) -> None:
        """Go back to the live picture."""
        self._timer.stop()
        self._due.stop()
        if self._passage is not None:
            self._passage = None
            self._presenter.looking_back = False
            self._window.view.show_past("")
            self._presenter.redraw()

    def _reps_of_set(self) -> tuple[Rep, ...]:
        control = self._window.controller
        if control.state not in LIVE or control.reps_in_set == 0:
            return ()
        return self._presenter.live_reps[-control.reps_in_set :]

    def _watch_worst(self) -> None:
        """Show the last rep in which a fault was told."""
        reps = self._reps_of_set()
        bad = [number for number, rep in enumerate(reps, 1) if rep.flags]
        if bad and not self.on and self._window.controller.state is State.RESTING:
            rep = reps[bad[-1] - 1]
            self._watch(rep, rep, phrases.message("again_rep", bad[-1]))

    def _watch(self, first: Rep, last: Rep, title: str) -> None:
        filming = self._window.controller.filming
        kept = filming.look_back if filming is not None else None
        if kept is None:
            return
        passage = kept.passage(first.start_s - _AROUND_S, last.end_s + _AROUND_S)
        if passage is None or passage.end_s <= passage.start_s:
            return
        self._passage, self._title, self._played_s = passage, title, 0.0
        self._presenter.looking_back = True
        self._window.view.show_past(title)
        self._clock.start()
        self._timer.start()
        self._tick()

    def _tick(self) -> None:
        passage = self._passage
        if passage is None:
            return
        self._played_s += SPEED * self._clock.restart() / 1000.0
        rounds, within_s = divmod(self._played_s, passage.end_s - passage.start_s)
        if rounds >= ROUNDS:
            self.end()
            return
        self._presenter.show_past(*passage.at(passage.start_s + within_s))

    def _on_state(self, state: State) -> None:
        if state is State.RESTING:
            if self.by_itself:
                self._due.start()
        else:
            self.end()
