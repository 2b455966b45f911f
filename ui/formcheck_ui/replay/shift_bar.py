"""Over the second of two pictures that are compared: by how many frames it is put later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from formcheck_ui.replay.corner_bar import CornerBar
from formcheck_ui.video_view import VideoView

_FURTHEST: Final = 999
"""Frames; four seconds of the fastest clip (240 a second), longer than a rep's phases differ."""

_BUTTONS: Final = (
    ("compare_pace", "pace"), ("compare_earlier", "earlier"), ("compare_later", "later"),
)  # fmt: skip


class ShiftBar(CornerBar):
    """Puts the second rep later or earlier by hand, and lets each keep its own pace.

    Signals
    -------
    changed
        The second rep is to be shown at another moment.
    """

    changed = Signal()

    def __init__(self, actions: Mapping[str, QAction], view: VideoView) -> None:
        super().__init__(view)
        self.frames = 0
        """By how many frames the second rep is put later."""
        self.add(actions, _BUTTONS)
        self._pace = actions["compare_pace"]
        self._actions = [actions[name] for name in self.buttons]
        for name in ("compare_earlier", "compare_later"):
            self.buttons[name].setAutoRepeat(True)
        self.zero = QToolButton()
        self.zero.setProperty("bar", "true")
        self.zero.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.zero.clicked.connect(self.reset)
        self.put(self.zero, 2)
        self._tell()
        self.fade(on=True)
        self.offer(on=False)

    @property
    def by_phase(self) -> bool:
        """Whether the phases of the reps meet; else each keeps its own pace."""
        return not self._pace.isChecked()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the commands do."""
        return {
            "compare_earlier": lambda: self._put(self.frames - 1),
            "compare_later": lambda: self._put(self.frames + 1),
            "compare_pace": self.changed.emit,
        }

    def offer(self, *, on: bool) -> None:
        """Be there while two reps are compared; the keys too when one lies over the other."""
        self.setVisible(on)
        for action in self._actions:
            action.setEnabled(on)

    def reset(self) -> None:
        """Put the second rep where it belongs by itself."""
        self._put(0)

    def _put(self, frames: int) -> None:
        held = min(max(frames, -_FURTHEST), _FURTHEST)
        if held != self.frames:
            self.frames = held
            self._tell()
            self.changed.emit()

    def _tell(self) -> None:
        said = f"{self.frames:+d}" if self.frames else "0"
        self.zero.setText(said)
        told = self.tr("Second rep later by {0} frames; press for none").format(said)
        self.zero.setAccessibleName(told)
        self.zero.setToolTip(told)
        self.place()
