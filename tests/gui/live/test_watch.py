"""A black or lost camera and several people: one clear message, a remedy, and the set is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from formcheck.session import SessionState
from formcheck.types import Frame, FrameResult, Measurement, Pose, Reason
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.ears import RecordedSpeech
from support.scripted import ScriptedEstimator, ScriptedPipeline, ScriptedSource

WAIT_MS = 30_000


class Covered(ScriptedSource):
    """Its lens is covered while ``covered`` is set."""

    def __init__(self, covered: threading.Event) -> None:
        super().__init__(60.0, live=True)
        self._covered = covered

    def __iter__(self) -> Iterator[Frame]:
        for frame in super().__iter__():
            dark = self._covered.is_set()
            yield replace(frame, image=np.zeros_like(frame.image)) if dark else frame


class Following(ScriptedEstimator):
    """Remember who was pointed at."""

    def __init__(self, points: list[tuple[float, float]]) -> None:
        super().__init__()
        self._points = points
        self.absent = Reason.PERSON_UNSURE

    def follow_person(self, x_px: float, y_px: float) -> None:
        self._points.append((x_px, y_px))


class Unsure(ScriptedPipeline):
    """Cannot tell who lifts until ``sure`` is set."""

    def __init__(self, sure: threading.Event) -> None:
        super().__init__()
        self._sure = sure

    def push(
        self, index: int, time_s: float, pose: Pose | None, size: tuple[int, int]
    ) -> FrameResult:
        result = super().push(index, time_s, pose, size)
        if self._sure.is_set():
            return result
        missing = Measurement.missing(Reason.PERSON_UNSURE)
        return replace(result, pose=None, measures=dict.fromkeys(result.measures, missing))


@pytest.fixture
def points() -> list[tuple[float, float]]:
    return []


@pytest.fixture
def crowd(heard: Services, points: list[tuple[float, float]]) -> Services:
    return replace(heard, open_estimator=lambda: Following(points))


def test_a_covered_lens_is_told_once_and_forgotten_when_it_is_open(
    qtbot: Any, make_window: MakeWindow, heard: Services, speech: RecordedSpeech
) -> None:
    covered = threading.Event()
    window = make_window(replace(heard, open_source=lambda _: Covered(covered)))
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.rep_panel.number.value >= 1, timeout=WAIT_MS)
    covered.set()
    qtbot.waitUntil(window.banner.isVisible, timeout=WAIT_MS)
    assert window.banner.message.text() == "The camera shows only black."
    assert "cover" in window.banner.hint.text()
    assert speech.wait_for("The camera shows only black.")
    assert window.rep_panel.number.value >= 1, "the set so far is kept"
    covered.clear()
    qtbot.waitUntil(lambda: not window.banner.isVisible(), timeout=WAIT_MS)
    assert speech.texts.count("The camera shows only black.") == 1


def test_a_lost_camera_is_told_aloud_with_its_remedy(
    qtbot: Any, make_window: MakeWindow, heard: Services, speech: RecordedSpeech
) -> None:
    window = make_window(heard)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    window.controller.link_changed.emit(SessionState.RECONNECTING)
    assert window.banner.message.text() == "The camera was lost."
    assert "Plug it in again" in window.banner.hint.text()
    assert speech.wait_for("The camera was lost.")
    window.controller.link_changed.emit(SessionState.RUNNING)
    assert not window.banner.isVisible()


def test_a_click_on_somebody_makes_him_the_lifter(
    qtbot: Any, make_window: MakeWindow, crowd: Services, points: list[tuple[float, float]]
) -> None:
    window = make_window(crowd)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    view = window.view
    fit = view._fit(view._image)
    place = QPoint(round(fit.x + 0.25 * fit.width), round(fit.y + 0.5 * fit.height))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: len(points) == 1, timeout=WAIT_MS)
    assert points[0] == pytest.approx((160, 240), abs=2)
    assert view.point == points[0]
    window.commands["mirror"].trigger()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: len(points) == 2, timeout=WAIT_MS)
    assert points[1] == pytest.approx((480, 240), abs=2), "in a mirror left is right"
    beside = QPoint(round(fit.x + fit.width / 2), 1) if fit.y > 4 else QPoint(1, view.height() // 2)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=beside)
    assert len(points) == 2, "beside the picture is nobody"


def test_a_number_names_a_place_from_the_left(
    qtbot: Any, make_window: MakeWindow, crowd: Services, points: list[tuple[float, float]]
) -> None:
    window = make_window(crowd)
    assert not window.commands["person_1"].isEnabled()
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    for key, count in ((Qt.Key.Key_1, 1), (Qt.Key.Key_3, 2)):
        qtbot.keyClick(window, key)
        qtbot.waitUntil(lambda wanted=count: len(points) == wanted, timeout=WAIT_MS)
    assert [round(x) for x, _ in points] == [107, 533]


def test_when_it_is_not_certain_who_lifts_the_user_is_asked(
    qtbot: Any, make_window: MakeWindow, heard: Services, speech: RecordedSpeech
) -> None:
    sure = threading.Event()
    window = make_window(replace(heard, new_pipeline=lambda _: Unsure(sure)))
    window.start_camera(0)
    qtbot.waitUntil(window.banner.isVisible, timeout=WAIT_MS)
    assert window.banner.message.text() == "Several people are seen: who is lifting?"
    assert "1, 2 or 3" in window.banner.hint.text()
    assert speech.wait_for("Several people are seen: who is lifting?")
    sure.set()
    qtbot.waitUntil(lambda: not window.banner.isVisible(), timeout=WAIT_MS)
