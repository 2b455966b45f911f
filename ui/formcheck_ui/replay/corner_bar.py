"""A row of small buttons over the upper right corner of a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from formcheck_ui import icons, theme
from formcheck_ui.panels.card import icon_button

_EDGE: Final = 10


class CornerBar(QWidget):
    """Stays in the corner of its picture.

    Parameters
    ----------
    view : QWidget
        The picture.
    """

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)
        self.buttons: dict[str, QToolButton] = {}
        view.installEventFilter(self)
        self.hide()

    def add(self, actions: Mapping[str, QAction], names: Sequence[tuple[str, str]]) -> None:
        """Put commands on the bar, each with an icon."""
        tokens = theme.tokens()
        colour, off = theme.colour(tokens.text), theme.colour(tokens.strong_border)
        for name, icon in names:
            actions[name].setIcon(icons.icon(icon, colour, off))
            self.buttons[name] = icon_button(actions[name])
            self.row.addWidget(self.buttons[name])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() is QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QEvent) -> None:
        """Go into the corner."""
        self.place()

    def place(self) -> None:
        """Be as wide as what is on it, in the corner."""
        self.row.invalidate()
        size = self.sizeHint()
        self.resize(size)
        self.move(self._view.width() - size.width() - _EDGE, _EDGE)
