"""Exporting through the window: what and where is asked, a thread writes, the end is told."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from formcheck.log.store import TrainingLog
from formcheck.report.about import COLUMNS
from formcheck.sources.video_file import VideoFile
from formcheck_ui.main_window import MainWindow
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow

WAIT_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(qtbot: Any, make_window: MakeWindow, tmp_path: Path) -> MainWindow:
    window = make_window()
    window.open_clip(tmp_path / "set.mp4")
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    if window.controller.state is State.PLAYING:
        window.controller.toggle_play()
    window.controller.seek(3.5)
    return window


def wait_written(qtbot: Any, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desk.export.busy, timeout=WAIT_MS)


def test_a_report_is_saved_by_key_and_click(qtbot: Any, opened: MainWindow, tmp_path: Path) -> None:
    qtbot.keyClick(opened, Qt.Key.Key_E, CONTROL)
    panel = opened.desk.export.panel
    assert panel.isVisible()
    assert panel.chosen() == "report"
    qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    dialog = opened.findChild(QFileDialog)
    assert dialog is not None
    assert not dialog.isModal()
    assert dialog.selectedFiles() == [str(tmp_path / "set-formcheck.html")]
    dialog.accept()
    qtbot.waitUntil((tmp_path / "set-formcheck.html").exists, timeout=WAIT_MS)
    wait_written(qtbot, opened)
    assert "set-formcheck.html" in panel.status.text()
    assert panel.save_button.isEnabled()


def test_the_chosen_rep_is_saved_as_a_video(qtbot: Any, opened: MainWindow, tmp_path: Path) -> None:
    export = opened.desk.export
    export.open()
    assert opened.desk.chosen == 2
    export.panel.choose("rep")
    qtbot.mouseClick(export.panel.looks.button(2), Qt.MouseButton.LeftButton)
    assert export.panel.showing() == "skeleton"
    export.save("rep", tmp_path / "rep.mp4")
    assert export.busy
    assert not export.panel.save_button.isEnabled()
    wait_written(qtbot, opened)
    with VideoFile(tmp_path / "rep.mp4") as video:
        assert sum(1 for _ in video) == 61


def test_a_picture_is_saved_by_key(qtbot: Any, opened: MainWindow, tmp_path: Path) -> None:
    qtbot.keyClick(opened, Qt.Key.Key_S, CONTROL | SHIFT)
    dialog = opened.findChild(QFileDialog)
    assert dialog is not None
    dialog.accept()
    qtbot.waitUntil((tmp_path / "set-formcheck.png").exists, timeout=WAIT_MS)
    wait_written(qtbot, opened)


def test_an_export_is_stopped_by_the_button(qtbot: Any, opened: MainWindow, tmp_path: Path) -> None:
    export = opened.desk.export
    export.open()
    export.save("clip", tmp_path / "clip.mp4")
    qtbot.mouseClick(export.panel.stop_button, Qt.MouseButton.LeftButton)
    wait_written(qtbot, opened)
    assert list(tmp_path.glob("*.mp4")) == []
    assert "nothing was written" in export.panel.status.text()


def test_closing_the_window_ends_an_export(opened: MainWindow, tmp_path: Path) -> None:
    opened.desk.export.save("clip", tmp_path / "clip.mp4")
    opened.close()
    assert not opened.desk.export.busy
    assert list(tmp_path.glob("*.mp4")) == []


def test_a_folder_that_cannot_be_written_is_told(
    qtbot: Any, opened: MainWindow, tmp_path: Path
) -> None:
    export = opened.desk.export
    export.open()
    export.save("json", tmp_path / "gone" / "set.json")
    wait_written(qtbot, opened)
    qtbot.waitUntil(opened.banner.isVisible, timeout=WAIT_MS)
    assert "cannot be written" in opened.banner.message.text()
    assert "cannot be written" in export.panel.status.text()


def test_nothing_can_be_exported_before_the_analysis_is_done(make_window: MakeWindow) -> None:
    window = make_window()
    assert not window.commands["export"].isEnabled()
    assert not window.commands["save_still"].isEnabled()


def test_what_was_saved_is_opened_from_there(
    qtbot: Any, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: asked.append(url.toLocalFile()) or True
    )
    export = opened.desk.export
    export.open()
    assert not export.panel.open_button.isVisible()
    export.save("reps_csv", tmp_path / "reps.csv")
    qtbot.waitUntil(export.panel.open_button.isVisible, timeout=WAIT_MS)
    qtbot.mouseClick(export.panel.open_button, Qt.MouseButton.LeftButton)
    assert asked == [str(tmp_path / "reps.csv")]
    wait_written(qtbot, opened)


def test_a_table_names_clip_exercise_lifter_load_and_date(
    qtbot: Any, make_window: MakeWindow, place: Path, tmp_path: Path
) -> None:
    clip = tmp_path / "row.mp4"
    clip.write_bytes(b"a clip")
    window = make_window()
    with TrainingLog.open(place) as log:
        log.lifters.add("Anna")
    log_panel = window.log_desk.log_panel
    log_panel.ready()
    log_panel.enter_load("62.5")
    log_panel.keep.setChecked(True)
    window.open_clip(clip)
    qtbot.waitUntil(lambda: window.controller.result is not None, timeout=WAIT_MS)

    def told() -> set[tuple[str, ...]]:
        window.desk.export.save("reps_csv", tmp_path / "reps.csv")
        wait_written(qtbot, window)
        text = (tmp_path / "reps.csv").read_text(encoding="utf-8")
        rows = csv.DictReader(text.splitlines())
        return {tuple(row[name] for name in COLUMNS) for row in rows}

    today = date.today().isoformat()
    assert told() == {("row.mp4", "bent_over_row", "", "", today)}, "nobody said whose clip it is"
    window.commands["keep_clip"].trigger()
    assert told() == {("row.mp4", "bent_over_row", "Anna", "62.5 kg", today)}
