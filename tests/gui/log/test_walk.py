"""A visit to the gym, from choosing a routine to the advice, through the real window and engine.

The camera plays recorded landmarks: two sets of rows and a superset of a row and a face pull.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.log.entries import Lifter, TrainingSet
from formcheck.log.moments import Moment
from formcheck.log.rescoring import Selection, plan, rescore_sets
from formcheck.log.store import TrainingLog
from formcheck.recording.header import describe
from formcheck.recording.tape import Tape
from formcheck_ui.log.panel import LogPanel
from formcheck_ui.services import Services
from formcheck_ui.states import State
from support import xserver
from support.logbook import DAY_S, logged_reps, store_set
from support.on_request import on_request
from support.training import TWO_SETS_AND_A_SUPERSET, GymCamera, visit
from tests.gui.conftest_types import MakeWindow

ROOT = Path(__file__).resolve().parents[3]
PICTURES = "FORMCHECK_WALK_PICTURES"
"""Names a folder to which each step is painted, for people to look at."""

TODAY, HISTORY, TRENDS, ROUTINES, LIFTERS = range(5)
PATIENCE_MS = 240_000
LEFT = Qt.MouseButton.LeftButton

ROUTINE = """
schema = 1
name = "visit"
title = "Rows and face pulls"
level = "intermediate"
times_a_week = [1, 2]
lowering_s = [1.0, 3.0]
[[days]]
name = "back"
title = "Back"
[[days.items]]
exercise = "bent_over_barbell_row"
sets = [2, 2]
reps = [3, 6]
[[days.items]]
exercise = "bent_over_dumbbell_row"
sets = [1, 1]
reps = [3, 6]
superset = "A"
[[days.items]]
exercise = "face_pull"
sets = [1, 1]
reps = [3, 8]
superset = "A"
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "data" / "training-log.db"
    monkeypatch.setenv("FORMCHECK_LOG", str(path))
    monkeypatch.setenv("FORMCHECK_ROUTINES", str(tmp_path / "routines"))
    (tmp_path / "routines").mkdir()
    (tmp_path / "routines" / "visit.toml").write_text(ROUTINE, "utf-8")
    return path


@pytest.fixture
def gym(services: Services, tmp_path: Path) -> Services:
    """The real engine behind a camera that plays landmarks, recorded as in the product."""
    camera = GymCamera(visit(TWO_SETS_AND_A_SUPERSET))

    def tape(source: Any, exercise: str | None, on_change: Callable[..., None]) -> Tape:
        header = describe(source.info, Config(), exercise=exercise)
        return Tape(tmp_path / "recordings", lambda: header, on_change, least_free_gb=0.0)

    return replace(
        services,
        open_source=lambda spec: camera.source,
        open_estimator=lambda: camera,
        new_pipeline=lambda exercise: new_pipeline(Config(), exercise=exercise),
        new_tape=tape,
    )


def earlier_workouts(place: Path) -> None:
    """Store five weeks of good rows at 40 kg, all that the plan asks for."""
    with TrainingLog.open(place) as log:
        anna = log.lifters.add("Anna", level="intermediate")
        for week in range(5, 0, -1):
            at = Moment.now().later(-7 * week * DAY_S)
            for number in range(2):
                reps = logged_reps(6, eccentric_s=1.8, rom=0.97)
                store_set(log, anna, at.later(120.0 * number), reps=reps, load_kg=40.0)


def show(window: LogPanel, page: int) -> None:
    """Choose a page with the mouse."""
    choose(window.list, page)


def choose(listed: QListWidget, row: int) -> None:
    place = listed.visualItemRect(listed.item(row)).center()
    QTest.mouseClick(listed.viewport(), LEFT, pos=place)


def picture(window: QWidget, name: str) -> None:
    folder = os.environ.get(PICTURES)
    if folder:
        QApplication.processEvents()
        window.grab().save(str(Path(folder) / f"{name}.png"))


def sets_of(place: Path) -> tuple[Lifter, tuple[TrainingSet, ...]]:
    with TrainingLog.open(place, keep_backups=False) as log:
        anna = log.lifters.find("Anna")
        sets = log.sets.of_lifter(anna.id, since_s=Moment.now().utc_s - DAY_S)
        # The camera plays faster than the clock, so when a set began is no order here.
        return anna, tuple(sorted(sets, key=lambda item: item.position))


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_visit_from_the_routine_to_the_advice(
    make_window: MakeWindow, gym: Services, qtbot: Any, place: Path
) -> None:
    earlier_workouts(place)
    window = make_window(gym)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    log_panel = window.log_desk.log_panel
    qtbot.waitUntil(log_panel.isVisible)
    qtbot.waitExposed(log_panel)
    choose_the_routine(log_panel)
    assert log_panel.load.text() == "42 kg", "the plan's load, 5 % more, is entered by itself"
    QTest.mouseClick(log_panel.keep, LEFT)
    assert log_panel.keep.isChecked()
    film(window, log_panel, qtbot, place)
    check_the_sets(place)
    window.commands["log"].trigger()
    check_today(log_panel)
    check_trend_and_history(log_panel)
    check_the_recording(place)


def choose_the_routine(log_panel: LogPanel) -> None:
    show(log_panel, TODAY)
    assert log_panel.today.choose.isVisible()
    picture(log_panel, "1-no-plan")
    QTest.mouseClick(log_panel.today.choose, LEFT)
    assert log_panel.list.currentRow() == ROUTINES
    names = [log_panel.routines.list.item(n).text() for n in range(log_panel.routines.list.count())]
    choose(log_panel.routines.list, names.index("Rows and face pulls"))
    picture(log_panel, "2-routine")
    QTest.mouseClick(log_panel.routines.use_button, LEFT)
    show(log_panel, TODAY)
    plan = log_panel.today.plan
    assert plan is not None
    assert [len(line.done) for line in plan.items] == [0, 0, 0]
    assert any("from 40 kg to 42 kg" in said for said in log_panel.today.advice.sentences)
    picture(log_panel, "3-plan")


def film(window: Any, log_panel: LogPanel, qtbot: Any, place: Path) -> None:
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.log_desk.keeper.keeps, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.controller.state is State.IN_SET, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.controller.state is State.RESTING, timeout=PATIENCE_MS)

    def ticked() -> list[int]:
        plan = log_panel.today.plan
        return [] if plan is None else [len(line.done) for line in plan.items]

    # Between the sets, while the camera runs, the plan ticks the first one off by itself.
    qtbot.waitUntil(lambda: ticked()[:1] >= [1], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "Bent-over" in window.view.goal, timeout=PATIENCE_MS)
    picture(window, "4-resting")
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not window.log_desk.keeper.keeps, timeout=PATIENCE_MS)


def check_the_sets(place: Path) -> None:
    _, sets = sets_of(place)
    told = [(item.exercise, item.reps, item.relation, item.state) for item in sets]
    assert told == [
        ("bent_over_row", 3, "straight", "finished"),
        ("bent_over_row", 3, "straight", "finished"),
        ("bent_over_row", 3, "straight", "finished"),
        ("face_pull", 3, "superset", "finished"),
    ]
    assert len({item.workout_id for item in sets}) == 1
    assert [item.load_kg for item in sets[:3]] == [42.0, 42.0, 42.0]
    assert math.isnan(sets[3].load_kg), "nobody said with what the face pulls were done"


def check_today(log_panel: LogPanel) -> None:
    show(log_panel, TODAY)
    today = log_panel.today
    assert today.plan is not None
    assert [len(line.done) for line in today.plan.items] == [2, 1, 1]
    assert today.plan.next_item is None
    assert today.shown.count("✓") == 3
    assert "All done for today." in today.remark.text()
    picture(log_panel, "6-all-done")


def check_trend_and_history(log_panel: LogPanel) -> None:
    show(log_panel, TRENDS)
    page = log_panel.trends
    page.exercise.setCurrentIndex(page.exercise.findData("bent_over_row"))
    page.quantity.setCurrentIndex(page.quantity.findData("load_kg"))
    assert "workouts: 6" in page.figures.text()
    assert "+2 kg: a change" in page.comparison.table.text()
    page.quantity.setCurrentIndex(page.quantity.findData("lowering_s"))
    assert "±" in page.figures.text()
    picture(log_panel, "7-trend")
    show(log_panel, HISTORY)
    assert log_panel.history.model.rowCount() == 14
    assert log_panel.history.chosen is not None
    assert log_panel.history.chosen.exercise == "face_pull"
    picture(log_panel, "8-history")


def check_the_recording(place: Path) -> None:
    """The sets know their recording, and judged again from it they are what they were."""
    anna, sets = sets_of(place)
    assert {Path(item.recording).suffix for item in sets} == {".fcrec"}
    with TrainingLog.open(place, keep_backups=False) as log:
        todo = plan(log, Selection(workout_id=sets[0].workout_id))
        (outcome,) = rescore_sets(log, todo, Config(), jobs=1)
        assert [change.any for change in outcome.sets] == [False] * 4
        assert (outcome.outside, outcome.frames_lost, outcome.complete) == (0, 0, True)
        assert len(log.sets.of_lifter(anna.id)) == 14


# What a real X server does to keys, mouse and windows, the tests in gui/x11 show each time.
@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.xserver
@on_request("takes a minute")
def test_the_same_visit_on_a_real_x_server(tmp_path: Path) -> None:
    with xserver.x_server() as display:
        kept = {key: value for key, value in os.environ.items() if "PYTEST" not in key}
        done = subprocess.run(
            [
                sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist",
                f"{__file__}::test_a_visit_from_the_routine_to_the_advice",
                f"--basetemp={tmp_path / 'visit'}",
            ],
            cwd=ROOT,
            env=kept | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
            capture_output=True,
            text=True,
            timeout=380,
            check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "1 passed" in done.stdout
