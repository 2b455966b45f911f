"""Today: what is planned, what of it is done, what comes next, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from formcheck.errors import FormCheckError
from formcheck.guidance.advice import Advice, Tone
from formcheck.guidance.today import PlannedItem, Today, sets_advice, target_load_kg, today
from formcheck.log.entries import Feeling
from formcheck.log.loads import LoadUnit
from formcheck.routines import registry
from formcheck_ui import icons, theme
from formcheck_ui.log import words
from formcheck_ui.log.context import Context
from formcheck_ui.log.words import sentence, sources
from formcheck_ui.panels.card import Card, label
from formcheck_ui.words import local

_MARKS: Final[dict[Tone, str]] = {
    "go": "done", "hold": "hint", "back": "change", "unknown": "pending",
}  # fmt: skip
_SIZE: Final = 18


class AdviceCard(Card):
    """Sentences of advice, one below the other."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(heading, parent)
        self._rows = QWidget()
        self.body.addWidget(self._rows)
        self.body.addStretch(1)

    def show_advice(self, advice: Sequence[Advice]) -> None:
        """Put advice in the place of what was shown."""
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for place, item in enumerate(advice):
            grid.addWidget(_mark(item.tone), 2 * place, 0)
            said = QLabel(sentence(item))
            said.setWordWrap(True)
            grid.addWidget(said, 2 * place, 1)
            where = label(self.tr("Source: {0}").format(sources(item)), "muted")
            where.setWordWrap(True)
            where.setContentsMargins(0, 0, 0, 8)
            small = where.font()
            small.setPointSizeF(0.85 * small.pointSizeF())
            where.setFont(small)
            grid.addWidget(where, 2 * place + 1, 1)
        self.body.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows

    @property
    def sentences(self) -> list[str]:
        """What is said, for tests and screen readers."""
        found = self._rows.findChildren(QLabel)
        return [item.text() for item in found if item.text() and item.property("kind") != "muted"]


def _mark(tone: Tone) -> QLabel:
    tokens = theme.tokens()
    colours = {"go": "#009E73", "hold": tokens.accent, "back": "#E69F00", "unknown": tokens.muted}
    made = QLabel()
    icon = icons.icon(_MARKS[tone], theme.colour(colours[tone]))
    made.setPixmap(icon.pixmap(QSize(_SIZE, _SIZE)))
    made.setFixedWidth(_SIZE + 2)
    return made


_ROOM_FOR_TWO: Final = 1020
"""Width in pixels from which the sentences beside the plan's lines do not wrap thrice."""

_FEELINGS: Final[tuple[Feeling, ...]] = ("", "fresh", "tired", "sore")


class TodayPage(QWidget):
    """Today's plan.

    Signals
    -------
    routines_wanted
        The lifter has no routine and wants to choose one.
    film_wanted
        The plan's next set is to be filmed.
    """

    routines_wanted = Signal()
    film_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context: Context | None = None
        self.plan: Today | None = None
        self.heading = label("", "value")
        self.remark = label("", "muted")
        self.remark.setWordWrap(True)
        self.feeling = self._make_feeling()
        self.choose = QPushButton(self.tr("Choose a routine"))
        self.choose.setProperty("primary", "true")
        self.choose.clicked.connect(self.routines_wanted)
        self.film = QPushButton(self.tr("Film this set"))
        self.film.setProperty("primary", "true")
        self.film.clicked.connect(self.film_wanted)
        self.lines = Card(self.tr("Plan"))
        self._grid = QWidget()
        self.lines.body.addWidget(self._grid)
        self.lines.body.addStretch(1)
        self.advice = AdviceCard(self.tr("What to do next, and why"))
        self._lay_out()

    def _make_feeling(self) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(self.tr("How you feel"))
        for feeling, said in zip(
            _FEELINGS,
            (self.tr("How do you feel?"), self.tr("Fresh"), self.tr("Tired"), self.tr("Sore")),
            strict=True,
        ):
            made.addItem(said, feeling)
        made.currentIndexChanged.connect(self._refresh)
        return made

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.choose)
        head.addWidget(self.feeling)
        head.addWidget(self.film)
        inside = QWidget()
        inside.setObjectName("central")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.remark)
        self._cards = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._cards.setSpacing(12)
        self._cards.addWidget(self.lines, 1)
        self._cards.addWidget(self.advice, 1)
        column.addLayout(self._cards)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put plan and advice beside each other where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= _ROOM_FOR_TWO
        self._cards.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )

    def make_plan(self, context: Context) -> None:
        """Read what the plan asks for now, and show nothing yet: a camera may be running.

        Raises
        ------
        FormCheckError
            When the log, or the lifter's own routine, cannot be read.
        """
        lifter, self.plan = context.lifter, None
        use = context.log.routine_uses.current(lifter.id) if lifter else None
        if lifter is not None and use is not None:
            routine, feeling = registry.get(use.routine), self.feeling.currentData()
            self.plan = today(context.log, lifter, use, routine, context.now, feeling)

    def show_context(self, context: Context) -> None:
        """Show the plan of a lifter.

        Raises
        ------
        FormCheckError
            When the log, or the lifter's own routine, cannot be read.
        """
        self._context, lifter = context, context.lifter
        self.make_plan(context)
        for part in (self.lines, self.advice, self.feeling):
            part.setVisible(self.plan is not None)
        self.choose.setVisible(lifter is not None and self.plan is None)
        coming = self.plan.next_item if self.plan is not None else None
        self.film.setVisible(coming is not None and coming.exercise is not None)
        if self.plan is None:
            self.heading.setText(self.tr("No plan yet"))
            self.remark.setText(
                self.tr("Add a lifter first.")
                if lifter is None
                else self.tr("Choose a routine, and this page shows what to do today.")
            )
            return
        self._show_plan(self.plan)

    def _refresh(self) -> None:
        if self._context is None:
            return
        try:
            self.show_context(self._context)
        except FormCheckError as error:
            self.remark.setText(str(error))

    def _show_plan(self, plan: Today) -> None:
        week = self.tr(" · week {0}").format(plan.week) if plan.routine.weeks else ""
        self.heading.setText(f"{words.routine(plan.routine)}{week} · {words.day(plan.day)}")
        remarks = []
        if not plan.due:
            remarks.append(self.tr("Not today: this day is for {0}.").format(
                words.weekday(plan.day.weekday)
            ))  # fmt: skip
        if plan.over:
            remarks.append(
                self.tr("The weeks of this routine are over: repeat it, or choose another.")
            )
        if plan.next_item is None:
            remarks.append(self.tr("All done for today."))
        self.remark.setText(" ".join(remarks))
        self.remark.setVisible(bool(remarks))
        self._show_lines(plan)
        advice = [plan.recovery, plan.frequency]
        for line in plan.items:
            advice += [line.advice] if line.sides is None else [line.advice, line.sides]
        advice += [item for item in sets_advice(plan) if item.code == "sets_high"]
        self.advice.show_advice(advice)

    def _show_lines(self, plan: Today) -> None:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(6, 1)
        for row, line in enumerate(plan.items):
            following = line is plan.next_item
            for column, text in enumerate(self._cells(line, following=following)):
                cell = label(text, "value" if following or column == 0 else "")
                if column == 0:
                    # Room for the mark, so that ticking a line off moves nothing.
                    cell.setMinimumWidth(2 * cell.fontMetrics().averageCharWidth())
                grid.addWidget(cell, row, column)
        self.lines.body.replaceWidget(self._grid, made)
        self._grid.hide()
        self._grid.deleteLater()
        self._grid = made

    def _cells(self, line: PlannedItem, *, following: bool) -> tuple[str, ...]:
        mark = "✓" if line.complete else ("→" if following else "")
        load = target_load_kg(line)
        shown = "" if math.isnan(load) else words.load(load, unit_of(line))
        done = self.tr("{0} of {1}").format(len(line.done), line.item.sets[0])
        if line.item.drops:
            done += self.tr(", drops {0} of {1}").format(line.drops_done, line.item.drops)
        superset = self.tr("superset {0}").format(line.item.superset) if line.item.superset else ""
        return mark, self._name(line), scheme(line), superset, shown, done

    def _name(self, line: PlannedItem) -> str:
        wanted = words.exercise(line.item.exercise.name)
        if line.exercise is None:
            return self.tr("{0} (not possible with your equipment)").format(wanted)
        if line.exercise is not line.item.exercise:
            return self.tr("{0} (for {1})").format(words.exercise(line.exercise.name), wanted)
        return wanted

    @property
    def next_load(self) -> str:
        """The load the plan asks for next, as it would be typed; empty where it names none."""
        line = self.plan.next_item if self.plan is not None else None
        load = math.nan if line is None else target_load_kg(line)
        return "" if line is None or math.isnan(load) else words.load(load, unit_of(line))

    @property
    def shown(self) -> list[str]:
        """What the plan's lines say, for tests."""
        return [item.text() for item in self._grid.findChildren(QLabel)]


def unit_of(line: PlannedItem) -> LoadUnit:
    """Return the unit the lifter thinks in."""
    return "lb" if line.advice.figures.get("unit") == "lb" else "kg"


def scheme(line: PlannedItem) -> str:
    """Return sets and reps, e.g. ``3–4 × 8–12``."""
    return f"{span(line.item.sets)} × {span(line.item.reps)}"


def span(values: tuple[float, float]) -> str:
    """Return a range in short, e.g. ``8–12``, or ``8`` when both ends are the same."""
    least, most = values
    return local(f"{least:g}" if least == most else f"{least:g}–{most:g}")
