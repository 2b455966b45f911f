"""Advice on a card: each sentence with a mark for what it comes to, and its source below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from formcheck.guidance.advice import Advice, Tone
from formcheck_ui import icons, theme
from formcheck_ui.log.words import sentence, sources
from formcheck_ui.panels.card import Card, label

_MARKS: Final[dict[Tone, str]] = {
    "go": "done", "hold": "hint", "back": "change", "unknown": "pending",
}  # fmt: skip
_SIZE: Final = 18


class AdviceCard(Card):
    """Sentences of advice, one below the other."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(heading, parent)
        self._rows = QWidget()
        self.body.addWidget(self._rows)
        self.body.addStretch(1)

    def show_advice(self, advice: Sequence[Advice]) -> None:
        """Put advice in the place of what was shown."""
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for place, item in enumerate(advice):
            grid.addWidget(_mark(item.tone), 2 * place, 0)
            said = QLabel(sentence(item))
            said.setWordWrap(True)
            grid.addWidget(said, 2 * place, 1)
            where = label(self.tr("Source: {0}").format(sources(item)), "muted")
            where.setWordWrap(True)
            where.setContentsMargins(0, 0, 0, 8)
            small = where.font()
            small.setPointSizeF(0.85 * small.pointSizeF())
            where.setFont(small)
            grid.addWidget(where, 2 * place + 1, 1)
        self.body.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows

    @property
    def sentences(self) -> list[str]:
        """What is said, for tests and screen readers."""
        found = self._rows.findChildren(QLabel)
        return [item.text() for item in found if item.text() and item.property("kind") != "muted"]


def _mark(tone: Tone) -> QLabel:
    tokens = theme.tokens()
    colours = {"go": "#009E73", "hold": tokens.accent, "back": "#E69F00", "unknown": tokens.muted}
    made = QLabel()
    icon = icons.icon(_MARKS[tone], theme.colour(colours[tone]))
    made.setPixmap(icon.pixmap(QSize(_SIZE, _SIZE)))
    made.setFixedWidth(_SIZE + 2)
    return made
