"""Exercises as data, and telling them apart from their pulls."""

from __future__ import annotations

import math
from collections.abc import Iterator
from importlib import resources

import numpy as np
import pytest

from formcheck.errors import ConfigError, UnknownExerciseError
from formcheck.exercises.cues import bundled_cues, cue
from formcheck.exercises.families import PULL
from formcheck.exercises.recognition import NAMING, RESTED_S, ExerciseRecogniser
from formcheck.exercises.registry import get, names, recognisable, set_own
from formcheck.exercises.spec import FEATURES, UNSEEN, Band, parse_exercise
from formcheck.flags.codes import FLAGS
from support.sets import analyse, plain_set

KNOWN = ("bent_over_row", "face_pull", "seated_row")
GOOD = (resources.files("formcheck.exercises") / "face_pull.toml").read_text("utf-8")


def middle(name: str) -> dict[str, float]:
    """Return features in the middle of every band of an exercise."""
    bands = get(name).bands
    return {
        feature: 0.5 * (bands[feature].low + bands[feature].high) if feature in bands else math.nan
        for feature in FEATURES
    }


def test_the_registry_knows_at_least_these() -> None:
    assert set(KNOWN) <= set(names())
    assert list(names()) == sorted(names())
    for name in names():
        spec = get(name)
        assert spec.name == name
        assert spec.title
        assert spec.summary
        assert spec.camera
        assert set(spec.flags) <= set(FLAGS)
        assert spec.lowering_s > 0.0


@pytest.mark.parametrize("name", ["face pull", "Face-Pull", " FACE_PULL "])
def test_names_are_taken_as_people_write_them(name: str) -> None:
    assert get(name).name == "face_pull"


@pytest.mark.usefixtures("_no_own")
def test_an_accent_may_be_a_letter_of_its_own() -> None:
    set_own([("u.toml", OWN.replace("high_row", "\u00fcbung"))])
    assert get("u\u0308bung") is get("\u00fcbung")


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(UnknownExerciseError, match="facepul") as told:
        get("facepul")
    assert "face_pull" in told.value.hint
    assert told.value.exit_code == 2
    with pytest.raises(UnknownExerciseError) as far:
        get("zzzzzz")
    assert "formcheck exercises" in far.value.hint


@pytest.mark.parametrize(
    ("find", "replace", "what"),
    [
        ("name =", "name", "not valid TOML"),
        ('title = "Face pull"\n', "", "title"),
        ("[standards]", "[standard]", "standards"),
        ("trunk_inclination_deg = [58.0", "trunk_inclination = [58.0", "trunk_inclination"),
        ("[58.0, 125.0, 8.0]", "[125.0, 58.0, 8.0]", "low < high"),
        ("[58.0, 125.0, 8.0]", "[58.0, 125.0, 0.0]", "low < high"),
        ("[58.0, 125.0, 8.0]", "[58.0, 125.0]", "face_pull.toml"),
        ("[58.0, 125.0, 8.0]", '["a", 125.0, 8.0]', "face_pull.toml"),
        ("[58.0, 125.0, 8.0]", "58.0", "face_pull.toml"),
        ('"rounded_back"', '"rounded_bakc"', "rounded_bakc"),
        ("lowering_s = 2.0", 'lowering_s = "slow"', "slow"),
    ],
)
def test_a_broken_file_is_refused_with_what_is_wrong(find: str, replace: str, what: str) -> None:
    assert find in GOOD
    with pytest.raises(ConfigError) as told:
        parse_exercise(GOOD.replace(find, replace), "face_pull.toml")
    assert "face_pull.toml" in told.value.message
    assert what in told.value.message
    assert told.value.hint


def test_a_good_file_is_read() -> None:
    assert parse_exercise(GOOD, "face_pull.toml") == get("face_pull")


def test_a_band_is_one_inside_and_fades_outside() -> None:
    band = Band(10.0, 20.0, 5.0)
    assert band.membership(10.0) == band.membership(15.0) == band.membership(20.0) == 1.0
    assert band.membership(25.0) == pytest.approx(math.exp(-0.5))
    assert band.membership(0.0) == pytest.approx(math.exp(-2.0))
    assert band.membership(math.nan) == UNSEEN


@pytest.mark.parametrize("name", KNOWN)
def test_typical_features_name_the_exercise(name: str) -> None:
    recogniser = ExerciseRecogniser(None)
    assert recogniser.guess.name == "unknown"
    assert recogniser.judge(middle(name))
    assert recogniser.guess.name == name
    assert recogniser.guess.confidence > 0.7
    assert not recogniser.guess.fixed_by_user


def test_a_pull_that_fits_nothing_names_nothing_and_does_not_count() -> None:
    recogniser = ExerciseRecogniser(None)
    odd = middle("face_pull") | {"hand_up_extended_pct": 180.0, "hand_forward_travel_pct": 0.0}
    assert not recogniser.judge(odd)
    assert recogniser.spec is None
    # ... nor does it when the exercise is known already.
    recogniser.judge(middle("face_pull"))
    assert not recogniser.judge(odd)
    assert recogniser.guess.name == "face_pull"


def test_another_exercise_is_noticed() -> None:
    recogniser = ExerciseRecogniser(None)
    recogniser.judge(middle("bent_over_row"))
    assert recogniser.judge(middle("face_pull"))
    assert recogniser.guess.name == "face_pull"


def test_after_a_rest_a_pull_must_fit_as_a_first_one() -> None:
    """A bottle looks a little like the rows before it; in the midst of them so may a row."""
    # Little like the pulls of people, though enough to follow others.
    weak = middle("bent_over_row") | {get("bent_over_row").likeness: 5.0, PULL: 30.0}
    for up in np.arange(0.0, 40.0, 0.5):
        weak["hand_up_contracted_pct"] = float(up)
        if get("bent_over_row").match(weak) < NAMING:
            break
    recogniser = ExerciseRecogniser(None)
    assert recogniser.judge(middle("bent_over_row"), time_s=10.0)
    assert recogniser.judge(weak, time_s=14.0)
    assert not recogniser.judge(weak, time_s=14.0 + RESTED_S + 1.0)
    assert recogniser.guess.name == "bent_over_row"
    assert recogniser.judge(middle("bent_over_row"), time_s=40.0)


def test_hanging_elbows_do_not_row() -> None:
    """Whoever bends to the floor or reaches for a rack has hands on the move and elbows down."""
    hanging = middle("bent_over_row") | {"elbow_up_contracted_pct": -65.0}
    assert not ExerciseRecogniser(None).judge(hanging)


def test_the_user_may_name_the_exercise() -> None:
    recogniser = ExerciseRecogniser("face pull")
    assert recogniser.guess.fixed_by_user
    assert recogniser.guess.confidence == 1.0
    # One feature far off is forgiven to whoever said what is done.
    odd = middle("face_pull") | {"hand_up_contracted_pct": 180.0}
    assert recogniser.judge(odd)
    assert not recogniser.judge(dict.fromkeys(FEATURES, 900.0))
    assert recogniser.guess.name == "face_pull"


@pytest.mark.parametrize("name", KNOWN)
def test_constructed_sets_are_recognised_and_counted(name: str) -> None:
    told = analyse(plain_set(name, 2).poses())
    assert told.pipeline.exercise.name == name
    assert len(told.pipeline.reps) == 2


def test_pulling_down_from_overhead_is_a_pulldown() -> None:
    told = analyse(plain_set("pulldown", 2).poses())
    assert told.pipeline.exercise.name == "lat_pulldown"
    assert len(told.pipeline.reps) == 2


def test_unsure_is_an_answer_and_the_pull_still_counts() -> None:
    recogniser = ExerciseRecogniser(None)
    # Between a row with both arms and one with one: the other arm goes a little along.
    between = middle("bent_over_row") | {"other_arm_pct": 39.0}
    assert recogniser.judge(between)
    assert recogniser.guess.name == "unknown"
    assert recogniser.leading is not None
    # A clear pull settles it.
    recogniser.judge(middle("bent_over_row"))
    recogniser.judge(middle("bent_over_row"))
    assert recogniser.guess.name == "bent_over_row"


def test_what_needs_confirming_is_named_when_it_comes_again() -> None:
    recogniser = ExerciseRecogniser(None)
    lift = middle("deadlift")
    assert not recogniser.judge(lift, "hinge", 2.0)
    assert recogniser.spec is None
    assert recogniser.judge(lift, "hinge", 6.0)
    assert recogniser.fits(lift, "hinge")
    assert recogniser.guess.name == "deadlift"
    # ... but not when it comes again much later.
    other = ExerciseRecogniser(None)
    assert not other.judge(lift, "hinge", 2.0)
    assert not other.judge(lift, "hinge", 60.0)


def test_a_shrug_is_one_only_where_the_user_says_so() -> None:
    """Shoulders rise in much that is none: of real people most false reps were shrugs."""
    recogniser = ExerciseRecogniser(None)
    shrug = middle("dumbbell_shrug")
    assert not any(recogniser.judge(shrug, "shrug", 4.0 * n) for n in range(6))
    assert ExerciseRecogniser("dumbbell shrug").judge(shrug, "shrug", 2.0)


def test_an_exercise_is_followed_by_its_own_signal_alone() -> None:
    recogniser = ExerciseRecogniser(None)
    assert not recogniser.judge(middle("bent_over_row"), "shrug")
    assert not ExerciseRecogniser("dumbbell shrug").judge(middle("dumbbell_shrug"), "arm")


def test_what_another_signal_saw_is_not_given_back_to_a_set() -> None:
    """The trunk rises a little before many pulls; that alone makes no rep of a row."""
    recogniser = ExerciseRecogniser(None)
    assert recogniser.fits(middle("deadlift"), "hinge")
    assert recogniser.judge(middle("bent_over_row"))
    assert recogniser.guess.name == "bent_over_row"
    assert not recogniser.fits(middle("deadlift"), "hinge")


ALL = (
    "barbell_row", "dumbbell_row", "single_arm_row", "t_bar_row", "chest_supported_row",
    "pendlay_row", "seated_cable_row", "machine_row", "inverted_row", "banded_row", "face_pull",
    "band_face_pull", "band_pull_apart", "pull_up", "chin_up", "assisted_pull_up",
    "negative_pull_up", "top_hold", "lat_pulldown", "single_arm_pulldown", "dumbbell_shrug",
)  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_every_exercise_says_all_it_must(name: str) -> None:
    spec = get(name)
    assert spec.bands
    assert spec.signals
    assert set(spec.phases or {}) == {"extended", "contracted"}
    assert spec.measures
    assert spec.flags
    assert spec.views
    assert spec.kind in {other.name for other in recognisable()} or spec.confirm == 0


def test_a_variant_takes_what_it_does_not_say_from_its_kind() -> None:
    row, pendlay = get("bent_over_row"), get("pendlay_row")
    assert pendlay.bands == row.bands
    assert pendlay.lowering_s < row.lowering_s
    assert "drop" in row.flags
    assert "drop" not in pendlay.flags
    fixed = ExerciseRecogniser("pendlay row")
    assert fixed.judge(middle("bent_over_row"))
    assert fixed.guess.name == "pendlay_row"


OWN = """
name = "high_row"
title = "High row"
summary = "A row from above."
camera = "From the side."
variant_of = "seated_row"

[standards]
lowering_s = 3.0
trunk_swing_deg = 10.0
"""


@pytest.fixture
def _no_own() -> Iterator[None]:
    yield
    set_own([])


@pytest.mark.usefixtures("_no_own")
def test_own_exercises_join_the_bundled_ones() -> None:
    set_own([("high_row.toml", OWN)])
    assert "high_row" in names()
    assert get("high row").lowering_s == 3.0
    assert get("high_row").bands == get("seated_row").bands
    set_own([("mine.toml", OWN.replace("high_row", "face_pull"))])
    assert get("face_pull").title == "High row"
    assert "high_row" not in names()


@pytest.mark.parametrize(
    ("find", "replace", "line", "what"),
    [
        ("lowering_s = 3.0", 'lowering_s = "slow"', 9, "slow"),
        ("trunk_swing_deg = 10.0", "trunk_swing_deg = -1.0", 10, "negative"),
        ('camera = "From the side."', 'camera = ""\nviews = ["above"]', 6, "above"),
        ('name = "high_row"', 'name = "High row"', 2, "High row"),
        ('title = "High row"', 'title = "High row"\nvariation_of = "x"', 4, "variation_of"),
    ],
)
def test_a_broken_own_file_is_told_by_its_line(
    find: str, replace: str, line: int, what: str
) -> None:
    with pytest.raises(ConfigError) as told:
        set_own([("high_row.toml", OWN.replace(find, replace))])
    assert f"high_row.toml, line {line}" in told.value.message
    assert what in told.value.message
    assert "high_row" not in names()


@pytest.mark.usefixtures("_no_own")
def test_a_variant_may_come_before_the_own_exercise_that_is_its_kind() -> None:
    kind = GOOD.replace('"face_pull"', '"zercher_row"', 1)
    set_own([("a.toml", OWN.replace("seated_row", "zercher_row")), ("z.toml", kind)])
    assert get("high_row").bands == get("face_pull").bands


def test_a_variant_of_nothing_is_refused() -> None:
    with pytest.raises(ConfigError, match="low_row"):
        set_own([("high_row.toml", OWN.replace("seated_row", "low_row"))])


@pytest.mark.usefixtures("_no_own")
@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("cues = 3", "cues must be a table"),
        ('cues = "low"', "cues must be a table"),
        ('cues = ["short_range"]', "cues must be a table"),
        ("[[cues]]\nshort_range = 'All'", "cues must be a table"),
        ("phases = false", "phases must be a table"),
        ("[cues]\nshort_range = 3", "line 9: short_range must be 1 to"),
        ("[cues]\nshort_range = ''", "line 9: short_range must be 1 to"),
        ("[cues]\nshort_range = ['All of it']", "short_range must be 1 to"),
        ("[cues.short_range]\nx = 1", "short_range must be 1 to"),
        ('[cues]\nshort_range = "\\u001b[2J"', "short_range must be 1 to"),
        (f"[cues]\nshort_range = '{'a' * 301}'", "short_range must be 1 to"),
    ],
)
def test_words_that_cannot_be_shown_are_refused(words: str, what: str) -> None:
    head, sep, tables = OWN.partition("[")
    with pytest.raises(ConfigError) as told:
        set_own([("high_row.toml", f"{head}{words}\n{sep}{tables}")])
    assert what in told.value.message
    assert len(told.value.message) < 200


@pytest.mark.usefixtures("_no_own")
def test_a_cue_of_several_lines_is_one_line() -> None:
    set_own([("high_row.toml", OWN + '\n[cues]\nshort_range = """All\nof it"""\n')])
    assert cue("short_range", "high_row") == "All of it"


@pytest.mark.usefixtures("_no_own")
def test_a_cue_is_the_exercises_own_its_kinds_or_the_faults() -> None:
    assert cue("short_range", "pull_up") == "Chin above the bar, arms straight below"
    assert cue("short_range", "chin_up") == cue("short_range", "pull_up"), "a variant of it"
    for general in ("face_pull", "unknown", "no_such_exercise", ""):
        assert cue("short_range", general) == FLAGS["short_range"].cue
    assert cue("no_such_fault", "pull_up") == ""
    set_own([("high_row.toml", OWN + '\n[cues]\nshort_range = "All of it"\n')])
    assert cue("short_range", "high_row") == "All of it"
    assert "All of it" not in bundled_cues(), "which are those that can be translated"
