"""A folder of clips: opened as one, gone through one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from formcheck_ui.main_window import MainWindow
from formcheck_ui.replay.clip_folder import ClipFolder, clips_in
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow

WAIT_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "monday"
    place.mkdir()
    for name in ("set10.mp4", "set2.MP4", "notes.txt", "set1.mov", "._set1.mov"):
        (place / name).write_bytes(b"x")
    return place


def test_clips_come_in_the_order_of_their_numbers(folder: Path, tmp_path: Path) -> None:
    assert [each.name for each in clips_in(folder)] == ["set1.mov", "set2.MP4", "set10.mp4"]
    assert clips_in(tmp_path / "nowhere") == ()
    assert clips_in(folder / "set1.mov") == ()


def test_poses_of_other_programs_are_clips_too(folder: Path) -> None:
    for name in ("set3.trc", "set4.nc", "set5.mot"):
        (folder / name).write_bytes(b"x")
    names = {each.name for each in clips_in(folder)}
    assert {"set3.trc", "set4.nc"} <= names
    assert "set5.mot" not in names  # angles are written and not read


def test_neighbours_end_at_the_folders_ends(folder: Path) -> None:
    clips = ClipFolder()
    assert clips.enter(folder).name == "set1.mov"
    assert clips.neighbour(-1) is None
    assert clips.enter(clips.neighbour(1) or folder).name == "set2.MP4"
    assert clips.number == 2
    other = folder.parent / "alone.mp4"
    assert clips.enter(other) == other
    assert (clips.number, clips.neighbour(1)) == (0, None)


def test_a_folder_without_clips_is_opened_as_pictures(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(b"x")
    assert ClipFolder().enter(tmp_path) == tmp_path


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(300, 300), copy, data, left, none))


def test_a_dropped_folder_is_walked_by_key(
    qtbot: Any, make_window: MakeWindow, folder: Path
) -> None:
    window = make_window()

    def shows(name: str) -> bool:
        return window.desk.bar.name.text() == name and window.desk.review.ready

    drop(window, folder)
    qtbot.waitUntil(lambda: shows("set1.mov"), timeout=WAIT_MS)
    assert window.desk.bar.place.text() == "1 of 3"
    assert window.desk.bar.place.isVisible()
    assert not window.commands["previous_clip"].isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_PageDown, CONTROL)
    qtbot.waitUntil(lambda: shows("set2.MP4"), timeout=WAIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_PageUp, CONTROL)
    qtbot.waitUntil(lambda: shows("set1.mov"), timeout=WAIT_MS)
    window.open_clip(folder.parent / "alone.mp4")
    qtbot.waitUntil(lambda: shows("alone.mp4"), timeout=WAIT_MS)
    assert not window.desk.bar.place.isVisible()


def test_what_was_passed_over_is_not_told_of_another_folder(
    qtbot: Any, make_window: MakeWindow, folder: Path
) -> None:
    window = make_window()
    desk = window.folder
    window.open_clip(folder)
    desk._left_out = ["set1.mov"]
    window.controller.stop()
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)
    window.open_clip(folder.parent / "alone.mp4")
    qtbot.waitUntil(lambda: window.desk.bar.name.text() == "alone.mp4", timeout=WAIT_MS)
    assert not window.banner.isVisible()
