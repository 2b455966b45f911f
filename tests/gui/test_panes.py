"""The picture dominates: panes are resized, put away, remembered; an upright clip has a layout."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from formcheck_ui.main_window import MainWindow
from formcheck_ui.panels.panes import SIDE_LEAST
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.scripted import ScriptedClip, ScriptedSource

WAIT_MS = 60_000
UPRIGHT = (270, 480)


def drag(window: MainWindow, side: int) -> None:
    """Drag the handle before the side, as the mouse does."""
    panes = window.panes
    panes.moveSplitter(panes.contentsRect().right() + 1 - side - panes.handleWidth(), 2)


def test_the_side_is_dragged_put_away_and_remembered(qtbot: Any, make_window: MakeWindow) -> None:
    window = make_window()
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.side.width() == 339, timeout=WAIT_MS)
    drag(window, 500)
    assert window.side.width() == 500
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: window.side.width() > 600, timeout=WAIT_MS)
    drag(window, 0)
    assert not window.panes.side_shown
    before = window.view.width()
    again = make_window()
    again.resize(1600, 900)
    qtbot.waitUntil(lambda: not again.panes.side_shown, timeout=WAIT_MS)
    assert again.pages.width() > 0.95 * again.width(), before
    again.commands["side"].trigger()
    assert again.panes.side_shown
    assert again.side.width() > 600, "as wide as it was"
    again.commands["side"].trigger()
    assert not again.panes.side_shown


def test_the_side_is_never_narrower_than_its_gauges_need(
    qtbot: Any, make_window: MakeWindow
) -> None:
    window = make_window()
    window.resize(1024, 640)
    qtbot.waitUntil(lambda: window.width() == 1024, timeout=WAIT_MS)
    drag(window, 250)
    assert window.side.width() == SIDE_LEAST


@pytest.fixture
def upright(services: Services) -> Services:
    return replace(
        services,
        open_source=lambda _: ScriptedSource(6.0, size=UPRIGHT),
        open_clip=lambda _: ScriptedClip(6.0, size=UPRIGHT),
    )


def test_an_upright_clip_has_the_height_of_the_window(
    qtbot: Any, make_window: MakeWindow, upright: Services, tmp_path: Path
) -> None:
    window = make_window(upright)
    window.resize(1280, 800)
    window.open_clip(tmp_path / "set.mp4")
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.view.whole_width > 330, timeout=WAIT_MS)
    assert window.transport.isVisible()
    assert window.transport.x() >= 0
    assert window.transport.width() >= 350
    assert window.transport.mapTo(window, window.transport.rect().topLeft()).x() > (
        window.view.mapTo(window, window.view.rect().topRight()).x()
    ), "timeline and curves stand beside the picture"
    window.controller.stop()
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)
    assert window.middle.indexOf(window.transport) >= 0, "a wide clip may follow"


def test_in_the_smallest_window_an_upright_clip_is_large_too(
    qtbot: Any, make_window: MakeWindow, upright: Services, tmp_path: Path
) -> None:
    window = make_window(upright)
    window.resize(1024, 640)
    window.open_clip(tmp_path / "set.mp4")
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.view.whole_width > 240, timeout=WAIT_MS)
    assert window.side.width() == SIDE_LEAST
    clock = window.transport.clock
    qtbot.waitUntil(lambda: clock.width() >= clock.sizeHint().width(), timeout=WAIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: not window.panes.side_shown, timeout=WAIT_MS)
