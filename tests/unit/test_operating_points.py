"""The limits are those whose precision was measured: docs/flags.md says them beside the figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from formcheck.config import FlagOptions
from formcheck.exercises.registry import get
from formcheck.flags.rules import RULES, limit_of, limits

PAGE = Path(__file__).parents[2] / "docs" / "flags.md"
ROW = re.compile(r"^\| `(\w+)`[^|]*, (above|below) \| ([\d.]+) \| [^|]+ \| ([\d.]+) \|$", re.M)
POINTS = ROW.findall(PAGE.read_text("utf-8"))
OVERLAPS = ("lowering_too_fast",)


def test_the_page_has_a_point_for_every_fault_told_by_a_limit_on_drawn_sets() -> None:
    codes = {code for code, *_ in POINTS}
    assert {"lowering_too_fast", "short_range", "trunk_swing"} <= codes


def test_the_page_has_figures_of_real_people_for_every_jerk() -> None:
    section = PAGE.read_text("utf-8").split("<!-- jerk -->")[1].split("<!-- /jerk -->")[0]
    assert all(f"| `{code}` |" in section for code in ("yank", "hitch", "bounce", "drop"))


@pytest.mark.parametrize(("code", "worse", "limit", "farthest"), POINTS)
def test_a_limit_stands_where_it_was_measured(
    code: str, worse: str, limit: str, farthest: str
) -> None:
    rule = next(rule for rule in RULES if rule.code == code)
    known = limits(FlagOptions(), get("bent_over_row"))
    assert rule.worse == worse
    assert limit_of(rule, known, "standard") == pytest.approx(float(limit))
    if code not in OVERLAPS:
        beyond = float(farthest) - float(limit)
        assert (beyond < 0.0) == (worse == "above"), "a rep without the fault lies beyond the limit"
