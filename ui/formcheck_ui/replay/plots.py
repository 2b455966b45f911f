"""Curves under the timeline, on the same time axis: hover to read, click or drag to go there."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from formcheck.overlay.palette import SEVERITY_COLOURS
from formcheck.types import Flag, FloatArray, Rep
from formcheck_ui import theme, words
from formcheck_ui.panels.card import font, use
from formcheck_ui.replay.axis import EDGE, TimeAxis
from formcheck_ui.replay.curves import Curve, runs, thinned
from formcheck_ui.tokens import LIGHT

ROW: Final = 48
_LEAST_ROW: Final = 22
"""A curve keeps at least this height, room for its name, however many there are."""

_PAD: Final = 6
STROKE: Final = ("elbow_flexion_deg", "hand_speed_pct_s")
SEEN_IN: Final = {
    "rounded_back": ("back_curvature_deg",),
    "arched_back": ("back_curvature_deg",),
    "trunk_swing": ("trunk_inclination_deg",),
}
"""In which curve a fault shows; one of the stroke in the first of :data:`STROKE` there is."""

_GAP_S: Final = 0.35
"""Where frames are further apart than this the line breaks."""


class PlotStack(QWidget):
    """Draw the chosen curves one below the other.

    Curves, bands and hatching are drawn once into a pixmap; moving the head costs a copy of it.

    Signals
    -------
    sought
        A time in seconds the user asked for.
    """

    sought = Signal(float)

    def __init__(self, axis: TimeAxis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Curves"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._axis = axis
        self._curves: tuple[Curve, ...] = ()
        self._reps: tuple[Rep, ...] = ()
        self._flags: tuple[Flag, ...] = ()
        self._until_s = 0.0
        self._time_s = 0.0
        self._hover_s: float | None = None
        self._ghosts: dict[str, tuple[FloatArray, FloatArray]] = {}
        self._room = 10_000
        self._drawn: QPixmap | None = None
        axis.changed.connect(self.redraw)

    @property
    def curves(self) -> tuple[Curve, ...]:
        """The curves on show."""
        return self._curves

    def sizeHint(self) -> QSize:
        """Return a row a curve."""
        return QSize(400, self.row * len(self._curves))

    @property
    def row(self) -> int:
        """Height of one curve in pixels."""
        return max(_LEAST_ROW, min(ROW, self._room // max(1, len(self._curves))))

    @property
    def most(self) -> int:
        """How many curves there is room for."""
        return max(int(self._room > 0), self._room // _LEAST_ROW)

    def set_room(self, pixels: int) -> None:
        """Keep all curves together within a height; with many each becomes lower."""
        self._room = pixels
        self._fit()

    def set_ghosts(self, ghosts: Mapping[str, tuple[FloatArray, FloatArray]]) -> None:
        """Draw a second line into some curves, by measure: times and values, each shape (n,)."""
        self._ghosts = dict(ghosts)
        self.redraw()

    def set_content(
        self,
        curves: Sequence[Curve],
        reps: tuple[Rep, ...],
        flags: tuple[Flag, ...],
        until_s: float,
    ) -> None:
        """Show curves, with bands where reps and flags are; nothing is known after ``until_s``."""
        self._curves, self._reps, self._flags = tuple(curves), reps, flags
        self._until_s = until_s
        self._fit()
        self.redraw()

    def set_time(self, time_s: float) -> None:
        """Put the head somewhere."""
        if time_s != self._time_s:
            self._time_s = time_s
            self.setAccessibleDescription(self.describe(time_s))
            self.update()

    def _fit(self) -> None:
        height = max(1, self.row * len(self._curves))
        if height != self.height():
            self.setFixedHeight(height)

    def describe(self, time_s: float) -> str:
        """Return the values at a time, in words."""
        parts = [
            f"{_title(curve)} {_value(curve, time_s) or self.tr('not judged')}"
            for curve in self._curves
        ]
        return ", ".join(parts)

    def redraw(self) -> None:
        """Draw anew at the next paint, after content, span or theme have changed."""
        self._drawn = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place clicked."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.sought.emit(self._axis.time_at(event.position().x(), self.width()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the values under the pointer; follow it while it is dragged."""
        self._hover_s = self._axis.time_at(event.position().x(), self.width())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.sought.emit(self._hover_s)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Read nothing any more."""
        self._hover_s = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, move along without."""
        wheel_over_time(event, self._axis, self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curves, then head and values."""
        if not self._curves:
            return
        scale = self.devicePixelRatioF()
        if self._drawn is None or self._drawn.size() != self.size() * scale:
            self._drawn = self._draw_all(scale)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = self._axis.x_of(self._time_s, self.width())
        if 0 <= x <= self.width():
            painter.setPen(QPen(theme.colour(theme.tokens().text), 2))
            painter.drawLine(QLineF(x, 0, x, self.height()))
        if self._hover_s is not None:
            self._paint_hover(painter, self._hover_s)
        self._paint_values(painter)
        painter.end()

    def _draw_all(self, scale: float) -> QPixmap:
        pixmap = QPixmap(self.size() * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(theme.colour(theme.tokens().panel))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(QRectF(EDGE - 1, 0, self.width() - 2 * EDGE + 2, self.height()))
        self._paint_bands(painter)
        for row, curve in enumerate(self._curves):
            self._paint_curve(painter, curve, row * self.row)
        painter.end()
        return pixmap

    def _paint_bands(self, painter: QPainter) -> None:
        tint = theme.colour(theme.tokens().raised)
        for rep in self._reps:
            painter.fillRect(self._span(rep.start_s, rep.end_s), tint)
        rows = {curve.spec.measure: row for row, curve in enumerate(self._curves)}
        for flag in self._flags:
            seen_in = (rows[name] for name in SEEN_IN.get(flag.code, STROKE) if name in rows)
            row = next(seen_in, None)
            if row is not None:
                self._paint_flag(painter, flag, row * self.row)

    def _paint_flag(self, painter: QPainter, flag: Flag, top: float) -> None:
        """Tint the curve in which a fault shows, as long as it lasted."""
        end_s = self._until_s if math.isnan(flag.end_s) else flag.end_s
        colour = QColor(*SEVERITY_COLOURS[flag.severity])
        span = self._span(flag.start_s, max(end_s, flag.start_s))
        span.setTop(top + 1)
        span.setHeight(self.row - 1)
        painter.fillRect(QRectF(span.left(), span.bottom() - 3, span.width(), 3), colour)
        colour.setAlpha(44)
        painter.fillRect(span, colour)

    def _span(self, start_s: float, end_s: float) -> QRectF:
        left = self._axis.x_of(start_s, self.width())
        right = self._axis.x_of(end_s, self.width())
        return QRectF(left, 0, max(1.0, right - left), self.height())

    def _paint_curve(self, painter: QPainter, curve: Curve, top: float) -> None:
        tokens = theme.tokens()
        painter.setPen(QPen(theme.colour(tokens.border), 1))
        painter.drawLine(QLineF(EDGE, top + 0.5, self.width() - EDGE, top + 0.5))
        low, high = curve.range()
        room = self.row - 2 * _PAD

        def y_of(values: FloatArray) -> FloatArray:
            share = (values - low) / (high - low)
            return top + _PAD + room * (1.0 - np.clip(share, -0.05, 1.05))

        if low < 0.0 < high:
            zero = float(y_of(np.zeros(1))[0])
            painter.setPen(QPen(theme.colour(tokens.strong_border), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(EDGE, zero, self.width() - EDGE, zero))
        inside = self._visible(curve)
        times, values = curve.times_s[inside], curve.values[inside]
        self._paint_gaps(painter, times, values, top)
        if curve.spec.measure in self._ghosts:
            ghost_s, ghost = self._ghosts[curve.spec.measure]
            painter.setPen(QPen(theme.colour(tokens.text), 1.4, Qt.PenStyle.DotLine))
            self._paint_line(painter, ghost_s, y_of(ghost))
        painter.setPen(QPen(QColor(*_ink(curve)), 1.8))
        self._paint_line(painter, times, y_of(values))

    def _paint_line(self, painter: QPainter, times: FloatArray, y: FloatArray) -> None:
        widest = _GAP_S / max(1e-9, self._axis.seconds_per_pixel(self.width()))
        for part_x, part_y in runs(self._x(times), y, widest_gap=widest):
            thin = thinned(part_x, part_y)
            if len(thin[0]) == 1:
                painter.drawPoint(QPointF(float(thin[0][0]), float(thin[1][0])))
            painter.drawPolyline(QPolygonF([QPointF(*each) for each in zip(*thin, strict=True)]))

    def _visible(self, curve: Curve) -> slice:
        """Return the frames on show and one beyond each end."""
        first = int(np.searchsorted(curve.times_s, self._axis.first_s)) - 1
        last = int(np.searchsorted(curve.times_s, self._axis.last_s)) + 1
        return slice(max(0, first), last)

    def _x(self, times_s: FloatArray) -> FloatArray:
        left = self._axis.x_of(0.0, self.width())
        return left + times_s / max(1e-9, self._axis.seconds_per_pixel(self.width()))

    def _paint_gaps(
        self, painter: QPainter, times: FloatArray, values: FloatArray, top: float
    ) -> None:
        """Hatch where nothing could be judged: a gap is an answer, too."""
        colour = theme.colour(theme.tokens().border)
        hatch = QBrush(colour, Qt.BrushStyle.BDiagPattern)
        missing = np.where(np.isfinite(values), np.nan, 0.0)
        for x, _ in runs(self._x(times), missing):
            painter.fillRect(
                QRectF(float(x[0]), top + 1, float(x[-1] - x[0]) + 1.0, self.row - 1), hatch
            )

    def _paint_hover(self, painter: QPainter, time_s: float) -> None:
        x = self._axis.x_of(time_s, self.width())
        painter.setPen(QPen(theme.colour(theme.tokens().muted), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(x, 0, x, self.height()))

    def _paint_values(self, painter: QPainter) -> None:
        """Write each curve's name and its value at the pointer, or else at the head."""
        time_s = self._time_s if self._hover_s is None else self._hover_s
        small = font(self.font(), 11)
        bold = font(self.font(), 12, QFont.Weight.Bold)
        for row, curve in enumerate(self._curves):
            title = _title(curve)
            value = _value(curve, time_s) or self.tr("not judged")
            if self._hover_s is not None:
                value = f"{value} · {words.clock(time_s)}"
            name_wide = QFontMetricsF(small).horizontalAdvance(title)
            wide = name_wide + QFontMetricsF(bold).horizontalAdvance(value) + 22
            plate = QRectF(EDGE, row * self.row + 3, wide, 17)
            ground = theme.colour(theme.tokens().panel)
            ground.setAlpha(215)
            painter.fillRect(plate, ground)
            painter.fillRect(QRectF(plate.left(), plate.top() + 3, 3, 11), QColor(*_ink(curve)))
            painter.setFont(small)
            use(painter, "muted")
            painter.drawText(plate.adjusted(8, 0, 0, 0), _LEFT, title)
            painter.setFont(bold)
            use(painter, "text")
            painter.drawText(plate.adjusted(14 + name_wide, 0, 0, 0), _LEFT, value)


_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def wheel_over_time(event: QWheelEvent, axis: TimeAxis, width: float) -> None:
    """Zoom a time axis around the pointer with Ctrl, or move it along."""
    steps = event.angleDelta().y() / 120.0
    across = event.angleDelta().x() / 120.0
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        axis.zoom(steps, axis.time_at(event.position().x(), width))
    elif axis.zoomed:
        axis.pan(-(steps + across) * 0.1 * (axis.last_s - axis.first_s))
    else:
        event.ignore()
        return
    event.accept()


def _title(curve: Curve) -> str:
    return QCoreApplication.translate("curves", curve.spec.text)


def _value(curve: Curve, time_s: float) -> str:
    value = curve.at(time_s)
    return "" if math.isnan(value) else words.signed(value, curve.spec.unit)


def _ink(curve: Curve) -> tuple[int, int, int]:
    """Return the curve's colour, darker on a light ground so that thin lines stay readable."""
    if theme.tokens() is not LIGHT:
        return curve.spec.colour
    red, green, blue = (round(part * 0.68) for part in curve.spec.colour)
    return red, green, blue
