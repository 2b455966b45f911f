"""Own exercises from a folder, and the rules of all of them in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Context, Option
from click.testing import CliRunner

from formcheck.cli.exercises import exercises
from formcheck.cli.options import as_exercise
from formcheck.errors import ConfigError
from formcheck.exercises.description import rules
from formcheck.exercises.registry import get, names, set_own
from formcheck.own_exercises import FOLDER_VARIABLE, load_own_exercises

OWN = """
name = "high_row"
title = "High row"
summary = "A row from above."
camera = "From the side."
variant_of = "seated_row"

[standards]
lowering_s = 3.0
trunk_swing_deg = 10.0
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    yield
    set_own([])


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert load_own_exercises(tmp_path / "nowhere") == 0


def test_own_files_are_listed_and_shown(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(OWN, "utf-8")
    listed = CliRunner().invoke(exercises)
    assert listed.exit_code == 0
    assert "high_row" in listed.output
    shown = CliRunner().invoke(exercises, ["--show", "high row"])
    assert shown.exit_code == 0
    assert "lower in 3 s" in shown.output
    # What it does not say itself comes from its kind.
    assert "shoulder blades" in shown.output


def test_a_broken_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN.replace("3.0", '"slow"'), "utf-8")
    with pytest.raises(ConfigError) as told:
        load_own_exercises()
    assert str(path) in told.value.message
    assert "line 9" in told.value.message
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_own_exercises()


def test_an_own_exercise_can_be_named_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(OWN, "utf-8")
    assert as_exercise(Context(exercises), Option(["--exercise"]), "high-row") == "high_row"
    assert as_exercise(Context(exercises), Option(["--exercise"]), "auto") is None


@pytest.mark.parametrize("name", names())
def test_the_rules_are_words(name: str) -> None:
    told = dict(rules(get(name)))
    for heading in ("what", "camera", "phases", "counted when", "recognised by", "faults"):
        assert told[heading], heading
    assert not any("_" in line for line in told["faults"] + told["recognised by"])


def test_a_fault_that_is_told_no_more_is_passed_over(tmp_path: Path) -> None:
    faults = '\n[flags]\napply = ["shrug", "yank"]\n\n[cues]\nshrug = "Shoulders low"\n'
    (tmp_path / "mine.toml").write_text(OWN + faults, "utf-8")
    load_own_exercises()
    assert get("high_row").flags == ("yank",)
