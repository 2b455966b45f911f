"""Drawing on a clip's picture by mouse and by key; the path of the hand; two reps put in step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from formcheck.overlay.palette import YELLOW
from formcheck.overlay.scene import Role
from formcheck.review import files
from formcheck.review.drawings import SHOWN_S, Drawing
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.scripted import FPS, ScriptedClip, ScriptedSource

WAIT_MS = 60_000
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "set.mp4"
    path.write_bytes(b"the scripted clip is drawn, not read")
    return path


@pytest.fixture
def opened(
    qtbot: Any, make_window: MakeWindow, services: Services, clip: Path, request: Any
) -> MainWindow:
    """Return a window with an analysed clip, by default of one rep, that stands at two seconds."""
    length_s = getattr(request, "param", 3.5)
    short = replace(
        services, open_source=lambda _: ScriptedSource(length_s),
        open_clip=lambda _: ScriptedClip(length_s),
    )  # fmt: skip
    window = make_window(short)
    window.open_clip(clip)
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    if window.controller.state is State.PLAYING:
        window.controller.toggle_play()
    go_to(qtbot, window, 2.0)
    return window


def go_to(qtbot: Any, window: MainWindow, time_s: float) -> None:
    window.controller.seek(time_s)
    shown = window.presenter
    qtbot.waitUntil(
        lambda: shown.frame is not None and abs(shown.frame.time_s - time_s) < 0.5 / FPS,
        timeout=WAIT_MS,
    )


def place(window: MainWindow, x: float, y: float) -> QPoint:
    """Return a place of the picture, in shares, on the pad over it."""
    pixels = window.view.pixels
    at = pixels.place((x * pixels.size[0], y * pixels.size[1]))
    return QPoint(round(at[0]), round(at[1]))


def drag(window: MainWindow, start: tuple[float, float], end: tuple[float, float]) -> None:
    pad = window.desk.drawing.pad
    QTest.mousePress(pad, LEFT, NONE, place(window, *start))
    QTest.mouseMove(pad, place(window, *end))
    QTest.mouseRelease(pad, LEFT, NONE, place(window, *end))


def click(window: MainWindow, *places: tuple[float, float]) -> None:
    for each in places:
        QTest.mouseClick(window.desk.drawing.pad, LEFT, NONE, place(window, *each))


def drawn(window: MainWindow) -> tuple[Drawing, ...]:
    return window.desk.review.corrections.drawings


def near(drawing: Drawing, *points: tuple[float, float]) -> bool:
    """Whether a drawing's points lie where they were put, to a pixel of the window."""
    return np.allclose(drawing.points, points, atol=0.006)


def test_all_four_are_drawn_by_mouse_kept_and_shown(
    qtbot: Any, opened: MainWindow, clip: Path
) -> None:
    zoom = opened.desk.zoom_bar.buttons
    qtbot.mouseClick(zoom["draw"], LEFT)
    pad = opened.desk.drawing.pad
    assert pad.isVisible()
    assert not zoom["zoom_in"].isVisible(), "a small picture has room for one row"
    qtbot.mouseClick(zoom["draw_line"], LEFT)
    drag(opened, (0.1, 0.1), (0.1, 0.9))
    assert pad.tool is None, "the pointer chooses again"
    assert pad.chosen == drawn(opened)[0]
    qtbot.mouseClick(zoom["draw_arrow"], LEFT)
    click(opened, (0.3, 0.2), (0.5, 0.2))
    qtbot.mouseClick(zoom["draw_angle"], LEFT)
    click(opened, (0.6, 0.5), (0.6, 0.8))
    assert opened.view.scene.ink, "on the way it is shown"
    click(opened, (0.6 + 0.3 * 480 / 640, 0.8))
    qtbot.mouseClick(zoom["draw_text"], LEFT)
    click(opened, (0.5, 0.05))
    qtbot.keyClicks(pad.field, "Elbows in; LOW")
    qtbot.keyClick(pad.field, Qt.Key.Key_Return)
    line, arrow, angle, text = drawn(opened)
    assert near(line, (0.1, 0.1), (0.1, 0.9))
    assert [each.kind for each in (arrow, angle)] == ["arrow", "angle"]
    assert angle.degrees((640, 480)) == pytest.approx(90.0, abs=1.0)
    assert text.text == "Elbows in; LOW"
    assert (line.start_s, line.end_s) == pytest.approx((2.0, 2.0 + SHOWN_S), abs=0.01)
    image, at = opened.view.grab().toImage(), place(opened, 0.1, 0.5)
    colours = [image.pixelColor(at.x() + k, at.y()).getRgb()[:3] for k in (-1, 0, 1)]
    assert np.abs(np.array(colours) - YELLOW).max(axis=1).min() < 40
    assert [note.text for note in opened.view.scene.notes] == ["90°", "Elbows in; LOW"]
    go_to(qtbot, opened, 3.3)
    assert not opened.view.scene.ink
    qtbot.keyClick(opened, Qt.Key.Key_J)
    assert Role.PATH in {each.role for each in opened.view.scene.strokes}
    qtbot.keyClick(opened, Qt.Key.Key_J)
    assert Role.PATH not in {each.role for each in opened.view.scene.strokes}
    opened.commands["close_clip"].trigger()
    qtbot.waitUntil(lambda: opened.controller.state is State.IDLE, timeout=WAIT_MS)
    assert not pad.isVisible()
    assert [each.kind for each in files.load(clip).drawings] == ["line", "arrow", "angle", "text"]


def test_a_drawing_is_moved_mended_spanned_deleted_and_taken_back(
    qtbot: Any, opened: MainWindow
) -> None:
    pad, window = opened.desk.drawing.pad, opened
    qtbot.keyClick(window, Qt.Key.Key_L, SHIFT)
    drag(window, (0.2, 0.2), (0.2, 0.6))
    drag(window, (0.2, 0.4), (0.4, 0.4))
    assert near(drawn(window)[0], (0.4, 0.2), (0.4, 0.6)), "taken at its middle it moves"
    drag(window, (0.4, 0.6), (0.6, 0.6))
    assert near(drawn(window)[0], (0.4, 0.2), (0.6, 0.6)), "taken at its end it turns"
    drag(window, (0.6, 0.6), (0.4, 0.2))
    assert len(drawn(window)[0].points) == 2, "its ends do not fall together"
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    go_to(qtbot, window, 3.2)
    qtbot.keyClick(window, Qt.Key.Key_O, SHIFT)
    assert drawn(window)[0].end_s == pytest.approx(3.2, abs=0.01)
    go_to(qtbot, window, 1.0)
    qtbot.keyClick(window, Qt.Key.Key_I, SHIFT)
    assert drawn(window)[0].start_s == pytest.approx(1.0, abs=0.01)
    click(window, (0.9, 0.9))
    assert pad.chosen is None
    assert not window.commands["drawing_delete"].isEnabled()
    click(window, (0.4, 0.2))
    qtbot.keyClick(window, Qt.Key.Key_Delete)
    assert drawn(window) == ()
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert len(drawn(window)) == 1
    qtbot.keyClick(window, Qt.Key.Key_T, SHIFT)
    click(window, (0.7, 0.7))
    qtbot.keyClicks(pad.field, "one")
    qtbot.keyClick(pad.field, Qt.Key.Key_Return)
    qtbot.mouseDClick(pad, LEFT, pos=place(window, 0.7, 0.7))
    assert not window.view.scene.notes, "the field stands in its place"
    pad.field.setText("two")
    qtbot.keyClick(pad.field, Qt.Key.Key_Return)
    assert [each.text for each in drawn(window)] == ["", "two"]
    window.commands["mirror"].trigger()
    window.commands["zoom_in"].trigger()
    qtbot.keyClick(window, Qt.Key.Key_L, SHIFT)
    drag(window, (0.3, 0.4), (0.6, 0.4))
    assert near(drawn(window)[2], (0.3, 0.4), (0.6, 0.4))
    ends = [place(window, x, 0.4).x() for x in (0.3, 0.6)]
    assert ends[0] > ends[1], "as a mirror shows it"


def test_escape_ends_one_thing_after_the_other_and_keys_suffice(
    qtbot: Any, opened: MainWindow
) -> None:
    pad, window = opened.desk.drawing.pad, opened
    window.controller.toggle_play()
    qtbot.keyClick(window, Qt.Key.Key_T, SHIFT)
    assert window.controller.state is State.PAUSED
    click(window, (0.5, 0.5))
    assert pad.field.isVisible()
    qtbot.keyClick(pad.field, Qt.Key.Key_Escape)
    assert not pad.field.isVisible()
    assert pad.tool == "text"
    qtbot.keyClick(window, Qt.Key.Key_V, SHIFT)
    click(window, (0.3, 0.3), (0.5, 0.5))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert pad.tool == "angle"
    assert not window.view.scene.ink, "the draft is gone"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert pad.tool is None
    assert pad.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not pad.isVisible()
    assert not window.commands["draw"].isChecked()
    assert drawn(window) == ()
    assert window.desk.zoom_bar.buttons["zoom_in"].isVisible()
    qtbot.keyClick(window, Qt.Key.Key_A, SHIFT)
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    first = drawn(window)[0]
    qtbot.keyClick(pad, Qt.Key.Key_Left, ALT)
    assert near(drawn(window)[0], *((x - 0.01, y) for x, y in first.points))
    qtbot.keyClick(pad, Qt.Key.Key_Up, ALT | SHIFT)
    assert drawn(window)[0].points[1][1] == pytest.approx(first.points[1][1] - 0.01)
    qtbot.keyClick(window, Qt.Key.Key_V, SHIFT)
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    assert pad.chosen == drawn(window)[1]
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    assert pad.chosen == drawn(window)[0], "Enter goes round"
    names = [each for each in window.desk.zoom_bar.findChildren(QToolButton) if each.isVisible()]
    assert len(names) == 9
    assert all(each.accessibleName() and each.toolTip() for each in names)


@pytest.mark.parametrize("opened", [5.5], indirect=True)
def test_the_second_rep_is_put_later_by_hand(qtbot: Any, opened: MainWindow) -> None:
    go_to(qtbot, opened, 4.0)
    assert not opened.commands["compare_later"].isEnabled()
    qtbot.keyClick(opened, Qt.Key.Key_C, CONTROL | SHIFT)
    compare = opened.desk.compare

    def stands(time_s: float) -> None:
        qtbot.waitUntil(
            lambda: compare.shown is not None and abs(compare.shown.time_s - time_s) < 0.1 / FPS,
            timeout=WAIT_MS,
        )

    qtbot.waitUntil(lambda: compare.shown is not None, timeout=WAIT_MS)
    start = compare.shown.time_s
    before = compare.curves(["elbow_flexion_deg"])["elbow_flexion_deg"][0]
    qtbot.keyClick(opened, Qt.Key.Key_Right, ALT)
    qtbot.mouseClick(compare.shift.buttons["compare_later"], LEFT)
    stands(start + 2 / FPS)
    assert compare.shift.zero.text() == "+2"
    after = compare.curves(["elbow_flexion_deg"])["elbow_flexion_deg"][0]
    assert (after[10:] < before[10:]).all(), "the dotted curve comes earlier by as much"
    qtbot.mouseClick(compare.shift.zero, LEFT)
    stands(start)
    qtbot.keyClick(opened, Qt.Key.Key_Left, ALT)
    stands(start - 1 / FPS)
    compare.choose_right(2)
    assert compare.shift.frames == 0, "another pair begins anew"
    compare._player.clip.times_s += 600.0
    qtbot.keyClick(opened, Qt.Key.Key_Right, ALT)
    step = compare._in_step(compare._findings)
    assert step.later_s == pytest.approx(1 / FPS), "also of a recording that begins late"
    qtbot.mouseClick(compare.shift.buttons["compare_pace"], LEFT)
    assert not compare.shift.by_phase
