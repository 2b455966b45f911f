"""A window whose voice and loudspeaker remember, and a lifter who stands and waits."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from formcheck_ui.services import Services
from gui.live.standing import StandingPipeline
from support.ears import RecordedSounds, RecordedSpeech
from support.scripted import ScriptedSource


@pytest.fixture
def turned() -> threading.Event:
    """Return the event that the camera has been turned."""
    return threading.Event()


@pytest.fixture
def speech() -> RecordedSpeech:
    return RecordedSpeech()


@pytest.fixture
def sounds() -> RecordedSounds:
    return RecordedSounds()


@pytest.fixture
def heard(services: Services, speech: RecordedSpeech, sounds: RecordedSounds) -> Services:
    """Return the scripted core with ears; a set of four reps, the second with a rounded back."""
    return replace(
        services,
        open_source=lambda _: ScriptedSource(60.0, live=True),
        open_speech=lambda: speech,
        open_sounds=lambda: sounds,
    )


@pytest.fixture
def standing(heard: Services, turned: threading.Event) -> Services:
    """Return the core of a lifter who stands and waits."""
    return replace(heard, new_pipeline=lambda _: StandingPipeline(turned))
