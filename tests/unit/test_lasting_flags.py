"""A fault that lasts over reps: in each it is what it came to there, and it goes by the worst."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import jsonschema
import pytest

from formcheck.config import Config, FlagOptions
from formcheck.exercises.registry import get
from formcheck.flags.judge import FlagJudge
from formcheck.flags.lasting import Holding, HoldRule
from formcheck.log.gathering import SetGatherer
from formcheck.report import json_report
from formcheck.report.schema import JSON_SCHEMA
from formcheck.reps.sample import Sample
from formcheck.reps.sets import REST_S
from formcheck.review.correct import Found, correct
from formcheck.review.corrections import Corrections, RepMark
from formcheck.scoring.score import own_flags
from formcheck.types import Flag, FlagCleared, FlagPeak, FlagRaised, Rep, RepCompleted
from support.results import make_rep, make_result

RULE = HoldRule("rounded_back", "°", on=10.0, off=7.0, alert=20.0, hold_s=0.3)
RATE = 10.0

Course = list[tuple[float, float, int]]
"""For so many seconds the back reads so much, in the rep of this number (0: between)."""


def reps_of(course: Course) -> list[Rep]:
    reps, time_s = [], 0.0
    for length_s, _, number in course:
        if number:
            reps.append(
                make_rep(number, start_s=time_s, peak_s=time_s + 0.1, end_s=time_s + length_s)
            )
        time_s += length_s
    return reps


def judged(course: Course) -> FlagJudge:
    """Return a judge that saw a back go so, and heard of each rep when it was over."""
    judge, spec = FlagJudge(FlagOptions()), get("bent_over_row")
    judge._learn(spec)
    reps = {rep.index: rep for rep in reps_of(course)}
    index = 0
    for length_s, value, number in course:
        for _ in range(round(length_s * RATE)):
            judge.push(
                Sample(index / RATE, back_deg=value, back_std=1.0, elbow_deg=10.0, found=True),
                spec=spec, armed=True, pulling=False, rep=number,
            )  # fmt: skip
            index += 1
        if number:
            judge._settle(reps[number])
    return judge


GROWING: Course = [(1.0, 0.0, 0), (2.0, 13.0, 1), (0.5, 13.0, 0), (2.0, 24.0, 2), (0.5, 13.0, 0),
                   (2.0, 36.0, 3), (1.0, 0.0, 0)]  # fmt: skip


def only(judge: FlagJudge) -> Flag:
    (flag,) = judge.flags
    return flag


def test_in_each_rep_a_lasting_fault_is_what_it_came_to_there() -> None:
    flag = only(judged(GROWING))
    reps = reps_of(GROWING)

    assert [(p.rep, p.value, p.severity) for p in flag.peaks] == [
        (1, 13.0, "warning"), (2, 24.0, "alert"), (3, 36.0, "alert"),
    ]  # fmt: skip
    assert (flag.rep, flag.value, flag.severity) == (3, 36.0, "alert")
    assert reps[2].start_s <= flag.peak_s <= reps[2].end_s
    for rep, value in zip(reps, (13.0, 24.0, 36.0), strict=True):
        (own,) = own_flags(rep, [flag])
        assert (own.rep, own.value) == (rep.index, value)
        assert rep.start_s <= own.peak_s <= rep.end_s


def test_while_a_rep_is_under_way_the_flag_is_that_reps_as_soon_as_it_is_the_worst() -> None:
    upto = [*GROWING[:3], (1.0, 24.0, 2)]
    judge = judged(upto[:-1])
    assert (only(judge).rep, only(judge).value, only(judge).severity) == (1, 13.0, "warning")
    spec = get("bent_over_row")
    judge.push(
        Sample(9.0, back_deg=24.0, back_std=1.0, elbow_deg=10.0, found=True),
        spec=spec, armed=True, pulling=False, rep=2,
    )  # fmt: skip
    now = only(judge)
    assert (now.rep, now.value, now.severity, now.peak_s) == (2, 24.0, "alert", 9.0)


def test_what_is_worse_between_reps_is_told_of_no_rep() -> None:
    flag = only(judged([(1.0, 13.0, 1), (1.0, 30.0, 0), (1.0, 14.0, 2), (1.0, 0.0, 0)]))
    assert (flag.rep, flag.value, flag.severity) == (2, 14.0, "warning")


def test_a_fault_outside_any_rep_keeps_its_worst() -> None:
    judge = judged([(1.0, 13.0, 0), (1.0, 30.0, 0), (1.0, 0.0, 0)])
    judge.finish(3.0, reps=0)
    flag = only(judge)
    assert (flag.rep, flag.value, flag.peaks) == (0, 30.0, ())
    assert flag.peak_s == pytest.approx(1.0)


def test_a_rep_that_was_none_is_taken_out_and_the_next_worst_stands() -> None:
    judge = judged(GROWING)
    judge.revoke(3)
    assert (only(judge).rep, only(judge).value) == (2, 24.0)
    judge = judged(GROWING[:-1])
    judge.revoke(3)
    assert only(judge).active
    assert (only(judge).rep, only(judge).value) == (2, 24.0)


def test_a_pull_that_never_became_a_rep_gives_the_fault_back_to_the_worst_that_did() -> None:
    judge = judged(GROWING[:4])
    late = [
        Sample(8.0 + k / RATE, back_deg=40.0, back_std=1.0, elbow_deg=10.0, found=True)
        for k in range(5)
    ]
    for sample in late:
        judge.push(sample, spec=get("bent_over_row"), armed=True, pulling=False, rep=3)
    assert (only(judge).rep, only(judge).value) == (3, 40.0)
    judge.finish(9.0, reps=2)
    assert (only(judge).rep, only(judge).value, only(judge).severity) == (2, 24.0, "alert")


def test_renumbering_keeps_the_worst_rep_while_it_has_no_peak_yet() -> None:
    flag = Flag(
        "rounded_back", "alert", 1.0, 1.3, 45.0, 12.0, "°",
        rep=5, end_s=6.0, peak_s=5.5, peaks=(FlagPeak(4, 21.0, 1.2, "alert"),),
    )  # fmt: skip
    moved = flag.renumbered({4: 1, 5: 2})
    assert (moved.rep, moved.value, moved.peak_s) == (2, 45.0, 5.5)
    left = flag.renumbered({4: 1})
    assert (left.rep, left.value, left.peak_s) == (1, 21.0, 1.2)


def test_equal_reps_go_by_the_first() -> None:
    holding = Holding(RULE)
    for k in range(10):
        holding.push(k / RATE, 15.0, armed=True, rep=1)
    for rep, start_s in ((1, 0.0), (2, 0.5)):
        holding.rep_done(rep, start_s, start_s + 0.4)
    flag = holding.active
    assert flag is not None
    assert (flag.rep, [peak.rep for peak in flag.peaks]) == (1, [1, 2])


def lasting() -> Flag:
    peaks = (FlagPeak(1, 13.0, 2.5, "warning"), FlagPeak(2, 24.0, 4.5, "alert"))
    return Flag("rounded_back", "alert", 2.2, 2.4, 24.0, 12.0, "°", 2, 5.5, 4.5, peaks)


def test_where_it_was_not_seen_a_lasting_fault_has_no_value() -> None:
    unseen = lasting().within(3)
    assert (unseen.rep, math.isnan(unseen.value), math.isnan(unseen.peak_s)) == (3, True, True)
    # One without peaks, from an older log, is what it is in every rep.
    assert replace(lasting(), peaks=()).within(1).value == 24.0


def test_the_report_says_what_a_fault_came_to_and_fits_the_schema() -> None:
    report = json.loads(json_report.dumps(make_result(flags=(lasting(),))))
    jsonschema.validate(report, JSON_SCHEMA)
    (told,) = report["flags"]
    assert (told["rep"], told["value"], told["peak_s"]) == (2, 24.0, 4.5)
    assert told["in_reps"][0] == {"rep": 1, "value": 13.0, "severity": "warning", "peak_s": 2.5}


def test_when_the_worst_rep_is_deleted_the_fault_stays_with_the_other() -> None:
    reps = (make_rep(1), make_rep(2, start_s=4.0, peak_s=4.5, end_s=6.0))
    kept = RepMark(reps[0].start_s, reps[0].end_s)
    left = correct(Found(reps, (lasting(),)), Corrections(reps=(kept,)), None, Config())
    assert [(flag.rep, flag.value, len(flag.peaks)) for flag in left.flags] == [(1, 13.0, 1)]


def test_a_fault_that_is_worse_in_the_next_set_is_kept_there_alone() -> None:
    gatherer = SetGatherer()
    first = make_rep(1)
    later = first.end_s + REST_S + 1.0
    second = make_rep(2, start_s=later, peak_s=later + 0.5, end_s=later + 1.0, set_index=2)
    gatherer.push(RepCompleted(first.end_s, first))
    gatherer.push(FlagRaised(2.4, replace(lasting(), rep=1, end_s=float("nan"))))
    gatherer.push(RepCompleted(second.end_s, second))
    gatherer.push(FlagCleared(second.end_s, lasting()))

    assert [len(item.flags) for item in gatherer.sets] == [0, 1]
