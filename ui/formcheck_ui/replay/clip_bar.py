"""Which clip is open, and what can be done with it as a whole: compare, export, close."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from formcheck_ui import icons, theme
from formcheck_ui.panels.card import label

_BUTTONS: Final = (("compare", "compare"), ("export", "export"), ("close_clip", "close"))


class ClipBar(QWidget):
    """A line above the picture while a clip is open."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        self.name = label("", "value")
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        # A long name gives way to the buttons.
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.name, 3)
        self.saved = label("", "muted")
        self.saved.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.saved, 2)
        texts = {
            "compare": self.tr("Compare"),
            "export": self.tr("Export…"),
            "close_clip": self.tr("Close"),
        }
        self.buttons: dict[str, QToolButton] = {}
        for action, icon in _BUTTONS:
            if action not in actions:
                continue
            button = QToolButton()
            button.setDefaultAction(actions[action])
            button.setText(f" {texts[action]}")
            button.setAccessibleName(actions[action].text())
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(18, 18))
            button.setProperty("bar", "true")
            button.setProperty("icon_name", icon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
            self.buttons[action] = button
        self.refresh()

    def refresh(self) -> None:
        """Draw the icons in the theme's colours."""
        tokens = theme.tokens()
        colour, off = theme.colour(tokens.text), theme.colour(tokens.strong_border)
        for name, icon in _BUTTONS:
            if name not in self.buttons:
                continue
            action = self.buttons[name].defaultAction()
            action.setIcon(icons.icon(icon, colour, off))

    def show_clip(self, name: str) -> None:
        """Name the clip."""
        self.name.setText(name)
        self.name.setToolTip(name)
        self.saved.setText("")

    def show_saved(self, text: str, where: str = "") -> None:
        """Say that something is kept, and where on a tool tip."""
        self.saved.setText(text)
        self.saved.setToolTip(where or text)
