"""Around an open clip: curves, loop, marks, zoom, recent clips, folders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from formcheck.sources import open_source
from formcheck.sources.image_folder import SeekableFolder
from formcheck_ui.fit import Fit, fit_rect
from formcheck_ui.main_window import MainWindow
from formcheck_ui.replay.axis import TimeAxis
from formcheck_ui.replay.curves import CURVES, Curve, runs, thinned
from formcheck_ui.replay.lens import Lens
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.scripted import draw

WAIT_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CLIP = Path("set.mp4")


@pytest.fixture
def opened(qtbot: Any, make_window: MakeWindow) -> MainWindow:
    window = make_window()
    window.open_clip(CLIP)
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    if window.controller.state is State.PLAYING:
        window.controller.toggle_play()
    window.controller.seek(0.0)
    return window


def wheel(widget: Any, steps: int, place: QPointF, modifier: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        place, widget.mapToGlobal(place), QPoint(), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    widget.wheelEvent(event)


def test_curves_stand_under_the_timeline_on_its_axis(opened: MainWindow) -> None:
    plots = opened.desk.plots
    assert plots.isVisible()
    assert [curve.spec.measure for curve in plots.curves] == [
        "back_curvature_deg", "elbow_flexion_deg",
    ]  # fmt: skip
    assert plots.width() == opened.transport.timeline.width()
    assert "Back against neutral +18°" in plots.describe(4.0)
    assert "Elbow flexion +105°" in plots.describe(4.0)


def test_a_curve_is_clicked_and_dragged(qtbot: Any, opened: MainWindow) -> None:
    plots, timeline = opened.desk.plots, opened.transport.timeline
    qtbot.mousePress(plots, Qt.MouseButton.LeftButton, pos=QPoint(round(timeline.x_of(2.0)), 20))
    assert opened.controller.playback.time_s == pytest.approx(2.0, abs=0.05)
    qtbot.mouseMove(plots, QPoint(round(timeline.x_of(4.5)), 60))
    assert opened.controller.playback.time_s == pytest.approx(4.5, abs=0.05)
    assert "Back" in plots.accessibleDescription()


def test_curves_are_chosen_and_remembered(opened: MainWindow, make_window: MakeWindow) -> None:
    height = opened.desk.plots.height()
    opened.desk.curves.choices["hand_speed_pct_s"].trigger()
    assert len(opened.desk.plots.curves) == 3
    assert opened.desk.plots.height() > height
    for name in opened.desk.curves.chosen():
        opened.desk.curves.choices[name].trigger()
    assert not opened.desk.plots.isVisible()
    again = make_window()
    assert again.desk.curves.chosen() == ()


def test_reps_and_flags_are_walked_apart(qtbot: Any, opened: MainWindow) -> None:
    def now() -> float:
        return float(opened.controller.playback.time_s)

    qtbot.keyClick(opened, Qt.Key.Key_Right, SHIFT)
    assert now() == pytest.approx(1.0)
    qtbot.keyClick(opened, Qt.Key.Key_Right, CONTROL | SHIFT)
    flag = opened.controller.recording.flags[0]
    assert now() == pytest.approx(flag.start_s, abs=0.05)
    qtbot.keyClick(opened, Qt.Key.Key_Left, SHIFT)
    assert now() == pytest.approx(3.0)
    assert opened.desk.chosen == 2


def test_a_rep_is_played_round_and_round(qtbot: Any, opened: MainWindow) -> None:
    opened.controller.seek(1.2)
    qtbot.keyClick(opened, Qt.Key.Key_L)
    playback = opened.controller.playback
    assert playback.loop == (1.0, 3.0)
    opened.controller.seek(2.8)
    opened.controller.toggle_play()
    qtbot.waitUntil(lambda: playback.time_s < 1.5, timeout=WAIT_MS)
    assert opened.controller.state is State.PLAYING
    opened.controller.toggle_play()
    qtbot.keyClick(opened, Qt.Key.Key_Right, SHIFT)
    assert opened.desk.chosen == 2
    assert playback.loop == (3.0, 5.0)
    qtbot.keyClick(opened, Qt.Key.Key_L)
    assert playback.loop is None


def test_the_timeline_zooms_to_a_rep_and_back(qtbot: Any, opened: MainWindow) -> None:
    axis = opened.transport.timeline.axis
    opened.controller.seek(1.2)
    qtbot.keyClick(opened, Qt.Key.Key_Z)
    assert axis.zoomed
    assert axis.first_s < 1.0
    assert axis.last_s > 3.0
    opened.controller.seek(5.5)
    assert axis.first_s <= 5.5 <= axis.last_s, "the head stays in sight"
    qtbot.keyClick(opened, Qt.Key.Key_Z)
    assert not axis.zoomed


def test_the_wheel_zooms_around_the_pointer(opened: MainWindow) -> None:
    timeline = opened.transport.timeline
    place = QPointF(timeline.x_of(3.0), 40)
    wheel(timeline, 4, place, CONTROL)
    assert timeline.axis.zoomed
    assert timeline.time_at(place.x()) == pytest.approx(3.0, abs=0.02)
    before = timeline.axis.first_s
    wheel(opened.desk.plots, -2, place, Qt.KeyboardModifier.NoModifier)
    assert timeline.axis.first_s > before


def test_the_picture_is_enlarged_drawn_along_and_reset(qtbot: Any, opened: MainWindow) -> None:
    view = opened.view
    qtbot.waitUntil(lambda: view.has_picture, timeout=WAIT_MS)
    whole = view._fit(view._image)
    place = QPointF(view.width() * 0.6, view.height() * 0.4)
    wheel(view, 5, place, CONTROL)
    larger = view._fit(view._image)
    assert larger.width > 2.5 * whole.width
    share = (place.x() - whole.x) / whole.width
    assert (place.x() - larger.x) / larger.width == pytest.approx(share, abs=0.02)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=place.toPoint())
    qtbot.mouseMove(view, place.toPoint() + QPoint(40, -25))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton)
    moved = view._fit(view._image)
    assert (moved.x - larger.x, moved.y - larger.y) == pytest.approx((40, -25), abs=1.5)
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    assert view._fit(view._image) == whole


def test_opened_clips_are_offered_again(
    qtbot: Any, make_window: MakeWindow, tmp_path: Path
) -> None:
    clip = tmp_path / "a set with a rather long and telling name.mp4"
    clip.write_bytes(b"x")
    window = make_window()
    window.open_clip(clip)
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    window.commands["close_clip"].trigger()
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)
    button = window.start_page.findChildren(type(window.start_page.clip_button))[-1]
    assert clip.name in button.accessibleName()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.controller.path == clip, timeout=WAIT_MS)
    clip.unlink()
    assert window.desk.recent.paths() == []


def test_a_folder_of_pictures_is_replayed(
    qtbot: Any, make_window: MakeWindow, services: Services, tmp_path: Path
) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    for number in range(45):
        cv2.imwrite(str(folder / f"{number}.png"), draw(number / 30))
    real = replace(services, open_source=open_source, open_clip=SeekableFolder)
    window = make_window(real)
    window.open_clip(folder)
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    assert len(window.controller.recording) == 45
    assert window.controller.playback.frames == 45


@given(st.floats(0.0, 60.0), st.floats(-6, 12), st.floats(-50.0, 50.0))
def test_the_axis_never_leaves_the_clip(around_s: float, steps: float, pan_s: float) -> None:
    axis = TimeAxis()
    axis.set_length(60.0)
    axis.zoom(steps, around_s)
    axis.pan(pan_s)
    assert 0.0 <= axis.first_s < axis.last_s <= 60.0 + 1e-9
    assert axis.time_at(axis.x_of(30.0, 800), 800) == pytest.approx(30.0)


@given(st.floats(0, 800), st.floats(0, 600), st.floats(-3, 12), st.floats(-900, 900))
def test_an_enlarged_picture_always_fills_what_it_can(
    x: float, y: float, steps: float, dx: float
) -> None:
    lens, room = Lens(), (800.0, 600.0)
    whole = fit_rect((1280, 720), room)
    lens.scale(steps, (x, y), whole, whole, room)
    lens.move(dx, -dx, lens.apply(whole, room), room)
    fit = lens.apply(whole, room)
    assert fit.width >= whole.width - 1e-6
    assert fit.x <= 1e-6
    assert fit.x + fit.width >= 800 - 1e-6
    assert isinstance(fit, Fit)


def test_lines_break_where_nothing_is_known() -> None:
    x = np.arange(8.0)
    y = np.array([1.0, 2.0, np.nan, 3.0, np.nan, np.nan, 4.0, 5.0])
    assert [part[0].tolist() for part in runs(x, y)] == [[0, 1], [3], [6, 7]]
    assert runs(x, np.full(8, np.nan)) == []
    far = np.array([0.0, 1.0, 9.0, 10.0])
    assert len(runs(far, np.zeros(4), widest_gap=3.0)) == 2


def test_a_long_curve_keeps_its_peaks_when_thinned() -> None:
    x = np.linspace(0.0, 100.0, 50_000)
    y = np.sin(x)
    y[31_234] = 9.0
    thin_x, thin_y = thinned(x, y)
    assert len(thin_x) <= 4 * 101
    assert thin_y.max() == 9.0
    assert np.all(np.diff(thin_x) >= 0)


def test_one_wild_frame_does_not_press_a_curve_flat() -> None:
    values = np.sin(np.linspace(0, 20, 1000)) * 12
    values[500] = 900.0
    low, high = Curve(CURVES[0], np.arange(1000) / 30, values).range()
    assert high < 30.0
    assert low <= -5.0


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640)])
def test_with_every_curve_on_show_the_buttons_stay_in_reach(
    qtbot: Any, opened: MainWindow, size: tuple[int, int]
) -> None:
    opened.resize(*size)
    for name, choice in opened.desk.curves.choices.items():
        if name not in opened.desk.curves.chosen():
            choice.trigger()
    transport, plots = opened.transport, opened.desk.plots
    buttons = list(transport._buttons.values())

    def apart() -> bool:
        below = plots.geometry().bottom()
        return all(
            below < button.y() and button.geometry().bottom() < transport.height()
            for button in buttons
        )

    assert 4 <= len(plots.curves) == plots.most, "as many as there is room for"
    others = set(opened.desk.curves.choices) - set(opened.desk.curves.chosen())
    assert all(not opened.desk.curves.choices[name].isEnabled() for name in others)
    qtbot.waitUntil(apart, timeout=WAIT_MS)
    assert opened.centralWidget().geometry().bottom() <= opened.height()
