"""Live back curvature and scapular movement, or why they cannot be judged."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from formcheck.config import FlagOptions
from formcheck.overlay.palette import BLUE, ORANGE, SKY, VERMILLION, Rgb
from formcheck.types import Measurement, Reason, View
from formcheck_ui import theme, words
from formcheck_ui.panels.card import Card, font, scale, use

_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_DOTS: Final = 4
_NOTHING: Final = Measurement.missing(Reason.NONE)


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a gauge's scale with its colour."""

    low: float
    high: float
    colour: Rgb


_BACK_REACH: Final = 30.0
BLADES_SCALE: Final = (0.0, 15.0)
BLADES_ZONES: Final = (Zone(0, 5, (0x6B, 0x7A, 0x88)), Zone(5, 8, BLUE), Zone(8, 15, SKY))


def back_zones(limits: FlagOptions) -> tuple[Zone, ...]:
    """Return the zones of back curvature between the limits at which the flags are raised."""
    arch_alert = max(limits.arching_alert_deg, limits.arching_warn_deg)
    round_alert = max(limits.rounding_alert_deg, limits.rounding_warn_deg)
    reach = max(_BACK_REACH, 1.25 * arch_alert, 1.25 * round_alert)
    return (
        Zone(-reach, -arch_alert, VERMILLION),
        Zone(-arch_alert, -limits.arching_warn_deg, ORANGE),
        Zone(-limits.arching_warn_deg, limits.rounding_warn_deg, SKY),
        Zone(limits.rounding_warn_deg, round_alert, ORANGE),
        Zone(round_alert, reach, VERMILLION),
    )


class Gauge(QWidget):
    """A scale with zones, a pointer, the number, the word for it and its quality."""

    def __init__(
        self,
        name: str,
        unit: str,
        scale: tuple[float, float],
        zones: tuple[Zone, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._unit, self._scale, self._zones = name, unit, scale, zones
        self._measurement = _NOTHING
        self._word = ""
        self._detail = ""
        self._view: View | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def set_zones(self, zones: tuple[Zone, ...]) -> None:
        """Draw other zones; the scale reaches from the first to the last."""
        self._zones, self._scale = zones, (zones[0].low, zones[-1].high)
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the number, the scale and a line below."""
        return QSize(260, round(72 * scale()))

    def show_value(
        self,
        measurement: Measurement,
        word: str,
        detail: str = "",
        view: View | None = None,
    ) -> None:
        """Show a measurement with the word for it and a line of detail; where there is none, why.

        From the view it is told how the camera would have to stand.
        """
        self._measurement, self._word, self._detail = measurement, word, detail
        self._view = view
        self.setAccessibleDescription(self.in_words())
        self.update()

    def in_words(self) -> str:
        """Return what the gauge shows."""
        if self._measurement.known:
            doubt = f" {self._doubt()}" if self._doubt() else ""
            return f"{self._number()}{doubt} {self._word}. {self._detail}".strip()
        if self._measurement.reason is Reason.NONE:
            return ""
        reason, remedy = words.cannot_judge(self._measurement, self._view)
        return self.tr("Cannot judge: {0}. {1}").format(reason, remedy)

    def _wide(self) -> float:
        return self.width() / scale()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw heading, number, scale and the line below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale(), scale())
        painter.setFont(font(self.font(), 13, QFont.Weight.DemiBold))
        use(painter, "muted")
        name = painter.fontMetrics().elidedText(
            self._name, Qt.TextElideMode.ElideRight, round(self._name_room())
        )
        painter.drawText(QRectF(0, 0, self._wide(), 28), _LEFT, name)
        self._paint_scale(painter)
        if self._measurement.known:
            self._paint_number(painter)
            self._paint_pointer(painter)
        elif self._measurement.reason is not Reason.NONE:
            self._paint_reason(painter)
        else:
            use(painter, "muted")
            painter.setFont(font(self.font(), 22, QFont.Weight.Bold))
            painter.drawText(QRectF(0, 0, self._wide(), 28), _RIGHT, "–")
        painter.end()

    def _number(self) -> str:
        # A sign only where both directions mean something.
        sign = "+" if self._scale[0] < 0 else ""
        return f"{round(self._measurement.value):{sign}d}{self._unit}"

    def _doubt(self) -> str:
        """Return the standard error beside the number; empty where none is told."""
        std = self._measurement.std
        return f"±{max(1, round(std))}" if math.isfinite(std) else ""

    def _doubt_room(self) -> float:
        small = QFontMetricsF(font(self.font(), 13))
        return small.horizontalAdvance(self._doubt()) + 6 if self._doubt() else 0.0

    def _name_room(self) -> float:
        """Return how wide the name may be beside the word and the number."""
        if not self._measurement.known and self._measurement.reason is Reason.NONE:
            return self._wide()
        small = QFontMetricsF(font(self.font(), 13, QFont.Weight.DemiBold))
        if not self._measurement.known:
            return self._wide() - small.horizontalAdvance(self.tr("Cannot judge")) - 8
        large = QFontMetricsF(font(self.font(), 24, QFont.Weight.Bold))
        taken = large.horizontalAdvance(self._number()) + small.horizontalAdvance(self._word)
        return self._wide() - taken - self._doubt_room() - 16

    def _paint_number(self, painter: QPainter) -> None:
        large = font(self.font(), 24, QFont.Weight.Bold)
        doubt = self._doubt_room()
        painter.setFont(font(self.font(), 13))
        use(painter, "muted")
        painter.drawText(QRectF(0, 3, self._wide(), 26), _RIGHT, self._doubt())
        painter.setFont(large)
        use(painter, "text")
        painter.drawText(QRectF(0, 0, self._wide() - doubt, 28), _RIGHT, self._number())
        wide = QFontMetricsF(large).horizontalAdvance(self._number()) + 8 + doubt
        painter.setFont(font(self.font(), 13, QFont.Weight.DemiBold))
        painter.drawText(QRectF(0, 3, self._wide() - wide, 26), _RIGHT, self._word)
        painter.setFont(font(self.font(), 12))
        use(painter, "muted")
        painter.drawText(QRectF(0, 53, self._wide() - 60, 18), _LEFT, self._detail)
        self._paint_quality(painter)

    def _paint_reason(self, painter: QPainter) -> None:
        reason, remedy = words.cannot_judge(self._measurement, self._view)
        painter.setFont(font(self.font(), 13, QFont.Weight.DemiBold))
        use(painter, "text")
        painter.drawText(QRectF(0, 0, self._wide(), 28), _RIGHT, self.tr("Cannot judge"))
        painter.setFont(font(self.font(), 12))
        use(painter, "text")
        painter.drawText(QRectF(0, 24, self._wide(), 18), _LEFT, words.sentence(reason))
        use(painter, "muted")
        painter.drawText(QRectF(0, 53, self._wide(), 18), _LEFT, remedy)

    def _x(self, value: float) -> float:
        low, high = self._scale
        share = (min(max(value, low), high) - low) / (high - low)
        return 6 + share * (self._wide() - 12)

    def _paint_scale(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        known = self._measurement.known
        for zone in self._zones:
            colour = QColor(*zone.colour) if known else theme.colour(theme.tokens().track)
            left, right = self._x(zone.low), self._x(zone.high)
            inside = known and zone.low <= self._measurement.value < zone.high
            height = 8 if inside else 5
            painter.setBrush(colour)
            painter.drawRect(QRectF(left + 1, 46 - height / 2, right - left - 2, height))
        if self._scale[0] < 0:
            painter.setPen(QPen(theme.colour(theme.tokens().text), 1.5))
            painter.drawLine(QLineF(self._x(0), 39, self._x(0), 53))

    def _paint_pointer(self, painter: QPainter) -> None:
        """Draw where the value is, and as a whisker how far it may be off (one standard error)."""
        x, std = self._x(self._measurement.value), self._measurement.std
        if math.isfinite(std):
            low = self._x(self._measurement.value - std)
            high = self._x(self._measurement.value + std)
            painter.setPen(QPen(theme.colour(theme.tokens().text), 2.5))
            painter.drawLine(QLineF(low, 46, high, 46))
            for end in (low, high):
                painter.drawLine(QLineF(end, 42.5, end, 49.5))
        painter.setPen(QPen(theme.colour(theme.tokens().panel), 1.5))
        painter.setBrush(theme.colour(theme.tokens().text))
        painter.drawPolygon(QPolygonF([QPointF(x - 7, 29), QPointF(x + 7, 29), QPointF(x, 41)]))

    def _paint_quality(self, painter: QPainter) -> None:
        """Draw the quality as dots: filled ones of four."""
        filled = round(self._measurement.quality * _DOTS)
        colour = theme.colour(theme.tokens().muted)
        for number in range(_DOTS):
            painter.setPen(QPen(colour, 1.2))
            painter.setBrush(colour if number < filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(self._wide() - 8 - 12 * (_DOTS - 1 - number), 62), 3.5, 3.5)


class Readouts(Card):
    """The two gauges lifters watch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._limits = FlagOptions()
        zones = back_zones(self._limits)
        reach = (zones[0].low, zones[-1].high)
        self.back = Gauge(self.tr("Back against neutral"), "°", reach, zones)
        self.blades = Gauge(self.tr("Shoulder blades"), " %", BLADES_SCALE, BLADES_ZONES)
        self.body.addWidget(self.back)
        self.body.addWidget(self.blades)

    def set_limits(self, limits: FlagOptions) -> None:
        """Take the limits at which the flags are raised."""
        self._limits = limits
        self.back.set_zones(back_zones(limits))

    def show_measures(self, measures: Mapping[str, Measurement], view: View | None = None) -> None:
        """Show the measures of one frame."""
        back = measures.get("back_curvature_deg", _NOTHING)
        lumbar = measures.get("lumbar_flexion_deg", _NOTHING)
        thoracic = measures.get("thoracic_flexion_deg", _NOTHING)
        detail = ""
        if lumbar.known and thoracic.known:
            detail = self.tr("lower {0:+d}°  upper {1:+d}°").format(
                round(lumbar.value), round(thoracic.value)
            )
        self.back.show_value(back, self._back_word(back), detail, view)
        blades = measures.get("retraction_pct", _NOTHING)
        lift = measures.get("elevation_pct", _NOTHING)
        raised = (
            self.tr("raised {0:d} % of the trunk").format(round(lift.value)) if lift.known else ""
        )
        self.blades.show_value(blades, self._blades_word(blades), raised, view)

    def clear(self) -> None:
        """Show nothing."""
        self.show_measures({})

    def _back_word(self, back: Measurement) -> str:
        if not back.known:
            return ""
        if back.value >= self._limits.rounding_warn_deg:
            return self.tr("rounded")
        return (
            self.tr("arched")
            if back.value <= -self._limits.arching_warn_deg
            else self.tr("neutral")
        )

    def _blades_word(self, blades: Measurement) -> str:
        if not blades.known:
            return ""
        if blades.value >= BLADES_ZONES[2].low:
            return self.tr("squeezed")
        return self.tr("half way") if blades.value >= BLADES_ZONES[1].low else ""
