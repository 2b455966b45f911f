"""What a worker does: one clip, from the file to its results, in whatever process."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from formcheck.batch.finding import Clip
from formcheck.batch.results import ENDINGS, TABLES, Record, Results, alive
from formcheck.errors import FormCheckError, OutputError, SourceOpenError
from formcheck.export.annotated import annotated_clip
from formcheck.extras import load_extra
from formcheck.files.reading import is_regular
from formcheck.files.writing import output_error
from formcheck.own_exercises import lend
from formcheck.report import json_report, tables
from formcheck.report.about import About
from formcheck.report.video import AnnotatedVideo
from formcheck.run import Request, make_recorder, make_session, nobody_found, open_recording
from formcheck.session import Session
from formcheck.session_seams import Listener, SessionStats
from formcheck.types import Frame, FrameResult, SessionResult
from formcheck.version import __version__

LOOK_S: Final = 0.5
"""So often a worker looks whether its run goes on: what Ctrl-C waits for at most."""


@dataclass(frozen=True, slots=True)
class ClipWork:
    """A clip to be analysed, and how: all that is sent to a worker.

    Attributes
    ----------
    clip : Clip
    request : Request
        Options and exercise.
    settings : str
        Digest of them; see :class:`.results.Record`.
    kinds : tuple of str
        What is to be written.
    folder, run : Path
        The folder of results, and that of the run within it; the same place for every worker.
    own : mapping of str to str
        Definitions of the user's own exercises, which another computer does not have.
    version : str
        FormCheck's, which every worker must have.
    """

    clip: Clip
    request: Request
    settings: str
    kinds: tuple[str, ...]
    folder: Path
    run: Path
    own: Mapping[str, str] = field(default_factory=dict)
    version: str = __version__


@dataclass(frozen=True, slots=True)
class Done:
    """What is known of a clip now, and whether it was analysed for that; None where stopped."""

    record: Record | None
    fresh: bool = True


def analyse(work: ClipWork) -> Done:
    """Analyse one clip, unless its bytes and settings are those of results that are there.

    Raises
    ------
    FormCheckError
        When it cannot be opened or decoded, a result cannot be written, or the results hold
        another clip of its name.
    """
    if work.version != __version__:
        raise FormCheckError(
            f"The worker has FormCheck {__version__}, not {work.version}.",
            "All computers of a cluster need the same version.",
        )
    results = Results(work.folder)
    known = results.record(work.clip.name)
    now = replace(content_of(work.clip), settings=work.settings)
    same = known is not None and known.sha256 == now.sha256
    if known is not None and known.place and known.place != now.place and not same:
        raise FormCheckError(
            f"The results hold a clip of another folder that is called {work.clip.name} too.",
            "Choose another folder for the results, or name the folder that both have in common.",
        )
    if known is not None and same and results.has(known, work.settings, work.kinds):
        known = replace(known, place=now.place, size=now.size, mtime_ns=now.mtime_ns)
        results.keep(work.run, known)
        return Done(known, fresh=False)
    lend(work.own)
    with _folder_in(work.run) as part:
        files = {kind: part / f"{kind}{ENDINGS[kind]}" for kind in work.kinds}
        try:
            result = _analyse(work, files)
        except _StoppedError:
            return Done(None)
        _write(result, files, work.clip.name)
        nobody = result.detection_fraction == 0
        now = replace(
            now,
            kinds=work.kinds,
            reps=len(result.reps),
            flags=len(result.flags),
            trouble=nobody_found(work.clip.name, result).message if nobody else "",
            whole=True,
        )
        results.take(work.run, files, now)
    return Done(now)


def content_of(clip: Clip) -> Record:
    """Return what tells a clip's bytes from others, as a record without results.

    Raises
    ------
    SourceOpenError
        When it cannot be read.
    """
    if not is_regular(clip.path):
        # Told when it is opened; nothing is read here that may go on for ever.
        return Record(clip.name)
    try:
        with clip.path.open("rb") as file:
            told = clip.path.stat()
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceOpenError(
            f"{clip.path} cannot be read ({error.strerror}).", "Is it yours to read?"
        ) from error
    place = hashlib.sha256(os.fsencode(clip.path.parent)).hexdigest()[:12]
    return Record(
        clip.name, sha256=digest, place=place, size=told.st_size, mtime_ns=told.st_mtime_ns
    )


class _StoppedError(Exception):
    """Raised where the run has ended, so that no half of a video is finished."""


@contextlib.contextmanager
def _folder_in(run: Path) -> Iterator[Path]:
    try:
        part = tempfile.TemporaryDirectory(dir=run, ignore_cleanup_errors=True)
    except OSError as error:
        raise output_error(run, error) from error
    with part as name:
        yield Path(name)


def _analyse(work: ClipWork, files: Mapping[str, Path]) -> SessionResult:
    """Analyse a clip as ``formcheck analyze --record`` does."""
    with contextlib.ExitStack() as stack:
        shrunk = None if "videos" in files else work.request.config
        source = stack.enter_context(open_recording(str(work.clip.path), shrunk=shrunk))
        recorder = stack.enter_context(
            make_recorder(files["recordings"], source, work.request, _refuse)
        )
        listener = _Listener(work.run)
        if "videos" in files:
            listener.video = stack.enter_context(annotated_clip(files["videos"], source.info))
        session = make_session(source, work.request, listener, recorder)
        listener.session = session
        result = session.run()
        if result.stopped_early:
            raise _StoppedError
        # A folder tells who somebody is, and is another on another computer.
        result = replace(result, source=replace(result.source, path=work.clip.name))
        recorder.finish(result)
    return result


def _write(result: SessionResult, files: Mapping[str, Path], clip: str) -> None:
    json_report.write_json(result, files["json"])
    said = About(clip)
    for what in TABLES:
        if what in files:
            table = tables.arrow(result, what, said)
            try:
                load_extra("pyarrow.parquet", "parquet").write_table(table, files[what])
            except OSError as error:
                raise output_error(files[what], error) from error


class _Listener(Listener):
    """Draw the video of a session, and stop it when its run has ended."""

    def __init__(self, run: Path) -> None:
        self.video: AnnotatedVideo | None = None
        self.session: Session | None = None
        self._run = run
        self._looked_s = time.monotonic()

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        """Draw a frame, and look now and then whether to stop."""
        if self.video is not None:
            self.video.append(frame, result)
        if time.monotonic() - self._looked_s > LOOK_S:
            self._looked_s = time.monotonic()
            if self.session is not None and not alive(self._run):
                self.session.stop()


def _refuse(error: OutputError) -> None:
    raise error
