"""A row of small controls over the upper right corner of a picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

EDGE = 10


class CornerBar(QWidget):
    """Stays in the corner of its picture, below the rows that are there already.

    Parameters
    ----------
    view : QWidget
        The picture.
    above : CornerBar, optional
        The row below which this one stands.
    """

    def __init__(self, view: QWidget, above: CornerBar | None = None) -> None:
        super().__init__(view)
        self._view, self._above = view, above
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)
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

    @property
    def _top(self) -> int:
        above = self._above
        return EDGE if above is None else above._top + above.sizeHint().height() + 4

    def _place(self) -> None:
        size = self.sizeHint()
        self.resize(size)
        self.move(self._view.width() - size.width() - EDGE, self._top)
