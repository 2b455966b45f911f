"""How a set stands to the one before it: straight, a superset, a drop set."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from formcheck.log.entries import Relation, TrainingSet
from formcheck.scoring.relations import by_time

if TYPE_CHECKING:
    from formcheck.log.store import TrainingLog


def relation(before: TrainingSet | None, item: TrainingSet) -> Relation:
    """Return how a set stands to the one before it.

    A **superset** is another exercise without rest, a **drop set** the same one at a lower load
    without rest. The camera does not see the load: where one of the two is not known, a short
    break alone is no drop set.
    """
    if before is None:
        return "straight"
    found = by_time(before.exercise, item.exercise, item.started_s - before.last_seen_s)
    known = not (math.isnan(before.load_kg) or math.isnan(item.load_kg))
    lighter = known and item.load_kg < before.load_kg
    return "straight" if found == "drop" and not lighter else found


def relate(log: TrainingLog, workout_id: int) -> None:
    """Find the relations within a workout anew, after a set was stored or its load named."""
    before: TrainingSet | None = None
    with log.writing():
        for item in log.sets.of_workout(workout_id):
            found = relation(before, item)
            if found != item.relation:
                log.sets.update(item.id, relation=found)
            before = item
