"""The table of reps with their causes, and the tools to mend them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from formcheck.overlay.palette import SEVERITY_COLOURS
from formcheck.review.score import Score, Tally
from formcheck.types import Flag, Rep
from formcheck_ui import icons, theme, words
from formcheck_ui.panels.card import Card, font, icon_button, label, use
from formcheck_ui.replay.rep_model import FLAGS_ROLE, Column, Index, RepModel

_TOOLS: Final = (
    ("rep_add", "add"), ("rep_delete", "delete"), ("rep_split", "split"), ("rep_merge", "merge"),
    ("undo", "undo"), ("redo", "redo"),
)  # fmt: skip
_ICON: Final = 16
_ROOM_FOR_ALL: Final = 390
"""Width in pixels from which all columns' heads fit in every language."""


class FaultsDelegate(QStyledItemDelegate):
    """Draw the faults of a rep: each one's mark, and their names as far as there is room."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell."""
        flags: list[Flag] = index.data(FLAGS_ROLE) or []
        rect = QRectF(option.rect).adjusted(6, 0, -4, 0)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = rect.left()
        for flag in _one_of_each(flags):
            if x + _ICON > rect.right():
                break
            place = QRectF(x, rect.center().y() - _ICON / 2, _ICON, _ICON)
            icons.draw(painter, flag.severity, place, QColor(*SEVERITY_COLOURS[flag.severity]))
            x += _ICON + 3
        if len(_one_of_each(flags)) == 1:
            painter.setFont(font(option.font, 12))
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            use(painter, "on_accent" if chosen else "text")
            room = QRectF(x + 3, rect.top(), rect.right() - x - 3, rect.height())
            title = words.flag_title(flags[0].code)
            # Half a word tells less than the mark alone, whose tool tip has it all.
            if painter.fontMetrics().horizontalAdvance(title) <= room.width():
                centred = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
                painter.drawText(room, centred, title)
        painter.restore()


class ReviewPanel(Card):
    """What was counted, why it was flagged, and the tools to correct both.

    Signals
    -------
    rep_chosen
        The 1-based number of a rep that was clicked or walked to by key.
    reviewed
        The user has looked through the whole clip, or has not.
    """

    rep_chosen = Signal(int)
    reviewed = Signal(bool)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.body.setContentsMargins(10, 8, 10, 10)
        self.model = RepModel(self)
        self._actions = actions
        self._choosing = False
        self.body.addLayout(self._make_tools())
        self.table = self._make_table()
        self.body.addWidget(self.table, 1)
        self.summary = label("", "muted")
        self.summary.setWordWrap(True)
        self.summary.hide()
        self.body.addWidget(self.summary)
        self.details = label("", "muted")
        self.details.setWordWrap(True)
        self.details.setMinimumHeight(34)
        self.details.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.details)
        self.checked = QCheckBox(self.tr("I have looked through the whole clip"))
        self.checked.setAccessibleName(self.checked.text())
        self.checked.toggled.connect(self._on_checked)
        self.body.addWidget(self.checked)
        self.score = label("", "muted")
        self.score.setWordWrap(True)
        self.body.addWidget(self.score)
        self.refresh()
        self.show_rep(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out tempo and range where the faults would be pushed out of sight."""
        super().resizeEvent(event)
        for column in (Column.TEMPO, Column.RANGE):
            self.table.setColumnHidden(column, self.width() < _ROOM_FOR_ALL)

    def refresh(self) -> None:
        """Draw the icons in the theme's colours."""
        tokens = theme.tokens()
        colour, off = theme.colour(tokens.text), theme.colour(tokens.strong_border)
        for name, icon in _TOOLS:
            self._actions[name].setIcon(icons.icon(icon, colour, off))

    def show_rep(self, number: int) -> None:
        """Mark a rep and tell about it; 0 marks none."""
        self._choosing = True
        selection = self.table.selectionModel()
        if number:
            flags = (
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows
            )
            place = self.model.index(self.model.row_of(number), 0)
            selection.setCurrentIndex(place, flags)
            self.table.scrollTo(place)
        else:
            selection.clear()
        self._choosing = False
        row = self.model.row_of(number)
        rep = self.model.rep(row)
        self._show_summary(number)
        self.details.setText(
            self.tr(
                "Choose a rep to see what was wrong, to drag its ends in the timeline, "
                "or to correct it."
            )
            if rep is None
            else self._in_words(rep, row)
        )

    def show_reps(
        self,
        reps: tuple[Rep, ...],
        flags: tuple[Flag, ...],
        edited: frozenset[int],
        lifted_at: Callable[[float], str] | None = None,
    ) -> None:
        """Show these reps, and what they say together; see :meth:`RepModel.set_content`."""
        self.model.set_content(reps, flags, edited, lifted_at)
        self.table.clearSpans()
        for row in self.model.headings():
            self.table.setSpan(row, 0, 1, len(Column))
        chosen = self.model.rep(self.table.currentIndex().row())
        self._show_summary(chosen.index if chosen else 1)

    def _show_summary(self, number: int) -> None:
        """Show what the set of a rep, or the first one, says as a whole."""
        text = self.model.set_in_words(number or 1)
        self.summary.setText(text)
        self.summary.setVisible(bool(text))

    def show_score(self, score: Score, *, reviewed: bool) -> None:
        """Say how right the engine was by the user's labels."""
        self.checked.blockSignals(True)
        self.checked.setChecked(reviewed)
        self.checked.blockSignals(False)
        parts = [
            text
            for text in (
                _share(self.tr("Reps"), score.reps, self.tr("{0}: {1} right, {2} found")),
                _share(self.tr("Flags"), score.all_flags, self.tr("{0}: {1} right, {2} found")),
            )
            if text
        ]
        if not parts:
            self.score.setText(
                self.tr("Correct reps and flags, and FormCheck tells how often it was right.")
            )
            return
        clips = self.tr("By your labels in %n clip(s). ", "", score.clips)
        self.score.setText(clips + " · ".join(parts))

    def _in_words(self, rep: Rep, row: int) -> str:
        flags = self.model.flags_of(row)
        side = {"left": self.tr("left arm"), "right": self.tr("right arm"), "both": ""}[rep.side]
        first = [
            words.first_large(self.model.numbers.name(rep.index)),
            f"{words.clock(rep.start_s)} – {words.clock(rep.end_s)}",
            side,
        ]
        blade = rep.retraction_pct
        if not math.isnan(blade):
            first.append(self.tr("blade {0} %").format(words.signed(blade, "")))
        if math.isnan(rep.back_curvature.max) and rep.back_curvature.reason:
            first.append(
                self.tr("back not judged: {0}").format(words.reason(rep.back_curvature.reason))
            )
        lines = [
            " · ".join(part for part in first if part),
            words.first_large(self.model.score_in_words(row)),
        ]
        lines += [
            " ".join(part for part in (words.flag_title(f.code), words.value_in(rep, f)) if part)
            + f" – {words.flag_cue(f.code, self.model.exercise(rep))}"
            for f in _one_of_each(flags)
        ]
        return "\n".join(lines if flags else [*lines, self.tr("No fault.")])

    def _make_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for name, _ in _TOOLS:
            button = icon_button(self._actions[name])
            if name == "undo":
                row.addSpacing(6)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Reps"))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setTabKeyNavigation(False)
        # A click chooses a rep and leaves the keys to the clip; Tab is the way into the table.
        table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(34)
        for column in Column:
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(Column.FAULTS, QHeaderView.ResizeMode.Stretch)
        table.setItemDelegateForColumn(Column.FAULTS, FaultsDelegate(table))
        table.selectionModel().currentRowChanged.connect(self._on_row)
        table.clicked.connect(self._on_row)
        return table

    def _on_row(self, index: QModelIndex, _: object = None) -> None:
        rep = self.model.rep(index.row())
        if rep is not None and not self._choosing:
            self.rep_chosen.emit(rep.index)

    def _on_checked(self, checked: bool) -> None:
        self.reviewed.emit(checked)


def _one_of_each(flags: list[Flag]) -> list[Flag]:
    """Return the first, that is the gravest, flag of each kind."""
    return list({flag.code: flag for flag in reversed(flags)}.values())[::-1]


def _share(name: str, tally: Tally, form: str) -> str:
    if math.isnan(tally.precision) and math.isnan(tally.recall):
        return ""

    def percent(value: float) -> str:
        return "–" if math.isnan(value) else f"{value:.0%}"

    return form.format(name, percent(tally.precision), percent(tally.recall))
