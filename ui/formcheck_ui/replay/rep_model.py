"""The reps of a clip as a table model: one row a rep, with score, times, range, back and faults."""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from formcheck.scoring.score import RepScore, own_flags, rep_score
from formcheck.types import Flag, Rep
from formcheck_ui import score_words, words
from formcheck_ui.marking import QT_TRANSLATE_NOOP

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
        QT_TRANSLATE_NOOP("reps", "Seconds of the pull and of the lowering"),
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


class RepModel(QAbstractTableModel):
    """Reps with the flags that stand in them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reps: tuple[Rep, ...] = ()
        self._flags: tuple[Flag, ...] = ()
        self._edited: frozenset[int] = frozenset()
        self._scores: tuple[RepScore, ...] = ()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of reps."""
        return 0 if parent.isValid() else len(self._reps)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def set_content(
        self, reps: tuple[Rep, ...], flags: tuple[Flag, ...], edited: frozenset[int]
    ) -> None:
        """Show these reps; ``edited`` are the numbers of those a person has set.

        Rows are added, taken away and changed, never all replaced, so that the selection stays.
        """
        before, now = len(self._reps), len(reps)
        if now > before:
            self.beginInsertRows(_ROOT, before, now - 1)
        elif now < before:
            self.beginRemoveRows(_ROOT, now, before - 1)
        self._reps, self._flags, self._edited = reps, flags, edited
        self._scores = tuple(rep_score(rep, flags) for rep in reps)
        if now > before:
            self.endInsertRows()
        elif now < before:
            self.endRemoveRows()
        if now:
            self.dataChanged.emit(self.index(0, 0), self.index(now - 1, len(Column) - 1))

    def rep(self, row: int) -> Rep | None:
        """Return the rep of a row."""
        return self._reps[row] if 0 <= row < len(self._reps) else None

    def flags_of(self, row: int) -> list[Flag]:
        """Return the flags of a rep, the gravest first."""
        rep = self.rep(row)
        if rep is None:
            return []
        found = own_flags(rep, self._flags)
        return sorted(found, key=lambda flag: (-_GRAVITY[flag.severity], flag.start_s))

    def score_in_words(self, row: int) -> str:
        """Return a rep's score with its main cause in one line; empty without the rep."""
        rep = self.rep(row)
        return "" if rep is None else score_words.short(rep, self._scores[row], self._flags)

    def set_in_words(self) -> str:
        """Return what all reps say together in one line; empty for less than two."""
        return score_words.of_set(self._reps, self._flags)

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
        rep = self.rep(index.row()) if index.isValid() else None
        if rep is None:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(rep, column, index.row())
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.FAULTS:
            return "\n".join(words.flag_title(f.code) for f in self.flags_of(index.row()))
        if role in _IN_FULL and column is Column.SCORE:
            lines = score_words.parts(rep, self._scores[index.row()], self._flags)
            return "\n".join(lines)
        if role == FLAGS_ROLE:
            return self.flags_of(index.row()) if column is Column.FAULTS else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def _text(self, rep: Rep, column: Column, row: int) -> str:
        if column is Column.NUMBER:
            return f"{rep.index}*" if rep.index in self._edited else str(rep.index)
        if column is Column.SCORE:
            return score_words.number(self._scores[row].total)
        if column is Column.FAULTS:
            return ", ".join(words.flag_title(f.code) for f in self.flags_of(row))
        if column is Column.TEMPO:
            return f"{_seconds(rep.concentric_s)} / {_seconds(rep.eccentric_s)}"
        if column is Column.RANGE:
            return "–" if math.isnan(rep.rom) else f"{100.0 * rep.rom:.0f} %"
        bend = rep.back_curvature.max
        return "–" if math.isnan(bend) else words.signed(bend, "°")


def _seconds(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.1f}"


def _alignment(column: Column) -> int:
    left = column is Column.FAULTS
    side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)
