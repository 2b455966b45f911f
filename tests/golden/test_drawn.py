"""A drawn set of every exercise: all that is reported of it, against last time and what was drawn.

``python -m support.drawn_golden`` makes the recordings, which also hold that recordings of before
can be read; ``pytest tests/golden --update-goldens`` writes the answers anew.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import formcheck
from formcheck.exercises.registry import get, names
from support.differences import differences
from support.drawn_golden import FOLDER, NAMES, chosen, expected_name, reps_drawn


@cache
def reported(name: str) -> dict[str, Any]:
    """Return the JSON report, without what is not the engine's."""
    report = formcheck.rescore(FOLDER / f"{name}.fcrec").to_dict()
    return {key: value for key, value in report.items() if key not in ("schema_version", "source")}


@pytest.mark.parametrize("name", NAMES)
def test_the_report_is_that_of_last_time(name: str, request: pytest.FixtureRequest) -> None:
    path = FOLDER / f"{name}.json"
    # As it is written: in a file there are lists alone.
    new = json.loads(json.dumps(reported(name)))
    if request.config.getoption("--update-goldens"):
        path.write_text(json.dumps(new, indent=1) + "\n", "utf-8")
        pytest.skip("golden written anew")
    assert differences(json.loads(path.read_text("utf-8")), new) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_exercise_and_its_reps_are_those_drawn(name: str) -> None:
    report = reported(name)
    assert report["exercise"]["name"] == (chosen(name) or expected_name(name))
    assert sum(rep["complete"] for rep in report["reps"]) == reps_drawn(name)
    assert len(report["sets"]) == 1


def test_every_exercise_that_is_told_by_looking_has_one() -> None:
    drawn = {expected_name(name) for name in NAMES}
    hinges = {"deadlift", "romanian_deadlift"}  # tests/unit/test_hinge.py has these
    assert {get(name).kind for name in names()} - hinges <= drawn


def test_the_recordings_are_small() -> None:
    assert sum(path.stat().st_size for path in Path(FOLDER).iterdir()) < 1_400_000
