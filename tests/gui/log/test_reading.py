"""What the pages read does not grow with the years: only what is on show is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck_ui.log import chart
from formcheck_ui.log.panel import LogPanel
from formcheck_ui.log.set_model import BLOCK, SetModel
from support.logbook import DAY_S, Read, counting, logged_reps, store_set

TODAY, HISTORY, TRENDS, ROUTINES, LIFTERS = range(5)
REPS = logged_reps(2)
EXERCISES = ("bent_over_row", "lat_pulldown", "face_pull", "seated_row")
A_SCREEN = 2 * BLOCK + 20
"""Rows of two blocks, a set with its reps, the lifter."""


def train(log: TrainingLog, workouts: int, *, before: int = 0) -> None:
    """Store workouts of four exercises, three days apart, the last one three days ago."""
    anna = log.lifters.named("Anna") or log.lifters.add("Anna", level="intermediate")
    with log.writing():
        for number in range(before, before + workouts):
            at = Moment.now().later(-3 * DAY_S * (number + 1))
            for place, exercise in enumerate(EXERCISES):
                store_set(log, anna, at.later(180.0 * place), exercise=exercise, reps=REPS)
        log.routine_uses.choose(anna.id, "intermediate", Moment.now().later(-400 * DAY_S))


def reading(window: LogPanel, page: int) -> Read:
    """Show a page, paint it and tell what was read for that."""
    window.list.setCurrentRow(LIFTERS if page != LIFTERS else ROUTINES)
    assert window._log is not None
    with counting(window._log) as read:
        window.list.setCurrentRow(page)
        assert not window.grab().isNull()
    return read


def test_history_reads_what_is_on_show(window: LogPanel, place: Path) -> None:
    with TrainingLog.open(place) as log:
        train(log, 45)
    window.open()
    few = reading(window, HISTORY)
    assert window.history.model.rowCount() == 180
    window.close_log()
    with TrainingLog.open(place) as log:
        train(log, 90, before=45)
    window.open()
    many = reading(window, HISTORY)
    assert window.history.model.rowCount() == 540
    days = 45, 135
    assert few.rows - days[0] <= A_SCREEN
    assert many.rows - days[1] <= A_SCREEN
    assert max(few.statements, many.statements) <= 10


MEASURES = 60
"""A workout of one set has no more numbers to compare."""


def test_trends_read_the_sets_of_one_exercise_and_one_measure(
    window: LogPanel, place: Path
) -> None:
    with TrainingLog.open(place) as log:
        train(log, 30)
    window.open()
    read = reading(window, TRENDS)
    assert len(window.trends._points) == 30
    compared = 2 * MEASURES
    assert read.rows <= 2 * 30 + compared
    window.trends.quantity.setCurrentIndex(window.trends.quantity.findData("reps"))
    assert reading(window, TRENDS).rows <= 30 + compared


def test_today_reads_no_more_than_the_last_weeks(window: LogPanel, place: Path) -> None:
    with TrainingLog.open(place) as log:
        train(log, 50)
    window.open()
    months = reading(window, TODAY)
    window.close_log()
    with TrainingLog.open(place) as log:
        train(log, 100, before=50)
    window.open()
    year = reading(window, TODAY)
    assert year.rows == months.rows
    assert year.statements == months.statements


@pytest.mark.parametrize("page", [ROUTINES, LIFTERS])
def test_the_other_pages_read_no_sets(window: LogPanel, place: Path, page: int) -> None:
    with TrainingLog.open(place) as log:
        train(log, 10)
    window.open()
    assert reading(window, page).rows <= 2


def test_the_table_reads_a_block_once(place: Path) -> None:
    with TrainingLog.open(place) as log:
        train(log, 40)
        model = SetModel()
        model.show_log(log, 1)
        with counting(log) as read:
            for row in range(BLOCK):
                for column in range(model.columnCount()):
                    assert model.data(model.index(row, column)) is not None
            assert model.data(model.index(0, 0), Qt.ItemDataRole.FontRole) is None
        assert (read.statements, read.rows) == (1, BLOCK)
        everything = [model.at(row) for row in range(model.rowCount())]
        assert None not in everything
        ids = [item.id for item in everything if item is not None]
        assert len(set(ids)) == 160
        assert [model.row_of(set_id) for set_id in ids[::37]] == list(range(160))[::37]
        assert model.row_of(999) == -1
        oldest = everything[-1]
        assert oldest is not None
        assert model.row_of_day(oldest.started.day.isoformat()) == 159
        assert model.row_of_day("1999-01-01") == -1
        model.let_go()
        assert (model.rowCount(), model.at(0)) == (0, None)


def test_another_set_is_shown_after_one_was_deleted_and_the_choice_stays(
    window: LogPanel, place: Path
) -> None:
    with TrainingLog.open(place) as log:
        train(log, 3)
    window.open()
    window.list.setCurrentRow(HISTORY)
    page = window.history
    page.table.selectRow(5)
    chosen = page.chosen
    first = page.model.at(0)
    assert chosen is not None
    assert first is not None
    with TrainingLog.open(place) as log:
        log.sets.remove(first.id)
    window.refresh()
    assert page.model.rowCount() == 11
    assert page.chosen == chosen
    assert page.table.currentIndex().row() == 4


def test_a_chart_is_measured_once_and_not_with_every_point(
    qtbot: Any, window: LogPanel, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    measure = chart.axes_of

    def counted(points: Any) -> chart.Axes:
        calls.append(len(points))
        return measure(points)

    monkeypatch.setattr(chart, "axes_of", counted)
    with TrainingLog.open(place) as log:
        train(log, 20)
    window.open()
    window.list.setCurrentRow(TRENDS)
    qtbot.waitUntil(lambda: not window.trends.chart.grab().isNull())
    for _ in range(3):
        window.trends.chart.grab()
    assert calls == [20]
