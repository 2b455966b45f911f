"""What goes wrong while filming, told across the picture; and who of several people is meant.

The lifter reads it from three metres, and the voice tells it too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from PySide6.QtCore import QObject

from formcheck.session_seams import SessionState, SessionStats
from formcheck.sources.black import is_black
from formcheck.types import ByteArray, FrameResult, Reason
from formcheck_ui.live import phrases
from formcheck_ui.session_thread import Live
from formcheck_ui.shell import Shell
from formcheck_ui.states import LIVE, State

BLACK_S: Final = 2.0
"""Black for so long it is no passing hand or fade."""

UNSURE_S: Final = 1.5
GONE_S: Final = 2.0
"""Nobody seen in a set for so long is no arm before the face and no frame the model missed."""

FROZEN_S: Final = 3.0
"""So long no lifter in a set stands without a pixel changing; a paused stream does."""

SLOW_FPS: Final = 8.0
SLOW_S: Final = 5.0
"""Below so many pictures a second, most of the camera's left out, a pull of a second has too few
to be judged; a moment of it is another program starting."""

TROUBLES: Final = ("lost", "stalled", "frozen", "black", "gone", "who", "slow")
"""What can be wrong, the worst first; one at a time stands across the picture."""

_AT_THE_DESK: Final = frozenset({"lost", "black", "who"})
"""What somebody at the computer mends; it has a message there too."""

_SILENT: Final = frozenset({"slow", "stalled"})
"""What the lifter can do nothing about in a set, or is told as lost if it goes on."""

PLACES: Final = 3
"""A person can be named by key: from the left, in the middle, from the right."""

_FINE: Final = 8


class WatchDesk(QObject):
    """Tell of a lost, black or frozen camera and of a lifter who is not seen; pass on who she is.

    Parameters
    ----------
    window : Shell
    say : callable
        Speaks a message to somebody across the room.
    """

    def __init__(self, window: Shell, say: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._say = say
        self._size = (0, 0)
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
        self._bright_s = self._unsure_from_s = self._seen_s = math.nan
        self._moved_s = self._kept_up_s = math.nan
        self._last: ByteArray | None = None
        self._dropped = self._decoded = 0
        self._up: set[str] = set()
        self._show()

    def _on_state(self, state: State) -> None:
        if state is State.STARTING or state not in LIVE:
            self._reset()
        for place in range(1, PLACES + 1):
            self._window.commands[f"person_{place}"].setEnabled(state in LIVE)

    def _on_live(self, live: Live) -> None:
        self._size = live.frame.size
        now_s, image = live.result.time_s, live.frame.image
        self._watch_light(image, now_s)
        self._watch_people(live.result)
        lifting = self._window.controller.state is State.IN_SET
        self._watch_motion(image, now_s, lifting=lifting and math.isnan(live.result.hold_s))
        self._watch_speed(live.stats, now_s)
        if live.result.pose is not None or not lifting or "who" in self._up:
            self._seen_s = now_s
        self._set("gone", on=now_s - self._seen_s >= GONE_S)

    def _watch_light(self, image: ByteArray, now_s: float) -> None:
        # Covered while filming; one that was never bright ends the session (sources/webcam.py).
        if not is_black(image) or math.isnan(self._bright_s):
            self._bright_s = now_s
        self._set("black", on=now_s - self._bright_s >= BLACK_S)

    def _watch_people(self, result: FrameResult) -> None:
        unsure = result.pose is None and any(
            each.reason is Reason.PERSON_UNSURE for each in result.measures.values()
        )
        if not unsure:
            self._unsure_from_s = math.nan
        elif math.isnan(self._unsure_from_s):
            self._unsure_from_s = result.time_s
        self._set("who", on=unsure and result.time_s - self._unsure_from_s >= UNSURE_S)

    def _watch_motion(self, image: ByteArray, now_s: float, *, lifting: bool) -> None:
        """Notice a picture that is the very same again and again, as no camera's is in a set."""
        small = image[::_FINE, ::_FINE].copy()
        same = self._last is not None and np.array_equal(small, self._last)
        self._last = small
        if not (same and lifting):
            self._moved_s = now_s
        self._set("frozen", on=now_s - self._moved_s >= FROZEN_S and "black" not in self._up)

    def _watch_speed(self, stats: SessionStats, now_s: float) -> None:
        """Notice a computer that leaves out most pictures of a camera and sees few."""
        dropped, decoded = stats.dropped - self._dropped, stats.decoded - self._decoded
        self._dropped, self._decoded = stats.dropped, stats.decoded
        if not (stats.fps < SLOW_FPS and 2 * dropped >= decoded > 0):
            self._kept_up_s = now_s
        self._set("slow", on=now_s - self._kept_up_s >= SLOW_S)

    def _on_link(self, state: SessionState) -> None:
        if self._window.controller.path is not None:
            return
        self._set("lost", on=state is SessionState.RECONNECTING)
        self._set("stalled", on=state is SessionState.STALLED)

    def _set(self, code: str, *, on: bool) -> None:
        if on == (code in self._up):
            return
        if on:
            self._up.add(code)
            if code not in _SILENT:
                self._say(phrases.message(code))
        else:
            self._up.discard(code)
        self._show()

    def _show(self) -> None:
        """Show the worst of what is wrong across the picture, and with buttons nearby as before."""
        banner, view = self._window.banner, self._window.view
        worst = next((code for code in TROUBLES if code in self._up), "")
        told = (phrases.message(worst), phrases.message(f"{worst}_remedy")) if worst else ("", "")
        if view.trouble[0] and view.trouble != told and banner.message.text() == view.trouble[0]:
            banner.hide()
        view.show_trouble(*told)
        if worst in _AT_THE_DESK:
            banner.tell(*told, "warning")
