"""Capture, pose and engine in threads of their own: who works when, and that all of them end."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
import pytest

from formcheck.session import Session
from formcheck.session_seams import SessionState
from formcheck.types import FrameResult
from support.fakes import (
    GUARD_S,
    MadeUpSource,
    Recorder,
    ScriptedEngine,
    ScriptedEstimator,
    opener,
    run_aside,
)
from support.paced import PacedSource


def test_the_listener_lives_in_the_callers_thread_and_the_estimator_in_its_own() -> None:
    recorder, estimator = Recorder(), ScriptedEstimator()
    opened_in: list[int] = []

    def open_estimator() -> ScriptedEstimator:
        opened_in.append(threading.get_ident())
        return estimator

    Session(MadeUpSource(12), open_estimator, ScriptedEngine(), recorder).run()
    assert recorder.threads == {threading.get_ident()}
    assert opened_in == [estimator.thread]
    assert estimator.thread != threading.get_ident()
    assert estimator.closed == 1


def test_the_next_frame_is_looked_at_while_the_engine_works_on_one() -> None:
    looked_at = [threading.Event() for _ in range(12)]
    waited: list[bool] = []

    def sees(index: int) -> bool:
        looked_at[index].set()
        return True

    class WaitingEngine(ScriptedEngine):
        def push(self, index: int, *args: Any) -> FrameResult:
            following = min(index + 1, len(looked_at) - 1)
            waited.append(looked_at[following].wait(GUARD_S))
            return super().push(index, *args)

    Session(MadeUpSource(12), opener(ScriptedEstimator(sees)), WaitingEngine(), Recorder()).run()
    assert waited == [True] * 12


def test_of_a_camera_the_newest_frame_is_looked_at_when_the_engine_is_done() -> None:
    order: list[str] = []

    def sees(index: int) -> bool:
        order.append("look")
        return True

    class SlowEngine(ScriptedEngine):
        def push(self, *args: Any) -> FrameResult:
            time.sleep(0.02)
            order.append("done")
            return super().push(*args)

    source = PacedSource(MadeUpSource(60, live=True, fps=100.0))
    Session(source, opener(ScriptedEstimator(sees)), SlowEngine()).run()
    assert len(order) >= 10
    assert order == ["look", "done"] * (len(order) // 2)


@pytest.mark.parametrize("live", [False, True], ids=["file", "live"])
def test_a_stop_at_any_moment_ends_it_in_order(live: bool) -> None:
    """Stops fall while the model loads, before the first frame, between frames and at the end."""
    rng = np.random.default_rng(7)
    for moment_s in rng.uniform(0.0, 0.012, 25):
        estimator, recorder = ScriptedEstimator(), Recorder(lambda frame: time.sleep(2e-4))
        source = MadeUpSource(20, live=live)

        def open_slowly(estimator: ScriptedEstimator = estimator) -> ScriptedEstimator:
            time.sleep(0.003)
            return estimator

        session = Session(source, open_slowly, ScriptedEngine(5), recorder)
        thread, outcome = run_aside(session)
        time.sleep(moment_s)
        session.stop()
        thread.join(GUARD_S)
        assert not thread.is_alive()
        assert outcome == [session.result]
        assert len(outcome[0].times_s) == len(recorder.indices)
        assert live or recorder.indices == list(range(len(recorder.indices)))
        assert recorder.states[-1] is SessionState.FINISHED
        assert source.releases == 1
        assert estimator.closed <= 1
