"""How right the engine was, by a person's labels: precision and recall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from formcheck.review.correct import Found
from formcheck.review.corrections import Corrections
from formcheck.types import NAN

SAME_REP_OVERLAP: Final = 0.5
"""A rep counts as found when engine and person share at least half of the time either marks."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were found rightly, found wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right, NaN when nothing was found."""
        told = self.right + self.wrong
        return self.right / told if told else NAN

    @property
    def recall(self) -> float:
        """Share of what there is that was found, NaN when there is nothing."""
        there = self.right + self.missed
        return self.right / there if there else NAN

    def __add__(self, other: Self) -> Tally:
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@dataclass(frozen=True, slots=True)
class Score:
    """Reps and flags of one or more clips against a person's labels."""

    reps: Tally = Tally()
    flags: Mapping[str, Tally] = field(default_factory=dict)
    clips: int = 0

    @property
    def all_flags(self) -> Tally:
        """All kinds of flags together."""
        return sum(self.flags.values(), Tally())

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""

        def plain(tally: Tally) -> dict[str, int]:
            return {"right": tally.right, "wrong": tally.wrong, "missed": tally.missed}

        return {
            "reps": plain(self.reps),
            "flags": {code: plain(tally) for code, tally in self.flags.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the score of one clip written by :meth:`to_dict`."""

        def tally(plain: Mapping[str, Any]) -> Tally:
            return Tally(int(plain["right"]), int(plain["wrong"]), int(plain["missed"]))

        return cls(
            tally(data["reps"]), {code: tally(each) for code, each in data["flags"].items()}, 1
        )


def score(found: Found, corrections: Corrections) -> Score:
    """Return how right the engine was on one clip.

    Only what a person has spoken about counts: reps once one of them was changed or the clip was
    looked through, flags that were judged or added; in a clip looked through, all.
    """
    if not corrections.judged:
        return Score()
    flags: dict[str, Tally] = {}
    for flag in found.flags:
        verdict = corrections.verdict(flag)
        if verdict is None and not corrections.reviewed:
            continue
        tally = Tally(wrong=1) if verdict == "wrong" else Tally(right=1)
        flags[flag.code] = flags.get(flag.code, Tally()) + tally
    for said in corrections.flags:
        if said.verdict == "missed":
            flags[said.code] = flags.get(said.code, Tally()) + Tally(missed=1)
    return Score(_reps(found, corrections), flags, 1)


def together(scores: Iterable[Score]) -> Score:
    """Return the sum of several clips' scores."""
    reps, clips = Tally(), 0
    flags: dict[str, Tally] = {}
    for each in scores:
        reps, clips = reps + each.reps, clips + each.clips
        for code, tally in each.flags.items():
            flags[code] = flags.get(code, Tally()) + tally
    return Score(reps, flags, clips)


def _reps(found: Found, corrections: Corrections) -> Tally:
    if corrections.reps is None:
        return Tally(right=len(found.reps)) if corrections.reviewed else Tally()
    free = list(found.reps)
    right = 0
    for mark in corrections.reps:
        best = max(free, key=lambda rep: mark.overlap(rep.start_s, rep.end_s), default=None)
        if best is not None and mark.overlap(best.start_s, best.end_s) >= SAME_REP_OVERLAP:
            free.remove(best)
            right += 1
    return Tally(right, len(free), len(corrections.reps) - right)
