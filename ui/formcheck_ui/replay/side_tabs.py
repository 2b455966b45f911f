"""Two views of the right-hand side while a clip is open: feedback at the head, and the reps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

_TABS: Final = ("tab_feedback", "tab_reps")


class SideTabs(QWidget):
    """A switch with two positions; pressing it triggers the action of its name."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        texts = {"tab_feedback": self.tr("Feedback"), "tab_reps": self.tr("Reps and review")}
        self.buttons: dict[str, QToolButton] = {}
        for name in _TABS:
            button = QToolButton()
            button.setText(texts[name])
            button.setCheckable(True)
            button.setProperty("wide", "true")
            button.setAccessibleName(actions[name].text())
            button.setToolTip(actions[name].toolTip())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(actions[name].trigger)
            row.addWidget(button, 1)
            self.buttons[name] = button
        for button in self.buttons.values():
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
        self.show_tab("tab_feedback")

    def show_tab(self, name: str) -> None:
        """Mark a position.

        Not left to a button group: in one of those Tab reaches only the button that is pressed.
        """
        for each, button in self.buttons.items():
            button.setChecked(each == name)
