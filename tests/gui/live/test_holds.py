"""A hold in the window: its seconds in place of the count, in the set, aloud, on the timeline."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from formcheck.config import SoundOptions
from formcheck.log.store import TrainingLog
from formcheck.types import Event, FrameResult, Hold, HoldBegan, HoldEnded, Pose
from formcheck_ui.live.announcer import Announcer, Heard
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services
from formcheck_ui.states import SetTracker, State
from formcheck_ui.voice.tones import Tone
from formcheck_ui.voice.voice import Kind
from gui.conftest_types import MakeWindow
from support.ears import RecordedSpeech
from support.scripted import SIZE, ScriptedPipeline, ScriptedSource, rowing_pose

WAIT_MS = 60_000
HOLD = Hold(1, 0.2, 5.2, quality=1.0, level=4.0, sank=2.0, wobble=0.5, unit="°")
"""Both ends at a picture of the scripted camera, so that five seconds of it are seen."""
LEAST_S = 1.0


class HoldingPipeline(ScriptedPipeline):
    """Says that she holds from 0.2 to 5.2 s, and counts nothing."""

    _before_s = -1.0

    @property
    def holds(self) -> tuple[Hold, ...]:
        return (HOLD,)

    def push(
        self, index: int, time_s: float, pose: Pose | None, size: tuple[int, int]
    ) -> FrameResult:
        told = super().push(index, time_s, pose, size)
        events: list[Event] = []
        if self._before_s < HOLD.start_s + LEAST_S <= time_s:
            events.append(HoldBegan(time_s, 1, HOLD.start_s))
        if self._before_s < HOLD.end_s + 0.1 <= time_s:
            events.append(HoldEnded(time_s, HOLD))
        self._before_s = time_s
        running = HOLD.start_s <= time_s <= HOLD.end_s
        held_s = time_s - HOLD.start_s if running else math.nan
        self._reps.clear()
        return replace(
            told,
            rep_count=0,
            phase="extended",
            hold_s=held_s,
            active_flags=(),
            events=tuple(events),
        )


@pytest.fixture
def holding(services: Services) -> Services:
    return replace(services, new_pipeline=lambda exercise: HoldingPipeline(exercise=exercise))


BASE = ScriptedPipeline().push(0, 0.0, rowing_pose(0.0), SIZE)


def at(time_s: float, hold_s: float = math.nan, *events: Event) -> FrameResult:
    return replace(BASE, time_s=time_s, rep_count=0, phase="extended", hold_s=hold_s, events=events)


def test_a_hold_that_counts_begins_a_set_which_lasts_while_it_is_held() -> None:
    tracker = SetTracker(rest_after_s=8.0)
    assert tracker.push(at(1.0, 0.6)) is State.WAITING, "not before it counts"
    assert tracker.push(at(2.5, 2.0, HoldBegan(2.5, 1, 0.5))) is State.IN_SET
    assert tracker.push(at(60.0, 59.5)) is State.IN_SET
    ended = HoldEnded(61.0, replace(HOLD, end_s=60.2))
    assert tracker.push(at(61.0, math.nan, ended)) is State.IN_SET
    assert tracker.held_s == pytest.approx(60.0)
    assert tracker.push(at(68.5)) is State.RESTING
    assert tracker.held_s == pytest.approx(60.0), "it stays to be read"
    tracker.push(at(90.0, 2.0, HoldBegan(90.0, 2, 88.0)))
    assert math.isnan(tracker.held_s)


def test_every_fifth_second_of_a_hold_is_said_once() -> None:
    announcer = Announcer(SoundOptions())
    assert announcer.push(HoldBegan(2.0, 1, 0.0), 0) == [Heard(tone=Tone.REP)]
    said = [announcer.holding(tenth / 10.0) for tenth in range(20, 118)]
    assert [each[0].number for each in said if each] == [5, 10]
    announcer.push(HoldBegan(60.0, 2, 58.0), 0)
    assert announcer.holding(5.02) == [Heard(kind=Kind.COUNT, number=5)]
    assert announcer.holding(math.nan) == []
    over = announcer.end_set(0, 12.9)
    assert over[-1] == Heard(kind=Kind.TOLD, code="set_held", number=12)


def test_live_the_big_number_counts_the_seconds_and_the_voice_says_them(
    qtbot: Any, make_window: MakeWindow, holding: Services, speech: RecordedSpeech
) -> None:
    core = replace(
        holding,
        open_source=lambda _spec: ScriptedSource(30.0, live=True),
        open_speech=lambda: speech,
    )
    window = make_window(core)
    panel = window.rep_panel
    window.start_camera(0)
    qtbot.waitUntil(
        lambda: window.controller.state is State.IN_SET and panel.number.value >= 2,
        timeout=WAIT_MS,
    )
    assert panel.number.accessibleName() == "Seconds held"
    assert panel.number.text.endswith("s"), "nobody takes it for reps, from across the room"
    qtbot.waitUntil(lambda: window.controller.held_s == HOLD.duration_s, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: panel.number.value == 5, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "5" in speech.texts, timeout=WAIT_MS)
    window.controller.end_set()
    qtbot.waitUntil(lambda: "Set over. Seconds held: 5" in speech.texts, timeout=WAIT_MS)


def test_a_hold_without_a_rep_is_not_said_to_be_saved(
    qtbot: Any, make_window: MakeWindow, holding: Services, speech: RecordedSpeech, place: Path
) -> None:
    source = lambda _spec: ScriptedSource(30.0, live=True)  # noqa: E731
    window = make_window(replace(holding, open_source=source, open_speech=lambda: speech))
    with TrainingLog.open(place) as log:
        log.lifters.add("Anna")
    window.log_desk.log_panel.ready()
    window.log_desk.log_panel.keep.setChecked(True)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.held_s == HOLD.duration_s, timeout=WAIT_MS)
    window.controller.end_set()
    qtbot.waitUntil(lambda: window.view.rest is not None, timeout=WAIT_MS)
    qtbot.wait(500)
    card = window.view.rest
    assert card is not None
    assert card.kept == "Not saved: the training log keeps reps"
    assert "Saved" not in speech.texts
    window.controller.stop()
    qtbot.waitUntil(lambda: not window.log_desk.keeper.keeps, timeout=WAIT_MS)


def test_a_replay_shows_the_hold(qtbot: Any, make_window: MakeWindow, holding: Services) -> None:
    window: MainWindow = make_window(holding)
    window.open_clip(Path("set.mp4"))
    qtbot.waitUntil(lambda: window.controller.state is State.PLAYING, timeout=WAIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(
        lambda: window.controller.recording is not None and window.controller.recording.complete,
        timeout=WAIT_MS,
    )
    recording: Any = window.controller.recording
    assert recording.holds == (HOLD,)
    assert HOLD.start_s in recording.marks()
    timeline = window.transport.timeline
    qtbot.waitUntil(
        lambda: "held for 5.0 s" in timeline.describe(timeline.x_of(3.0)), timeout=WAIT_MS
    )
    assert "held" not in timeline.describe(timeline.x_of(5.8))
    window.controller.seek(3.6)
    qtbot.waitUntil(lambda: window.rep_panel.number.value == 3, timeout=WAIT_MS)
    assert window.rep_panel.number.accessibleName() == "Seconds held"
