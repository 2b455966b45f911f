"""A black or lost camera and several people: one clear message, a remedy, and the set is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from formcheck.session_seams import SessionState, SessionStats
from formcheck.types import Frame, FrameResult, Measurement, Pose, Reason
from formcheck_ui import plates
from formcheck_ui.i18n.language import catalogue
from formcheck_ui.live.phrases import MESSAGES
from formcheck_ui.live.watch_desk import TROUBLES
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
    assert window.banner.message.text() == "The picture is black."
    assert "cover" in window.banner.hint.text()
    assert speech.wait_for("The picture is black.")
    assert window.rep_panel.number.value >= 1, "the set so far is kept"
    covered.clear()
    qtbot.waitUntil(lambda: not window.banner.isVisible(), timeout=WAIT_MS)
    assert speech.texts.count("The picture is black.") == 1


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


def told(window: Any) -> str:
    return str(window.view.trouble[0])


class Leaving(ScriptedEstimator):
    """Sees nobody while ``gone`` is set."""

    def __init__(self, gone: threading.Event) -> None:
        super().__init__()
        self._gone = gone

    def estimate(self, frame: Frame) -> Pose | None:
        pose = super().estimate(frame)
        return None if self._gone.is_set() else pose


def test_a_camera_that_is_lost_or_silent_is_told_across_the_picture(
    qtbot: Any, make_window: MakeWindow, heard: Services
) -> None:
    window = make_window(heard)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    link = window.controller.link_changed
    link.emit(SessionState.STALLED)
    assert window.view.trouble == (
        "The camera sends no picture.", "Check its cable, or the app on the phone.",
    )  # fmt: skip
    link.emit(SessionState.RECONNECTING)
    assert told(window) == "The camera was lost."
    assert "Plug it in again" in window.view.trouble[1]
    link.emit(SessionState.RUNNING)
    assert window.view.trouble == ("", "")


def test_a_picture_that_stands_and_a_lifter_who_is_gone_are_told_in_a_set(
    qtbot: Any, make_window: MakeWindow, heard: Services
) -> None:
    gone = threading.Event()
    core = replace(heard, open_estimator=lambda: Leaving(gone))
    window = make_window(core)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.IN_SET, timeout=WAIT_MS)
    assert told(window) not in ("You are out of the picture.", "The picture is frozen.")
    gone.set()
    qtbot.waitUntil(lambda: told(window) == "You are out of the picture.", timeout=WAIT_MS)
    gone.clear()
    qtbot.waitUntil(lambda: told(window) != "You are out of the picture.", timeout=WAIT_MS)


def watched(window: Any, seconds: float, *, fps: float, moving: bool) -> None:
    """Let a set go on: a stretch of pictures that move or stand, at a rate of the analysis."""
    desk = window.live_desk.watch
    image = np.full((240, 320, 3), 90, np.uint8)
    for number in range(round(seconds * 30)):
        if moving:
            image = image.copy()
            image[:: number % 7 + 1] += 1
        desk._watch_motion(image, number / 30, lifting=True)
        stats = SessionStats(fps=fps, dropped=2 * number, decoded=3 * number)
        desk._watch_speed(stats, number / 30)


def test_standing_pictures_and_a_slow_computer_are_told_apart(make_window: MakeWindow) -> None:
    window = make_window()
    watched(window, 4.0, fps=25.0, moving=True)
    assert told(window) == ""
    watched(window, 4.0, fps=25.0, moving=False)
    assert told(window) == "The picture is frozen."
    window.live_desk.watch._reset()
    watched(window, 6.0, fps=5.0, moving=True)
    assert told(window) == "This computer is too slow."
    window.live_desk.watch._reset()
    assert told(window) == ""


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_every_trouble_is_legible_from_three_metres(qtbot: Any, language: str) -> None:
    """At 720 lines, with a banner above, the picture is 500 pixels high."""
    texts = catalogue(language)
    for code in TROUBLES:
        pair = [MESSAGES[code], MESSAGES[f"{code}_remedy"]]
        title, remedy = (str(texts.get(text, text)) for text in pair)
        painted = record_fonts(QSizeF(620, 500), title, remedy)
        assert min(pixels for pixels, _ in painted) >= 24
        assert all(inside for _, inside in painted), (code, language)


def record_fonts(size: QSizeF, title: str, remedy: str) -> list[tuple[int, bool]]:
    """Return the height of each text that is drawn, and whether it lies within the picture."""
    picture = QImage(size.toSize(), QImage.Format.Format_RGB32)
    found: list[tuple[int, bool]] = []

    class Noting(QPainter):
        def drawText(self, rect: Any, flags: Any, text: str) -> None:
            room = self.fontMetrics().boundingRect(rect.toRect(), flags, text)
            found.append((self.font().pixelSize(), picture.rect().contains(room)))
            super().drawText(rect, flags, text)

    painter = Noting(picture)
    plates.paint_trouble(painter, size, title, remedy)
    painter.end()
    return found
