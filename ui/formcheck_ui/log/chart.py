"""A figure over the weeks: points with their error bars, and the line where there is a trend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from formcheck.trends import WEEK_S, Point, Trend
from formcheck_ui import theme
from formcheck_ui.panels.card import font, use
from formcheck_ui.words import number

_LEFT: Final = 58.0
_BOTTOM: Final = 30.0
_TOP: Final = 14.0
_RIGHT: Final = 50.0
_TEXT: Final = 13
_DATE: Final = 88.0
_APART: Final = 12.0
"""Pixels a day takes at 13 pixels of text, and between two of them."""

_DOT: Final = 4.5
_SMALL_DOT: Final = 2.5
_ROOMY: Final = 12.0
"""Pixels a workout below which bars would run into one another."""

_FAINT: Final = 60
"""Opacity of bars then, of 255."""


@dataclass(frozen=True, slots=True)
class Axes:
    """What a chart spans: values of its quantity, and seconds of the Unix clock."""

    low: float
    high: float
    begin_s: float
    end_s: float

    def place(self, area: QRectF, at_s: float, value: float) -> QPointF:
        """Return where a point lies in an area of the widget."""
        x = area.left() + area.width() * (at_s - self.begin_s) / (self.end_s - self.begin_s)
        up = (value - self.low) / (self.high - self.low)
        return QPointF(x, area.bottom() - area.height() * up)


def axes_of(points: Sequence[Point]) -> Axes:
    """Return axes that hold all points with their error bars, and some air."""
    if not points:
        return Axes(0.0, 1.0, 0.0, 1.0)
    bars = [_half_bar(point) for point in points]
    low = min(point.value - bar for point, bar in zip(points, bars, strict=True))
    high = max(point.value + bar for point, bar in zip(points, bars, strict=True))
    air = 0.06 * (high - low) or max(1.0, 0.1 * abs(high))
    first_s, last_s = points[0].at.utc_s, points[-1].at.utc_s
    around_s = 0.03 * (last_s - first_s) or WEEK_S / 7
    return Axes(low - air, high + air, first_s - around_s, last_s + around_s)


def _half_bar(point: Point) -> float:
    """Return half the 95 % interval; 0 where the error is not known."""
    return 1.96 * point.error if math.isfinite(point.error) else 0.0


class TrendChart(QWidget):
    """Paint points; what it shows is also told in words to screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[Point, ...] = ()
        self._trend = Trend(math.nan, math.nan, "too_few")
        self._unit = ""
        self._axes = Axes(0.0, 1.0, 0.0, 1.0)
        self.setAccessibleName(self.tr("Trend"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(640, 260)

    def show_points(self, points: Sequence[Point], line: Trend, unit: str, words: str) -> None:
        """Show points of one quantity; ``words`` say the same."""
        self._points, self._trend, self._unit = tuple(points), line, unit
        # Once, and not with every point that is drawn: a year has hundreds.
        self._axes = axes_of(self._points)
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw grid, line, bars and points, back to front."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(self.font(), _TEXT))
        if self._points:
            area = self._area()
            self._draw_grid(painter, area)
            self._draw_line(painter, area)
            self._draw_points(painter, area)
        painter.end()

    def _draw_grid(self, painter: QPainter, area: QRectF) -> None:
        axes = self._axes
        tokens = theme.tokens()
        thin = QPen(theme.colour(tokens.border), 0)
        for value in ticks(axes.low, axes.high):
            y = axes.place(area, axes.begin_s, value).y()
            painter.setPen(thin)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            use(painter, "muted")
            box = QRectF(0, y - 10, _LEFT - 8, 20)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(right), number(value, "g"))
        use(painter, "text")
        for box, day in self.days():
            middle = box.center().x()
            painter.drawLine(QPointF(middle, area.bottom()), QPointF(middle, area.bottom() + 5))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter), day)

    def days(self) -> list[tuple[QRectF, str]]:
        """Return the days that stand under their points, and where: the last, others with room."""
        found: list[tuple[QRectF, str]] = []
        area = self._area()
        for point in reversed(self._points):
            middle = self._axes.place(area, point.at.utc_s, self._axes.low).x()
            box = QRectF(middle - _DATE / 2, area.bottom() + 6, _DATE, 20)
            if not found or found[-1][0].left() - box.right() >= _APART:
                found.append((box, point.at.local.strftime("%Y-%m-%d")))
        return found[::-1]

    def day_width(self, text: str) -> float:
        """Return how wide a day is drawn."""
        return QFontMetricsF(font(self.font(), _TEXT)).horizontalAdvance(text)

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def _draw_line(self, painter: QPainter, area: QRectF) -> None:
        """Draw the trend where it is one; a line that may as well be flat is not drawn."""
        if self._trend.direction not in ("rising", "falling"):
            return
        mean_s = sum(p.at.utc_s for p in self._points) / len(self._points)
        mean = sum(p.value for p in self._points) / len(self._points)
        ends = [
            self._axes.place(
                area, at_s, mean + self._trend.slope_per_week * (at_s - mean_s) / WEEK_S
            )
            for at_s in (self._points[0].at.utc_s, self._points[-1].at.utc_s)
        ]
        painter.setPen(QPen(theme.colour(theme.tokens().muted), 2, Qt.PenStyle.DashLine))
        painter.drawLine(*ends)

    def _draw_points(self, painter: QPainter, area: QRectF) -> None:
        """Draw all bars, then all points: a year of bars must not hide a point."""
        colour = theme.colour(theme.tokens().accent)
        crowded = area.width() < _ROOMY * len(self._points)
        bar = QColor(colour)
        bar.setAlpha(_FAINT if crowded else 255)
        painter.setPen(QPen(bar, 1.5))
        for point in self._points:
            if half := _half_bar(point):
                painter.drawLine(
                    self._axes.place(area, point.at.utc_s, point.value - half),
                    self._axes.place(area, point.at.utc_s, point.value + half),
                )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        dot = _SMALL_DOT if crowded else _DOT
        for point in self._points:
            centre = self._axes.place(area, point.at.utc_s, point.value)
            painter.drawEllipse(centre, dot, dot)


def ticks(low: float, high: float) -> list[float]:
    """Return about five round numbers between two."""
    raw = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= raw)
    first = math.ceil(low / step)
    return [round(step * n, 10) for n in range(first, math.floor(high / step) + 1)]
