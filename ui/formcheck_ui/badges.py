"""Signs over the live picture that are read from across the room: recording, and the past."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from formcheck.overlay.palette import HALO
from formcheck_ui.plates import CHIP_HEIGHT_LARGE

HEIGHT: Final = 0.085
"""Height of a sign as a share of the view's."""

_LEAST: Final = 34.0
_RED: Final = QColor("#ff5a36")
_BLUE: Final = QColor("#56b4e9")
_WHITE: Final = QColor("#ffffff")


def tape_width(painter: QPainter, size: QSizeF, text: str) -> float:
    """Return how much room the recording's sign takes, in pixels from the right edge."""
    height = max(_LEAST, size.height() * HEIGHT)
    font = _font(painter, height)
    return QFontMetricsF(font).horizontalAdvance(text or "REC") + height * 1.75


def paint_tape(painter: QPainter, size: QSizeF, text: str, *, lost: bool) -> None:
    """Paint the recording's sign: a full disc and the time, or a ring that is struck out."""
    height = max(_LEAST, size.height() * HEIGHT)
    font = _font(painter, height)
    shown = text if text else "REC"
    wide = QFontMetricsF(font).horizontalAdvance(shown) + height * 1.25
    plate = QRectF(size.width() - wide - height * 0.25, height * 0.25, wide, height)
    _plate(painter, plate)
    middle = QPointF(plate.left() + height * 0.52, plate.center().y())
    radius = height * 0.22
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if lost:
        painter.setPen(QPen(_WHITE, height * 0.07))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, radius, radius)
        way = QPointF(radius * 1.2, radius * 1.2)
        painter.drawLine(middle - way, middle + way)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_RED)
        painter.drawEllipse(middle, radius, radius)
    painter.setFont(font)
    painter.setPen(_WHITE)
    words = plate.adjusted(height * 0.9, 0, -height * 0.3, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    if lost:
        painter.setPen(QPen(_WHITE, height * 0.05))
        middle_y = plate.center().y()
        painter.drawLine(QPointF(words.left(), middle_y), QPointF(words.right(), middle_y))


def paint_point(painter: QPainter, size: QSizeF, point: QPointF) -> None:
    """Paint a ring around the place somebody was pointed at."""
    radius = max(_LEAST, size.height() * HEIGHT) * 0.7
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, wide in ((QColor(*HALO), 0.24), (_WHITE, 0.12)):
        painter.setPen(QPen(colour, radius * wide))
        painter.drawEllipse(point, radius, radius)


def paint_past(painter: QPainter, size: QSizeF, title: str) -> None:
    """Frame a picture of the past and name it, so that nobody takes it for the present."""
    height = max(_LEAST, size.height() * HEIGHT)
    edge = height * 0.12
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_BLUE, edge))
    half = edge / 2
    painter.drawRect(QRectF(half, half, size.width() - edge, size.height() - edge))
    font = _font(painter, height)
    metrics = QFontMetricsF(font)
    room = size.width() - height * 2.6
    if metrics.horizontalAdvance(title) > room > 0:
        font.setPixelSize(max(12, int(font.pixelSize() * room / metrics.horizontalAdvance(title))))
        metrics = QFontMetricsF(font)
    wide = metrics.horizontalAdvance(title) + height * 1.5
    # Below the rest timer, which is the largest that stands in the corner.
    top = max(height * 1.4, size.height() * CHIP_HEIGHT_LARGE * 1.25 + height * 0.2)
    plate = QRectF(height * 0.25, top, wide, height)
    _plate(painter, plate)
    _arrow(
        painter,
        QRectF(
            plate.left() + height * 0.3, plate.top() + height * 0.28, height * 0.6, height * 0.44
        ),
    )
    painter.setFont(font)
    painter.setPen(_WHITE)
    words = plate.adjusted(height * 1.1, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)


def _arrow(painter: QPainter, room: QRectF) -> None:
    """Paint the sign for going back: two triangles."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_BLUE)
    half = room.width() / 2
    for left in (room.left(), room.left() + half):
        painter.drawPolygon(
            [
                QPointF(left + half, room.top()),
                QPointF(left, room.center().y()),
                QPointF(left + half, room.bottom()),
            ]
        )


def _font(painter: QPainter, height: float) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(round(height * 0.52))
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _plate(painter: QPainter, rect: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*HALO, 215))
    painter.drawRoundedRect(rect, 8, 8)
