"""The flags of a set or a clip as a list model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from formcheck.scoring.score import reps_of
from formcheck.types import Flag, Rep
from formcheck_ui import words
from formcheck_ui.set_numbers import SetNumbers

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


class FlagRole(IntEnum):
    """Roles of a flag's data beyond Qt's own."""

    FLAG = int(Qt.ItemDataRole.UserRole) + 1
    ACTIVE = int(Qt.ItemDataRole.UserRole) + 2
    VERDICT = int(Qt.ItemDataRole.UserRole) + 3
    REP = int(Qt.ItemDataRole.UserRole) + 4


def _unjudged(_: Flag) -> str | None:
    return None


class FlagModel(QAbstractListModel):
    """Flags; a row is inserted per new flag, never all replaced.

    While filming the newest is on top, where the lifter looks; in a replay they stand in the
    order of the clip.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._flags: list[Flag] = []
        self._now_s: float | None = None
        self._verdict: Callable[[Flag], str | None] = _unjudged
        self._numbers = SetNumbers()
        self._reps: tuple[Rep, ...] = ()
        self.newest_first = True

    def set_flags(self, flags: Sequence[Flag], verdict: Callable[[Flag], str | None]) -> None:
        """Show these flags after a review, each with what was said about it."""
        before, now = len(self._flags), len(flags)
        if now > before:
            self.beginInsertRows(_ROOT, before, now - 1)
        elif now < before:
            self.beginRemoveRows(_ROOT, now, before - 1)
        self._flags, self._verdict = list(flags), verdict
        if now > before:
            self.endInsertRows()
        elif now < before:
            self.endRemoveRows()
        if now:
            self.dataChanged.emit(self.index(0), self.index(now - 1))

    def set_reps(self, reps: Sequence[Rep], numbers: SetNumbers | None = None) -> None:
        """Name from now on the reps each flag stands in, numbered within their sets."""
        numbers = SetNumbers.of(reps) if numbers is None else numbers
        if numbers != self._numbers or tuple(reps) != self._reps:
            self._numbers, self._reps = numbers, tuple(reps)
            if self._flags:
                self.dataChanged.emit(self.index(0), self.index(len(self._flags) - 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of flags."""
        return 0 if parent.isValid() else len(self._flags)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a flag's text for people, or the flag itself."""
        if not index.isValid() or index.row() >= len(self._flags):
            return None
        flag = self._flags[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._in_words(flag)
        if role == FlagRole.FLAG:
            return flag
        if role == FlagRole.ACTIVE:
            return self._is_active(flag)
        if role == FlagRole.VERDICT:
            return self._verdict(flag)
        if role == FlagRole.REP:
            return self._rep(flag)
        return None

    @property
    def told(self) -> tuple[Flag, ...]:
        """All flags on show."""
        return tuple(self._flags)

    def _insert(self, flag: Flag) -> None:
        row = 0 if self.newest_first else len(self._flags)
        self.beginInsertRows(_ROOT, row, row)
        self._flags.insert(row, flag)
        self.endInsertRows()

    def put(self, flag: Flag) -> None:
        """Add a flag, or take its later state: its end, its worst value, its severity.

        A flag may be told twice, by its event and by a frame in which it is up, in any order; one
        that has ended does not come up again.
        """
        for row, known in enumerate(self._flags):
            if (known.code, known.raised_s) == (flag.code, flag.raised_s):
                if known != flag and (known.active or not flag.active):
                    self._flags[row] = flag
                    self.dataChanged.emit(self.index(row), self.index(row))
                return
        self._insert(flag)

    def set_now(self, time_s: float) -> None:
        """Let flags be active that are up at a time of the replay, not the open ones."""
        before = [self._is_active(flag) for flag in self._flags]
        self._now_s = time_s
        for row, flag in enumerate(self._flags):
            if before[row] != self._is_active(flag):
                self.dataChanged.emit(self.index(row), self.index(row))

    def first_active(self) -> int:
        """Return the row of the first flag that is up, -1 without one."""
        rows = (row for row, flag in enumerate(self._flags) if self._is_active(flag))
        return next(rows, -1)

    def clear(self) -> None:
        """Forget all flags."""
        self.beginResetModel()
        self._flags.clear()
        self._verdict = _unjudged
        self._numbers, self._reps = SetNumbers(), ()
        self._now_s = None
        self.endResetModel()

    def _is_active(self, flag: Flag) -> bool:
        if self._now_s is None:
            return flag.active
        return flag.raised_s <= self._now_s and not self._now_s > flag.end_s

    def _rep(self, flag: Flag) -> str:
        # The rep that is under way is not among those that are done.
        inside = {*reps_of(flag, self._reps), flag.rep} - {0}
        return self._numbers.span(min(inside), max(inside)) if inside else ""

    def _in_words(self, flag: Flag) -> str:
        parts = [
            f"{words.severity(flag.severity)}: {words.flag_title(flag.code)}",
            self._rep(flag),
            words.clock(flag.worst_s),
            words.flag_value(flag),
            words.flag_cue(flag.code),
            words.verdict(self._verdict(flag)),
        ]
        return ", ".join(part for part in parts if part)
