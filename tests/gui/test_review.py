"""Reviewing a clip: reps and flags are mended by mouse and key, undone, kept and scored."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt

from formcheck.review import files
from formcheck.types import Reason, Rep, RepCurvature
from formcheck_ui.main_window import MainWindow
from formcheck_ui.replay.rep_model import Column
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow

WAIT_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "set.mp4"
    path.write_bytes(b"the scripted clip is drawn, not read")
    return path


def open_and_wait(qtbot: Any, window: MainWindow, clip: Path) -> None:
    window.open_clip(clip)
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    if window.controller.state is State.PLAYING:
        window.controller.toggle_play()


@pytest.fixture
def opened(qtbot: Any, make_window: MakeWindow, clip: Path) -> MainWindow:
    """Return a window with an analysed clip and its reps on show."""
    window = make_window()
    open_and_wait(qtbot, window, clip)
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
    assert window.desk.panel.isVisible()
    return window


def spans(window: MainWindow) -> list[tuple[float, float]]:
    return [(rep.start_s, rep.end_s) for rep in window.controller.recording.reps]


def choose(window: MainWindow, number: int) -> None:
    window.desk.panel.rep_chosen.emit(number)
    assert window.desk.chosen == number


def test_the_table_tells_each_reps_numbers_and_causes(opened: MainWindow) -> None:
    model = opened.desk.panel.model
    assert model.rowCount() == 2
    row = [model.index(1, column).data() for column in Column]
    assert row == ["2", "76", "0.9 / 0.9", "100 %", "+18°", "Rounded back"]
    choose(opened, 2)
    assert "Score 76 · Rounded back" in opened.desk.panel.details.text()
    assert "Rounded back +18° – Chest up" in opened.desk.panel.details.text()
    choose(opened, 1)
    assert "No fault" in opened.desk.panel.details.text()


def test_a_score_has_its_parts_as_its_tool_tip(opened: MainWindow) -> None:
    model = opened.desk.panel.model
    tip = model.index(1, Column.SCORE).data(Qt.ItemDataRole.ToolTipRole).split("\n")
    assert tip[0] == "Back: 9.3 of 30 points – Rounded back"
    assert tip[1] == "Control: 25 of 25 points"
    assert model.index(1, Column.SCORE).data(Qt.ItemDataRole.AccessibleDescriptionRole) == (
        "\n".join(tip)
    )


def test_the_set_is_summed_up_and_follows_corrections(qtbot: Any, opened: MainWindow) -> None:
    summary = opened.desk.panel.summary
    assert summary.isVisible()
    assert summary.text().startswith(
        "Set: score 88 · best rep 1 (100) · worst rep 2 (76: Rounded back) · speed loss"
    )
    assert "speed loss 0 %" in summary.text()
    assert "tempo 0.9 / " in summary.text()
    choose(opened, 2)
    qtbot.keyClick(opened, Qt.Key.Key_Delete, CONTROL)
    assert not summary.isVisible(), "a single rep has nothing to be compared with"


def test_what_nobody_could_judge_is_a_dash_with_the_reason(opened: MainWindow) -> None:
    nan = float("nan")
    hidden = RepCurvature(reason=Reason.CONTOUR_HIDDEN)
    blind = Rep(1, 1.0, 2.0, 3.0, True, "both", nan, nan, nan, nan, back_curvature=hidden)
    panel = opened.desk.panel
    panel.show_reps((blind, replace(blind, index=2)), (), frozenset())
    assert panel.model.index(0, Column.SCORE).data() == "–"
    tip = panel.model.index(0, Column.SCORE).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("No score: too little could be judged.")
    assert "Back (the back is covered): not judged" in tip
    panel.show_rep(1)
    assert "not judged: back (the back is covered), control" in panel.details.text()
    assert panel.summary.text() == "Set: no score: too little could be judged"


def test_a_row_leads_to_its_rep(qtbot: Any, opened: MainWindow) -> None:
    table = opened.desk.panel.table
    place = table.visualRect(opened.desk.panel.model.index(1, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.desk.chosen == 2
    assert opened.controller.playback.time_s == pytest.approx(3.0)


def test_an_end_is_dragged_and_all_follows(qtbot: Any, opened: MainWindow, clip: Path) -> None:
    timeline = opened.transport.timeline
    left = Qt.MouseButton.LeftButton
    middle = timeline.height() // 2 + 10

    def place(time_s: float) -> QPoint:
        return QPoint(round(timeline.x_of(time_s)), middle)

    qtbot.mouseClick(timeline, left, pos=place(1.5))
    assert opened.desk.chosen == 1
    qtbot.mousePress(timeline, left, pos=place(1.0))
    qtbot.mouseMove(timeline, place(0.6))
    assert timeline.dragging
    qtbot.mouseRelease(timeline, left, pos=place(0.6))
    assert spans(opened)[0][0] == pytest.approx(0.6, abs=0.05)
    assert opened.desk.panel.model.index(0, Column.NUMBER).data() == "1*"
    assert opened.desk.panel.model.index(0, Column.TEMPO).data()[:3] != "0.9"
    qtbot.waitUntil(files.path_for(clip).exists, timeout=WAIT_MS)
    kept = json.loads(files.path_for(clip).read_text("utf-8"))
    assert [each["edited"] for each in kept["reps"]] == [True, False]
    assert files.path_for(clip).name in opened.desk.bar.saved.toolTip()


def test_a_rep_is_deleted_and_comes_back(qtbot: Any, opened: MainWindow) -> None:
    before = spans(opened)
    choose(opened, 2)
    qtbot.keyClick(opened, Qt.Key.Key_Delete, CONTROL)
    assert spans(opened) == before[:1]
    # Its flag goes with it.
    qtbot.waitUntil(lambda: opened.flags_panel.model.rowCount() == 0, timeout=WAIT_MS)
    number = opened.rep_panel.number
    qtbot.waitUntil(lambda: "1" in number.accessibleDescription(), timeout=WAIT_MS)
    qtbot.keyClick(opened, Qt.Key.Key_Z, CONTROL)
    assert spans(opened) == before
    assert opened.flags_panel.model.rowCount() == 1
    qtbot.keyClick(opened, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert spans(opened) == before[:1]
    assert not opened.commands["redo"].isEnabled()


def test_a_rep_is_split_and_joined_again(qtbot: Any, opened: MainWindow) -> None:
    before = spans(opened)
    opened.controller.seek(2.0)
    qtbot.keyClick(opened, Qt.Key.Key_K, CONTROL)
    assert len(spans(opened)) == 3
    assert spans(opened)[0][1] == spans(opened)[1][0] == pytest.approx(2.0)
    choose(opened, 1)
    qtbot.keyClick(opened, Qt.Key.Key_J, CONTROL)
    assert spans(opened) == before


def test_a_rep_the_engine_missed_is_added_at_the_head(qtbot: Any, opened: MainWindow) -> None:
    choose(opened, 1)
    qtbot.keyClick(opened, Qt.Key.Key_Delete, CONTROL)
    opened.controller.seek(2.0)
    qtbot.keyClick(opened, Qt.Key.Key_B, CONTROL)
    assert len(spans(opened)) == 2
    start_s, end_s = spans(opened)[0]
    assert start_s == pytest.approx(1.0, abs=0.4)
    assert end_s == pytest.approx(3.0, abs=0.4)
    tempo = opened.desk.panel.model.index(0, Column.TEMPO).data()
    assert "–" not in tempo, "it was measured"


def test_ends_are_set_by_key(qtbot: Any, opened: MainWindow) -> None:
    choose(opened, 1)
    opened.controller.seek(1.3)
    qtbot.keyClick(opened, Qt.Key.Key_I)
    opened.controller.seek(2.8)
    qtbot.keyClick(opened, Qt.Key.Key_O)
    assert spans(opened)[0] == pytest.approx((1.3, 2.8))


def test_a_change_that_makes_no_sense_is_told(qtbot: Any, opened: MainWindow) -> None:
    before = spans(opened)
    choose(opened, 2)
    qtbot.keyClick(opened, Qt.Key.Key_J, CONTROL)
    assert opened.banner.isVisible()
    assert "no rep after" in opened.banner.message.text()
    assert spans(opened) == before


def test_a_wrong_flag_and_a_missed_one_make_the_score(
    qtbot: Any, opened: MainWindow, clip: Path
) -> None:
    flags = opened.flags_panel
    flags.view.setCurrentIndex(flags.model.index(0))
    qtbot.keyClick(opened, Qt.Key.Key_G, CONTROL | SHIFT)
    assert opened.controller.recording.flags == ()
    assert flags.model.rowCount() == 1, "it stays in the list, struck out"
    assert "You: wrong" in flags.model.index(0).data()
    assert opened.desk.panel.model.index(1, Column.FAULTS).data() == ""
    opened.controller.seek(1.5)
    opened.desk.verdicts.missed.emit("hitch")
    assert [flag.code for flag in opened.controller.recording.flags] == ["hitch"]
    assert opened.desk.panel.model.index(0, Column.FAULTS).data() == "Hitch"
    opened.desk.panel.checked.click()
    assert "Reps: 100% right, 100% found" in opened.desk.panel.score.text()
    assert "Flags: 0% right, 0% found" in opened.desk.panel.score.text()
    qtbot.waitUntil(lambda: files.load(clip).reviewed, timeout=WAIT_MS)


def test_corrections_are_there_when_the_clip_is_opened_again(
    qtbot: Any, opened: MainWindow, make_window: MakeWindow, clip: Path
) -> None:
    choose(opened, 1)
    qtbot.keyClick(opened, Qt.Key.Key_Delete, CONTROL)
    left = spans(opened)
    opened.close()
    again = make_window()
    open_and_wait(qtbot, again, clip)
    assert spans(again) == left
    assert len(again.desk.review.found.reps) == 2
    assert not again.commands["undo"].isEnabled()


def test_corrections_that_cannot_be_read_are_told_and_kept(
    qtbot: Any, make_window: MakeWindow, clip: Path
) -> None:
    files.path_for(clip).write_text("{ half a fi", encoding="utf-8")
    window = make_window()
    open_and_wait(qtbot, window, clip)
    assert window.banner.isVisible()
    assert files.path_for(clip).name in window.banner.message.text()
    window.desk.review.delete(1)
    window.desk.review.close()
    assert files.path_for(clip).read_text("utf-8") == "{ half a fi"


def test_a_folder_that_cannot_be_written_is_told(
    qtbot: Any, make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window()
    open_and_wait(qtbot, window, tmp_path / "gone" / "set.mp4")
    window.desk.review.delete(1)
    qtbot.waitUntil(window.banner.isVisible, timeout=WAIT_MS)
    assert "cannot be written" in window.banner.message.text()
    assert len(spans(window)) == 1, "the correction still stands"


def test_the_table_has_the_side_to_itself_after_filming_too(
    qtbot: Any, make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window()
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.IN_SET, timeout=WAIT_MS)
    window.open_clip(tmp_path / "set.mp4")
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
    for _ in range(2):
        before = window.controller.state
        window.controller.toggle_play()
        qtbot.waitUntil(lambda was=before: window.controller.state is not was, timeout=WAIT_MS)
        assert window.desk.panel.isVisible()
        assert window.flags_panel.isVisible()
        assert not window.readouts.isVisible()
        assert not window.tempo_panel.isVisible()


@pytest.mark.parametrize("by_tab", [False, True], ids=["clicked", "focused"])
def test_space_plays_and_arrows_change_speed_after_a_rep_was_chosen(
    qtbot: Any, opened: MainWindow, by_tab: bool
) -> None:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow, timeout=WAIT_MS)
    opened.view.setFocus()
    table = opened.desk.panel.table
    place = table.visualRect(opened.desk.panel.model.index(1, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.desk.chosen == 2
    if by_tab:
        table.setFocus(Qt.FocusReason.TabFocusReason)
    playback = opened.controller.playback
    if not by_tab:
        qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_Down)
        assert playback.speed == 0.5
        qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_Up)
        assert playback.speed == 1.0
    qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_Space)
    assert opened.controller.state is State.PLAYING
    qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_Space)
    assert opened.controller.state is State.PAUSED


def test_space_plays_after_a_flag_was_clicked(qtbot: Any, opened: MainWindow) -> None:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow, timeout=WAIT_MS)
    opened.view.setFocus()
    flags = opened.flags_panel
    place = flags.view.visualRect(flags.model.index(0)).center()
    qtbot.mouseClick(flags.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_Space)
    assert opened.controller.state is State.PLAYING


def test_a_table_that_has_the_keyboard_is_walked_with_the_arrows(
    qtbot: Any, opened: MainWindow
) -> None:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow, timeout=WAIT_MS)
    choose(opened, 1)
    table = opened.desk.panel.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert opened.desk.chosen == 2
