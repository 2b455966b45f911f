"""What the window asks of the core, as functions that tests may replace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.base import PoseEstimator
from formcheck.session import Engine
from formcheck.sources.base import FrameSource
from formcheck.types import Frame, SourceInfo

PREVIEW_HEIGHT = 1080
"""Frames taller than this are reduced for the player; no screen of a gym shows more."""


class Clip(Protocol):
    """A recording any frame of which can be had; see ``formcheck.sources.seekable``."""

    @property
    def info(self) -> SourceInfo:
        """What the file says of itself."""
        ...

    @property
    def times_s(self) -> NDArray[np.float64]:
        """Time of every frame, shape (T,)."""
        ...

    def __len__(self) -> int:
        """Return the number of frames."""
        ...

    def index_at(self, time_s: float) -> int:
        """Return the number of the frame on show at a time."""
        ...

    def frame(self, index: int) -> Frame:
        """Decode one frame."""
        ...

    def reach(self, index: int, still_wanted: Callable[[], bool]) -> Frame | None:
        """Decode one frame; None when it is no longer wanted before it is there."""
        ...

    def is_near(self, index: int) -> bool:
        """Return whether a frame can be had at once."""
        ...

    def close(self) -> None:
        """Release the file."""
        ...


class Previews(Protocol):
    """Small pictures of frames seen before; see ``formcheck.sources.preview``."""

    def add(self, frame: Frame) -> None:
        """Keep a small copy."""
        ...

    def at(self, time_s: float) -> Frame | None:
        """Return the small copy nearest before a time."""
        ...


def _new_previews() -> Previews:
    from formcheck.sources.preview import PreviewStore

    return PreviewStore()


@dataclass(frozen=True, slots=True)
class Services:
    """The seams between window and core; :func:`real_services` gives the real ones.

    Attributes
    ----------
    open_source : callable
        A path, camera or address to an opened source; called in the session's thread.
    open_estimator : callable
        Opens the pose estimator; called in the session's thread.
    new_pipeline : callable
        A fresh engine for an exercise, or for one still to be recognised.
    open_clip : callable
        A path to a clip for the player; called in the player's thread.
    cameras : callable
        Names of the cameras, in the order of their numbers.
    exercises : callable
        Names of the exercises that can be chosen.
    new_previews : callable
        An empty store of small pictures; called in the session's thread.
    """

    open_source: Callable[[str | int], FrameSource]
    open_estimator: Callable[[], PoseEstimator]
    new_pipeline: Callable[[str | None], Engine]
    open_clip: Callable[[Path], Clip]
    cameras: Callable[[], tuple[str, ...]]
    exercises: Callable[[], tuple[str, ...]]
    new_previews: Callable[[], Previews] = _new_previews


def real_services() -> Services:
    """Return the core's own functions, with the user's options.

    What is slow to import is imported by the function that needs it, so that the window stands
    before OpenCV and MediaPipe are loaded.

    Raises
    ------
    ConfigError
        When the user's configuration file has a mistake.
    """
    from formcheck.config_file import load_config
    from formcheck.pose import default_estimator

    config = load_config()

    def open_source(spec: str | int) -> FrameSource:
        from formcheck.sources import open_source

        return open_source(spec)

    def new_pipeline(exercise: str | None) -> Engine:
        from formcheck.pipeline import Pipeline

        return Pipeline(config, exercise=exercise)

    def open_clip(path: Path) -> Clip:
        from formcheck.sources.seekable import SeekableClip
        from formcheck.sources.seekable_folder import SeekableFolder

        if path.is_dir():
            return SeekableFolder(path, max_height=PREVIEW_HEIGHT)
        return SeekableClip(path, max_height=PREVIEW_HEIGHT)

    return Services(
        open_source=open_source,
        open_estimator=default_estimator(config),
        new_pipeline=new_pipeline,
        open_clip=open_clip,
        cameras=_camera_names,
        exercises=_exercise_names,
    )


def _camera_names() -> tuple[str, ...]:
    from formcheck.sources.cameras import list_cameras

    return tuple(camera.name for camera in list_cameras())


def _exercise_names() -> tuple[str, ...]:
    from formcheck.exercises.registry import names

    return names()
