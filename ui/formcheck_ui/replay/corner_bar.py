"""A row of small buttons over the upper right corner of a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from formcheck_ui import icons, theme
from formcheck_ui.panels.card import icon_button

_EDGE: Final = 10
_GAP: Final = 4
"""Pixels to the picture's edge, and between two buttons."""


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
        self._order: list[QToolButton] = []
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
            self.put(self.buttons[name])

    def put(self, button: QToolButton, place: int | None = None) -> None:
        """Put a button on the bar, by default as the last one."""
        button.setParent(self)
        button.show()
        self._order.insert(len(self._order) if place is None else place, button)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() is QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QEvent) -> None:
        """Go into the corner."""
        self.place()

    def place(self) -> None:
        """Lay the buttons out from the right, in more rows where the picture is narrow."""
        shown = [each for each in self._order if not each.isHidden()]
        room = self._view.width() - 2 * _EDGE
        left, top = room, 0
        for button in reversed(shown):
            button.resize(button.sizeHint())
            if left < room and left < button.width():
                left, top = room, top + button.height() + _GAP
            button.move(left - button.width(), top)
            left -= button.width() + _GAP
        box = self.childrenRect()
        for button in shown:
            button.move(button.pos() - box.topLeft())
        self.setGeometry(box.translated(_EDGE, _EDGE))
        # Between and beside them the picture has the mouse.
        self.setMask(self.childrenRegion())
