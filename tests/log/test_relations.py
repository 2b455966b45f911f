"""A superset and a drop set are told from a rest, on both sides of each limit."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from formcheck.log.entries import TrainingSet
from formcheck.log.relations import relate, relation
from formcheck.log.store import TrainingLog
from formcheck.scoring.relations import DROP_S, SUPERSET_S
from support.logbook import MONDAY, store_set

FIRST = TrainingSet(
    id=1, uid="a", workout_id=1, position=1, exercise="bent_over_row", state="finished",
    started_s=0.0, last_seen_s=30.0, utc_offset_s=0, load_kg=50.0,
)  # fmt: skip


def after(gap_s: float, exercise: str = "bent_over_row", load_kg: float = 50.0) -> TrainingSet:
    return replace(FIRST, exercise=exercise, load_kg=load_kg, started_s=FIRST.last_seen_s + gap_s)


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (after(SUPERSET_S, "lat_pulldown"), "superset"),
        (after(SUPERSET_S + 0.1, "lat_pulldown"), "straight"),
        (after(-SUPERSET_S, "lat_pulldown"), "superset"),
        (after(5.0, "unknown"), "straight"),
        (after(DROP_S, load_kg=49.0), "drop"),
        (after(DROP_S + 0.1, load_kg=49.0), "straight"),
        (after(5.0, load_kg=50.0), "straight"),
        (after(5.0, load_kg=55.0), "straight"),
        (after(5.0, load_kg=math.nan), "straight"),
        (after(5.0, "lat_pulldown", 40.0), "superset"),
    ],
)
def test_what_a_set_is_to_the_one_before(item: TrainingSet, found: str) -> None:
    assert relation(FIRST, item) == found


def test_the_first_set_and_one_after_an_unknown_exercise_stand_alone() -> None:
    assert relation(None, FIRST) == "straight"
    assert relation(replace(FIRST, exercise="unknown"), after(1.0)) == "straight"
    assert relation(replace(FIRST, load_kg=math.nan), after(1.0, load_kg=40.0)) == "straight"


def test_a_load_named_later_makes_a_drop_set(log: TrainingLog) -> None:
    anna = log.lifters.add("Anna")
    heavy = store_set(log, anna, MONDAY, load_kg=50.0)
    light = store_set(log, anna, MONDAY.later(heavy.length_s + 20.0))
    assert light.relation == "straight", "the camera does not see the load"
    log.sets.annotate(light.id, load_kg=40.0)
    relate(log, light.workout_id)
    assert log.sets.get(light.id).relation == "drop"
    log.sets.annotate(light.id, load_kg=60.0)
    relate(log, light.workout_id)
    assert log.sets.get(light.id).relation == "straight"
