"""An hour in front of a camera costs no more memory than a minute, and loses nothing told of it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from formcheck import session as session_module
from formcheck.result_columns import ResultColumns
from formcheck.session import Session
from formcheck.types import Reason, SessionResult
from support.fakes import (
    HandshakeSource,
    MadeUpSource,
    Recorder,
    ScriptedEngine,
    ScriptedEstimator,
    opener,
)


def _sees(index: int) -> bool:
    return index % 4 != 0


def _run(source: MadeUpSource | HandshakeSource, listener: Recorder | None = None) -> SessionResult:
    return Session(source, opener(ScriptedEstimator(_sees)), ScriptedEngine(), listener).run()


def test_what_is_said_of_the_whole_counts_every_frame() -> None:
    few, all_of_them = ResultColumns(kept=10), ResultColumns()
    engine, estimator = ScriptedEngine(), ScriptedEstimator(_sees)
    for frame in MadeUpSource(1001):
        result = engine.push(frame.index, frame.time_s, estimator.estimate(frame), frame.size)
        few.add(result)
        all_of_them.add(result)
    told, whole = (
        each.result(
            source=MadeUpSource(1).info, exercise=engine.exercise, view=engine.view,
            reps=engine.reps, flags=engine.flags, stopped_early=False,
        )
        for each in (few, all_of_them)
    )  # fmt: skip
    assert len(few) == len(all_of_them) == 1001
    assert told.missing == whole.missing
    assert set(told.reasons.values()) == {Reason.NOBODY}
    assert told.reasons == whole.reasons
    assert told.detection_fraction == whole.detection_fraction
    assert 10 <= len(told.times_s) < 20
    kept = len(told.times_s)
    np.testing.assert_array_equal(told.times_s, whole.times_s[-kept:])
    for name, values in told.columns.items():
        np.testing.assert_array_equal(values, whole.columns[name][-kept:])
        assert len(told.whys[name]) == len(told.stds[name]) == len(told.phases) == kept


def test_a_camera_is_kept_for_minutes_and_a_clip_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "KEPT_LIVE", 5)
    clip = _run(MadeUpSource(200))
    assert len(clip.times_s) == 200
    # One of whose pictures none is passed over.
    source = HandshakeSource(MadeUpSource(200, live=True))
    camera = _run(source, Recorder(source.ready))
    assert len(camera.times_s) < 10
    assert camera.reps == clip.reps
    assert camera.times_s[-1] == clip.times_s[-1]


@pytest.mark.slow
@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="reads /proc")
def test_the_soak_itself_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.benchmark import soak

    monkeypatch.setenv("FORMCHECK_LOG", str(tmp_path / "log.db"))
    monkeypatch.setattr(soak, "REST_S", 65.0)
    monkeypatch.setattr(soak, "REPS", 3)
    seen, lifted, kept = soak.soak(0.02, tmp_path)
    assert lifted == kept == 1
    assert len(seen.rss_mb) > 2
