"""An exercise that is shown: what it is told by, what counts as it from then on, what not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from formcheck.config import Config, RepOptions
from formcheck.errors import ConfigError, OutputError, UsageError
from formcheck.exercises.description import rules
from formcheck.exercises.recognition import ExerciseRecogniser
from formcheck.exercises.registry import get, set_own
from formcheck.exercises.spec import FEATURES, Band, ExerciseSpec, parse_exercise
from formcheck.exercises.writing import to_toml
from formcheck.own_exercises import FOLDER_VARIABLE, keep_own, load_own_exercises, place_for
from formcheck.pipeline import Pipeline
from formcheck.reps.sample import Sample
from formcheck.reps.teaching import SHOWN, count, teach
from formcheck.teaching import key_of, show_exercise, title_of
from support.sets import plain_set

OPTIONS = RepOptions()
SHOWABLE = ("curl", "front_raise")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "own"))
    yield
    set_own([])


@cache
def samples(exercise: str, reps: int = SHOWN) -> tuple[Sample, ...]:
    pipeline = Pipeline()
    found = []
    for index, (time_s, pose) in enumerate(plain_set(exercise, reps, fps=20.0).poses()):
        pipeline.push(index, time_s, pose, pose.size)
        assert pipeline.sample is not None
        found.append(pipeline.sample)
    return tuple(found)


@cache
def shown(exercise: str) -> ExerciseSpec:
    return teach(samples(exercise), f"my_{exercise}", f"My {exercise}", OPTIONS)[0]


def counted(exercise: str, named: ExerciseSpec | str | None, reps: int = SHOWN) -> int:
    return len(count(samples(exercise, reps), named, OPTIONS)[0])


def test_what_is_shown_is_nothing_formcheck_counts() -> None:
    assert [counted(exercise, None) for exercise in SHOWABLE] == [0, 0]


@pytest.mark.parametrize("exercise", SHOWABLE)
@pytest.mark.parametrize("reps", [3, 5, 8])
def test_what_was_shown_is_counted_where_it_is_named(exercise: str, reps: int) -> None:
    assert counted(exercise, shown(exercise), reps) == reps


@pytest.mark.parametrize(
    "other", ["front_raise", "pulldown", "bent_over_row", "seated_row", "face_pull"]
)
def test_another_movement_is_not_counted_as_it(other: str) -> None:
    assert counted(other, shown("curl")) == 0


@pytest.mark.parametrize("other", ["curl", "bent_over_row", "face_pull"])
def test_nor_is_one_that_lifts_the_elbow_elsewhere(other: str) -> None:
    assert counted(other, shown("front_raise")) == 0


def test_it_is_recognised_and_takes_nothing_from_the_others() -> None:
    set_own([("mine", to_toml(shown("curl")))])
    reps, name = count(samples("curl"), None, OPTIONS)
    assert (len(reps), name) == (SHOWN, "my_curl")
    for exercise, known in (("bent_over_row", "bent_over_row"), ("pulldown", "lat_pulldown")):
        reps, name = count(samples(exercise), None, OPTIONS)
        assert (len(reps), name) == (SHOWN, known)
    assert counted("front_raise", None) == 0


def test_the_features_of_what_was_shown_lie_within_its_bands() -> None:
    spec = shown("curl")
    assert spec.signals == ("arm",)
    assert spec.views == ("side",)
    assert spec.confirm == 2
    assert spec.strict
    assert spec.lowering_s == 2.0  # 2.2 s, in steps of half a second
    assert {"elbow_travel_deg", "hand_up_travel_pct", "body_rise_pct"} <= set(spec.bands)
    # The elbow bends by 117 degrees, as it is seen by 107.
    assert 90.0 <= spec.bands["elbow_travel_deg"].low < 107.0 < spec.bands["elbow_travel_deg"].high


def test_nothing_is_judged_that_needs_to_know_which_half_is_the_work() -> None:
    assert shown("curl").flags == ("short_range", "speed_loss")


def test_what_is_told_by_little_is_never_recognised_by_looking() -> None:
    spec = shown("front_raise")
    assert spec.signals == ("elbow",)
    assert spec.confirm == 0


def test_what_formcheck_counts_already_becomes_a_variant() -> None:
    spec = shown("bent_over_row")
    assert spec.variant_of == "bent_over_row"
    assert spec.flags == get("bent_over_row").flags
    assert counted("bent_over_row", spec) == SHOWN
    read = parse_exercise(to_toml(spec), "mine")
    assert (read.variant_of, read.bands, read.lowering_s) == ("bent_over_row", {}, 2.0)


def test_a_file_holds_what_was_shown() -> None:
    spec = shown("curl")
    read = parse_exercise(to_toml(spec), "mine")
    for name in (
        "name", "title", "summary", "camera", "bands", "required", "signals", "views", "flags",
        "measures", "confirm", "strict", "lowering_s", "trunk_swing_deg",
    ):  # fmt: skip
        assert getattr(read, name) == getattr(spec, name), name


def test_a_title_of_any_letters_is_written() -> None:
    spec = teach(samples("curl"), "curl_2", 'Curl "2" \\ Über = [x]', OPTIONS)[0]
    assert parse_exercise(to_toml(spec), "mine").title == 'Curl "2" \\ Über = [x]'


@pytest.mark.parametrize("reps", [3, 7, 12])
def test_another_number_of_reps_is_refused_with_what_was_counted(reps: int) -> None:
    with pytest.raises(UsageError) as told:
        teach(samples("curl"), "mine", "Mine", OPTIONS, shown=reps)
    assert f"{reps} reps were to be shown, and 0 or 5 were counted" in told.value.message
    assert told.value.hint


@pytest.mark.parametrize("reps", [4, 6])
def test_one_rep_more_or_fewer_will_do(reps: int) -> None:
    assert teach(samples("curl"), "mine", "Mine", OPTIONS, shown=reps)[1] == SHOWN


def test_reps_unlike_each_other_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    far = {"elbow_travel_deg": Band(0.0, 10.0, 1.0)}
    monkeypatch.setattr("formcheck.reps.teaching._bands", lambda *_: far)
    with pytest.raises(UsageError, match="too unlike each other"):
        teach(samples("curl"), "mine", "Mine", OPTIONS)


def test_reps_of_which_nothing_is_known_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.reps.teaching._known", lambda *_: False)
    monkeypatch.setattr("formcheck.reps.teaching.UNSURE_PCT", math.inf)
    with pytest.raises(UsageError, match="Too little of the reps was seen"):
        teach(samples("curl"), "mine", "Mine", OPTIONS)


def test_an_exercise_that_anything_would_be_is_refused() -> None:
    text = to_toml(shown("curl"))
    begin, end = text.index("[recognition]"), text.index("[measures]")
    with pytest.raises(ConfigError, match=r"line \d+: recognition names no feature"):
        parse_exercise(f"{text[:begin]}[recognition]\nstrict = true\n{text[end:]}", "mine")


def test_nobody_is_no_exercise() -> None:
    nobody = tuple(Sample(time_s=index / 20.0) for index in range(100))
    with pytest.raises(UsageError, match="and 0 were counted"):
        teach(nobody, "mine", "Mine", OPTIONS)


def test_how_like_a_pull_it_is_leaves_no_rep_out() -> None:
    seen = dict.fromkeys(shown("bent_over_row").bands, 0.0) | {"pull_like_pct": 3.0}
    assert ExerciseRecogniser("bent_over_row").likeness(seen) == 3.0
    likeness = ExerciseRecogniser(shown("curl")).likeness(seen)
    assert likeness != likeness


def test_what_is_like_a_pull_is_nothing_that_is_none() -> None:
    set_own([("mine", to_toml(shown("curl")))])
    middle = {name: (band.low + band.high) / 2 for name, band in shown("curl").bands.items()}
    numbers = dict.fromkeys(FEATURES, math.nan) | middle
    recogniser = ExerciseRecogniser(None)
    assert recogniser.scores(numbers | {"pull_like_pct": 49.0})["my_curl"] == 1.0
    assert "my_curl" not in recogniser.scores(numbers | {"pull_like_pct": 51.0})
    for time_s in (0.0, 3.0):
        recogniser.judge(numbers | {"pull_like_pct": 49.0}, time_s=time_s)
    assert recogniser.guess.name == "my_curl"
    # May be a pull that begins something else.
    assert recogniser.fits(numbers | {"pull_like_pct": 51.0})


def test_strictness_of_a_band_is_told_and_checked() -> None:
    for spec in (shown("curl"), shown("front_raise")):
        assert any("near in all" in line for line in dict(rules(spec))["counted when"])
    spec = shown("curl")
    with pytest.raises(ConfigError, match="strict must be true or false"):
        parse_exercise(to_toml(spec).replace("strict = true", "strict = 1"), "mine")


def test_showing_writes_a_file_that_is_known_from_then_on(tmp_path: Path) -> None:
    lesson = show_exercise(samples("curl"), "Biceps curl", Config(), title="Curl, standing")
    assert lesson.path == tmp_path / "own" / "biceps_curl.toml"
    assert (lesson.named, lesson.unnamed, lesson.recognised) == (SHOWN, SHOWN, True)
    assert get("biceps curl").title == "Curl, standing"
    assert load_own_exercises() == 1


def test_what_is_there_is_replaced_only_where_it_may_be(tmp_path: Path) -> None:
    first = show_exercise(samples("curl"), "mine", Config())
    elsewhere = first.path.rename(first.path.with_name("old.toml"))
    with pytest.raises(UsageError, match="You have an exercise 'mine' already"):
        show_exercise(samples("front_raise"), "mine", Config())
    assert "hand_up_travel_pct" in elsewhere.read_text("utf-8")
    again = show_exercise(samples("front_raise"), "mine", Config(), replace=True)
    assert again.path == elsewhere
    assert get("mine").signals == ("elbow",)
    assert [path.name for path in (tmp_path / "own").iterdir()] == ["old.toml"]


def test_formchecks_own_names_and_the_files_of_others_are_left_alone(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one of FormCheck's own"):
        place_for("face_pull", replace=True)
    show_exercise(samples("curl"), "mine", Config())
    (tmp_path / "own" / "mine.toml").rename(tmp_path / "own" / "yours.toml")
    with pytest.raises(UsageError, match=r"yours\.toml holds another exercise"):
        place_for("yours", replace=True)
    with pytest.raises(ConfigError, match="would not hold"):
        keep_own("other", to_toml(shown("curl")), tmp_path / "own" / "other.toml")
    assert not (tmp_path / "own" / "other.toml").exists()


def test_what_another_file_is_a_variant_of_is_not_replaced_by_a_variant(tmp_path: Path) -> None:
    kept = show_exercise(samples("curl"), "mine", Config()).path
    before = kept.read_text("utf-8")
    variant = to_toml(replace(shown("bent_over_row"), name="one_more", variant_of="mine"))
    (kept.parent / "one_more.toml").write_text(variant, "utf-8")
    assert load_own_exercises() == 2
    assert get("one_more").strict
    with pytest.raises(ConfigError, match="no exercise 'mine' to be a variant of"):
        show_exercise(samples("bent_over_row"), "mine", Config(), replace=True)
    assert kept.read_text("utf-8") == before
    assert get("one_more").variant_of == "mine"


def test_a_folder_that_cannot_be_looked_into_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, "/" + 300 * "x")
    with pytest.raises(ConfigError, match="cannot be read"):
        place_for("mine")


def test_a_file_that_is_being_written_is_not_read(tmp_path: Path) -> None:
    show_exercise(samples("curl"), "mine", Config())
    (tmp_path / "own" / ".x.part.toml").touch()
    assert load_own_exercises() == 1


@pytest.mark.parametrize(
    ("said", "key"),
    [("Cable curl (rope)", "cable_curl_rope"), ("Übung 2", "übung_2"), (" a-b ", "a_b")],
)
def test_a_name_becomes_a_key(said: str, key: str) -> None:
    assert key_of(said) == key


@pytest.mark.parametrize("said", ["", "2 curls", "…", "??"])
def test_what_is_no_name_is_refused(said: str) -> None:
    with pytest.raises(UsageError, match="must begin with a letter"):
        key_of(said)


def test_a_name_that_no_file_can_have_is_refused() -> None:
    key_of("x" * 60)
    # One letter that is written out as 18.
    for said in ("x" * 61, "\ufdfa" * 10):
        with pytest.raises(UsageError, match="too long"):
            key_of(said)


@pytest.mark.parametrize("said", ["auto", "Unknown", "CON", "lpt1"])
def test_a_name_that_means_something_else_is_refused(said: str) -> None:
    with pytest.raises(UsageError, match="means something else"):
        key_of(said)


def test_where_nothing_can_be_written_is_told_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_for("mine")
    (tmp_path / "own").write_text("no folder", "utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        place_for("mine")
    monkeypatch.setenv(FOLDER_VARIABLE, "x" * 300)
    with pytest.raises(ConfigError, match="folder of your exercises, xxx"):
        place_for("mine")


def test_a_name_that_is_taken_meanwhile_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*said: Any, **more: Any) -> tuple[ExerciseSpec, int]:
        if not (tmp_path / "own").exists():
            keep_own("mine", to_toml(replace(shown("curl"), name="mine")), place_for("mine"))
        return teach(*said, **more)

    monkeypatch.setattr("formcheck.teaching.teach", slow)
    with pytest.raises(UsageError, match="You have an exercise 'mine' already"):
        show_exercise(samples("front_raise"), "mine", Config())
    assert get("mine").title == "My curl"


def test_a_variant_of_the_users_own_keeps_its_kind(tmp_path: Path) -> None:
    show_exercise(samples("curl"), "mine", Config())
    standards = "[standards]\nlowering_s = 2.0\ntrunk_swing_deg = 10.0\n"
    words = 'title = "Other"\nsummary = "s"\ncamera = "c"\nvariant_of = "mine"\n'
    (tmp_path / "own" / "other.toml").write_text(f'name = "other"\n{words}{standards}', "utf-8")
    kept = (tmp_path / "own" / "mine.toml").read_text("utf-8")
    # What FormCheck counts already becomes a variant, of which there are none.
    with pytest.raises(ConfigError, match=r"your other exercises .*/other\.toml"):
        show_exercise(samples("bent_over_row"), "mine", Config(), replace=True)
    assert (tmp_path / "own" / "mine.toml").read_text("utf-8") == kept
    assert load_own_exercises() == 2


@pytest.mark.parametrize("said", ["", " ", "x" * 61, "a\x1bb"])
def test_what_is_no_title_is_refused(said: str) -> None:
    with pytest.raises(UsageError, match="no name that can be shown"):
        title_of(said)
