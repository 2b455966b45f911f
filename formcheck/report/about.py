"""What every exported file names: which clip, whose, with how much, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from formcheck.types import SessionResult

COLUMNS: Final = ("clip", "exercise", "lifter", "load", "filmed")
"""The columns of a CSV file that say it, the same in each row, so that files can be joined."""


@dataclass(frozen=True, slots=True)
class About:
    """A recording in words; empty what nobody said.

    Attributes
    ----------
    clip : str
        Its file's name.
    lifter : str
    load : str
        With its unit, e.g. ``"62.5 kg"``; several where its sets differ.
    filmed : str
        The local date as ``YYYY-MM-DD``.

    Examples
    --------
    >>> About("row.mp4", "Anna", "60 kg", "2026-03-02").facts
    ('Anna', '60 kg', '2026-03-02')
    """

    clip: str = ""
    lifter: str = ""
    load: str = ""
    filmed: str = ""

    def cells(self, result: SessionResult) -> tuple[str, ...]:
        """Return the cells of :data:`COLUMNS` for a result."""
        return self.clip, result.exercise.name, self.lifter, self.load, self.filmed

    @property
    def facts(self) -> tuple[str, ...]:
        """What is known beside the clip's name, for a heading."""
        return tuple(each for each in (self.lifter, self.load, self.filmed) if each)


NOTHING: Final = About()
