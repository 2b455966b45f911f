"""Filming: from the button to the count, through stalls of nobody's making, to a clean end."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from formcheck.errors import CameraError, ModelError, SourceOpenError
from formcheck.sources import open_source
from formcheck.sources.at_will import AtWill
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.mjpeg_server import MjpegServer
from support.scripted import ScriptedEstimator, ScriptedSource, draw

WAIT_MS = 20_000


def test_a_set_is_filmed_counted_and_flagged(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    window = make_window(replace(services, open_source=lambda _: ScriptedSource(9.0, live=True)))
    states: list[State] = []
    window.controller.state_changed.connect(states.append)
    qtbot.mouseClick(window.start_page.camera_button, Qt.MouseButton.LeftButton)
    assert window.controller.state is State.STARTING
    qtbot.waitUntil(lambda: window.rep_panel.number.value >= 2, timeout=WAIT_MS)
    assert window.controller.state is State.IN_SET
    assert window.flags_panel.model.rowCount() == 1
    assert "Rounded back" in window.flags_panel.model.index(0).data()
    assert window.strip.value("dropped").endswith("%)")
    assert "ms" in window.strip.value("delay")
    window.toggle_camera()
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)
    assert states == [
        State.STARTING,
        State.WAITING,
        State.IN_SET,
        State.STOPPING,
        State.IDLE,
    ]
    assert window.rep_panel.number.value >= 2, "the count stays to be read"
    assert window.pages.currentWidget() is window.start_page


def test_each_reps_score_is_told_in_words_and_then_the_sets(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    window = make_window(replace(services, open_source=lambda _: ScriptedSource(9.0, live=True)))
    window.start_camera(0)
    told = window.rep_panel.score
    qtbot.waitUntil(lambda: "Last rep: score 100 · nothing wrong" in told.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Last rep: score 76 · Rounded back" in told.text(), timeout=WAIT_MS)
    assert told.isVisible()
    window.controller.end_set()
    assert "worst rep 2 (76: Rounded back)" in told.text()
    window.controller.begin_set()
    assert not told.isVisible(), "a new set begins without the last one's score"


def test_the_cue_is_up_while_the_flag_is(qtbot: Any, make_window: MakeWindow) -> None:
    window = make_window()
    window.start_camera(0)
    qtbot.waitUntil(lambda: "Chest up" in window.view.accessibleDescription(), timeout=WAIT_MS)
    assert "Chest up" in window.view.accessibleDescription()
    qtbot.waitUntil(lambda: window.view.accessibleDescription() == "", timeout=WAIT_MS)


def test_the_window_is_closed_in_mid_set_over_a_real_connection(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    pictures = [draw(index / 30) for index in range(90)]
    with MjpegServer(pictures, fps=30) as server:
        window = make_window(replace(services, open_source=open_source))
        window.start_camera(server.url)
        qtbot.waitUntil(lambda: window.controller.state is State.IN_SET, timeout=WAIT_MS)
        assert window.view.has_picture
        window.close()
    assert not [each for each in threading.enumerate() if each.name == "formcheck-capture"]


def test_a_camera_that_is_not_there_is_one_message(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    def absent(spec: object) -> ScriptedSource:
        raise CameraError(f"There is no camera {spec}.", "Plug one in.")

    window = make_window(replace(services, open_source=absent))
    window.start_camera(7)
    qtbot.waitUntil(lambda: window.controller.state is State.FAILED, timeout=WAIT_MS)
    assert window.banner.isVisible()
    assert window.banner.message.text() == "There is no camera 7."
    assert window.banner.hint.text() == "Plug one in."
    assert window.pages.currentWidget() is window.start_page
    assert window.top_bar.camera_button.text().strip() == "Start camera"


def test_a_camera_unplugged_in_mid_set_keeps_what_was_counted(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    gone = CameraError("The camera was unplugged.", "Plug it in and start again.")
    source = ScriptedSource(9.0, live=True, fail_after_s=4.3, error=gone)
    window = make_window(replace(services, open_source=lambda _: source))
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.FAILED, timeout=WAIT_MS)
    assert window.banner.message.text() == "The camera was unplugged."
    assert window.rep_panel.number.value == 1
    qtbot.waitUntil(lambda: window.controller.result is not None, timeout=WAIT_MS)
    assert len(window.controller.result.reps) == 1


def test_a_failed_camera_can_be_started_again(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    answers = [CameraError("Busy.", "Close the other program."), None]

    def second_time(_: object) -> ScriptedSource:
        error = answers.pop(0)
        if error is not None:
            raise error
        return ScriptedSource(9.0, live=True)

    window = make_window(replace(services, open_source=second_time))
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.FAILED, timeout=WAIT_MS)
    assert [button.text() for button in window.banner.offers] == [
        "Try again", "Choose a camera…", "Open a clip…", "Try the sample",
    ]  # fmt: skip
    window.banner.offers[0].click()
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    assert not window.banner.isVisible()


def test_without_a_camera_the_message_leads_to_another_or_to_the_sample(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    def absent(spec: str | int) -> ScriptedSource:
        if str(spec).endswith(".mp4"):
            return ScriptedSource(6.0)
        raise CameraError(f"There is no camera {spec}.", "Plug one in.")

    window = make_window(replace(services, open_source=absent))
    window.start_camera(7)
    qtbot.waitUntil(lambda: window.controller.state is State.FAILED, timeout=WAIT_MS)
    window.banner.offers[1].click()
    assert window.live_desk.cameras.open_now
    window.start_camera(7)
    qtbot.waitUntil(lambda: len(window.banner.offers) == 4, timeout=WAIT_MS)
    window.banner.offers[3].click()
    qtbot.waitUntil(lambda: window.controller.state is State.PLAYING, timeout=WAIT_MS)
    window.banner.tell("Something else.", "")
    banner = window.banner
    assert banner.offers == []
    # The words have the room, not the button.
    qtbot.waitUntil(lambda: banner.message.width() > banner.width() / 2, timeout=WAIT_MS)
    assert banner.close_button.width() <= banner.close_button.sizeHint().width()


def test_an_altered_model_is_one_message(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    def altered() -> ScriptedEstimator:
        raise ModelError("The pose model was altered.", "Install FormCheck again.")

    window = make_window(replace(services, open_estimator=altered))
    window.start_camera(0)
    qtbot.waitUntil(window.banner.isVisible, timeout=WAIT_MS)
    assert window.banner.message.text() == "The pose model was altered."


def test_a_fault_of_our_own_is_told_without_a_traceback(
    qtbot: Any, make_window: MakeWindow, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> ScriptedEstimator:
        raise ZeroDivisionError("internal detail")

    window = make_window(replace(services, open_estimator=broken))
    window.start_camera(0)
    qtbot.waitUntil(window.banner.isVisible, timeout=WAIT_MS)
    shown = window.banner.message.text() + window.banner.hint.text()
    assert "inside FormCheck" in shown
    assert "internal detail" not in shown
    assert "internal detail" in caplog.text, "the log has the trace"


def test_stopping_while_the_camera_is_being_opened(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    may_open = threading.Event()

    def slow(_: object) -> ScriptedSource:
        may_open.wait(20)
        return ScriptedSource(9.0, live=True)

    window = make_window(replace(services, open_source=slow))
    window.start_camera(0)
    window.toggle_camera()
    assert window.controller.state is State.STOPPING
    may_open.set()
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)


def test_another_camera_takes_over_without_being_stopped_first(
    qtbot: Any, make_window: MakeWindow
) -> None:
    window = make_window()
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    states: list[State] = []
    window.controller.state_changed.connect(states.append)
    window.start_camera(1)
    qtbot.waitUntil(lambda: State.WAITING in states, timeout=WAIT_MS)
    assert states == [State.STOPPING, State.IDLE, State.STARTING, State.WAITING]


def test_another_exercise_chosen_while_the_camera_runs_is_answered(
    qtbot: Any, make_window: MakeWindow
) -> None:
    window = make_window()
    window.start_camera(0)
    control, combo = window.controller, window.top_bar.exercise
    qtbot.waitUntil(lambda: control.filming is not None, timeout=WAIT_MS)
    session = control.filming
    combo.activated.emit(combo.currentIndex())
    assert not window.banner.isVisible(), "the same one is no other"
    combo.setCurrentIndex(combo.findData("face_pull"))
    combo.activated.emit(combo.currentIndex())
    assert "goes on counting the exercise it was started with" in window.banner.message.text()
    assert control.filming is session
    control.stop()
    qtbot.waitUntil(lambda: control.state is State.IDLE, timeout=WAIT_MS)


def test_no_camera_named_is_said(make_window: MakeWindow) -> None:
    window = make_window()
    window.top_bar.camera.setEditText("")
    window.start_camera()
    assert window.banner.isVisible()
    assert window.controller.state is State.IDLE


def test_a_stream_that_ends_goes_back_to_the_start(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    window = make_window(replace(services, open_source=lambda _: ScriptedSource(0.5, live=True)))
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)


def test_a_camera_waits_for_what_a_failed_clip_is_still_loading(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    loading, go_on = threading.Event(), threading.Event()

    def open_slowly() -> ScriptedEstimator:
        loading.set()
        go_on.wait(WAIT_MS / 1000)
        return ScriptedEstimator()

    def open_clip(path: Path) -> AtWill:
        loading.wait(WAIT_MS / 1000)
        raise SourceOpenError(f"{path} cannot be played.", "Try another.")

    window = make_window(replace(services, open_estimator=open_slowly, open_clip=open_clip))
    control = window.controller
    window.open_clip(Path("set.mp4"))
    qtbot.waitUntil(lambda: control.state is State.FAILED, timeout=WAIT_MS)
    before = control._session
    window.start_camera(0)
    assert control._session is before, "nobody would end a thread that is lost"
    go_on.set()
    qtbot.waitUntil(lambda: control.state is State.WAITING, timeout=WAIT_MS)
    assert control._session is not before
