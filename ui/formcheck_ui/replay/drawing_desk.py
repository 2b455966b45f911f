"""Drawing on an open clip: its commands, and the way from the pad to the corrections."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from formcheck.review.drawings import Drawing, Kind
from formcheck_ui.presenter import Presenter
from formcheck_ui.replay.drawing_pad import DrawingPad
from formcheck_ui.replay.review_desk import ReviewDesk
from formcheck_ui.replay.zoom_bar import ZoomBar
from formcheck_ui.shell import Shell
from formcheck_ui.states import REPLAY, State

_TOOLS: Final[dict[str, Kind]] = {
    "draw_line": "line", "draw_arrow": "arrow", "draw_angle": "angle", "draw_text": "text",
}  # fmt: skip
_OF_ONE: Final = ("drawing_from", "drawing_until", "drawing_delete")


class DrawingDesk(QObject):
    """Own the pad over the picture, and let the picture's buttons give way to the tools.

    Parameters
    ----------
    window : Shell
    presenter : Presenter
        Draws the picture again when a drawing has changed.
    review : ReviewDesk
        Keeps the drawings among the clip's corrections.
    zoom_bar : ZoomBar
        Where the tools are.
    """

    def __init__(
        self, window: Shell, presenter: Presenter, review: ReviewDesk, zoom_bar: ZoomBar
    ) -> None:
        super().__init__(window)
        self._window, self._presenter, self._review = window, presenter, review
        self.pad = DrawingPad(window.view)
        self._bar = zoom_bar
        self.pad.edited.connect(self._on_edited)
        self.pad.begun.connect(self._pause)
        self.pad.changed.connect(self._enable)
        review.changed.connect(self._on_reviewed)
        control = window.controller
        control.clip_frame.connect(lambda _: self._show_moment())
        control.state_changed.connect(lambda _: self._enable())
        control.judged_again.connect(lambda: self._set_on(on=False))
        self._enable()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each command of drawing does."""
        draw = self._window.commands["draw"]
        return {
            "draw": lambda: self._set_on(on=draw.isChecked()),
            **{name: partial(self._take, kind) for name, kind in _TOOLS.items()},
            "drawing_from": lambda: self._change(lambda one, now_s: one.from_here(now_s)),
            "drawing_until": lambda: self._change(lambda one, now_s: one.until_here(now_s)),
            "drawing_delete": lambda: self._change(lambda one, now_s: None),
            "hand_path": self._presenter.redraw,
        }

    def escape(self) -> bool:
        """End what is being drawn, then the tool, then drawing; return whether there was any."""
        if not self.pad.isVisible():
            return False
        if not self.pad.escape():
            self._set_on(on=False)
        return True

    def _set_on(self, *, on: bool) -> None:
        """Lay the pad over the picture, or take it away."""
        # Not whether it is visible: the training log may lie over it.
        if on == self.pad.isHidden():
            self.pad.resize(self._window.view.size())
            # A text that is being typed is kept then, as by a click elsewhere.
            self.pad.setVisible(on)
            self._bar.show_tools(shown=on)
            self.pad.take(None)
            self.pad.choose(None)
            if on:
                self._pause()
                self._show_moment()
                self.pad.setFocus()
            else:
                self._window.view.setFocus()
        self._window.commands["draw"].setChecked(on)

    def _take(self, kind: Kind) -> None:
        """Take up a tool; the one in use is put away."""
        again = self.pad.tool == kind
        self._set_on(on=True)
        self.pad.take(None if again else kind)
        self.pad.setFocus()

    def _pause(self) -> None:
        control = self._window.controller
        if control.state is State.PLAYING:
            control.toggle_play()

    def _change(self, change: Callable[[Drawing, float], Drawing | None]) -> None:
        one, frame = self.pad.chosen, self._presenter.frame
        if one is not None and frame is not None:
            new = change(one, frame.time_s)
            if new != one:
                self._on_edited(one, new, done=True)
                self.pad.choose(new)

    def _on_edited(self, old: Drawing | None, new: Drawing | None, done: bool) -> None:
        """Show a change of the drawings; when it is done, keep it."""
        drawings = self._review.corrections.drawings
        if old is None:
            after = drawings if new is None else (*drawings, new)
        else:
            changed = (new if each == old else each for each in drawings)
            after = tuple(each for each in changed if each is not None)
        if done:
            texts = (self.tr("Draw"), self.tr("Change a drawing"), self.tr("Delete a drawing"))
            self._review.draw(texts[0 if old is None else 1 if new is not None else 2], after)
        elif (findings := self._window.controller.recording) is not None:
            findings.draw(after)
            self._presenter.redraw()
            self.pad.update()

    def _on_reviewed(self) -> None:
        self._show_moment()
        self._enable()

    def _show_moment(self) -> None:
        frame = self._presenter.frame
        now_s = 0.0 if frame is None else frame.time_s
        self.pad.show_moment(self._review.corrections.drawings, now_s)

    def _enable(self) -> None:
        """Offer only what can be done, and show which tool is in use."""
        commands = self._window.commands
        replay = self._window.controller.state in REPLAY
        ready = replay and self._review.ready
        commands["hand_path"].setEnabled(replay)
        for name in ("draw", *_TOOLS):
            commands[name].setEnabled(ready)
            if name in _TOOLS:
                commands[name].setChecked(self.pad.tool == _TOOLS[name])
        for name in _OF_ONE:
            commands[name].setEnabled(ready and self.pad.chosen is not None)
        if not ready and not self.pad.isHidden():
            self._set_on(on=False)
