"""A lifter's sets as rows of a table, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from formcheck.log.entries import TrainingSet
from formcheck.log.loads import show_load
from formcheck.routines.catalogue import title
from formcheck_ui.marking import QT_TRANSLATE_NOOP

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


class SetModel(QAbstractTableModel):
    """Rows of :class:`~formcheck.log.entries.TrainingSet`."""

    def __init__(self) -> None:
        super().__init__()
        self._sets: tuple[TrainingSet, ...] = ()

    def show_sets(self, sets: Sequence[TrainingSet]) -> None:
        """Show sets given oldest first."""
        newest_first = tuple(reversed(sets))
        if newest_first == self._sets:
            return
        self.beginResetModel()
        self._sets = newest_first
        self.endResetModel()

    def at(self, row: int) -> TrainingSet | None:
        """Return the set of a row; None outside the table."""
        return self._sets[row] if 0 <= row < len(self._sets) else None

    def row_of(self, set_id: int) -> int:
        """Return the row of a set, -1 where it is not shown."""
        return next((row for row, item in enumerate(self._sets) if item.id == set_id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of sets."""
        return 0 if parent.isValid() else len(self._sets)

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
        item = self.at(index.row())
        if item is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _RIGHT:
            return _RIGHT_ALIGNED
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _cells(item)[index.column()]
        return None


def _cells(item: TrainingSet) -> tuple[str, ...]:
    local = item.started.local
    remarks = [_RELATIONS.get(item.relation, ""), _STATES.get(item.state, "")]
    said = [translated(remark) for remark in remarks if remark]
    return (
        local.strftime("%Y-%m-%d"),
        local.strftime("%H:%M"),
        title(item.exercise),
        str(item.reps),
        str(item.flagged_reps) if item.reps else "–",
        show_load(item.load_kg, item.unit),
        f"{item.rpe:g}" if item.rpe == item.rpe else "–",
        ", ".join([*said, item.notes] if item.notes else said),
    )
