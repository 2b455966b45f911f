"""Replaying: open, play, seek, step, walk the marks; analysed once, shown at will."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from formcheck.errors import SourceOpenError
from formcheck.sources import open_source
from formcheck.sources.seekable import SeekableClip
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.clipmaker import make_clip
from support.scripted import FPS, ScriptedClip, ScriptedEstimator, ScriptedPipeline, draw

WAIT_MS = 60_000
CLIP = Path("set.mp4")


@pytest.fixture
def opened(qtbot: Any, make_window: MakeWindow) -> MainWindow:
    """Return a window with an analysed clip, paused at its start."""
    window = make_window()
    window.open_clip(CLIP)
    qtbot.waitUntil(lambda: window.controller.state is State.PLAYING, timeout=WAIT_MS)
    press(qtbot, window, Qt.Key.Key_Space)
    assert window.controller.state is State.PAUSED
    qtbot.waitUntil(lambda: _recording(window).complete, timeout=WAIT_MS)
    press(qtbot, window, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: window.controller.playback.time_s == 0.0, timeout=WAIT_MS)
    return window


def _recording(window: MainWindow) -> Any:
    return window.controller.recording


def press(
    qtbot: Any,
    window: MainWindow,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    qtbot.keyClick(window, key, modifier)


def shown_time(window: MainWindow) -> float:
    frame = window.presenter.frame
    return -1.0 if frame is None else frame.time_s


def wait_shown(qtbot: Any, window: MainWindow, time_s: float) -> None:
    qtbot.waitUntil(lambda: abs(shown_time(window) - time_s) < 1e-6, timeout=WAIT_MS)


def test_a_clip_is_analysed_while_it_plays(opened: MainWindow) -> None:
    assert len(_recording(opened)) == round(6 * FPS)
    assert [rep.index for rep in _recording(opened).reps] == [1, 2]
    assert opened.flags_panel.model.rowCount() == 1
    assert opened.windowTitle().startswith("set.mp4")
    assert not opened.transport.progress.isVisible()


def test_keys_step_through_frames(qtbot: Any, opened: MainWindow) -> None:
    press(qtbot, opened, Qt.Key.Key_Right)
    press(qtbot, opened, Qt.Key.Key_Right)
    wait_shown(qtbot, opened, 2 / FPS)
    press(qtbot, opened, Qt.Key.Key_Left)
    wait_shown(qtbot, opened, 1 / FPS)
    press(qtbot, opened, Qt.Key.Key_End)
    wait_shown(qtbot, opened, (6 * FPS - 1) / FPS)
    press(qtbot, opened, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: 5.3 < shown_time(opened) < 5.4, timeout=WAIT_MS)


def test_marks_are_walked_by_key(qtbot: Any, opened: MainWindow) -> None:
    marks = _recording(opened).marks()
    control = Qt.KeyboardModifier.ControlModifier
    for mark in marks:
        press(qtbot, opened, Qt.Key.Key_Right, control)
        qtbot.waitUntil(lambda at=mark: abs(shown_time(opened) - at) <= 1 / FPS, timeout=WAIT_MS)
    press(qtbot, opened, Qt.Key.Key_Left, control)
    qtbot.waitUntil(lambda: abs(shown_time(opened) - marks[-2]) <= 1 / FPS, timeout=WAIT_MS)


def test_the_timeline_is_clicked_and_dragged(qtbot: Any, opened: MainWindow) -> None:
    timeline = opened.transport.timeline
    left = Qt.MouseButton.LeftButton

    def place(time_s: float) -> QPoint:
        return QPoint(round(timeline.x_of(time_s)), timeline.height() // 2)

    qtbot.mousePress(timeline, left, pos=place(1.0))
    qtbot.waitUntil(lambda: abs(shown_time(opened) - 1.0) < 0.05, timeout=WAIT_MS)
    qtbot.mouseMove(timeline, place(4.3))
    qtbot.waitUntil(lambda: abs(shown_time(opened) - 4.3) < 0.05, timeout=WAIT_MS)
    qtbot.mouseRelease(timeline, left, pos=place(4.3))
    assert opened.rep_panel.number.value == 2
    assert "Rounded back" in opened.view.accessibleDescription()
    assert "rep 2" in timeline.describe(timeline.x_of(4.3))
    assert "Rounded back" in timeline.describe(timeline.x_of(4.3))


def test_a_flag_in_the_list_leads_to_its_moment(qtbot: Any, opened: MainWindow) -> None:
    flags = opened.flags_panel
    flags.view.setFocus()
    flags.view.setCurrentIndex(flags.model.index(0))
    flags.view.activated.emit(flags.model.index(0))
    start_s = _recording(opened).flags[0].start_s
    qtbot.waitUntil(lambda: abs(shown_time(opened) - start_s) <= 1 / FPS, timeout=WAIT_MS)


def test_speed_is_chosen_by_key_and_by_button(qtbot: Any, opened: MainWindow) -> None:
    press(qtbot, opened, Qt.Key.Key_Down)
    assert opened.controller.playback.speed == 0.5
    press(qtbot, opened, Qt.Key.Key_Down)
    assert opened.controller.playback.speed == 0.25
    opened.transport.speed_chosen.emit(1.0)
    assert opened.controller.playback.speed == 1.0


def test_playing_moves_on_and_ends_paused(qtbot: Any, opened: MainWindow) -> None:
    opened.controller.seek(5.6)
    press(qtbot, opened, Qt.Key.Key_Space)
    assert opened.controller.state is State.PLAYING
    qtbot.waitUntil(lambda: opened.controller.state is State.PAUSED, timeout=WAIT_MS)
    wait_shown(qtbot, opened, (6 * FPS - 1) / FPS)


def test_what_was_analysed_is_not_analysed_twice(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    seen: list[int] = []

    class Counting(ScriptedEstimator):
        def estimate(self, frame: Any) -> Any:
            seen.append(frame.index)
            return super().estimate(frame)

    window = make_window(replace(services, open_estimator=Counting))
    window.open_clip(CLIP)
    qtbot.waitUntil(
        lambda: _recording(window) is not None and _recording(window).complete, timeout=WAIT_MS
    )
    for time_s in (3.0, 1.0, 5.0, 0.0):
        window.controller.seek(time_s)
        qtbot.waitUntil(lambda at=time_s: abs(shown_time(window) - at) < 0.2, timeout=WAIT_MS)
    assert seen == sorted(set(seen))


def test_a_place_not_analysed_yet_is_shown_without_overlay(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    import threading

    go_on = threading.Event()

    class Waiting(ScriptedEstimator):
        def estimate(self, frame: Any) -> Any:
            if frame.index == 30:
                go_on.wait(20)
            return super().estimate(frame)

    window = make_window(replace(services, open_estimator=Waiting))
    window.open_clip(CLIP)
    qtbot.waitUntil(lambda: window.controller.state is State.PLAYING, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(_recording(window)) == 30, timeout=WAIT_MS)
    press(qtbot, window, Qt.Key.Key_Space)
    window.controller.seek(4.3)
    wait_shown(qtbot, window, 129 / FPS)
    assert window.view.accessibleDescription() == ""
    go_on.set()
    qtbot.waitUntil(lambda: "Rounded back" in window.view.accessibleDescription(), timeout=WAIT_MS)


def test_a_clip_plays_at_true_speed_however_slow_the_analysis(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    import threading
    import time

    go_on = threading.Event()

    class Waiting(ScriptedEstimator):
        def estimate(self, frame: Any) -> Any:
            if frame.index == 15:
                go_on.wait(30)
            return super().estimate(frame)

    window = make_window(replace(services, open_estimator=Waiting))
    window.open_clip(CLIP)
    qtbot.waitUntil(lambda: window.controller.state is State.PLAYING, timeout=WAIT_MS)
    begun_s, from_s = time.monotonic(), window.controller.playback.time_s
    qtbot.waitUntil(lambda: window.controller.playback.time_s - from_s > 2.0, timeout=WAIT_MS)
    took_s = time.monotonic() - begun_s
    assert window.controller.playback.time_s - from_s == pytest.approx(took_s, rel=0.1)
    qtbot.waitUntil(lambda: shown_time(window) > 2.0, timeout=WAIT_MS)
    assert window.rep_panel._exercise.text() == "Not analysed yet"
    assert window.transport._analysis.isVisible()
    assert window.transport._analysis.text() in ("Analysing 7 %", "Analysing 8 %")
    press(qtbot, window, Qt.Key.Key_Space)
    window.controller.seek(4.3)
    go_on.set()
    qtbot.waitUntil(lambda: "Rounded back" in window.view.accessibleDescription(), timeout=WAIT_MS)
    assert window.rep_panel._exercise.text().startswith("Bent-over row")
    # The second rep is counted a little after the fault in it is told.
    qtbot.waitUntil(lambda: window.rep_panel.number.value == 2, timeout=WAIT_MS)


def test_a_dropped_file_is_opened(qtbot: Any, make_window: MakeWindow) -> None:
    window = make_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/clips/dropped.mp4")])
    event = QDropEvent(
        QPointF(100, 100),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    qtbot.waitUntil(lambda: window.controller.state is State.PLAYING, timeout=WAIT_MS)
    assert window.controller.path == Path("/clips/dropped.mp4")


@pytest.mark.parametrize("content", [b"", b"this is no video at all\n" * 40, None])
def test_a_bad_file_is_one_message(
    qtbot: Any,
    make_window: MakeWindow,
    services: Services,
    tmp_path: Path,
    content: bytes | None,
) -> None:
    path = tmp_path / "bad.mp4"
    if content is not None:
        path.write_bytes(content)
    real = replace(services, open_source=open_source, open_clip=SeekableClip)
    window = make_window(real)
    told: list[str] = []
    window.controller.failed.connect(lambda message, _: told.append(message))
    window.open_clip(path)
    qtbot.waitUntil(window.banner.isVisible, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: _no_threads(window), timeout=WAIT_MS)
    assert len(told) == 1
    assert "bad.mp4" in window.banner.message.text()
    assert "Traceback" not in window.banner.message.text()
    assert window.banner.hint.text()
    assert window.pages.currentWidget() is window.start_page


def _no_threads(window: MainWindow) -> bool:
    return window.controller._session is None and window.controller._player is None


def test_a_real_file_plays_with_the_analysis_over_the_right_frames(
    qtbot: Any, make_window: MakeWindow, services: Services, tmp_path: Path
) -> None:
    times = np.cumsum([0.0, *([1 / 30, 1 / 15, 1 / 30] * 15)])
    path = make_clip(tmp_path / "vfr.mp4", [draw(time_s) for time_s in times], times_s=list(times))
    real = replace(services, open_source=open_source, open_clip=SeekableClip)
    window = make_window(real)
    window.open_clip(Path(path))
    qtbot.waitUntil(
        lambda: _recording(window) is not None and _recording(window).complete, timeout=WAIT_MS
    )
    assert len(_recording(window)) == len(window.controller._player.clip) == len(times)
    if window.controller.state is State.PLAYING:
        # Playing on, a busy machine may never show the very frame.
        window.controller.toggle_play()
    for index in (7, 30, 3):
        window.controller.seek(float(times[index]))
        qtbot.waitUntil(lambda at=index: window.presenter.frame.index == at, timeout=WAIT_MS)
        result = _recording(window).at(window.presenter.frame.time_s)
        assert result.index == index


def test_nobody_in_a_clip_is_said(qtbot: Any, make_window: MakeWindow, services: Services) -> None:
    class Blind(ScriptedEstimator):
        def estimate(self, frame: Any) -> None:
            return None

    window = make_window(replace(services, open_estimator=Blind))
    window.open_clip(CLIP)
    qtbot.waitUntil(window.banner.isVisible, timeout=WAIT_MS)
    assert "Nobody" in window.banner.message.text()
    assert "nobody in the picture" in window.readouts.back.accessibleDescription()


def test_the_clip_is_closed_by_key(qtbot: Any, opened: MainWindow) -> None:
    press(qtbot, opened, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: opened.controller.state is State.IDLE, timeout=WAIT_MS)
    assert opened.pages.currentWidget() is opened.start_page
    assert not opened.transport.isVisible()


def test_another_clip_takes_over(qtbot: Any, opened: MainWindow) -> None:
    opened.open_clip(Path("other.mp4"))
    qtbot.waitUntil(lambda: opened.windowTitle().startswith("other.mp4"), timeout=WAIT_MS)


def test_a_clip_that_breaks_while_it_plays_is_one_message(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    class Breaking(ScriptedClip):
        def frame(self, index: int) -> Any:
            if index > 20:
                raise SourceOpenError("The clip cannot be decoded at 0.70 s.", "Copy it again.")
            return super().frame(index)

    window = make_window(replace(services, open_clip=lambda _: Breaking()))
    window.open_clip(CLIP)
    qtbot.waitUntil(window.banner.isVisible, timeout=WAIT_MS)
    assert window.controller.state is State.FAILED
    assert "decoded at" in window.banner.message.text()


def test_layers_are_switched_by_key(qtbot: Any, opened: MainWindow) -> None:
    opened.controller.seek(3.0)
    wait_shown(qtbot, opened, 3.0)
    assert opened.view.scene.strokes
    press(qtbot, opened, Qt.Key.Key_S)
    assert opened.view.scene.strokes == ()
    assert opened.view.scene.ribbon is not None
    press(qtbot, opened, Qt.Key.Key_B)
    assert opened.view.scene.ribbon is None
    press(qtbot, opened, Qt.Key.Key_M)
    assert opened.view.scene.mask is None


def test_the_users_exercise_reaches_the_engine(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    asked: list[str | None] = []

    def noted(exercise: str | None) -> ScriptedPipeline:
        asked.append(exercise)
        return ScriptedPipeline(exercise=exercise)

    window = make_window(replace(services, new_pipeline=noted), exercise="face_pull")
    window.open_clip(CLIP)
    qtbot.waitUntil(lambda: asked == ["face_pull"], timeout=WAIT_MS)


def test_space_belongs_to_the_player_as_soon_as_a_clip_is_open(opened: MainWindow) -> None:
    assert opened.focusWidget() is opened.view


def test_a_clip_that_is_being_closed_plays_on_no_more(
    qtbot: Any, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its threads may take a while to end; its last frame may be due meanwhile."""
    controller = opened.controller
    press(qtbot, opened, Qt.Key.Key_Space)
    assert controller.playback is not None
    assert controller.playback.playing
    with monkeypatch.context() as patch:
        patch.setattr(controller, "_stop_threads", lambda: None)
        controller.playback.speed = 1000.0
        controller.stop()
        with qtbot.captureExceptions() as errors:
            qtbot.wait(100)
        assert not errors
        assert controller.state is State.STOPPING
