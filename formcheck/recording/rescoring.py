"""Judge recordings again, with the rules and options of today, and tell what changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.errors import FormCheckError, SourceOpenError
from formcheck.exercises import registry
from formcheck.files.reading import is_regular
from formcheck.measures.neutral import Neutral
from formcheck.pipeline import Pipeline
from formcheck.pool import cores, processes, run_all
from formcheck.recording.judgement import UNCHANGED, Changes, Judgement, compare, of_result
from formcheck.recording.shelf import SUFFIX
from formcheck.recording.source import RecordedEstimator, RecordedSource
from formcheck.reps.sample import Sample
from formcheck.review.correct import Found, as_corrected, correct
from formcheck.review.corrections import Corrections
from formcheck.review.meter import RepMeter
from formcheck.review.replaying import Timed, corrected_events
from formcheck.session import Session
from formcheck.session_seams import Listener, SessionStats
from formcheck.types import Event, Frame, FrameResult, SessionResult

PROGRESS_FRAMES: Final = 256
"""Frames between two calls of a progress function."""

WORTH_A_PROCESS: Final = 20 * 2**20
"""Recordings of fewer bytes in all (two minutes) are done before another process has started."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class ToJudge:
    """A recording to be judged again.

    Attributes
    ----------
    path : Path
    exercise : str, optional
        The exercise; as it was chosen for the recording where None.
    earlier : Neutral, optional
        The lifter's neutral of another day, as :class:`formcheck.pipeline.Pipeline` takes it.
    corrections : Corrections
        What a person said of it; it stands in the result.
    """

    path: Path
    exercise: str | None = None
    earlier: Neutral | None = None
    corrections: Corrections = field(default_factory=Corrections)


@dataclass(frozen=True, slots=True)
class Rescored:
    """A recording judged again.

    ``old`` is what was told when it was recorded, None where that cannot be read; ``events`` is
    what is told now, each with the time of the frame it came with.
    """

    asked: ToJudge
    old: Judgement | None
    result: SessionResult
    events: tuple[Timed, ...]

    @property
    def path(self) -> Path:
        """The recording."""
        return self.asked.path

    @property
    def frames_lost(self) -> int:
        """Frames that were damaged."""
        return self.result.source.frames_corrupt

    @property
    def complete(self) -> bool:
        """Whether the recording was closed."""
        return not self.result.source.truncated

    @property
    def new(self) -> Judgement:
        """What is told now."""
        return of_result(self.result)

    @property
    def changes(self) -> Changes:
        """What changed; nothing where there is no old judgement."""
        return UNCHANGED if self.old is None else compare(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Failed:
    """A recording that could not be judged again, and why."""

    asked: ToJudge
    error: FormCheckError

    @property
    def path(self) -> Path:
        """The recording."""
        return self.asked.path


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
            inside = sorted(_below(path))
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


def _below(folder: Path) -> Iterator[Path]:
    """Yield the recordings in a folder and its folders, as far as these may be read."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if path.suffix.lower() == SUFFIX and is_regular(path):
                yield path


def rescore(asked: ToJudge | Path, config: Config, *, progress: Progress | None = None) -> Rescored:
    """Judge one recording again.

    Parameters
    ----------
    asked : ToJudge or Path
    config : Config
        The options of today.
    progress : callable, optional
        Told now and then which share is done, 0 to 1.

    Raises
    ------
    SourceOpenError
        When the recording cannot be read.
    """
    if isinstance(asked, Path):
        asked = ToJudge(asked)
    with RecordedSource(asked.path) as source:
        old, header = source.judgement, source.header
        pipeline = new_pipeline(
            config,
            exercise=asked.exercise or header.chosen_exercise,
            neutral_s=header.chosen_neutral_s,
            earlier=asked.earlier,
        )
        heard = _Heard(
            pipeline, source.info.frames, [] if asked.corrections.judged else None, progress
        )
        result = Session(source, RecordedEstimator, pipeline, heard).run()
        result, events = corrected(
            result, heard.events, asked.corrections, heard.samples or (), config
        )
        return Rescored(asked, old, result, events)


class _Heard(Listener):
    """What an engine says of a recording; its samples only where reps may be measured anew."""

    def __init__(
        self,
        pipeline: Pipeline,
        frames: int,
        samples: list[Sample] | None,
        progress: Progress | None,
    ) -> None:
        self.events: list[Timed] = []
        self.samples = samples
        self._pipeline = pipeline
        self._frames = frames
        self._progress = progress
        self._now_s = 0.0

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        self._now_s = result.time_s
        if self.samples is not None and self._pipeline.sample is not None:
            self.samples.append(self._pipeline.sample)
        if self._progress is not None and frame.index % PROGRESS_FRAMES == 0:
            self._progress(frame.index / self._frames)

    def on_event(self, event: Event) -> None:
        self.events.append((self._now_s, event))


def corrected(
    result: SessionResult,
    events: Sequence[Timed],
    said: Corrections,
    samples: Sequence[Sample],
    config: Config,
) -> tuple[SessionResult, tuple[Timed, ...]]:
    """Return a session's result and events as they stand after a person's corrections.

    Parameters
    ----------
    result : SessionResult
    events : sequence of tuple
        What was told, each with the time of the frame it came with.
    said : Corrections
    samples : sequence of Sample
        One a frame, to measure edited reps from; without any only their ends are known.
    config : Config
    """
    if not said.judged:
        return result, tuple(events)
    name = result.exercise.name
    spec = registry.get(name) if name in registry.names() else None
    meter = RepMeter(samples, spec, config) if samples else None
    stands = correct(Found(result.reps, result.flags), said, meter, config)
    told = corrected_events(events, stands)
    return as_corrected(result, stands.reps, stands.flags), told


def rescore_all(
    recordings: Iterable[ToJudge | Path],
    config: Config,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Rescored | Failed]:
    """Judge recordings again, several at a time; each is yielded when it is done.

    Parameters
    ----------
    recordings : iterable of ToJudge or Path
    config : Config
        The options of today.
    jobs : int, optional
        Processes; where None as many as the computer has cores, or one for little work.  One
        works without any other.
    progress : callable, optional
        Told which share of a recording is done; only where there is one process.
    """
    waiting = tuple(ToJudge(asked) if isinstance(asked, Path) else asked for asked in recordings)
    workers = min(len(waiting), jobs or _workers(waiting))
    if workers <= 1:
        yield from (_try(asked, config, progress) for asked in waiting)
        return
    judge = partial(_try, config=config)
    for asked, told in run_all(partial(processes, workers), judge, waiting, at_once=workers):
        if isinstance(told, FormCheckError):
            yield Failed(asked, told)
        elif isinstance(told, Exception):
            raise told
        else:
            yield told


def _workers(recordings: tuple[ToJudge, ...]) -> int:
    size = sum(asked.path.stat().st_size for asked in recordings if asked.path.is_file())
    return cores() if size > WORTH_A_PROCESS else 1


def _try(asked: ToJudge, config: Config, progress: Progress | None = None) -> Rescored | Failed:
    try:
        return rescore(asked, config, progress=progress)
    except FormCheckError as error:
        return Failed(asked, error)
