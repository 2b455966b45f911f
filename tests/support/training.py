"""A visit to the gym as a camera would see it: sets from recorded landmarks, with rests between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from formcheck.sources.base import SingleUse
from formcheck.types import Frame, Pose, SourceInfo
from support.fakes import HandshakeSource
from support.record_golden import load
from support.replay import StandIn

FPS: Final = 15.0
"""The recorded landmarks have every second frame of their clips."""

Frames = list[tuple[float, Pose | None]]


RESTING_FPS: Final = 5.0
"""Nobody moves then."""


@dataclass(frozen=True)
class Part:
    """The first seconds of a recorded set, and how long the lifter then stands still."""

    clip: str
    length_s: float
    rest_s: float


TWO_SETS_AND_A_SUPERSET: Final = (
    Part("row-jerky", 12.6, 9.5),
    Part("row-jerky", 12.6, 9.5),
    Part("row-jerky", 12.6, 3.0),
    Part("face-pull", 13.2, 1.0),
)
"""Three reps each; the face pulls follow without rest."""


def visit(parts: tuple[Part, ...]) -> Frames:
    """Return the frames of a visit, in order of time."""
    frames: Frames = []
    start_s = 0.0
    for part in parts:
        played = [item for item in load(part.clip) if item[0] <= part.length_s]
        frames += [(start_s + time_s, pose) for time_s, pose in played]
        still = played[-1][1]
        count = round(part.rest_s * RESTING_FPS)
        end_s = frames[-1][0]
        frames += [(end_s + n / RESTING_FPS, still) for n in range(1, count + 1)]
        start_s = frames[-1][0] + 1.0 / FPS
    return frames


class _Pictures(SingleUse):
    """Pictures at the times of poses; what they show is the estimator's."""

    live = True

    def __init__(self, frames: Frames) -> None:
        super().__init__()
        self._times = [time_s for time_s, _ in frames]
        size = next(pose.size for _, pose in frames if pose is not None)
        self._image = np.full((size[1], size[0], 3), 60, np.uint8)
        self._info = SourceInfo("the gym's camera", *size, fps_nominal=FPS, live=True)

    def _frames(self) -> Iterator[Frame]:
        for index, time_s in enumerate(self._times):
            if self._closing.is_set():
                return
            yield Frame(index, time_s, self._image)

    def _release(self) -> None:
        """Nothing to release."""


class GymCamera(StandIn):
    """A camera and the pose model that looks through it; no frame is ever dropped.

    The next picture comes when the one before has been looked at, so that what is counted does not
    depend on how busy the machine is.
    """

    def __init__(self, frames: Frames) -> None:
        self._poses = [pose for _, pose in frames]
        self.source = HandshakeSource(_Pictures(frames))

    def estimate(self, frame: Frame) -> Pose | None:
        """Return who is in a frame."""
        self.source.ready(frame)
        return self._poses[frame.index]
