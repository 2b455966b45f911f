"""What a replay says of a fault, a rep and what could not be judged."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from formcheck.types import Flag, Measurement, Reason, Rep, RepCurvature, View
from formcheck_ui import words

LONG = Flag("rounded_back", "alert", 10.8, 11.0, 35.0, 12.0, "°", 3, 20.0)
REP_4 = Rep(
    4, 12.2, 13.3, 15.3, True, "right", 0.9, 0.1, 2.0, 0.95,
    back_curvature=RepCurvature(max=23.0),
)  # fmt: skip


def test_a_fault_over_several_reps_has_each_reps_own_value_told_alike() -> None:
    assert words.flag_value(LONG) == "+35°"
    assert words.value_in(REP_4, LONG) == "+23°"


def test_an_arched_back_has_the_sign_that_the_gauge_has() -> None:
    arched = replace(LONG, code="arched_back")
    now = {"back_curvature_deg": Measurement(-35.0, 0.9)}
    assert words.flag_value(arched) == words.value_now(arched, now) == "-35°"


def test_no_value_is_borrowed_from_another_rep() -> None:
    swing = Flag("trunk_swing", "warning", 10.8, 11.0, 21.0, 15.0, "°", 3, 13.0)
    assert words.value_in(REP_4, swing) == ""
    unjudged = Rep(4, 12.2, 13.3, 15.3, True, "right", 0.9, 0.1, 2.0, 0.95)
    assert words.value_in(unjudged, LONG) == ""


def test_a_cue_shows_what_is_so_now() -> None:
    now = {"back_curvature_deg": Measurement(12.4, 0.9)}
    assert words.value_now(LONG, now) == "+12°"
    hidden = {"back_curvature_deg": Measurement.missing(Reason.CONTOUR_HIDDEN)}
    assert words.value_now(LONG, hidden) == "", "nothing is known now, so nothing is claimed"


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [("rounded_back", 5.0, ""), ("rounded_back", -13.0, ""), ("arched_back", -13.0, "-13°")],
)
def test_a_cue_shows_no_value_that_contradicts_it(code: str, value: float, text: str) -> None:
    now = {"back_curvature_deg": Measurement(value, 0.9)}
    assert words.value_now(replace(LONG, code=code), now) == text


@pytest.mark.parametrize(("value", "text"), [(-0.3, "+0°"), (0.4, "+0°"), (-1.6, "-2°")])
def test_nothing_is_minus_zero(value: float, text: str) -> None:
    assert words.signed(value, "°") == text


def test_the_remedy_tells_how_far_to_turn_the_camera() -> None:
    missing = Measurement.missing(Reason.VIEW)
    assert "35°" in words.cannot_judge(missing, View("oblique", -33.4))[1]
    assert "°" not in words.cannot_judge(missing, View("unknown", math.nan))[1]
    covered = Measurement.missing(Reason.CONTOUR_HIDDEN)
    assert "°" not in words.cannot_judge(covered, View("oblique", 33.4))[1]


def test_a_sentence_keeps_the_capitals_of_its_nouns() -> None:
    assert words.sentence("von dieser Seite nicht zu sehen") == "Von dieser Seite nicht zu sehen."
