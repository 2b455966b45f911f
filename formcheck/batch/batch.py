"""Go through the clips of a batch: what is done is passed over, the rest is given to workers."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from formcheck.batch.finding import Clip
from formcheck.batch.results import Record, Results, alive, end
from formcheck.batch.work import ClipWork, analyse
from formcheck.errors import ModelError, OutputError
from formcheck.pool import Workers, run_all
from formcheck.recording.header import describe, to_bytes
from formcheck.run import Request
from formcheck.types import SourceInfo


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a clip: a record, or an error.

    ``fresh`` says whether it was analysed for that; a clip whose results were there was not.
    """

    clip: Clip
    record: Record | None = None
    error: Exception | None = None
    fresh: bool = True


def go_through(
    clips: Iterable[Clip],
    request: Request,
    kinds: tuple[str, ...],
    results: Results,
    run: Path,
    workers: Workers,
    *,
    at_once: int,
) -> Generator[Outcome, None, None]:
    """Yield what became of each clip, those that were done before first.

    Ends early, without the others, when the run is ended (:func:`formcheck.batch.results.end`).

    Parameters
    ----------
    clips : iterable of Clip
    request : Request
        Options and exercise, the same for all.
    kinds : tuple of str
        Folders of results to be written into.
    results : Results
    run : Path
        From ``results.running()``.
    workers : callable
        Opens an executor; see :mod:`formcheck.pool`.
    at_once : int
        How many clips it is given at a time.

    Raises
    ------
    ModelError, OutputError
        When no clip can be analysed, or no result be written, any more.
    FormCheckError
        When the cluster has gone.
    """
    header = describe(SourceInfo("", 0, 0), request.config, exercise=request.exercise)
    settings = hashlib.sha256(to_bytes(replace(header, created=""))).hexdigest()
    waiting = []
    for clip in clips:
        known = results.record(clip.name)
        if known is not None and _untouched(clip, known) and results.has(known, settings, kinds):
            yield Outcome(clip, known, fresh=False)
        else:
            waiting.append(
                ClipWork(clip, request, settings, kinds, results.folder, run, header.own)
            )
    # The largest first, so that in the end no worker is alone with an hour of work.
    waiting.sort(key=lambda work: size_of(work.clip), reverse=True)
    told_of = run_all(workers, analyse, waiting, at_once=at_once, stopped=lambda: not alive(run))
    try:
        for work, told in told_of:
            if isinstance(told, ModelError | OutputError):
                raise told
            if isinstance(told, Exception):
                yield Outcome(work.clip, error=told)
            elif told.record is not None:
                yield Outcome(work.clip, told.record, fresh=told.fresh)
    finally:
        # Workers are waited for, and need not go on with what nobody will hear of.
        end(run)
        told_of.close()


def size_of(clip: Clip) -> int:
    """Return a clip's bytes, 0 where that cannot be told."""
    try:
        return clip.path.stat().st_size
    except OSError:
        return 0


def _untouched(clip: Clip, known: Record) -> bool:
    """Whether a clip's file is as it was when it was last read: then so are its bytes."""
    try:
        told = clip.path.stat()
    except OSError:
        return False
    return (told.st_size, told.st_mtime_ns) == (known.size, known.mtime_ns)
