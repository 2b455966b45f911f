"""FormCheck for people who write Python: ``formcheck.analyze``, ``open`` and ``rescore``.

What is public stands in ``formcheck`` itself and is loaded when it is first used.  The command
line and this module come through the same functions: ``formcheck.run`` and
``formcheck.recording.rescoring``.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.analysis import Analysis, Poses
from formcheck.config import Config
from formcheck.config_file import load_config, read_foreign, read_tables
from formcheck.errors import OutputError
from formcheck.own_exercises import definitions, known_exercise
from formcheck.recording import rescoring
from formcheck.recording.header import RecordingHeader, bearing
from formcheck.recording.reader import RecordingReader
from formcheck.run import (
    Request,
    make_recorder,
    make_session,
    nobody_found,
    open_recording,
    share_done,
)
from formcheck.session_seams import Listener, SessionStats
from formcheck.types import Event, Frame, FrameResult, SourceInfo
from formcheck.version import __version__

StrPath = str | os.PathLike[str]
Options = Config | Mapping[str, Mapping[str, Any]] | StrPath
"""A ``formcheck.config.Config``, overrides by section and option, or a TOML file."""

Progress = Callable[[float], None]
"""Is told now and then which share is done, 0 to 1; what it raises ends the work and comes out."""


def analyze(
    clip: StrPath,
    *,
    exercise: str | None = None,
    config: Options | None = None,
    progress: Progress | None = None,
    rate_hz: float | None = None,
) -> Analysis:
    """Analyse a clip, as ``formcheck analyze --record`` does.

    Parameters
    ----------
    clip : str or path-like
        A video file, a folder of pictures, or a recording, which is judged by the settings given
        here and not by its own; or poses of another program, in one of the formats that are read
        (TRC, a folder of OpenPose JSON, a data set of movement).
    exercise : str, optional
        The exercise (``formcheck exercises`` lists them); recognised where None.
    config : Config, mapping, str or path-like, optional
        Settings, e.g. ``{"flags": {"strictness": "strict"}}`` or a TOML file; as on the command
        line the user's own file where None, and the defaults where there is none.
    progress : callable, optional
        Is told after each frame which share is done, 0 to 1, where the length is known.
    rate_hz : float, optional
        Frames a second of what tells no times: a folder of pictures or of OpenPose JSON.

    Returns
    -------
    Analysis

    Raises
    ------
    SourceOpenError
        When there is no such clip, or it cannot be decoded.
    UnknownExerciseError, ConfigError
        When the exercise or a setting is not known.
    NobodyFoundError
        When nobody is in the clip.
    UsageError
        When it is a stream's address, which has no end.
    ModelError
        When the pose model is missing or altered.
    OutputError
        When there is no temporary folder or no room in it: landmarks lie there as long as the
        analysis is kept.

    Notes
    -----
    Every error is a ``formcheck.FormCheckError`` with ``message`` and ``hint``.  The engine is
    given the stored form of each pose, as while filming, so that what is saved gives the same
    numbers again, to the last bit.

    Examples
    --------
    >>> a = formcheck.analyze("set.mp4", exercise="bent_over_row")
    >>> len(a.result.reps), a.result.exercise.fixed_by_user
    (3, True)
    >>> formcheck.analyze("gone.mp4")
    Traceback (most recent call last):
    formcheck.errors.SourceOpenError: gone.mp4 does not exist. Check the spelling of the path.
    """
    name = None if exercise is None else known_exercise(exercise)
    request = Request(_settings(config), name)
    with open_recording(os.fspath(clip), rate_hz, shrunk=request.config) as source:
        poses = Poses.temporary()
        listener = _Listener(source.info, progress)
        with make_recorder(poses.path, source, request, _refuse) as recorder:
            result = make_session(source, request, listener, recorder).run()
            recorder.finish(result)
    if result.detection_fraction == 0:
        raise nobody_found(result.source.path, result)
    return Analysis(result, _header(poses.path), listener.events, poses)


def open_analysis(path: StrPath, *, progress: Progress | None = None) -> Analysis:
    """Open a recording, judged by the settings it was made with; ``formcheck.open``.

    Settings that this version does not know have their defaults.

    Parameters
    ----------
    path : str or path-like
        A ``.fcrec`` file, by ``Analysis.save``, ``--record`` or the window.
    progress : callable, optional
        Is told now and then which share is done, 0 to 1.

    Returns
    -------
    Analysis

    Raises
    ------
    SourceOpenError
        When it cannot be read or is no recording.

    Examples
    --------
    >>> formcheck.open("set.fcrec")
    <formcheck.Analysis of set.mp4: bent_over_row, 3 reps, 2 flags, 11.3 s>
    """
    place = Path(path)
    return _rescored(Poses(place), read_foreign(_header(place).config), None, progress)


def rescore(
    recording: Analysis | StrPath,
    config: Options | None = None,
    *,
    exercise: str | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Judge landmarks again with other settings, as ``formcheck rescore`` does.

    Parameters
    ----------
    recording : Analysis, str or path-like
        An analysis, which stays as it is, or a ``.fcrec`` file.
    config : Config, mapping, str or path-like, optional
        Settings, as for ``analyze``.
    exercise : str, optional
        The exercise; as it was chosen for the recording where None.
    progress : callable, optional
        Is told now and then which share is done, 0 to 1.

    Returns
    -------
    Analysis

    Raises
    ------
    SourceOpenError
        When the recording cannot be read.
    UnknownExerciseError, ConfigError
        When the exercise or a setting is not known.

    Examples
    --------
    >>> again = formcheck.rescore("set.fcrec", {"flags": {"rounding_alert_deg": 60}})
    >>> again.flags()["severity"].unique().tolist()
    ['warning']
    """
    name = None if exercise is None else known_exercise(exercise)
    settings = _settings(config)
    if isinstance(recording, Analysis):
        return _rescored(recording.poses, settings, name, progress, recording.result.source)
    return _rescored(Poses(Path(recording)), settings, name, progress)


class _Listener(Listener):
    """Keep a session's events and tell how far it is."""

    def __init__(self, info: SourceInfo, progress: Progress | None) -> None:
        self.events: list[Event] = []
        self._info = info
        self._progress = progress

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        if self._progress is not None:
            share = share_done(self._info, frame)
            if not math.isnan(share):
                self._progress(share)

    def on_event(self, event: Event) -> None:
        self.events.append(event)


def _refuse(error: OutputError) -> None:
    raise error


def _settings(config: Options | None) -> Config:
    if isinstance(config, Config):
        return config
    if isinstance(config, Mapping):
        return read_tables({name: _plain(table) for name, table in config.items()}, origin="config")
    return load_config(None if config is None else Path(config))


def _plain(table: object) -> object:
    """Return a section as a file would hold it, without numpy's numbers."""
    if not isinstance(table, Mapping):
        return table
    return {
        key: value.item() if isinstance(value, np.generic) else value
        for key, value in table.items()
    }


def _header(path: Path) -> RecordingHeader:
    with RecordingReader(path) as reader:
        return reader.header


def _rescored(
    poses: Poses,
    config: Config,
    exercise: str | None,
    progress: Progress | None,
    source: SourceInfo | None = None,
) -> Analysis:
    """Judge poses again; ``source`` is what they were seen in where that is still known."""
    done = rescoring.rescore(rescoring.ToJudge(poses.path, exercise), config, progress=progress)
    header = _header(poses.path)
    chosen = exercise or header.exercise
    own = header.own if exercise is None else {**header.own, **definitions(exercise)}
    return Analysis(
        done.result if source is None else replace(done.result, source=source),
        replace(header, formcheck=__version__, exercise=chosen, config=bearing(config), own=own),
        (event for _, event in done.events),
        poses,
    )
