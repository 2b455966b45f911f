"""Over the second of two pictures that are compared: by how many frames it is put later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSpinBox

from formcheck_ui.replay.corner_bar import CornerBar
from formcheck_ui.replay.zoom_bar import add_buttons
from formcheck_ui.video_view import VideoView

_FURTHEST: Final = 999
"""Frames; four seconds of the fastest clip (240 a second), longer than a rep's phases differ."""

_BUTTONS: Final = (("compare_earlier", "earlier"), ("compare_later", "later"))


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
        self._pace = actions["compare_pace"]
        self.field = QSpinBox()
        self.field.setRange(-_FURTHEST, _FURTHEST)
        self.field.setAccessibleName(self.tr("Second rep later by frames"))
        self.field.setToolTip(self.field.accessibleName())
        self.field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.field.valueChanged.connect(self._on_value)
        self.buttons = add_buttons(self, actions, (("compare_pace", "pace"), *_BUTTONS))
        self.row.insertWidget(2, self.field)
        self._actions = [actions[name] for name in self.buttons]
        for name, _ in _BUTTONS:
            self.buttons[name].setAutoRepeat(True)
        self.field.lineEdit().returnPressed.connect(view.setFocus)
        self.offer(on=False)

    @property
    def frames(self) -> int:
        """By how many frames the second rep is put later."""
        return self.field.value()

    @property
    def by_phase(self) -> bool:
        """Whether the phases of the reps meet; else each keeps its own pace."""
        return not self._pace.isChecked()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the commands do."""
        return {
            "compare_earlier": lambda: self.field.setValue(self.frames - 1),
            "compare_later": lambda: self.field.setValue(self.frames + 1),
            "compare_pace": self.changed.emit,
        }

    def offer(self, *, on: bool) -> None:
        """Be there while two reps are compared; the keys too when one lies over the other."""
        self.setVisible(on)
        for action in self._actions:
            action.setEnabled(on)

    def reset(self) -> None:
        """Put the second rep where it belongs by itself: these are two others now."""
        self.field.setValue(0)

    def _on_value(self, frames: int) -> None:
        self.field.setPrefix("+" if frames > 0 else "")
        self.changed.emit()
