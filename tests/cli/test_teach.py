"""``formcheck exercises teach`` through the real program: taught, counted, refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.recordings import record
from support.sets import plain_set

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recordings") / "curls.fcrec"
    result, _ = record(path, plain_set("curl", 5, fps=20.0).poses())
    assert result.reps == ()
    return path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FORMCHECK_EXERCISES", str(tmp_path / "own"))
    return tmp_path / "own"


def test_what_was_shown_is_told_written_and_counted(
    recording: Path, folder: Path, run: Run
) -> None:
    taught = run("exercises", "teach", "Biceps curl", recording, "--title", "Curl, standing")
    assert taught.code == 0, taught.err
    path = folder / "biceps_curl.toml"
    assert taught.err == f"Written to {path}; edit it as you like.\n"
    assert taught.out.startswith("Curl, standing (biceps_curl)\n")
    assert "how much the elbow bends in the pull, degrees: 9" in taught.out
    assert "Of the 5 reps 5 are counted with biceps_curl named, and 5 with nothing named." in (
        taught.out
    )
    assert os.listdir(folder) == ["biceps_curl.toml"]
    named = json.loads(run("analyze", recording, "--json", "-").out)
    assert len(named["reps"]) == 5
    assert named["exercise"]["name"] == "biceps_curl"
    listed = run("exercises")
    assert "biceps_curl" in listed.out


def test_a_second_of_the_name_is_refused_or_replaces(
    recording: Path, folder: Path, run: Run
) -> None:
    folder.mkdir()
    own = folder / "curl.toml"
    assert run("exercises", "teach", "curl", recording).code == 0
    own.write_text(own.read_text("utf-8").replace('title = "curl"', 'title = "Mine"'), "utf-8")
    refused = run("exercises", "teach", "curl", recording)
    refused.assert_one_message(2, "You have an exercise 'curl' already", "--replace")
    assert 'title = "Mine"' in own.read_text("utf-8")
    assert run("exercises", "teach", "curl", recording, "--replace").code == 0
    assert 'title = "curl"' in own.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("face-pull",), 2, "one of FormCheck's own"),
        (("9",), 2, "must begin with a letter"),
        (("curl", "--title", " "), 2, "no name that can be shown"),
        (("curl", "--reps", "9"), 2, "9 reps were to be shown, and 0 or 5 were counted"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    arguments: tuple[str, ...], code: int, said: str, recording: Path, folder: Path, run: Run
) -> None:
    name, *options = arguments
    run("exercises", "teach", name, recording, *options).assert_one_message(code, said)
    assert not folder.exists()


def test_no_clip_nobody_and_no_place(
    recording: Path, black_clip: Path, tmp_path: Path, folder: Path, run: Run
) -> None:
    run("exercises", "teach", "curl", tmp_path / "gone.mp4").assert_one_message(3, "gone.mp4")
    run("exercises", "teach", "curl", black_clip).assert_one_message(4, "Nobody was found")
    assert not folder.exists()
    folder.write_text("no folder", "utf-8")
    run("exercises", "teach", "curl", recording).assert_one_message(6, "cannot be written")
    run("exercises", "teach", "curl", recording, "--reps", "2").assert_one_message(2, "--reps")
