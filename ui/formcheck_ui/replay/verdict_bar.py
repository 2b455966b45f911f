"""Say of a flag whether it is right, or add one that was missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from formcheck_ui import words

_VERDICTS: Final = ("flag_right", "flag_wrong")


class VerdictBar(QWidget):
    """Three buttons below the list of flags.

    Signals
    -------
    missed
        The code of a flag that should have been raised at the head.
    """

    missed = Signal(str)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        texts = {"flag_right": self.tr("✓ Right"), "flag_wrong": self.tr("✗ Wrong")}
        for name in _VERDICTS:
            button = QToolButton()
            button.setText(texts[name])
            button.setAccessibleName(actions[name].text())
            button.setToolTip(actions[name].toolTip())
            button.setProperty("bar", "true")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(actions[name].trigger)
            row.addWidget(button)
        row.addStretch(1)
        self.add = QToolButton()
        self.add.setText(self.tr("+ Missed"))
        self.add.setAccessibleName(self.tr("Add a flag that was missed, at the moment on show"))
        self.add.setToolTip(self.add.accessibleName())
        self.add.setProperty("bar", "true")
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self.add)
        menu.setAccessibleName(self.add.accessibleName())
        for code in words.FLAG_TITLES:
            menu.addAction(words.flag_title(code)).triggered.connect(
                lambda _=False, chosen=code: self.missed.emit(chosen)
            )
        self.add.setMenu(menu)
        row.addWidget(self.add)
