"""The score and its parts, and the statistics of a set."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from formcheck.flags.codes import FLAGS
from formcheck.scoring.score import LOSS, PARTS, RepScore, beyond, cause, loss, rep_score, set_score
from formcheck.scoring.set_statistics import set_statistics
from formcheck.types import NAN, Flag, FlagPeak, Rep, RepCurvature, RepScapula, Severity

SEEN = Rep(
    1, 1.0, 2.0, 5.0, True, "both", 1.0, 0.5, 2.0, 1.0, trunk_swing_deg=3.0,
    back_curvature=RepCurvature(max=3.0), scapula=RepScapula(range_pct=8.0),
)  # fmt: skip


def flag(code: str, severity: Severity, rep: int = 1) -> Flag:
    return Flag(code, severity, 1.5, 2.0, 1.0, 0.5, "", rep, 3.0)


def test_every_fault_but_speed_loss_costs_in_exactly_one_part() -> None:
    costly = [code for part in PARTS for code in part.codes]
    assert sorted(costly) == sorted(code for code in FLAGS if code != "speed_loss")
    assert sum(part.points for part in PARTS) == 85.0


def test_a_clean_rep_that_was_seen_has_all_points() -> None:
    score = rep_score(SEEN, [])
    assert (score.total, score.of, score.unjudged, score.worst) == (100.0, 85.0, (), "")


@pytest.mark.parametrize(("severity", "lost"), [("hint", 7.5), ("warning", 18.0), ("alert", 24.0)])
def test_severity_decides_what_a_fault_costs_at_its_limit(severity: Severity, lost: float) -> None:
    score = rep_score(SEEN, [replace(flag("rounded_back", severity), value=0.5)])
    assert score.total == pytest.approx(100.0 * (1.0 - lost / 85.0))
    assert score.worst == "back"


def test_of_several_faults_in_one_part_the_worst_counts() -> None:
    both = [flag("yank", "warning"), flag("drop", "alert")]
    assert rep_score(SEEN, both).lost["control"] == pytest.approx(0.9 * 25.0)


def test_what_was_not_judged_is_left_out() -> None:
    unseen = replace(SEEN, back_curvature=RepCurvature())
    score = rep_score(unseen, [flag("drop", "alert")])
    assert score.unjudged == ("back",)
    assert score.total == pytest.approx(100.0 * (1.0 - 0.9 * 25.0 / 55.0))


def test_nothing_judged_is_no_score() -> None:
    blind = Rep(1, 1.0, 2.0, 5.0, True, "both", NAN, NAN, NAN, NAN)
    score = rep_score(blind, [])
    assert math.isnan(score.total)
    assert score.unjudged == ("back", "control", "range", "body")
    assert math.isnan(set_score([score]))


def test_a_part_with_a_fault_was_judged() -> None:
    unseen = replace(SEEN, back_curvature=RepCurvature())
    assert rep_score(unseen, [flag("rounded_back", "warning")]).unjudged == ()


def test_the_flags_of_another_rep_cost_nothing() -> None:
    later = replace(flag("drop", "alert", rep=2), start_s=6.0, end_s=7.0)
    assert rep_score(SEEN, [later]).total == 100.0


def set_of(*totals: float) -> tuple[list[Rep], list[RepScore]]:
    reps = [
        replace(
            SEEN, index=i + 1, start_s=5.0 * i, end_s=5.0 * i + 4.0, concentric_s=1.0 + 0.25 * i
        )
        for i in range(len(totals))
    ]
    scores = [RepScore(t, 100.0, {"control": 100.0 - t}) for t in totals]
    return reps, scores


def test_a_set() -> None:
    told = set_statistics(*set_of(100.0, 70.0, 90.0))
    assert (told.reps, told.tension_s, told.pull_s) == (3, 12.0, 1.25)
    assert told.loss_pct == pytest.approx(100.0 / 3.0)
    assert (told.best, told.worst, told.worst_part) == (1, 2, "control")
    assert told.score == pytest.approx(86.67, abs=0.01)
    assert told.rom_cv_pct == 0.0


def test_reps_that_are_all_alike_have_no_best() -> None:
    told = set_statistics(*set_of(100.0, 100.0))
    assert (told.best, told.worst) == (0, 0)


@pytest.mark.parametrize("code", ["rounded_back", "drop"])
def test_the_further_beyond_its_limit_the_more_a_fault_costs(code: str) -> None:
    limit = 12.0 if code == "rounded_back" else 0.6
    values = (12.0, 24.0, 36.0, 90.0) if code == "rounded_back" else (0.6, 0.4, 0.2, 0.0)
    faults = [replace(flag(code, "alert"), value=v, threshold=limit) for v in values]
    costs = [loss(fault) for fault in faults]
    assert costs == sorted(set(costs))
    assert costs[0] == LOSS["alert"]
    assert costs[-1] <= 1.0
    # However far beyond, a warning costs less than an alert, and what is not known adds nothing.
    far = replace(faults[0], severity="warning", value=1e6)
    assert loss(far) <= costs[0]
    assert loss(replace(faults[0], value=NAN)) == LOSS["alert"]


def test_a_back_of_12_24_and_36_degrees_is_worse_each_time() -> None:
    reps, _ = set_of(100.0, 100.0, 100.0)
    severities: tuple[Severity, ...] = ("warning", "alert", "alert")
    peaks = tuple(
        FlagPeak(rep.index, value, rep.peak_s, severity)
        for rep, value, severity in zip(reps, (12.0, 24.0, 36.0), severities, strict=True)
    )
    lasting = Flag(
        "rounded_back", "alert", 0.5, 0.8, 36.0, 12.0, "°", 3, 14.0, peak_s=12.0, peaks=peaks
    )
    scores = [rep_score(rep, [lasting]) for rep in reps]
    assert [score.total for score in scores] == pytest.approx(
        [100.0 * (1.0 - lost / 85.0) for lost in (18.0, 27.0, 28.0)]
    )
    assert [score.beyond for score in scores] == pytest.approx([0.0, 1.0, 2.0])
    told = set_statistics(reps, scores)
    assert (told.best, told.worst, told.worst_part) == (1, 3, "back")


def test_of_equal_scores_the_fault_further_beyond_its_limit_is_the_worst() -> None:
    reps, _ = set_of(100.0, 82.0, 82.0, 82.0)
    drops = [
        replace(
            flag("drop", "warning", rep), value=value, start_s=rep * 5.0 - 4.0, end_s=5.0 * rep - 3
        )
        for rep, value in ((2, 0.7), (3, 0.9), (4, 0.8))
    ]
    scores = [rep_score(rep, drops) for rep in reps]
    # Rounded to whole points, say: of one total, and yet not alike.
    scores[1:] = [replace(score, total=82.0) for score in scores[1:]]
    assert [score.beyond for score in scores] == pytest.approx([0.0, 0.4, 0.8, 0.6])
    told = set_statistics(reps, scores)
    assert (told.best, told.worst, told.worst_part) == (1, 3, "control")
    told = set_statistics(reps[1:], scores[1:])
    assert (told.best, told.worst) == (2, 3), "all of one score, and yet not alike"


def test_a_value_below_its_limit_may_be_the_worse_and_an_unknown_one_says_nothing() -> None:
    short = replace(flag("short_range", "warning"), value=40.0, threshold=80.0)
    assert beyond(short) == pytest.approx(0.5)
    assert beyond(replace(short, value=NAN)) == beyond(replace(short, threshold=0.0)) == 0.0
    both = [replace(short, value=70.0), replace(short, code="chin_below_bar")]
    assert cause("range", both) is both[1]


def test_left_against_right_beside_the_own_spread() -> None:
    reps, scores = set_of(100.0, 100.0, 100.0, 100.0)
    ranges, sides = (1.0, 0.8, 1.02, 0.78), ("left", "right", "left", "right")
    reps = [
        replace(rep, rom=rom, side=side)  # type: ignore[arg-type]
        for rep, rom, side in zip(reps, ranges, sides, strict=True)
    ]
    told = set_statistics(reps, scores).range_sides
    assert told.difference_pct == pytest.approx(-24.4, abs=0.5)
    assert told.spread_pct == pytest.approx(1.6, abs=0.2)
    assert math.isnan(set_statistics(*set_of(100.0, 100.0)).range_sides.difference_pct)


def test_an_empty_set() -> None:
    told = set_statistics([], [])
    assert told.reps == 0
    assert math.isnan(told.tension_s)
