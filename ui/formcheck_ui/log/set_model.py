"""A lifter's sets as rows of a table, newest first."""

from __future__ import annotations

import logging
from typing import Any, Final, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from formcheck.errors import FormCheckError
from formcheck.log.entries import TrainingSet
from formcheck.log.store import TrainingLog
from formcheck_ui.log.words import exercise, load
from formcheck_ui.marking import QT_TRANSLATE_NOOP
from formcheck_ui.words import number

BLOCK: Final = 64
"""Rows that are read at once: more than a window shows."""

_logger = logging.getLogger(__name__)
_Index = QModelIndex | QPersistentModelIndex

COLUMNS: Final = (
    QT_TRANSLATE_NOOP("log", "Day"),
    QT_TRANSLATE_NOOP("log", "Time"),
    QT_TRANSLATE_NOOP("log", "Exercise"),
    QT_TRANSLATE_NOOP("log", "Reps"),
    QT_TRANSLATE_NOOP("log", "Flagged"),
    QT_TRANSLATE_NOOP("log", "Load"),
    QT_TRANSLATE_NOOP("log", "RPE"),
    QT_TRANSLATE_NOOP("log", "Remarks"),
)
FLAGGED_HELP: Final = QT_TRANSLATE_NOOP("log", "Reps with a warning or an alert")
_FLAGGED: Final = 4
_RIGHT: Final = frozenset({3, 4, 5, 6})
_RIGHT_ALIGNED: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT_ALIGNED: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ROLES: Final = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.TextAlignmentRole,
    }
)
_RELATIONS: Final = {
    "superset": QT_TRANSLATE_NOOP("log", "superset"),
    "drop": QT_TRANSLATE_NOOP("log", "drop set"),
}
_STATES: Final = {
    "running": QT_TRANSLATE_NOOP("log", "still running"),
    "interrupted": QT_TRANSLATE_NOOP("log", "interrupted"),
}


def translated(text: str) -> str:
    """Return a text of the log's tables in the user's language."""
    return QCoreApplication.translate("log", text)


class Row(NamedTuple):
    """A set with what its cells say; a row is painted cell by cell, again and again."""

    set: TrainingSet
    cells: tuple[str, ...]


class SetModel(QAbstractTableModel):
    """Rows of :class:`~formcheck.log.entries.TrainingSet`, newest first, read when looked at.

    A year has thousands of sets and a table shows thirty: only the blocks on show are read.
    """

    def __init__(self) -> None:
        super().__init__()
        self._log: TrainingLog | None = None
        self._lifter_id = 0
        self._count = 0
        self._blocks: dict[int, tuple[Row, ...]] = {}

    def show_log(self, log: TrainingLog, lifter_id: int | None) -> None:
        """Show what a log holds now of a lifter; None for nobody.

        Raises
        ------
        LogError
            When the log cannot be read.
        """
        count = 0 if lifter_id is None else log.sets.count(lifter_id)
        same = (log, lifter_id or 0, count) == (self._log, self._lifter_id, self._count)
        if same:
            self._blocks.clear()
            self.dataChanged.emit(self.index(0, 0), self.index(count - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._log, self._lifter_id, self._count = log, lifter_id or 0, count
        self._blocks.clear()
        self.endResetModel()

    def let_go(self) -> None:
        """Forget the log, which is about to be closed."""
        self.beginResetModel()
        self._log, self._count = None, 0
        self._blocks.clear()
        self.endResetModel()

    def at(self, row: int) -> TrainingSet | None:
        """Return the set of a row; None outside the table, or when it cannot be read."""
        found = self._row(row)
        return found.set if found is not None else None

    def _row(self, row: int) -> Row | None:
        if self._log is None or not 0 <= row < self._count:
            return None
        number, place = divmod(row, BLOCK)
        if number not in self._blocks:
            self._blocks[number] = self._read(self._log, number)
        block = self._blocks[number]
        # Another program may have deleted sets since they were counted.
        return block[place] if place < len(block) else None

    def _read(self, log: TrainingLog, number: int) -> tuple[Row, ...]:
        try:
            found = log.sets.newest(self._lifter_id, skip=number * BLOCK, limit=BLOCK)
            return tuple(Row(item, _cells(item)) for item in found)
        except FormCheckError:
            # Rows are painted, so nobody could hear of it; the page's next refresh tells.
            _logger.warning("sets cannot be read", exc_info=True)
            return ()

    def row_of(self, set_id: int) -> int:
        """Return the row of a set, -1 where it is not shown."""
        return -1 if self._log is None else self._log.sets.place(self._lifter_id, set_id)

    def row_of_day(self, day: str) -> int:
        """Return the row of the first set of a day (``YYYY-MM-DD``), -1 where there is none."""
        return -1 if self._log is None else self._log.sets.place_of_day(self._lifter_id, day)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of sets."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's heading."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return translated(COLUMNS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT_ALIGNED if section in _RIGHT else _LEFT_ALIGNED
        if role == Qt.ItemDataRole.ToolTipRole and section == _FLAGGED:
            return translated(FLAGGED_HELP)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell."""
        if role not in _ROLES:
            return None
        found = self._row(index.row())
        if found is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT_ALIGNED if index.column() in _RIGHT else None
        return found.cells[index.column()]


def _cells(item: TrainingSet) -> tuple[str, ...]:
    local = item.started.local
    remarks = [_RELATIONS.get(item.relation, ""), _STATES.get(item.state, "")]
    said = [translated(remark) for remark in remarks if remark]
    return (
        local.strftime("%Y-%m-%d"),
        local.strftime("%H:%M"),
        exercise(item.exercise),
        str(item.reps),
        str(item.flagged_reps) if item.reps else "–",
        load(item.load_kg, item.unit),
        number(item.rpe, "g"),
        ", ".join([*said, item.notes] if item.notes else said),
    )
