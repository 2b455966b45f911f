"""How a set stands to the one before it, by exercise and rest alone: the load is not seen."""

from __future__ import annotations

from typing import Final, Literal

SUPERSET_S: Final = 45.0
"""Longest way from one exercise to the next that still is "without rest": a change of station."""

DROP_S: Final = 30.0
"""Longest break that still is "without rest" in one exercise: taking plates off, another pair."""

_UNKNOWN: Final = "unknown"


def by_time(before: str, exercise: str, break_s: float) -> Literal["straight", "superset", "drop"]:
    """Return what a set is to the one before it.

    Parameters
    ----------
    before, exercise : str
        Their exercises; where one is ``"unknown"`` nothing can be told.
    break_s : float
        Between them; below 0 where a clock was set back.
    """
    if _UNKNOWN in (before, exercise):
        return "straight"
    if before != exercise:
        return "superset" if abs(break_s) <= SUPERSET_S else "straight"
    return "drop" if abs(break_s) <= DROP_S else "straight"
