"""Teaching an exercise from the clip on show: asked, learned in a thread, chosen, counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from formcheck.exercises.registry import set_own
from formcheck_ui.main_window import MainWindow
from formcheck_ui.replay.teach_dialog import TeachDialog
from formcheck_ui.services import Services, real_services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.recordings import record
from support.sets import plain_set

WAIT_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier


def _no_model() -> Any:
    pytest.fail("a recording brings its poses; no model is needed")


@pytest.fixture
def opened(
    qtbot: Any, make_window: MakeWindow, services: Services, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Any:  # fmt: skip
    path = tmp_path / "curls.fcrec"
    assert record(path, plain_set("curl", 5, fps=20.0).poses())[0].reps == ()
    monkeypatch.setenv("FORMCHECK_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("FORMCHECK_EXERCISES", str(tmp_path / "own"))
    real = real_services()
    window = make_window(replace(
        services, open_source=real.open_source, new_pipeline=real.new_pipeline,
        open_clip=real.open_clip, open_estimator=_no_model, exercises=real.exercises,
        config=real.config,
    ))  # fmt: skip
    assert not window.commands["teach"].isEnabled()
    window.open_clip(path)
    qtbot.waitUntil(window.commands["teach"].isEnabled, timeout=WAIT_MS)
    if window.controller.state is State.PLAYING:
        window.controller.toggle_play()
    yield window
    set_own([])


def dialog_of(qtbot: Any, window: MainWindow) -> TeachDialog:
    qtbot.waitUntil(window.commands["teach"].isEnabled, timeout=WAIT_MS)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    found = [each for each in window.findChildren(TeachDialog) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def press(qtbot: Any, dialog: TeachDialog) -> None:
    button = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_clip_teaches_an_exercise_that_is_chosen_then(
    qtbot: Any, opened: MainWindow, tmp_path: Path
) -> None:
    dialog = dialog_of(qtbot, opened)
    assert dialog.reps.value() == 5
    qtbot.keyClicks(dialog.name, "Face pull")
    press(qtbot, dialog)
    assert dialog.isVisible()
    assert "one of FormCheck's own exercises. Give yours another name." in dialog.wrong.text()
    dialog.name.clear()
    qtbot.keyClicks(dialog.name, "Biceps curl")
    press(qtbot, dialog)
    assert opened.teach_desk.busy
    assert not opened.commands["teach"].isEnabled()
    qtbot.waitUntil(lambda: not opened.teach_desk.busy, timeout=WAIT_MS)
    assert (tmp_path / "own" / "biceps_curl.toml").exists()
    assert opened.top_bar.chosen_exercise() == "biceps_curl"
    assert opened.desk.bar.saved.toolTip() == str(tmp_path / "own" / "biceps_curl.toml")
    qtbot.waitUntil(lambda: opened.desk.review.ready, timeout=WAIT_MS)
    assert len(opened.controller.recording.reps) == 5
    again = dialog_of(qtbot, opened)
    qtbot.keyClicks(again.name, "Biceps curl")
    press(qtbot, again)
    assert "already" in again.wrong.text()
    again.replace.setChecked(True)
    before = opened.controller.recording
    press(qtbot, again)
    # It is chosen already, and another exercise now.
    qtbot.waitUntil(lambda: opened.controller.recording is not before, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: opened.desk.review.ready, timeout=WAIT_MS)


def test_a_clip_that_is_closed_meanwhile_teaches_all_the_same(
    qtbot: Any, opened: MainWindow, tmp_path: Path
) -> None:
    dialog = dialog_of(qtbot, opened)
    qtbot.keyClicks(dialog.name, "Curl")
    opened.commands["close_clip"].trigger()
    qtbot.waitUntil(lambda: opened.controller.state is State.IDLE, timeout=WAIT_MS)
    press(qtbot, dialog)
    assert opened.teach_desk.busy
    qtbot.waitUntil(lambda: not opened.teach_desk.busy, timeout=WAIT_MS)
    assert (tmp_path / "own" / "curl.toml").exists()
    # Chosen is what the next clip is judged as, which shows something else.
    assert opened.top_bar.chosen_exercise() is None


def test_a_clip_opened_meanwhile_is_not_judged_as_what_another_showed(
    qtbot: Any, opened: MainWindow, tmp_path: Path
) -> None:
    other = tmp_path / "rows.fcrec"
    record(other, plain_set("bent_over_row", 3, fps=20.0).poses())
    dialog = dialog_of(qtbot, opened)
    qtbot.keyClicks(dialog.name, "Curl")
    press(qtbot, dialog)
    opened.open_clip(other)
    qtbot.waitUntil(lambda: not opened.teach_desk.busy, timeout=WAIT_MS)
    assert (tmp_path / "own" / "curl.toml").exists()
    assert opened.top_bar.exercise.findData("curl") > 0
    assert opened.top_bar.chosen_exercise() is None
    qtbot.waitUntil(lambda: opened.controller.result is not None, timeout=WAIT_MS)
    assert opened.controller.result.exercise.name == "bent_over_row"


def test_a_clip_that_is_judged_again_teaches_once_that_is_done(
    qtbot: Any, opened: MainWindow
) -> None:
    control = opened.controller
    with qtbot.waitSignal(control.judged_again, timeout=WAIT_MS):
        control.judge_again("face_pull")
    assert not opened.commands["teach"].isEnabled()
    qtbot.waitUntil(opened.commands["teach"].isEnabled, timeout=WAIT_MS)


def test_there_is_one_dialog_at_a_time(qtbot: Any, opened: MainWindow) -> None:
    dialog = dialog_of(qtbot, opened)
    opened.commands["teach"].trigger()
    assert opened.findChildren(TeachDialog) == [dialog]
    dialog.reject()
    again = dialog_of(qtbot, opened)
    assert again is not dialog
    opened.close()
    assert not again.isVisible()


def test_what_was_not_seen_is_told_and_nothing_is_written(
    qtbot: Any, opened: MainWindow, tmp_path: Path
) -> None:
    dialog = dialog_of(qtbot, opened)
    qtbot.keyClicks(dialog.name, "Curl")
    dialog.reps.setValue(9)
    press(qtbot, dialog)
    qtbot.waitUntil(lambda: not opened.teach_desk.busy, timeout=WAIT_MS)
    assert "9 reps were to be shown" in opened.banner.message.text()
    assert opened.commands["teach"].isEnabled()
    assert not (tmp_path / "own").exists()
    assert opened.top_bar.chosen_exercise() is None


def test_a_window_that_closes_leaves_no_thread(qtbot: Any, opened: MainWindow) -> None:
    dialog = dialog_of(qtbot, opened)
    qtbot.keyClicks(dialog.name, "Curl")
    press(qtbot, dialog)
    assert opened.teach_desk.busy
    opened.close()
    assert not opened.teach_desk.busy
