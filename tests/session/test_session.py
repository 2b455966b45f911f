"""A session from source to result: order, threads, failures, memory."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.errors import CameraError, ModelError
from formcheck.measures.registry import MEASURES
from formcheck.session import QUEUE_LENGTH, Session
from formcheck.session_seams import SessionState
from formcheck.sources.base import FrameSource
from formcheck.sources.video_file import VideoFile
from formcheck.types import (
    FlagCleared,
    FlagRaised,
    Frame,
    Reason,
    RepCompleted,
    SessionResult,
)
from support.clipmaker import make_clip
from support.fakes import (
    GUARD_S,
    BlockedSource,
    HandshakeSource,
    MadeUpSource,
    Recorder,
    ScriptedEngine,
    ScriptedEstimator,
    opener,
    run_aside,
)
from support.paced import PacedSource


def test_a_file_is_analysed_whole_and_in_order() -> None:
    recorder, estimator = Recorder(), ScriptedEstimator(sees=lambda index: index % 4 != 0)
    engine = ScriptedEngine(rep_frames=10)
    result = Session(MadeUpSource(40), opener(estimator), engine, recorder).run()
    assert recorder.indices == list(range(40))
    np.testing.assert_allclose(result.times_s, np.arange(40) / 30)
    assert result.detection_fraction == 0.75
    assert result.reps == engine.reps
    assert [rep.index for rep in result.reps] == [1, 2, 3]
    assert result.flags == engine.flags
    assert result.exercise.name == "bent_over_row"
    assert result.view.kind == "side"
    assert result.phases[:3] == ("eccentric", "concentric", "eccentric")
    assert result.source.frames_decoded == 40
    assert not result.stopped_early
    assert (engine.finished, estimator.closed) == (1, 1)


def test_the_columns_hold_every_measure_with_quality_and_reason() -> None:
    estimator = ScriptedEstimator(sees=lambda index: index != 2)
    result = Session(MadeUpSource(5), opener(estimator), ScriptedEngine()).run()
    assert set(result.columns) == set(result.qualities) == set(MEASURES)
    for name in MEASURES:
        np.testing.assert_array_equal(result.columns[name], [0, 1, np.nan, 3, 4])
        np.testing.assert_array_equal(result.qualities[name], [0.8, 0.8, 0.0, 0.8, 0.8])
        assert result.reasons[name] is Reason.NOBODY
        with pytest.raises(ValueError, match="read-only"):
            result.columns[name][0] = 1.0


def test_events_come_after_their_frame_and_the_last_ones_at_the_end() -> None:
    recorder = Recorder()
    seen: list[int] = []
    recorder._on_frame = lambda frame: seen.append(len(recorder.events))
    Session(MadeUpSource(25), opener(), ScriptedEngine(10), recorder).run()
    kinds = [type(event) for event in recorder.events]
    assert kinds == [RepCompleted, FlagRaised, RepCompleted, FlagCleared]
    assert seen[10] == 0
    assert seen[11] == 2
    assert recorder.states == [
        SessionState.WARMING_UP,
        SessionState.RUNNING,
        SessionState.FINISHED,
    ]


def test_statistics_count_gaps_and_tracking() -> None:
    recorder = Recorder()
    estimator = ScriptedEstimator(sees=lambda index: index % 2 == 0)
    Session(MadeUpSource(60), opener(estimator), ScriptedEngine(), recorder).run()
    first, last = recorder.stats[0], recorder.stats[-1]
    assert np.isnan(first.fps)
    assert last.fps > 0
    assert first.tracking_quality == 1.0
    assert last.tracking_quality == 0.5
    assert last.inference_ms >= 0
    assert last.dropped == 0
    assert last.decoded == 60
    # A file's frames wait their turn: there is no delay to speak of.
    assert np.isnan(last.delay_ms)


class _Outrunning(MadeUpSource):
    """Deliver one frame, and all the others while that one is being analysed."""

    def __init__(self, count: int) -> None:
        super().__init__(count, live=True)
        self.first_taken, self.dry = threading.Event(), threading.Event()

    def _frames(self) -> Iterator[Frame]:
        for frame in super()._frames():
            yield frame
            assert self.first_taken.wait(GUARD_S)
        self.dry.set()


class _Stalling(MadeUpSource):
    """Stall, and come back, before the first frame."""

    on_state: Any = None

    def _frames(self) -> Iterator[Frame]:
        self.on_state("stalled")
        self.on_state("running")
        yield from super()._frames()


@pytest.mark.parametrize("kind", [MadeUpSource, _Stalling])
def test_what_a_reps_end_needs_is_loaded_once_and_is_there_at_the_end(kind: Any) -> None:
    loaded = []
    engine = ScriptedEngine()
    engine.load = lambda: loaded.append(threading.current_thread().name)  # type: ignore[method-assign]
    Session(kind(5), opener(), engine).run()
    assert loaded == ["formcheck-load"]


def test_a_live_source_drops_frames_never_events_and_tells_its_delay() -> None:
    source = _Outrunning(400)

    def let_them_pile_up(frame: Frame) -> None:
        source.first_taken.set()
        assert source.dry.wait(GUARD_S)

    recorder = Recorder(let_them_pile_up)
    result = Session(source, opener(), ScriptedEngine(1), recorder).run()
    # Between the first and the last: one that was looked at, and one that waits for its room.
    count = len(recorder.indices)
    assert (recorder.indices[0], recorder.indices[-1]) == (0, 399)
    assert count <= 4
    assert recorder.stats[-1].dropped == 400 - count
    assert recorder.stats[-1].delay_ms >= 0
    assert len(result.times_s) == count
    later = [RepCompleted] * (count - 2)
    told = [RepCompleted, FlagRaised, *later, FlagCleared]
    assert [type(event) for event in recorder.events] == told


def test_no_frame_at_all_is_an_empty_result() -> None:
    result = Session(MadeUpSource(0), opener(), ScriptedEngine()).run()
    assert result.detection_fraction == 0.0
    assert result.times_s.shape == (0,)
    assert all(column.shape == (0,) for column in result.columns.values())


@pytest.mark.parametrize("live", [False, True], ids=["file", "live"])
def test_a_failing_source_keeps_the_set_so_far(live: bool) -> None:
    error = CameraError("The camera was unplugged.", "Plug it in.")
    source: FrameSource = MadeUpSource(25, error=error, live=live)
    recorder, engine = Recorder(), ScriptedEngine(10)
    if live:
        source = HandshakeSource(source)
        recorder._on_frame = source.ready
    session = Session(source, opener(), engine, recorder)
    with pytest.raises(CameraError) as caught:
        session.run()
    assert caught.value is error
    assert session.result is not None
    assert session.result.stopped_early
    assert len(session.result.times_s) == 25
    assert len(session.result.reps) == 2
    assert engine.finished == 1
    assert recorder.states[-1] is SessionState.FINISHED


def test_a_source_that_fails_at_once_leaves_no_result() -> None:
    session = Session(MadeUpSource(0, error=CameraError("gone")), opener(), ScriptedEngine())
    with pytest.raises(CameraError, match="gone"):
        session.run()
    assert session.result is None


def test_a_bug_in_the_source_is_raised_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    session = Session(MadeUpSource(3, error=ZeroDivisionError("bug")), opener(), ScriptedEngine())
    with pytest.raises(ZeroDivisionError, match="bug"):
        session.run()
    assert "capture thread failed" in caplog.text
    assert "pose thread failed" not in caplog.text, "told once, of whom it was"


def test_an_estimator_that_cannot_be_opened_closes_the_source() -> None:
    source = MadeUpSource(5)

    def fail() -> Any:
        raise ModelError("The model is missing.", "Install again.")

    session = Session(source, fail, ScriptedEngine())
    with pytest.raises(ModelError):
        session.run()
    assert source.releases == 1
    assert session.result is None


@pytest.mark.parametrize("live", [False, True], ids=["file", "live"])
@pytest.mark.parametrize("who", ["estimator", "listener"])
def test_a_consumer_that_raises_does_not_leave_the_producer_waiting(live: bool, who: str) -> None:
    # More frames than the queue holds: the producer is waiting for room when it happens.
    source = MadeUpSource(50 * QUEUE_LENGTH, live=live)
    estimator = ScriptedEstimator(fails=lambda index: who == "estimator")

    def fail(frame: Any) -> None:
        raise RuntimeError("the listener failed")

    recorder = Recorder(fail)
    thread, outcome = run_aside(Session(source, opener(estimator), ScriptedEngine(), recorder))
    thread.join(GUARD_S)
    assert not thread.is_alive()
    assert str(outcome[0]) == f"the {who} failed"
    assert source.releases == 1


def test_stopping_ends_a_session_whose_source_is_blocked() -> None:
    recorder = Recorder()
    session = Session(BlockedSource(), opener(), ScriptedEngine(), recorder)
    thread, outcome = run_aside(session)
    assert recorder.first_frame.wait(GUARD_S)
    session.stop()
    thread.join(GUARD_S)
    assert not thread.is_alive()
    assert isinstance(outcome[0], SessionResult)
    assert outcome[0].stopped_early
    assert len(outcome[0].times_s) == 1
    assert session.result is outcome[0]


def test_stopping_a_file_from_the_listener_keeps_what_was_seen() -> None:
    recorder = Recorder()
    session = Session(MadeUpSource(10_000), opener(), ScriptedEngine(10), recorder)
    recorder._on_frame = lambda frame: session.stop() if frame.index == 12 else None
    result = session.run()
    assert result.stopped_early
    assert recorder.indices == list(range(13))
    assert len(result.reps) == 1


def test_stopping_before_the_start_is_allowed() -> None:
    estimator = ScriptedEstimator()
    session = Session(MadeUpSource(10), opener(estimator), ScriptedEngine())
    session.stop()
    session.stop()
    assert session.run().stopped_early
    assert estimator.closed == 0, "no model is loaded for it"


def test_it_runs_once() -> None:
    session = Session(MadeUpSource(1), opener(), ScriptedEngine())
    session.run()
    with pytest.raises(RuntimeError, match="once"):
        session.run()


def test_file_and_live_path_give_the_same_numbers(tmp_path: Path) -> None:
    """The live path runs through the paced player; a handshake keeps it from dropping.

    The next frame is let through when the last one has been analysed, so nothing depends on
    how fast this machine is; pacing, mailbox and time stamps are those of a real live session.
    """
    rng = np.random.default_rng(3)
    images = [np.full((48, 64, 3), rng.integers(20, 230), np.uint8) for _ in range(45)]
    gaps = rng.uniform(0.005, 0.03, 45)
    clip = make_clip(tmp_path / "clip.mp4", images, times_s=list(np.cumsum(gaps) - gaps[0]))

    from_file, live = Recorder(), Recorder()
    expected = Session(VideoFile(clip), opener(), ScriptedEngine(10), from_file).run()
    handshake = HandshakeSource(VideoFile(clip))
    live._on_frame = handshake.ready
    result = Session(PacedSource(handshake, speed=4), opener(), ScriptedEngine(10), live).run()

    assert result.source.live
    assert live.stats[-1].dropped == 0
    assert live.events == from_file.events
    assert result.reps == expected.reps
    assert result.flags == expected.flags
    assert result.phases == expected.phases
    np.testing.assert_array_equal(result.times_s, expected.times_s)
    for name in MEASURES:
        np.testing.assert_array_equal(result.columns[name], expected.columns[name])


def test_no_frame_outlives_its_turn() -> None:
    """Pictures alive at any moment: what lies in the queue and what is being handled."""
    alive: list[weakref.ref[Any]] = []
    most = 0

    def make(index: int) -> Any:
        image = np.full((16, 24, 3), index % 256, np.uint8)
        alive.append(weakref.ref(image))
        return image

    def count(frame: Any) -> None:
        nonlocal most
        most = max(most, sum(reference() is not None for reference in alive))

    Session(MadeUpSource(300, make), opener(), ScriptedEngine(), Recorder(count)).run()
    # Four in the queue, one in the producer's hands, one that is looked at, one that waits for the
    # engine, and the one it works on.
    assert most <= QUEUE_LENGTH + 4
    assert sum(reference() is not None for reference in alive) <= 1
