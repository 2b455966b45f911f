"""Trends: one figure of one exercise over the workouts, with its uncertainty, and two compared."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from formcheck.log.moments import Moment
from formcheck.trends import (
    MEASURES,
    QUANTITIES,
    SIDED,
    Change,
    Difference,
    Point,
    Quantity,
    Trend,
    by_workout,
    compare,
    points,
    trend,
)
from formcheck_ui import theme
from formcheck_ui.log import words
from formcheck_ui.log.chart import TrendChart
from formcheck_ui.log.context import Context
from formcheck_ui.log.set_model import translated
from formcheck_ui.marking import QT_TRANSLATE_NOOP
from formcheck_ui.panels.card import Card, label
from formcheck_ui.words import local, number

_DIRECTIONS: Final = {
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
        self.direction = label("", "value")
        self.figures = label("", "muted")
        self.comparison = ComparisonCard()
        for text in (self.direction, self.figures):
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
        card.body.addWidget(self.direction)
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
        self.direction.setText(said)
        self.figures.setText(self._figures(quantity))
        if context is not None:
            visits = [(group[0].set.workout_id, group[0].set.started) for group in groups]
            self.comparison.offer(context, name or "", visits)

    def _words(self, quantity: Quantity, line: Trend) -> str:
        if not self._points:
            return self.tr("Nothing to show yet.")
        said = translated(_DIRECTIONS[line.direction])
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


Visit = tuple[int, Moment]
"""The id of a workout and when it began."""

_GAP: Final = "&nbsp;&nbsp;&nbsp;"
_WHEN: Final = "%Y-%m-%d %H:%M"


class ComparisonCard(Card):
    """Choose two workouts and compare all that was measured in them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._context: Context | None = None
        self._exercise = ""
        self.before, self.after = QComboBox(), QComboBox()
        self.before.setAccessibleName(self.tr("Earlier workout"))
        self.after.setAccessibleName(self.tr("Later workout"))
        self.table = QLabel()
        self.table.setTextFormat(Qt.TextFormat.RichText)
        self.table.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.table.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for box in (self.before, self.after):
            box.currentIndexChanged.connect(self._compare)
        chosen = QGridLayout()
        chosen.addWidget(label(self.tr("Compare"), "heading"), 0, 0)
        chosen.addWidget(self.before, 0, 1)
        chosen.addWidget(label(self.tr("with"), "muted"), 0, 2)
        chosen.addWidget(self.after, 0, 3)
        chosen.setColumnStretch(4, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.table)
        # The card's own colour, not that of a page.
        for part in (scroll.viewport(), self.table):
            part.setAutoFillBackground(False)
            part.setStyleSheet("background: transparent;")
        scroll.setMinimumHeight(110)
        self.body.addLayout(chosen)
        self.body.addWidget(scroll, 1)

    def offer(self, context: Context, exercise: str, visits: Sequence[Visit]) -> None:
        """Offer the workouts of an exercise, oldest first; the last two are chosen.

        Raises
        ------
        LogError
            When the log cannot be read.
        """
        self._context, self._exercise = context, exercise
        kept = self.before.currentData(), self.after.currentData()
        for box, chosen, back in ((self.before, kept[0], 1), (self.after, kept[1], 0)):
            box.blockSignals(True)
            box.clear()
            for workout_id, began in reversed(visits):
                box.addItem(began.local.strftime(_WHEN), workout_id)
            found = box.findData(chosen)
            box.setCurrentIndex(found if found >= 0 else min(back, len(visits) - 1))
            box.blockSignals(False)
        self._compare()

    def _compare(self) -> None:
        pair = self.before.currentData(), self.after.currentData()
        context = self._context
        if context is None or context.lifter is None or None in pair or pair[0] == pair[1]:
            self.table.setText(self.tr("Two workouts are needed to compare."))
            return
        before, after = (
            context.log.sets.summaries(
                context.lifter.id, self._exercise, measures=MEASURES, sided=SIDED, workout_id=one
            )
            for one in pair
        )
        rows = "".join(self._row(item) for item in compare(before, after))
        self.table.setText(f'<table cellspacing="0" cellpadding="3">{rows}</table>')

    def _row(self, item: Difference) -> str:
        unit = words.unit(item.quantity)
        said = escape(self._in_words(item.change, unit))
        if item.change is not None and item.change.changed:
            said = f"<b>{said}</b>"
        grey = f'<td style="color:{theme.tokens().muted}">'
        values = "".join(
            f'<td align="right">{gap}{escape(figure(point))}</td>'
            for point, gap in ((item.before, _GAP), (item.after, 2 * _GAP))
        )
        return (
            f"<tr>{grey}{escape(words.quantity(item.quantity))}</td>{values}"
            f"{grey}{escape(unit)}{2 * _GAP}</td><td>{said}</td></tr>"
        )

    def _in_words(self, step: Change | None, unit: str) -> str:
        """Return the difference in words; it is a change only beyond its uncertainty."""
        if step is None:
            return "–"
        sign = "+" if step.difference > 0 else ""
        said = f"{sign}{_figure(step.difference)} {unit}".strip()
        if step.changed:
            return self.tr("{0}: a change").format(said)
        if step.difference == 0 or not math.isfinite(step.limit):
            return self.tr("no change") if step.difference == 0 else self.tr("too few reps to say")
        return self.tr("no change (within ± {0})").format(local(f"{step.limit:.2g}"))


_NO_DOUBT: Final = 0.001
"""Share of a figure below which its interval does not show in three digits."""


def figure(point: Point | None) -> str:
    """Return a figure with half its 95 % interval, without the unit; a dash where there is none.

    No digit is shown that the interval makes meaningless: ``7.1 ± 7.8``, ``33 ± 15``.
    """
    if point is None:
        return "–"
    if not point.error > 0:
        return _figure(point.value)
    half = 1.96 * point.error
    if half < _NO_DOUBT * abs(point.value):
        return _figure(point.value)
    decimals = max(0, 1 - math.floor(math.log10(half)))
    return local(f"{point.value:.{decimals}f} ± {half:.{decimals}f}")


def _figure(value: float) -> str:
    """Return a number with three digits, or all that stand before the point."""
    return f"{value:.0f}" if abs(value) >= 100 else local(f"{value:.3g}")


def shown(point: Point, quantity: Quantity) -> str:
    """Return a figure with its uncertainty and unit, e.g. ``12.4 ± 4.1 °``."""
    return f"{figure(point)} {words.unit(quantity)}".strip()
