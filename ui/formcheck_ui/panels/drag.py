"""An end of a rep on the timeline while it is dragged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

_LEAST_REP_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class Drag:
    """An end of a rep that is being dragged."""

    number: int
    start_s: float
    end_s: float
    at_start: bool

    @property
    def held_s(self) -> float:
        """Time of the end that is held."""
        return self.start_s if self.at_start else self.end_s

    def moved(self, time_s: float) -> Drag:
        """Return the hold after the pointer has moved to a time."""
        if self.at_start:
            return replace(self, start_s=min(time_s, self.end_s - _LEAST_REP_S))
        return replace(self, end_s=max(time_s, self.start_s + _LEAST_REP_S))
