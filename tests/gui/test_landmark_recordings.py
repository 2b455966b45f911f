"""A recording without pictures is opened, counted and shown like a clip."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from formcheck_ui.services import Services, real_services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.recordings import record
from support.sets import plain_set

WAIT_MS = 60_000


def _no_model() -> Any:
    pytest.fail("a recording brings its poses; no model is needed")


def test_a_recording_is_counted_in_the_window(
    qtbot: Any,
    make_window: MakeWindow,
    services: Services,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "set.fcrec"
    expected, _ = record(path, plain_set(count=3).poses())
    assert len(expected.reps) == 3
    monkeypatch.setenv("FORMCHECK_CONFIG", str(tmp_path / "config.toml"))
    real = real_services()
    window = make_window(replace(
        services, open_source=real.open_source, new_pipeline=real.new_pipeline,
        open_clip=real.open_clip, open_estimator=_no_model,
    ))  # fmt: skip
    window.open_clip(path)
    qtbot.waitUntil(lambda: window.controller.state is State.PLAYING, timeout=WAIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.recording.complete, timeout=WAIT_MS)
    assert repr(window.controller.recording.reps) == repr(expected.reps)
    frame = window.presenter.frame
    assert frame is not None
    assert frame.size == (640, 480)
    assert not frame.image.any()
