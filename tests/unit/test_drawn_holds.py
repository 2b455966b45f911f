"""The engine times holds of drawn lifters whose length is known."""

from __future__ import annotations

import json

import jsonschema
import pytest

from formcheck.engine import new_pipeline
from formcheck.pipeline import Pipeline
from formcheck.report import csv_report, json_report
from formcheck.report.html.content import Telling
from formcheck.report.html.page import render as render_page
from formcheck.report.schema import JSON_SCHEMA
from formcheck.report.table import hold_lines
from formcheck.result_columns import ResultColumns
from formcheck.types import Event, Hold, HoldBegan, HoldEnded, SessionResult, SourceInfo
from support.drawn_holds import drawn_hold

HELD_S = 6.0


def analyse(seed: int, yaw_deg: float, exercise: str | None) -> tuple[SessionResult, list[Event]]:
    film, _ = drawn_hold(seed, HELD_S, yaw_deg=yaw_deg)
    pipeline: Pipeline = new_pipeline(exercise=exercise)
    columns, events = ResultColumns(), []
    for k, (time_s, pose) in enumerate(zip(film.times_s, film.poses, strict=True)):
        told = pipeline.push(k, float(time_s), pose, film.size)
        columns.add(told)
        events += told.events
    events += pipeline.finish()
    result = columns.result(
        source=SourceInfo("drawn", *film.size), exercise=pipeline.exercise, view=pipeline.view,
        reps=pipeline.reps, flags=pipeline.flags, stopped_early=False, holds=pipeline.holds,
    )  # fmt: skip
    return result, events


@pytest.mark.parametrize(("seed", "yaw_deg"), [(2, 30.0), (3, -25.0), (8, 40.0)])
def test_a_named_hold_is_timed_to_a_fifth_of_a_second(seed: int, yaw_deg: float) -> None:
    result, events = analyse(seed, yaw_deg, "top_hold")
    (hold,) = result.holds
    _, began_s = drawn_hold(seed, HELD_S, yaw_deg=yaw_deg)
    assert hold.duration_s == pytest.approx(HELD_S, abs=0.2)
    assert hold.start_s == pytest.approx(began_s, abs=0.15)
    told = [event for event in events if isinstance(event, HoldBegan | HoldEnded)]
    assert [type(event) for event in told] == [HoldBegan, HoldEnded]


def test_at_the_top_of_a_recognised_pull_up_it_is_told_with_the_rep() -> None:
    result, events = analyse(3, -25.0, None)
    assert result.exercise.name == "pull_up"
    assert len(result.reps) == 1
    (hold,) = result.holds
    assert hold.duration_s == pytest.approx(HELD_S, abs=0.2)
    assert any(isinstance(event, HoldEnded) for event in events)


def test_reports_tell_the_hold() -> None:
    result, _ = analyse(3, -25.0, "top_hold")
    report = json_report.to_dict(result)
    jsonschema.validate(json.loads(json_report.dumps(result)), JSON_SCHEMA)
    (told,) = report["holds"]
    hold: Hold = result.holds[0]
    assert told["duration_s"] == pytest.approx(hold.duration_s, abs=1e-3)
    assert told["unit"] == "% of trunk length"
    header, *rows = csv_report.dumps(result).splitlines()
    at = header.split(",").index("hold")
    inside = [row.split(",")[at] == "1" for row in rows]
    assert sum(inside) == pytest.approx(24.0 * hold.duration_s, abs=2.0)
    assert hold_lines(result)[0].startswith(f"Hold 1: {hold.duration_s:.1f} s")
    assert f"{hold.duration_s:.1f} s (" in render_page(result, Telling(), title="x")
