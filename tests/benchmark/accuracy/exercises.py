"""What the studio and the catalogue of real clips call an exercise, and what FormCheck does."""

from __future__ import annotations

from typing import Final

from formcheck.exercises.registry import get, names

_KINDS: Final = {
    "barbell_row": "bent_over_row",
    "pendlay_row": "bent_over_row",
    "dumbbell_row": "bent_over_row",
    "t_bar_row": "bent_over_row",
    "banded_row": "bent_over_row",
    "seated_cable_row": "seated_row",
    "machine_row": "seated_row",
}
"""Variants that FormCheck has under a common name."""


def expected_name(exercise: str | None) -> str | None:
    """Return the name FormCheck should give an exercise; None when it does not support it.

    A variant that cannot be told by looking goes by the name of its kind.
    """
    if exercise is None:
        return None
    known = names()
    if exercise in known:
        return get(exercise).kind
    kind = _KINDS.get(exercise)
    return kind if kind in known else None
