"""What the filming screen asks of the training log: what is next, another load, another lifter."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QObject

from formcheck.errors import FormCheckError
from formcheck.guidance.today import PlannedItem
from formcheck.log.loads import LoadUnit, from_kg, parse_load, to_kg
from formcheck_ui.live.set_book import Goal
from formcheck_ui.log import words
from formcheck_ui.log.panel import LogPanel
from formcheck_ui.log.today_page import span

_STEP: Final[dict[LoadUnit, float]] = {"kg": 2.5, "lb": 5.0}
"""The pair of the smallest plates that every gym has: 1.25 kg and 2.5 lb."""

_FIRST: Final[dict[LoadUnit, float]] = {"kg": 20.0, "lb": 45.0}
"""The first load where none is known: an empty bar (IWF technical rules: 20 kg)."""


class AtHand(QObject):
    """Tell the goal, and change load and lifter, without the log's window.

    Parameters
    ----------
    log_panel : LogPanel
        Where lifter and load are chosen.
    parent : QObject, optional
    """

    def __init__(self, log_panel: LogPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel = log_panel

    def goal(self, *, exercise: str, number: int) -> Goal:
        """Return what is to be lifted now.

        Parameters
        ----------
        exercise : str
            What is lifted where no plan says so; empty when it is not known.
        number : int
            Which set of the session it is, likewise.
        """
        window = self._panel
        name = window.chosen.name if window.chosen else ""
        kept = window.keep.isChecked() and bool(name)
        plain = words.exercise(exercise) if exercise else ""
        if not kept:
            return Goal()
        line = window.plan_line()
        load = self._load_in_words()
        if line is None or line.exercise is None:
            return Goal(name, plain, load, number, kept=True)
        return Goal(
            name, words.exercise(line.exercise.name), load, len(line.done) + 1,
            span(line.item.sets), span(line.item.reps), _least(line), kept=True,
            counted_as=frozenset(names_of(line)),
        )  # fmt: skip

    @property
    def line(self) -> PlannedItem | None:
        """What the plan asks for next."""
        return self._panel.plan_line()

    def change_load(self, steps: int) -> str:
        """Add so many steps of the smallest plates to the load of the next set and return it."""
        lifter = self._panel.chosen
        if lifter is None:
            return ""
        load_kg, unit = self._load()
        if math.isnan(load_kg):
            value = _FIRST[unit]
        else:
            now, step = from_kg(load_kg, unit), _STEP[unit]
            value = max(0.0, (math.floor(now / step + 0.5) + steps) * step)
        shown = words.load(to_kg(value, unit), unit)
        self._panel.enter_load(shown)
        return shown

    def next_lifter(self) -> str:
        """Keep the sets of the next lifter, after the last one nobody's; return the name."""
        window = self._panel
        window.ready()
        count = window.lifter.count()
        if not count:
            return ""
        if not window.keep.isChecked():
            window.choose_lifter(0)
            window.keep.setChecked(True)
        elif window.lifter.currentIndex() + 1 < count:
            window.choose_lifter(window.lifter.currentIndex() + 1)
        else:
            window.keep.setChecked(False)
            return ""
        return window.chosen.name if window.chosen else ""

    @property
    def has_lifters(self) -> bool:
        """Whether anybody is in the log."""
        return self._panel.lifter.count() > 0

    def _load(self) -> tuple[float, LoadUnit]:
        """Return the load that is entered in kilograms, NaN without one, and its unit."""
        unit: LoadUnit = self._panel.chosen.unit if self._panel.chosen else "kg"
        try:
            return parse_load(self._panel.load.text(), unit)
        except FormCheckError:
            return math.nan, unit

    def _load_in_words(self) -> str:
        load_kg, unit = self._load()
        return "" if math.isnan(load_kg) else words.load(load_kg, unit)


def names_of(line: PlannedItem) -> tuple[str, ...]:
    """Return the names under which the camera may count a line's exercise, the likeliest first."""
    planned = [each for each in (line.exercise, line.item.exercise) if each is not None]
    return tuple(name for each in planned for name in (each.name, *each.counted_as))


def _least(line: PlannedItem) -> int:
    return math.ceil(line.item.reps[0])
