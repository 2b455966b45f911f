"""The one thing to mend after a set: the fault that cost its reps most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from formcheck.scoring.score import PARTS, beyond, loss, own_flags
from formcheck.types import Flag, Rep

_POINTS: Final = {code: part.points for part in PARTS for code in part.codes}


@dataclass(frozen=True, slots=True)
class ToMend:
    """A fault of a set.

    ``flag`` is it as it was in the rep in which it was worst, ``reps`` are the numbers of the reps
    in which it stood, in their order.
    """

    flag: Flag
    reps: tuple[int, ...]


def to_mend(reps: Sequence[Rep], flags: Iterable[Flag]) -> ToMend | None:
    """Return the fault that cost the reps of a set most, all of them together.

    Parameters
    ----------
    reps : sequence of Rep
        The set's.
    flags : iterable of Flag
        Those of the whole recording, or of the set.

    Returns
    -------
    ToMend or None
        None where no fault that costs anything was told.  Of equal cost the fault that goes
        further beyond its limit comes first.

    Examples
    --------
    >>> to_mend([], []) is None
    True
    """
    told = tuple(flags)
    found: dict[str, dict[int, Flag]] = {}
    for rep in reps:
        for flag in own_flags(rep, told):
            if flag.code in _POINTS:
                in_reps = found.setdefault(flag.code, {})
                before = in_reps.get(rep.index, flag)
                in_reps[rep.index] = max(before, flag, key=_how_bad)
    if not found:
        return None
    costliest = max(found.values(), key=_cost)
    return ToMend(max(costliest.values(), key=_how_bad), tuple(sorted(costliest)))


def _cost(in_reps: Mapping[int, Flag]) -> tuple[float, tuple[float, float]]:
    """Return the points a fault cost, and how bad it was at its worst."""
    points = sum(_POINTS[flag.code] * loss(flag) for flag in in_reps.values())
    return points, max(map(_how_bad, in_reps.values()))


def _how_bad(flag: Flag) -> tuple[float, float]:
    return loss(flag), beyond(flag)
