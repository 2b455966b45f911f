"""The log is part of the window: same bar, its set is filmed, each set's video is opened."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck_ui.log.chart import TrendChart
from formcheck_ui.log.today_page import TodayPage
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services
from formcheck_ui.states import LIVE, REPLAY
from gui.conftest_types import MakeWindow
from support.logbook import DAY_S, store_set

WAIT_MS = 60_000
TODAY, HISTORY, TRENDS, ROUTINES, LIFTERS = range(5)


@pytest.fixture
def planned(place: Path) -> Path:
    """Let Anna follow a routine that begins with pull-ups; one set of them is done today."""
    with TrainingLog.open(place) as log:
        anna = log.lifters.add("Anna")
        log.routine_uses.choose(anna.id, "intermediate", Moment.now())
        store_set(log, anna, Moment.now().later(-60.0), exercise="pull_up", reps=8)
    return place


@pytest.fixture
def window(make_window: MakeWindow, services: Services, planned: Path) -> MainWindow:
    """Return the window with its log on show."""
    made = make_window(replace(services, exercises=lambda: ("bent_over_row", "pull_up")))
    made.commands["log"].trigger()
    return made


def test_the_log_is_a_page_under_the_same_bar(qtbot: Any, window: MainWindow) -> None:
    page = window.log_desk.log_panel
    assert page.window() is window
    assert page.isVisible()
    assert window.top_bar.isVisible()
    assert not window.panes.isVisible()
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    assert window.panes.isVisible()
    assert not page.isVisible()
    window.commands["log"].trigger()
    window.commands["log"].trigger()
    assert window.panes.isVisible(), "the same button leads back"


def test_the_pictures_keys_do_nothing_beside_the_log(qtbot: Any, window: MainWindow) -> None:
    page = window.log_desk.log_panel
    before = window.commands["skeleton"].isChecked()
    page.list.setFocus()
    for key in "snd":
        QTest.keyClick(page.list, key)
    assert window.commands["skeleton"].isChecked() is before
    assert page.isVisible()
    QTest.keyClick(page.list, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.panes.isVisible()


def test_the_set_the_plan_asks_for_is_filmed_by_one_click(qtbot: Any, window: MainWindow) -> None:
    page = window.log_desk.log_panel
    assert page.today.film.isVisible()
    page.today.film.click()
    qtbot.waitUntil(lambda: window.controller.state in LIVE, timeout=WAIT_MS)
    assert window.panes.isVisible()
    assert window.top_bar.chosen_exercise() == "pull_up"
    said = page.keeping()
    assert said is not None
    assert page.chosen is not None
    assert said.lifter_id == page.chosen.id
    assert window.view.goal.startswith("Anna")
    window.controller.stop()
    qtbot.waitUntil(lambda: not window.log_desk.keeper.keeps, timeout=WAIT_MS)


def test_the_next_set_is_counted_as_what_the_plan_asks_for(qtbot: Any, window: MainWindow) -> None:
    control = window.controller
    window.top_bar.choose_exercise("bent_over_row")
    window.start_camera()
    qtbot.waitUntil(lambda: control.state in LIVE, timeout=WAIT_MS)
    first = control.filming
    assert first is not None
    window.log_desk.film_next()
    qtbot.waitUntil(lambda: control.filming not in (None, first), timeout=WAIT_MS)
    second = control.filming
    assert second is not None
    assert second.exercise == "pull_up"
    window.log_desk.film_next()
    assert control.filming is second, "what is filmed as it should be goes on"
    control.stop()
    qtbot.waitUntil(lambda: not window.log_desk.keeper.keeps, timeout=WAIT_MS)


def test_what_the_plan_asked_for_is_not_expected_of_the_next_clip(
    qtbot: Any, window: MainWindow
) -> None:
    control = window.controller
    window.top_bar.choose_exercise("bent_over_row")
    window.log_desk.film_next()
    qtbot.waitUntil(lambda: control.state in LIVE, timeout=WAIT_MS)
    window.open_clip(Path("set.mp4"))
    qtbot.waitUntil(lambda: control.state in REPLAY and control.result is not None, timeout=WAIT_MS)
    assert control.result.exercise.name == "bent_over_row"
    assert window.top_bar.chosen_exercise() == "bent_over_row"


def test_a_button_leads_back_from_the_log(qtbot: Any, window: MainWindow) -> None:
    page = window.log_desk.log_panel
    assert page.isVisible()
    assert page.back_button.isVisible()
    page.back_button.click()
    assert window.panes.isVisible()
    assert not window.commands["log"].isChecked()


def test_a_set_leads_to_its_video(qtbot: Any, window: MainWindow, planned: Path) -> None:
    clip = planned.with_name("pull-ups.mp4")
    clip.write_bytes(b"the scripted clip is drawn, not read")
    history = window.log_desk.log_panel.history
    window.log_desk.log_panel.list.setCurrentRow(HISTORY)
    assert not history.watch_button.isVisible(), "nothing is kept of the first set"
    with TrainingLog.open(planned) as log:
        store_set(
            log, log.lifters.all()[0], Moment.now(), exercise="pull_up", reps=2,
            origin="clip", origin_key="x", source=str(clip),
        )  # fmt: skip
    window.log_desk.log_panel.refresh()
    history.table.selectRow(0)
    assert history.watch_button.isVisible()
    history.watch_button.click()
    qtbot.waitUntil(lambda: window.controller.playback is not None, timeout=WAIT_MS)
    assert window.controller.path == clip
    assert window.panes.isVisible()
    qtbot.waitUntil(lambda: window.controller.playback.time_s >= 1.9, timeout=WAIT_MS)


def test_nothing_is_said_to_be_missing_that_was_done_today(window: MainWindow) -> None:
    today = window.log_desk.log_panel.today
    assert "1 of 4" in today.shown
    pull_up = [said for said in today.advice.sentences if said.startswith("Pull-up")]
    assert pull_up == ["Pull-up: nothing in the log before today. Do 8–12 clean reps a set."]


def test_a_beginner_is_shown_the_beginners_routine_first(
    make_window: MakeWindow, place: Path
) -> None:
    with TrainingLog.open(place) as log:
        log.lifters.add("Bert")
    window = make_window()
    window.commands["log"].trigger()
    page = window.log_desk.log_panel
    page.list.setCurrentRow(ROUTINES)
    assert page.routines.chosen == "beginner"
    assert page.routines.list.item(0).text() == "Beginner, four weeks"


def test_a_plan_is_read_in_a_rest_without_making_the_page_anew(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[object] = []
    monkeypatch.setattr(TodayPage, "_show_plan", lambda self, plan: shown.append(plan))
    line = window.log_desk.log_panel.plan_line()
    assert line is not None
    assert len(line.done) == 1
    assert shown == []


def test_the_plan_is_asked_no_more_once_it_has_gone_on(
    qtbot: Any, window: MainWindow, planned: Path
) -> None:
    desk = window.log_desk
    desk.log_panel.keep.setChecked(True)
    desk._closing.start()
    load = window.live_desk.rest.goal.load
    desk.change_load(1)
    assert window.live_desk.rest.goal.load != load
    assert desk._closing.isActive(), "another load for the next set closes none"
    with TrainingLog.open(planned) as log:
        store_set(log, log.lifters.all()[0], Moment.now(), exercise="pull_up", reps=8)
    desk._show_goal()
    assert window.live_desk.rest.goal.number == 3
    assert not desk._closing.isActive()


def test_the_days_of_a_trend_stand_under_their_points(window: MainWindow, planned: Path) -> None:
    with TrainingLog.open(planned) as log:
        anna = log.lifters.all()[0]
        for day in range(1, 9):
            store_set(log, anna, Moment.now().later(-day * 7 * DAY_S), exercise="pull_up", reps=8)
    page = window.log_desk.log_panel
    page.list.setCurrentRow(TRENDS)
    page.trends.quantity.setCurrentIndex(page.trends.quantity.findData("reps"))
    chart: TrendChart = page.trends.chart
    days = chart.days()
    assert len(days) >= 4, "not the first and last alone"
    boxes = [box for box, _ in days]
    assert not any(a.intersects(b) for a, b in itertools.pairwise(boxes))
    for box, text in days:
        assert chart.day_width(text) <= box.width()
        assert box.right() <= chart.width()
