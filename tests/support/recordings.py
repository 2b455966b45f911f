"""Recordings made on the spot, from the poses of golden clips or of the test's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.recording.header import describe
from formcheck.recording.recorder import Recorder
from formcheck.session import Session
from formcheck.types import Frame, Pose, SessionResult
from support.fakes import MadeUpSource
from support.fakes import Recorder as Listener
from support.replay import ReplayEstimator

Frames = list[tuple[float, Pose | None]]


class PosedSource(MadeUpSource):
    """Pictures of the right size at the times of poses; what they show is the estimator's."""

    def __init__(self, frames: Frames) -> None:
        import numpy as np

        self._times = [time_s for time_s, _ in frames]
        width, height = next(pose.size for _, pose in frames if pose is not None)
        black = np.zeros((height, width, 3), np.uint8)
        super().__init__(len(frames), lambda index: black)

    def _frames(self):  # noqa: ANN202
        for frame in super()._frames():
            yield Frame(frame.index, self._times[frame.index], frame.image)


def record(
    path: Path,
    frames: Frames,
    *,
    config: Config | None = None,
    exercise: str | None = None,
    failures: list | None = None,
) -> tuple[SessionResult, Listener]:
    """Record a session of these poses through the real engine; return what was told."""
    config = config or Config()
    source = PosedSource(frames)
    header = describe(source.info, config, exercise=exercise)
    told = Listener()
    with Recorder(path, header, (failures if failures is not None else []).append) as recorder:
        session = Session(
            source,
            lambda: ReplayEstimator(_poses(frames)),
            new_pipeline(config, exercise=exercise),
            told,
            records=recorder,
        )
        result = session.run()
        recorder.finish(result)
    return result, told


def _poses(frames: Frames) -> Iterable[Pose | None]:
    return (pose for _, pose in frames)
