"""Reports say what was measured, with null for what was not, under names that stay."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from rich.console import Console

from formcheck.measures.registry import MEASURES
from formcheck.report import csv_report, json_report, table
from formcheck.report.schema import JSON_SCHEMA, SCHEMA_VERSION
from formcheck.report.table import picture_lines
from formcheck.report.words import REASON_WORDS, Words
from formcheck.result_columns import ResultColumns
from formcheck.types import (
    NAN,
    REASONS,
    ExerciseGuess,
    Flag,
    FrameResult,
    Measurement,
    Reason,
    SourceInfo,
    View,
)
from support.results import make_rep, make_result

REP_FIELDS = {
    "index", "start_s", "peak_s", "end_s", "complete", "side", "concentric_s", "pause_s",
    "eccentric_s", "rom", "trunk_inclination_deg", "trunk_swing_deg", "back_curvature_deg",
    "scapula", "upper_arm", "retraction_pct", "elevation_pct", "smoothness", "flags", "score",
}  # fmt: skip


def loaded(**changes: object) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(json_report.dumps(make_result(**changes)))
    return report


def test_the_schema_is_itself_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(JSON_SCHEMA)


def test_a_report_satisfies_the_schema_and_survives_the_round_trip() -> None:
    report = loaded()
    jsonschema.validate(report, JSON_SCHEMA)
    assert report == json_report.to_dict(make_result())
    assert report["schema_version"] == SCHEMA_VERSION


def test_field_names_are_the_promised_ones() -> None:
    report = loaded()
    assert set(report["source"]) == {
        "path", "width", "height", "rotation", "duration_s", "frames", "frames_decoded",
        "fps_nominal",
    }  # fmt: skip
    assert report["exercise"] == {"name": "bent_over_row", "confidence": 0.93}
    assert report["view"] == {"kind": "side", "yaw_deg": 4.25}
    assert report["detection_fraction"] == 0.99
    good, unjudged = report["reps"]
    assert set(good) == REP_FIELDS
    assert set(unjudged) == REP_FIELDS | {"unjudged"}
    assert good["back_curvature_deg"] == {
        "max": 14.2, "mean": 9.1, "lumbar_max": 8.0, "thoracic_max": 6.2, "quality": 0.8,
    }  # fmt: skip
    assert good["smoothness"] == {"concentric": -1.61, "eccentric": -1.72}
    assert good["flags"] == ["rounded_back"]
    assert report["flags"][0] == {
        "code": "rounded_back", "severity": "warning", "start_s": 2.3, "end_s": 3.5,
        "value": 14.2, "threshold": 10.0, "unit": "°", "rep": 1,
    }  # fmt: skip


def test_what_cannot_be_judged_is_null_with_its_reason() -> None:
    report = loaded()
    rep = report["reps"][1]
    assert rep["back_curvature_deg"] == {
        "max": None, "mean": None, "lumbar_max": None, "thoracic_max": None, "quality": 0.0,
    }  # fmt: skip
    assert rep["retraction_pct"] is None
    assert rep["smoothness"] == {"concentric": None, "eccentric": -1.72}
    assert rep["unjudged"] == {"back_curvature_deg": "contour_hidden"}
    assert report["unjudged"] == {"sagitta_ratio": "contour_hidden"}
    flag = report["flags"][1]
    assert (flag["end_s"], flag["value"], flag["rep"]) == (None, None, None)


@pytest.mark.parametrize("bad", [NAN, math.inf, -math.inf])
def test_no_number_that_json_does_not_know_is_written(bad: float) -> None:
    report = loaded(
        source=SourceInfo("0", 640, 480, duration_s=bad, fps_nominal=bad, live=True),
        view=View(yaw_deg=bad),
        reps=(make_rep(1, rom=bad, concentric_s=bad, smoothness_eccentric=bad),),
    )
    jsonschema.validate(report, JSON_SCHEMA)
    assert report["source"]["frames"] is None
    assert report["source"]["duration_s"] is None
    assert report["view"]["yaw_deg"] is None
    assert report["reps"][0]["rom"] is None


def test_the_schema_refuses_a_misspelt_field() -> None:
    report = loaded()
    report["reps"][0]["trunk_inclination"] = report["reps"][0].pop("trunk_inclination_deg")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, JSON_SCHEMA)


def test_numpy_numbers_become_plain_ones() -> None:
    report = loaded(reps=(make_rep(1, rom=np.float64(0.5)),), detection_fraction=np.float64(1))
    assert report["reps"][0]["rom"] == 0.5


def rows_of(**changes: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_report.dumps(make_result(**changes)))))


def test_csv_has_one_row_a_frame_with_every_measure_and_its_quality() -> None:
    rows = rows_of()
    assert len(rows) == 100
    assert list(rows[0]) == [
        "frame", "time_s", "rep", "phase", "trunk_inclination_deg",
        "trunk_inclination_deg_quality", "trunk_inclination_deg_std", "sagitta_ratio",
        "sagitta_ratio_quality", "hold", "clip", "exercise", "lifter", "load", "filmed",
        "schema_version",
    ]  # fmt: skip
    assert rows[0]["trunk_inclination_deg"] == "30.0000"
    assert rows[0]["trunk_inclination_deg_quality"] == "0.9000"
    assert rows[0]["sagitta_ratio"] == ""
    assert rows[25]["time_s"] == "2.500000"
    assert [rows[i]["rep"] for i in (19, 20, 39, 40, 59, 60)] == ["", "1", "1", "2", "2", ""]


def test_csv_says_frame_by_frame_why_a_measure_has_no_value() -> None:
    codes = {reason: place for place, reason in enumerate(REASONS)}
    why = np.zeros(100, np.uint8)
    why[3], why[4] = codes[Reason.VIEW], codes[Reason.NO_NEUTRAL]
    rows = rows_of(whys={"trunk_inclination_deg": 0 * why, "sagitta_ratio": why})
    assert list(rows[0])[-3:] == [
        "schema_version", "trunk_inclination_deg_reason", "sagitta_ratio_reason",
    ]  # fmt: skip
    assert [row["sagitta_ratio_reason"] for row in rows[2:6]] == ["", "view", "no_neutral", ""]
    assert {row["trunk_inclination_deg_reason"] for row in rows} == {""}


def test_columns_keep_the_reason_of_every_frame_and_the_commonest() -> None:
    columns = ResultColumns()
    known = dict.fromkeys(MEASURES, Measurement(1.0))
    told = (Reason.NONE, Reason.VIEW, Reason.NOBODY, Reason.VIEW)
    for index, reason in enumerate(told):
        back = Measurement.missing(reason) if reason else Measurement(3.0)
        columns.add(
            FrameResult(
                index, index / 10.0, None, known | {"back_curvature_deg": back}, None, View(),
                ExerciseGuess(), "unknown", 0, (), (),
            )
        )  # fmt: skip
    result = columns.result(
        source=SourceInfo("a", 1, 1), exercise=ExerciseGuess(), view=View(), reps=(), flags=(),
        stopped_early=False,
    )  # fmt: skip
    assert [REASONS[code] for code in result.whys["back_curvature_deg"]] == list(told)
    assert result.reasons == {"back_curvature_deg": Reason.VIEW}
    assert not result.whys["trunk_inclination_deg"].any()


def text_of(words: Words | None = None, *, width: int = 140, **changes: object) -> str:
    console = Console(width=width, file=io.StringIO(), color_system=None)
    console.print(table.render(make_result(**changes), words or Words()))
    output = console.file
    assert isinstance(output, io.StringIO)
    return output.getvalue()


def test_the_table_speaks_in_words() -> None:
    words = Words(
        flags={"rounded_back": "Rounded back"},
        measures={"sagitta_ratio": "Sagitta ratio"},
        exercises={"bent_over_row": "Bent-over row"},
    )
    text = text_of(words)
    assert "1 rep (and 1 not completed) · Bent-over row · filmed from the side" in text
    assert "+14 (80 %)" in text
    assert "Rounded back" in text
    assert "Not judged in most frames, because the back line is hidden: Sagitta ratio." in text


def test_a_flag_before_the_first_rep_is_told_beside_the_table() -> None:
    flag = Flag("rounded_back", "alert", 1.0, 1.4, 33.0, 12.0, "°", 0, 1.9)
    words = Words(flags={"rounded_back": "Rounded back"})
    alone = text_of(words, reps=(), flags=(flag,))
    assert "Outside of the reps: Rounded back at 1.0 s (33 °)" in alone
    short = replace(flag, code="short_range", value=0.78, unit="ratio")
    assert "short_range at 1.0 s (78%)" in text_of(words, reps=(), flags=(short,))
    assert "Outside of the reps" not in text_of(words, reps=(), flags=())


def test_a_missing_value_is_a_dash_and_never_nan() -> None:
    text = text_of()
    assert "nan" not in text.lower().replace("sagitta_ratio", "")
    row = next(line for line in text.splitlines() if "(2)" in line)
    assert "– / -1.72" in row


def test_an_unknown_exercise_without_reps_has_a_headline_and_no_table() -> None:
    guess = ExerciseGuess("unknown", 0.0, fixed_by_user=True)
    text = text_of(reps=(), flags=(), exercise=ExerciseGuess(), reasons={})
    head, _, rest = text.strip().partition("\n")
    assert "name it: --exercise NAME" in rest
    assert text_of(reps=(), flags=(), exercise=guess, reasons={}).strip() == head
    assert head == (
        "0 reps · unknown exercise · filmed from the side · lifter seen in 99% of the frames"
    )


def test_a_measure_known_in_most_frames_is_not_complained_about() -> None:
    assert "Not judged" not in text_of(reasons={"trunk_inclination_deg": Reason.NOBODY})


def test_a_narrow_terminal_cuts_no_number() -> None:
    text = text_of(Words(flags={"rounded_back": "Rounded back"}), width=80)
    assert "…" not in text
    assert "+14 (80 %)" in text
    assert "Rounded" in text
    assert "-1.61" not in text


@pytest.mark.parametrize(
    ("fps", "size", "said"),
    [
        (30.0, (1280, 720), ""),
        (10.0, (480, 360), ""),
        (3.0, (1280, 720), "only 3 pictures a second"),
        (30.0, (64, 114), "only 64 × 114 pixels"),
    ],
)
def test_pictures_that_are_too_few_or_too_small_are_told_as_the_cause(
    fps: float, size: tuple[int, int], said: str
) -> None:
    source = SourceInfo("set.mp4", *size)
    lines = picture_lines(make_result(times_s=np.arange(100) / fps, source=source))
    assert [said in line for line in lines] == ([True] if said else [])
    assert said in " ".join(text_of(times_s=np.arange(100) / fps, source=source).split())


def test_a_camera_that_the_computer_cannot_follow_is_not_said_to_be_slow() -> None:
    source = SourceInfo("camera 0", 1280, 720, live=True)
    assert picture_lines(make_result(times_s=np.arange(100) / 5.0, source=source)) == []


def test_that_it_was_not_certain_who_lifts_is_told_as_the_cause() -> None:
    text = text_of(reasons={"sagitta_ratio": Reason.PERSON_UNSURE})
    assert "because it was not certain who the lifter is: sagitta_ratio." in text


def test_an_early_stop_is_told() -> None:
    assert "Stopped early" in text_of(stopped_early=True)


def test_every_reason_has_words() -> None:
    assert set(REASON_WORDS) == set(Reason)
    assert all(words for reason, words in REASON_WORDS.items() if reason != Reason.NONE)


def test_files_hold_what_is_dumped(tmp_path: Path) -> None:
    result = make_result()
    json_report.write_json(result, tmp_path / "a.json")
    csv_report.write_csv(result, tmp_path / "a.csv")
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == json_report.dumps(result)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == csv_report.dumps(result)
