"""A framed panel with a heading, and how panels write text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from formcheck_ui import theme


class Card(QFrame):
    """A panel: a heading and room for content below."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 10, 14, 12)
        self.body.setSpacing(6)
        if heading:
            self.body.addWidget(label(heading, "heading"))


_LEAST_SCALE: Final = 0.75
"""A 13 pixel text drawn so at 200 % has 19 pixels of the screen."""

_scale = 1.0


def scale() -> float:
    """Return how much larger than at 640 to 800 pixels of window height panels are drawn."""
    return _scale


def set_scale(window_height: int) -> bool:
    """Fit the panels to the window's height; return whether that changed anything.

    A large window is a large screen across the room: its text has to grow, not its margins.  A
    window lower than 640 is a screen drawn at 150 or 200 %, where smaller is still legible.
    """
    global _scale
    high, low = min(window_height / 800.0, 1.6), max(window_height / 640.0, _LEAST_SCALE)
    before, _scale = _scale, round(high if high > 1.0 else min(low, 1.0), 2)
    return _scale != before


def label(text: str, kind: str = "") -> QLabel:
    """Return a label styled by its kind: ``heading``, ``muted``, ``value`` or plain."""
    made = QLabel(text)
    # A cue, a name or a path is anybody's: what looks like markup in it is no markup.
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    return made


def icon_button(action: QAction, pixels: int = 18) -> QToolButton:
    """Return a button that shows a command's icon alone, and says its name to a screen reader."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setIconSize(QSize(pixels, pixels))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def beside(field: QWidget, text: str) -> QLabel:
    """Return the label of a form's field, level with what is written in it."""
    made = label(text)
    made.setMinimumHeight(field.sizeHint().height())
    made.setBuddy(field)
    return made


def font(base: QFont, pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return a font of a height in pixels, with digits that do not jump about."""
    made = QFont(base)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(weight)
    return made


def use(painter: QPainter, token: str) -> None:
    """Set the pen to a token of the theme, e.g. ``"muted"``."""
    painter.setPen(theme.colour(getattr(theme.tokens(), token)))


def name_parts(whole: QWidget) -> None:
    """Give the lists of boxes and the calendar's inner parts the names of what they are of."""
    for part in whole.findChildren(QWidget):
        if part.focusPolicy() is Qt.FocusPolicy.NoFocus or isinstance(part, QAbstractButton):
            continue
        owner: QWidget | None = part
        while owner is not None and not owner.accessibleName():
            owner = owner.parentWidget()
        if owner is not None:
            part.setAccessibleName(owner.accessibleName())
