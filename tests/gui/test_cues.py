"""An exercise's own cues, and a user's, wherever a cue is shown or said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from formcheck.config import SoundOptions
from formcheck.exercises import registry
from formcheck.types import Flag, FlagRaised
from formcheck_ui import words
from formcheck_ui.i18n import language
from formcheck_ui.live.announcer import Announcer, Mouth
from formcheck_ui.panels.card import label
from formcheck_ui.panels.flags_panel import FlagModel
from formcheck_ui.services import Services
from formcheck_ui.voice.voice import Kind, Voice
from gui.conftest_types import MakeWindow
from support.ears import RecordedSounds, RecordedSpeech
from support.scripted import ScriptedPipeline, ScriptedSource

SHORT = "Chin above the bar, arms straight below"
LOWER = "Lower yourself slowly"
OWN = """
name = "my_chin_up"
title = "My chin-up"
summary = "A chin-up."
camera = "From the front."
variant_of = "pull_up"

[standards]
lowering_s = 3.0
trunk_swing_deg = 10.0

[cues]
short_range = "Pull"
"""
FLAG = Flag("short_range", "warning", 1.0, 1.3, 0.6, 0.8, "ratio", 1, 2.0)
WAIT_MS = 20_000


@pytest.fixture
def own() -> Iterator[None]:
    """Know a user's own exercise."""
    registry.set_own([("my_chin_up.toml", OWN)])
    yield
    registry.set_own([])


@pytest.fixture(params=("de", "es", "fr"))
def spoken(request: pytest.FixtureRequest, qapp: Any) -> Iterator[str]:
    yield language.install(qapp, request.param)
    language.install(qapp, "en")


def test_an_exercises_own_cue_speaks_the_language(spoken: str) -> None:
    said = words.flag_cue("short_range", "pull_up")
    assert said not in (SHORT, words.flag_cue("short_range", "face_pull"))


@pytest.mark.usefixtures("own", "spoken")
def test_a_users_own_cue_is_shown_as_it_was_written() -> None:
    assert words.tr("Pull") != "Pull", "the window has this word for something else"
    assert words.flag_cue("short_range", "my_chin_up") == "Pull"


@pytest.mark.usefixtures("own", "spoken")
def test_what_a_users_own_exercise_takes_over_from_its_kind_speaks_the_language() -> None:
    assert words.flag_cue("drop", "my_chin_up") == words.flag_cue("drop", "pull_up")
    assert words.flag_cue("drop", "my_chin_up") != LOWER


def test_the_voice_says_the_exercises_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[Kind, str]] = []
    voice = Voice(RecordedSpeech, RecordedSounds, lambda _: None)
    mouth = Mouth(voice, SoundOptions(), "en")
    monkeypatch.setattr(mouth, "say", lambda kind, text: said.append((kind, text)))
    announcer = Announcer(SoundOptions(cue_every_s=1.0))
    mouth.tell(announcer.push(FlagRaised(1.3, FLAG), 1, "pull_up"))
    mouth.tell(announcer.push(FlagRaised(9.3, FLAG), 1, "face_pull"))
    assert said == [(Kind.CUE, SHORT), (Kind.CUE, "Full range")]
    voice.close()


def test_each_row_of_flags_has_the_words_of_what_was_done_then(qtbot: Any) -> None:
    model = FlagModel()
    model.newest_first = False
    model.lifted_at = lambda time_s: "pull_up" if time_s < 5.0 else "face_pull"
    model.put(FLAG)
    model.put(replace(FLAG, start_s=9.0, raised_s=9.3, end_s=9.5))
    assert [SHORT in model.index(row).data() for row in range(2)] == [True, False]


def test_a_lifter_is_told_in_the_exercises_own_words(qtbot: Any, make_window: MakeWindow,
    services: Services) -> None:  # fmt: skip
    speech = RecordedSpeech()
    window = make_window(replace(
        services, open_source=lambda _: ScriptedSource(60.0, live=True),
        open_speech=lambda: speech, open_sounds=RecordedSounds,
        new_pipeline=lambda _: ScriptedPipeline(exercise="pull_up", fault="short_range"),
    ))  # fmt: skip
    window.start_camera(0)
    qtbot.waitUntil(lambda: SHORT in speech.texts, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: SHORT in window.view.accessibleDescription(), timeout=WAIT_MS)
    assert SHORT in window.flags_panel.model.index(0).data()
    qtbot.waitUntil(lambda: window.controller.reps_in_set >= 2, timeout=WAIT_MS)
    window.controller.end_set()
    qtbot.waitUntil(lambda: window.view.rest is not None, timeout=WAIT_MS)
    assert window.view.rest.mend == SHORT


def test_a_replay_tells_in_the_exercises_own_words(
    qtbot: Any, make_window: MakeWindow, services: Services, tmp_path: Path
) -> None:
    clip = tmp_path / "set.mp4"
    clip.touch()
    window = make_window(replace(
        services,
        new_pipeline=lambda _: ScriptedPipeline(
            exercise="pull_up", fault="drop", parts=(1,)
        ),
    ))  # fmt: skip
    window.open_clip(clip)
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    window.desk.panel.rep_chosen.emit(2)
    assert LOWER in window.desk.panel.details.text()
    assert LOWER in window.flags_panel.model.index(0).data()
    window.controller.seek(window.flags_panel.model.told[0].raised_s + 0.1)
    qtbot.waitUntil(lambda: LOWER in window.view.accessibleDescription(), timeout=WAIT_MS)


def test_what_looks_like_markup_in_a_cue_is_shown_as_it_was_written(qtbot: Any) -> None:
    shown = label("<b>Pull</b>\n<img src='x'>")
    qtbot.addWidget(shown)
    assert shown.textFormat() == Qt.TextFormat.PlainText
