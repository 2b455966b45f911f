"""The programme's tables, as the data files hold them; own routines and their mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.errors import ConfigError, UnknownExerciseError, UsageError
from formcheck.guidance.weeks import EXTRA_HOURS, REST_HOURS
from formcheck.routines import registry
from formcheck.routines.catalogue import (
    EQUIPMENT,
    catalogue,
    check_equipment,
    find,
    substitute,
)
from formcheck.routines.spec import Day, parse_routine

Line = tuple[str, tuple[int, int], tuple[int, int]]


def lines(day: Day, week: int) -> list[Line]:
    return [(item.exercise.name, item.sets, item.reps) for item in day.items_in(week)]


ROWS: list[Line] = [
    ("seated_cable_row", (3, 3), (12, 12)),
    ("bent_over_dumbbell_row", (3, 3), (10, 10)),
]


@pytest.mark.parametrize("week", [1, 2, 3, 4])
def test_the_beginners_four_weeks(week: int) -> None:
    routine = registry.bundled()["beginner"]
    (day,) = routine.days
    more: list[Line] = [("pull_up", (3, 3), (8, 8))] if week >= 3 else []
    assert lines(day, week) == ROWS + more
    assert (routine.level, routine.weeks, routine.times_a_week) == ("beginner", 4, (2, 2))
    assert day.items[2].instead == ("assisted_pull_up",)


def test_the_intermediate_routine() -> None:
    routine = registry.bundled()["intermediate"]
    (day,) = routine.days
    assert lines(day, 1) == [
        ("pull_up", (4, 4), (8, 12)),
        ("bent_over_barbell_row", (4, 4), (8, 10)),
        ("face_pull", (3, 3), (12, 15)),
    ]
    assert day.items[0].instead == ("weighted_pull_up",)
    assert (routine.level, routine.weeks, routine.times_a_week) == ("intermediate", 0, (2, 3))


def test_the_advanced_routine() -> None:
    lats, trapezius = registry.bundled()["advanced"].days
    assert (lats.weekday, trapezius.weekday) == ("monday", "thursday")
    assert lines(lats, 1) == [
        ("wide_grip_pull_up", (4, 4), (8, 12)),
        ("lat_pulldown", (4, 4), (10, 12)),
    ]
    assert lines(trapezius, 1) == [
        ("dumbbell_shrug", (4, 4), (10, 12)),
        ("face_pull", (4, 4), (12, 15)),
    ]


@pytest.mark.parametrize(
    ("name", "sets", "reps"),
    [
        ("bent_over_barbell_row", (3, 4), (8, 12)),
        ("lat_pulldown", (3, 4), (10, 15)),
        ("seated_cable_row", (3, 4), (8, 12)),
    ],
)
def test_typical_schemes(name: str, sets: tuple[int, int], reps: tuple[int, int]) -> None:
    assert (find(name).sets, find(name).reps) == (sets, reps)


def test_recovery_and_tempo() -> None:
    assert REST_HOURS == (48.0, 72.0)
    assert EXTRA_HOURS == 24.0
    for routine in registry.bundled().values():
        for day in routine.days:
            assert {item.lowering_s for item in day.items} == {(2.0, 3.0)}


def test_a_superset_and_a_drop_set_can_be_planned() -> None:
    (day,) = registry.bundled()["superset"].days
    assert [(item.superset, item.drops) for item in day.items] == [("A", 0), ("A", 0), ("", 1)]


def test_the_programmes_exercises_and_muscles_are_all_there() -> None:
    assert {muscle for item in catalogue().values() for muscle in item.muscles} == {
        "trapezius", "latissimus dorsi", "rhomboids", "infraspinatus", "rear deltoids",
    }  # fmt: skip
    for name in (
        "t_bar_row", "incline_bench_row", "machine_row", "inverted_row", "banded_row",
        "single_arm_row", "chin_up", "negative_pull_up", "top_hold", "assisted_pull_up",
        "single_arm_pulldown", "band_pull_apart", "dumbbell_shrug",
    ):  # fmt: skip
        assert name in catalogue()


def test_steps_up_and_down_lead_to_exercises_of_the_same_pattern() -> None:
    for item in catalogue().values():
        for other in (item.easier, item.harder):
            assert not other or catalogue()[other].pattern == item.pattern, item.name
        assert set(item.equipment) <= set(EQUIPMENT)


def test_what_the_camera_counts_is_in_a_plan() -> None:
    from formcheck.exercises import registry as counted

    planned = {name for item in catalogue().values() for name in (item.name, *item.counted_as)}
    assert set(counted.names()) & planned >= {"bent_over_row", "seated_row", "face_pull"}


@pytest.mark.parametrize(
    ("owned", "wanted", "found"),
    [
        (set(), "bent_over_barbell_row", "bent_over_barbell_row"),
        ({"dumbbell"}, "bent_over_barbell_row", "bent_over_dumbbell_row"),
        ({"cable"}, "bent_over_barbell_row", "seated_cable_row"),
        ({"band"}, "bent_over_barbell_row", "banded_row"),
        ({"bodyweight"}, "bent_over_barbell_row", "inverted_row"),
        ({"band"}, "face_pull", "banded_face_pull"),
        ({"band"}, "pull_up", "banded_pulldown"),
        ({"barbell"}, "dumbbell_shrug", "barbell_shrug"),
        ({"barbell"}, "face_pull", None),
    ],
)
def test_substitutions_by_equipment(owned: set[str], wanted: str, found: str | None) -> None:
    instead = substitute(find(wanted), owned)
    assert (instead.name if instead else None) == found


def test_a_routines_own_alternative_comes_first() -> None:
    pull_up = find("lat_pulldown")
    assert substitute(pull_up, {"pull_up_bar"}, ["assisted_pull_up"]) == find("assisted_pull_up")


def test_unknown_names_name_the_nearest() -> None:
    with pytest.raises(UnknownExerciseError, match="face_pull"):
        find("facepull")
    with pytest.raises(UsageError, match="no equipment"):
        check_equipment(["kettlebell"])
    assert check_equipment(["Pull-up bar", ""]) == {"pull_up_bar"}
    with pytest.raises(UsageError, match="beginner"):
        registry.get("beginer")


def test_an_own_copy_can_be_edited(own_routines: Path) -> None:
    path = registry.copy_to_own("beginner", "mine")
    assert registry.get("mine").own
    path.write_text(path.read_text().replace("reps = [12, 12]", "reps = [15, 15]"))
    assert registry.get("mine").days[0].items[0].reps == (15, 15)
    assert registry.get("beginner").days[0].items[0].reps == (12, 12)
    with pytest.raises(UsageError, match="already"):
        registry.copy_to_own("beginner", "mine")
    with pytest.raises(ConfigError, match="no name"):
        registry.copy_to_own("beginner", "../evil")
    assert [item.name for item in own_routines.iterdir()] == ["mine.toml"]


GOOD = """
schema = 1
name = "x"
title = "X"
level = "beginner"
times_a_week = [1, 2]
lowering_s = [2, 3]
[[days]]
name = "a"
title = "A"
[[days.items]]
exercise = "lat_pulldown"
"""


def test_a_routine_may_leave_sets_and_reps_to_the_typical_scheme() -> None:
    (item,) = parse_routine(GOOD, "x.toml").days[0].items
    assert (item.sets, item.reps) == ((3, 4), (10, 15))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("schema = 1", "schema = 9", "schema 9"),
        ("title = \"X\"", "", "title"),
        ("title = \"X\"", "titel = 'X'", "titel"),
        ("\"beginner\"", "\"expert\"", "level"),
        ("[1, 2]", "[2, 1]", "times_a_week"),
        ("[1, 2]", "[1, 8]", "times_a_week"),
        ("[1, 2]", "3", "iterable"),
        ("lat_pulldown", "lat_puldown", "lat_pulldown"),
        ("name = \"a\"", "name = \"a\"\nweekday = \"Montag\"", "weekday"),
        ("title = \"A\"", "title = ", "line 10"),
        ("exercise = \"lat_pulldown\"", "exercise = \"lat_pulldown\"\nreps = [8.5, 9]", "whole"),
        ("exercise = \"lat_pulldown\"", "exercise = \"lat_pulldown\"\ndrops = 9", "drops"),
        ("exercise = \"lat_pulldown\"", "exercise = \"t_bar_row\"", "sets"),
    ],
)  # fmt: skip
def test_a_wrong_routine_is_refused_with_the_place(old: str, new: str, says: str) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    with pytest.raises(ConfigError) as caught:
        parse_routine(text, "x.toml")
    assert "x.toml" in caught.value.message
    assert says in str(caught.value)
