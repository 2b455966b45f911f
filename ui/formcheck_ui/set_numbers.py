"""Of which set of a filming a rep is, and which rep of that set."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QCoreApplication

from formcheck.types import Rep
from formcheck_ui import words


class SetNumbers:
    """Number reps within their sets; a rep that is under way is of the last one.

    Parameters
    ----------
    firsts : iterable of int
        By number within the whole filming the rep each set begins with.
    """

    def __init__(self, firsts: Iterable[int] = ()) -> None:
        self._firsts = sorted(set(firsts))

    @classmethod
    def of(cls, reps: Sequence[Rep]) -> SetNumbers:
        """Return the numbers of reps whose sets the engine has told."""
        changes = (b.index for a, b in pairwise(reps) if a.set_index != b.set_index)
        return cls([*(rep.index for rep in reps[:1]), *changes])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SetNumbers) and self._firsts == other._firsts

    def __hash__(self) -> int:
        return hash(tuple(self._firsts))

    @property
    def several(self) -> bool:
        """Whether there is more than one set."""
        return len(self._firsts) > 1

    def place(self, number: int) -> tuple[int, int]:
        """Return the number of a rep's set, and the rep's own within it, both from 1."""
        found = bisect_right(self._firsts, number)
        if found == 0:
            return 1, number
        return found, number - self._firsts[found - 1] + 1

    def within(self, number: int) -> int:
        """Return a rep's number within its set."""
        return self.place(number)[1]

    def name(self, number: int) -> str:
        """Return which rep it is in words, with its set where there are several."""
        in_set, within = self.place(number)
        rep = words.rep(within)
        if not self.several:
            return rep
        return QCoreApplication.translate("sets", "set {0}, {1}").format(in_set, rep)

    def span(self, first: int, last: int) -> str:
        """Return in words from which rep to which something lasts."""
        if first == last:
            return self.name(first)
        if self.place(first)[0] != self.place(last)[0]:
            return f"{self.name(first)} – {self.name(last)}"
        in_set, within = self.place(first)
        text = QCoreApplication.translate("sets", "reps {0}–{1}").format(within, self.within(last))
        if not self.several:
            return text
        return QCoreApplication.translate("sets", "set {0}, {1}").format(in_set, text)


def heading(number: int) -> str:
    """Return what stands above a set."""
    return QCoreApplication.translate("sets", "Set {0}").format(number)
