"""A fault that was told."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from formcheck.types.values import NAN

Severity = Literal["hint", "warning", "alert"]


class FlagPeak(NamedTuple):
    """What a lasting fault came to within one rep: its worst value there, when, and how bad."""

    rep: int
    value: float
    at_s: float
    severity: Severity


@dataclass(frozen=True, slots=True)
class Flag:
    """One fault, from the moment it was seen to the moment it was gone.

    ``end_s`` is NaN while the flag is up.  ``value`` is the worst so far, in ``unit``, reached at
    ``peak_s`` (NaN where that is not known); ``rep`` is the 1-based number of the rep it belongs
    to, 0 outside any rep.  A fault that lasts over several reps has a peak in each that is over,
    and its rep is the worst of them: value, severity and ``peak_s`` are those of that rep.
    ``raised_s`` is when it was first told (start plus hold time).
    """

    code: str
    severity: Severity
    start_s: float
    raised_s: float
    value: float
    threshold: float
    unit: str
    rep: int = 0
    end_s: float = NAN
    peak_s: float = NAN
    peaks: tuple[FlagPeak, ...] = ()

    @property
    def active(self) -> bool:
        """Whether the fault is still going on."""
        return math.isnan(self.end_s)

    @property
    def worst_s(self) -> float:
        """When the fault is to be looked at: where it was worst, or began if that is not known."""
        return self.start_s if math.isnan(self.peak_s) else self.peak_s

    def with_peak(self, peak: FlagPeak) -> Flag:
        """Return a copy that knows what the fault came to in one more rep."""
        others = tuple(each for each in self.peaks if each.rep != peak.rep)
        return replace(self, peaks=(*others, peak))._at(max((*others, peak), key=_how_bad))

    def within(self, rep: int) -> Flag:
        """Return the fault as it is in one of the reps it reaches into.

        Without a value where it lasts over several reps and was not seen in this one.
        """
        peak = next((each for each in self.peaks if each.rep == rep), None)
        if peak is not None:
            return self._at(peak)
        unseen = self.peaks and self.rep != rep
        return replace(self, rep=rep, value=NAN, peak_s=NAN) if unseen else self

    def renumbered(self, numbers: Mapping[int, int]) -> Flag:
        """Return a copy whose reps go by these numbers; those that are not among them are gone."""
        peaks = tuple(
            each._replace(rep=numbers[each.rep]) for each in self.peaks if each.rep in numbers
        )
        moved = replace(self, rep=numbers.get(self.rep, 0), peaks=peaks)
        # Its own rep is the worst, also while that one is not over and has no peak yet.
        return moved if moved.rep or not peaks else moved._at(max(peaks, key=_how_bad))

    def _at(self, peak: FlagPeak) -> Flag:
        return replace(
            self, rep=peak.rep, value=peak.value, severity=peak.severity, peak_s=peak.at_s
        )


def _how_bad(peak: FlagPeak) -> tuple[float, int]:
    """Return what the worst of peaks has most of; of equal ones the first."""
    return peak.value, -peak.rep
