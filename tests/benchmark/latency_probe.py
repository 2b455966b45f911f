"""Look at the running window from inside: when what is painted, and what holds up its thread."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, QTimer

from formcheck.pose.base import PoseEstimator
from formcheck.types import Event, Frame, Pose
from formcheck_ui.main_window import MainWindow
from tests.benchmark.latency_camera import read

BEAT_MS: Final = 4
LIMIT_MS: Final = 30.0


@dataclass
class Seen:
    """What was observed; moments are on the clock of ``time.monotonic``."""

    painted: list[tuple[int, float]] = field(default_factory=list)
    """The number in the picture and the moment it had been painted and flushed."""

    inference_s: dict[int, float] = field(default_factory=dict)
    """The last inference for the picture with this number."""

    gaps: list[tuple[str, float, float]] = field(default_factory=list)
    """Phase, wall and processor seconds between two turns of the event loop, less the beat."""

    told: list[Event] = field(default_factory=list)
    shown: list[Event] = field(default_factory=list)
    culprits: Counter[str] = field(default_factory=Counter)
    """Where the thread stood when it had been silent for longer than the limit."""


def watch_paints(window: MainWindow, seen: Seen) -> None:
    """Note each paint of a picture, after the event loop has handed it to the display."""
    view = window.view
    paint = type(view).paintEvent

    def painted(self: Any, event: Any) -> None:
        paint(self, event)
        image = self._image
        number = read(image) if image is not None and image.shape[0] == 720 else None
        if number is not None:
            QTimer.singleShot(0, lambda: seen.painted.append((number, time.monotonic())))

    type(view).paintEvent = painted  # type: ignore[method-assign]


def watch_events(window: MainWindow, seen: Seen) -> None:
    """Note each event the window is told of."""
    window.controller.happened.connect(seen.shown.append)


class TimedEstimator:
    """Note how long each inference takes."""

    def __init__(self, inner: PoseEstimator, seen: Seen) -> None:
        self._inner, self._seen = inner, seen

    def estimate(self, frame: Frame) -> Pose | None:
        """Return the inner estimator's pose."""
        begun_s = time.monotonic()
        pose = self._inner.estimate(frame)
        number = read(frame.image)
        if number is not None:
            self._seen.inference_s[number] = time.monotonic() - begun_s
        return pose

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __enter__(self) -> TimedEstimator:
        self._inner.__enter__()
        return self

    def __exit__(self, *what: Any) -> None:
        self._inner.__exit__(*what)


def timed(open_estimator: Callable[[], PoseEstimator], seen: Seen) -> Callable[[], Any]:
    """Return what opens the estimator with a clock around it."""
    return lambda: TimedEstimator(open_estimator(), seen)


def noting(new_pipeline: Callable[[str | None], Any], seen: Seen) -> Callable[[str | None], Any]:
    """Return what makes an engine whose events are noted where they arise."""

    def make(exercise: str | None) -> Any:
        engine = new_pipeline(exercise)
        push, finish = engine.push, engine.finish

        def pushed(*what: Any) -> Any:
            result = push(*what)
            seen.told.extend(result.events)
            return result

        def finished() -> Any:
            events = finish()
            seen.told.extend(events)
            return events

        engine.push, engine.finish = pushed, finished
        return engine

    return make


class Heart(QObject):
    """Beat in the window's thread, and tell who was at work when a beat is late."""

    def __init__(self, parent: QObject, seen: Seen) -> None:
        super().__init__(parent)
        self._seen = seen
        self._thread = threading.get_ident()
        self._wall_s, self._cpu_s = time.monotonic(), time.thread_time()
        self._stop = threading.Event()
        self.phase = "starting"
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        self._watchdog = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._watchdog.start()

    def stop(self) -> None:
        """Beat no longer."""
        self._timer.stop()
        self._stop.set()
        self._watchdog.join()

    def _beat(self) -> None:
        wall_s, cpu_s = time.monotonic(), time.thread_time()
        gap_s = max(0.0, wall_s - self._wall_s - BEAT_MS / 1000)
        self._seen.gaps.append((self.phase, gap_s, cpu_s - self._cpu_s))
        self._wall_s, self._cpu_s = wall_s, cpu_s

    def _watch(self) -> None:
        told_s = 0.0
        while not self._stop.wait(0.01):
            since_ms = (time.monotonic() - self._wall_s) * 1000
            if since_ms > LIMIT_MS and self._wall_s != told_s:
                told_s = self._wall_s
                frame = sys._current_frames().get(self._thread)
                lines = traceback.extract_stack(frame)[-4:]
                where = " < ".join(
                    f"{each.filename.rpartition('/')[2]}:{each.lineno} {each.name}"
                    for each in reversed(lines)
                )
                self._seen.culprits[f"{self.phase}: {where}"] += 1
