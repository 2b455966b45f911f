"""A session's sets, and how each stands to the one before it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from formcheck.engine import new_pipeline
from formcheck.log.gathering import SetGatherer
from formcheck.log.relations import relation as relation_in_log
from formcheck.report.table import sets_lines
from formcheck.report.words import Words
from formcheck.reps.sample import Memory, Sample
from formcheck.reps.sets import SetParter, regrouped
from formcheck.scoring import relations
from formcheck.scoring.relations import DROP_S, SUPERSET_S, by_time
from formcheck.types import DoneSet, Rep
from support.results import make_rep, make_result
from tests.benchmark.counting.cases import case
from tests.benchmark.counting.films import film_of_case

FPS = 10


def rep(index: int, start_s: float, side: Any = "both") -> Rep:
    return replace(make_rep(index), start_s=start_s, end_s=start_s + 2.0, side=side)


def parted(
    reps: list[tuple[Rep, str]], away: tuple[float, float] = (0.0, 0.0), **moved: float
) -> tuple[DoneSet, ...]:
    """Return the sets of reps between which the lifter was away once."""
    memory = Memory()
    rested = {"trunk_deg": 20.0, "hand_x": 0.1, "hand_y": 0.2}
    parter, waiting = SetParter(memory), list(reps)
    for frame in range(40 * FPS):
        time_s = frame / FPS
        numbers = rested | moved if away[0] <= time_s < away[1] else rested
        memory.push(Sample(time_s, found=True, **numbers))
        while waiting and time_s >= waiting[0][0].end_s:
            parter.add(*waiting.pop(0))
    return parter.sets


def told(sets: tuple[DoneSet, ...]) -> list[tuple[tuple[int, ...], str]]:
    return [(each.reps, each.relation) for each in sets]


ROWS = [(rep(1, 1.0), "bent_over_row"), (rep(2, 4.0), "bent_over_row")]


def test_a_pause_in_position_parts_nothing() -> None:
    reps = [*ROWS, (rep(3, 12.0), "bent_over_row")]
    assert told(parted(reps)) == [((1, 2, 3), "straight")]


@pytest.mark.parametrize("moved", [{"trunk_deg": 80.0}, {"hand_y": -0.6}])
def test_getting_up_for_less_weight_is_a_drop_set(moved: dict[str, float]) -> None:
    reps = [*ROWS, (rep(3, 11.0), "bent_over_row")]
    first, second = parted(reps, (7.0, 9.0), **moved)
    assert told((first, second)) == [((1, 2), "straight"), ((3,), "drop")]
    assert math.isnan(first.rest_s)
    assert second.rest_s == pytest.approx(5.0)


def test_a_moment_out_of_position_parts_nothing() -> None:
    reps = [*ROWS, (rep(3, 11.0), "bent_over_row")]
    assert len(parted(reps, (7.0, 7.5), trunk_deg=80.0)) == 1


def test_another_exercise_is_a_superset_and_a_long_rest_a_straight_set() -> None:
    reps = [*ROWS, (rep(3, 9.0), "lat_pulldown"), (rep(4, 25.0), "lat_pulldown")]
    assert told(parted(reps)) == [((1, 2), "straight"), ((3,), "superset"), ((4,), "drop")]
    assert by_time("a", "b", SUPERSET_S + 0.1) == "straight"
    assert by_time("a", "a", DROP_S + 0.1) == "straight"
    assert by_time("unknown", "a", 1.0) == "straight"


def test_the_other_arm_of_a_one_arm_exercise_is_a_change_of_side() -> None:
    one = "single_arm_row"
    reps = [(rep(1, 1.0, "left"), one), (rep(2, 4.0, "left"), one), (rep(3, 16.0, "right"), one)]
    sets = parted(reps)
    assert told(sets) == [((1, 2), "straight"), ((3,), "change_of_side")]
    assert [each.side for each in sets] == ["left", "right"]
    same = [(rep(1, 1.0, "left"), one), (rep(2, 16.0, "left"), one)]
    assert told(parted(same))[1] == ((2,), "drop")
    both = [(rep(1, 1.0, "left"), "bent_over_row"), (rep(2, 16.0, "right"), "bent_over_row")]
    assert told(parted(both))[1] == ((2,), "drop"), "either arm shows an exercise for both"


def test_a_rep_named_otherwise_at_once_is_of_the_same_set() -> None:
    reps = [*ROWS, (rep(3, 6.5), "seated_row"), (rep(4, 9.0), "seated_row")]
    (only,) = parted(reps)
    assert (only.reps, only.exercise) == ((1, 2, 3, 4), "bent_over_row")


def test_an_exercise_named_late_names_its_set() -> None:
    (only,) = parted([(rep(1, 1.0), "unknown"), (rep(2, 4.0), "face_pull")])
    assert only.exercise == "face_pull"


def test_a_rep_taken_back_leaves_its_set() -> None:
    parter = SetParter(Memory())
    parter.add(rep(1, 1.0), "face_pull")
    parter.add(rep(2, 30.0), "face_pull")
    parter.revoke()
    assert told(parter.sets) == [((1,), "straight")]


def test_corrected_reps_stay_in_their_sets() -> None:
    sets = parted([*ROWS, (rep(3, 16.0), "bent_over_row")])
    reps = [
        replace(rep(number, start_s), set_index=index)
        for number, start_s, index in ((1, 4.0, 1), (2, 15.0, 2), (3, 18.0, 2))
    ]
    moved = regrouped(sets, reps)
    assert [each.reps for each in moved] == [(1,), (2, 3)]
    assert moved[1].rest_s == pytest.approx(9.0)
    assert [each.reps for each in regrouped(sets, reps[1:2])] == [(2,)]


def test_the_log_takes_the_same_limits() -> None:
    assert relation_in_log.__globals__["by_time"] is relations.by_time


@pytest.mark.parametrize(
    ("kind", "number", "named", "expected"),
    [
        ("drop set", 0, None, ["straight", "drop", "drop"]),
        ("superset", 0, None, ["straight", "superset"]),
        ("change of side", 0, "single_arm_row", ["straight", "change_of_side"]),
        ("paused", 0, None, ["straight"]),
    ],
)
def test_drawn_sessions(kind: str, number: int, named: str | None, expected: list[str]) -> None:
    film = film_of_case(case("tune", kind, number))
    pipeline, gatherer = new_pipeline(exercise=named), SetGatherer()
    for k, (time_s, pose) in enumerate(zip(film.times_s, film.poses, strict=True)):
        for event in pipeline.push(k, float(time_s), pose, film.size).events:
            gatherer.push(event)
        gatherer.pass_time(float(time_s))
    for event in pipeline.finish():
        gatherer.push(event)
    logged = [tuple(item.reps) for item in gatherer.sets if item.reps]
    assert logged == [each.reps for each in pipeline.sets], "the log has the engine's sets"
    compared = {note.rep.set_index for note in pipeline._judge._notes}
    assert compared == {len(pipeline.sets)}, "reps are judged against those of their own set"
    assert [each.relation for each in pipeline.sets] == expected
    numbers = [index for each in pipeline.sets for index in each.reps]
    assert numbers == [rep.index for rep in pipeline.reps]


def test_the_table_says_what_the_camera_cannot_know() -> None:
    sets = parted([*ROWS, (rep(3, 16.0), "bent_over_row")])
    lines = sets_lines(make_result(sets=sets), Words(exercises={"bent_over_row": "Row"}))
    assert lines[0] == "Set 1: Row · reps 1–2"
    assert lines[1].startswith("Set 2: Row · rep 3 · after 10 s · drop set")
    assert "not seen" in lines[1]
