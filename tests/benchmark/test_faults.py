"""Flags against planted faults: what is right, wrong, missed and neither."""

from __future__ import annotations

import numpy as np

from formcheck.types import NAN
from tests.benchmark.accuracy.faults import (
    FlagScore,
    clean_reps,
    expected_flags,
    score_flags,
)
from tests.benchmark.accuracy.truth import Truth
from tests.benchmark.support import FIRST_S, REP_S, fault, made_truth, raised, rep_data

SAME = {1: 0, 2: 1, 3: 2}


def tally(truth: Truth, code: str, *flags: object) -> tuple[int, int, int, int]:
    """Return there, found, right, wrong of one code."""
    counts = scored(truth, *flags).tallies[code]
    return counts.there, counts.found, counts.right, counts.wrong


def scored(truth: Truth, *flags: object) -> FlagScore:
    codes = ("rounded_back", "arched_back", "yank", "short_range", "lowering_too_fast",
             "drop", "trunk_swing")  # fmt: skip
    return score_flags(truth, flags, codes, SAME)  # type: ignore[arg-type]


def bent(*degrees: float) -> Truth:
    """A set whose repetitions have these flexions from their first quarter on."""
    plain = made_truth(len(degrees))
    flexion = np.zeros(len(plain.times_s))
    for i, value in enumerate(degrees):
        late = plain.times_s >= FIRST_S + i * REP_S + 1.0
        flexion[(plain.rep == i) & late] = value
    return made_truth(len(degrees), lumbar_flexion_deg=flexion.tolist())


def test_a_flag_in_the_faulty_rep_is_right_and_the_fault_is_found() -> None:
    truth = made_truth(faults=[fault("yank", 1)])

    assert tally(truth, "yank", raised("yank", 5.1, 5.4)) == (1, 1, 1, 0)


def test_a_flag_in_another_rep_is_wrong_and_the_fault_is_missed() -> None:
    truth = made_truth(faults=[fault("yank", 0)])
    score = scored(truth, raised("yank", 9.1, 9.4))

    assert tally(truth, "yank", raised("yank", 9.1, 9.4)) == (1, 0, 0, 1)
    assert [code for code, _ in score.missed] == ["yank"]
    assert score.false_on_clean == 1


def test_the_same_rep_matches_even_when_the_times_do_not() -> None:
    truth = made_truth(faults=[fault("yank", 1, 5.0, 5.3)])

    assert tally(truth, "yank", raised("yank", 7.0, 7.1, rep=2)) == (1, 1, 1, 0)
    assert tally(truth, "yank", raised("yank", 7.0, 7.1)) == (1, 0, 0, 1)


def test_a_flag_just_after_the_faulty_rep_belongs_to_the_rep_it_names() -> None:
    truth = made_truth(faults=[fault("yank", 0)])
    # 4.5 s is the end of the first repetition, 5.0 s the start of the second.
    assert tally(truth, "yank", raised("yank", 4.7, 5.3, rep=2)) == (1, 0, 0, 1)
    assert tally(truth, "yank", raised("yank", 4.7, 5.3)) == (1, 1, 1, 0)


def test_another_code_never_matches() -> None:
    truth = made_truth(faults=[fault("yank", 1)])

    assert tally(truth, "yank", raised("drop", 5.1, 5.4)) == (1, 0, 0, 0)


def test_a_flag_still_up_at_the_end_lasts_to_the_end() -> None:
    truth = made_truth(faults=[fault("yank", 2)])

    assert tally(truth, "yank", raised("yank", 5.0, NAN)) == (1, 1, 1, 0)


def test_a_back_is_rounded_from_ten_degrees_and_perhaps_from_six() -> None:
    truth = bent(0.0, 8.0, 14.0)
    expected = expected_flags(truth, ["rounded_back"])["rounded_back"]

    assert [span.rep for span in expected.sure] == [2]
    in_clean, in_maybe, in_sure = (
        raised("rounded_back", FIRST_S + i * REP_S + 1.4, FIRST_S + i * REP_S + 2.5)
        for i in range(3)
    )
    assert tally(truth, "rounded_back", in_sure) == (1, 1, 1, 0)
    assert tally(truth, "rounded_back", in_maybe) == (1, 0, 0, 0)
    assert tally(truth, "rounded_back", in_clean) == (1, 0, 0, 1)


def test_rounding_is_counted_from_the_lifters_own_neutral() -> None:
    standing = made_truth().times_s * 0.0 + 30.0
    truth = made_truth(lumbar_flexion_deg=standing.tolist())

    assert expected_flags(truth, ["rounded_back"])["rounded_back"].sure == ()


def test_a_moment_of_rounding_is_neither_asked_for_nor_wrong() -> None:
    plain = made_truth()
    flexion = np.where(np.abs(plain.times_s - 6.0) < 0.06, 15.0, 0.0)
    truth = made_truth(lumbar_flexion_deg=flexion.tolist())

    assert tally(truth, "rounded_back") == (0, 0, 0, 0)
    assert tally(truth, "rounded_back", raised("rounded_back", 5.9, 6.2)) == (0, 0, 0, 0)


def test_arching_is_the_other_way_round() -> None:
    truth = bent(0.0, -15.0, 0.0)

    assert tally(truth, "arched_back", raised("arched_back", 6.5, 7.5)) == (1, 1, 1, 0)
    assert tally(truth, "rounded_back", raised("rounded_back", 6.5, 7.5)) == (0, 0, 0, 1)


def test_a_dropped_weight_was_also_lowered_too_fast() -> None:
    truth = made_truth(faults=[fault("drop", 1), fault("lowering_too_fast", 1)])

    assert tally(truth, "lowering_too_fast", raised("drop", 6.5, 7.0)) == (1, 1, 0, 0)
    assert tally(truth, "drop", raised("lowering_too_fast", 6.5, 7.0)) == (1, 0, 0, 0)


def test_a_lowering_between_fast_and_planned_may_be_flagged_or_not() -> None:
    reps = [rep_data(0), rep_data(1, eccentric_s=1.8), rep_data(2, eccentric_s=1.2)]
    truth = made_truth(reps=reps)

    assert tally(truth, "lowering_too_fast", raised("lowering_too_fast", 6.6, 8.0)) == (1, 0, 0, 0)
    assert tally(truth, "lowering_too_fast", raised("lowering_too_fast", 2.6, 4.0)) == (1, 0, 0, 1)


def test_a_partial_rep_may_be_called_short() -> None:
    truth = made_truth(faults=[fault("partial", 1)])

    assert tally(truth, "short_range", raised("short_range", 5.0, 8.0)) == (0, 0, 0, 0)


def test_an_unplanned_swing_may_be_flagged_or_not() -> None:
    plain = made_truth()
    rise = np.where((plain.times_s > 5.1) & (plain.times_s < 7.0), 45.0, 0.0)
    joints = {name: xy.tolist() for name, xy in plain.joints.items()}
    for side in ("left", "right"):
        joints[f"{side}_shoulder"] = [[120.0, 240.0 - up] for up in rise]
    truth = made_truth(joints_px=joints)

    assert tally(truth, "trunk_swing", raised("trunk_swing", 5.0, 5.5)) == (0, 0, 0, 0)
    assert tally(truth, "trunk_swing", raised("trunk_swing", 9.2, 9.5)) == (0, 0, 0, 1)


def test_clean_reps_know_faults_that_span_several_and_codes_without_a_flag() -> None:
    over_two = fault("rounding_growing", -1, 5.0, 12.5)
    assert [rep.index for rep in clean_reps(made_truth(faults=[over_two]))] == [0]
    assert [rep.index for rep in clean_reps(made_truth(faults=[fault("late_retraction", 2)]))] == [
        0,
        1,
    ]


def test_a_false_flag_in_a_rep_with_another_fault_is_no_false_flag_on_clean_reps() -> None:
    truth = made_truth(faults=[fault("yank", 1)])
    score = scored(truth, raised("rounded_back", 5.5, 6.0))

    assert (score.clean_reps, score.false_on_clean) == (2, 0)
    assert score.tallies["rounded_back"].wrong == 1


def test_a_pull_that_is_truly_slower_may_be_called_slower_and_no_other() -> None:
    slow = [rep_data(0), rep_data(1), rep_data(2, concentric_s=1.5)]
    truth = made_truth(reps=slow)

    assert expected_flags(truth, ["speed_loss"])["speed_loss"].sure == ()
    assert [span.rep for span in expected_flags(truth, ["speed_loss"])["speed_loss"].unsure] == [2]
