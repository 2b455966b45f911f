"""How long the lifter has rested after a set, in seconds and in words."""

from __future__ import annotations

import math

from formcheck_ui.live import phrases


class RestClock:
    """How long the lifter has rested, and when the planned rest is over.

    Parameters
    ----------
    planned_s : float
        0 counts up without an end.
    """

    def __init__(self, planned_s: float) -> None:
        self.planned_s = planned_s
        self._begun_s = math.nan
        self._told = False

    def begin(self, time_s: float) -> None:
        """Begin to rest."""
        self._begun_s, self._told = time_s, False

    def end(self) -> None:
        """Rest no longer."""
        self._begun_s = math.nan

    @property
    def running(self) -> bool:
        """Whether a rest goes on."""
        return not math.isnan(self._begun_s)

    def in_words(self, time_s: float) -> str:
        """Return how long the lifter has rested, and of how long where that is planned."""
        shown = phrases.minutes(self._rested_s(time_s))
        if not self.planned_s:
            return phrases.message("rest", shown)
        return phrases.message("rest_of", shown, phrases.minutes(self.planned_s))

    def is_over(self, time_s: float) -> bool:
        """Whether the planned rest came to its end just now; true once."""
        if self._told or not self.planned_s or not self._rested_s(time_s) >= self.planned_s:
            return False
        self._told = True
        return True

    def _rested_s(self, time_s: float) -> float:
        """Return the seconds rested so far; NaN when nobody rests."""
        return time_s - self._begun_s
