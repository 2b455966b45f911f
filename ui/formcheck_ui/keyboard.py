"""Let a focused control keep the keys it lives on.

The window's shortcuts include Space and the arrow keys.  Qt hands those to the shortcut before
the focused widget sees them, so a list could not be walked nor a button pressed by keyboard.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

_WALK: Final = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp,
     Qt.Key.Key_PageDown}
)  # fmt: skip
_PRESS: Final = frozenset({Qt.Key.Key_Space})


class ControlsFirst(QObject):
    """An event filter for a window with shortcuts: claims keys for the control that has the focus.

    Qt offers a shortcut's key to that control first and then to each of its parents, the window
    last.  A filter of the whole application would be asked of every event of every control: that
    took half of the time in which the window is made.

    Parameters
    ----------
    window : QWidget
        The window, which owns the filter from now on.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept a shortcut override for a key the focused control uses itself."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        control = QApplication.focusWidget()
        if control is None or not _belongs_to(control, event):
            return False
        event.accept()
        return True


def _belongs_to(widget: QWidget, event: QKeyEvent) -> bool:
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return False
    key = event.key()
    if isinstance(widget, QLineEdit):
        # Letters and cursor keys are text there; function keys and Esc are still commands.
        along = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space}
        # Esc has a text too, a control character.
        letters = bool(event.text().strip()) and key != Qt.Key.Key_Escape
        return letters or key in _WALK | along
    if isinstance(widget, QAbstractItemView):
        # Space does nothing for a list: it plays.
        return key in _WALK
    if isinstance(widget, QComboBox):
        return key in _WALK | _PRESS
    if isinstance(widget, QAbstractButton):
        return key in _PRESS
    return False
