"""Numbers as the user's language writes them: the decimal sign, one and more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QListView, QTableView

from formcheck.recording.shelf import TapeState
from formcheck_ui import words
from formcheck_ui.i18n import language
from formcheck_ui.main_window import MainWindow
from formcheck_ui.panels.status_strip import StatusStrip
from gui.conftest_types import MakeWindow

WAIT_MS = 60_000


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    language.install(qapp, "de")
    yield
    language.install(qapp, "en")


def texts(window: MainWindow) -> list[str]:
    """Return what is written anywhere in the window, by itself, in lists and in tables."""
    found = [each.text() for each in window.findChildren(QLabel)]
    found += [box.itemText(n) for box in window.findChildren(QComboBox) for n in range(box.count())]
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    for view in (*window.findChildren(QListView), *window.findChildren(QTableView)):
        model = view.model()
        columns = model.columnCount(QModelIndex()) if isinstance(view, QTableView) else 1
        cells = (model.index(r, c) for r in range(model.rowCount()) for c in range(columns))
        found += [str(cell.data(role)) for cell in cells for role in roles]
    return [*found, window.tempo_panel.bar.in_words()]


@pytest.mark.usefixtures("german")
def test_a_german_window_writes_no_decimal_point(
    qtbot: Any, make_window: MakeWindow, place: Path
) -> None:
    window = make_window()
    window.open_clip(Path("set.mp4"))
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    window.commands["tab_reps"].trigger()
    window.controller.seek(3.5)
    window.desk.panel.show_rep(2)
    written = texts(window)
    assert "0,5×" in written
    assert sum(bool(re.search(r"\d,\d", text)) for text in written) > 10
    assert [text for text in written if re.search(r"\d\.\d", text)] == []


@pytest.mark.usefixtures("german")
def test_times_and_figures_take_the_decimal_sign_of_the_language() -> None:
    assert words.clock(16.67) == "0:16,67"
    assert words.number(2.04) == "2,0"
    assert words.number(float("nan")) == "–"
    assert words.local("Bleib bei 62.5 kg.") == "Bleib bei 62,5 kg."


def test_one_picture_is_no_pictures(qtbot: Any, qapp: QApplication) -> None:
    language.install(qapp, "en")
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show_recording(TapeState(Path("x"), left_out=1))
    assert strip.value("recording").endswith("1 picture left out")
    strip.show_recording(TapeState(Path("x"), left_out=2))
    assert strip.value("recording").endswith("2 pictures left out")
