"""What is lifted at a moment of a filming or a clip, as far as it is known."""

from __future__ import annotations

from PySide6.QtCore import QObject

from formcheck.types import Event, ExerciseRecognised
from formcheck_ui.controller import Controller
from formcheck_ui.session_thread import Live
from formcheck_ui.states import State

UNKNOWN = "unknown"


class Lifted(QObject):
    """Remember what a camera's session was recognised as when, and look it up in a clip's findings.

    Parameters
    ----------
    control : Controller
        Whose session or clip is followed.
    """

    def __init__(self, control: Controller) -> None:
        super().__init__(control)
        self._control = control
        self._known: list[tuple[float, str]] = []
        control.state_changed.connect(self._on_state)
        control.live_frame.connect(self._on_live)
        control.happened.connect(self._on_event)

    def at(self, time_s: float) -> str:
        """Return the name of the exercise at a time, ``"unknown"`` where none is known.

        A clip that is analysed tells it of the whole set, also of its reps before the name was
        known; while filming it is the one named last until then, before any the first one.
        """
        control = self._control
        if control.path is not None:
            if control.result is not None:
                return control.result.exercise_at(time_s)
            return control.recording.exercise_at(time_s) if control.recording else UNKNOWN
        names = [name for since_s, name in self._known if since_s <= time_s]
        return (names[-1:] or [name for _, name in self._known[:1]] or [UNKNOWN])[0]

    def _on_state(self, state: State) -> None:
        if state is State.STARTING:
            self._known.clear()

    def _on_live(self, live: Live) -> None:
        self._note(live.result.time_s, live.result.exercise.name)

    def _on_event(self, event: Event) -> None:
        # It comes before the faults of the rep that showed it, whose frame may come later.
        if isinstance(event, ExerciseRecognised):
            self._note(event.time_s, event.guess.name)

    def _note(self, time_s: float, name: str) -> None:
        if name != UNKNOWN and (not self._known or self._known[-1][1] != name):
            self._known.append((time_s, name))
