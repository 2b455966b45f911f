"""Draw a scene with QPainter, over a picture that has been fitted into a widget.

Points are mapped to widget coordinates with numpy and each role is drawn with one call and one
opaque pen: transparent pens cost ten times as much, single calls twenty times.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from formcheck.overlay.palette import (
    CURVATURE_RAMP,
    HALO,
    MASK_COLOUR,
    MASK_OPACITY,
    NOTE_PAD,
    STYLES,
    WHITE,
    Role,
)
from formcheck.overlay.scene import Dots, Mask, Note, Ribbon, Scene, Strokes, note_height
from formcheck_ui.fit import Fit

_HALO_WIDTH: Final = 4.0
_THINNEST: Final = 1.5
_WIDEST_BEND: Final = 0.7
"""How much wider, as a share, the contour is drawn where it bends most."""


def _tint_table() -> NDArray[np.uint32]:
    """Return the premultiplied tint for each of the 256 values of the mask."""
    alpha = np.arange(256) * MASK_OPACITY
    red, green, blue = (alpha * (part / 255.0) for part in MASK_COLOUR)
    channels = [np.round(each).astype(np.uint32) for each in (alpha, red, green, blue)]
    table: NDArray[np.uint32] = (
        channels[0] << 24 | channels[1] << 16 | channels[2] << 8 | channels[3]
    ).astype(np.uint32)
    return table


_TINT: Final = _tint_table()


class Mapping:
    """From the pixels a scene was made in to the widget, mirrored or not."""

    def __init__(self, size: tuple[int, int], fit: Fit, *, mirror: bool) -> None:
        scale = fit.width / size[0] if size[0] else 0.0
        self._scale = np.array([-scale if mirror else scale, fit.height / max(size[1], 1)])
        self._offset = np.array([fit.x + fit.width if mirror else fit.x, fit.y])
        self.size = size
        self.unit = fit.height / 1000.0
        self.fit = fit
        self.mirror = mirror

    def points(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (n, 2) scene points in widget coordinates."""
        mapped: NDArray[np.float64] = xy * self._scale + self._offset
        return mapped

    def place(self, xy: tuple[float, float]) -> tuple[float, float]:
        """Return one scene point in widget coordinates."""
        x, y = np.array(xy) * self._scale + self._offset
        return float(x), float(y)

    def scene_point(self, at: QPointF) -> tuple[float, float]:
        """Return the scene's point under a place of the widget; beside the picture too."""
        x, y = (np.array([at.x(), at.y()]) - self._offset) / self._scale
        return float(x), float(y)

    def width(self, thousandths: float) -> float:
        """Return a pen width given in thousandths of the picture's height."""
        return max(_THINNEST, thousandths * self.unit)


def paint_scene(painter: QPainter, scene: Scene, mapping: Mapping) -> None:
    """Draw everything but the labels, back to front."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if scene.mask is not None:
        _paint_mask(painter, scene.mask, mapping)
    for strokes in scene.strokes:
        _paint_strokes(painter, strokes, mapping)
    if scene.dots:
        _paint_dots(painter, scene.dots, mapping)
    if scene.ribbon is not None:
        _paint_ribbon(painter, scene.ribbon, mapping)
    for strokes in scene.ink:
        _paint_strokes(painter, strokes, mapping)
    for note in scene.notes:
        _paint_note(painter, note, mapping)


def note_font(font: QFont, mapping: Mapping, text: str = "") -> QFont:
    """Return the font of a person's words, made of a widget's own, as large as there is room."""
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)

    def width_at(height_px: float) -> float:
        made.setPixelSize(round(height_px))
        return QFontMetricsF(made).horizontalAdvance(text)

    made.setPixelSize(round(note_height(mapping.unit, mapping.fit.width, width_at)))
    return made


def note_plate(font: QFont, note: Note, mapping: Mapping) -> QRectF:
    """Return where the words stand: around their place, all of it within the picture."""
    metrics, pad, fit = QFontMetricsF(font), NOTE_PAD * font.pixelSize(), mapping.fit
    width = metrics.horizontalAdvance(note.text) + 2 * pad
    height = metrics.capHeight() + 2 * pad
    x, y = mapping.place(note.at)
    x = max(fit.x, min(x - width / 2, fit.x + fit.width - width))
    y = max(fit.y, min(y - height / 2, fit.y + fit.height - height))
    return QRectF(x, y, width, height)


def _paint_note(painter: QPainter, note: Note, mapping: Mapping) -> None:
    font = note_font(painter.font(), mapping, note.text)
    plate = note_plate(font, note, mapping)
    pad = NOTE_PAD * font.pixelSize()
    painter.fillRect(plate, QColor(*HALO))
    edge = QRectF(plate.x(), plate.y(), max(2.0, pad / 3), plate.height())
    painter.fillRect(edge, QColor(*STYLES[Role.DRAWING].colour))
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor(*WHITE))
    # Upright letters fill the plate; a line of text has room above them that a plate need not have.
    painter.drawText(QPointF(plate.x() + pad, plate.bottom() - pad), note.text)
    painter.restore()


def _paint_mask(painter: QPainter, mask: Mask, mapping: Mapping) -> None:
    tinted = _TINT[mask.alpha[:, ::-1] if mapping.mirror else mask.alpha]
    height, width = tinted.shape
    image = QImage(
        tinted.data, width, height, tinted.strides[0], QImage.Format.Format_ARGB32_Premultiplied
    )
    fit = mapping.fit
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(fit.x, fit.y, fit.width, fit.height), image)


def _pen(colour: tuple[int, int, int], width: float, *, dashed: bool = False) -> QPen:
    pen = QPen(QColor(*colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([3.0, 3.0])
    return pen


def _lines(segments: NDArray[np.float64]) -> list[QLineF]:
    return [QLineF(*each) for each in segments.tolist()]


def _paint_strokes(painter: QPainter, strokes: Strokes, mapping: Mapping) -> None:
    style = STYLES[strokes.role]
    ends = mapping.points(strokes.segments.reshape(-1, 2))
    lines = _lines(ends.reshape(-1, 4))
    width = mapping.width(style.width)
    if style.halo:
        painter.setPen(_pen(HALO, width + mapping.width(_HALO_WIDTH)))
        painter.drawLines(lines)
    painter.setPen(_pen(style.colour, width, dashed=style.dashed))
    painter.drawLines(lines)


def _paint_dots(painter: QPainter, groups: tuple[Dots, ...], mapping: Mapping) -> None:
    """Draw the joints: a round-capped pen makes a disc of every point in one call."""
    for dots in groups:
        style = STYLES[dots.role]
        points = [QPointF(x, y) for x, y in mapping.points(dots.xy).tolist()]
        if style.halo:
            painter.setPen(_pen(HALO, mapping.width(style.width + _HALO_WIDTH)))
            painter.drawPoints(points)
        painter.setPen(_pen(style.colour, mapping.width(style.width)))
        painter.drawPoints(points)


def _paint_ribbon(painter: QPainter, ribbon: Ribbon, mapping: Mapping) -> None:
    """Draw the back line: dark halo, then each colour of the ramp; wider where it bends."""
    points = mapping.points(ribbon.points)
    segments = np.hstack([points[:-1], points[1:]])
    levels = ribbon.levels
    if not ribbon.sure:
        segments, levels = segments[::2], levels[::2]
    width = mapping.width(STYLES[Role.CONTOUR].width)
    painter.setPen(_pen(HALO, width + mapping.width(_HALO_WIDTH)))
    painter.drawLines(_lines(segments))
    top = len(CURVATURE_RAMP) - 1
    for level in np.unique(levels):
        painter.setPen(_pen(CURVATURE_RAMP[level], width * (1.0 + _WIDEST_BEND * level / top)))
        painter.drawLines(_lines(segments[levels == level]))
