"""A rep's score, 0 to 100, as the sum of its causes (docs/score.md has the reasoning).

A part counts only where it was judged; where less than half could be judged there is no score.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from formcheck.types import NAN, Flag, Rep, Severity

LOSS: Final[dict[Severity, float]] = {"hint": 0.25, "warning": 0.6, "alert": 0.8}
"""Share of a part's points that a fault costs where it begins to be so bad; of several in one part,
the worst counts."""

GROWTH: Final = 0.2
"""...and what is added the further it lies beyond its limit: by half of this at twice the limit, by
all of it only without end, so that a fault that is worse always costs more, and none of a lower
severity as much as one of a higher."""

LEAST_JUDGED: Final = 0.5
"""Share of all points that must have been judged."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score: its points, and the faults that cost them."""

    name: str
    points: float
    codes: tuple[str, ...]


PARTS: Final = (
    Part(
        "back",
        30.0,
        ("rounded_back", "arched_back", "rounding_growing"),
    ),
    Part("control", 25.0, ("yank", "hitch", "bounce", "drop", "lowering_too_fast")),
    Part("range", 20.0, ("short_range", "chin_below_bar")),
    Part(
        "body",
        10.0,
        ("trunk_swing", "hips_rising", "kipping", "too_upright"),
    ),
)  # fmt: skip
"""All parts; speed loss is a remark and costs nothing."""


@dataclass(frozen=True, slots=True)
class RepScore:
    """The score of one rep.

    ``total`` is NaN where too little was judged; ``lost`` maps each judged part to the points it
    cost, of ``of`` that could be had; ``unjudged`` names the parts nobody could judge.  ``beyond``
    tells reps of the same score apart: how far the fault that cost most lies beyond its limit, as
    a share of the limit (0 without a fault, or where its value is not known).
    """

    total: float = NAN
    of: float = 0.0
    lost: dict[str, float] = field(default_factory=dict)
    unjudged: tuple[str, ...] = ()
    beyond: float = 0.0

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts this score is made of, judged or not, in their order."""
        return tuple(part for part in PARTS if part.name in (*self.lost, *self.unjudged))

    @property
    def worst(self) -> str:
        """The part that cost most; empty when nothing was lost."""
        costly = [part for part, points in self.lost.items() if points > 0.0]
        return max(costly, key=lambda part: self.lost[part]) if costly else ""


def rep_score(rep: Rep, flags: Iterable[Flag]) -> RepScore:
    """Return the score of a rep from the flags raised in it.

    Parameters
    ----------
    rep : Rep
    flags : iterable of Flag
        All flags of the recording; those of this rep count, and lasting ones that reach into it.
    """
    own = own_flags(rep, flags)
    judged = _judged(rep)
    lost, of, whole = {}, 0.0, 0.0
    unjudged = []
    for part in PARTS:
        faults = [flag for flag in own if flag.code in part.codes]
        whole += part.points
        if not faults and not judged[part.name]:
            unjudged.append(part.name)
            continue
        of += part.points
        lost[part.name] = part.points * max(map(loss, faults), default=0.0)
    if of < LEAST_JUDGED * whole:
        return RepScore(NAN, of, lost, tuple(unjudged))
    score = RepScore(100.0 * (1.0 - sum(lost.values()) / of), of, lost, tuple(unjudged))
    fault = cause(score.worst, own) if score.worst else None
    return score if fault is None else replace(score, beyond=beyond(fault))


def set_score(scores: Sequence[RepScore]) -> float:
    """Return the mean of the reps that have a score; NaN when none has."""
    known = [score.total for score in scores if not math.isnan(score.total)]
    return sum(known) / len(known) if known else NAN


def own_flags(rep: Rep, flags: Iterable[Flag]) -> list[Flag]:
    """Return the flags that stand in a rep, as they are in it.

    Those are its own, and lasting ones that reach into it.
    """
    return [flag.within(rep.index) for flag in flags if _of(flag, rep)]


def reps_of(flag: Flag, reps: Iterable[Rep]) -> list[int]:
    """Return the numbers of the reps a flag stands in, as :func:`own_flags` has it."""
    return [rep.index for rep in reps if _of(flag, rep)]


def cause(part: str, own: Iterable[Flag]) -> Flag | None:
    """Return the fault that cost a part most, of the flags that stand in a rep; None without."""
    codes = next(each.codes for each in PARTS if each.name == part)
    faults = [flag for flag in own if flag.code in codes]
    return max(faults, key=lambda flag: (loss(flag), beyond(flag)), default=None)


def loss(flag: Flag) -> float:
    """Return which share of its part's points a fault costs.

    That is its severity's, and more the further its value and its limit lie apart, as a share of
    the larger.  What is not known adds nothing.
    """
    larger = max(abs(flag.value), abs(flag.threshold))
    apart = abs(flag.value - flag.threshold) / larger if larger > 0.0 else 0.0
    return LOSS[flag.severity] + GROWTH * (apart if math.isfinite(apart) else 0.0)


def beyond(flag: Flag) -> float:
    """Return how far a fault's value lies beyond its limit, as a share of the limit, 0 or more.

    0 where value or limit is not known.
    """
    size = abs(flag.threshold)
    share = abs(flag.value - flag.threshold) / size if size > 0.0 else NAN
    return share if math.isfinite(share) else 0.0


def stands_in(flag: Flag, rep: int, start_s: float, end_s: float) -> bool:
    """Whether a flag stands in a rep with a number, from when to when: its own, or lasting into it.

    Times are in seconds.
    """
    return flag.rep == rep or (flag.start_s < end_s and not flag.end_s <= start_s)


def _of(flag: Flag, rep: Rep) -> bool:
    return stands_in(flag, rep.index, rep.start_s, rep.end_s)


def _judged(rep: Rep) -> dict[str, bool]:
    """Return whether each part could be judged: whether what its rules look at is known."""
    known = {
        "back": rep.back_curvature.max,
        "control": rep.eccentric_s,
        "range": rep.rom,
        "body": rep.trunk_swing_deg,
    }
    return {name: not math.isnan(value) for name, value in known.items()}
