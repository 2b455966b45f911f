"""What goes wrong with the picture while filming: black, lost, or several people; and who is meant.

The lifter cannot read a message from where she stands, so the voice tells it too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from formcheck.session import SessionState
from formcheck.types import ByteArray, FrameResult, Reason
from formcheck_ui.live import phrases
from formcheck_ui.session_thread import Live
from formcheck_ui.states import LIVE, State

if TYPE_CHECKING:
    from formcheck_ui.main_window import MainWindow

BLACK_S: Final = 2.0
"""Black for so long it is no passing hand or fade."""

UNSURE_S: Final = 1.5
BLACK_LEVEL: Final = 12
PLACES: Final = 3
"""A person can be named by key: from the left, in the middle, from the right."""

_STEP: Final = 32


class WatchDesk(QObject):
    """Tell of a black or lost camera and of several people, and pass on who the lifter is.

    Parameters
    ----------
    window : MainWindow
    say : callable
        Speaks a message to somebody across the room.
    """

    def __init__(self, window: MainWindow, say: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._say = say
        self._size = (0, 0)
        self._reset()
        control = window.controller
        control.live_frame.connect(self._on_live)
        control.link_changed.connect(self._on_link)
        control.state_changed.connect(self._on_state)
        window.view.pointed.connect(self.point)
        self._on_state(control.state)

    def point_at(self, place: int) -> None:
        """Take the person at a place for the lifter: 1 on the left, 2 in the middle, 3 right.

        Left and right are those of the picture as it is shown, also in a mirror.
        """
        share = (place - 0.5) / PLACES
        if self._window.commands["mirror"].isChecked():
            share = 1.0 - share
        self.point(share * self._size[0], 0.5 * self._size[1])

    def point(self, x_px: float, y_px: float) -> None:
        """Take the person at a point of the frame, in pixels, for the lifter."""
        filming = self._window.controller.filming
        if filming is not None:
            filming.follow_person(x_px, y_px)
            self._window.view.show_point((x_px, y_px))
            self._window.strip.message.setText(phrases.message("pointed"))
            self._unsure_from_s = math.nan

    def _reset(self) -> None:
        self._bright_s = self._unsure_from_s = math.nan
        self._black = self._asked = False

    def _on_state(self, state: State) -> None:
        if state is State.STARTING:
            self._reset()
        for place in range(1, PLACES + 1):
            self._window.commands[f"person_{place}"].setEnabled(state in LIVE)

    def _on_live(self, live: Live) -> None:
        self._size = live.frame.size
        self._watch_light(live.frame.image, live.result.time_s)
        self._watch_people(live.result)

    def _watch_light(self, image: ByteArray, now_s: float) -> None:
        if image[::_STEP, ::_STEP].max() >= BLACK_LEVEL or math.isnan(self._bright_s):
            self._bright_s = now_s
            if self._black:
                self._black = False
                self._window.banner.hide()
        elif not self._black and now_s - self._bright_s >= BLACK_S:
            self._black = True
            self._tell("black", "black_remedy")

    def _watch_people(self, result: FrameResult) -> None:
        unsure = result.pose is None and any(
            each.reason is Reason.PERSON_UNSURE for each in result.measures.values()
        )
        if not unsure:
            self._unsure_from_s = math.nan
            if self._asked:
                self._asked = False
                self._window.banner.hide()
        elif math.isnan(self._unsure_from_s):
            self._unsure_from_s = result.time_s
        elif not self._asked and result.time_s - self._unsure_from_s >= UNSURE_S:
            self._asked = True
            self._tell("who", "who_remedy")

    def _on_link(self, state: SessionState) -> None:
        if self._window.controller.path is not None:
            return
        if state is SessionState.RECONNECTING:
            self._tell("lost", "lost_remedy")
        elif state is SessionState.RUNNING and self._window.controller.state in LIVE:
            self._window.banner.hide()

    def _tell(self, code: str, remedy: str) -> None:
        said = phrases.message(code)
        self._window.banner.tell(said, phrases.message(remedy), "warning")
        self._say(said)
