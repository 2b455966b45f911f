"""``--lifter``: keep a session's sets in the training log; without it nothing is kept."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from formcheck.cli.output import counted, say
from formcheck.cli.values import TEXT, Number
from formcheck.config import Config
from formcheck.errors import UsageError
from formcheck.log.background import BackgroundKeeper
from formcheck.log.clips import as_logged, clip_key, corrections_for, filmed_at
from formcheck.log.entries import Lifter, Posture, TrainingSet
from formcheck.log.keeping import Keeping, SetKeeper
from formcheck.log.known import known_of
from formcheck.log.loads import parse_load, show_load
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck.recording.rescoring import corrected
from formcheck.reps.sample import Sample
from formcheck.routines.catalogue import title
from formcheck.run import Request
from formcheck.session_seams import Engine, Listener, SessionState, SessionStats
from formcheck.types import Event, Frame, FrameResult, SessionResult

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked to have kept: whose sets, and what they say of them."""

    lifter: str
    load: str | None = None
    rpe: float | None = None
    note: str = ""
    when: Moment | None = None


def keep_options(command: _Command) -> _Command:
    """Add the options that keep sets to a command."""
    options = (
        click.option(
            "--lifter",
            type=TEXT,
            metavar="NAME",
            help="Keep the sets in the training log, as this lifter's.",
        ),
        click.option(
            "--load",
            type=TEXT,
            metavar="LOAD",
            help="With --lifter: the load, e.g. 60, 62.5kg or 135lb.",
        ),
        click.option("--rpe", type=Number(1, 10), help="With --lifter: how hard it was, 1 to 10."),
        click.option(
            "--note", type=TEXT, default="", metavar="TEXT", help="With --lifter: a note."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def as_wish(
    lifter: str | None, load: str | None, rpe: float | None, note: str, when: str | None = None
) -> Wish | None:
    """Return what is to be kept; None when no lifter was named.

    Raises
    ------
    UsageError
        When something is said of a set that is not kept.
    """
    if lifter is None:
        if load is not None or rpe is not None or note or when is not None:
            raise UsageError(
                "--load, --rpe, --note and --when say something of a set that is kept.",
                "Add --lifter NAME to keep it.",
            )
        return None
    return Wish(lifter, load, rpe, note, None if when is None else Moment.parse(when))


def with_history(request: Request, wish: Wish | None) -> Request:
    """Return the request with the neutral and the maximum kept of this lifter in this exercise.

    The neutral serves where the recording shows no set-up.  Without a lifter, or with an exercise
    that is still to be recognised, the request stays as it is.
    """
    if wish is None or request.exercise is None:
        return request
    with TrainingLog.open() as log:
        known = known_of(log, log.lifters.find(wish.lifter).id, request.exercise)
    if known.maximum is not None:
        request = replace(request, maximum=known.maximum)
    return request if known.neutral is None else replace(request, earlier=known.neutral)


def _keeping(log: TrainingLog, wish: Wish, **more: Any) -> tuple[Lifter, Keeping]:
    lifter = log.lifters.find(wish.lifter)
    load_kg, unit = math.nan, lifter.unit
    if wish.load is not None:
        load_kg, unit = parse_load(wish.load, lifter.unit)
    rpe = math.nan if wish.rpe is None else wish.rpe
    return lifter, Keeping(lifter.id, load_kg=load_kg, unit=unit, rpe=rpe, notes=wish.note, **more)


class ClipKeeper(Listener):
    """Gather what a recording tells and store its sets when all is done.

    What a person corrected in the recording stands in what is stored.

    Parameters
    ----------
    wish : Wish
    clip : Path
    recording : Path or None
        Where the landmarks are recorded.

    Attributes
    ----------
    engine : Engine or None
        The session's engine, from whose samples corrected reps are measured anew.

    Raises
    ------
    FormCheckError
        When the lifter is unknown, the log cannot be written or the corrections cannot be read:
        before any analysis.
    """

    engine: Engine | None = None

    def __init__(self, wish: Wish, clip: Path, recording: Path | None) -> None:
        key = clip_key(clip)
        with TrainingLog.open() as log:
            self._lifter, self._said = _keeping(
                log, wish, origin="clip", source=str(clip.absolute()),
                recording="" if recording is None else str(recording.absolute()),
                origin_key=key,
            )  # fmt: skip
            known = log.sets.of_clip(self._lifter.id, key)
            contents = [log.sets.content(item.id) for item in known]
            self._corrections = corrections_for(clip, known, contents)
        self._when = wish.when
        self._clip = clip
        self._events: list[tuple[float, Event]] = []
        self._samples: list[Sample] = []
        self._time_s = 0.0

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        """Note the time, and what corrected reps are measured from."""
        self._time_s = result.time_s
        sample = None if self.engine is None else self.engine.sample
        if sample is not None and self._corrections.judged:
            self._samples.append(sample)

    def on_event(self, event: Event) -> None:
        """Gather an event."""
        self._events.append((self._time_s, event))

    def store(self, result: SessionResult, config: Config, *, quiet: bool) -> None:
        """Store the sets and say what was kept, and as of when.

        Raises
        ------
        LogError
            When the log cannot be written.
        """
        started = self._when or filmed_at(self._clip, self._time_s)
        result, events = corrected(result, self._events, self._corrections, self._samples, config)
        made = as_logged(self._corrections, Moment.now().utc_s)
        with TrainingLog.open() as log:
            keeper = SetKeeper(log, replace(self._said, started=started, corrections=made))
            stored = keeper.keep_all(events, result, started)
            self._keep_maximum(log, result, started)
            lines = [
                told(log.sets.get(set_id), self._lifter, again=keeper.replaced > 0)
                for set_id in stored
            ]
        if not quiet:
            for line in lines or ["No set was kept: there were no reps."]:
                say(line)

    def _keep_maximum(self, log: TrainingLog, result: SessionResult, when: Moment) -> None:
        """Keep the greatest flexion, if this clip showed one and the exercise is known."""
        found = None if self.engine is None else self.engine.maximum
        if found is None or found.of_before or result.exercise.name == "unknown":
            return
        log.postures.set_maximum(
            self._lifter.id,
            Posture(
                exercise=result.exercise.name, kind="maximum", total_deg=found.total_deg,
                lumbar_deg=found.lumbar_deg, thoracic_deg=found.thoracic_deg,
                measured_s=when.utc_s, utc_offset_s=when.utc_offset_s, view=result.view.kind,
                yaw_deg=result.view.yaw_deg,
            ),
        )  # fmt: skip


class LiveKeeper:
    """Keep a camera's sets as they are lifted.

    Raises
    ------
    FormCheckError
        When the lifter is unknown or the log cannot be opened: before the camera is.
    """

    def __init__(self, wish: Wish, source: str, recording: Path | None) -> None:
        with TrainingLog.open() as log:
            self._lifter, said = _keeping(
                log, wish, origin="live", source=source,
                recording="" if recording is None else str(recording.absolute()),
            )  # fmt: skip
            path = log.path
        self._path, self._said = path, said
        self._keeper: BackgroundKeeper | None = None

    def listen(self) -> Listener:
        """Begin to keep; return what hears of the session."""
        self._keeper = BackgroundKeeper(self._path, self._said)
        return self._keeper

    def finish(self, result: SessionResult | None) -> None:
        """Wait for the last write and say what was kept.

        Raises
        ------
        LogError
            When not all could be stored.
        """
        stored = self._keeper.finish(result) if self._keeper is not None else ()
        with TrainingLog.open() as log:
            for set_id in stored:
                say(told(log.sets.get(set_id), self._lifter, again=False))


def told(item: TrainingSet, lifter: Lifter, *, again: bool) -> str:
    """Return one line about a set that was kept."""
    verb = "Kept again" if again else "Kept"
    reps = counted(item.reps, "rep")
    load = "" if math.isnan(item.load_kg) else f" at {show_load(item.load_kg, item.unit)}"
    when = item.started.local.strftime("%Y-%m-%d %H:%M")
    return (
        f"{verb} as set {item.id} of {lifter.name}: {title(item.exercise)}, {reps}{load}, {when}."
    )


class Both:
    """Two listeners as one; the second hears after the first."""

    def __init__(self, first: Listener, second: Listener) -> None:
        self._pair = (first, second)

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        """Pass a frame on."""
        for listener in self._pair:
            listener.on_frame(frame, result, stats)

    def on_event(self, event: Event) -> None:
        """Pass an event on."""
        for listener in self._pair:
            listener.on_event(event)

    def on_state(self, state: SessionState) -> None:
        """Pass a state on."""
        for listener in self._pair:
            listener.on_state(state)


def hearing(listener: Listener, keeper: Listener | None) -> Listener:
    """Return a listener that tells a keeper as well, where there is one.

    The keeper hears first: a terminal that has gone fails to print, and costs no set.
    """
    return listener if keeper is None else Both(keeper, listener)
