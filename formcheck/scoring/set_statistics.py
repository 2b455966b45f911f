"""What a set says as a whole: tempo, work, loss, evenness, best and worst rep, and what to mend."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median, stdev
from typing import Final

from formcheck.scoring.score import PARTS, RepScore, beyond, loss, own_flags, set_score
from formcheck.types import NAN, Flag, Rep

LEAST_SPREAD = 3
"""So few reps have no spread worth telling."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Left against right where arms take turns: medians, and the spread of each side's own reps.

    ``difference_pct`` is right less left, % of their mean; ``spread_pct`` is the larger standard
    deviation of a side's own reps, likewise: a difference within it says nothing.
    """

    difference_pct: float = NAN
    spread_pct: float = NAN


@dataclass(frozen=True, slots=True)
class SetStatistics:
    """One set; NaN for what cannot be told.

    Times are medians in seconds; ``tension_s`` is the time between the starts and ends of all reps
    together.  ``loss_pct`` is how much slower the last complete pull is than the fastest,
    ``duration_cv_pct`` and ``rom_cv_pct`` how much reps differ (standard deviation, % of the
    mean).  ``best`` and ``worst`` are rep numbers, 0 where no rep has a score or all are
    alike; of equal scores the fault further beyond its limit is the worse.  ``worst_part`` is what
    cost the worst one most.
    """

    reps: int
    pull_s: float = NAN
    hold_s: float = NAN
    lower_s: float = NAN
    tension_s: float = NAN
    loss_pct: float = NAN
    rom_mean: float = NAN
    rom_cv_pct: float = NAN
    duration_cv_pct: float = NAN
    range_sides: Sides = Sides()
    pull_sides: Sides = Sides()
    score: float = NAN
    best: int = 0
    worst: int = 0
    worst_part: str = ""


def set_statistics(reps: Sequence[Rep], scores: Sequence[RepScore]) -> SetStatistics:
    """Return the statistics of the reps of a set, with each rep's score."""
    complete = [rep for rep in reps if rep.complete]
    best, worst, part = _extremes(reps, scores)
    return SetStatistics(
        reps=len(complete),
        pull_s=_median([rep.concentric_s for rep in complete]),
        hold_s=_median([rep.pause_s for rep in complete]),
        lower_s=_median([rep.eccentric_s for rep in complete]),
        tension_s=sum(rep.end_s - rep.start_s for rep in reps) if reps else NAN,
        loss_pct=_loss(complete),
        rom_mean=_mean([rep.rom for rep in complete]),
        rom_cv_pct=_cv([rep.rom for rep in complete]),
        duration_cv_pct=_cv([rep.end_s - rep.start_s for rep in complete]),
        range_sides=_sides(complete, lambda rep: rep.rom),
        pull_sides=_sides(complete, lambda rep: rep.concentric_s),
        score=set_score(scores),
        best=best,
        worst=worst,
        worst_part=part,
    )


def _loss(reps: Sequence[Rep]) -> float:
    speeds = [rep.rom / rep.concentric_s for rep in reps if rep.concentric_s > 0.0]
    known = [speed for speed in speeds if math.isfinite(speed)]
    return 100.0 * (1.0 - known[-1] / max(known)) if len(known) >= 2 else NAN


def _extremes(reps: Sequence[Rep], scores: Sequence[RepScore]) -> tuple[int, int, str]:
    pairs = zip(reps, scores, strict=True)
    known = [(rep, score) for rep, score in pairs if not math.isnan(score.total)]
    if not known:
        return 0, 0, ""
    # Of equal scores the fault that goes further beyond its limit is the worse one.
    best = max(known, key=lambda pair: _rank(pair[1]))
    worst = min(known, key=lambda pair: _rank(pair[1]))
    if _rank(best[1]) == _rank(worst[1]):
        return 0, 0, ""
    return best[0].index, worst[0].index, worst[1].worst


def _rank(score: RepScore) -> tuple[float, float]:
    """Return what the best of reps has most of."""
    return score.total, -score.beyond


def _sides(reps: Sequence[Rep], value: Callable[[Rep], float]) -> Sides:
    by_side = {
        side: [v for rep in reps if rep.side == side and math.isfinite(v := value(rep))]
        for side in ("left", "right")
    }
    if min(map(len, by_side.values())) < 2:
        return Sides()
    middle = {side: median(values) for side, values in by_side.items()}
    size = 0.5 * (middle["left"] + middle["right"])
    spread = max(stdev(values) for values in by_side.values())
    if not size > 0.0:
        return Sides()
    return Sides(100.0 * (middle["right"] - middle["left"]) / size, 100.0 * spread / size)


def _known(values: Sequence[float]) -> list[float]:
    return [value for value in values if math.isfinite(value)]


def _median(values: Sequence[float]) -> float:
    known = _known(values)
    return median(known) if known else NAN


def _mean(values: Sequence[float]) -> float:
    known = _known(values)
    return mean(known) if known else NAN


def _cv(values: Sequence[float]) -> float:
    known = _known(values)
    if len(known) < LEAST_SPREAD or not mean(known) > 0.0:
        return NAN
    return 100.0 * stdev(known) / mean(known)


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
