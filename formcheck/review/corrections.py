"""What a person says about an analysis: which reps there are, which flags are right; drawings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Self, get_args

from formcheck.review.drawings import Drawing
from formcheck.types import Flag

Verdict = Literal["right", "wrong", "missed"]
"""``right`` and ``wrong`` judge a flag of the engine; ``missed`` adds one it did not raise."""

VERSION: Final = 2
"""2: drawings.  A program that knows 1 alone refuses the file rather than lose them."""

SAME_FLAG_S: Final = 0.5
"""A flag found again after a change of thresholds may begin this much earlier or later."""


@dataclass(frozen=True, slots=True)
class RepMark:
    """From when to when a rep goes, seconds.

    ``edited`` says that a person set the ends; otherwise the mark stands for the engine's rep
    there, whose own ends count.
    """

    start_s: float
    end_s: float
    edited: bool = False

    def overlap(self, start_s: float, end_s: float) -> float:
        """Return the shared time as a share of the time either covers, 0 to 1."""
        shared = min(self.end_s, end_s) - max(self.start_s, start_s)
        either = max(self.end_s, end_s) - min(self.start_s, start_s)
        return max(0.0, shared) / either if either > 0 else 0.0


@dataclass(frozen=True, slots=True)
class FlagVerdict:
    """What a person says about one flag, found again by its code and time."""

    code: str
    start_s: float
    end_s: float
    verdict: Verdict

    def means(self, flag: Flag) -> bool:
        """Return whether this is about a flag."""
        return self.code == flag.code and abs(self.start_s - flag.start_s) <= SAME_FLAG_S


@dataclass(frozen=True, slots=True)
class Corrections:
    """Everything a person has said about one clip.

    Attributes
    ----------
    reps : tuple of RepMark, optional
        All reps in order of time; None while the engine's stand.
    flags : tuple of FlagVerdict
        Judged and added flags.
    reviewed : bool
        Whether the whole clip was looked through, so that what is not mentioned is right.
    drawings : tuple of Drawing
        What was drawn on the picture, in the order it was drawn.
    """

    reps: tuple[RepMark, ...] | None = None
    flags: tuple[FlagVerdict, ...] = ()
    reviewed: bool = False
    drawings: tuple[Drawing, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was said and nothing drawn."""
        return self == Corrections()

    @property
    def judged(self) -> bool:
        """Whether anything was said of reps and flags: a drawing says nothing of them."""
        return replace(self, drawings=()) != Corrections()

    def verdict(self, flag: Flag) -> Verdict | None:
        """Return what was said about a flag, None when nothing was."""
        return next((each.verdict for each in self.flags if each.means(flag)), None)

    def with_verdict(self, flag: Flag, verdict: Verdict | None) -> Self:
        """Return a copy in which a flag is judged; None takes the judgement back."""
        others = tuple(each for each in self.flags if not each.means(flag))
        if verdict is None:
            return replace(self, flags=others)
        end_s = flag.start_s if flag.active else flag.end_s
        made = FlagVerdict(flag.code, flag.start_s, end_s, verdict)
        return replace(self, flags=(*others, made))

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        reps = None
        if self.reps is not None:
            reps = [
                {"start_s": round(m.start_s, 4), "end_s": round(m.end_s, 4), "edited": m.edited}
                for m in self.reps
            ]
        flags = [
            {
                "code": each.code,
                "start_s": round(each.start_s, 4),
                "end_s": round(each.end_s, 4),
                "verdict": each.verdict,
            }
            for each in self.flags
        ]
        drawings = [each.to_dict() for each in self.drawings]
        return {"reps": reps, "flags": flags, "reviewed": self.reviewed, "drawings": drawings}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the corrections written by :meth:`to_dict`.

        Raises
        ------
        ValueError, KeyError, TypeError
            When the values are not such as :meth:`to_dict` writes.
        """
        reps = data["reps"]
        marks = None
        if reps is not None:
            marks = tuple(sorted((_mark(each) for each in reps), key=lambda m: m.start_s))
        flags = tuple(_verdict(each) for each in data["flags"])
        # Files of version 1 have none.
        drawings = tuple(Drawing.from_dict(each) for each in data.get("drawings", ()))
        return cls(marks, flags, bool(data["reviewed"]), drawings)


def _mark(data: Mapping[str, Any]) -> RepMark:
    mark = RepMark(float(data["start_s"]), float(data["end_s"]), bool(data["edited"]))
    if not 0.0 <= mark.start_s < mark.end_s < float("inf"):
        raise ValueError(f"a rep from {mark.start_s} to {mark.end_s} s")
    return mark


def _verdict(data: Mapping[str, Any]) -> FlagVerdict:
    verdict = data["verdict"]
    if verdict not in get_args(Verdict):
        raise ValueError(f"unknown verdict {verdict!r}")
    return FlagVerdict(str(data["code"]), float(data["start_s"]), float(data["end_s"]), verdict)
