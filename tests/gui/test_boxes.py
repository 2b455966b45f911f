"""No text is cut: buttons, labels and the heads of tables fit their boxes in every language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QPushButton,
    QTableView,
    QToolButton,
    QWidget,
)

from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck_ui import theme
from formcheck_ui.i18n import language
from formcheck_ui.i18n.language import LANGUAGES
from formcheck_ui.main_window import MainWindow
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.logbook import DAY_S, flags_on, store_set

WAIT_MS = 60_000
SIZES = ((1024, 640), (1280, 800), (1920, 1080))


@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """Let the application speak each language in turn."""
    yield language.install(qapp, request.param)
    language.install(qapp, "en")
    theme.apply(qapp, "dark")


def cut(window: QWidget) -> list[str]:
    """Return the texts on show that have less room than they need."""
    shown = [each for each in window.findChildren(QWidget) if each.isVisible()]
    found = [each.text() for each in shown if isinstance(each, QAbstractButton) and squeezed(each)]
    # The figures in the strip change with every frame, and their room a moment later.
    found += [
        each.text()
        for each in shown
        if isinstance(each, QLabel) and each.parent() is not window.strip and overflows(each)
    ]
    for table in (each for each in shown if isinstance(each, QTableView)):
        found += heads(table)
    return found


def squeezed(button: QAbstractButton) -> bool:
    """Whether a button is narrower than its text with all that stands around it."""
    if not button.text() or not isinstance(button, QPushButton | QToolButton):
        return False
    icon = Qt.ToolButtonStyle.ToolButtonIconOnly
    if isinstance(button, QToolButton) and button.toolButtonStyle() == icon:
        return False
    if button.objectName().startswith("qt_"):
        return False
    return button.minimumSizeHint().width() > button.width() + 1


def overflows(text: QLabel) -> bool:
    """Whether a label is smaller than its text."""
    if not text.text() or text.textFormat() is Qt.TextFormat.RichText:
        return False
    if text.wordWrap():
        return text.height() < text.heightForWidth(text.width()) - 1
    longest = max(text.text().split("\n"), key=len)
    return QFontMetricsF(text.font()).horizontalAdvance(longest) > text.width() + 1


def heads(table: QTableView) -> list[str]:
    """Return the heads of a table's columns that are cut, or out of sight."""
    head = table.horizontalHeader()
    if not head.isVisible() or table.objectName().startswith("qt_"):
        return []
    return [
        str(table.model().headerData(place, Qt.Orientation.Horizontal))
        for place in range(head.count())
        if head.sectionSizeHint(place) > head.sectionSize(place) + 1
        or head.sectionViewportPosition(place) + 30 > table.viewport().width()
    ]


def resized(window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    # Until everything has been laid out.
    QTest.qWait(60)
    window.grab()


def test_no_text_of_the_log_is_cut(
    spoken: str, qtbot: Any, make_window: MakeWindow, place: Path
) -> None:
    with TrainingLog.open(place) as log:
        anna = log.lifters.add("Annemarie")
        log.routine_uses.choose(anna.id, "superset", Moment.now())
        for day in range(5):
            when = Moment.now().later(-day * DAY_S)
            store_set(log, anna, when, reps=8, flags=flags_on((7,)), load_kg=60.0)
    window = make_window()
    window.commands["log"].trigger()
    page = window.log_desk.log_panel
    found = {}
    for size in SIZES:
        for number in range(page.list.count()):
            page.list.setCurrentRow(number)
            resized(window, size)
            if wrong := cut(window):
                found[size, number] = wrong
    assert found == {}


def test_no_text_of_a_review_is_cut(
    spoken: str, qtbot: Any, make_window: MakeWindow, tmp_path: Path
) -> None:
    clip = tmp_path / "set.mp4"
    clip.write_bytes(b"the scripted clip is drawn, not read")
    window = make_window()
    window.open_clip(clip)
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    if window.controller.state is State.PLAYING:
        window.controller.toggle_play()
    window.desk.panel.rep_chosen.emit(2)
    found = {}
    for size in SIZES:
        for step in ("tab_feedback", "tab_reps", "compare"):
            window.commands[step].trigger()
            resized(window, size)
            if wrong := cut(window):
                found[size, step] = wrong
        window.commands["compare"].trigger()
    assert found == {}
