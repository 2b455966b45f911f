"""Several sets in one filming are shown as several: while filming and in review."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt

from formcheck_ui.main_window import MainWindow
from formcheck_ui.panels.flags_panel import FlagRole
from formcheck_ui.replay.rep_model import Column
from formcheck_ui.services import Services
from formcheck_ui.states import SetTracker, State
from gui.conftest_types import MakeWindow
from support.scripted import ScriptedClip, ScriptedPipeline, ScriptedSource

WAIT_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def parted(services: Services) -> Services:
    """Return a core that finds reps 1 and 2 in one set, 3 and 4 in the next; rep 4 is rounded."""
    return replace(
        services,
        open_source=lambda spec: ScriptedSource(10.0, live=not str(spec).endswith(".mp4")),
        open_clip=lambda path: ScriptedClip(10.0),
        new_pipeline=lambda _: ScriptedPipeline(rounded=(4,), parts=(3,)),
    )


@pytest.fixture
def opened(qtbot: Any, make_window: MakeWindow, parted: Services, tmp_path: Path) -> MainWindow:
    """Return a window with the two sets of a clip on show."""
    window = make_window(parted)
    clip = tmp_path / "two sets.mp4"
    clip.write_bytes(b"the scripted clip is drawn, not read")
    window.open_clip(clip)
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    if window.controller.state is State.PLAYING:
        window.controller.toggle_play()
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
    return window


def seek(qtbot: Any, window: MainWindow, time_s: float) -> None:
    window.controller.seek(time_s)
    frame = lambda: window.presenter.frame  # noqa: E731
    qtbot.waitUntil(lambda: frame() and abs(frame().time_s - time_s) < 0.05, timeout=WAIT_MS)


def test_the_table_has_a_heading_with_a_score_for_each_set(opened: MainWindow) -> None:
    model, table = opened.desk.panel.model, opened.desk.panel.table
    first = [model.index(row, Column.NUMBER).data() for row in range(model.rowCount())]
    assert first == [
        "Set 1 · Bent-over row · score 100", "1", "2",
        "Set 2 · Bent-over row · score 88", "1", "2",
    ]  # fmt: skip
    assert table.columnSpan(3, 0) == len(Column), "a heading goes through"
    assert table.columnSpan(4, 0) == 1
    wide = table.fontMetrics().horizontalAdvance(first[0])
    assert wide <= table.viewport().width()


def test_a_rep_is_chosen_by_its_row_and_a_heading_is_none(qtbot: Any, opened: MainWindow) -> None:
    table, model = opened.desk.panel.table, opened.desk.panel.model

    def click(row: int) -> None:
        place = table.visualRect(model.index(row, 1)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click(5)
    assert opened.desk.chosen == 4
    details = opened.desk.panel.details.text()
    assert details.startswith("Set 2, rep 2 · 0:07.00")
    summary = opened.desk.panel.summary.text()
    assert summary.startswith("Set 2: score 88 · best rep 1 (100) · worst rep 2 (76: Rounded back)")
    click(3)
    assert opened.desk.chosen == 4, "a heading is no rep"
    click(1)
    assert opened.desk.chosen == 1
    assert opened.desk.panel.summary.text().startswith("Set 1: score 100")


def test_flags_and_timeline_name_the_set(opened: MainWindow) -> None:
    flags = opened.flags_panel.model
    assert flags.index(0).data(FlagRole.REP) == "set 2, rep 2"
    timeline = opened.transport.timeline
    assert "set 2, rep 1" in timeline.describe(timeline.x_of(6.0))
    picture = timeline.grab().toImage()
    line = QPoint(round(timeline.x_of(6.0)), 42)
    gap = QPoint(round(timeline.x_of(0.5)), 42)
    assert picture.pixelColor(line) != picture.pixelColor(gap), "a line over each set"


def test_the_count_at_the_head_is_that_of_its_set(qtbot: Any, opened: MainWindow) -> None:
    qtbot.keyClick(opened, Qt.Key.Key_1, CONTROL)
    panel = opened.rep_panel
    seek(qtbot, opened, 4.0)
    assert (panel.number.value, panel.number.accessibleName()) == (2, "Set 1 · reps")
    seek(qtbot, opened, 6.0)
    assert (panel.number.value, panel.number.accessibleName()) == (1, "Set 2 · reps")


def test_a_deleted_set_is_gone_and_the_others_move_up(qtbot: Any, opened: MainWindow) -> None:
    for _ in range(2):
        opened.desk.panel.rep_chosen.emit(1)
        qtbot.keyClick(opened, Qt.Key.Key_Delete, CONTROL)
    model = opened.desk.panel.model
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["1", "2"]
    assert opened.desk.panel.table.columnSpan(0, 0) == 1


def test_the_reps_to_compare_are_named_by_set(opened: MainWindow) -> None:
    opened.commands["compare"].trigger()
    bar = opened.desk.compare.bar
    texts = [bar.left.itemText(place) for place in range(bar.left.count())]
    assert texts[:3] == ["set 1, rep 1", "set 1, rep 2", "set 2, rep 1"]
    opened.commands["compare"].trigger()


def test_the_engine_parts_sets_that_no_rest_divides(
    qtbot: Any, make_window: MakeWindow, parted: Services
) -> None:
    window = make_window(parted)
    window.start_camera(0)
    book = window.live_desk.book
    qtbot.waitUntil(lambda: len(book.sets) == 1, timeout=WAIT_MS)
    assert window.controller.state is State.IN_SET
    assert window.controller.reps_in_set == 1, "the next set counts from one"
    assert [rep.index for rep in book.sets[0].reps] == [1, 2]
    flags = window.flags_panel.model
    qtbot.waitUntil(lambda: flags.rowCount() > 0, timeout=WAIT_MS)
    assert flags.index(0).data(FlagRole.REP) == "set 2, rep 2"
    window.controller.stop()
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)
    assert [len(each.reps) for each in book.sets] == [2, 2] or len(book.sets[1].reps) == 1
    assert window.start_page.overview.title.startswith("Sets: 2")


def test_a_set_the_lifter_has_begun_is_not_parted_by_its_first_rep() -> None:
    source = ScriptedPipeline(parts=(2,))
    tracker, told = SetTracker(), []
    for index in range(300):
        result = source.push(index, index / 30, None, (640, 480))
        if index == 130:
            tracker.end()
            tracker.begin(index / 30)
        tracker.push(result)
        told += [tracker.parts(e.rep) for e in result.events if hasattr(e, "rep")]
    assert not any(told)
    assert tracker.state is State.IN_SET
