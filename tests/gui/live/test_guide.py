"""Filming alone, through the real window: set-up in words, signs, count, cues, rest, silence."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from formcheck.config import Config
from formcheck.skeleton import Landmark as L
from formcheck.types import Frame, FrameResult, NeutralCaptured, Pose, RepRevoked
from formcheck_ui.live.setup_check import Mark
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services
from formcheck_ui.states import State
from formcheck_ui.voice.base import NoSounds, NoSpeech
from formcheck_ui.voice.tones import Tone
from gui.conftest_types import MakeWindow
from gui.live.standing import StandingPipeline
from support.ears import RecordedSounds, RecordedSpeech
from support.scripted import ScriptedEstimator, ScriptedSource
from support.skeletons import Figure, build

WAIT_MS = 20_000


def options(core: Services, **sections: dict[str, Any]) -> Services:
    """Return a core whose user has these options."""
    config = Config()
    for name, changes in sections.items():
        part: Any = replace(getattr(config, name), **changes)
        whole: dict[str, Any] = {name: part}
        config = replace(config, **whole)
    return replace(core, config=lambda: config)


@pytest.fixture
def start(qtbot: Any, make_window: MakeWindow) -> Callable[[Services], MainWindow]:
    def begin(core: Services) -> MainWindow:
        window = make_window(core)
        window.start_camera(0)
        qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
        return window

    return begin


def test_a_badly_placed_camera_is_told_in_words_until_it_is_turned(
    qtbot: Any, start: Any, standing: Services, speech: RecordedSpeech, turned: threading.Event
) -> None:
    window = start(standing)
    advice = "Turn the camera 35° more to your side: it looks at your front."
    qtbot.waitUntil(lambda: window.setup_panel.advice.text() == advice, timeout=WAIT_MS)
    assert window.setup_panel.isVisible()
    assert not window.flags_panel.isVisible()
    assert window.setup_panel.mark("yaw") is Mark.CHANGE
    assert window.setup_panel.mark("person") is Mark.GOOD
    assert window.view.chip == advice, "legible from across the room"
    qtbot.waitUntil(lambda: advice in speech.texts, timeout=WAIT_MS)
    turned.set()
    ready = "All set. Begin when you like."
    qtbot.waitUntil(lambda: window.view.chip == ready, timeout=WAIT_MS)
    assert window.setup_panel.mark("yaw") is Mark.GOOD
    assert window.setup_panel.mark("back") is Mark.GOOD
    qtbot.waitUntil(lambda: ready in speech.texts, timeout=WAIT_MS)


def test_a_corrected_count_is_seen_and_said_for_a_moment(
    qtbot: Any, start: Any, standing: Services, speech: RecordedSpeech
) -> None:
    window = start(options(standing, live={"setup_help": False}))
    text = "Not a rep. Reps: 0"

    window.controller.happened.emit(RepRevoked(1.0, 1))

    assert window.view.chip == text
    assert window.strip.message.text() == text
    qtbot.waitUntil(lambda: text in speech.texts, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.view.chip == "", timeout=WAIT_MS)
    assert speech.texts.count(text) == 1


def test_the_set_up_check_can_be_hidden_and_brought_back(
    qtbot: Any, start: Any, standing: Services
) -> None:
    window = start(standing)
    qtbot.waitUntil(window.setup_panel.isVisible, timeout=WAIT_MS)
    qtbot.mouseClick(window.setup_panel.hide_button, Qt.MouseButton.LeftButton)
    assert not window.setup_panel.isVisible()
    assert window.readouts.isVisible()
    assert window.live_desk.config.live.setup_help is False
    window.commands["setup"].trigger()
    assert window.setup_panel.isVisible()


def test_each_rep_is_counted_aloud_a_fault_is_cued_and_its_mending_praised(
    qtbot: Any, start: Any, heard: Services, speech: RecordedSpeech, sounds: RecordedSounds
) -> None:
    window = start(heard)
    qtbot.waitUntil(lambda: "Better" in speech.texts, timeout=WAIT_MS)
    assert [each for each in speech.texts if each in ("1", "2", "3", "Chest up", "Better")] == [
        "1",
        "Chest up",
        "2",
        "3",
        "Better",
    ]
    # Tones and words are played by threads of their own: on a busy machine one is behind.
    qtbot.waitUntil(lambda: sounds.tones.count(Tone.REP) >= 3, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: Tone.GOOD in sounds.tones, timeout=WAIT_MS)
    assert sounds.tones.count(Tone.WARNING) == 1
    assert not window.setup_panel.isVisible()
    assert {language for _, language, _ in speech.said} == {"en"}
    assert {volume for _, _, volume in speech.said} == {0.8}


def test_what_is_switched_off_is_not_heard(
    qtbot: Any, start: Any, heard: Services, speech: RecordedSpeech, sounds: RecordedSounds
) -> None:
    core = options(heard, sound={"count": False, "tones": False, "setup": False})
    window = start(core)
    qtbot.waitUntil(lambda: window.rep_panel.number.value >= 3, timeout=WAIT_MS)
    assert "Chest up" in speech.texts
    assert not {"1", "2", "3"} & set(speech.texts)
    assert sounds.tones == []


def test_the_voice_is_silenced_by_its_key_at_once(
    qtbot: Any, start: Any, heard: Services, speech: RecordedSpeech
) -> None:
    window = start(heard)
    window.commands["voice"].trigger()
    already = list(speech.texts)
    qtbot.waitUntil(lambda: window.rep_panel.number.value >= 2, timeout=WAIT_MS)
    assert speech.texts == already


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_G])
def test_a_remotes_key_begins_a_set_after_a_countdown_and_ends_it(
    qtbot: Any,
    start: Any,
    standing: Services,
    sounds: RecordedSounds,
    speech: RecordedSpeech,
    key: Qt.Key,
) -> None:
    window = start(options(standing, live={"countdown_s": 1.0}))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    qtbot.keyClick(window.view, key)
    qtbot.waitUntil(lambda: window.view.big == "1", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.controller.state is State.IN_SET, timeout=WAIT_MS)
    assert window.view.big == ""
    assert window.rep_panel.number.value == 0
    assert window.rep_panel.set_button.text() == "End set"
    qtbot.keyClick(window.view, key)
    assert window.controller.state is State.RESTING
    qtbot.waitUntil(lambda: window.view.chip.startswith("Rest 0:0"), timeout=WAIT_MS)
    assert window.view.chip.endswith("of 1:30")
    qtbot.waitUntil(lambda: Tone.SET_ENDS in sounds.tones, timeout=WAIT_MS)
    order = [tone for tone in sounds.tones if tone in (Tone.COUNTDOWN, Tone.SET_BEGINS)]
    assert order == [Tone.COUNTDOWN, Tone.SET_BEGINS]
    qtbot.waitUntil(lambda: "Set over. Reps: 0" in speech.texts, timeout=WAIT_MS)


def test_a_countdown_is_broken_off_by_the_same_key(
    qtbot: Any, start: Any, standing: Services
) -> None:
    window = start(options(standing, live={"countdown_s": 10.0}))
    window.commands["set"].trigger()
    qtbot.waitUntil(lambda: window.view.big == "10", timeout=WAIT_MS)
    window.commands["set"].trigger()
    assert window.view.big == ""
    painted = window.view.painted
    qtbot.waitUntil(lambda: window.view.painted > painted + 5, timeout=WAIT_MS)
    assert window.view.big == ""
    assert window.controller.state is State.WAITING


class Waving(ScriptedEstimator):
    """She stands and holds her right hand up from the first second on."""

    def estimate(self, frame: Frame) -> Pose | None:
        pose = build(Figure(size=frame.size, mask_height=None))
        if frame.time_s < 1.0:
            return pose
        xy = pose.xy.copy()
        up = np.array([0.0, -1.0])
        xy[L.RIGHT_ELBOW] = xy[L.RIGHT_SHOULDER] + 70 * up
        xy[L.RIGHT_WRIST] = xy[L.RIGHT_SHOULDER] + 130 * up
        return replace(pose, xy=xy)


def test_a_raised_hand_begins_a_set(qtbot: Any, start: Any, heard: Services) -> None:
    from support.scripted import ScriptedPipeline

    class OnlyPoses(ScriptedPipeline):
        def push(self, index: int, time_s: float, pose: Any, size: Any) -> Any:
            return replace(super().push(index, 0.0, pose, size), time_s=time_s, index=index)

    core = replace(heard, open_estimator=Waving, new_pipeline=lambda _: OnlyPoses())
    window = start(options(core, live={"countdown_s": 1.0}))
    qtbot.waitUntil(lambda: window.view.chip == "Hand seen: keep it up", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.controller.state is State.IN_SET, timeout=WAIT_MS)


def test_a_raised_hand_means_nothing_when_that_is_switched_off(
    qtbot: Any, start: Any, heard: Services
) -> None:
    core = options(replace(heard, open_estimator=Waving), live={"raised_hand": False})
    window = start(core)
    qtbot.waitUntil(lambda: window.rep_panel.number.value >= 1, timeout=WAIT_MS)
    assert window.view.big == ""


def test_the_end_of_the_rest_is_called(
    qtbot: Any, start: Any, heard: Services, speech: RecordedSpeech, sounds: RecordedSounds
) -> None:
    window = start(options(heard, live={"rest_s": 1.0, "countdown_s": 0.0}))
    window.commands["set"].trigger()
    qtbot.waitUntil(lambda: window.controller.state is State.IN_SET, timeout=WAIT_MS)
    window.commands["set"].trigger()
    qtbot.waitUntil(lambda: "Rest over" in speech.texts, timeout=WAIT_MS)
    assert Tone.REST_OVER in sounds.tones


def test_the_metronome_ticks_and_tells_the_part_during_a_set(
    qtbot: Any, start: Any, standing: Services, sounds: RecordedSounds
) -> None:
    window = start(options(standing, live={"metronome": True, "countdown_s": 0.0}))
    window.commands["set"].trigger()
    qtbot.waitUntil(lambda: sounds.tones.count(Tone.ACCENT) >= 2, timeout=WAIT_MS)
    assert window.view.chip.split()[0] in ("Pull", "Squeeze", "Lower")
    window.commands["metronome"].trigger()
    qtbot.waitUntil(lambda: window.view.chip == "", timeout=WAIT_MS)
    ticks = sounds.tones.count(Tone.ACCENT) + sounds.tones.count(Tone.TICK)
    painted = window.view.painted
    qtbot.waitUntil(lambda: window.view.painted > painted + 45, timeout=WAIT_MS)
    assert sounds.tones.count(Tone.ACCENT) + sounds.tones.count(Tone.TICK) == ticks


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"open_speech": NoSpeech}, "espeak-ng"), ({"open_sounds": NoSounds}, "loudspeaker")],
)
def test_a_computer_without_sound_says_so_and_goes_on(
    qtbot: Any,
    start: Any,
    heard: Services,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, Any],
    said: str,
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    window = start(replace(heard, **changes))
    qtbot.waitUntil(lambda: said in window.strip.message.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.rep_panel.number.value >= 1, timeout=WAIT_MS)


def test_a_flag_is_announced_to_screen_readers(
    qtbot: Any, start: Any, heard: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def note(event: Any) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            told.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    start(heard)
    qtbot.waitUntil(lambda: told == ["Rounded back. Chest up"], timeout=WAIT_MS)


def test_a_replayed_clip_is_silent(
    qtbot: Any,
    make_window: MakeWindow,
    heard: Services,
    speech: RecordedSpeech,
    sounds: RecordedSounds,
    tmp_path: Any,
) -> None:
    core = replace(heard, open_source=lambda _: ScriptedSource(6.0))
    window = make_window(core)
    window.open_clip(tmp_path / "set.mp4")
    qtbot.waitUntil(
        lambda: window.controller.recording is not None and window.controller.recording.complete,
        timeout=WAIT_MS,
    )
    assert len(window.controller.recording.reps) >= 2
    assert speech.texts == []
    assert sounds.tones == []


def test_the_neutral_posture_is_taken_when_asked_for(
    qtbot: Any, start: Any, standing: Services, speech: RecordedSpeech, turned: threading.Event
) -> None:
    asked: list[str] = []

    class Asked(StandingPipeline):
        def ask_neutral(self) -> None:
            asked.append(threading.current_thread().name)

        def push(self, index: int, time_s: float, pose: Any, size: Any) -> FrameResult:
            result = super().push(index, time_s, pose, size)
            taken = NeutralCaptured(time_s, 20.0, 6.0, 14.0)
            return replace(result, events=(taken,) if len(asked) == 1 else ())

    window = start(replace(standing, new_pipeline=lambda _: Asked(turned)))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    qtbot.keyClick(window.view, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: "Neutral posture taken" in speech.texts, timeout=WAIT_MS)
    assert window.strip.message.text() == "Neutral posture taken"
    assert asked
    assert asked[0] != threading.main_thread().name, "the engine is asked in its own thread"


def test_the_goal_of_the_tempo_bar_is_the_users(start: Any, standing: Services) -> None:
    core = options(standing, tempo={"lower_least_s": 4.0, "lower_most_s": 6.0})
    window = start(core)
    assert "4 to 6 seconds" in window.tempo_panel.bar.in_words()
