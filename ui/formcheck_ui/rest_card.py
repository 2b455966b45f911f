"""The card between two sets, drawn over the whole picture, to be read from three metres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from formcheck.overlay.palette import HALO, SEVERITY_COLOURS
from formcheck.overlay.scene import Scene
from formcheck.types import ByteArray
from formcheck_ui.fit import Fit, fit_rect
from formcheck_ui.overlay_painter import Mapping, paint_scene
from formcheck_ui.plates import CHIP_HEIGHT_LARGE, shrink

LEAST: Final = 0.052
"""The smallest text as a share of the picture's height: 24 pixels where a window of 720 lines
leaves it 470, which is read from three metres."""

_SCORE: Final = 0.11
_REPS: Final = 0.07
_MEND: Final = 0.078
_NEXT: Final = 0.068
_TOP: Final = CHIP_HEIGHT_LARGE * 1.25 + 0.03
"""Above it stand the clock of the rest and the sign of the recording."""

_EDGE: Final = 0.04
_PICTURE: Final = 0.4
"""Share of the width for the worst moment."""

_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_WRAPPED: Final = _LEFT | int(Qt.TextFlag.TextWordWrap)
_WHITE: Final = QColor("#ffffff")
_SOFT: Final = QColor("#c9d3dc")
_WARN: Final = QColor(*SEVERITY_COLOURS["warning"]).lighter(120)


@dataclass(frozen=True, slots=True)
class RestCard:
    """What stands on the card, in words; what is not known is empty.

    ``short`` says that less was done than was planned.  ``picture`` is the worst moment in BGR,
    with what is drawn over it.
    """

    title: str = ""
    score: str = ""
    reps: str = ""
    short: bool = False
    mend: str = ""
    seen: str = ""
    next: str = ""
    kept: str = ""
    picture: ByteArray | None = None
    scene: Scene | None = None

    @property
    def in_words(self) -> str:
        """All of it, for a screen reader."""
        parts = (self.title, self.score, self.reps, self.mend, self.seen, self.next, self.kept)
        return ". ".join(part for part in parts if part)


def paint_rest(painter: QPainter, size: QSizeF, card: RestCard, *, mirror: bool = False) -> None:
    """Draw the card: the set on the left, beside it its worst moment, below what is next."""
    high, edge = size.height(), size.height() * _EDGE
    painter.fillRect(QRectF(0, 0, size.width(), high), QColor(*HALO, 232))
    room = QRectF(edge, high * _TOP, size.width() - 2 * edge, high * (1 - _TOP) - edge)
    foot = _paint_foot(painter, room, high, card)
    room.setBottom(foot - 0.5 * edge)
    room.setTop(_paint_line(painter, room, card.title, _font(painter, high * LEAST), _SOFT, 1))
    if card.picture is not None:
        beside = QRectF(room)
        beside.setLeft(room.right() - _PICTURE * room.width())
        room.setRight(beside.left() - edge)
        _paint_moment(painter, beside, high, card, mirror=mirror)
    _paint_words(painter, room, high, card)


def _paint_words(painter: QPainter, room: QRectF, high: float, card: RestCard) -> None:
    """Draw the left column; what would not fit any more is left out from below."""
    y = room.top()
    lines = (
        (card.score, _SCORE, QFont.Weight.Black, _WHITE, 1),
        (card.reps, _REPS, QFont.Weight.Bold, _WARN if card.short else _WHITE, 1),
        (card.mend, _MEND, QFont.Weight.Black, _WARN if card.seen else _WHITE, 2),
        ("" if card.picture is not None else card.seen, LEAST, QFont.Weight.DemiBold, _WHITE, 2),
    )
    for text, share, weight, colour, most in lines:
        font = _font(painter, high * share, weight)
        place = QRectF(room.left(), y, room.width(), room.bottom() - y)
        y = _paint_line(painter, place, text, font, colour, most) + 0.012 * high


def _paint_line(
    painter: QPainter, room: QRectF, text: str, font: QFont, colour: QColor, most: int
) -> float:
    """Draw a text of at most so many lines at the top of the room; return where it ends.

    One that would not fit any more is left out.
    """
    if not text:
        return room.top()
    if most == 1:
        shrink(font, text, room.width())
    tall = _height(font, text, room.width(), most)
    if tall > room.height() + 2:
        return room.top()
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QRectF(room.left(), room.top(), room.width(), tall + 2), _WRAPPED, text)
    return room.top() + tall


def _paint_foot(painter: QPainter, room: QRectF, high: float, card: RestCard) -> float:
    """Draw what is next and whether the set was stored; return where that begins."""
    y = room.bottom()
    for text, share, weight, colour in (
        (card.kept, LEAST, QFont.Weight.DemiBold, _SOFT),
        (card.next, _NEXT, QFont.Weight.Bold, _WHITE),
    ):
        if not text:
            continue
        font = _font(painter, high * share, weight)
        tall = _height(font, text, room.width(), 2)
        y -= tall
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QRectF(room.left(), y, room.width(), tall + 2), _WRAPPED, text)
    if y < room.bottom():
        y -= 0.02 * high
        painter.setPen(QPen(_SOFT, 1))
        painter.drawLine(round(room.left()), round(y), round(room.right()), round(y))
    return y


def _paint_moment(
    painter: QPainter, room: QRectF, high: float, card: RestCard, *, mirror: bool
) -> None:
    """Draw the worst moment, and below it what is seen there."""
    font = _font(painter, high * LEAST)
    tall = _height(font, card.seen, room.width(), 3) if card.seen else 0.0
    above = room.adjusted(0, 0, 0, -tall - 0.01 * high)
    bottom = _paint_picture(painter, above, card, mirror=mirror)
    painter.setFont(font)
    painter.setPen(_WHITE)
    below = QRectF(room.left(), bottom + 0.01 * high, room.width(), tall + 2)
    painter.drawText(below, _WRAPPED, card.seen)


def _paint_picture(painter: QPainter, room: QRectF, card: RestCard, *, mirror: bool) -> float:
    """Draw the picture with its scene at the top of the room; return where it ends."""
    image = card.picture
    if image is None:
        return room.top()
    height, width = image.shape[:2]
    fit = fit_rect((width, height), (room.width(), room.height()))
    place = QRectF(room.left() + fit.x, room.top(), fit.width, fit.height)
    wrapped = QImage(image.data, width, height, image.strides[0], QImage.Format.Format_BGR888)
    painter.drawImage(place, wrapped.mirrored(True, False) if mirror else wrapped)
    painter.save()
    painter.setClipRect(place)
    if card.scene is not None:
        there = Fit(place.left(), place.top(), place.width(), place.height())
        paint_scene(painter, card.scene, Mapping(card.scene.size, there, mirror=mirror))
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_WARN, 3))
    painter.drawRect(place)
    return place.bottom()


def _height(font: QFont, text: str, width: float, most: int) -> float:
    """Return how high a text stands; a longer one than so many lines is made smaller."""
    metrics = QFontMetricsF(font)
    endless = QRectF(0, 0, width, 10_000)
    high = metrics.boundingRect(endless, _WRAPPED, text).height()
    while high > (most + 0.5) * metrics.lineSpacing() and font.pixelSize() > 12:
        font.setPixelSize(font.pixelSize() - 1)
        metrics = QFontMetricsF(font)
        high = metrics.boundingRect(endless, _WRAPPED, text).height()
    return high


def _font(painter: QPainter, pixels: float, weight: QFont.Weight = QFont.Weight.DemiBold) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(max(12, round(pixels)))
    font.setWeight(weight)
    return font
