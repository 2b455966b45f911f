"""A row of small buttons over the upper right corner of a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGraphicsOpacityEffect, QToolButton, QWidget

from formcheck_ui import icons, theme
from formcheck_ui.panels.card import icon_button

_EDGE: Final = 10
_GAP: Final = 4
"""Pixels to the picture's edge, and between two buttons."""

_COMING_AND_GOING: Final = frozenset(
    {QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut}
)


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
        self._fades = False
        # Not hidden: what is hidden cannot be reached with the Tab key.
        self._veil = QGraphicsOpacityEffect(self)
        self._veil.setOpacity(0.0)
        self._veil.setEnabled(False)
        self.setGraphicsEffect(self._veil)
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
        button.installEventFilter(self)
        button.show()
        self._order.insert(len(self._order) if place is None else place, button)

    @property
    def seen(self) -> bool:
        """Whether the buttons are painted."""
        return not self._veil.isEnabled()

    def fade(self, *, on: bool) -> None:
        """Leave the picture uncovered while the pointer is elsewhere and no button has focus."""
        self._fades = on
        self._look()

    def _look(self) -> None:
        wanted = self._view.underMouse() or any(button.hasFocus() for button in self._order)
        self._veil.setEnabled(self._fades and not wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner, and be seen when wanted."""
        if event.type() is QEvent.Type.Resize and watched is self._view:
            self.place()
        elif event.type() in _COMING_AND_GOING:
            self._look()
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
