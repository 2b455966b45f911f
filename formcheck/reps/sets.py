"""Part a session's reps into sets, and tell how each stands to the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from formcheck.exercises import registry
from formcheck.reps.sample import Memory, Sample, column
from formcheck.scoring.relations import DROP_S, by_time
from formcheck.types import NAN, DoneSet, FloatArray, Rep, SetRelation

REST_S: Final = 8.0
"""A set goes on for so long after its last rep."""

LEAST_BREAK_S: Final = 2.5
"""Reps nearer to each other belong to one set, whatever was done between them and however they
were named: nobody changes weights or place in less."""

AWAY_S: Final = 0.8
"""Who has been out of position for so long between two reps has ended a set."""

AWAY_DEG: Final = 27.0
"""Out of position: the trunk leans otherwise by more..."""

AWAY_HAND: Final = 0.6
"""...or the hand is so many trunk lengths from where the rep before ended."""

EDGE_S: Final = 0.2
_UNKNOWN: Final = "unknown"


@dataclass(slots=True)
class _Group:
    """The reps of a set while it grows."""

    exercise: str
    reps: list[Rep]


class SetParter:
    """Put each rep that counts into its set; :attr:`sets` are those so far.

    Parameters
    ----------
    memory : Memory
        The samples so far, which tell what was done between two reps.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._groups: list[_Group] = []

    @property
    def sets(self) -> tuple[DoneSet, ...]:
        """The sets so far, the one that is on included."""
        return related([_done(group.exercise, group.reps) for group in self._groups])

    def add(self, rep: Rep, exercise: str) -> int:
        """Take a rep that counts, and what was done as far as that is known.

        Returns
        -------
        int
            The number of the rep's set, from 1.
        """
        group = self._groups[-1] if self._groups else None
        if group is None or self._parted(group, rep, exercise):
            group = _Group(exercise, [])
            self._groups.append(group)
        group.reps.append(rep)
        if group.exercise == _UNKNOWN:
            group.exercise = exercise
        return len(self._groups)

    def revoke(self) -> None:
        """Take the last rep back."""
        self._groups[-1].reps.pop()
        if not self._groups[-1].reps:
            self._groups.pop()

    def _parted(self, group: _Group, rep: Rep, exercise: str) -> bool:
        last = group.reps[-1]
        if rep.start_s - last.end_s > REST_S:
            return True
        if rep.start_s - last.end_s < LEAST_BREAK_S:
            return False
        if group.exercise != exercise and _UNKNOWN not in (group.exercise, exercise):
            return True
        between = self._memory.between(last.end_s - EDGE_S, rep.start_s)
        return _left_position(between, last.end_s)


def _left_position(samples: list[Sample], end_s: float) -> bool:
    """Whether the lifter was out of position for a while after a rep's end."""
    seen = [s for s in samples if s.found]
    before = [s for s in seen if s.time_s <= end_s + EDGE_S]
    if not before:
        return False
    away = np.zeros(len(seen), dtype=bool)
    away |= np.abs(_moved(seen, before, "trunk_deg")) > AWAY_DEG
    away |= np.hypot(_moved(seen, before, "hand_x"), _moved(seen, before, "hand_y")) > AWAY_HAND
    times = column(seen, "time_s")
    spans = np.diff(times, append=times[-1])
    return float(spans[away].sum()) >= AWAY_S


def _moved(seen: list[Sample], before: list[Sample], name: str) -> FloatArray:
    """Return how far a number is from its median before; NaN where unknown."""
    known = column(before, name)
    known = known[np.isfinite(known)]
    return column(seen, name) - (float(np.median(known)) if len(known) else NAN)


def _done(exercise: str, reps: Sequence[Rep]) -> DoneSet:
    sides = {rep.side for rep in reps}
    one_armed = exercise in registry.names() and registry.get(exercise).one_armed
    side = sides.pop() if one_armed and len(sides) == 1 else "both"
    return DoneSet(
        0, exercise, side, tuple(rep.index for rep in reps), reps[0].start_s, reps[-1].end_s
    )


def related(sets: Iterable[DoneSet]) -> tuple[DoneSet, ...]:
    """Return sets with their numbers, rests and relations."""
    found: list[DoneSet] = []
    for each in sets:
        before = found[-1] if found else None
        rest_s = NAN if before is None else each.start_s - before.end_s
        told = _relation(before, each, rest_s)
        found.append(replace(each, index=len(found) + 1, rest_s=rest_s, relation=told))
    return tuple(found)


def _relation(before: DoneSet | None, item: DoneSet, rest_s: float) -> SetRelation:
    if before is None:
        return "straight"
    one_arm = "both" not in (before.side, item.side)
    same = before.exercise == item.exercise
    if same and one_arm and before.side != item.side and rest_s <= DROP_S:
        return "change_of_side"
    return by_time(before.exercise, item.exercise, rest_s)


def regrouped(sets: Sequence[DoneSet], reps: Sequence[Rep]) -> tuple[DoneSet, ...]:
    """Return sets that hold these reps, each in the set it is of.

    What a person has corrected moves, adds or drops reps; sets without any are gone.
    """
    mine: dict[int, list[Rep]] = {each.index: [] for each in sets}
    for rep in reps:
        if rep.set_index in mine:
            mine[rep.set_index].append(rep)
    left = [each for each in sets if mine[each.index]]
    return related(
        replace(
            each,
            reps=tuple(rep.index for rep in mine[each.index]),
            start_s=min(rep.start_s for rep in mine[each.index]),
            end_s=max(rep.end_s for rep in mine[each.index]),
        )
        for each in left
    )
