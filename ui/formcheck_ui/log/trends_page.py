"""Trends: one figure of one exercise over the workouts, with its uncertainty, and two compared."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from formcheck.trends import QUANTITIES, Point, Quantity, Trend, by_workout, points, trend
from formcheck_ui.log import words
from formcheck_ui.log.chart import TrendChart
from formcheck_ui.log.comparison_card import ComparisonCard, shown
from formcheck_ui.log.context import Context
from formcheck_ui.log.set_model import translated
from formcheck_ui.marking import QT_TRANSLATE_NOOP
from formcheck_ui.panels.card import Card, label
from formcheck_ui.words import number

_VERDICTS: Final = {
    "rising": QT_TRANSLATE_NOOP("log", "Rising"),
    "falling": QT_TRANSLATE_NOOP("log", "Falling"),
    "unclear": QT_TRANSLATE_NOOP("log", "No change beyond the uncertainty"),
    "too_few": QT_TRANSLATE_NOOP("log", "Too few workouts for a trend (four are needed)"),
}

_NOTHING: Final = 0.001
"""Share of its uncertainty below which a slope is nought."""


class TrendsPage(QWidget):
    """Follow a figure over the weeks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context: Context | None = None
        self._points: tuple[Point, ...] = ()
        self.exercise, self.quantity = QComboBox(), QComboBox()
        self.exercise.setAccessibleName(self.tr("Exercise"))
        self.quantity.setAccessibleName(self.tr("Figure"))
        for item in QUANTITIES.values():
            self.quantity.addItem(words.quantity(item), item.name)
        self.quantity.setCurrentIndex(self.quantity.findData("rounding_worst"))
        self.exercise.currentIndexChanged.connect(self._refresh)
        self.quantity.currentIndexChanged.connect(self._refresh)
        self.chart = TrendChart()
        self.verdict = label("", "value")
        self.figures = label("", "muted")
        self.comparison = ComparisonCard()
        for text in (self.verdict, self.figures):
            text.setWordWrap(True)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for box in (self.exercise, self.quantity):
            box.setMinimumWidth(210)
            head.addWidget(box)
        head.addStretch(1)
        card = Card("")
        card.body.addWidget(self.chart, 1)
        card.body.addWidget(self.verdict)
        card.body.addWidget(self.figures)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(card, 5)
        column.addWidget(self.comparison, 4)

    def show_context(self, context: Context) -> None:
        """Show a lifter's trends; the exercise chosen before stays chosen."""
        self._context = context
        before = self.exercise.currentData()
        names = context.log.sets.exercises_of(context.lifter.id) if context.lifter else ()
        self.exercise.blockSignals(True)
        self.exercise.clear()
        for name in names:
            self.exercise.addItem(words.exercise(name), name)
        self.exercise.setCurrentIndex(max(self.exercise.findData(before), 0) if names else -1)
        self.exercise.blockSignals(False)
        self._refresh()

    def _refresh(self) -> None:
        context, name = self._context, self.exercise.currentData()
        quantity = QUANTITIES[self.quantity.currentData()]
        self._points, groups = (), []
        if context is not None and context.lifter is not None and name is not None:
            sets = context.log.sets.summaries(
                context.lifter.id, name, measures=quantity.measures, sided=quantity.sided
            )
            self._points, groups = points(sets, quantity), by_workout(sets)
        line = trend(self._points)
        said = self._words(quantity, line)
        self.chart.show_points(self._points, line, words.unit(quantity), said)
        self.verdict.setText(said)
        self.figures.setText(self._figures(quantity))
        if context is not None:
            visits = [(group[0].set.workout_id, group[0].set.started) for group in groups]
            self.comparison.offer(context, name or "", visits)

    def _words(self, quantity: Quantity, line: Trend) -> str:
        if not self._points:
            return self.tr("Nothing to show yet.")
        said = translated(_VERDICTS[line.verdict])
        if math.isfinite(line.slope_per_week):
            slope = line.slope_per_week
            # Two figures that differ by rounding alone make a line of 2.5e-31 a week.
            shown_slope = number(slope, "+.2g") if abs(slope) > _NOTHING * line.limit else "0"
            said += self.tr(": {0} ± {1} a week").format(
                shown_slope, f"{number(line.limit, '.2g')} {words.unit(quantity)}".strip()
            )
        return f"{said}."

    def _figures(self, quantity: Quantity) -> str:
        if not self._points:
            return ""
        last = self._points[-1]
        said = self.tr("Last: {0}").format(shown(last, quantity))
        if quantity.better:
            best = max(self._points, key=lambda item: item.value * quantity.better)
            said += self.tr(" · best: {0} on {1}").format(
                shown(best, quantity), best.at.local.strftime("%Y-%m-%d")
            )
        return said + self.tr(" · workouts: {0}").format(len(self._points))
