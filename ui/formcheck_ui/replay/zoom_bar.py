"""In a corner of a clip's picture: enlarge it, see all of it, give it the whole screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from formcheck_ui import icons, theme
from formcheck_ui.panels.card import icon_button

_BUTTONS: Final = (
    ("zoom_out", "less"), ("zoom_reset", "whole"), ("zoom_in", "add"), ("full_screen", "full"),
)  # fmt: skip
_EDGE: Final = 10


class ZoomBar(QWidget):
    """Buttons over the upper right corner of a picture.

    Parameters
    ----------
    actions : mapping of str to QAction
    view : QWidget
        The picture.
    """

    def __init__(self, actions: Mapping[str, QAction], view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        tokens = theme.tokens()
        colour, off = theme.colour(tokens.text), theme.colour(tokens.strong_border)
        self.buttons: dict[str, QToolButton] = {}
        for name, icon in _BUTTONS:
            actions[name].setIcon(icons.icon(icon, colour, off))
            button = icon_button(actions[name])
            row.addWidget(button)
            self.buttons[name] = button
        view.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QEvent) -> None:
        """Go into the corner."""
        self._place()

    def _place(self) -> None:
        view, size = self._view, self.sizeHint()
        self.resize(size)
        self.move(view.width() - size.width() - _EDGE, _EDGE)
