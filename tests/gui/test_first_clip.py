"""What somebody new to it sees of a clip: faults as they come, and in the end the result."""

from __future__ import annotations

import errno
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from formcheck.recording.disk import DiskAppender
from formcheck.recording.source import open_source as open_recording
from formcheck.sources.base import FrameSource
from formcheck.types import Frame, Pose
from formcheck_ui.main_window import MainWindow
from formcheck_ui.panels.flags_panel import FlagsPanel
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.scripted import ScriptedEstimator, ScriptedPipeline

WAIT_MS = 60_000
CLIP = Path("set.mp4")


class Held(ScriptedEstimator):
    """Looks no further than a time before it is let go on."""

    def __init__(self, until_s: float) -> None:
        self.until_s = until_s
        self.go_on = threading.Event()

    def estimate(self, frame: Frame) -> Pose | None:
        if frame.time_s > self.until_s:
            self.go_on.wait(WAIT_MS / 1000)
        return super().estimate(frame)


def play_out(qtbot: Any, window: MainWindow, from_s: float) -> None:
    """Let the clip run from a time to its end, whether it has run there by itself or not."""
    control = window.controller
    control.seek(from_s)
    if control.state is State.PAUSED:
        control.toggle_play()
    qtbot.waitUntil(lambda: control.state is State.PAUSED, timeout=WAIT_MS)


def said_without_flags(panel: FlagsPanel) -> str:
    return str(panel._empty.text())


def test_the_sample_plays_no_further_than_it_is_analysed(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    held = Held(1.0)
    window = make_window(replace(services, open_estimator=lambda: held))
    control = window.controller
    window.open_sample()
    qtbot.waitUntil(
        lambda: control.playback is not None and control.playback.time_s > 0.9, timeout=WAIT_MS
    )
    qtbot.wait(400)
    assert control.state is State.PLAYING
    assert control.playback.time_s <= 1.0 + 1e-6
    control.step(5)
    assert control.playback.time_s > 1.0, "who goes ahead by hand is not held back"
    held.go_on.set()


def test_any_other_clip_is_not_held_back(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    held = Held(0.0)
    window = make_window(replace(services, open_estimator=lambda: held))
    window.open_clip(CLIP)
    control = window.controller
    qtbot.waitUntil(
        lambda: control.playback is not None and control.playback.time_s > 0.2, timeout=WAIT_MS
    )
    held.go_on.set()


def test_at_its_end_the_review_stands_and_it_can_be_played_again(
    qtbot: Any, make_window: MakeWindow
) -> None:
    window = make_window()
    window.open_clip(CLIP)
    control, button = window.controller, window.transport._buttons["play"]
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    play_out(qtbot, window, 5.0)
    assert window.desk.panel.isVisible()
    assert button.text() == "Play again"
    assert button.accessibleName() == "Play again"
    assert button.toolTip() == "Play again (Space)"
    window.commands["tab_feedback"].trigger()
    button.click()
    assert control.state is State.PLAYING
    assert control.playback.time_s < 1.0
    assert button.text() == ""
    assert button.accessibleName() == "Play or pause"
    play_out(qtbot, window, 5.8)
    assert not window.desk.panel.isVisible(), "it is brought up once"


def test_the_review_stands_when_the_analysis_ends_last(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    held = Held(0.0)
    window = make_window(replace(services, open_estimator=lambda: held))
    window.open_clip(CLIP)
    control = window.controller
    qtbot.waitUntil(lambda: control.state is State.PLAYING, timeout=WAIT_MS)
    play_out(qtbot, window, 5.8)
    assert not window.desk.panel.isVisible()
    held.go_on.set()
    qtbot.waitUntil(lambda: window.desk.panel.isVisible(), timeout=WAIT_MS)


def test_no_flags_is_said_of_a_clip_only_once_it_is_looked_through(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    held = Held(1.0)
    core = replace(
        services,
        open_estimator=lambda: held,
        new_pipeline=lambda exercise: ScriptedPipeline(exercise=exercise, rounded=()),
    )
    window = make_window(core)
    window.open_clip(CLIP)
    qtbot.waitUntil(lambda: window.controller.state is State.PLAYING, timeout=WAIT_MS)
    assert said_without_flags(window.flags_panel) == (
        "The analysis is under way; faults appear here as they are found."
    )
    held.go_on.set()
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    assert said_without_flags(window.flags_panel) == "No flags in this clip."


def test_another_exercise_judges_the_clip_again_where_it_stands(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    opened: list[str] = []
    estimators: list[ScriptedEstimator] = []

    def open_source(spec: str | int) -> FrameSource:
        opened.append(str(spec))
        return open_recording(spec) if str(spec).endswith(".fcrec") else services.open_source(spec)

    def open_estimator() -> ScriptedEstimator:
        estimators.append(ScriptedEstimator())
        return estimators[-1]

    window = make_window(replace(services, open_source=open_source, open_estimator=open_estimator))
    window.open_clip(CLIP)
    control, combo = window.controller, window.top_bar.exercise
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    before, pictures = control.recording, len(control._previews)
    control.seek(2.0)
    if control.state is State.PLAYING:
        control.toggle_play()
    here_s = control.playback.time_s
    combo.setCurrentIndex(combo.findData("face_pull"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(
        lambda: control.recording is not before and window.desk.review.ready, timeout=WAIT_MS
    )
    assert control.result.exercise.name == "face_pull"
    assert [rep.index for rep in control.recording.reps] == [rep.index for rep in before.reps]
    assert window.flags_panel.model.rowCount() == 1
    assert control.playback.time_s == here_s
    assert len(estimators) == 1, "nobody looks at the pictures again"
    assert len(control._previews) == pictures > 0, "what is judged again brings black frames"
    kept = Path(opened[-1])
    assert kept.exists()
    combo.activated.emit(combo.currentIndex())
    assert len(opened) == 2, "the same exercise is no reason to judge again"
    control.stop()
    qtbot.waitUntil(lambda: control.state is State.IDLE, timeout=WAIT_MS)
    assert not kept.parent.exists()


def test_a_clip_that_is_still_analysed_is_judged_again_from_its_start(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    held = Held(1.0)
    window = make_window(replace(services, open_estimator=lambda: held))
    window.open_clip(CLIP)
    control, combo = window.controller, window.top_bar.exercise
    qtbot.waitUntil(lambda: control.state is State.PLAYING, timeout=WAIT_MS)
    combo.setCurrentIndex(combo.findData("face_pull"))
    combo.activated.emit(combo.currentIndex())
    held.go_on.set()
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    assert control.result.exercise.name == "face_pull"
    assert len(control.recording.reps) == 2


def test_who_goes_back_to_the_first_exercise_at_once_is_judged_by_it(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    held = Held(1.0)
    window = make_window(replace(services, open_estimator=lambda: held))
    control, combo = window.controller, window.top_bar.exercise
    combo.setCurrentIndex(combo.findData("bent_over_row"))
    window.open_clip(CLIP)
    qtbot.waitUntil(lambda: control.state is State.PLAYING, timeout=WAIT_MS)
    for name in ("face_pull", "bent_over_row"):
        combo.setCurrentIndex(combo.findData(name))
        combo.activated.emit(combo.currentIndex())
    held.go_on.set()
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    assert control.result.exercise.name == "bent_over_row"


def test_poses_whose_last_could_not_be_written_are_not_judged(
    qtbot: Any, make_window: MakeWindow, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close_full(disk: DiskAppender) -> None:
        really_close(disk)
        disk._error = OSError(errno.ENOSPC, "No space left on device")

    really_close = DiskAppender.close
    monkeypatch.setattr(DiskAppender, "close", close_full)
    opened: list[str] = []

    def open_source(spec: str | int) -> FrameSource:
        opened.append(str(spec))
        return services.open_source(spec)

    window = make_window(replace(services, open_source=open_source))
    window.open_clip(CLIP)
    control, combo = window.controller, window.top_bar.exercise
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    before = control.recording
    combo.setCurrentIndex(combo.findData("face_pull"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(
        lambda: control.recording is not before and window.desk.review.ready, timeout=WAIT_MS
    )
    assert opened == [str(CLIP), str(CLIP)]
    assert not control._session._poses.exists(), "a full disk is given its room back"
