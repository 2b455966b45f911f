"""One message and its remedy above the picture; nothing modal, nothing in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from formcheck.overlay.palette import SEVERITY_COLOURS
from formcheck.types import Severity
from formcheck_ui import icons, theme
from formcheck_ui.panels.card import label


class _Icon(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.severity: Severity = "alert"
        self.setFixedSize(QSize(28, 28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = QColor(*SEVERITY_COLOURS[self.severity])
        icons.draw(painter, self.severity, QRectF(1, 1, 26, 26), colour)
        painter.end()


class Banner(QFrame):
    """Say what happened and what to do; stays until it is closed or something else starts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 12, 10)
        row.setSpacing(12)
        self._icon = _Icon()
        row.addWidget(self._icon)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        self.message = label("", "value")
        self.message.setWordWrap(True)
        self.hint = label("", "muted")
        self.hint.setWordWrap(True)
        texts.addWidget(self.message)
        texts.addWidget(self.hint)
        # Hidden while nothing is offered: an empty layout is 0 pixels wide at most, and would hold
        # the texts to their least width.
        self._ways = QWidget()
        self._offers = QHBoxLayout(self._ways)
        self._offers.setContentsMargins(0, 0, 0, 0)
        self._offers.setSpacing(8)
        self._ways.hide()
        texts.addWidget(self._ways)
        row.addLayout(texts, 1)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setAccessibleName(self.tr("Close the message"))
        self.close_button.clicked.connect(self.hide)
        row.addWidget(self.close_button)
        self.hide()

    def tell(self, message: str, hint: str, severity: Severity = "alert") -> None:
        """Show a message."""
        self._icon.severity = severity
        colour = QColor(*SEVERITY_COLOURS[severity]).name()
        panel = theme.tokens().panel
        self.setStyleSheet(
            f"Banner {{ background: {panel}; border: 2px solid {colour}; border-radius: 10px; }}"
        )
        self.message.setText(message)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._clear_offers()
        self.setAccessibleName(message)
        self.setAccessibleDescription(hint)
        self.show()

    def offer(self, *offers: tuple[str, Callable[[], object]]) -> None:
        """Put a button for each way on below the message that stands, the best first."""
        self._clear_offers()
        for text, go_on in offers:
            button = QPushButton(text)
            button.setAccessibleName(text)
            # What it leads to may tell another message, and this button be gone by then.
            button.clicked.connect(self.hide)
            button.clicked.connect(lambda _=False, go_on=go_on: go_on())
            self._offers.addWidget(button)
        self._offers.addStretch(1)
        self._ways.setVisible(bool(offers))

    @property
    def offers(self) -> list[QPushButton]:
        """The buttons that are offered."""
        return [each for each in self.findChildren(QPushButton) if each is not self.close_button]

    def _clear_offers(self) -> None:
        for button in self.offers:
            button.setParent(None)
            button.deleteLater()
        while self._offers.takeAt(0) is not None:
            """Takes the stretch away, too."""
        self._ways.hide()
