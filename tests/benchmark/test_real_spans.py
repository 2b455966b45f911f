"""Spans of a back against flags: found, false, tails, delays, whole clips and the AUC."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from formcheck.types import NAN, Flag
from tests.benchmark.real.catalogue import Span
from tests.benchmark.real.spans import SpanScore, auc, figures, score_spans
from tests.benchmark.real_support import FLAT, ROUNDED, clip, flag, played


def one(span: Span, *flags: Flag, **kwargs: Any) -> SpanScore:
    return score_spans(clip(span), played(*flags, **kwargs))[0]


@pytest.mark.parametrize(
    ("start_s", "end_s", "told"),
    [
        (1.5, 2.0, True),
        (0.2, 1.0, True),
        (2.9, NAN, True),
        (0.2, 0.9, False),
        (3.1, 4.0, False),
    ],
)
def test_a_rounded_span_is_found_by_a_flag_in_any_of_its_frames(
    start_s: float, end_s: float, told: bool
) -> None:
    score = one(ROUNDED, flag(start_s, end_s))

    assert score.rounded is told
    assert score.verdict == ("found" if told else "missed")


def test_another_flag_finds_nothing() -> None:
    score = one(ROUNDED, flag(1.5, 2.0, "arched_back"))

    assert (score.rounded, score.arched) == (False, True)


def test_the_delay_is_from_the_begin_to_the_telling_and_none_when_it_was_up() -> None:
    assert one(ROUNDED, flag(1.2, 2.5)).delay_s == pytest.approx(0.5)
    assert one(ROUNDED, flag(0.1, 2.5)).delay_s == 0.0
    assert math.isnan(one(ROUNDED).delay_s)
    # The first of two flags counts.
    assert one(ROUNDED, flag(2.0, 2.1), flag(1.1, 1.3)).delay_s == pytest.approx(0.4)


@pytest.mark.parametrize(("end_s", "false"), [(3.6, False), (3.7, True)])
def test_a_tail_of_the_rounded_span_before_is_no_false_alarm(end_s: float, false: bool) -> None:
    scores = score_spans(clip(FLAT, ROUNDED), played(flag(2.0, end_s)))

    assert [score.rounded for score in scores] == [True, false]
    assert scores[1].tail is not false
    assert scores[1].verdict == ("false" if false else "right")


def test_what_only_begins_in_the_gap_or_follows_a_flat_span_is_no_tail() -> None:
    late = flag(3.2, 3.6)
    assert score_spans(clip(ROUNDED, FLAT), played(late))[1].rounded
    flat_before = replace(ROUNDED, label="flat")
    assert score_spans(clip(flat_before, FLAT), played(flag(2.0, 3.6)))[1].rounded


def test_a_tail_beside_a_flag_of_its_own_is_a_false_alarm() -> None:
    scores = score_spans(clip(ROUNDED, FLAT), played(flag(2.0, 3.6), flag(4.0, 4.5)))

    assert (scores[1].rounded, scores[1].tail) == (True, False)


def test_of_a_whole_clip_only_inclined_frames_are_judged() -> None:
    whole = Span(0.0, 99.0, "flat")

    assert not one(whole, flag(4.0, 5.0), upright=(3.9, 5.2)).rounded
    assert one(whole, flag(4.0, 5.0), upright=(4.5, 5.2)).rounded
    assert one(replace(whole, label="rounded"), upright=(0.0, 2.0)).begins_s == 2.0
    assert score_spans(clip(whole), played(upright=(0.0, 99.0))) == []


def test_what_is_told_after_the_span_and_dated_back_into_it_was_not_up_in_its_time() -> None:
    late = one(ROUNDED, flag(2.8, 4.0))
    assert (late.rounded, late.live) == (True, False)
    assert one(ROUNDED, flag(2.5, 4.0)).live
    both = [late, one(FLAT, flag(4.8, 6.0))]
    assert figures(both)["live"] == {
        "found": 0, "false": 0, "recall": 0.0, "precision": None, "f1": 0.0,
    }  # fmt: skip
    assert (figures(both)["found"], figures(both)["false"]) == (1, 1)


def test_what_cannot_be_seen_is_not_scored() -> None:
    assert score_spans(clip(Span(1.0, 3.0, "cannot_see")), played()) == []


def test_a_view_is_refused_where_half_of_the_frames_say_so() -> None:
    assert one(ROUNDED, view_until_s=1.9).accepted
    refused = one(ROUNDED, view_until_s=2.2)
    assert not refused.accepted
    assert refused.answered / refused.frames == pytest.approx(0.4, abs=0.05)
    assert refused.medians == {"back_curvature_deg": 5.0, "back_contour_deg": 9.0}


def test_figures_count_spans_and_leave_the_mild_ones_out() -> None:
    labelled = (
        Span(0.0, 1.0, "rounded"), Span(1.2, 2.0, "rounded"), Span(2.5, 3.0, "flat"),
        Span(3.5, 4.0, "flat"), Span(4.5, 5.0, "flat"), Span(6.0, 7.0, "mild"),
    )  # fmt: skip
    found = figures(score_spans(clip(*labelled), played(flag(0.5, 0.9), flag(3.6, 6.5))))

    assert (found["found"], found["rounded"], found["false"], found["flat"]) == (1, 2, 2, 3)
    assert (found["recall"], found["precision"]) == (pytest.approx(1 / 2), pytest.approx(1 / 3))
    assert found["f1"] == pytest.approx(0.4)
    assert (found["mild"], found["mild_told"]) == (1, 1)
    assert found["answered"] == {"rounded": 1.0, "flat": 1.0}
    assert found["auc"]["back_curvature_deg"]["auc"] == 0.5


def test_nothing_told_has_no_precision_and_an_f1_of_nought() -> None:
    found = figures([one(ROUNDED)])

    assert (found["precision"], found["recall"], found["f1"]) == (None, 0.0, 0.0)
    assert found["delay_median_s"] is None


def test_the_auc_is_the_chance_of_being_above_with_ties_by_half() -> None:
    assert auc([3.0, 4.0], [1.0, 2.0]) == 1.0
    assert auc([1.0], [2.0]) == 0.0
    assert auc([2.0, 1.0], [2.0, 0.0]) == pytest.approx((0.5 + 1.0 + 0.0 + 1.0) / 4.0)
    assert auc([5.0, NAN], [NAN, 1.0]) == 1.0
    assert auc([NAN], [1.0]) is None


def test_medians_separate_rounded_from_flat() -> None:
    scores = [
        *score_spans(clip(ROUNDED), played(curvature=25.0)),
        *score_spans(clip(FLAT), played(curvature=3.0)),
    ]
    assert figures(scores)["auc"]["back_curvature_deg"] == {"auc": 1.0, "rounded": 1, "flat": 1}
