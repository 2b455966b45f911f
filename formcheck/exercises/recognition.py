"""Tell the exercise from its pulls."""

from __future__ import annotations

from formcheck.exercises.registry import get, names
from formcheck.exercises.spec import ExerciseSpec
from formcheck.types import ExerciseGuess

NAMING = 0.30
"""A pull names an exercise when its worst feature reaches this membership."""

FOLLOWING = 0.12
"""Later pulls of an exercise already named may fit this badly."""

FIXED = 0.55
"""With the exercise fixed by the user, a pull must fit on the whole, not in every feature."""

MEMORY = 0.6
"""How much of the confidence is kept from earlier pulls."""


class ExerciseRecogniser:
    """Follow which exercise is done; one per session.

    Parameters
    ----------
    fixed : str or None
        The exercise the user named; None to recognise it.
    """

    def __init__(self, fixed: str | None) -> None:
        self._fixed = get(fixed) if fixed is not None else None
        self._confidence = 0.0
        self._spec: ExerciseSpec | None = self._fixed

    @property
    def spec(self) -> ExerciseSpec | None:
        """The exercise, or None while unknown."""
        return self._spec

    @property
    def guess(self) -> ExerciseGuess:
        """What is known, for the user."""
        if self._fixed is not None:
            return ExerciseGuess(self._fixed.name, 1.0, fixed_by_user=True)
        if self._spec is None:
            return ExerciseGuess()
        return ExerciseGuess(self._spec.name, self._confidence)

    def judge(self, features: dict[str, float]) -> bool:
        """Take one pull; return whether it belongs to the exercise, which it may name."""
        if self._fixed is not None:
            return self._fixed.leniency(features) >= FIXED
        scores = {name: get(name).match(features) for name in names()}
        best = max(scores, key=lambda name: scores[name])
        current = scores[self._spec.name] if self._spec is not None else 0.0
        if self._spec is None or (current < FOLLOWING and scores[best] >= NAMING):
            if scores[best] < NAMING:
                return False
            self._spec, self._confidence = get(best), 0.0
            current = scores[best]
        self._confidence = (
            current
            if self._confidence == 0.0
            else MEMORY * self._confidence + (1.0 - MEMORY) * current
        )
        return current >= FOLLOWING
