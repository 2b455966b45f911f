"""The window on small screens, and on large ones that are drawn at 200 %."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QStyle, QStyleOptionComboBox, QWidget

from formcheck.exercises import registry
from formcheck_ui import screen_room
from formcheck_ui.i18n import language
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.xserver import x_server

WAIT_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

OPEN_AND_TELL = """
import json, sys
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from formcheck_ui import app
from formcheck_ui.services import real_services
made = app.make_application()
window = app.make_window(
    real_services(), settings=QSettings(sys.argv[1], QSettings.Format.IniFormat)
)
window.show()
QTest.qWait(300)
frame, room = window.frameGeometry(), window.screen().availableGeometry()
print(json.dumps([[each.x(), each.y(), each.width(), each.height()] for each in (frame, room)]))
window.close()
"""


@pytest.mark.parametrize(
    ("size", "scale"), [("1024x640", "1"), ("1920x1080", "2"), ("1280x720", "1.25")]
)
def test_the_window_opens_within_the_screen(tmp_path: Path, size: str, scale: str) -> None:
    with x_server(f"{size}x24") as display:
        told = subprocess.run(
            [sys.executable, "-c", OPEN_AND_TELL, str(tmp_path / "window.ini")],
            env={
                **os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb",
                "QT_SCALE_FACTOR": scale, "PYTHONPATH": os.pathsep.join(sys.path),
                "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path),
            },
            capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
    frame, room = (QRect(*each) for each in json.loads(told.stdout.splitlines()[-1]))
    assert room.contains(frame), (frame, room)


@pytest.mark.parametrize("room", [QRect(0, 0, 960, 540), QRect(100, 30, 1024, 610)])
def test_a_window_is_made_smaller_and_moved_inside(qtbot: Any, room: QRect) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setMinimumSize(1024, 640)
    window.setGeometry(900, 500, 1280, 800)
    screen_room.fit(window, room, [room])
    assert room.contains(window.frameGeometry())
    assert window.height() <= room.height() - 30, "the title bar is on the screen too"


def test_a_window_that_fits_is_left_alone(qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setMinimumSize(1024, 640)
    window.setGeometry(40, 60, 1280, 800)
    screen_room.fit(window, QRect(0, 0, 1920, 1080), [QRect(0, 0, 1920, 1080)])
    assert window.geometry() == QRect(40, 60, 1280, 800)
    assert window.minimumHeight() == 640


_FEW = 8
"""Words wrap by what their lines need; a few pixels are their leading."""


def fits(qtbot: Any, window: MainWindow) -> None:
    """Wait until what is on show needs no more than the window has."""

    def small_enough() -> None:
        hint = window.centralWidget().minimumSizeHint()
        assert hint.width() - window.width() <= _FEW
        assert hint.height() - window.height() <= _FEW

    qtbot.waitUntil(small_enough, timeout=5_000)


def test_nothing_is_squeezed_on_half_of_a_full_hd_screen(
    qtbot: Any, make_window: MakeWindow, tmp_path: Path
) -> None:
    """960 × 502 is what 1920 × 1080 at 200 % leaves within the frame."""
    window = make_window()
    window.setMinimumSize(800, 400)
    window.resize(960, 502)
    fits(qtbot, window)
    window.open_clip(tmp_path / "set.mp4")
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    if window.controller.state is State.PLAYING:
        window.controller.toggle_play()
    qtbot.waitUntil(lambda: not window.transport._analysis.isVisible(), timeout=WAIT_MS)
    fits(qtbot, window)
    window.transport.show_progress(0.43)
    fits(qtbot, window)
    assert window.transport._analysis.text() == "Analysing 43 %"
    window.transport.show_progress(1.0)
    assert not window.transport.frame.isVisible()
    qtbot.waitUntil(lambda: shows_all(window.transport.clock), timeout=5_000)
    window.commands["tab_reps"].trigger()
    fits(qtbot, window)
    window.controller.stop()
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)
    window.start_camera("Front camera")
    qtbot.waitUntil(lambda: window.rep_panel.number.value >= 1, timeout=WAIT_MS)
    number = window.rep_panel.number
    assert number.height() >= 80, "a sixth of the window, legible from across the room"


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_neither_the_exercise_nor_the_time_is_cut(
    qtbot: Any,
    qapp: QApplication,
    make_window: MakeWindow,
    services: Services,
    size: tuple[int, int],
) -> None:
    language.install(qapp, "de")
    window = make_window(replace(services, exercises=registry.names))
    language.install(qapp, "en")
    window.resize(*size)
    window.open_clip(Path("set.mp4"))
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    window.commands["tab_reps"].trigger()
    transport = window.transport
    for share in (0.43, 1.0):
        transport.show_progress(share)
        qtbot.waitUntil(lambda: shows_all(transport.clock), timeout=5_000)
        assert all(shows_all(tool) for tool in transport._extra if tool.isVisible())
    combo = window.top_bar.exercise
    for place in range(combo.count()):
        combo.setCurrentIndex(place)
        wide = combo.fontMetrics().horizontalAdvance(combo.currentText())
        qtbot.waitUntil(lambda wide=wide: edit_room(combo) >= wide, timeout=5_000)
        assert combo.currentText() in combo.toolTip()
    assert window.width() == size[0]


def shows_all(widget: QWidget) -> bool:
    return widget.width() >= widget.sizeHint().width()


def edit_room(combo: QComboBox) -> int:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    kind = QStyle.ComplexControl.CC_ComboBox
    return combo.style().subControlRect(kind, option, part, combo).width()
