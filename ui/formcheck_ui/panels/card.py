"""A framed panel with a heading, and how panels write text."""

from __future__ import annotations

from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

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


_scale = 1.0


def scale() -> float:
    """Return how much larger than at 800 pixels of window height the panels are drawn."""
    return _scale


def set_scale(window_height: int) -> bool:
    """Fit the panels to the window's height; return whether that changed anything.

    A large window is a large screen across the room: its text has to grow, not its margins.
    """
    global _scale
    before, _scale = _scale, round(min(max(1.0, window_height / 800.0), 1.6), 2)
    return _scale != before


def label(text: str, kind: str = "") -> QLabel:
    """Return a label styled by its kind: ``heading``, ``muted``, ``value`` or plain."""
    made = QLabel(text)
    made.setProperty("kind", kind)
    return made


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
