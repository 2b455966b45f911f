"""The figures of the first pages are those of the benches' files and pages."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from support.pages import read
from tests.benchmark.real import tables
from tests.benchmark.speed import many

PAGE = read("docs/how-well.md")
COUNTING = read("docs/counting.md")


def row(label: str) -> str:
    """Return the figure beside a label of the page."""
    found = re.search(rf"^\| {re.escape(label)}[^|]*\| (.*) \|$", PAGE, re.MULTILINE)
    assert found is not None, label
    return found[1]


def counted(label: str) -> str:
    """Return the figure beside a label of the page on counting."""
    found = re.search(rf"^\| {re.escape(label)} \| (.*) \|$", COUNTING, re.MULTILINE)
    assert found is not None, label
    return found[1]


def data(name: str) -> dict[str, Any]:
    """Return what a bench has written."""
    loaded: dict[str, Any] = json.loads(read(f"docs/{name}.json"))
    return loaded


def percent(part: float, whole: float = 1.0) -> str:
    """Return a share as the pages write it."""
    return f"{100 * part / whole:.0f}"


@pytest.mark.parametrize("page", ["README.md", "docs/how-well.md"])
def test_the_short_table_is_that_of_the_bench(page: str) -> None:
    block = re.search(r"<!-- real -->\n(.*)<!-- /real -->", read(page), re.DOTALL)
    assert block is not None
    assert block[1].strip() == tables.short_section(data("benchmark-real")).strip()


def test_counts_of_people_left_out_are_those_of_the_page_on_counting() -> None:
    exact, near = counted("with the exercise named: exact; at most one off").split("; ")
    assert row("Sets counted exactly, nothing named") == counted("sets counted exactly")
    assert row("Sets counted exactly, exercise named") == (
        f"{exact} ({near.removesuffix(' of 28')} one off at most)"
    )
    phantoms = counted("clips without a set told one").split(":")[0]
    assert row("Clips without a set in which something was counted") == phantoms
    fragments = counted("fragments of no pull told one, four times there and back").split(" (")[0]
    assert row("Short clips of other exercises in which a pull was counted") == fragments


def test_counts_by_other_cameras_are_those_of_the_bench() -> None:
    alike = data("benchmark-real")["counting"]["variants"]
    order = (
        "mirrored", "15 frames a second", "10 frames a second", "half the size",
        "compressed hard", "darker", "brighter",
    )  # fmt: skip
    assert re.findall(r"\d+", row("Counted alike by another camera")) == [
        percent(alike[name]) for name in order
    ]


def test_what_a_batch_costs_is_what_the_bench_measured() -> None:
    block = re.search(r"<!-- speed -->\n(.*)<!-- /speed -->", read("docs/batch.md"), re.DOTALL)
    assert block is not None
    assert block[1].strip() == many.section(data("benchmark-speed"))


def test_jerks_are_those_of_the_bench() -> None:
    camera = data("benchmark-jerk")["cameras"]["30 fps"]
    kinds = ("yank", "hitch", "bounce", "drop")
    assert re.findall(r"\d+", row("Yank, hitch, bounce, drop planted")) == [
        percent(*camera["kinds"][kind]["recall"]["middle"]) for kind in kinds
    ]
    calm = camera["calm"].values()
    assert row("Calm re-timed reps with a flag of a jerk") == (
        f"{sum(part['false'] for part in calm)} of {sum(part['reps'] for part in calm)}"
    )


def test_delays_are_those_of_the_bench() -> None:
    latency = data("benchmark-latency")
    after, model = latency["delay_over_inference_ms"], latency["inference_ms"]
    text = " ".join(PAGE.split())
    assert f"{after['median']:.0f} ms (median; 95 % within {after['p95']:.0f} ms)" in text
    assert f"the pose model's own {model['median']:.0f} ms" in text


def test_the_sentence_on_time_is_the_tables() -> None:
    told_s = re.search(r"Told after the span began, median \| ([\d.]+) s", PAGE)
    assert told_s is not None
    assert float(told_s[1]) <= 0.5, "“within half a second” stands in the text"
