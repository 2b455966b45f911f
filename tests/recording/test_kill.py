"""A process that is killed in the middle of a set loses at most the last second of it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from formcheck.errors import SourceOpenError
from formcheck.recording.judgement import ToldFlag
from formcheck.recording.reader import RecordingReader

CHECKOUT = Path(__file__).parents[2]
CHILDREN = 8
TIMEOUT_S = 120

CHILD = """
import sys
from pathlib import Path
from formcheck.config import Config
from formcheck.recording.header import RecordingHeader
from formcheck.recording.recorder import Recorder
from formcheck.session import Session
from support.paced import PacedSource
from support.fakes import MadeUpSource, Recorder as Listener, ScriptedEngine, ScriptedEstimator

source = PacedSource(MadeUpSource(100_000))
listener = Listener(lambda frame: print(frame.time_s, flush=True))
with Recorder(Path(sys.argv[1]), RecordingHeader(), sys.exit) as recorder:
    Session(source, ScriptedEstimator, ScriptedEngine(), listener, records=recorder).run()
"""


class Child:
    """A session filmed at its own pace, killed after so many frames."""

    def __init__(self, path: Path, frames: int) -> None:
        self.path = path
        self.frames = frames
        self.told: list[float] = []
        paths = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "tests")])
        self._process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path)],
            env=os.environ | {"PYTHONPATH": paths},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.thread = threading.Thread(target=self._follow)
        self.thread.start()

    def _follow(self) -> None:
        with self._process as process:
            assert process.stdout is not None
            for line in process.stdout:
                self.told.append(float(line))
                if len(self.told) == self.frames:
                    process.kill()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal")
def test_killed_at_random_moments(tmp_path: Path) -> None:
    dice = random.Random(11)
    children = [
        Child(tmp_path / f"{number}.fcrec", dice.randint(1, 100)) for number in range(CHILDREN)
    ]
    for child in children:
        child.thread.join(TIMEOUT_S)
        assert not child.thread.is_alive()
    read = 0
    for child in children:
        assert len(child.told) >= child.frames
        try:
            with RecordingReader(child.path) as reader:
                found = [frame.time_s for frame in reader]
                judgement = reader.judgement
                assert not reader.complete
                assert reader.frames_lost == 0
        except SourceOpenError:
            assert child.told[-1] - child.told[0] < 1.0
            continue
        read += 1
        # The frames are those of the session, without a gap, up to a second before its end.
        known = child.told[: len(found)]
        assert found[: len(known)] == known
        assert child.told[-1] - found[-1] < 1.0
        # What was told until then is kept too: a rep in every tenth frame, one flag.
        assert judgement is not None
        assert len(judgement.reps) >= (len(found) - 1) // 10 - 3
        assert judgement.flags in ((), (ToldFlag("yank", 1),))
    assert read >= CHILDREN // 2
