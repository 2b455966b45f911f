"""No text that comes from elsewhere runs in a spreadsheet; numbers stay numbers."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from formcheck.log import exporting
from formcheck.log.store import TrainingLog
from formcheck.report.csv_cells import cell
from support.logbook import MONDAY, store_set


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "- x"]
)
def test_a_formula_is_shown_and_not_run(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [-1, -2.5, "-2.5000", "+3", "row", "", "a=b", 0])
def test_numbers_and_plain_text_stay(value: object) -> None:
    assert cell(value) == value


def test_the_log_is_exported_without_formulas(tmp_path: Path) -> None:
    with TrainingLog.open(tmp_path / "log.db") as log:
        anna = log.lifters.add("=Anna()")
        store_set(log, anna, MONDAY, notes="@note\r\n=x", source="=cmd|x", exercise="+row")
        exporting.write_csv(log, [anna], tmp_path / "log.csv")
    with (tmp_path / "log.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["lifter"] for row in rows} == {"'=Anna()"}
    assert rows[0]["notes"].startswith("'@")
    for row in rows:
        for text in row.values():
            started = text.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert not started or math.isfinite(float(text))
