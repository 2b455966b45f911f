"""What a person corrects stands, and all that depends on it is measured anew."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.config import Config
from formcheck.exercises.registry import get
from formcheck.pipeline import Pipeline
from formcheck.reps.sample import Sample
from formcheck.review import edits
from formcheck.review.correct import Corrected, Found, correct, marks_of
from formcheck.review.corrections import Corrections, RepMark
from formcheck.review.edits import EditError
from formcheck.review.meter import RepMeter
from formcheck.scoring.score import own_flags
from formcheck.types import Flag
from support.record_golden import load
from support.sets import ConstructedSet, Pull

CONFIG = Config()
PULLS = (
    Pull(2.0),
    Pull(6.5, concentric_s=0.8),
    Pull(11.0, eccentric_s=0.36, fault="drop"),
    Pull(15.5, rom=0.6),
    Pull(20.0, eccentric_s=1.6),
)


@cache
def analysed() -> tuple[Found, RepMeter]:
    made = ConstructedSet(pulls=PULLS)
    pipeline, samples = Pipeline(CONFIG), list[Sample]()
    for index, (time_s, pose) in enumerate(made.poses()):
        pipeline.push(index, time_s, pose, (640, 480))
        assert pipeline.sample is not None
        samples.append(pipeline.sample)
    pipeline.finish()
    row = get("bent_over_row")
    # No exercise lists the growth of the rounding; here it is the rule that looks at earlier reps.
    judged = replace(row, flags=(*row.flags, "rounding_growing"))
    return Found(pipeline.reps, pipeline.flags), RepMeter(samples, judged, CONFIG)


@pytest.fixture
def found() -> Found:
    return analysed()[0]


@pytest.fixture
def meter() -> RepMeter:
    return analysed()[1]


def marks(found: Found) -> tuple[RepMark, ...]:
    return marks_of(found, Corrections())


def test_without_corrections_nothing_changes(found: Found, meter: RepMeter) -> None:
    corrected = correct(found, Corrections(), meter, CONFIG)
    assert len(found.reps) == 5
    assert corrected.reps == found.reps
    assert corrected.flags == found.flags


def test_a_rep_measured_anew_between_its_own_ends_is_the_same(
    found: Found, meter: RepMeter
) -> None:
    third = found.reps[2]
    earlier = [meter.excursion(rep.start_s, rep.end_s) for rep in found.reps[:2]]
    again = meter.measure(3, third.start_s, third.end_s, earlier)
    assert again.rep.concentric_s == pytest.approx(third.concentric_s, abs=0.12)
    assert again.rep.eccentric_s == pytest.approx(third.eccentric_s, abs=0.12)
    assert again.rep.rom == pytest.approx(third.rom, abs=0.05)
    assert again.rep.side == third.side
    assert {flag.code for flag in again.flags} == set(third.flags) == {"drop"}


def test_moved_ends_stand_and_times_follow(found: Found, meter: RepMeter) -> None:
    second = found.reps[1]
    moved = edits.move(marks(found), 2, second.start_s - 0.4, second.end_s + 0.3)
    rep = correct(found, Corrections(moved), meter, CONFIG).reps[1]
    assert (rep.start_s, rep.end_s) == (second.start_s - 0.4, second.end_s + 0.3)
    assert rep.concentric_s == pytest.approx(second.concentric_s + 0.4, abs=0.15)
    assert rep.concentric_s + rep.pause_s + rep.eccentric_s == pytest.approx(
        rep.end_s - rep.start_s
    )


def test_a_deleted_rep_takes_its_flags_along(found: Found, meter: RepMeter) -> None:
    corrected = correct(found, Corrections(edits.delete(marks(found), 3)), meter, CONFIG)
    assert [rep.index for rep in corrected.reps] == [1, 2, 3, 4]
    assert corrected.reps[2].start_s == found.reps[3].start_s
    assert "drop" in {flag.code for flag in found.flags}
    assert "drop" not in {flag.code for flag in corrected.flags}
    short = [flag for flag in corrected.flags if flag.code == "short_range"]
    assert [flag.rep for flag in short] == [3], "the short rep is the third one now"


def test_the_range_is_measured_against_the_reps_that_are_left(
    found: Found, meter: RepMeter
) -> None:
    only_short = (marks(found)[3],)
    corrected = correct(found, Corrections(only_short), meter, CONFIG)
    assert found.reps[3].rom < 0.8
    assert corrected.reps[0].rom == pytest.approx(1.0, abs=0.12)
    assert "short_range" not in corrected.reps[0].flags


def test_a_missed_rep_is_added_and_measured(found: Found, meter: RepMeter) -> None:
    without = edits.delete(marks(found), 3)
    start_s, end_s = meter.suggest(PULLS[2].contracted_s - 0.2)
    assert start_s == pytest.approx(PULLS[2].start_s, abs=0.6)
    assert end_s == pytest.approx(PULLS[2].end_s, abs=0.6)
    added = edits.add(without, start_s, end_s)
    blind = Found(
        tuple(rep for rep in found.reps if rep.index != 3),
        tuple(flag for flag in found.flags if flag.rep != 3),
    )
    corrected = correct(blind, Corrections(added), meter, CONFIG)
    assert [rep.index for rep in corrected.reps] == [1, 2, 3, 4, 5]
    assert corrected.reps[2].rom == pytest.approx(1.0, abs=0.08)
    assert "drop" in corrected.reps[2].flags


def test_split_and_merge_are_each_others_inverse_in_time(found: Found, meter: RepMeter) -> None:
    whole = marks(found)
    parted = edits.split(whole, 1, 3.3)
    assert len(parted) == 6
    assert (parted[0].end_s, parted[1].start_s) == (3.3, 3.3)
    joined = edits.merge(parted, 1)
    assert [(m.start_s, m.end_s) for m in joined] == [(m.start_s, m.end_s) for m in whole]
    assert len(correct(found, Corrections(parted), meter, CONFIG).reps) == 6


@pytest.mark.parametrize(
    "change",
    [
        lambda m: edits.delete(m, 9),
        lambda m: edits.split(m, 1, m[0].start_s + 0.01),
        lambda m: edits.merge(m, len(m)),
        lambda m: edits.move(m, 1, 3.0, 3.05),
        lambda m: edits.add(m, m[0].start_s, m[0].end_s),
    ],
)
def test_a_change_that_makes_no_sense_says_why(found: Found, change: object) -> None:
    with pytest.raises(EditError) as caught:
        change(marks(found))  # type: ignore[operator]
    assert caught.value.message
    assert caught.value.hint


def test_an_added_rep_does_not_reach_into_its_neighbours(found: Found) -> None:
    before = marks(found)
    made = edits.add(before, before[0].end_s - 0.5, before[1].start_s + 0.5)
    assert made[1].start_s == before[0].end_s
    assert made[1].end_s == before[1].start_s


def test_a_wrong_flag_goes_and_a_missed_one_comes(found: Found, meter: RepMeter) -> None:
    drop = next(flag for flag in found.flags if flag.code == "drop")
    said = Corrections().with_verdict(drop, "wrong")
    corrected = correct(found, said, meter, CONFIG)
    assert "drop" not in corrected.reps[2].flags
    missed = Flag("hitch", "warning", 7.0, 7.0, math.nan, math.nan, "%", 0, 7.4)
    corrected = correct(found, said.with_verdict(missed, "missed"), meter, CONFIG)
    assert "hitch" in corrected.reps[1].flags
    added = next(flag for flag in corrected.flags if flag.code == "hitch")
    assert (added.rep, added.end_s) == (2, 7.4)
    assert math.isnan(added.value)
    back = said.with_verdict(drop, None)
    assert correct(found, back, meter, CONFIG).flags == found.flags


def test_labels_outlive_a_change_of_the_engine(found: Found, meter: RepMeter) -> None:
    """The engine of tomorrow finds the reps a little elsewhere, and one not at all."""
    kept = edits.delete(marks(found), 2)
    shifted = tuple(RepMark(m.start_s + 0.1, m.end_s + 0.1, m.edited) for m in kept)
    fewer = Found(found.reps[:-1], found.flags)
    corrected = correct(fewer, Corrections(shifted), meter, CONFIG)
    assert [rep.start_s for rep in corrected.reps[:3]] == [
        found.reps[place].start_s for place in (0, 2, 3)
    ]
    assert corrected.reps[3].start_s == shifted[3].start_s


def test_without_the_engines_samples_the_ends_still_stand(found: Found) -> None:
    moved = edits.move(marks(found), 2, 6.2, 9.9)
    rep = correct(found, Corrections(moved), None, CONFIG).reps[1]
    assert (rep.start_s, rep.end_s) == (6.2, 9.9)
    assert math.isnan(rep.concentric_s)


@settings(max_examples=25, deadline=None)
@given(st.floats(-3.0, 30.0), st.floats(0.2, 15.0))
def test_any_span_can_be_measured(start_s: float, length_s: float) -> None:
    measured = analysed()[1].measure(1, start_s, start_s + length_s, ())
    assert measured.rep.start_s == start_s
    assert measured.rep.end_s == start_s + length_s
    first, last = analysed()[1].suggest(start_s)
    assert first <= last


@cache
def rounding() -> tuple[Found, RepMeter]:
    """Return the bundled sample: its back is rounded from the fourth of five reps on."""
    pipeline, samples = Pipeline(CONFIG), list[Sample]()
    for index, (time_s, pose) in enumerate(load("row-rounding")):
        pipeline.push(index, time_s, pose, (640, 480))
        assert pipeline.sample is not None
        samples.append(pipeline.sample)
    pipeline.finish()
    row = get("bent_over_row")
    # No exercise lists the growth of the rounding; here it is the rule that looks at earlier reps.
    judged = replace(row, flags=(*row.flags, "rounding_growing"))
    return Found(pipeline.reps, pipeline.flags), RepMeter(samples, judged, CONFIG)


def bends(corrected: Corrected, number: int) -> list[tuple[str, float]]:
    """Return severity and size of the rounding in one rep, as its score counts it."""
    own = own_flags(corrected.reps[number - 1], corrected.flags)
    return [(each.severity, each.value) for each in own if each.code == "rounded_back"]


def test_editing_one_rep_leaves_the_faults_of_the_others_as_they_were() -> None:
    found, meter = rounding()
    before = correct(found, Corrections(), meter, CONFIG)
    whole = marks(found)
    deleted = correct(found, Corrections(edits.delete(whole, 3)), meter, CONFIG)
    assert bends(before, 5)
    assert (bends(deleted, 3), bends(deleted, 4)) == (bends(before, 4), bends(before, 5))
    for number in range(1, 6):
        rep = found.reps[number - 1]
        nudged = edits.move(whole, number, rep.start_s + 0.1, rep.end_s - 0.1)
        after = correct(found, Corrections(nudged), meter, CONFIG)
        for other in {1, 2, 3, 4, 5} - {number}:
            assert bends(after, other) == bends(before, other)


@pytest.mark.parametrize("number", [4, 5])
def test_an_edited_rep_has_what_a_lasting_fault_comes_to_in_it(number: int) -> None:
    found, meter = rounding()
    rep = found.reps[number - 1]
    nudged = edits.move(marks(found), number, rep.start_s + 0.1, rep.end_s - 0.1)
    before = bends(correct(found, Corrections(), meter, CONFIG), number)
    after = correct(found, Corrections(nudged), meter, CONFIG)
    # The fault is up at the rep's end and grows in the next: that is not this rep's.
    assert bends(after, number) == [(how, pytest.approx(value, abs=1.0)) for how, value in before]


def test_half_a_pull_that_cannot_be_measured_is_judged_by_what_lasts_in_it() -> None:
    found, meter = rounding()
    middle = 0.5 * (found.reps[3].start_s + found.reps[3].end_s)
    parted = correct(found, Corrections(edits.split(marks(found), 4, middle)), meter, CONFIG)
    assert math.isnan(parted.reps[4].rom)
    assert [how for how, _ in bends(parted, 5)] == ["warning"]
    assert bends(parted, 6) == bends(correct(found, Corrections(), meter, CONFIG), 5)


def test_an_edited_rep_is_compared_with_those_before_it() -> None:
    found, meter = rounding()
    rep = found.reps[3]
    nudged = edits.move(marks(found), 4, rep.start_s + 0.1, rep.end_s - 0.1)
    after = correct(found, Corrections(nudged), meter, CONFIG)
    alone = correct(found, Corrections(marks(found)[3:4]), meter, CONFIG)
    assert "rounding_growing" in after.reps[3].flags
    assert "rounding_growing" not in alone.reps[0].flags
