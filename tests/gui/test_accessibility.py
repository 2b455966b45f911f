"""Keyboard and screen reader: every control is named, reached and seen to have the focus."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from formcheck_ui import theme
from formcheck_ui.actions import ACTIONS
from formcheck_ui.panels.rep_panel import BigNumber
from formcheck_ui.states import State
from formcheck_ui.tokens import CONTRAST, DARK, LIGHT, Tokens
from gui.conftest_types import MakeWindow

WAIT_MS = 20_000


def takes_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not widget.focusProxy()


@pytest.fixture(params=["start", "live", "replay"])
def window(qtbot: Any, make_window: MakeWindow, request: pytest.FixtureRequest) -> Any:
    made = make_window()
    if request.param == "live":
        made.start_camera(0)
        qtbot.waitUntil(lambda: made.controller.state is State.WAITING, timeout=WAIT_MS)
    elif request.param == "replay":
        made.open_clip(Path("set.mp4"))
        qtbot.waitUntil(lambda: made.controller.state is State.PLAYING, timeout=WAIT_MS)
    return made


def test_every_control_that_takes_the_focus_has_a_name(window: Any) -> None:
    controls = [each for each in window.findChildren(QWidget) if takes_focus(each)]
    assert len(controls) > 8
    unnamed = [
        f"{type(each).__name__} in {type(each.parent()).__name__}"
        for each in controls
        # A button is read by what stands on it.
        if not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
        and not each.objectName().startswith("qt_")
        # Named when there is somebody to delete.
        and each is not window.log_desk.log_panel.lifters.delete_button
    ]
    assert unnamed == []


def test_tab_reaches_every_visible_control_and_comes_round(qtbot: Any, window: Any) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    expected = {
        each
        for each in window.findChildren(QWidget)
        if takes_focus(each) and each.isVisible() and each.isEnabled()
    }
    reached: set[QWidget] = set()
    for _ in range(3 * len(expected)):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is not None:
            reached.add(focused)
    assert expected <= reached


def test_every_command_does_something(make_window: MakeWindow) -> None:
    window = make_window()
    assert set(window.commands) == {spec.id for spec in ACTIONS}
    for name, action in window.commands.items():
        assert action.receivers("2triggered(bool)") >= 1, name


def test_space_presses_the_button_that_has_the_focus(qtbot: Any, make_window: MakeWindow) -> None:
    window = make_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    window.start_page.camera_button.setFocus()
    qtbot.keyClick(window.start_page.camera_button, Qt.Key.Key_Space)
    assert window.controller.state is State.STARTING


def test_letters_typed_into_the_camera_field_are_text(qtbot: Any, make_window: MakeWindow) -> None:
    window = make_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    edit = window.top_bar.camera.lineEdit()
    edit.setFocus()
    edit.clear()
    before = window.commands["skeleton"].isChecked()
    qtbot.keyClicks(edit, "http://smb:8080/fx")
    assert edit.text() == "http://smb:8080/fx"
    assert window.top_bar.camera_spec() == "http://smb:8080/fx"
    assert window.commands["skeleton"].isChecked() is before
    assert not window.isFullScreen()


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800), (1920, 1080)])
def test_the_count_is_a_fifth_of_the_windows_height(
    qtbot: Any, make_window: MakeWindow, size: tuple[int, int]
) -> None:
    from PySide6.QtGui import QFontMetricsF

    window = make_window()
    window.resize(*size)
    qtbot.waitUntil(lambda: window.height() == size[1], timeout=WAIT_MS)
    number = window.rep_panel.number
    number.set_value(12)
    digits = QFontMetricsF(number.digit_font()).tightBoundingRect("12")
    assert digits.height() >= 0.2 * window.height()
    assert digits.width() <= number.width()
    qtbot.waitUntil(lambda: number.height() >= digits.height(), timeout=WAIT_MS)


@pytest.mark.parametrize("value", [16, 23, 88])
def test_digits_are_not_cut_where_a_panel_leaves_less_than_they_need(
    qtbot: Any, value: int
) -> None:
    number = BigNumber()
    qtbot.addWidget(number)
    number.set_value(value)
    number.set_share(1.0)
    number.resize(400, 100)
    picture = number.grab().toImage()
    empty = picture.pixel(0, 0)
    for row in (0, picture.height() - 1):
        assert {picture.pixel(x, row) for x in range(picture.width())} == {empty}


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800), (1920, 1080)])
def test_no_control_of_the_bar_covers_another(
    qtbot: Any, make_window: MakeWindow, size: tuple[int, int]
) -> None:
    window = make_window()
    window.start_camera(0)
    window.resize(*size)
    qtbot.waitUntil(lambda: window.width() == size[0], timeout=WAIT_MS)
    bar = window.top_bar
    bar.layout().activate()
    children = [each for each in bar.findChildren(QWidget) if each.parent() is bar]
    shown = sorted((each.geometry() for each in children if each.isVisible()), key=lambda g: g.x())
    assert len(shown) >= 8
    assert all(first.right() < second.left() for first, second in pairwise(shown))


def luminance(name: str) -> float:
    colour = theme.colour(name)
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_text_is_readable_in_every_theme(tokens: Tokens) -> None:
    for ground in (tokens.window, tokens.panel, tokens.raised):
        assert contrast(tokens.text, ground) >= 7.0
        assert contrast(tokens.muted, ground) >= 4.5
        assert contrast(tokens.strong_border, ground) >= 3.0
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_canvas_muted, tokens.canvas) >= 4.5


def test_the_theme_takes_even_where_the_platform_ignores_it(qapp: QApplication) -> None:
    try:
        for mode, tokens in (
            ("light", LIGHT),
            ("dark", DARK),
            ("contrast", CONTRAST),
        ):
            theme.apply(qapp, mode)  # type: ignore[arg-type]
            assert qapp.palette().window().color().name() == tokens.window
    finally:
        theme.apply(qapp, "dark")
