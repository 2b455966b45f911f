"""Full screen in review: the picture has it all, the timeline lies over its lower edge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from formcheck_ui.main_window import MainWindow
from formcheck_ui.states import REPLAY, State
from gui.conftest_types import MakeWindow

WAIT_MS = 60_000


@pytest.fixture
def begun(qtbot: Any, make_window: MakeWindow, tmp_path: Path) -> MainWindow:
    """Return a window with a clip that stands still and is being analysed yet."""
    window = make_window()
    clip = tmp_path / "set.mp4"
    clip.write_bytes(b"the scripted clip is drawn, not read")
    window.open_clip(clip)
    qtbot.waitUntil(lambda: window.controller.state in REPLAY, timeout=WAIT_MS)
    if window.controller.state is State.PLAYING:
        window.controller.toggle_play()
    return window


@pytest.fixture
def opened(qtbot: Any, begun: MainWindow) -> MainWindow:
    """Return a window with a clip that stands still."""
    qtbot.waitUntil(lambda: begun.desk.review.ready, timeout=WAIT_MS)
    return begun


def in_window(window: MainWindow, widget: Any) -> tuple[QPoint, QPoint]:
    """Return the corners of a widget in the window."""
    rect = widget.rect()
    return widget.mapTo(window, rect.topLeft()), widget.mapTo(window, rect.bottomRight())


def test_the_picture_has_the_screen_and_the_timeline_lies_over_it(
    qtbot: Any, opened: MainWindow
) -> None:
    before = opened.view.size()
    opened.commands["full_screen"].trigger()
    qtbot.waitUntil(opened.isFullScreen, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: opened.view.size() == opened.size(), timeout=WAIT_MS)
    for each in (opened.top_bar, opened.side, opened.strip):
        assert not each.isVisible()
    top, bottom = in_window(opened, opened.transport)
    assert opened.transport.isVisible()
    assert top.y() > opened.height() * 0.6, "over the lower edge"
    assert bottom.y() < opened.height()
    assert opened.height() - opened.view.foot <= top.y(), "the cue stands above it"
    assert not opened.desk.curves.isVisible(), "there are no curves to choose"
    assert opened.desk.loop_button.isVisible()
    opened.commands["leave"].trigger()
    qtbot.waitUntil(lambda: opened.view.size() == before, timeout=WAIT_MS)
    for each in (opened.top_bar, opened.side, opened.strip, opened.desk.bar, opened.transport):
        assert each.isVisible()
    assert opened.desk.curves.isVisible()
    picture = in_window(opened, opened.view)[1]
    assert in_window(opened, opened.transport)[0].y() > picture.y(), "below it again"


def test_the_timeline_goes_while_the_clip_plays_and_comes_back_with_the_pointer(
    qtbot: Any, opened: MainWindow
) -> None:
    opened.commands["full_screen"].trigger()
    qtbot.waitUntil(opened.isFullScreen, timeout=WAIT_MS)
    opened.full_screen._hiding.setInterval(50)
    opened.controller.seek(0.0)
    opened.controller.toggle_play()
    qtbot.waitUntil(lambda: not opened.transport.isVisible(), timeout=WAIT_MS)
    assert opened.view.foot == 0
    place = QPointF(40.0, 40.0)
    none = Qt.MouseButton.NoButton
    keys = Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QMouseEvent.Type.MouseMove, place, place, none, none, keys)
    QApplication.sendEvent(opened.view, move)
    assert opened.transport.isVisible()
    opened.controller.toggle_play()
    assert opened.transport.isVisible(), "a clip that stands is looked at with its timeline"


def test_a_closed_clip_gives_the_window_its_bars_back(qtbot: Any, opened: MainWindow) -> None:
    opened.commands["full_screen"].trigger()
    qtbot.waitUntil(opened.isFullScreen, timeout=WAIT_MS)
    opened.commands["close_clip"].trigger()
    qtbot.waitUntil(lambda: opened.controller.state is State.IDLE, timeout=WAIT_MS)
    assert opened.top_bar.isVisible()
    assert opened.side.isVisible()
    assert not opened.transport.isVisible()


def test_the_log_has_no_timeline_over_it(qtbot: Any, begun: MainWindow, place: Path) -> None:
    begun.commands["full_screen"].trigger()
    qtbot.waitUntil(begun.isFullScreen, timeout=WAIT_MS)
    begun.commands["log"].trigger()
    assert begun.log_desk.log_panel.isVisible()
    assert begun.top_bar.isVisible()
    assert not begun.transport.isVisible()
    begun.commands["log"].trigger()
    assert begun.full_screen.over
    assert begun.transport.isVisible()
    assert not begun.top_bar.isVisible()


def test_the_bars_come_back_when_the_system_has_ended_full_screen(
    qtbot: Any, begun: MainWindow
) -> None:
    begun.commands["full_screen"].trigger()
    qtbot.waitUntil(begun.isFullScreen, timeout=WAIT_MS)
    begun.showNormal()
    qtbot.waitUntil(lambda: not begun.isFullScreen(), timeout=WAIT_MS)
    begun.commands["leave"].trigger()
    assert not begun.commands["full_screen"].isChecked()
    for each in (begun.top_bar, begun.side, begun.strip):
        assert each.isVisible()


def test_buttons_in_the_corner_enlarge_the_picture(qtbot: Any, opened: MainWindow) -> None:
    bar = opened.desk.zoom_bar
    left, right = in_window(opened, bar)
    picture = in_window(opened, opened.view)
    assert bar.isVisible()
    assert picture[0].y() <= left.y()
    assert right.x() <= picture[1].x()
    assert right.x() > picture[1].x() - 40, "in the corner"
    qtbot.mouseClick(bar.buttons["zoom_in"], Qt.MouseButton.LeftButton)
    larger = opened.view.magnified
    assert larger > 1.0
    qtbot.mouseClick(bar.buttons["zoom_out"], Qt.MouseButton.LeftButton)
    assert opened.view.magnified < larger
    qtbot.mouseClick(bar.buttons["zoom_in"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.buttons["zoom_reset"], Qt.MouseButton.LeftButton)
    assert opened.view.magnified == 1.0
    opened.commands["close_clip"].trigger()
    qtbot.waitUntil(lambda: opened.controller.state is State.IDLE, timeout=WAIT_MS)
    assert not bar.isVisible()
