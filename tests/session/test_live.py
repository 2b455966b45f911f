"""Whole sessions on real connections to a camera on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from formcheck.errors import StreamError
from formcheck.session import Session
from formcheck.session_seams import SessionState
from formcheck.sources.link import StreamLimits
from formcheck.sources.stream import StreamSource
from formcheck.types import Frame
from support.clipmaker import numbered
from support.fakes import Recorder, ScriptedEngine, opener
from support.mjpeg_server import MjpegServer

GUARD_S = 30.0
LIMITS = StreamLimits(stalled_s=0.1, lost_s=20, give_up_s=20, backoff_s=0.02, backoff_max_s=0.05)


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    with MjpegServer([numbered(number) for number in range(30)], fps=100) as camera:
        yield camera


def _session(
    server: MjpegServer, recorder: Recorder, limits: StreamLimits = LIMITS
) -> tuple[Session, ScriptedEngine]:
    engine = ScriptedEngine(10)
    return Session(StreamSource(server.url, limits=limits), opener(), engine, recorder), engine


def test_a_stall_and_a_drop_do_not_end_the_set(server: MjpegServer) -> None:
    recorder = Recorder()
    session, engine = _session(server, recorder)

    def on_frame(frame: Frame) -> None:
        number = len(recorder.indices)
        if number == 10:
            server.stall()
        elif number == 20:
            server.drop()
        elif SessionState.RECONNECTING in recorder.states and number >= 30:
            session.stop()

    def on_state(state: SessionState) -> None:
        if state is SessionState.STALLED:
            server.resume()

    recorder._on_frame, recorder._on_state = on_frame, on_state
    result = session.run()
    assert [state for state in recorder.states if state is not SessionState.RUNNING] == [
        SessionState.WARMING_UP,
        SessionState.STALLED,
        SessionState.RECONNECTING,
        SessionState.FINISHED,
    ]
    assert recorder.states[1] is SessionState.RUNNING
    assert recorder.threads == {threading.get_ident()}
    assert all(b > a for a, b in zip(recorder.times, recorder.times[1:], strict=False))
    assert result.stopped_early
    assert result.reps == engine.reps
    assert len(result.times_s) == len(recorder.indices)
    assert recorder.stats[-1].delay_ms >= 0


def test_a_camera_that_stays_away_ends_the_set_and_keeps_it(server: MjpegServer) -> None:
    recorder = Recorder(lambda frame: server.go_away() if frame.index >= 15 else None)
    session, engine = _session(server, recorder, replace(LIMITS, give_up_s=0.2))
    with pytest.raises(StreamError, match="did not come back"):
        session.run()
    assert session.result is not None
    assert session.result.stopped_early
    assert len(session.result.times_s) == len(recorder.indices) > 0
    assert session.result.reps == engine.reps
    assert engine.finished == 1
    assert recorder.states[-2:] == [SessionState.RECONNECTING, SessionState.FINISHED]


def test_stopping_while_the_camera_is_silent(server: MjpegServer) -> None:
    silent = threading.Event()

    def on_state(state: SessionState) -> None:
        if state is SessionState.STALLED:
            silent.set()

    recorder = Recorder(lambda frame: server.stall() if frame.index >= 5 else None, on_state)
    session, _ = _session(server, recorder)
    runner = threading.Thread(target=session.run, daemon=True)
    runner.start()
    assert silent.wait(GUARD_S)
    session.stop()
    runner.join(GUARD_S)
    assert not runner.is_alive()
    assert session.result is not None
    assert not [t.name for t in threading.enumerate() if t.name.startswith("formcheck")]


def test_a_frame_every_time_it_is_asked_for_loses_none() -> None:
    """Cranked by hand: the next picture is sent when the last one has been analysed."""
    with MjpegServer([numbered(number) for number in range(30)], fps=None, loop=False) as server:
        server.send(1)
        recorder = Recorder()
        session, _engine = _session(server, recorder, replace(LIMITS, stalled_s=20))

        def on_frame(frame: Frame) -> None:
            if frame.index == 29:
                session.stop()
            else:
                server.send(1)

        recorder._on_frame = on_frame
        result = session.run()
    assert recorder.indices == list(range(30))
    assert recorder.stats[-1].dropped == 0
    assert [rep.index for rep in result.reps] == [1, 2]
