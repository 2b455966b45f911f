"""Help within the window: the keys on one sheet, and a first look round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from formcheck_ui import theme
from formcheck_ui.action_spec import ActionSpec, Group
from formcheck_ui.actions import ACTIONS
from formcheck_ui.marking import QT_TRANSLATE_NOOP
from formcheck_ui.panels.card import label
from formcheck_ui.screen_room import WithinScreen
from formcheck_ui.shell import Shell

GROUPS: Final[dict[Group, str]] = {
    "camera": QT_TRANSLATE_NOOP("help", "Filming"),
    "play": QT_TRANSLATE_NOOP("help", "Replay"),
    "review": QT_TRANSLATE_NOOP("help", "Review"),
    "view": QT_TRANSLATE_NOOP("help", "Picture"),
    "file": QT_TRANSLATE_NOOP("help", "Clips and files"),
    "help": QT_TRANSLATE_NOOP("help", "Settings and help"),
}
_REMOTE: Final = QT_TRANSLATE_NOOP("help", "While filming: begin or end a set (presenter remote)")
_REMOTE_KEYS: Final = ("Space", "PgDown")


class ShortcutSheet(QDialog):
    """A window of its own beside the main one; two columns of groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard and remote"))
        WithinScreen(self)
        self.setModal(False)
        self.resize(820, 640)
        page = QWidget()
        page.setObjectName("central")
        columns = QHBoxLayout(page)
        columns.setSpacing(32)
        halves = (QVBoxLayout(), QVBoxLayout())
        weights = [0, 0]
        for group, title in GROUPS.items():
            specs = [spec for spec in ACTIONS if spec.group == group and spec.keys]
            side = weights.index(min(weights))
            weights[side] += len(specs) + 2
            halves[side].addLayout(_group(group, title, specs))
        for half in halves:
            half.addStretch(1)
            columns.addLayout(half, 1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setAccessibleName(self.tr("List of keys"))
        column = QVBoxLayout(self)
        column.addWidget(scroll, 1)
        button = QPushButton(self.tr("Close"))
        button.setAccessibleName(self.tr("Close the list of keys"))
        button.clicked.connect(self.close)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)


def _group(group: Group, title: str, specs: list[ActionSpec]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 6, 0, 14)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    heading = label(QCoreApplication.translate("help", title), "value")
    grid.addWidget(heading, 0, 0, 1, 2)
    rows = [(spec.keys, QCoreApplication.translate("actions", spec.text)) for spec in specs]
    if group == "camera":
        rows.insert(0, (_REMOTE_KEYS, QCoreApplication.translate("help", _REMOTE)))
    for number, (keys, text) in enumerate(rows, start=1):
        grid.addWidget(_keys(keys), number, 0, Qt.AlignmentFlag.AlignTop)
        said = label(text)
        said.setWordWrap(True)
        grid.addWidget(said, number, 1)
    return grid


def _keys(keys: tuple[str, ...]) -> QLabel:
    """Return the keys as the system writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    shown = "  ".join(QKeySequence(key).toString(native) for key in keys)
    made = label(shown, "key")
    made.setMinimumWidth(120)
    return made


_WIDE: Final = 360
_GAP: Final = 14
_SHADE: Final = QColor(0, 0, 0, 120)


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the tour: the window's part, and what is said of it."""

    part: str
    title: str
    text: str


STOPS: Final = (
    Stop(
        "top_bar",
        QT_TRANSLATE_NOOP("tour", "Choose what to watch"),
        QT_TRANSLATE_NOOP(
            "tour",
            "Start the camera, or open a video you have filmed; you can also drop it on the "
            "window. To film with your phone, type the address that its camera app shows.",
        ),
    ),
    Stop(
        "pages",
        QT_TRANSLATE_NOOP("tour", "Stand sideways, your whole body in the picture"),
        QT_TRANSLATE_NOOP(
            "tour",
            "Before the first set FormCheck tells you what to change, until every mark is green. "
            "To begin or end a set, hold up a hand for a second or press a key of a remote.",
        ),
    ),
    Stop(
        "rep_panel",
        QT_TRANSLATE_NOOP("tour", "Count, tempo, back"),
        QT_TRANSLATE_NOOP(
            "tour",
            "The large number counts your reps; it is also spoken. Below it you see how fast you "
            "pull and lower, how far your back bends from its neutral posture, and every fault in "
            "words. If something cannot be judged, FormCheck says so.",
        ),
    ),
    Stop(
        "strip",
        QT_TRANSLATE_NOOP("tour", "Nothing leaves this computer"),
        QT_TRANSLATE_NOOP(
            "tour",
            "Pictures are looked at here and sent nowhere. The line at the bottom shows how well "
            "the camera keeps up. Press F1 for all keys; voice and colours are in the settings.",
        ),
    ),
)


class Tour(QWidget):
    """An overlay that darkens all but one part; arrow keys, Esc and buttons lead through."""

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        self._at = 0
        self.setAccessibleName(self.tr("A quick tour"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._bubble = QFrame(self)
        self._bubble.setObjectName("card")
        column = QVBoxLayout(self._bubble)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        self.title = label("", "title")
        self.title.setWordWrap(True)
        self.text = label("")
        self.text.setWordWrap(True)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addLayout(self._buttons())
        self.hide()
        window.installEventFilter(self)

    @property
    def at(self) -> int:
        """Number of the stop on show, from 0."""
        return self._at

    def begin(self) -> None:
        """Start at the first stop."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._go(0)
        self.next_button.setFocus()

    def go_on(self) -> None:
        """Go to the next stop, or end after the last."""
        if self._at + 1 < len(STOPS):
            self._go(self._at + 1)
        else:
            self.end()

    def go_back(self) -> None:
        """Go to the stop before."""
        self._go(max(0, self._at - 1))

    def end(self) -> None:
        """Take the overlay away."""
        self.hide()
        self._window.start_page.camera_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead through by key."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        elif event.key() == Qt.Key.Key_Left:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the tour from the window's commands."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Darken all but the part that is spoken of."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path, hole = QPainterPath(), QPainterPath()
        path.addRect(self.rect().toRectF())
        hole.addRoundedRect(self._target().toRectF(), 10, 10)
        painter.fillPath(path.subtracted(hole), _SHADE)
        painter.setPen(QPen(theme.colour(theme.tokens().accent), 3))
        painter.drawPath(hole)
        painter.end()

    def _go(self, number: int) -> None:
        self._at = number
        stop = STOPS[number]
        self.title.setText(QCoreApplication.translate("tour", stop.title))
        self.text.setText(QCoreApplication.translate("tour", stop.text))
        self._bubble.setAccessibleName(self.title.text())
        self._bubble.setAccessibleDescription(self.text.text())
        self.steps.setText(f"{number + 1} / {len(STOPS)}")
        self.back_button.setEnabled(number > 0)
        last = number + 1 == len(STOPS)
        self.next_button.setText(self.tr("Done") if last else self.tr("Next"))
        self.next_button.setAccessibleName(self.next_button.text())
        self._place()
        self.update()

    def _target(self) -> QRect:
        part: QWidget = getattr(self._window, STOPS[self._at].part)
        place = QRect(part.mapTo(self._window, QPoint(0, 0)), part.size())
        return place.adjusted(-3, -3, 3, 3).intersected(self.rect().adjusted(2, 2, -2, -2))

    def _place(self) -> None:
        """Put the bubble where there is most room beside its part."""
        target, room = self._target(), self.rect()
        self._bubble.setFixedWidth(min(_WIDE, room.width() - 2 * _GAP))
        size = self._bubble.sizeHint()
        high = max(size.height(), self._bubble.heightForWidth(self._bubble.width()))
        self._bubble.resize(self._bubble.width(), high)
        x = target.center().x() - self._bubble.width() // 2
        y = target.center().y() - high // 2
        if room.bottom() - target.bottom() > high + _GAP:
            y = target.bottom() + _GAP
        elif target.top() > high + _GAP:
            y = target.top() - high - _GAP
        elif target.left() > self._bubble.width() + _GAP:
            x = target.left() - self._bubble.width() - _GAP
        x = min(max(_GAP, x), room.width() - self._bubble.width() - _GAP)
        y = min(max(_GAP, y), room.height() - high - _GAP)
        self._bubble.move(x, y)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.steps = label("", "muted")
        row.addWidget(self.steps)
        row.addStretch(1)
        self.end_button = QPushButton(self.tr("Skip"))
        self.back_button = QPushButton(self.tr("Back"))
        self.next_button = QPushButton(self.tr("Next"))
        self.next_button.setProperty("primary", "true")
        for button, slot in (
            (self.end_button, self.end),
            (self.back_button, self.go_back),
            (self.next_button, self.go_on),
        ):
            button.setAccessibleName(button.text())
            button.clicked.connect(slot)
            row.addWidget(button)
        return row
