"""A window whose voice and loudspeaker remember, and a lifter who stands and waits."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from formcheck.types import FrameResult, Measurement, Pose, View
from formcheck_ui.services import Services
from support.ears import RecordedSounds, RecordedSpeech
from support.scripted import ScriptedPipeline, ScriptedSource, rowing_pose


class StandingPipeline(ScriptedPipeline):
    """She holds her start posture; the camera stands askew until ``turned`` is set."""

    def __init__(self, turned: threading.Event) -> None:
        super().__init__()
        self._turned = turned

    def push(
        self, index: int, time_s: float, pose: Pose | None, size: tuple[int, int]
    ) -> FrameResult:
        still = super().push(index, 0.0, rowing_pose(0.0, size=size), size)
        yaw_deg = 4.0 if self._turned.is_set() else 33.0
        lean = {"trunk_inclination_deg": Measurement(28.0), "back_contour_deg": Measurement(14.0)}
        return replace(
            still,
            index=index,
            time_s=time_s,
            view=View("side", yaw_deg, "right", "right", 0.9),
            measures=still.measures | lean,
            events=(),
        )


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
