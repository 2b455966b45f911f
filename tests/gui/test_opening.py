"""Opening what is no clip, several at once, or half a clip; and what is left on show after it."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from formcheck.errors import SourceOpenError
from formcheck.sources.seekable import SeekableClip
from formcheck_ui.controller import Controller
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.clipmaker import make_clip
from support.scripted import ScriptedClip, ScriptedSource, draw

WAIT_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def picky(services: Services) -> Services:
    """Return a core that can open nothing whose name has "bad" in it."""

    def open_clip(path: Path) -> ScriptedClip:
        if "bad" in path.name:
            raise SourceOpenError(f"{path.name} is empty (0 bytes).", "Copy it again.")
        return ScriptedClip(6.0)

    def open_source(spec: str | int) -> ScriptedSource:
        if "bad" in str(spec):
            raise SourceOpenError(f"{spec} is empty (0 bytes).", "Copy it again.")
        return ScriptedSource(6.0, live=not str(spec).endswith(".mp4"))

    return replace(services, open_clip=open_clip, open_source=open_source)


def drop(window: MainWindow, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(QPoint(300, 300), copy, data, left, NONE)
    entering.ignore()
    window.dragEnterEvent(entering)
    if entering.isAccepted():
        window.dropEvent(QDropEvent(QPointF(300, 300), copy, data, left, NONE))
    return entering.isAccepted()


def wait_open(qtbot: Any, window: MainWindow, name: str) -> None:
    qtbot.waitUntil(
        lambda: window.desk.bar.name.text() == name and window.desk.review.ready, timeout=WAIT_MS
    )


def test_several_dropped_files_are_walked(
    qtbot: Any, make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window()
    assert drop(window, tmp_path / "set2.mp4", tmp_path / "set1.mp4")
    wait_open(qtbot, window, "set1.mp4")
    assert window.desk.bar.place.text() == "1 of 2"
    qtbot.keyClick(window, Qt.Key.Key_PageDown, CONTROL)
    wait_open(qtbot, window, "set2.mp4")


def test_a_wrong_file_leaves_the_open_clip_as_it_is(
    qtbot: Any, make_window: MakeWindow, picky: Services, tmp_path: Path
) -> None:
    window = make_window(picky)
    window.open_clip(tmp_path / "good.mp4")
    wait_open(qtbot, window, "good.mp4")
    recording = window.controller.recording
    window.open_clip(tmp_path / "bad.mp4")
    qtbot.waitUntil(window.banner.isVisible, timeout=WAIT_MS)
    assert "bad.mp4 is empty" in window.banner.message.text()
    assert window.controller.state in (State.PLAYING, State.PAUSED)
    assert window.controller.recording is recording
    assert window.desk.bar.name.text() == "good.mp4"
    window.open_clip(tmp_path / "better.mp4")
    wait_open(qtbot, window, "better.mp4")


def test_a_wrong_file_does_not_stop_the_camera(
    qtbot: Any, make_window: MakeWindow, picky: Services, tmp_path: Path
) -> None:
    core = replace(picky, open_source=lambda spec: ScriptedSource(600.0, live=True))
    window = make_window(core)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.filming is not None, timeout=WAIT_MS)
    drop(window, tmp_path / "bad.mp4")
    qtbot.waitUntil(window.banner.isVisible, timeout=WAIT_MS)
    assert window.controller.filming is not None


@pytest.mark.parametrize("wish", ["stop", "start_camera", "replay_after_stop"])
def test_a_clip_that_is_found_late_stops_no_camera(
    qtbot: Any, make_window: MakeWindow, picky: Services, tmp_path: Path, wish: str
) -> None:
    answer = threading.Event()

    def open_clip(path: Path) -> ScriptedClip:
        answer.wait(WAIT_MS / 1000)
        return ScriptedClip(6.0)

    core = replace(
        picky, open_clip=open_clip, open_source=lambda spec: ScriptedSource(600.0, live=True)
    )
    window = make_window(core)
    control = window.controller
    window.start_camera(0)
    qtbot.waitUntil(lambda: control.filming is not None, timeout=WAIT_MS)
    window.open_clip(tmp_path / "late.mp4")
    if wish == "start_camera":
        window.start_camera(1)
        qtbot.waitUntil(lambda: _films(control, 1), timeout=WAIT_MS)
    else:
        getattr(control, wish)()
        qtbot.waitUntil(lambda: control.state is State.IDLE, timeout=WAIT_MS)
        window.start_camera(0)
        qtbot.waitUntil(lambda: _films(control, 0), timeout=WAIT_MS)
    answer.set()
    qtbot.waitUntil(lambda: not control._probe._threads, timeout=WAIT_MS)
    assert control.filming is not None
    assert control.path is None


def _films(control: Controller, number: int) -> bool:
    return control.filming is not None and control.filming.spec == number


def test_a_folders_broken_end_leaves_the_place_at_the_clip_on_show(
    qtbot: Any, make_window: MakeWindow, picky: Services, tmp_path: Path
) -> None:
    folder = tmp_path / "monday"
    folder.mkdir()
    for name in ("set1.mp4", "set2.mp4", "set3-bad.mp4", "set4-bad.mp4"):
        (folder / name).write_bytes(b"x")
    window = make_window(picky)
    window.open_clip(folder)
    wait_open(qtbot, window, "set1.mp4")
    clips = window.folder.clips
    window.open_clip(folder / "set3-bad.mp4")
    qtbot.waitUntil(
        lambda: "set4-bad.mp4" in window.banner.message.text() and clips.number == 1,
        timeout=WAIT_MS,
    )
    assert window.commands["next_clip"].isEnabled()
    assert not window.commands["previous_clip"].isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_PageDown, CONTROL)
    wait_open(qtbot, window, "set2.mp4")


def test_two_broken_clips_at_a_folders_begin_are_passed_over(
    qtbot: Any, make_window: MakeWindow, picky: Services, tmp_path: Path
) -> None:
    """The last signal of the first one must not end the second before it is heard."""
    folder = tmp_path / "monday"
    folder.mkdir()
    for name in ("bad1.mp4", "bad2.mp4", "set3.mp4"):
        (folder / name).write_bytes(b"x")
    window = make_window(picky)
    window.open_clip(folder)
    wait_open(qtbot, window, "set3.mp4")
    assert "bad2.mp4" in window.banner.message.text()


@pytest.mark.parametrize("bad", ["bad1.mp4", "set2-bad.mp4"])
def test_an_empty_file_is_passed_over_in_its_folder(
    qtbot: Any, make_window: MakeWindow, picky: Services, tmp_path: Path, bad: str
) -> None:
    folder = tmp_path / "monday"
    folder.mkdir()
    for name in ("set1.mp4", "set3.mp4", bad):
        (folder / name).write_bytes(b"x")
    window = make_window(picky)
    window.open_clip(folder)
    wait_open(qtbot, window, "set1.mp4")
    qtbot.keyClick(window, Qt.Key.Key_PageDown, CONTROL)
    wait_open(qtbot, window, "set3.mp4")
    if bad.startswith("set2"):
        assert window.banner.isVisible()
        assert bad in window.banner.message.text()
    qtbot.keyClick(window, Qt.Key.Key_PageUp, CONTROL)
    wait_open(qtbot, window, "set1.mp4")


def test_half_a_clip_is_told(
    qtbot: Any, make_window: MakeWindow, services: Services, tmp_path: Path
) -> None:
    path = Path(make_clip(tmp_path / "cut.mkv", [draw(n / 30) for n in range(150)], fps=30))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 5])
    window = make_window(replace(services, open_clip=SeekableClip))
    window.open_clip(path)
    qtbot.waitUntil(lambda: window.controller.playback is not None, timeout=WAIT_MS)
    assert window.controller.playback.end_s < 4.0
    qtbot.waitUntil(window.banner.isVisible, timeout=WAIT_MS)
    assert "of this clip's 0:0" in window.banner.message.text()
    assert "copy it again" in window.banner.hint.text()


def test_no_number_of_a_closed_clip_stays(
    qtbot: Any, make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window()
    window.open_clip(tmp_path / "set.mp4")
    wait_open(qtbot, window, "set.mp4")
    window.controller.seek(4.0)
    qtbot.waitUntil(lambda: window.rep_panel.number.value == 2, timeout=WAIT_MS)
    window.controller.stop()
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)
    assert window.rep_panel.number.value == 0
    assert window.flags_panel.model.rowCount() == 0
    assert not window.rep_panel.score.isVisible()


def test_escape_from_full_screen_leaves_a_maximised_window_maximised(
    qtbot: Any, make_window: MakeWindow
) -> None:
    window = make_window()
    window.showMaximized()
    qtbot.waitUntil(window.isMaximized, timeout=WAIT_MS)
    for command in ("leave", "full_screen"):
        window.commands["full_screen"].trigger()
        qtbot.waitUntil(window.isFullScreen, timeout=WAIT_MS)
        window.commands[command].trigger()
        qtbot.waitUntil(lambda: not window.isFullScreen(), timeout=WAIT_MS)
        assert window.isMaximized()


def test_asking_for_a_clip_twice_asks_once(qtbot: Any, make_window: MakeWindow) -> None:
    window = make_window()
    window.choose_clip()
    window.choose_clip()
    asking = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    assert len(asking) == 1
    asking[0].close()
    window.choose_clip()
    again = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    assert len(again) == 1
    again[0].close()
