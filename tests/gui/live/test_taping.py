"""Recording in the window: seen from across the room, replayed by a key, never in the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from formcheck.config import Config
from formcheck.errors import CameraError
from formcheck.recording.clip import FilmedClip, RecordedClip
from formcheck.recording.header import describe
from formcheck.recording.reader import RecordingReader
from formcheck.recording.shelf import TapeState, film_of, look
from formcheck.recording.source import open_source
from formcheck.recording.tape import Tape
from formcheck.sources.base import FrameSource
from formcheck_ui.services import Services
from formcheck_ui.states import LIVE, State
from gui.conftest_types import MakeWindow
from support.ears import RecordedSpeech
from support.scripted import ScriptedSource

WAIT_MS = 30_000


class Options:
    """Options that are kept in memory."""

    def __init__(self) -> None:
        self.config = Config()

    def save(self, config: Config) -> None:
        self.config = config


@pytest.fixture
def options() -> Options:
    return Options()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "films"


@pytest.fixture
def taped(heard: Services, options: Options, shelf: Path) -> Services:
    """Return the scripted core with the real tape and the real way to open what it made."""

    def new_tape(
        source: FrameSource, exercise: str | None, on_change: Callable[[TapeState], None]
    ) -> Tape:
        record = options.config.record
        return Tape(
            shelf,
            lambda: describe(source.info, options.config, exercise=exercise),
            on_change,
            recording=record.poses,
            pictures=record.pictures,
            least_free_gb=0.0,
        )

    def open_any(spec: str | int) -> Any:
        return open_source(spec) if str(spec).endswith(".fcrec") else heard.open_source(spec)

    def open_clip(path: Path) -> Any:
        film = film_of(path)
        return RecordedClip(path) if film is None else FilmedClip(path, film)

    return replace(
        heard,
        open_source=open_any,
        open_clip=open_clip,
        new_tape=new_tape,
        shelf=lambda: look(shelf),
        config=lambda: options.config,
        save_config=options.save,
    )


def film_reps(qtbot: Any, window: Any, reps: int) -> None:
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.rep_panel.number.value >= reps, timeout=WAIT_MS)


def test_filming_records_and_says_so(
    qtbot: Any, make_window: MakeWindow, taped: Services, shelf: Path
) -> None:
    window = make_window(taped)
    assert window.commands["record"].isChecked(), "recorded unless the user does not want it"
    assert str(shelf) in window.start_page.shelf_button.text()
    assert not window.start_page.again_button.isVisible()
    film_reps(qtbot, window, 1)
    qtbot.waitUntil(lambda: window.view.tape not in ("", "0:00"), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.strip.value("recording").endswith("MB"), timeout=WAIT_MS)
    assert window.controller.tape.path is not None
    assert window.controller.tape.path.parent == shelf
    window.toggle_camera()
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)
    assert window.view.tape == ""
    (path,) = shelf.iterdir()
    with RecordingReader(path) as reader:
        assert reader.complete
        assert json.dumps(reader.report)
    assert window.controller.last_recording == path


def test_one_click_replays_what_was_filmed(
    qtbot: Any, make_window: MakeWindow, taped: Services
) -> None:
    window = make_window(taped)
    film_reps(qtbot, window, 1)
    window.toggle_camera()
    qtbot.waitUntil(window.start_page.again_button.isVisible, timeout=WAIT_MS)
    qtbot.mouseClick(window.start_page.again_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.controller.state is State.PLAYING, timeout=WAIT_MS)
    assert window.controller.path == window.controller.last_recording
    qtbot.waitUntil(lambda: window.controller.recording.complete, timeout=WAIT_MS)
    assert window.desk.recent.paths()[0] == window.controller.path


def test_one_key_replays_what_is_being_filmed_but_never_in_a_set(
    qtbot: Any, make_window: MakeWindow, taped: Services
) -> None:
    window = make_window(taped)
    film_reps(qtbot, window, 1)
    assert window.controller.state is State.IN_SET
    assert not window.commands["replay_session"].isEnabled()
    window.live_desk.tape.replay()
    assert window.controller.state is State.IN_SET
    window.controller.end_set()
    qtbot.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: window.controller.state is State.PLAYING, timeout=WAIT_MS)
    assert window.controller.path == window.controller.last_recording


def test_pictures_are_replayed_where_they_were_recorded(
    qtbot: Any, make_window: MakeWindow, taped: Services, options: Options
) -> None:
    options.config = replace(options.config, record=replace(options.config.record, pictures=True))
    window = make_window(taped)
    film_reps(qtbot, window, 1)
    assert window.controller.tape.pictures
    window.controller.end_set()
    window.live_desk.tape.replay()
    qtbot.waitUntil(lambda: window.controller.state is State.PLAYING, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.presenter.frame is not None, timeout=WAIT_MS)
    assert window.presenter.frame.image.max() > 60, "a picture, not black"


def test_the_key_switches_at_once_and_is_remembered(
    qtbot: Any, make_window: MakeWindow, taped: Services, options: Options, shelf: Path
) -> None:
    window = make_window(taped)
    film_reps(qtbot, window, 1)
    qtbot.keyClick(window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.controller.tape.path is None, timeout=WAIT_MS)
    assert window.view.tape == ""
    assert not options.config.record.poses
    assert window.controller.state in LIVE
    qtbot.keyClick(window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.controller.tape.path is not None, timeout=WAIT_MS)
    assert options.config.record.poses
    assert len(list(shelf.iterdir())) == 2


def test_a_folder_that_cannot_be_written_is_told_and_the_set_goes_on(
    qtbot: Any, make_window: MakeWindow, taped: Services, shelf: Path, speech: RecordedSpeech
) -> None:
    shelf.write_text("in the way")
    window = make_window(taped)
    film_reps(qtbot, window, 1)
    assert window.banner.isVisible()
    assert str(shelf) in window.banner.message.text()
    assert "set goes on" in window.banner.hint.text()
    assert window.strip.value("recording") == "failed"
    assert speech.wait_for("Not recorded any more")
    assert window.controller.state is State.IN_SET


def test_a_camera_unplugged_in_mid_set_leaves_a_recording_that_opens(
    qtbot: Any, make_window: MakeWindow, taped: Services
) -> None:
    gone = CameraError("The camera was unplugged.", "Plug it in and start again.")
    core = replace(
        taped, open_source=lambda _: ScriptedSource(9.0, live=True, fail_after_s=4.3, error=gone)
    )
    window = make_window(core)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.FAILED, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.controller.last_recording is not None, timeout=WAIT_MS)
    with RecordingReader(window.controller.last_recording) as reader:
        assert reader.complete
        assert reader.report is not None
        assert len(reader.report["reps"]) == 1


def test_the_last_rep_is_shown_again_and_then_the_present(
    qtbot: Any, make_window: MakeWindow, taped: Services
) -> None:
    window = make_window(taped)
    film_reps(qtbot, window, 1)
    window.controller.end_set()
    live = window.presenter._live

    def asked() -> bool:
        """On a busy machine the rep's pictures are kept a moment after its number is shown."""
        qtbot.keyClick(window, Qt.Key.Key_W)
        return bool(window.live_desk.again.on)

    qtbot.waitUntil(asked, timeout=WAIT_MS)
    assert window.view.past == "Rep 1 again, at half speed"
    assert window.presenter.looking_back
    qtbot.waitUntil(lambda: window.presenter._live is not live, timeout=WAIT_MS)
    assert window.controller.state in LIVE, "the analysis goes on"
    qtbot.keyClick(window, Qt.Key.Key_PageUp)
    assert not window.live_desk.again.on, "a remote's key back ends it, as it begins it"
    assert window.view.past == ""


def test_the_next_rep_brings_the_present_back(
    qtbot: Any, make_window: MakeWindow, taped: Services
) -> None:
    window = make_window(taped)
    film_reps(qtbot, window, 1)
    window.controller.end_set()
    qtbot.keyClick(window, Qt.Key.Key_W)
    assert window.live_desk.again.on
    qtbot.waitUntil(lambda: window.controller.state is State.IN_SET, timeout=WAIT_MS)
    assert not window.live_desk.again.on
    assert not window.presenter.looking_back


def test_a_rep_with_a_fault_is_shown_by_itself_after_the_set(
    qtbot: Any, make_window: MakeWindow, taped: Services
) -> None:
    window = make_window(taped)
    film_reps(qtbot, window, 2)
    assert window.presenter.live_reps[1].flags
    window.live_desk.again._due.setInterval(10)
    window.controller.end_set()
    qtbot.waitUntil(lambda: window.view.past == "Rep 2 again, at half speed", timeout=WAIT_MS)


def test_nothing_is_shown_again_where_there_is_no_rep(
    qtbot: Any, make_window: MakeWindow, taped: Services
) -> None:
    window = make_window(taped)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_W)
    assert not window.live_desk.again.on
