"""Keep every window within its screen, however small that is or however large it draws.

A screen of 1920 × 1080 at 200 % has 960 × 540 of the units in which windows are laid out.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_TITLE_BAR: Final = 38
"""Height left for the title bar while the system has not told it: GNOME's, the highest (Windows
11 has 31, macOS 28)."""

NO_LIMIT: Final = 16_777_215
"""Qt's QWIDGETSIZE_MAX, which PySide does not offer."""

_NO_SCREEN: Final = frozenset({"offscreen", "minimal"})
"""Platforms that draw for nobody; the screen they name is made up."""


class WithinScreen(QObject):
    """An event filter for a window with a frame: fits it to its screen when it is shown.

    Parameters
    ----------
    window : QWidget
        The window, which owns the filter from now on.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the window that is about to be seen; take nothing away."""
        if (
            event.type() is QEvent.Type.Show
            and isinstance(watched, QWidget)
            and QGuiApplication.platformName() not in _NO_SCREEN
        ):
            rooms = [screen.availableGeometry() for screen in QGuiApplication.screens()]
            fit(watched, watched.screen().availableGeometry(), rooms)
        return False


def fit(window: QWidget, room: QRect, rooms: list[QRect]) -> None:
    """Make a window no larger than its screen and move it inside.

    Parameters
    ----------
    window : QWidget
        A window, placed and not yet seen.
    room : QRect
        What is free of its screen.
    rooms : list of QRect
        The same of all screens: it may be dragged to the smallest.
    """
    for each in rooms:
        window.setMinimumSize(window.minimumSize().boundedTo(_inside(window, each)))
    if window.windowState() & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
        return
    window.resize(window.size().boundedTo(_inside(window, room)))
    frame = window.frameGeometry()
    left = min(max(frame.left(), room.left()), room.right() + 1 - frame.width())
    top = min(max(frame.top(), room.top()), room.bottom() + 1 - frame.height())
    if (left, top) != (frame.left(), frame.top()):
        window.move(left, top)


def _inside(window: QWidget, room: QRect) -> QSize:
    """Return what a screen has within a window's frame."""
    frame = window.frameGeometry().size() - window.size()
    return QSize(room.width() - frame.width(), room.height() - max(frame.height(), _TITLE_BAR))
