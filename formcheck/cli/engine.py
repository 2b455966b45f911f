"""Put source, estimator and pipeline together and run them to the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from formcheck.config import Config
from formcheck.errors import SourceOpenError, UsageError
from formcheck.pipeline import Pipeline
from formcheck.pose import default_estimator
from formcheck.session import Listener, Session
from formcheck.sources import open_source
from formcheck.sources.base import FrameSource


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for: options, the exercise and the neutral moment (None: find out)."""

    config: Config
    exercise: str | None = None
    neutral_s: float | None = None


def open_recording(clip: str) -> FrameSource:
    """Open a video file or a folder of pictures.

    Raises
    ------
    SourceOpenError
        When there is no such file or folder, or it cannot be decoded.
    UsageError
        When it is an address or a camera, which have no end to wait for.
    """
    if "://" in clip:
        raise UsageError(
            f"{clip} is a stream, not a recording.", f"Use formcheck live --camera {clip}."
        )
    if not Path(clip).expanduser().exists():
        raise SourceOpenError(f"{clip} does not exist.", "Check the spelling of the path.")
    return open_source(Path(clip))


def make_session(source: FrameSource, request: Request, listener: Listener | None) -> Session:
    """Return a session that is ready to run; the model is loaded when it starts."""
    pipeline = Pipeline(request.config, exercise=request.exercise, neutral_s=request.neutral_s)
    return Session(source, default_estimator(request.config), pipeline, listener)
