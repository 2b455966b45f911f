"""How the camera stands: how each topic stands, and in words what to change first."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from formcheck.overlay.palette import ORANGE, Rgb
from formcheck_ui import icons, theme, words
from formcheck_ui.live import phrases
from formcheck_ui.live.setup_check import Check, Mark, Setup, Topic
from formcheck_ui.panels.card import Card, label

_GREEN: Final[Rgb] = (0x00, 0x9E, 0x73)
_ROOM_FOR_ALL: Final = 350
_ICONS: Final[dict[Mark, str]] = {Mark.GOOD: "done", Mark.CHANGE: "change", Mark.OPEN: "pending"}


class _Sign(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.mark = Mark.OPEN
        self.setFixedSize(QSize(20, 20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = {Mark.GOOD: _GREEN, Mark.CHANGE: ORANGE}
        colour = theme.colour(colours.get(self.mark, theme.tokens().strong_border))
        icons.draw(painter, _ICONS[self.mark], QRectF(1, 1, 18, 18), colour)
        painter.end()


class SetupPanel(Card):
    """The list of topics; the first thing to change stands below it in full."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Camera set-up"), "heading"))
        head.addStretch(1)
        self.hide_button = QPushButton(self.tr("Hide"))
        self.hide_button.setAccessibleName(self.tr("Hide the set-up check"))
        self.hide_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head.addWidget(self.hide_button)
        self.body.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._rows: dict[Topic, tuple[_Sign, QLabel]] = {}
        for topic in phrases.TOPICS:
            self._add(topic)
        self.advice = label("", "title")
        self.advice.setWordWrap(True)
        self.advice.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.advice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.body.addSpacing(8)
        self.body.addWidget(self.advice, 1)
        self._how = label(
            self.tr(
                "A set begins with its first rep, with a hand held up for a second, "
                "or with a remote's key (Space, Page Down)."
            ),
            "muted",
        )
        self._how.setWordWrap(True)
        self.body.addWidget(self._how)
        self.setAccessibleName(self.tr("Camera set-up"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is said elsewhere too where there is no room for it."""
        super().resizeEvent(event)
        self._how.setVisible(self.height() >= _ROOM_FOR_ALL)

    def show_setup(self, setup: Setup) -> None:
        """Show the checks of a moment."""
        for check in setup.checks:
            self._show(check)
        text = phrases.advice(setup)
        if text != self.advice.text():
            self.advice.setText(text)
            self.setAccessibleDescription(text)

    def mark(self, topic: Topic) -> Mark:
        """Return how a topic is shown to stand."""
        return self._rows[topic][0].mark

    def _show(self, check: Check) -> None:
        sign, text = self._rows[check.topic]
        if sign.mark is not check.mark:
            sign.mark = check.mark
            sign.update()
        said = words.reason(check.reason) if check.reason else ""
        stands = {
            Mark.GOOD: self.tr("good"),
            Mark.CHANGE: said or self.tr("to change"),
            Mark.OPEN: self.tr("not judged yet"),
        }[check.mark]
        wanted = f"{phrases.topic(check.topic)}: {stands}"
        if text.accessibleName() != wanted:
            text.setAccessibleName(wanted)
            sign.setToolTip(stands)
            text.setProperty("kind", "value" if check.mark is Mark.CHANGE else "muted")
            text.style().polish(text)

    def _add(self, topic: Topic) -> None:
        sign, text = _Sign(), label(phrases.topic(topic), "muted")
        row = len(self._rows)
        self._grid.addWidget(sign, row, 0)
        self._grid.addWidget(text, row, 1)
        self._rows[topic] = (sign, text)
