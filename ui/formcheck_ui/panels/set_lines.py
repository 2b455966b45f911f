"""The sets of a clip as lines with their names over the timeline's reps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from formcheck.types import Rep
from formcheck_ui import theme
from formcheck_ui.panels.card import font
from formcheck_ui.set_numbers import SetNumbers, heading

_HIGH: Final = 17
"""Pixels for a line of 12 pixels of text."""


def paint_sets(
    painter: QPainter, reps: Sequence[Rep], x_of: Callable[[float], float], y: float
) -> None:
    """Draw a line over the reps of each set, and its name where there is room.

    Parameters
    ----------
    painter : QPainter
    reps : sequence of Rep
    x_of : callable
        Returns where a time in seconds lies, in pixels.
    y : float
        Where the lines lie, in pixels.
    """
    numbers = SetNumbers.of(reps)
    spans: dict[int, tuple[float, float]] = {}
    for rep in reps:
        number = numbers.place(rep.index)[0]
        spans[number] = spans.get(number, (rep.start_s, 0.0))[0], rep.end_s
    painter.setFont(font(painter.font(), 12))
    painter.setPen(QPen(theme.colour(theme.tokens().muted), 1))
    for number, (start_s, end_s) in spans.items():
        left, right = x_of(start_s), x_of(end_s)
        painter.drawLine(QLineF(left, y, right, y))
        text = heading(number)
        if painter.fontMetrics().horizontalAdvance(text) <= right - left:
            room = QRectF(left, y - _HIGH, right - left, _HIGH)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft), text)
