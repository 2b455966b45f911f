"""How a set stands to the one before it: straight, a superset, a drop set."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from formcheck.log.entries import Relation, TrainingSet

if TYPE_CHECKING:
    from formcheck.log.store import TrainingLog

SUPERSET_S: Final = 45.0
"""Longest way from one exercise to the next that still is "without rest": a change of station."""

DROP_S: Final = 30.0
"""Longest break that still is "without rest" in one exercise: taking plates off, another pair."""


def relation(before: TrainingSet | None, item: TrainingSet) -> Relation:
    """Return how a set stands to the one before it.

    A **superset** is another exercise without rest, a **drop set** the same one at a lower load
    without rest. The camera does not see the load: where one of the two is not known, a short
    break alone is no drop set.
    """
    if before is None or "unknown" in (before.exercise, item.exercise):
        return "straight"
    break_s = item.started_s - before.last_seen_s
    if before.exercise != item.exercise:
        return "superset" if abs(break_s) <= SUPERSET_S else "straight"
    known = not (math.isnan(before.load_kg) or math.isnan(item.load_kg))
    lighter = known and item.load_kg < before.load_kg
    return "drop" if lighter and abs(break_s) <= DROP_S else "straight"


def relate(log: TrainingLog, workout_id: int) -> None:
    """Find the relations within a workout anew, after a set was stored or its load named."""
    before: TrainingSet | None = None
    with log.writing():
        for item in log.sets.of_workout(workout_id):
            found = relation(before, item)
            if found != item.relation:
                log.sets.update(item.id, relation=found)
            before = item
