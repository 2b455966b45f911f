"""A display that needs no screen, an application like the real one, and no thread left alive."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThread
from PySide6.QtWidgets import QApplication

from formcheck_ui import app as entry
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services
from support.scripted import ScriptedClip, ScriptedEstimator, ScriptedPipeline, ScriptedSource

MakeWindow = Callable[..., MainWindow]
CLIPS = (".mp4", ".mov")
_ENDING_S = 10.0


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """Return the application as the entry point makes it, style, filters and all."""
    return entry.make_application()


@pytest.fixture(autouse=True)
def _no_thread_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that leaves a thread running, Qt's or Python's, and say where it was started."""
    known = set(threading.enumerate())
    started: list[tuple[QThread, str]] = []
    start = QThread.start

    def noted(thread: QThread, *args: Any) -> None:
        started.append((thread, "".join(traceback.format_stack(limit=6)[:-1])))
        start(thread, *args)

    monkeypatch.setattr(QThread, "start", noted)
    yield
    alive = [where for thread, where in started if _runs(thread)]
    alive += [thread.name for thread in _new_threads(known) if _stays(thread)]
    assert not alive, "a thread was left running, started at:\n" + "\n".join(alive)


@pytest.fixture(autouse=True)
def _nothing_waits_for_its_deletion() -> Iterator[None]:
    yield
    delete_now()


def _new_threads(known: set[threading.Thread]) -> list[threading.Thread]:
    """Return Python's own threads started since; Qt's appear here as dummies without an end."""
    dummy = threading._DummyThread
    return [t for t in threading.enumerate() if t not in known and not isinstance(t, dummy)]


def _stays(thread: threading.Thread) -> bool:
    """Whether a thread goes on, after a moment in which it may end what it was told to end."""
    thread.join(_ENDING_S)
    return thread.is_alive()


def _runs(thread: QThread) -> bool:
    try:
        return thread.isRunning()
    except RuntimeError:
        # Its C++ side is gone, as it should be.
        return False


@pytest.fixture
def services() -> Services:
    """Return a core that follows a script; tests exchange what they are about."""
    return Services(
        open_source=lambda spec: ScriptedSource(
            6.0, live=Path(str(spec)).suffix.lower() not in CLIPS
        ),
        open_estimator=ScriptedEstimator,
        new_pipeline=lambda exercise: ScriptedPipeline(exercise=exercise),
        open_clip=lambda path: ScriptedClip(6.0),
        cameras=lambda: ("Front camera", "Side camera"),
        exercises=lambda: ("bent_over_row", "seated_row", "face_pull"),
    )


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the log and the own routines into the temporary folder."""
    path = tmp_path / "data" / "training-log.db"
    monkeypatch.setenv("FORMCHECK_LOG", str(path))
    monkeypatch.setenv("FORMCHECK_ROUTINES", str(tmp_path / "routines"))
    return path


@pytest.fixture
def make_window(qtbot: Any, tmp_path: Path, services: Services) -> Iterator[MakeWindow]:
    """Return a function that makes and shows the window; all are closed in the end, and gone."""
    made: list[MainWindow] = []

    def make(core: Services | None = None, **options: Any) -> MainWindow:
        settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        window = entry.make_window(core or services, settings=settings, **options)
        made.append(window)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    delete_now()


def delete_now() -> None:
    """Delete what waits for an event loop: else each change of the look dresses it once more."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
