"""Texts and signs over the picture, for a lifter across the room: cue, countdown, recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from formcheck.overlay.palette import HALO, SEVERITY_COLOURS
from formcheck.types import Flag, Measurement, Severity
from formcheck_ui import icons, theme, words

CUE_HEIGHT: Final = 0.16
"""Height of the cue's plate as a share of the view's, for a lifter across the room."""

CUE_HEIGHT_NEAR: Final = 0.115
"""The same for somebody at the desk."""

CHIP_HEIGHT: Final = 0.085
CHIP_HEIGHT_LARGE: Final = 0.14
GOAL_TEXT: Final = 0.052
GOAL_LARGE: Final = 0.038
"""Height of the goal's text likewise: 24 pixels where a window of 720 lines leaves the picture 470,
and not much more in a larger one, where it is in the way."""
_TROUBLE_TITLE: Final = 0.085
_TROUBLE_REMEDY: Final = 0.055
TROUBLE_LEAST: Final = 24
"""Shares of the picture's height for what is wrong and what to do, and the least in pixels: 24 at
720 lines are read from three metres."""
_BIG_HEIGHT: Final = 0.6
_GRAVITY: Final = {"hint": 0, "warning": 1, "alert": 2}


@dataclass(frozen=True, slots=True)
class Cue:
    """What to do (large) and what was seen (small)."""

    severity: Severity
    cue: str
    title: str


def cue_for(
    flags: tuple[Flag, ...], measures: Mapping[str, Measurement], exercise: str
) -> Cue | None:
    """Return the one cue that matters most: the gravest flag, the newest among equals."""
    if not flags:
        return None
    flag = max(flags, key=lambda each: (_GRAVITY[each.severity], each.raised_s))
    title = f"{words.flag_title(flag.code)}  {words.value_now(flag, measures)}".strip()
    return Cue(flag.severity, words.flag_cue(flag.code, exercise), title)


def paint_cue(painter: QPainter, size: QSizeF, cue: Cue, share: float) -> None:
    """Draw a plate at the bottom, legible from across the room."""
    height = max(64.0, size.height() * share)
    margin = height * 0.16
    colour = QColor(*SEVERITY_COLOURS[cue.severity])
    large, small = QFont(painter.font()), QFont(painter.font())
    large.setPixelSize(round(height * 0.46))
    large.setWeight(QFont.Weight.Bold)
    small.setPixelSize(round(height * 0.24))
    room = size.width() - height - 4 * margin
    shrink(large, cue.cue, room)
    text = max(
        QFontMetricsF(large).horizontalAdvance(cue.cue),
        QFontMetricsF(small).horizontalAdvance(cue.title),
    )
    top = size.height() - height - margin
    plate = QRectF(margin, top, height + text + 2 * margin, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*HALO, 235))
    painter.drawRoundedRect(plate, 10, 10)
    icon = QRectF(margin * 2, top + height * 0.17, height * 0.66, height * 0.66)
    icons.draw(painter, cue.severity, icon, colour, QColor(*HALO))
    left = height + margin * 1.6
    painter.setPen(QColor("#ffffff"))
    painter.setFont(large)
    painter.drawText(QRectF(left, top + height * 0.07, room, height * 0.56), _LEFT, cue.cue)
    painter.setPen(colour.lighter(120))
    painter.setFont(small)
    painter.drawText(QRectF(left, top + height * 0.61, room, height * 0.32), _LEFT, cue.title)


def paint_trouble(painter: QPainter, size: QSizeF, title: str, remedy: str) -> None:
    """Draw across the picture what is wrong and what to do, to be read from three metres."""
    room = QRectF(0.05 * size.width(), 0, 0.9 * size.width(), size.height())
    flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
    large, small = QFont(painter.font()), QFont(painter.font())
    large.setPixelSize(max(TROUBLE_LEAST, round(size.height() * _TROUBLE_TITLE)))
    large.setWeight(QFont.Weight.Bold)
    small.setPixelSize(max(TROUBLE_LEAST, round(size.height() * _TROUBLE_REMEDY)))
    small.setWeight(QFont.Weight.DemiBold)
    high = [
        QFontMetricsF(font).boundingRect(room, flags, text).height()
        for font, text in ((large, title), (small, remedy))
    ]
    whole = sum(high) + 1.2 * small.pixelSize()
    band = QRectF(0, (size.height() - whole) / 2, size.width(), whole)
    painter.fillRect(band, QColor(*HALO, 225))
    top = band.top() + 0.4 * small.pixelSize()
    painter.setPen(QColor("#ffffff"))
    painter.setFont(large)
    painter.drawText(QRectF(room.left(), top, room.width(), high[0]), flags, title)
    painter.setPen(QColor(*SEVERITY_COLOURS["warning"]).lighter(120))
    painter.setFont(small)
    top += high[0] + 0.3 * small.pixelSize()
    painter.drawText(QRectF(room.left(), top, room.width(), high[1]), flags, remedy)


def paint_goal(painter: QPainter, size: QSizeF, text: str) -> float:
    """Draw a band along the lower edge: who lifts what; return where it begins."""
    font = QFont(painter.font())
    high = size.height()
    font.setPixelSize(max(16, round(max(min(GOAL_TEXT * high, TROUBLE_LEAST), GOAL_LARGE * high))))
    font.setWeight(QFont.Weight.DemiBold)
    metrics, room = QFontMetricsF(font), size.width() - font.pixelSize()
    lines = [text] if metrics.horizontalAdvance(text) <= room else halves(text, metrics, " ")
    shrink(font, max(lines, key=metrics.horizontalAdvance), room)
    high = (0.3 + 1.25 * len(lines)) * font.pixelSize()
    band = QRectF(0, size.height() - high, size.width(), high)
    painter.fillRect(band, QColor(*HALO, 215))
    painter.setFont(font)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(band, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))
    return band.top()


def paint_chip(
    painter: QPainter, size: QSizeF, text: str, share: float, taken: float = 0.0
) -> None:
    """Draw a plate in the upper left corner; ``taken`` pixels on the right are not its own."""
    height = max(34.0, size.height() * share)
    font = QFont(painter.font())
    font.setPixelSize(round(height * 0.52))
    font.setWeight(QFont.Weight.DemiBold)
    room = size.width() - 1.4 * height - taken
    metrics = QFontMetricsF(font)
    lines = [text] if metrics.horizontalAdvance(text) <= room else halves(text, metrics)
    # Two lines in their full size are read from further away than one that was made to fit.
    shrink(font, max(lines, key=metrics.horizontalAdvance), room)
    wide = max(QFontMetricsF(font).horizontalAdvance(line) for line in lines)
    high = height + (len(lines) - 1) * font.pixelSize() * 1.25
    plate = QRectF(height * 0.25, height * 0.25, wide + height * 0.8, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*HALO, 215))
    painter.drawRoundedRect(plate, 8, 8)
    painter.setFont(font)
    painter.setPen(QColor("#ffffff"))
    place = Qt.AlignmentFlag.AlignCenter if len(lines) == 1 else _LEFT
    inner = plate.adjusted(height * 0.4, 0, 0, 0) if len(lines) > 1 else plate
    painter.drawText(inner, place, "\n".join(lines))


def halves(text: str, metrics: QFontMetricsF, space: str | None = None) -> list[str]:
    """Return a text as two lines about equally wide; as one where it is a single word.

    Words end at any white space, or at this one alone.
    """
    words = text.split(space)
    breaks = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    if not breaks:
        return [text]
    return list(min(breaks, key=lambda pair: max(map(metrics.horizontalAdvance, pair))))


def paint_big(painter: QPainter, size: QSizeF, text: str) -> None:
    """Draw a number across the whole."""
    font = QFont(painter.font())
    font.setPixelSize(round(size.height() * _BIG_HEIGHT))
    font.setWeight(QFont.Weight.Black)
    path = QPainterPath()
    wide = QFontMetricsF(font).horizontalAdvance(text)
    high = QFontMetricsF(font).capHeight()
    path.addText((size.width() - wide) / 2, (size.height() + high) / 2, font, text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(*HALO, 220), size.height() * 0.03))
    painter.drawPath(path)
    painter.fillPath(path, QColor("#ffffff"))


def paint_message(painter: QPainter, size: QSizeF, text: str) -> None:
    """Darken the picture and say in its middle what is waited for."""
    room = QRectF(0, 0, size.width(), size.height())
    painter.fillRect(room, QColor(*HALO, 150))
    font = QFont(painter.font())
    font.setPixelSize(max(18, int(size.height()) // 22))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(theme.tokens().on_canvas))
    beside = font.pixelSize()
    flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    painter.drawText(room.adjusted(beside, 0, -beside, 0), flags, text)


_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def shrink(font: QFont, text: str, room: float) -> None:
    """Make a font smaller until a text fits."""
    wide = QFontMetricsF(font).horizontalAdvance(text)
    if wide > room > 0:
        font.setPixelSize(max(12, int(font.pixelSize() * room / wide)))


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
