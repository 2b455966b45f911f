"""Judge recordings again, with the rules and options of today, and tell what changed."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from formcheck.columns import ResultColumns
from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.errors import FormCheckError, SourceOpenError
from formcheck.recording.reader import RecordingReader
from formcheck.recording.verdict import UNCHANGED, Changes, Verdict, compare, of_result
from formcheck.recording.writer import SUFFIX
from formcheck.session import explain_absence
from formcheck.types import SessionResult, SourceInfo

PROGRESS_FRAMES: Final = 256
"""Frames between two calls of a progress function."""

WORTH_A_PROCESS: Final = 20 * 2**20
"""Recordings of fewer bytes in all (two minutes) are done before another process has started."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Rescored:
    """A recording judged again.

    ``old`` is what was told when it was recorded, None where that cannot be read; ``frames_lost``
    counts frames that were damaged, and ``complete`` whether the recording was closed.
    """

    path: Path
    old: Verdict | None
    result: SessionResult
    frames_lost: int
    complete: bool

    @property
    def new(self) -> Verdict:
        """What is told now."""
        return of_result(self.result)

    @property
    def changes(self) -> Changes:
        """What changed; nothing where there is no old verdict."""
        return UNCHANGED if self.old is None else compare(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Failed:
    """A recording that could not be judged again, and why."""

    path: Path
    error: FormCheckError


def find_recordings(names: Iterable[str | Path]) -> tuple[Path, ...]:
    """Return the recordings among files and in folders and their folders, each once.

    Raises
    ------
    SourceOpenError
        When a name is neither a file nor a folder, or a folder holds no recording.
    """
    found: dict[Path, None] = {}
    for name in names:
        path = Path(name).expanduser()
        if path.is_dir():
            inside = sorted(path.rglob(f"*{SUFFIX}"))
            if not inside:
                raise SourceOpenError(
                    f"There are no recordings in the folder {path}.", "Recordings end in .fcrec."
                )
            found.update(dict.fromkeys(inside))
        elif path.exists():
            found[path] = None
        else:
            raise SourceOpenError(f"{path} does not exist.", "Check the spelling of the path.")
    return tuple(found)


def rescore(
    path: Path,
    config: Config,
    *,
    exercise: str | None = None,
    progress: Progress | None = None,
) -> Rescored:
    """Judge one recording again.

    Parameters
    ----------
    path : Path
    config : Config
        The options of today.
    exercise : str, optional
        The exercise; as it was chosen for the recording where None.
    progress : callable, optional
        Told now and then which share is done, 0 to 1.

    Raises
    ------
    SourceOpenError
        When the recording cannot be read.
    """
    with RecordingReader(path) as reader:
        header = reader.header
        pipeline = new_pipeline(
            config,
            exercise=exercise or header.exercise or None,
            neutral_s=None if math.isnan(header.neutral_s) else header.neutral_s,
        )
        columns = ResultColumns()
        for index, frame in enumerate(reader):
            pose = None if frame.pose is None else frame.pose.restore()
            told = pipeline.push(index, frame.time_s, pose, frame.size)
            columns.add(told if pose is not None else explain_absence(told, frame.absent))
            if progress is not None and index % PROGRESS_FRAMES == 0:
                progress(index / reader.frames)
        pipeline.finish()
        result = columns.result(
            source=_source(reader, len(columns)),
            exercise=pipeline.exercise,
            view=pipeline.view,
            reps=pipeline.reps,
            flags=pipeline.flags,
            stopped_early=False,
        )
        return Rescored(path, reader.verdict, result, reader.frames_lost, reader.complete)


def rescore_all(
    paths: Iterable[Path],
    config: Config,
    *,
    exercise: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Rescored | Failed]:
    """Judge recordings again, several at a time; each is yielded when it is done.

    Parameters
    ----------
    jobs : int, optional
        Processes; where None as many as the computer has cores, or one for little work.  One
        works without any other.
    progress : callable, optional
        Told which share of a recording is done; only where there is one process.
    """
    waiting = tuple(paths)
    workers = min(len(waiting), jobs or _workers(waiting))
    if workers <= 1:
        yield from (_try(path, config, exercise, progress) for path in waiting)
        return
    # A forked child would inherit threads of libraries that do not survive that.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        tasks = [pool.submit(_try, path, config, exercise) for path in waiting]
        try:
            for task in as_completed(tasks):
                yield task.result()
        finally:
            for task in tasks:
                task.cancel()


def _workers(paths: tuple[Path, ...]) -> int:
    size = sum(path.stat().st_size for path in paths if path.is_file())
    return (os.cpu_count() or 1) if size > WORTH_A_PROCESS else 1


def _try(
    path: Path, config: Config, exercise: str | None, progress: Progress | None = None
) -> Rescored | Failed:
    try:
        return rescore(path, config, exercise=exercise, progress=progress)
    except FormCheckError as error:
        return Failed(path, error)


def _source(reader: RecordingReader, decoded: int) -> SourceInfo:
    return SourceInfo(
        str(reader.path),
        *reader.size,
        duration_s=reader.last_s - reader.first_s,
        frames=reader.frames,
        frames_decoded=decoded,
        fps_nominal=reader.header.fps_nominal,
        frames_corrupt=reader.frames_lost,
        truncated=not reader.complete,
    )
