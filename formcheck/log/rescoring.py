"""Judge the sets of a log again from their recordings, and keep what people said of them.

Every set is replaced by itself, whole or not at all. Which reps belong to which set stays as it
was: a set is what the lifter saw end, and it carries load, RPE and notes.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from formcheck.config import Config
from formcheck.errors import FormCheckError, SourceOpenError, UsageError
from formcheck.exercises import registry
from formcheck.log.clips import corrections_for
from formcheck.log.contents import summarise
from formcheck.log.entries import SetContent, Summary, TrainingSet
from formcheck.log.gathering import SetGatherer, content_of, share_flags, share_reps, span
from formcheck.log.known import neutral_of
from formcheck.log.relations import relate
from formcheck.log.store import TrainingLog
from formcheck.measures.neutral import Neutral
from formcheck.recording.judgement import UNCHANGED, Changes, Judgement, RepSpan, ToldFlag, compare
from formcheck.recording.rescoring import Failed, Progress, Rescored, ToJudge, rescore_all
from formcheck.version import __version__

TOLD_MEASURES: Final = ("back_curvature_max", "retraction_pct", "rom", "eccentric_s")
"""Measures whose mean over the set is told when it has moved."""

MOVED: Final = 0.01
"""A mean has moved when it differs by more than this share of what it was."""

Guess = tuple[str, float]
"""An exercise with the confidence it was recognised with."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which sets: of a lifter, a workout, one alone, of an exercise; None for any."""

    lifter_id: int | None = None
    workout_id: int | None = None
    set_id: int | None = None
    exercise: str | None = None


@dataclass(frozen=True, slots=True)
class SetsToJudge:
    """One recording with the sets that were filmed in it.

    ``sets`` are to be judged again; ``beside`` are the others of the same recording, whose reps
    they must not take. ``trouble`` says why it cannot be done.
    """

    recording: ToJudge
    sets: tuple[TrainingSet, ...]
    beside: tuple[TrainingSet, ...] = ()
    trouble: FormCheckError | None = None


@dataclass(frozen=True, slots=True)
class Todo:
    """What is to be done; ``unrecorded`` is the number of chosen sets that have no recording."""

    recordings: tuple[SetsToJudge, ...]
    unrecorded: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The mean of a measure over a set, before and now; NaN where none could be judged."""

    measure: str
    before: float
    now: float


@dataclass(frozen=True, slots=True)
class SetChange:
    """What became of one set.

    ``set`` is as the log has it afterwards; ``error`` says why it was left as it was.
    """

    set: TrainingSet
    changes: Changes = UNCHANGED
    moved: tuple[Moved, ...] = ()
    error: FormCheckError | None = None

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return self.changes.any or bool(self.moved)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one recording and its sets.

    ``outside`` counts reps found now that lie in none of the sets the log keeps of it;
    ``frames_lost`` frames that were damaged, and ``complete`` whether it was closed.
    """

    recording: Path
    sets: tuple[SetChange, ...]
    outside: int = 0
    frames_lost: int = 0
    complete: bool = True


def plan(log: TrainingLog, selection: Selection) -> Todo:
    """Return what is to be judged again; sets that are still being lifted are left out.

    Raises
    ------
    UsageError
        When the set or workout does not exist.
    LogError
        When the log cannot be read.
    """
    chosen = [item for item in _chosen(log, selection) if item.state != "running"]
    families: dict[tuple[str, str], list[TrainingSet]] = defaultdict(list)
    for item in chosen:
        if item.landmarks:
            families[item.landmarks, _named(item)].append(item)
    recordings = tuple(
        _sets_to_judge(log, Path(place), name, sets) for (place, name), sets in families.items()
    )
    return Todo(recordings, sum(not item.landmarks for item in chosen))


def _chosen(log: TrainingLog, selection: Selection) -> list[TrainingSet]:
    if selection.set_id is not None:
        sets: Sequence[TrainingSet] = (log.sets.get(selection.set_id),)
    elif selection.workout_id is not None:
        sets = log.sets.of_workout(log.workouts.get(selection.workout_id).id)
    else:
        lifters = [one.id for one in log.lifters.all()]
        wanted = lifters if selection.lifter_id is None else [selection.lifter_id]
        sets = [item for one in wanted for item in log.sets.of_lifter(one)]
    return [item for item in sets if selection.exercise in (None, item.exercise)]


def _named(item: TrainingSet) -> str:
    """Return the exercise a person named, where the engine knows it; empty: recognise it."""
    return item.exercise if item.named and item.exercise in registry.names() else ""


def _sets_to_judge(
    log: TrainingLog, path: Path, name: str, sets: Sequence[TrainingSet]
) -> SetsToJudge:
    mine = {item.id for item in sets}
    beside = tuple(item for item in log.sets.with_recording(str(path)) if item.id not in mine)
    recording = ToJudge(path, name or None, _earlier(log, name, sets))
    try:
        if not path.is_file():
            raise SourceOpenError(
                f"The recording {path} is not there any more.",
                "What the log holds of its sets stays. Put it back to have them judged again.",
            )
        family = (*sets, *beside)
        said = corrections_for(path, family, (log.sets.content(item.id) for item in family))
    except SourceOpenError as error:
        return SetsToJudge(recording, tuple(sets), beside, error)
    return SetsToJudge(replace(recording, corrections=said), tuple(sets), beside)


def _earlier(log: TrainingLog, name: str, sets: Sequence[TrainingSet]) -> Neutral | None:
    """Return the neutral the lifter had when they lifted, as the first analysis was given it."""
    if not name:
        return None
    lifter_id = log.workouts.get(sets[0].workout_id).lifter_id
    begun_s = min(item.started_s for item in sets)
    return neutral_of(log.postures.get_neutral(lifter_id, name, before_s=begun_s))


def rescore_sets(
    log: TrainingLog,
    todo: Todo,
    config: Config,
    *,
    jobs: int | None = None,
    keep: bool = True,
    progress: Progress | None = None,
) -> Iterator[Outcome]:
    """Judge sets again and put what is found in their place, recording by recording.

    Parameters
    ----------
    log : TrainingLog
    todo : Todo
        From :func:`plan`.
    config : Config
        The options of today.
    jobs : int, optional
        As in :func:`formcheck.recording.rescoring.rescore_all`.
    keep : bool
        False only tells what would change.
    progress : callable, optional
        Told which share of the recording at hand is done; only where there is one process.

    Raises
    ------
    LogError
        When the log cannot be written; what was stored before stays.
    """
    ready: dict[tuple[Path, str | None], SetsToJudge] = {}
    for asked in todo.recordings:
        if asked.trouble is not None:
            yield _left(asked, asked.trouble)
        else:
            ready[asked.recording.path, asked.recording.exercise] = asked
    recordings = [asked.recording for asked in ready.values()]
    for done in rescore_all(recordings, config, jobs=jobs, progress=progress):
        asked = ready[done.asked.path, done.asked.exercise]
        if isinstance(done, Failed):
            yield _left(asked, done.error)
        else:
            yield _take(log, asked, done, keep=keep)


def _left(asked: SetsToJudge, error: FormCheckError) -> Outcome:
    return Outcome(asked.recording.path, tuple(SetChange(item, error=error) for item in asked.sets))


def _take(log: TrainingLog, asked: SetsToJudge, done: Rescored, *, keep: bool) -> Outcome:
    """Share out what was found among the recording's sets, each in a transaction of its own."""
    family = (*asked.sets, *asked.beside)
    reps = share_reps(
        done.result.reps, {item.id: span(log.sets.content(item.id)) for item in family}
    )
    flags = share_flags(done.result.flags, reps)
    names = _names(done)
    told = []
    for item in asked.sets:
        guesses = Counter(names[rep.index] for rep in reps[item.id] if rep.index in names)
        guess = guesses.most_common(1)[0][0] if guesses else None
        fresh = content_of(reps[item.id], flags[item.id], done.result.holds)
        told.append(_replace(log, item, fresh, guess, done, keep=keep))
    outside = len(done.result.reps) - sum(len(mine) for mine in reps.values())
    return Outcome(done.path, tuple(told), outside, done.frames_lost, done.complete)


def _names(done: Rescored) -> dict[int, Guess]:
    """Return the exercise of each rep, as a session's sets are named while they are filmed."""
    gatherer = SetGatherer()
    gatherer.named(done.result.exercise)
    for _, event in done.events:
        gatherer.push(event)
    gatherer.reconcile(done.result.reps)
    return {
        index: (item.guess.name, math.nan if item.guess.fixed_by_user else item.guess.confidence)
        for item in gatherer.sets
        for index in item.reps
    }


def _replace(
    log: TrainingLog,
    item: TrainingSet,
    fresh: SetContent,
    guess: Guess | None,
    done: Rescored,
    *,
    keep: bool,
) -> SetChange:
    """Put fresh contents into a set, as it is in the log at this moment."""
    with log.writing() if keep else log.reading():
        try:
            now = log.sets.get(item.id)
        except UsageError as error:
            # Deleted while its recording was being read.
            return SetChange(item, error=error)
        old = log.sets.content(item.id)
        fresh = replace(fresh, corrections=old.corrections)
        named = now.named or guess is None
        exercise, confidence = (now.exercise, now.confidence) if named or guess is None else guess
        changes = compare(_judgement(now.exercise, old), _judgement(exercise, fresh))
        moved = _moved(old, fresh)
        if keep:
            log.sets.replace(
                item.id,
                fresh,
                exercise=exercise,
                confidence=confidence,
                view=done.result.view.kind,
                yaw_deg=done.result.view.yaw_deg,
                detection_fraction=done.result.detection_fraction,
                program=__version__,
            )
            relate(log, now.workout_id)
            now = log.sets.get(item.id)
    return SetChange(now, changes, moved)


def _judgement(exercise: str, content: SetContent) -> Judgement:
    return Judgement(
        exercise,
        tuple(RepSpan(rep.start_s, rep.end_s) for rep in content.reps),
        tuple(ToldFlag(flag.code, flag.rep) for flag in content.flags),
    )


def _moved(old: SetContent, fresh: SetContent) -> tuple[Moved, ...]:
    before, now = _means(old), _means(fresh)
    return tuple(
        Moved(name, was, became)
        for name in TOLD_MEASURES
        if _differs(was := before.get(name, math.nan), became := now.get(name, math.nan))
    )


def _means(content: SetContent) -> Mapping[str, float]:
    found: list[Summary] = summarise(content.reps)
    return {item.measure: item.mean for item in found if item.side == "all"}


def _differs(was: float, became: float) -> bool:
    if math.isnan(was) or math.isnan(became):
        return math.isnan(was) != math.isnan(became)
    return abs(became - was) > MOVED * max(abs(was), 1e-9)
