"""What is to be lifted now, as the filming screen shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """The set that is on or comes next; what is not known is empty, or 0.

    ``number`` is the set's place among those of its exercise, from 1; ``sets`` and ``reps`` are
    what the plan asks for, e.g. ``"3"`` and ``"8–12"``, with ``least_reps`` its lower end.
    ``kept`` says whether the set will be stored in the training log; ``counted_as`` are the names
    under which the camera knows the exercise.
    """

    lifter: str = ""
    exercise: str = ""
    load: str = ""
    number: int = 0
    sets: str = ""
    reps: str = ""
    least_reps: int = 0
    kept: bool = False
    counted_as: frozenset[str] = frozenset()

    def of(self, name: str) -> Goal:
        """Return what of it holds for a set of an exercise: of another one than planned no plan."""
        if not self.counted_as or name in self.counted_as | {"", "unknown"}:
            return self
        return Goal(self.lifter, "", self.load, kept=self.kept)
