"""Trends: one figure of one exercise over the workouts, with its uncertainty, and two compared."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from formcheck.trends import QUANTITIES, Point, Quantity, Trend, change, points, trend
from formcheck_ui.log import words
from formcheck_ui.log.chart import TrendChart
from formcheck_ui.log.context import Context
from formcheck_ui.log.set_model import translated
from formcheck_ui.marking import QT_TRANSLATE_NOOP
from formcheck_ui.panels.card import Card, label

_VERDICTS: Final = {
    "rising": QT_TRANSLATE_NOOP("log", "Rising"),
    "falling": QT_TRANSLATE_NOOP("log", "Falling"),
    "unclear": QT_TRANSLATE_NOOP("log", "No change beyond the uncertainty"),
    "too_few": QT_TRANSLATE_NOOP("log", "Too few workouts for a trend (four are needed)"),
}


class TrendsPage(QWidget):
    """Follow a figure over the weeks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context: Context | None = None
        self._points: tuple[Point, ...] = ()
        self.exercise, self.quantity, self.other = QComboBox(), QComboBox(), QComboBox()
        self.exercise.setAccessibleName(self.tr("Exercise"))
        self.quantity.setAccessibleName(self.tr("Figure"))
        self.other.setAccessibleName(self.tr("Workout to compare the last one with"))
        for item in QUANTITIES.values():
            self.quantity.addItem(words.quantity(item), item.name)
        self.quantity.setCurrentIndex(self.quantity.findData("rounding_worst"))
        self.exercise.currentIndexChanged.connect(self._refresh)
        self.quantity.currentIndexChanged.connect(self._refresh)
        self.other.currentIndexChanged.connect(self._compare)
        self.chart = TrendChart()
        self.verdict = label("", "value")
        self.figures = label("", "muted")
        self.comparison = label("")
        for text in (self.verdict, self.figures, self.comparison):
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
        below = QHBoxLayout()
        below.addWidget(label(self.tr("The last workout against"), "muted"))
        below.addWidget(self.other)
        below.addWidget(self.comparison, 1)
        card.body.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(card, 1)

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
        self._points = ()
        if context is not None and context.lifter is not None and name is not None:
            sets = context.log.sets.summaries(context.lifter.id, name, measures=quantity.measures)
            self._points = points(sets, quantity)
        line = trend(self._points)
        said = self._words(quantity, line)
        self.chart.show_points(self._points, line, words.unit(quantity), said)
        self.verdict.setText(said)
        self.figures.setText(self._figures(quantity))
        self._offer_others()

    def _words(self, quantity: Quantity, line: Trend) -> str:
        if not self._points:
            return self.tr("Nothing to show yet.")
        said = translated(_VERDICTS[line.verdict])
        if math.isfinite(line.slope_per_week):
            said += self.tr(": {0} ± {1} a week").format(
                f"{line.slope_per_week:+.2g}", f"{line.limit:.2g} {words.unit(quantity)}".strip()
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
        return said + self.tr(" · {0} workouts").format(len(self._points))

    def _offer_others(self) -> None:
        self.other.blockSignals(True)
        self.other.clear()
        for place in range(len(self._points) - 2, -1, -1):
            point = self._points[place]
            self.other.addItem(point.at.local.strftime("%Y-%m-%d %H:%M"), place)
        self.other.blockSignals(False)
        self._compare()

    def _compare(self) -> None:
        place = self.other.currentData()
        if place is None:
            self.comparison.setText(self.tr("there is no other yet"))
            return
        quantity = QUANTITIES[self.quantity.currentData()]
        step = change(self._points[place], self._points[-1])
        said = f"{step.difference:+.3g} {words.unit(quantity)}".strip()
        if step.changed:
            self.comparison.setText(self.tr("{0}: a change").format(said))
        elif math.isfinite(step.limit):
            self.comparison.setText(
                self.tr("{0}: no change beyond the uncertainty of ± {1}").format(
                    said, f"{step.limit:.2g}"
                )
            )
        else:
            self.comparison.setText(self.tr("{0}: too few reps to say").format(said))


def shown(point: Point, quantity: Quantity) -> str:
    """Return a figure with its uncertainty, e.g. ``12.4 ± 4.1 °``."""
    error = "" if not point.error > 0 else f" ± {1.96 * point.error:.2g}"
    return f"{point.value:.3g}{error} {words.unit(quantity)}".strip()
