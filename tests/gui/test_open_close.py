"""Windows one after the other, each filming for a moment: nothing of them stays."""

from __future__ import annotations

import gc
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QThread
from PySide6.QtWidgets import QApplication

from formcheck.config import Config
from formcheck.recording.header import RecordingHeader
from formcheck.recording.tape import Tape
from formcheck_ui import app as entry
from formcheck_ui.services import Services
from formcheck_ui.states import State
from support.scripted import ScriptedSource

WAIT_MS = 30_000
OPENS = 16
SETTLED = 5
"""Windows after which caches of Qt, fonts and modules are filled."""

GROWTH_MIB = 24.0
"""A window that stayed would bring its pictures: ten of them far more than this."""

GROWTH_THREADS = 8
"""A thread that each window left would be ten; those of Qt's own pools come and go."""


def python_threads() -> set[str]:
    """Name the threads that Python started.

    One of Qt's is known to Python by a number that the next with its place in memory replaces.
    """
    own = (each for each in threading.enumerate() if type(each).__name__ != "_DummyThread")
    return {each.name for each in own}


def all_threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def resident_mib() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def qt_objects() -> Counter[str]:
    """Count the Qt objects that Python keeps, by class; threads are kept by the test's guard."""
    gc.collect()
    return Counter(
        type(each).__name__
        for each in gc.get_objects()
        if isinstance(each, QObject) and not isinstance(each, QThread)
    )


def wait_for_camera(qtbot: Any, control: Any) -> None:
    qtbot.waitUntil(lambda: control.state is State.WAITING, timeout=WAIT_MS)


def film_once(qtbot: Any, core: Services, settings: QSettings) -> None:
    window = entry.make_window(core, settings=settings)
    window.show()
    window.start_camera(0)
    wait_for_camera(qtbot, window.controller)
    window.close()
    window.deleteLater()
    del window
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    gc.collect()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_many_windows_leave_nothing_behind(
    qtbot: Any, qapp: QApplication, services: Services, tmp_path: Path
) -> None:
    def new_tape(source: Any, exercise: str | None, on_change: Callable[[Any], None]) -> Tape:
        return Tape(tmp_path, RecordingHeader, on_change, pictures=True, least_free_gb=0.0)

    core = replace(
        services,
        open_source=lambda _: ScriptedSource(30.0, live=True),
        new_tape=new_tape,
        config=Config,
    )
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    before = memory = objects = threads = None
    for number in range(OPENS):
        film_once(qtbot, core, settings)
        if number == SETTLED:
            before, threads = python_threads(), all_threads()
            memory, objects = resident_mib(), qt_objects()
    assert memory is not None
    assert objects is not None
    assert threads is not None
    assert python_threads() == before, "a thread is left alive"
    assert all_threads() - threads < GROWTH_THREADS, "a thread of each window is left alive"
    grown = qt_objects() - objects
    assert not grown, f"Qt objects that stayed: {grown.most_common(5)}"
    assert resident_mib() - memory < GROWTH_MIB
    assert not [each for each in qapp.topLevelWidgets() if each.isVisible()]
