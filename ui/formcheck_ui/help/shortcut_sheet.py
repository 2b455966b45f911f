"""All keys on one sheet, made from the table of commands."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from formcheck_ui.action_spec import ActionSpec, Group
from formcheck_ui.actions import ACTIONS
from formcheck_ui.marking import QT_TRANSLATE_NOOP
from formcheck_ui.panels.card import label
from formcheck_ui.screen_room import WithinScreen

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
