"""The flags in words, with severity, as they happen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
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
from formcheck.types import Flag
from formcheck_ui import icons, theme, words
from formcheck_ui.flag_model import FlagModel, FlagRole
from formcheck_ui.panels.card import Card, font, label, scale, use

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
    text = f"{said or words.severity(flag.severity)} · {words.flag_cue(flag.code)}"
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
