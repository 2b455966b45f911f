"""What a filmed session came to: one line a set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from formcheck_ui import theme
from formcheck_ui.panels.card import font

_TITLE_PX: Final = 26
_ROW_PX: Final = 20
_WRAPPED: Final = (1, 5)
"""Columns of words: exercise, and what is to be mended."""


class Row(NamedTuple):
    """A set in words."""

    number: str
    exercise: str
    load: str
    reps: str
    score: str
    mend: str


class Overview(QWidget):
    """The sets of the session that has just ended; hidden while there are none.

    Signals
    -------
    filled
        Whether there is anything to be shown now.
    """

    filled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel()
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("overview")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 0)
        column.addWidget(self._title)
        column.addWidget(self._scroll, 1)
        self.hide()

    @property
    def title(self) -> str:
        """How many sets and reps there were."""
        return self._title.text()

    @property
    def shown(self) -> list[str]:
        """What stands in the lines, from left to right and from above."""
        inside = self._scroll.widget()
        return [each.text() for each in inside.findChildren(QLabel)] if inside else []

    def show_sets(self, title: str, rows: Sequence[Row]) -> None:
        """Show these sets under a title; none hides it all."""
        self._title.setText(title)
        self.setVisible(bool(rows))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        head = Row(
            self.tr("Set"), self.tr("Exercise"), self.tr("Load"), self.tr("Reps"),
            self.tr("Score"), self.tr("To improve"),
        )  # fmt: skip
        for line, row in enumerate([head, *rows] if rows else []):
            for column, text in enumerate(row):
                cell = self._cell(text, heading=line == 0)
                cell.setWordWrap(column in _WRAPPED)
                grid.addWidget(cell, line, column, Qt.AlignmentFlag.AlignTop)
        for column in _WRAPPED:
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(len(rows) + 1, 1)
        self._scroll.setWidget(inside)
        self.refresh()
        self.filled.emit(bool(rows))

    def refresh(self) -> None:
        """Take the theme's colours."""
        tokens = theme.tokens()
        self._title.setFont(font(self._title.font(), _TITLE_PX))
        self.setStyleSheet(
            f"QLabel {{ color: {tokens.on_canvas}; }}"
            f"QLabel[kind=head] {{ color: {tokens.on_canvas_muted}; }}"
            f"QScrollArea#overview, QScrollArea#overview > QWidget > QWidget"
            f" {{ background: {tokens.canvas}; }}"
        )

    def _cell(self, text: str, *, heading: bool) -> QLabel:
        made = QLabel(text)
        made.setFont(font(made.font(), _ROW_PX))
        made.setProperty("kind", "head" if heading else "cell")
        return made
