"""What is compared: a rep of the open clip with a rep of this or another one."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from formcheck.types import Rep
from formcheck_ui import words
from formcheck_ui.panels.card import label
from formcheck_ui.set_numbers import SetNumbers


class CompareBar(QWidget):
    """Choose the two reps and how they are shown.

    Signals
    -------
    left_chosen, right_chosen
        The 1-based number of a rep.
    other_wanted
        A rep of another clip is to be compared with.
    own_wanted
        Back to reps of the same clip.
    ghost_toggled
        Whether the second lifter is laid over the first.
    same_size_toggled
        Whether both lifters are drawn equally large.
    """

    left_chosen = Signal(int)
    right_chosen = Signal(int)
    other_wanted = Signal()
    own_wanted = Signal()
    ghost_toggled = Signal(bool)
    same_size_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: tuple[tuple[Rep, ...], tuple[Rep, ...]] = ((), ())
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 0, 0)
        column.setSpacing(4)
        row = self._row = QHBoxLayout()
        column.addLayout(row)
        row.setSpacing(8)
        self.left = self._make_combo(self.tr("First rep"))
        self.right = self._make_combo(self.tr("Second rep"))
        self.left.activated.connect(lambda place: self.left_chosen.emit(place + 1))
        self.right.activated.connect(lambda place: self.right_chosen.emit(place + 1))
        row.addWidget(self.left)
        row.addWidget(label(self.tr("with"), "muted"))
        row.addWidget(self.right)
        self.source = label("", "muted")
        row.addWidget(self.source)
        self.other = self._make_button(self.tr("Another clip…"))
        self.other.clicked.connect(self.other_wanted)
        row.addWidget(self.other)
        self.own = self._make_button(self.tr("Same clip"))
        self.own.clicked.connect(self.own_wanted)
        row.addWidget(self.own)
        row.addStretch(1)
        self.same_size = self._make_button(self.tr("Same size"))
        self.same_size.setToolTip(self.tr("Draw both lifters equally large"))
        self.same_size.setCheckable(True)
        self.same_size.toggled.connect(self.same_size_toggled)
        row.addWidget(self.same_size)
        self.ghost = self._make_button(self.tr("Ghost"))
        self.ghost.setToolTip(self.tr("Lay the second lifter over the first"))
        self.ghost.setCheckable(True)
        self.ghost.toggled.connect(self.ghost_toggled)
        row.addWidget(self.ghost)
        self.figures = label("", "muted")
        self.figures.setAccessibleName(self.tr("The two reps in figures"))
        self.figures.setTextFormat(Qt.TextFormat.RichText)
        self.figures.setWordWrap(True)
        column.addWidget(self.figures)
        self.show_source("")

    def show_reps(self, left: Sequence[Rep], right: Sequence[Rep]) -> None:
        """Offer these reps on either side."""
        if self._offered != (tuple(left), tuple(right)):
            self._offered = (tuple(left), tuple(right))
            self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the reps without their faults where both would be cut."""
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        for faults in (True, False):
            for combo, reps in zip((self.left, self.right), self._offered, strict=True):
                numbers = SetNumbers.of(reps)
                texts = [_text(rep, numbers, faults=faults) for rep in reps]
                chosen = combo.currentIndex()
                if texts != [combo.itemText(place) for place in range(combo.count())]:
                    combo.clear()
                    combo.addItems(texts)
                    combo.setCurrentIndex(chosen)
            if self._row.sizeHint().width() <= self.contentsRect().width():
                return

    def show_chosen(self, left: int, right: int) -> None:
        """Mark the two reps."""
        self.left.setCurrentIndex(left - 1)
        self.right.setCurrentIndex(right - 1)

    def show_figures(self, left: Rep | None, right: Rep | None) -> None:
        """Set the two reps' figures side by side; what could not be judged is a dash."""
        if left is None or right is None:
            self.figures.setText("")
            return
        rows = (
            (self.tr("Pull"), words.seconds(left.concentric_s), words.seconds(right.concentric_s)),
            (self.tr("Lower"), words.seconds(left.eccentric_s), words.seconds(right.eccentric_s)),
            (self.tr("Range"), _whole(100 * left.rom, " %"), _whole(100 * right.rom, " %")),
            (self.tr("Back"), _bend(left), _bend(right)),
            (self.tr("Blades"), _sign(left.retraction_pct), _sign(right.retraction_pct)),
        )
        self.figures.setText(
            " &nbsp;&nbsp; ".join(f"{name} <b>{one}</b> | <b>{two}</b>" for name, one, two in rows)
        )

    def show_source(self, name: str) -> None:
        """Say which other clip is compared with; empty for the same."""
        self.source.setText(self.tr("of {0}").format(name) if name else "")
        self.own.setVisible(bool(name))

    def _make_combo(self, name: str) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.view().setAccessibleName(name)
        combo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        combo.setMinimumWidth(120)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return combo

    def _make_button(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAccessibleName(text)
        button.setProperty("bar", "true")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def _whole(value: float, unit: str) -> str:
    return "–" if math.isnan(value) else f"{value:.0f}{unit}"


def _bend(rep: Rep) -> str:
    value = rep.back_curvature.max
    return "–" if math.isnan(value) else words.signed(value, "°")


def _sign(value: float) -> str:
    return "–" if math.isnan(value) else words.signed(value, " %")


def _text(rep: Rep, numbers: SetNumbers, *, faults: bool) -> str:
    told = ", ".join(words.flag_title(code) for code in rep.flags[:1]) if faults else ""
    name = numbers.name(rep.index)
    return f"{name} · {told}" if told else name
