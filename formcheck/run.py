"""Put source, estimator, pipeline and recorder together: the one way to analyse what has an end.

The command line, a batch and the Python interface (:mod:`formcheck.api`) all come through here.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.errors import NobodyFoundError, OutputError, SourceOpenError, UsageError
from formcheck.measures.maximum import Maximum
from formcheck.measures.neutral import Neutral
from formcheck.pose import default_estimator
from formcheck.recording.header import describe
from formcheck.recording.recorder import Recorder
from formcheck.recording.source import RecordedSource, estimator_for, open_source
from formcheck.report.table import picture_lines
from formcheck.session import Session
from formcheck.session_seams import Listener
from formcheck.sources.address import is_address, without_login
from formcheck.sources.base import FrameSource
from formcheck.types import Frame, SessionResult, SourceInfo


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for: options, the exercise and the neutral moment (None: find out).

    ``earlier`` is the lifter's neutral of another day, for a recording that shows no set-up;
    ``maximum`` the greatest flexion, known or shown at ``maximum_s``.
    """

    config: Config
    exercise: str | None = None
    neutral_s: float | None = None
    earlier: Neutral | None = None
    maximum: Maximum | None = None
    maximum_s: float | None = None


def open_recording(
    clip: str, rate_hz: float | None = None, *, shrunk: Config | None = None
) -> FrameSource:
    """Open a video file, a folder of pictures, a recording, or poses of another program.

    ``rate_hz`` is frames a second of what tells no times.  Where nobody is shown the pictures,
    ``shrunk`` has them made as small as the pose model looks at them with these options.

    Raises
    ------
    SourceOpenError
        When there is no such file or folder, or it cannot be decoded.
    UsageError
        When it is an address or a camera, which have no end to wait for.
    """
    if is_address(clip):
        shown = without_login(clip)
        raise UsageError(
            f"{shown} is a stream, not a recording.", f"Use formcheck live --camera {shown}."
        )
    if not os.path.exists(clip):
        raise SourceOpenError(f"{clip} does not exist.", "Check the spelling of the path.")
    height = None if shrunk is None else shrunk.pose.analysis_height_px
    return open_source(Path(clip), rate_hz=rate_hz, image_height=height)


def make_session(
    source: FrameSource,
    request: Request,
    listener: Listener | None,
    recorder: Recorder | None = None,
) -> Session:
    """Return a session that is ready to run; the model is loaded when it starts."""
    asked = as_recorded(source, request)
    pipeline = new_pipeline(
        asked.config,
        exercise=asked.exercise,
        neutral_s=asked.neutral_s,
        earlier=asked.earlier,
        maximum=asked.maximum,
        maximum_s=asked.maximum_s,
    )
    open_estimator = estimator_for(source, default_estimator(asked.config))
    return Session(source, open_estimator, pipeline, listener, records=recorder)


def make_recorder(
    path: Path,
    source: FrameSource,
    request: Request,
    on_failure: Callable[[OutputError], None],
) -> Recorder:
    """Return what records a session with this request; see :class:`Recorder`."""
    asked = as_recorded(source, request)
    header = describe(source.info, asked.config, exercise=asked.exercise, neutral_s=asked.neutral_s)
    return Recorder(path, header, on_failure)


def share_done(info: SourceInfo, frame: Frame) -> float:
    """Return which share of a recording is analysed with this frame, 0 to 1; NaN if unknown."""
    if info.frames > 0:
        return min(1.0, (frame.index + 1) / info.frames)
    return min(1.0, frame.time_s / info.duration_s) if info.duration_s > 0 else math.nan


def nobody_found(clip: str, result: SessionResult) -> NobodyFoundError:
    """Return the error for a clip without anybody, and what the pictures have to do with it."""
    return NobodyFoundError(
        f"Nobody was found in {clip}.",
        " ".join(picture_lines(result))
        or "The whole body should be in the picture, in good light, from head to knees.",
    )


def as_recorded(source: FrameSource, request: Request) -> Request:
    """Return a request that keeps what was chosen for a recording where nothing else is asked."""
    if not isinstance(source, RecordedSource):
        return request
    header = source.header
    return replace(
        request,
        exercise=request.exercise or header.chosen_exercise,
        neutral_s=header.chosen_neutral_s if request.neutral_s is None else request.neutral_s,
    )
