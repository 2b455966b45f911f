"""Full screen: in review the picture takes all of it, and the timeline lies over its lower edge."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QMargins, QObject, QRect, QTimer, Signal

from formcheck_ui.shell import Shell
from formcheck_ui.states import REPLAY, State

_SHOWN_MS: Final = 2500
"""How long the timeline stays over a picture that plays after the pointer has moved."""

_EDGE: Final = 16
_WIDEST: Final = 1400


class FullScreen(QObject):
    """Enter and leave full screen; while filming the whole window takes it, count and all.

    Signals
    -------
    changed
        Whether the timeline lies :attr:`over` the picture has changed.
    """

    changed = Signal()

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        self._was_maximised = False
        self.over = False
        """Whether the picture has the screen to itself, with the timeline over it."""
        self._hiding = QTimer(self)
        self._hiding.setSingleShot(True)
        self._hiding.setInterval(_SHOWN_MS)
        self._hiding.timeout.connect(self._hide)
        self._margins = QMargins(window.panes.contentsMargins())
        window.view.setMouseTracking(True)
        window.view.installEventFilter(self)
        central = window.centralWidget()
        assert central is not None
        self._central = central
        central.installEventFilter(self)
        window.controller.state_changed.connect(self._on_state)
        window.sheets.currentChanged.connect(lambda _: self._on_state(window.controller.state))

    def toggle(self) -> None:
        """Do what the command's mark says."""
        window = self._window
        wanted = window.commands["full_screen"].isChecked()
        if wanted:
            self._was_maximised = window.isMaximized()
            window.showFullScreen()
        elif self._was_maximised:
            window.showMaximized()
        else:
            window.showNormal()
        self._on_state(window.controller.state)

    def leave(self) -> None:
        """Show the whole picture, in the window."""
        self._window.view.reset_zoom()
        self._window.commands["full_screen"].setChecked(False)
        if self._window.isFullScreen():
            self.toggle()
        else:
            # The system may have ended it without a word.
            self._on_state(self._window.controller.state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the timeline back when the pointer moves, and keep it at the lower edge."""
        if self.over and event.type() is QEvent.Type.MouseMove:
            self._show()
        elif self.over and event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _on_state(self, state: State) -> None:
        window = self._window
        # The training log is no picture for the timeline to lie over.
        shown = state in REPLAY and window.sheets.currentWidget() is window.panes
        over = shown and window.commands["full_screen"].isChecked()
        if over != self.over:
            self.over = over
            self._lay_over(over)
        if over:
            self._show()

    def _show(self) -> None:
        """Lay the timeline over the picture for a while."""
        self._window.transport.show()
        self._place()
        self._hiding.start()

    def _lift_cue(self, foot: int) -> None:
        view = self._window.view
        if view.foot != foot:
            view.foot = foot
            view.update()

    def _lay_over(self, over: bool) -> None:
        """Give the picture all there is, or put everything back in its place."""
        window, transport = self._window, self._window.transport
        for each in (window.top_bar, window.strip, window.side):
            each.setVisible(not over)
        window.panes.setContentsMargins(QMargins() if over else self._margins)
        window.middle.setSpacing(0 if over else self._margins.left())
        if over:
            transport.setParent(self._central)
        else:
            self._hiding.stop()
            self._lift_cue(0)
            window.middle.addWidget(transport)
            transport.setVisible(window.controller.state in REPLAY)
        self.changed.emit()
        if over:
            self._place()

    def _place(self) -> None:
        transport, room = self._window.transport, self._central.rect()
        wide = min(_WIDEST, room.width() - 2 * _EDGE)
        high = transport.sizeHint().height()
        left = room.left() + (room.width() - wide) // 2
        transport.setGeometry(QRect(left, room.bottom() - high - _EDGE, wide, high))
        transport.raise_()
        if transport.isVisible():
            self._lift_cue(room.height() - transport.y())

    def _hide(self) -> None:
        """Leave the picture free while it plays and nobody is at the timeline."""
        transport = self._window.transport
        if not self.over or self._window.controller.state is not State.PLAYING:
            return
        if transport.underMouse():
            self._hiding.start()
        else:
            transport.hide()
            self._lift_cue(0)
