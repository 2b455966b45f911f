"""The training log's window: pages, keeping what is filmed, keeping a clip, what goes wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from formcheck.config import Config, FlagOptions
from formcheck.log.entries import Lifter
from formcheck.log.keeping import Keeping, SetKeeper
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck.recording.rescoring import rescore
from formcheck_ui.log.panel import LogPanel
from formcheck_ui.states import REPLAY, State
from gui.log.keeping import keep_for_anna
from support.logbook import DAY_S, store_set
from support.recordings import record
from support.sets import plain_set
from support.spoils import spoilt
from tests.gui.conftest_types import MakeWindow

pytestmark = pytest.mark.usefixtures("place")
TODAY, HISTORY, TRENDS, ROUTINES, LIFTERS = range(5)


def fill(place: Path, weeks: int = 6) -> Lifter:
    with TrainingLog.open(place) as log:
        anna = log.lifters.add("Anna", level="intermediate")
        for week in range(weeks):
            at = Moment.now().later(-7 * DAY_S * (weeks - week))
            store_set(log, anna, at, load_kg=40.0 + 2 * week)
            store_set(log, anna, at.later(300.0), load_kg=40.0 + 2 * week)
        return anna


def test_nothing_is_written_before_the_log_is_opened(make_window: MakeWindow, place: Path) -> None:
    window = make_window()
    window.log_desk.handlers()
    assert not place.exists()


def test_a_first_lifter_is_added_and_chooses_a_routine(window: LogPanel) -> None:
    window.open()
    assert window.list.currentRow() == LIFTERS
    assert not window.keep.isEnabled()
    window.lifters.new_name.setText("Anna")
    window.lifters.add_button.click()
    assert window.chosen is not None
    assert window.chosen.name == "Anna"
    assert window.keep.isEnabled()
    window.list.setCurrentRow(TODAY)
    assert window.today.choose.isVisible()
    window.today.choose.click()
    assert window.list.currentRow() == ROUTINES
    window.routines.choose("superset")
    window.routines.use_button.click()
    assert not window.routines.use_button.isEnabled()
    window.list.setCurrentRow(TODAY)
    assert window.today.plan is not None
    assert "Bent-over barbell row" in window.today.shown
    assert "superset A" in window.today.shown
    assert any("nothing in the log before today" in said for said in window.today.advice.sentences)


def test_a_second_lifter_of_the_same_name_is_refused(window: LogPanel, place: Path) -> None:
    fill(place)
    window.open()
    window.lifters.new_name.setText("anna")
    window.list.setCurrentRow(LIFTERS)
    window.lifters.add_button.click()
    assert "already a lifter" in window.message.text()


def test_history_shows_sets_and_takes_what_is_said_of_them(window: LogPanel, place: Path) -> None:
    fill(place)
    window.open()
    window.list.setCurrentRow(HISTORY)
    page = window.history
    assert page.model.rowCount() == 12
    assert page.load.text() == "50 kg"
    page.load.setText("55")
    page.rpe.setText("8,5")
    page.notes.setText("steady")
    page.save_button.click()
    assert page.chosen is not None
    assert (page.chosen.load_kg, page.chosen.rpe, page.chosen.notes) == (55.0, 8.5, "steady")
    page.rpe.setText("11")
    page.save_button.click()
    assert "RPE" in window.message.text()
    page.load.setText("heavy")
    page.save_button.click()
    assert "no load" in window.message.text()
    assert page.chosen.load_kg == 55.0


def test_a_set_is_deleted_only_at_the_second_click(window: LogPanel, place: Path) -> None:
    fill(place)
    window.open()
    window.list.setCurrentRow(HISTORY)
    page = window.history
    page.delete_button.click()
    assert page.model.rowCount() == 12
    page.table.selectRow(3)
    page.delete_button.click()
    assert page.model.rowCount() == 12, "another set was chosen in between: it is asked again"
    page.delete_button.click()
    assert page.model.rowCount() == 11
    assert "Deleted for good. Workouts: 0, sets: 1, reps: 8" in window.message.text()
    with TrainingLog.open(place) as log:
        assert len(log.sets.of_lifter(1)) == 11


def test_trends_say_what_is_a_change(qtbot: Any, window: LogPanel, place: Path) -> None:
    fill(place)
    window.open()
    window.list.setCurrentRow(TRENDS)
    page = window.trends
    page.quantity.setCurrentIndex(page.quantity.findData("load_kg"))
    assert page.direction.text().startswith("Rising: +2")
    assert "+2 kg: a change" in page.comparison.table.text()
    assert "no change<" in page.comparison.table.text()
    page.quantity.setCurrentIndex(page.quantity.findData("rounding_worst"))
    assert page.direction.text().startswith("No change beyond the uncertainty")
    first = page.comparison.before.count() - 1
    page.comparison.before.setCurrentIndex(first)
    assert "+10 kg: a change" in page.comparison.table.text()
    page.comparison.before.setCurrentIndex(page.comparison.after.currentIndex())
    assert "Two workouts are needed" in page.comparison.table.text()
    assert page.chart.accessibleDescription() == page.direction.text()
    qtbot.waitUntil(lambda: not page.chart.grab().isNull())


def test_a_copy_of_a_routine_can_be_made(
    window: LogPanel, tmp_path: Path, monkeypatch: Any
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "formcheck_ui.log.routines_page.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()),
    )
    window.open()
    window.list.setCurrentRow(ROUTINES)
    window.routines.choose("beginner")
    window.routines.name.setText("mine")
    window.routines.copy_button.click()
    assert opened == [str(tmp_path / "routines" / "mine.toml")]
    assert window.routines.chosen == "mine"
    (tmp_path / "routines" / "mine.toml").write_text("schema = = 1")
    window.refresh()
    assert "mine.toml" in window.message.text()


def test_a_lifter_is_exported_and_deleted(window: LogPanel, place: Path, tmp_path: Path) -> None:
    fill(place)
    window.open()
    window.list.setCurrentRow(LIFTERS)
    window.lifters.export_to(tmp_path / "anna.csv")
    assert (tmp_path / "anna.csv").read_text().count("\n") == 97
    window.lifters.export_to(tmp_path / "nowhere" / "anna.json")
    assert "cannot be written" in window.message.text()
    window.lifters.delete_button.click()
    assert window.chosen is not None
    window.lifters.delete_button.click()
    assert window.chosen is None
    assert "sets: 12" in window.message.text()


def test_a_damaged_log_is_told_and_recovered(window: LogPanel, place: Path) -> None:
    fill(place)
    data = bytearray(place.read_bytes())
    data[4096:8192] = os.urandom(4096)
    place.write_bytes(data)
    window.open()
    assert "is damaged" in window.message.text()
    assert window.recover_button.isVisible()
    window.recover_button.click()
    assert not window.recover_button.isVisible()
    assert "Sets recovered" in window.message.text()


def test_what_a_recovery_leaves_out_is_told(window: LogPanel, place: Path) -> None:
    spoilt(place, "UPDATE training_set SET uid = '' WHERE id = 3", "PRAGMA user_version = 0")
    window.open()
    window.recover_button.click()
    assert "Sets recovered: 5" in window.message.text()
    assert "Could not be read: a set of 2026-03-06" in window.message.text()


def test_everything_that_takes_focus_has_a_name(window: LogPanel, place: Path) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QAbstractButton

    fill(place)
    window.open()
    for number in range(5):
        window.list.setCurrentRow(number)
        nameless = [
            f"{type(item).__name__} {item.objectName()}"
            for item in window.pages.widget(number).findChildren(QWidget)
            if item.focusPolicy() & Qt.FocusPolicy.TabFocus
            and item.isVisible()
            and not item.objectName().startswith("qt_")
            and not (item.accessibleName() or (isinstance(item, QAbstractButton) and item.text()))
        ]
        assert nameless == []


def test_a_cameras_sets_are_kept_while_they_are_lifted(
    make_window: MakeWindow, qtbot: Any, place: Path
) -> None:
    window = make_window()
    keep_for_anna(window, place)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.log_desk.keeper.keeps, timeout=20000)
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=60000)
    qtbot.waitUntil(lambda: not window.log_desk.keeper.keeps, timeout=20000)
    with TrainingLog.open(place) as log:
        sets = log.sets.of_lifter(1)
        assert sum(item.reps for item in sets) == sum(
            r.complete for r in window.controller.result.reps
        )
        assert {item.load_kg for item in sets} == {42.5}
        assert {item.state for item in sets} == {"finished"}


def test_nothing_is_kept_of_a_camera_when_nobody_was_chosen(
    make_window: MakeWindow, qtbot: Any, place: Path
) -> None:
    window = make_window()
    window.start_camera(0)
    control = window.controller
    qtbot.waitUntil(
        lambda: control.state is State.IDLE and control.result is not None, timeout=60000
    )
    assert not place.exists()


def test_a_clip_is_kept_when_asked_to_and_once_only(
    make_window: MakeWindow, qtbot: Any, place: Path, tmp_path: Path
) -> None:
    clip = tmp_path / "set.mp4"
    clip.write_bytes(b"a scripted clip")
    window = make_window()
    window.open_clip(clip)
    qtbot.waitUntil(
        lambda: window.controller.state in REPLAY and window.controller.result is not None,
        timeout=60000,
    )
    window.commands["keep_clip"].trigger()
    assert "Whose sets" in window.log_desk.log_panel.message.text()
    assert place.exists()
    log_panel = keep_for_anna(window, place)
    log_panel.close()
    log_panel.open()
    log_panel.keep.setChecked(True)
    for _ in range(2):
        window.commands["keep_clip"].trigger()
        with TrainingLog.open(place) as log:
            sets = log.sets.of_lifter(1)
        assert sum(item.reps for item in sets) == sum(
            r.complete for r in window.controller.result.reps
        )
        assert {item.origin for item in sets} == {"clip"}
        assert {item.source for item in sets} == {str(clip)}


def test_between_sets_the_next_line_of_the_plan_is_told(
    make_window: MakeWindow, qtbot: Any, place: Path
) -> None:
    window = make_window()
    keep_for_anna(window, place)
    with TrainingLog.open(place) as log:
        log.routine_uses.choose(1, "intermediate", Moment.now())
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.log_desk.keeper.keeps, timeout=20000)
    window.log_desk.keeper.rested.emit(True, "")
    assert window.live_desk.rest._goal.exercise == "Pull-up"
    assert "Pull-up · 42.5 kg · Set 1 of 4 · 8–12 reps" in window.view.goal.replace("\u00a0", " ")
    window.controller.stop()
    qtbot.waitUntil(lambda: not window.log_desk.keeper.keeps, timeout=60000)


def test_a_set_is_judged_again_from_its_recording(
    window: LogPanel, place: Path, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = tmp_path / "set.fcrec"
    record(recording, plain_set(count=3, faults=("short",)).poses())
    found = rescore(recording, Config())
    fill(place, weeks=1)
    with TrainingLog.open(place) as log:
        said = Keeping(1, "clip", recording=str(recording), started=Moment.now())
        SetKeeper(log, said).keep_all(found.events, found.result, Moment.now())
    lax = Config(flags=FlagOptions(short_range=0.3))
    monkeypatch.setattr("formcheck_ui.log.history_page.load_config", lambda path: lax)
    window.open()
    window.list.setCurrentRow(HISTORY)
    page = window.history
    page.table.selectRow(1)
    assert not page.judge_button.isEnabled(), "it has no recording"
    page.table.selectRow(0)
    assert page.chosen is not None
    assert page.chosen.flagged_reps == 1
    page.judge_button.click()
    assert not page.judge_button.isEnabled()
    qtbot.waitUntil(page.judge_button.isEnabled, timeout=60_000)
    assert "Reps: 3 (+0, −0), flags: +0, −1" in window.message.text()
    assert page.chosen.flagged_reps == 0
    page.judge_button.click()
    recording.unlink()
    window.close()
    assert page._rescorer is None or not page._rescorer.isRunning()
