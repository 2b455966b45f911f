"""Trouble in the middle of a live set: whatever was finished, and every rep told, is in the log."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from formcheck.config import Config
from formcheck.errors import LogError
from formcheck.log.background import BackgroundKeeper
from formcheck.log.keeping import Keeping, SetKeeper
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck.recording.rescoring import rescore
from formcheck.session import Session
from formcheck.session_seams import SessionState
from formcheck.sources.link import StreamLimits
from formcheck.sources.stream import StreamSource
from formcheck.types import ExerciseGuess, ExerciseRecognised, RepCompleted
from support.clipmaker import numbered
from support.fakes import Recorder, ScriptedEngine, opener
from support.logbook import MONDAY, days_after, store_set
from support.mjpeg_server import MjpegServer
from support.results import make_rep

CHECKOUT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="open files cannot be removed there")
ROW = ExerciseRecognised(1.0, ExerciseGuess("bent_over_row", 0.9))


def lift(keeper: SetKeeper | BackgroundKeeper, first: int, last: int) -> None:
    """Tell a keeper of these reps of a set."""
    for number in range(first, last + 1):
        rep = make_rep(number)
        event = RepCompleted(rep.end_s, rep)
        if isinstance(keeper, SetKeeper):
            keeper.push(event, rep.end_s, MONDAY.later(rep.end_s))
        else:
            keeper.on_event(event)


def test_a_disk_that_is_full_for_a_while_costs_no_rep(log: TrainingLog) -> None:
    anna = log.lifters.add("Anna")
    before = store_set(log, anna, days_after(-2))
    keeper = SetKeeper(log, Keeping(anna.id, "live"))
    keeper.push(ROW, 1.0, MONDAY)
    with log.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LogError, match="no room left"):
        for number in range(1, 200):
            lift(keeper, number, number)
    lost_after = number
    with pytest.raises(LogError, match="no room left"):
        lift(keeper, lost_after + 1, lost_after + 1)
    assert log.sets.content(before.id).reps
    with log.reading() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    (kept,) = keeper.finish(None, 20.0, MONDAY.later(20.0))
    assert [rep.number for rep in log.sets.content(kept).reps] == list(range(1, lost_after + 2))
    assert log.sets.get(kept).state == "finished"


@POSIX
@pytest.mark.parametrize("gone", ["-wal", "-shm"])
def test_a_write_ahead_log_that_is_removed_in_a_set_costs_nothing(path: Path, gone: str) -> None:
    with TrainingLog.open(path) as log:
        anna = log.lifters.add("Anna")
        before = store_set(log, anna, days_after(-2))
        keeper = SetKeeper(log, Keeping(anna.id, "live"))
        keeper.push(ROW, 1.0, MONDAY)
        lift(keeper, 1, 2)
        path.with_name(path.name + gone).unlink()
        lift(keeper, 3, 4)
        (kept,) = keeper.finish(None, 20.0, MONDAY.later(20.0))
    with TrainingLog.open(path) as log:
        assert [item.id for item in log.sets.of_lifter(anna.id)] == [before.id, kept]
        assert len(log.sets.content(kept).reps) == 4


def test_two_programs_keep_live_sets_at_once(path: Path) -> None:
    with TrainingLog.open(path) as log:
        lifters = [log.lifters.add(name) for name in ("Anna", "Ben")]
    keepers = [
        BackgroundKeeper(path, Keeping(lifter.id, "live"), clock=lambda: MONDAY)
        for lifter in lifters
    ]
    for number in range(1, 31):
        for keeper in keepers:
            lift(keeper, number, number)
    for keeper in keepers:
        (kept,) = keeper.finish(None)
        with TrainingLog.open(path) as log:
            assert len(log.sets.content(kept).reps) == 30
            assert log.sets.get(kept).state == "finished"


def test_a_camera_that_is_killed_and_comes_back_in_a_set_is_one_set(path: Path) -> None:
    with TrainingLog.open(path) as log:
        anna = log.lifters.add("Anna")
    quick = StreamLimits(stalled_s=0.1, lost_s=5, give_up_s=20, backoff_s=0.02, backoff_max_s=0.05)
    reps = 0
    with MjpegServer([numbered(number, 64, 32) for number in range(8)], fps=100) as server:

        def on_frame(_frame: object) -> None:
            nonlocal reps
            if len(told.events) > reps:
                reps = len(told.events)
                if reps == 3:
                    threading.Thread(target=server.go_away).start()
            if reps > 6:
                session.stop()

        def on_state(state: SessionState) -> None:
            if state is SessionState.RECONNECTING:
                server.come_back()

        told = Recorder(on_frame, on_state)
        keeper = BackgroundKeeper(path, Keeping(anna.id, "live"))

        class Both:
            """The keeper hears first, as it does in the product."""

            def __getattr__(self, name: str) -> object:
                def hear(*arguments: object) -> None:
                    getattr(keeper, name)(*arguments)
                    getattr(told, name)(*arguments)

                return hear

        session = Session(
            StreamSource(server.url, limits=quick), opener(), ScriptedEngine(5), Both()
        )
        result = session.run()
        (kept,) = keeper.finish(result)
    assert SessionState.RECONNECTING in told.states
    with TrainingLog.open(path) as log:
        assert len(log.sets.content(kept).reps) == len(result.reps) > 5
        assert log.sets.get(kept).state == "finished"


CHILD = """
import os, signal, sys, time
from pathlib import Path
from unittest import mock
from formcheck import run
from formcheck.cli import live
from formcheck.run import Request
from formcheck.cli.keeping import LiveKeeper, Wish
from formcheck.config import Config
from support.replay import ReplayEstimator
from support.recordings import PosedSource
from support.sets import plain_set

frames = plain_set(count=3).poses()

def killed(keeper, result):
    time.sleep(float(sys.argv[2]))
    os.kill(os.getpid(), signal.SIGKILL)

def opening(config):
    return lambda: ReplayEstimator(pose for _, pose in frames)

with (mock.patch.object(live, "open_source", return_value=PosedSource(frames)),
      mock.patch.object(run, "default_estimator", opening),
      mock.patch.object(LiveKeeper, "finish", killed)):
    live.run_headless(
        "x", Request(Config(), "bent_over_row"), Path(sys.argv[1]), Wish("Anna"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal")
def test_killed_between_the_recording_and_the_log(tmp_path: Path, path: Path) -> None:
    with TrainingLog.open(path) as log:
        anna = log.lifters.add("Anna")
        before = store_set(log, anna, days_after(-2))
    recording = tmp_path / "set.fcrec"
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CHILD), str(recording), "1.0"],
        env=os.environ
        | {
            "PYTHONPATH": f"{CHECKOUT}{os.pathsep}{CHECKOUT / 'tests'}",
            "FORMCHECK_LOG": str(path),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -9, done.stderr
    # Its end was not written; the second before it may be missing, and no rep is.
    again = rescore(recording, Config())
    assert not again.complete
    lifted = len(again.result.reps)
    with TrainingLog.open(path, now=Moment.now().later(600.0)) as log:
        first, last = log.sets.of_lifter(anna.id)
        assert first.id == before.id
        assert last.state == "interrupted"
        assert len(log.sets.content(last.id).reps) == lifted == 3
