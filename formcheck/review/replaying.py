"""A session's events as they would have been, had the engine found what stands after correction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from formcheck.review.correct import Corrected
from formcheck.types import (
    Event,
    FlagCleared,
    FlagRaised,
    Rep,
    RepCompleted,
    RepRevoked,
)

_OF_REPS: Final = (RepCompleted, RepRevoked, FlagRaised, FlagCleared)

Timed = tuple[float, Event]
"""An event with the time of the frame it came with, seconds of the source."""


def corrected_events(events: Sequence[Timed], corrected: Corrected) -> tuple[Timed, ...]:
    """Return a session's events with the reps and flags a person let stand.

    What does not speak of reps and flags (the exercise, the neutral) stays as it was told. A rep
    that the engine counted is told when the engine told it, any other at its end: whether the
    exercise had been recognised by then decides to which set it belongs.

    Parameters
    ----------
    events : sequence of tuple
        What the engine told.
    corrected : Corrected
        From :func:`formcheck.review.correct.correct`.
    """
    counted = [(time_s, event.rep) for time_s, event in events if isinstance(event, RepCompleted)]
    told: list[Timed] = []
    for rep in corrected.reps:
        at_s = _counted_s(rep, counted)
        told.append((at_s, RepCompleted(at_s, rep)))
    for flag in corrected.flags:
        told.append((flag.raised_s, FlagRaised(flag.raised_s, flag)))
        if not flag.active:
            told.append((flag.end_s, FlagCleared(flag.end_s, flag)))
    kept = [timed for timed in events if not isinstance(timed[1], _OF_REPS)]
    # Sorting is stable: within a frame reps come before what they made the engine recognise.
    return tuple(sorted([*told, *kept], key=lambda timed: timed[0]))


def _counted_s(rep: Rep, counted: Sequence[tuple[float, Rep]]) -> float:
    """Return when the engine counted the rep that shares most time with this one."""

    def shared_s(other: Rep) -> float:
        return min(rep.end_s, other.end_s) - max(rep.start_s, other.start_s)

    found = max(counted, key=lambda item: shared_s(item[1]), default=None)
    return rep.end_s if found is None or shared_s(found[1]) <= 0 else max(found[0], rep.end_s)
