"""The reps of a clip as a table model: one row a rep, with score, times, range, back and faults.

Where a clip has several sets a row stands above each.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont

from formcheck.scoring.score import RepScore, own_flags, rep_score, set_score
from formcheck.types import Flag, Rep
from formcheck_ui import score_words, words
from formcheck_ui.marking import QT_TRANSLATE_NOOP
from formcheck_ui.set_numbers import SetNumbers, heading

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_GRAVITY: Final = {"hint": 0, "warning": 1, "alert": 2}


class Column(IntEnum):
    """The columns in order."""

    NUMBER = 0
    SCORE = 1
    TEMPO = 2
    RANGE = 3
    BACK = 4
    FAULTS = 5


_HEADS: Final = {
    Column.NUMBER: (QT_TRANSLATE_NOOP("reps", "Rep"), QT_TRANSLATE_NOOP("reps", "Number")),
    Column.SCORE: (
        QT_TRANSLATE_NOOP("reps", "Score"),
        QT_TRANSLATE_NOOP("reps", "0 to 100: what is left of the points that could be judged"),
    ),
    Column.TEMPO: (
        QT_TRANSLATE_NOOP("reps", "Tempo"),
        QT_TRANSLATE_NOOP("reps", "Seconds for the pull and for the lowering"),
    ),
    Column.RANGE: (
        QT_TRANSLATE_NOOP("reps", "Range"),
        QT_TRANSLATE_NOOP("reps", "Range against the set's best"),
    ),
    Column.BACK: (
        QT_TRANSLATE_NOOP("reps", "Back"),
        QT_TRANSLATE_NOOP("reps", "Largest bend of the back against your neutral"),
    ),
    Column.FAULTS: (QT_TRANSLATE_NOOP("reps", "Faults"), QT_TRANSLATE_NOOP("reps", "Faults")),
}
_IN_FULL: Final = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole)
FLAGS_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class _Row:
    """A rep, or without one the heading of a set."""

    text: str = ""
    rep: Rep | None = None
    score: RepScore | None = None


class RepModel(QAbstractTableModel):
    """Reps with the flags that stand in them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reps: tuple[Rep, ...] = ()
        self._flags: tuple[Flag, ...] = ()
        self._edited: frozenset[int] = frozenset()
        self._rows: list[_Row] = []
        self._lifted_at: Callable[[float], str] | None = None
        self.numbers = SetNumbers()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of reps and headings."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def set_content(
        self,
        reps: tuple[Rep, ...],
        flags: tuple[Flag, ...],
        edited: frozenset[int],
        lifted_at: Callable[[float], str] | None = None,
    ) -> None:
        """Show these reps.

        Rows are added, taken away and changed, never all replaced, so that the selection stays.

        Parameters
        ----------
        reps, flags : tuple
        edited : frozenset of int
            Numbers of the reps a person has set.
        lifted_at : callable, optional
            Tells the name of the exercise that was done at a time.
        """
        self._lifted_at = lifted_at
        rows = self._rows_of(reps, flags)
        before, now = len(self._rows), len(rows)
        if now > before:
            self.beginInsertRows(_ROOT, before, now - 1)
        elif now < before:
            self.beginRemoveRows(_ROOT, now, before - 1)
        self._reps, self._flags, self._edited, self._rows = reps, flags, edited, rows
        if now > before:
            self.endInsertRows()
        elif now < before:
            self.endRemoveRows()
        if now:
            self.dataChanged.emit(self.index(0, 0), self.index(now - 1, len(Column) - 1))

    def _rows_of(self, reps: tuple[Rep, ...], flags: tuple[Flag, ...]) -> list[_Row]:
        self.numbers = SetNumbers.of(reps)
        rows = []
        for number, (_, group) in enumerate(groupby(reps, lambda rep: rep.set_index), 1):
            done = list(group)
            mine = [_Row(rep=rep, score=rep_score(rep, flags)) for rep in done]
            if self.numbers.several:
                score = set_score([row.score for row in mine if row.score is not None])
                name = words.exercise(self.exercise(done[0])) if self._lifted_at else ""
                rows.append(_Row(_heading(number, name, score)))
            rows += mine
        return rows

    def exercise(self, rep: Rep) -> str:
        """Return the name of the exercise a rep is of, as far as it is known."""
        return self._lifted_at(rep.peak_s) if self._lifted_at else "unknown"

    def rep(self, row: int) -> Rep | None:
        """Return the rep of a row; None for a heading."""
        return self._rows[row].rep if 0 <= row < len(self._rows) else None

    def row_of(self, number: int) -> int:
        """Return the row of a rep, -1 without it."""
        rows = (row for row, each in enumerate(self._rows) if each.rep and each.rep.index == number)
        return next(rows, -1)

    def headings(self) -> list[int]:
        """Return the rows of the headings."""
        return [row for row, each in enumerate(self._rows) if each.rep is None]

    def flags_of(self, row: int) -> list[Flag]:
        """Return the flags of a rep, the gravest first."""
        rep = self.rep(row)
        if rep is None:
            return []
        found = own_flags(rep, self._flags)
        return sorted(found, key=lambda flag: (-_GRAVITY[flag.severity], flag.start_s))

    def score_in_words(self, row: int) -> str:
        """Return a rep's score with its main cause in one line; empty without the rep."""
        rep, score = self.rep(row), self._score(row)
        return "" if rep is None or score is None else score_words.short(rep, score, self._flags)

    def set_in_words(self, number: int) -> str:
        """Return what a rep's set says together in one line; empty for less than two reps."""
        there = self.numbers.place(number)[0]
        mine = [rep for rep in self._reps if self.numbers.place(rep.index)[0] == there]
        name = heading(there) if self.numbers.several else ""
        before = mine[0].index - 1 if mine else 0
        return score_words.of_set(mine, self._flags, before=before, name=name)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let reps be chosen, and no heading."""
        rep = self.rep(index.row()) if index.isValid() else None
        return Qt.ItemFlag.ItemIsEnabled if rep is None else super().flags(index)

    def _score(self, row: int) -> RepScore | None:
        return self._rows[row].score if 0 <= row < len(self._rows) else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a column's head, in full as a tool tip."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return QCoreApplication.translate("reps", _HEADS[Column(section)][0])
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return QCoreApplication.translate("reps", _HEADS[Column(section)][1])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, its flags or how it is aligned."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        column = Column(index.column())
        rep, score = self.rep(index.row()), self._score(index.row())
        if rep is None or score is None:
            return self._of_heading(index.row(), column, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(rep, column, index.row())
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.FAULTS:
            return "\n".join(words.flag_title(f.code) for f in self.flags_of(index.row()))
        if role in _IN_FULL and column is Column.SCORE:
            lines = score_words.parts(rep, score, self._flags)
            return "\n".join(lines)
        if role == FLAGS_ROLE:
            return self.flags_of(index.row()) if column is Column.FAULTS else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def _of_heading(self, row: int, column: Column, role: int) -> Any:
        if column is not Column.NUMBER:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[row].text
        if role == Qt.ItemDataRole.FontRole:
            bold = QFont()
            bold.setBold(True)
            return bold
        if role == Qt.ItemDataRole.SizeHintRole:
            # It goes through; the numbers below it need no more room for it.
            return QSize(0, 0)
        return None

    def _text(self, rep: Rep, column: Column, row: int) -> str:
        if column is Column.NUMBER:
            number = self.numbers.within(rep.index)
            return f"{number}*" if rep.index in self._edited else str(number)
        score = self._score(row)
        if column is Column.SCORE:
            return "" if score is None else score_words.number(score.total)
        if column is Column.FAULTS:
            return ", ".join(words.flag_title(f.code) for f in self.flags_of(row))
        if column is Column.TEMPO:
            return f"{words.number(rep.concentric_s)} / {words.number(rep.eccentric_s)}"
        if column is Column.RANGE:
            return "–" if math.isnan(rep.rom) else f"{100.0 * rep.rom:.0f} %"
        bend = rep.back_curvature.max
        return "–" if math.isnan(bend) else words.signed(bend, "°")


def _heading(number: int, exercise: str, score: float) -> str:
    """Return what stands above a set, e.g. ``Set 2 · Seated row · score 91``."""
    parts = [heading(number), exercise, score_words.as_score(score)]
    return " · ".join(part for part in parts if part)


def _alignment(column: Column) -> int:
    left = column is Column.FAULTS
    side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)
