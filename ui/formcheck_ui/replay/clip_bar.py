"""Which clip is open, and what can be done with it as a whole: compare, export, close."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from formcheck_ui import icons, theme
from formcheck_ui.panels.card import label

_ARROWS: Final = {"previous_clip": "‹", "next_clip": "›"}
_BUTTONS: Final = (
    ("compare", "compare"), ("teach", "add"), ("export", "export"), ("close_clip", "close"),
)  # fmt: skip

_ROOM_FOR_WORDS: Final = 440
"""Width in pixels below which the clip's name needs the room of the words on the buttons."""


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
        self._walk = [self._make_arrow(name, actions, row) for name in _ARROWS]
        self.place = label("", "muted")
        row.insertWidget(row.count() - 1, self.place)
        self._said = ""
        self.saved = label("", "muted")
        self.saved.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.saved, 2)
        texts = {
            "compare": self.tr("Compare"),
            "teach": self.tr("Teach…"),
            "export": self.tr("Export…"),
            "close_clip": self.tr("Close"),
        }
        self.buttons: dict[str, QToolButton] = {}
        for action, icon in _BUTTONS:
            if action not in actions:
                continue
            button = QToolButton()
            # A button takes its action's short text again with every change of the action.
            actions[action].setIconText(f" {texts[action]}")
            button.setDefaultAction(actions[action])
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
        self.show_saved("")
        self.show_place(0, 0)

    def show_place(self, number: int, clips: int) -> None:
        """Say which of a folder's clips it is; nothing where there is but one."""
        for each in (*self._walk, self.place):
            each.setVisible(clips > 1)
        self.place.setText(self.tr("{0} of {1}").format(number, clips))

    def _make_arrow(
        self, name: str, actions: Mapping[str, QAction], row: QHBoxLayout
    ) -> QToolButton:
        button = QToolButton()
        if name in actions:
            button.setDefaultAction(actions[name])
            button.setAccessibleName(actions[name].text())
        button.setText(_ARROWS[name])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(button)
        return button

    def show_corrections(self, path: Path) -> None:
        """Say where the corrections of the clip are kept."""
        self.show_saved(self.tr("Corrections saved"), self.tr("In {0}").format(path))

    def show_saved(self, text: str, where: str = "") -> None:
        """Say that something is kept, and where on a tool tip."""
        self._said = text
        self._elide()
        self.saved.setToolTip(where or text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit what is said into its room; beside an upright picture the signs have to do."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        if self.width() < _ROOM_FOR_WORDS:
            style = Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self.buttons.values():
            button.setToolButtonStyle(style)
        self._elide()

    def _elide(self) -> None:
        room = max(0, self.saved.width())
        elided = self.saved.fontMetrics().elidedText(self._said, Qt.TextElideMode.ElideRight, room)
        self.saved.setText(elided)
