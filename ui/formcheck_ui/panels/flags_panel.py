"""The flags in words, with severity, as they happen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from formcheck.overlay.palette import SEVERITY_COLOURS
from formcheck.scoring.score import reps_of
from formcheck.types import Flag, Rep
from formcheck_ui import icons, theme, words
from formcheck_ui.panels.card import Card, font, label, scale, use
from formcheck_ui.set_numbers import SetNumbers

_ROOT: Final = QModelIndex()


class FlagRole(IntEnum):
    """Roles of a flag's data beyond Qt's own."""

    FLAG = int(Qt.ItemDataRole.UserRole) + 1
    ACTIVE = int(Qt.ItemDataRole.UserRole) + 2
    VERDICT = int(Qt.ItemDataRole.UserRole) + 3
    REP = int(Qt.ItemDataRole.UserRole) + 4
    CUE = int(Qt.ItemDataRole.UserRole) + 5


def _unjudged(_: Flag) -> str | None:
    return None


def _unknown(_: float) -> str:
    return "unknown"


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
        self.lifted_at: Callable[[float], str] = _unknown
        """Tells which exercise was done at a time, whose words mend its faults."""

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
        if role == FlagRole.CUE:
            return self._cue(flag)
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

    def _cue(self, flag: Flag) -> str:
        return words.flag_cue(flag.code, self.lifted_at(flag.worst_s))

    def _in_words(self, flag: Flag) -> str:
        parts = [
            f"{words.severity(flag.severity)}: {words.flag_title(flag.code)}",
            self._rep(flag),
            words.clock(flag.worst_s),
            words.flag_value(flag),
            self._cue(flag),
            words.verdict(self._verdict(flag)),
        ]
        return ", ".join(part for part in parts if part)


Index = QModelIndex | QPersistentModelIndex
_ROW: Final = 54
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FlagDelegate(QStyledItemDelegate):
    """Draw a flag: icon, name, when and how much, what mends it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return a row's size."""
        return QSize(200, round(_ROW * scale()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        flag: Flag = index.data(FlagRole.FLAG)
        active: bool = index.data(FlagRole.ACTIVE)
        whole = QRectF(option.rect)
        rect = QRectF(0, 2, whole.width() / scale(), whole.height() / scale() - 4)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        base: QFont = option.font
        painter.save()
        painter.translate(whole.topLeft())
        painter.scale(scale(), scale())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(*SEVERITY_COLOURS[flag.severity])
        _paint_plate(painter, rect, colour, active=active, selected=selected)
        icon = QRectF(rect.left() + 10, rect.center().y() - 12, 24, 24)
        icons.draw(painter, flag.severity, icon, colour)
        _paint_texts(painter, rect.adjusted(44, 0, -8, 0), base, index)
        painter.restore()


def _paint_plate(
    painter: QPainter, rect: QRectF, colour: QColor, *, active: bool, selected: bool
) -> None:
    tokens = theme.tokens()
    painter.setPen(theme.colour(tokens.accent) if selected else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(tokens.raised))
    painter.drawRoundedRect(rect, 7, 7)
    if active:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour.red(), colour.green(), colour.blue(), 46))
        painter.drawRoundedRect(rect, 7, 7)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(rect.left(), rect.top(), 4, rect.height()), 2, 2)


def _paint_texts(painter: QPainter, rect: QRectF, base: QFont, index: Index) -> None:
    flag: Flag = index.data(FlagRole.FLAG)
    active: bool = index.data(FlagRole.ACTIVE)
    verdict: str | None = index.data(FlagRole.VERDICT)
    upper = QRectF(rect.left(), rect.top() + 4, rect.width(), 23)
    lower = QRectF(rect.left(), rect.top() + 25, rect.width(), 20)
    small = font(base, 12)
    painter.setFont(small)
    use(painter, "muted")
    # The moment a click leads to: a fault that lasts may begin in another rep than its worst.
    when, title = words.clock(flag.worst_s), words.flag_title(flag.code)
    if rep := index.data(FlagRole.REP):
        # What the fault is comes first: beside a long title the rep has to do.
        whole = f"{rep}  {when}"
        wide = QFontMetricsF(small).horizontalAdvance(whole) + _title_width(base, title)
        when = whole if wide + 8 <= upper.width() else str(rep)
    painter.drawText(upper, _RIGHT, when)
    value = words.flag_value(flag)
    painter.drawText(lower, _RIGHT, value)
    bold = font(base, 14, QFont.Weight.Bold if active else QFont.Weight.DemiBold)
    bold.setStrikeOut(verdict == "wrong")
    painter.setFont(bold)
    use(painter, "text")
    room = upper.width() - QFontMetricsF(small).horizontalAdvance(when) - 8
    title = QFontMetricsF(bold).elidedText(title, Qt.TextElideMode.ElideRight, room)
    painter.drawText(upper, _LEFT, title)
    painter.setFont(small)
    use(painter, "text" if active else "muted")
    said = words.verdict(verdict)
    text = f"{said or words.severity(flag.severity)} · {index.data(FlagRole.CUE)}"
    room = lower.width() - QFontMetricsF(small).horizontalAdvance(value) - 8
    painter.drawText(
        lower, _LEFT, QFontMetricsF(small).elidedText(text, Qt.TextElideMode.ElideRight, room)
    )


def _title_width(base: QFont, title: str) -> float:
    return QFontMetricsF(font(base, 14, QFont.Weight.Bold)).horizontalAdvance(title)


class FlagsPanel(Card):
    """The list of flags.

    Signals
    -------
    chosen
        The time in seconds of a flag that was clicked or confirmed by key: where it was worst, or
        where it began if that is not known.
    """

    chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.body.addWidget(label(self.tr("Flags"), "heading"))
        self.model = FlagModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(FlagDelegate(self.view))
        self.view.setAccessibleName(self.tr("Flags"))
        # A click leads to a flag and leaves the keys to the clip; Tab is the way into the list.
        self.view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._on_chosen)
        self.view.activated.connect(self._on_chosen)
        self._empty = label("", "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.view)
        self.body.addWidget(self._pages, 1)
        # One row; what is put below the list has its room besides.
        self._pages.setMinimumHeight(_ROW)
        self.show_empty(self.tr("Faults appear here in words, as they happen."))
        self.model.rowsInserted.connect(self._on_rows)
        self.model.modelReset.connect(self._on_rows)

    def show_empty(self, text: str) -> None:
        """Set what is said while there is no flag."""
        self._empty.setText(text)

    def set_now(self, time_s: float) -> None:
        """Mark the flags that are up at a time of the replay, and bring the first into sight."""
        before = self.model.first_active()
        self.model.set_now(time_s)
        row = self.model.first_active()
        if row >= 0 and row != before:
            self.view.scrollTo(self.model.index(row), QAbstractItemView.ScrollHint.PositionAtTop)

    @property
    def current(self) -> Flag | None:
        """The flag that is marked in the list, else the one that is up at the head."""
        index = self.view.currentIndex()
        row = index.row() if index.isValid() else self.model.first_active()
        flag: Flag | None = self.model.index(row).data(FlagRole.FLAG) if row >= 0 else None
        return flag

    def rescaled(self) -> None:
        """Take the new scale of the panels."""
        self.view.scheduleDelayedItemsLayout()

    def _on_rows(self) -> None:
        self._pages.setCurrentIndex(1 if self.model.rowCount() else 0)

    def _on_chosen(self, index: QModelIndex) -> None:
        flag = index.data(FlagRole.FLAG)
        self.chosen.emit(flag.worst_s)
