"""The whole engine, model included: one clip from the file and as a live camera."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
import pytest

from formcheck.assets import sample_path
from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.measures.registry import MEASURES
from formcheck.pose import default_estimator
from formcheck.session import Session
from formcheck.sources.base import SingleUse
from formcheck.sources.video_file import VideoFile
from formcheck.types import Frame, SessionResult, SourceInfo
from support.fakes import HandshakeSource, Recorder
from support.paced import PacedSource

FRAMES = 180
"""Six seconds: the first rep and the beginning of the second."""


class _Beginning(SingleUse):
    """The first frames of a clip."""

    live = False

    def __init__(self) -> None:
        super().__init__()
        self._clip = VideoFile(sample_path())

    @property
    def info(self) -> SourceInfo:
        return self._clip.info

    def _frames(self) -> Iterator[Frame]:
        return islice(self._clip, FRAMES)

    def _release(self) -> None:
        self._clip.close()


def _analyse(live: bool) -> tuple[SessionResult, Recorder]:
    recorder = Recorder()
    source: SingleUse = _Beginning()
    if live:
        # Lets a frame through when the last one is analysed, so that none can be dropped
        # however slow this machine is; pace and mailbox are those of a camera.
        handshake = HandshakeSource(source)
        recorder = Recorder(handshake.ready)
        source = PacedSource(handshake)
    session = Session(source, default_estimator(Config()), new_pipeline(), recorder)
    return session.run(), recorder


@pytest.mark.slow
def test_file_and_live_give_the_same_reps_flags_and_measures() -> None:
    expected, told = _analyse(live=False)
    result, told_live = _analyse(live=True)
    assert result.source.live
    assert told_live.stats[-1].dropped == 0
    assert expected.detection_fraction > 0.9
    assert len(expected.reps) == 1
    # What cannot be judged is NaN, which equals nothing: texts are compared.
    assert repr(result.reps) == repr(expected.reps)
    assert repr(result.flags) == repr(expected.flags)
    assert repr(told_live.events) == repr(told.events)
    np.testing.assert_array_equal(result.times_s, expected.times_s)
    for name in MEASURES:
        np.testing.assert_array_equal(result.columns[name], expected.columns[name])
        np.testing.assert_array_equal(result.qualities[name], expected.qualities[name])
