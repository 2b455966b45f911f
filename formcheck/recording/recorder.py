"""Record a session beside whatever else listens to it.

::

    header = describe(source.info, config, exercise=exercise)
    with Recorder(path, header, on_failure=tell_the_user) as recorder:
        session = Session(source, open_estimator, pipeline, listener, records=recorder)
        try:
            session.run()
        finally:
            recorder.finish(session.result)

The poses are taken before the engine, which sees what is stored, not from
``Listener.on_frame``: a frame's result carries the pose after smoothing, from which nothing could
be measured anew.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Self

from formcheck.errors import OutputError
from formcheck.recording.frames import store
from formcheck.recording.header import RecordingHeader
from formcheck.recording.shelf import SUFFIX
from formcheck.recording.writer import RecordingWriter
from formcheck.report.json_report import to_dict
from formcheck.types import Event, Frame, Pose, Reason, SessionResult


def new_path(folder: Path, when: datetime) -> Path:
    """Return a name in a folder for a recording of this moment that no file there has yet."""
    stem = when.strftime("%Y-%m-%d %H.%M.%S")
    names = itertools.chain([stem], (f"{stem} ({number})" for number in itertools.count(2)))
    return next(path for name in names if not (path := folder / f"{name}{SUFFIX}").exists())


class Recorder:
    """Record one session; a context manager.

    A session is worth more than its recording: where none can be written (a read-only folder, a
    full disk) ``on_failure`` hears so once and the session goes on.  The engine is given the
    stored form of each pose from the first frame to the last, recorded or not, so that no number
    changes when the disk fails.

    Parameters
    ----------
    path : Path
        Where to record; an existing file is never replaced.
    header : RecordingHeader
        See :func:`formcheck.recording.header.describe`.
    on_failure : callable
        Takes the ``OutputError``, in the thread that makes the recorder or runs the session.

    Attributes
    ----------
    failed : bool
        Whether nothing, or not all, could be written.
    """

    def __init__(
        self, path: Path, header: RecordingHeader, on_failure: Callable[[OutputError], None]
    ) -> None:
        self._on_failure = on_failure
        self._writer: RecordingWriter | None = None
        self._result: SessionResult | None = None
        self.failed = False
        try:
            self._writer = RecordingWriter(path, header)
        except OutputError as error:
            self._fail(error)

    def take_frame(
        self, frame: Frame, pose: Pose | None, absent: Reason = Reason.NOBODY
    ) -> Pose | None:
        """Record one frame's pose, or why there is none; return what the engine shall see."""
        stored = None if pose is None else store(pose)
        if self._writer is not None:
            self._writer.add(frame.time_s, stored, frame.size, absent)
            self._look_for_trouble()
        return None if stored is None else stored.restore()

    def take_event(self, event: Event) -> None:
        """Record an event."""
        if self._writer is not None:
            self._writer.tell(event)

    def finish(self, result: SessionResult | None) -> None:
        """Keep the session's result, which is written when the recorder is closed."""
        self._result = result

    def close(self) -> None:
        """End the recording; may be called twice."""
        if self._writer is not None:
            self._writer.close(None if self._result is None else to_dict(self._result))
            self._look_for_trouble()
            self._writer = None

    def discard(self) -> None:
        """Close the recording and remove it."""
        if self._writer is not None:
            path = self._writer.path
            self.close()
            path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """Return the recorder itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the recording."""
        self.close()

    def _look_for_trouble(self) -> None:
        if self._writer is not None and (error := self._writer.error) is not None:
            self._writer.close()
            self._writer = None
            self._fail(error)

    def _fail(self, error: OutputError) -> None:
        self.failed = True
        self._on_failure(error)
