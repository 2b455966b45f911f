"""A second window for a television: picture, count and cue, readable from across the room."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from formcheck.config import Config
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow

WAIT_MS = 60_000


def test_a_second_window_shows_picture_count_and_cue_alone(
    qtbot: Any, make_window: MakeWindow, heard: Services
) -> None:
    config = Config()
    config = replace(config, live=replace(config.live, show_fault=False))
    window = make_window(replace(heard, config=lambda: config))
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    qtbot.keyClicks(window, "y")
    tv = window.live_desk.tv
    assert tv is not None
    assert tv.isVisible()
    assert tv.window() is tv, "a window of its own"
    assert not tv.findChildren(QAbstractButton)
    qtbot.waitUntil(lambda: "Chest up" in tv.view.accessibleDescription(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: tv.number.value == 2, timeout=WAIT_MS)
    assert tv.number.digit_height() >= 0.3 * tv.height() - 1
    window.controller.end_set()
    qtbot.waitUntil(lambda: tv.view.rest is not None, timeout=WAIT_MS)
    QTest.keyClick(tv, Qt.Key.Key_Escape)
    assert not tv.isVisible()
    assert not window.commands["tv"].isChecked()
    window.commands["tv"].trigger()
    assert tv.isVisible()
    window.close()
    assert not tv.isVisible()


def test_nothing_stays_on_the_television_once_the_camera_stands(
    qtbot: Any, make_window: MakeWindow, heard: Services
) -> None:
    window = make_window(heard)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    window.commands["tv"].trigger()
    tv = window.live_desk.tv
    assert tv is not None
    qtbot.waitUntil(lambda: tv.view.has_picture, timeout=WAIT_MS)
    window.controller.stop()
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)
    assert not tv.view.has_picture
    assert tv.view.chip == ""
    assert tv.number.text == window.rep_panel.number.text


def test_the_keys_work_on_the_television_too(
    qtbot: Any, make_window: MakeWindow, heard: Services
) -> None:
    window = make_window(heard)
    window.commands["tv"].trigger()
    tv = window.live_desk.tv
    assert tv is not None
    tv.activateWindow()
    qtbot.waitUntil(tv.isActiveWindow, timeout=WAIT_MS)
    mirrored = window.commands["mirror"].isChecked()
    QTest.keyClick(tv, "x")
    assert window.commands["mirror"].isChecked() is not mirrored
    QTest.keyClick(tv, "y")
    assert not tv.isVisible()
    assert not window.commands["tv"].isChecked()


def test_the_television_leaves_the_keyboard_to_the_window(
    qtbot: Any, make_window: MakeWindow, heard: Services
) -> None:
    window = make_window(heard)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    window.commands["tv"].trigger()
    tv = window.live_desk.tv
    assert tv is not None
    qtbot.waitExposed(tv)
    assert tv.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert window.isActiveWindow()
