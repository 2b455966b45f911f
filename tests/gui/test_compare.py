"""Comparing two reps: in step by phase, beside each other or one over the other."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication

from formcheck.review.alignment import PhaseClock, onto
from formcheck.types import Pose, Rep
from formcheck_ui.main_window import MainWindow
from formcheck_ui.replay.body_size import equal_looks
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.scripted import FPS, rowing_pose

WAIT_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SLOW = Rep(1, 10.0, 12.0, 16.0, True, "left", 2.0, 1.0, 3.0, 1.0)
FAST = Rep(2, 20.0, 20.5, 21.5, True, "left", 0.5, 0.2, 0.8, 1.0)


@pytest.fixture
def comparing(qtbot: Any, make_window: MakeWindow, tmp_path: Path) -> MainWindow:
    window = make_window()
    window.open_clip(tmp_path / "set.mp4")
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    if window.controller.state is State.PLAYING:
        window.controller.toggle_play()
    window.controller.seek(4.0)
    qtbot.keyClick(window, Qt.Key.Key_C, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: window.desk.compare.shown is not None, timeout=WAIT_MS)
    return window


def right_time(window: MainWindow) -> float:
    shown = window.desk.compare.shown
    return -1.0 if shown is None else float(shown.time_s)


def test_a_faulty_rep_is_shown_beside_a_clean_one(qtbot: Any, comparing: MainWindow) -> None:
    compare = comparing.desk.compare
    assert compare.view.isVisible()
    assert comparing.view.isVisible()
    assert (comparing.desk.chosen, compare.right) == (2, 1)
    qtbot.waitUntil(lambda: abs(right_time(comparing) - 2.0) <= 1.5 / FPS, timeout=WAIT_MS)
    assert compare.bar.left.currentText() == "rep 2 · Rounded back"
    assert compare.view.scene.strokes


def test_both_move_in_step(qtbot: Any, comparing: MainWindow) -> None:
    for time_s in (3.3, 4.7):
        comparing.controller.seek(time_s)
        qtbot.waitUntil(
            lambda at=time_s: abs(right_time(comparing) - (at - 2.0)) <= 1.5 / FPS, timeout=WAIT_MS
        )


def test_the_second_is_laid_over_the_first(qtbot: Any, comparing: MainWindow) -> None:
    compare = comparing.desk.compare
    qtbot.mouseClick(compare.bar.ghost, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: comparing.view.ghost is not None, timeout=WAIT_MS)
    assert not compare.view.isVisible()
    comparing.view.grab()
    qtbot.mouseClick(compare.bar.ghost, Qt.MouseButton.LeftButton)
    assert comparing.view.ghost is None
    assert compare.view.isVisible()


def test_another_clip_is_compared_with(qtbot: Any, comparing: MainWindow, tmp_path: Path) -> None:
    compare = comparing.desk.compare
    compare.open_other(tmp_path / "last week.mp4")
    qtbot.waitUntil(lambda: compare.right == 1, timeout=WAIT_MS)
    assert compare.bar.source.text() == "of last week.mp4"
    qtbot.waitUntil(lambda: abs(right_time(comparing) - 2.0) <= 1.5 / FPS, timeout=WAIT_MS)
    qtbot.mouseClick(compare.bar.own, Qt.MouseButton.LeftButton)
    assert compare.bar.source.text() == ""
    qtbot.waitUntil(lambda: compare.on and compare.right == 1, timeout=WAIT_MS)


def test_it_ends_by_key_and_with_the_clip(qtbot: Any, comparing: MainWindow) -> None:
    qtbot.keyClick(comparing, Qt.Key.Key_C, CONTROL | SHIFT)
    assert not comparing.desk.compare.on
    assert not comparing.desk.compare.view.isVisible()
    qtbot.keyClick(comparing, Qt.Key.Key_C, CONTROL | SHIFT)
    assert comparing.desk.compare.on
    comparing.commands["close_clip"].trigger()
    qtbot.waitUntil(lambda: comparing.controller.state is State.IDLE, timeout=WAIT_MS)
    assert not comparing.desk.compare.on
    assert not comparing.commands["compare"].isChecked()


def test_the_buttons_leave_both_pictures_free_until_they_are_wanted(
    qtbot: Any, comparing: MainWindow
) -> None:
    look, shift = comparing.desk.zoom_bar, comparing.desk.compare.shift
    views = (comparing.view, comparing.desk.compare.view)
    for bar, view in zip((look, shift), views, strict=True):
        for button in bar.buttons.values():
            button.clearFocus()
        assert not bar.seen
        place = QPointF(5.0, 5.0)
        QApplication.sendEvent(view, QEnterEvent(place, place, place))
        assert bar.seen
        QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
        assert not bar.seen
    look.buttons["zoom_in"].setFocus()
    qtbot.waitUntil(lambda: look.seen, timeout=WAIT_MS)
    comparing.view.setFocus()
    qtbot.waitUntil(lambda: not look.seen, timeout=WAIT_MS)
    qtbot.keyClick(comparing, Qt.Key.Key_C, CONTROL | SHIFT)
    assert look.seen, "one picture has room for them"


def test_where_two_reps_have_no_room_for_their_faults_their_numbers_are_whole(
    qtbot: Any, comparing: MainWindow
) -> None:
    bar = comparing.desk.compare.bar
    names = [bar.left.itemText(place) for place in range(bar.left.count())]
    assert names[1] == "rep 2 · Rounded back"
    bar.setFixedWidth(bar._row.sizeHint().width() - 1)
    qtbot.waitUntil(lambda: bar.left.currentText() == "rep 2", timeout=WAIT_MS)
    assert (bar.left.currentIndex(), bar.right.currentIndex()) == (1, 0)
    bar.setFixedWidth(900)
    qtbot.waitUntil(lambda: bar.left.currentText() == "rep 2 · Rounded back", timeout=WAIT_MS)


def test_phases_meet_whatever_their_length() -> None:
    slow, fast = PhaseClock.of(SLOW), PhaseClock.of(FAST)
    pairs = [(10.0, 20.0), (12.0, 20.5), (13.0, 20.7), (16.0, 21.5), (11.0, 20.25)]
    for here, there in pairs:
        assert fast.time_at(slow.phase_at(here)) == pytest.approx(there, abs=1e-6)
    assert slow.phase_at(3.0) == 0.0
    assert slow.phase_at(99.0) == 1.0


def test_a_rep_without_phases_turns_at_its_peak() -> None:
    bare = replace(FAST, concentric_s=math.nan, eccentric_s=math.nan)
    clock = PhaseClock.of(bare)
    assert clock.time_at(0.4) == pytest.approx(20.5)
    times = [clock.time_at(phase) for phase in np.linspace(0, 1, 50)]
    assert times == sorted(times)


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_ghost_lies_hip_on_hip_with_a_trunk_as_long(mirrored: bool) -> None:
    small, large = rowing_pose(1.5, size=(320, 240)), rowing_pose(2.0, size=(1280, 960))
    way = onto(small, large, mirrored=mirrored)
    assert way is not None
    hips = [pose.xy[[23, 24]].mean(axis=0) for pose in (small, large)]
    assert way @ [*hips[0], 1.0] == pytest.approx(hips[1])
    shoulders = [pose.xy[[11, 12]].mean(axis=0) for pose in (small, large)]
    moved = way @ [*shoulders[0], 1.0]
    length = [np.hypot(*(p - hips[1])) for p in (moved, shoulders[1])]
    assert length[0] == pytest.approx(length[1])
    assert bool(way[0, 0] < 0) is mirrored


def test_both_reps_are_told_in_figures_and_curves(qtbot: Any, comparing: MainWindow) -> None:
    compare, plots = comparing.desk.compare, comparing.desk.plots
    figures = compare.bar.figures.text()
    assert "Back <b>+18°</b>" in figures
    assert "Pull <b>0.9 s</b> | <b>0.9 s</b>" in figures
    qtbot.waitUntil(lambda: "elbow_flexion_deg" in plots._ghosts, timeout=WAIT_MS)
    times, values = plots._ghosts["elbow_flexion_deg"]
    assert times[0] == pytest.approx(3.0, abs=0.1), "rep 1 is drawn where rep 2 is"
    assert times[-1] == pytest.approx(5.0, abs=0.1)
    own = comparing.controller.recording.series(["elbow_flexion_deg"])
    first = own[0][(own[0] >= 1.0) & (own[0] <= 3.0)]
    assert len(first) == len(values)
    qtbot.mouseClick(compare.bar.ghost, Qt.MouseButton.LeftButton)
    assert comparing.view.chip == "Rep 2 · pale: Rep 1"
    qtbot.keyClick(comparing, Qt.Key.Key_C, CONTROL | SHIFT)
    assert plots._ghosts == {}


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_both_pictures_are_equally_wide(
    qtbot: Any, comparing: MainWindow, size: tuple[int, int]
) -> None:
    compare = comparing.desk.compare
    comparing.resize(*size)
    for tab in (Qt.Key.Key_1, Qt.Key.Key_2):
        qtbot.keyClick(comparing, tab, CONTROL)
        qtbot.wait(50)
        assert abs(comparing.view.width() - compare.view.width()) <= 1
    assert comparing.width() == size[0]


@pytest.mark.parametrize("larger", ["left", "right"])
def test_equally_large_bodies_have_trunks_of_one_length(larger: str) -> None:
    near, far = rowing_pose(1.5), rowing_pose(1.5)
    far = replace(far, xy=far.xy * 0.5 + np.array(far.size) * 0.25)
    poses = (near, far) if larger == "left" else (far, near)
    looks = equal_looks(*poses, (400.0, 400.0))
    zoomed = looks[1] if larger == "left" else looks[0]
    assert looks[0 if larger == "left" else 1] is None
    assert zoomed is not None
    assert zoomed.zoom == pytest.approx(2.0)
    # A picture drawn half as wide shows her half as large.
    assert equal_looks(near, near, (400.0, 200.0))[1].zoom == pytest.approx(2.0)


def test_lifters_are_drawn_equally_large_on_request(
    qtbot: Any, comparing: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare = comparing.desk.compare
    near = rowing_pose(1.5)
    far = replace(near, xy=near.xy * 0.5 + np.array(near.size) * 0.25)
    monkeypatch.setattr(
        "formcheck_ui.replay.body_size.standing", lambda sides: (near, far) if sides else None
    )
    qtbot.mouseClick(compare.bar.same_size, Qt.MouseButton.LeftButton)
    assert comparing.view.magnified == 1.0
    assert compare.view.magnified == pytest.approx(2.0, rel=0.01)
    qtbot.mouseClick(compare.bar.same_size, Qt.MouseButton.LeftButton)
    assert compare.view.magnified == 1.0


def test_another_clip_is_drawn_equally_large_by_its_own_lifter(
    qtbot: Any, comparing: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    compare = comparing.desk.compare
    near = rowing_pose(1.5)
    far = replace(near, xy=near.xy * 0.5 + np.array(near.size) * 0.25)
    poses: tuple[Pose, Pose] | None = (near, far)
    monkeypatch.setattr(
        "formcheck_ui.replay.body_size.standing", lambda sides: poses if sides else None
    )
    qtbot.mouseClick(compare.bar.same_size, Qt.MouseButton.LeftButton)
    assert compare.view.magnified == pytest.approx(2.0, rel=0.01)
    poses = None
    compare.open_other(tmp_path / "last week.mp4")
    assert compare.view.magnified == 1.0
    qtbot.waitUntil(lambda: compare.right == 1 and compare.shown is not None, timeout=WAIT_MS)
    poses = (far, near)
    compare.refresh()
    comparing.controller.seek(3.5)
    qtbot.waitUntil(lambda: comparing.view.magnified > 1.9, timeout=WAIT_MS)
    assert compare.view.magnified == 1.0
