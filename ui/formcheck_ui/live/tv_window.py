"""A second window for a second screen or a television: picture, count and cue, and nothing else."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from formcheck.overlay.scene import Scene
from formcheck.types import ByteArray
from formcheck_ui.keyboard import ControlsFirst
from formcheck_ui.panels.rep_panel import BigNumber
from formcheck_ui.plates import Cue
from formcheck_ui.presenter import Presenter
from formcheck_ui.screen_room import WithinScreen
from formcheck_ui.shell import Shell
from formcheck_ui.states import State
from formcheck_ui.video_view import VideoView

_SHARE: Final = 0.3
"""Height of the digits as a share of the screen's: two of them take a quarter of its width."""

_EMPTY: Final = frozenset({State.IDLE, State.STARTING, State.FAILED})
"""States in which there is no picture, or none yet."""


class TvWindow(QWidget):
    """Follow what the window shows, on the whole of another screen where there is one.

    Signals
    -------
    closed
        The user has closed it.
    """

    closed = Signal()

    def __init__(self, window: Shell, presenter: Presenter) -> None:
        super().__init__(window, Qt.WindowType.Window)
        self.setObjectName("central")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # The keyboard and a remote's keys stay with the window.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle("FormCheck")
        WithinScreen(self)
        ControlsFirst(self)
        self._window, self._presenter = window, presenter
        self.view, self.number = VideoView(), BigNumber()
        self.number.set_share(_SHARE)
        self.number.setAccessibleName(self.tr("Reps"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.view, 3)
        row.addWidget(self.number, 1)
        # Where the system activates it nevertheless the keys work here too; Esc closes it.
        self.addActions([each for name, each in window.commands.items() if name != "leave"])
        presenter.pictured.connect(self._follow)
        window.controller.state_changed.connect(self._on_state)

    def open(self) -> None:
        """Take the whole of another screen, or stand beside the window."""
        own = self._window.screen()
        other = next((each for each in QGuiApplication.screens() if each is not own), None)
        if other is None:
            self.resize(960, 540)
            self.show()
        else:
            self.setGeometry(other.geometry())
            self.showFullScreen()
        self._presenter.redraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close it with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that it is closed."""
        super().closeEvent(event)
        self.closed.emit()

    def _on_state(self, state: State) -> None:
        """Empty the picture with the window's own, which tells nothing of it."""
        if state in _EMPTY:
            self.view.clear()
            self.number.follow(self._window.rep_panel.number)

    def _follow(self, image: ByteArray, scene: Scene | None, cue: Cue | None) -> None:
        """Show what the window has just shown."""
        if not self.isVisible():
            return
        shown, count = self._window.view, self._window.rep_panel.number
        self.view.set_mirror(self._window.commands["mirror"].isChecked())
        self.view.show_picture(image, scene, cue)
        self.view.show_rest(shown.rest)
        self.view.show_big(shown.big)
        self.view.show_chip(shown.chip, large=True)
        self.number.follow(count)
