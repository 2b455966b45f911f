"""Which reps make a set: of a session's events as they come, and of a recording judged again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from formcheck.log.contents import logged_rep
from formcheck.log.entries import SetContent
from formcheck.reps.sets import REST_S
from formcheck.types import (
    NAN,
    Event,
    ExerciseGuess,
    ExerciseRecognised,
    Flag,
    FlagCleared,
    FlagRaised,
    Hold,
    HoldEnded,
    NeutralCaptured,
    Rep,
    RepCompleted,
    RepRevoked,
)

_UNKNOWN = "unknown"


@dataclass(slots=True)
class GatheredSet:
    """A set while it is put together.

    ``index`` is its number in the session, as the engine parts it; ``reps`` are keyed by the rep's
    number there, flags by code and start; ``holds`` are the session's. ``changed`` says that it
    differs from what was last stored, ``open`` that it may grow.
    """

    index: int
    guess: ExerciseGuess = field(default_factory=ExerciseGuess)
    reps: dict[int, Rep] = field(default_factory=dict)
    flags: dict[tuple[str, float], Flag] = field(default_factory=dict)
    holds: dict[int, Hold] = field(default_factory=dict)
    open: bool = True
    changed: bool = True

    @property
    def start_s(self) -> float:
        """When its first rep began, in the source's time; NaN without reps."""
        return min((rep.start_s for rep in self.reps.values()), default=NAN)

    @property
    def end_s(self) -> float:
        """When its last rep ended, in the source's time; NaN without reps."""
        return max((rep.end_s for rep in self.reps.values()), default=NAN)

    def content(self) -> SetContent:
        """Return what the log keeps, reps numbered from 1."""
        numbered = [replace(rep, index=index) for index, rep in self.reps.items()]
        return content_of(numbered, list(self.flags.values()), list(self.holds.values()))


class SetGatherer:
    """Take a session's events in their order and keep its sets.

    Which set a rep is of, the engine says; a set ends with the first rep of the next, or when
    :data:`formcheck.reps.sets.REST_S` has passed since its last one. A flag belongs to the set of
    its rep; one outside any rep to the set that is going on. A set whose reps were all taken back
    stays, empty.
    """

    def __init__(self) -> None:
        self.sets: list[GatheredSet] = []
        self.neutral: NeutralCaptured | None = None
        self._guess = ExerciseGuess()
        self._waiting: dict[tuple[str, float], Flag] = {}
        self._holds: dict[int, Hold] = {}

    def push(self, event: Event) -> None:
        """Take one event; kinds that do not concern sets are passed over."""
        match event:
            case RepCompleted(rep=rep):
                self._add(rep)
            case RepRevoked(index=index):
                self._revoke(index)
            case FlagRaised(flag=flag) | FlagCleared(flag=flag):
                self._flag(flag)
            case ExerciseRecognised(guess=guess):
                # It names the set of the next rep: the engine tells it before that.
                self._guess = guess
            case HoldEnded(hold=hold):
                self._hold(hold)
            case NeutralCaptured():
                self.neutral = event

    def named(self, exercise: ExerciseGuess) -> None:
        """Take over what the user named, of which no event tells: it names the sets to come."""
        if exercise.fixed_by_user:
            self._guess = exercise

    def pass_time(self, time_s: float) -> None:
        """Close the set when nothing has come for longer than a set's gap."""
        current = self._current
        if current is not None and time_s - current.end_s > REST_S:
            _close(current)

    def finish(self) -> None:
        """End the session: no set is open any more."""
        for item in self.sets:
            _close(item)

    def reconcile(self, reps: Iterable[Rep]) -> None:
        """Take the final reps over, where a later correction changed, dropped or added some."""
        final = {rep.index: rep for rep in reps}
        for item in self.sets:
            kept = {index: final.pop(index) for index in list(item.reps) if index in final}
            item.changed |= kept != item.reps
            item.reps = kept
        for rep in final.values():
            home = self._home(rep)
            home.reps[rep.index] = rep
            home.changed = True

    @property
    def _current(self) -> GatheredSet | None:
        return self.sets[-1] if self.sets and self.sets[-1].open else None

    def _add(self, rep: Rep) -> None:
        home = self._home(rep)
        if not home.reps or home.guess.name in (_UNKNOWN, self._guess.name):
            home.guess = self._guess
        home.reps[rep.index] = rep
        home.changed = True
        # A slow rep is told when its set seemed to be over.
        home.open = home is self.sets[-1]
        self._settle_flags()

    def _home(self, rep: Rep) -> GatheredSet:
        """Return the set that a rep is of; a new one ends those before."""
        known = next((item for item in self.sets if item.index == rep.set_index), None)
        if known is not None:
            return known
        self.finish()
        self.sets.append(GatheredSet(rep.set_index, self._guess, holds=self._holds))
        return self.sets[-1]

    def _revoke(self, index: int) -> None:
        for item in self.sets:
            if item.reps.pop(index, None) is not None:
                item.changed = True

    def _hold(self, hold: Hold) -> None:
        """Keep a hold with the rep it lies in, which may be counted before it or after."""
        self._holds[hold.index] = hold
        for item in self.sets:
            item.changed |= item.start_s <= hold.end_s and hold.start_s <= item.end_s

    def _flag(self, flag: Flag) -> None:
        self._waiting[(flag.code, flag.start_s)] = flag
        self._settle_flags()

    def _settle_flags(self) -> None:
        """Give each flag to the set of its rep, or to the one going on; the rest waits."""
        for key, flag in list(self._waiting.items()):
            home = next((item for item in reversed(self.sets) if flag.rep in item.reps), None)
            if home is None and flag.rep == 0:
                home = self.sets[-1] if self.sets else None
            if home is not None:
                self._leave_others(key, home)
                home.flags[key] = self._waiting.pop(key)
                home.changed = True

    def _leave_others(self, key: tuple[str, float], home: GatheredSet) -> None:
        """Take a flag out of the set it was in: a lasting one may be worse in the next."""
        for item in self.sets:
            if item is not home and item.flags.pop(key, None) is not None:
                item.changed = True


def _close(item: GatheredSet) -> None:
    if item.open:
        item.open = False
        item.changed = True


Span = tuple[float, float]
"""From when to when a set's reps go, in the source's time; NaN without any."""


def span(content: SetContent) -> Span:
    """Return from when to when a set's reps go."""
    if not content.reps:
        return math.nan, math.nan
    return min(rep.start_s for rep in content.reps), max(rep.end_s for rep in content.reps)


def share_reps(reps: Sequence[Rep], spans: Mapping[int, Span]) -> dict[int, list[Rep]]:
    """Return each set's reps; those of no set are left out.

    A rep goes to the set it shares most time with, or else to the nearest within the gap that ends
    a set. A set without any rep so far, if it is the only one of the recording, takes the rest.

    Parameters
    ----------
    reps : sequence of Rep
    spans : mapping
        Where each set's reps were so far, by the set's id.
    """
    shared: dict[int, list[Rep]] = {set_id: [] for set_id in spans}
    empty = [set_id for set_id, found in spans.items() if math.isnan(found[0])]
    for rep in reps:
        gaps = {set_id: _gap(rep, found) for set_id, found in spans.items() if set_id not in empty}
        near = {set_id: gap for set_id, gap in gaps.items() if gap <= REST_S}
        if near:
            shared[min(near, key=lambda set_id: near[set_id])].append(rep)
        elif len(empty) == 1:
            shared[empty[0]].append(rep)
    return shared


def _gap(rep: Rep, found: Span) -> float:
    """Return the time between a rep and a set, below 0 where they share some."""
    return max(rep.start_s, found[0]) - min(rep.end_s, found[1])


def share_flags(flags: Sequence[Flag], reps: Mapping[int, Sequence[Rep]]) -> dict[int, list[Flag]]:
    """Return each set's flags: those of its reps, and those outside any rep after it began."""
    owner = {rep.index: set_id for set_id, mine in reps.items() for rep in mine}
    begun = sorted((mine[0].start_s, set_id) for set_id, mine in reps.items() if mine)
    shared: dict[int, list[Flag]] = {set_id: [] for set_id in reps}
    for flag in flags:
        home = owner.get(flag.rep)
        if flag.rep == 0 and begun:
            before = [set_id for start_s, set_id in begun if start_s <= flag.start_s]
            home = before[-1] if before else begun[0][1]
        if home is not None:
            shared[home].append(flag)
    return shared


def content_of(
    reps: Sequence[Rep], flags: Sequence[Flag], holds: Sequence[Hold] = ()
) -> SetContent:
    """Return what the log keeps of a set, its reps numbered from 1."""
    ordered = sorted(reps, key=lambda rep: rep.start_s)
    number_of = {rep.index: place for place, rep in enumerate(ordered, start=1)}
    return SetContent(
        tuple(logged_rep(rep, number_of[rep.index], holds) for rep in ordered),
        tuple(flag.renumbered(number_of) for flag in sorted(flags, key=lambda flag: flag.start_s)),
    )
