"""Whatever is wrong, the user sees one clear line and a hint, and scripts see the right code."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from support.clipmaker import make_clip, make_sound, truncate

CHECKOUT = Path(__file__).parents[2]


def missing(folder: Path) -> Path:
    return folder / "missing.mp4"


def empty(folder: Path) -> Path:
    (folder / "empty.mp4").touch()
    return folder / "empty.mp4"


def cut_before_its_index(folder: Path) -> Path:
    noise = np.random.default_rng(1).integers(0, 255, (30, 48, 64, 3), np.uint8)
    return truncate(make_clip(folder / "cut.mp4", list(noise)), 0.3)


def text(folder: Path) -> Path:
    (folder / "text.mp4").write_text("These are not pictures.\n" * 50, encoding="utf-8")
    return folder / "text.mp4"


def sound(folder: Path) -> Path:
    return make_sound(folder / "sound.mp4")


def folder_without_pictures(folder: Path) -> Path:
    (folder / "album").mkdir()
    (folder / "album" / "notes.txt").touch()
    return folder / "album"


@pytest.mark.parametrize(
    "make", [missing, empty, cut_before_its_index, text, sound, folder_without_pictures]
)
def test_what_cannot_be_decoded(make: Callable[[Path], Path], tmp_path: Path, run: Any) -> None:
    path = make(tmp_path)
    run("analyze", path).assert_one_message(3, path.name)


def test_black_pictures_hold_nobody(black_clip: Path, run: Any, tmp_path: Path) -> None:
    outcome = run("analyze", black_clip, "--json", "out.json")
    outcome.assert_one_message(4, "Nobody was found", "black.mp4")
    assert outcome.out == ""
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert (report["detection_fraction"], report["reps"]) == (0, [])


def test_json_alone_is_on_standard_output(black_clip: Path, run: Any) -> None:
    outcome = run("analyze", black_clip, "--json", "-")
    outcome.assert_one_message(4)
    assert json.loads(outcome.out)["source"]["frames_decoded"] == 10


def test_a_camera_that_is_not_there(run: Any) -> None:
    run("live", "--no-window", "--camera", 97).assert_one_message(3, "97")


def test_a_camera_name_that_is_not_there(run: Any) -> None:
    run("live", "--no-window", "--camera", "Nobody's").assert_one_message(3, "Nobody's")


def test_a_stream_nobody_serves(run: Any) -> None:
    outcome = run("live", "--no-window", "--camera", "http://127.0.0.1:9/video")
    lines = [line for line in outcome.err.splitlines() if not line.startswith("The camera")]
    type(outcome)(outcome.code, outcome.out, "\n".join(lines)).assert_one_message(3, "127.0.0.1")


@pytest.fixture
def altered_code(tmp_path: Path) -> Path:
    """Return a copy of the program whose model lost its end."""
    code = tmp_path / "code"
    ignored = shutil.ignore_patterns("__pycache__", "_data")
    shutil.copytree(CHECKOUT / "formcheck", code / "formcheck", ignore=ignored)
    shutil.copytree(CHECKOUT / "models", code / "models")
    truncate(code / "models" / "pose_landmarker_full.task", 0.5)
    return code


def test_an_altered_model(black_clip: Path, run: Any, altered_code: Path) -> None:
    outcome = run("analyze", black_clip, code=altered_code)
    outcome.assert_one_message(5, "pose_landmarker_full.task", "4,698,911 bytes")


def test_an_unknown_exercise(black_clip: Path, run: Any) -> None:
    outcome = run("analyze", black_clip, "--exercise", "bent_over_rows")
    outcome.assert_one_message(2, "bent_over_rows")
    assert "bent_over_row" in outcome.err.replace("bent_over_rows", "")


@pytest.mark.parametrize(
    ("content", "fragment"),
    [
        ("[pose]\nanalysis_height = 720\n", "analysis_height_px"),
        ("[pose]\nanalysis_height_px = 1\n", "240 to 2160"),
        ("[pose\n", "not valid TOML"),
    ],
)
def test_bad_settings(
    content: str, fragment: str, black_clip: Path, run: Any, tmp_path: Path
) -> None:
    (tmp_path / "my.toml").write_text(content, encoding="utf-8")
    run("analyze", black_clip, "--config", "my.toml").assert_one_message(2, "my.toml", fragment)


def test_settings_of_an_earlier_version(run: Any, tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text("[flags]\nshrug_pct = 9.0\n", encoding="utf-8")
    said = "old.toml: flags.shrug_pct is an option no more and is passed over; its line can go."
    outcome = run("analyze", "gone.mp4", "--config", "old.toml")
    assert outcome.err.splitlines()[0] == said
    quiet = run("analyze", "gone.mp4", "--config", "old.toml", "--quiet")
    quiet.assert_one_message(outcome.code, "gone.mp4")


@pytest.mark.parametrize("value", ["-1", "nan", "soon"])
def test_a_neutral_moment_that_is_none(value: str, black_clip: Path, run: Any) -> None:
    run("analyze", black_clip, f"--neutral={value}").assert_one_message(2, "neutral", value)


@pytest.mark.parametrize(
    "arguments", [["analyze"], ["analyse", "x"], ["analyze", "x", "--jsn", "y"]]
)
def test_misspelt_commands(arguments: list[str], run: Any) -> None:
    run(*arguments).assert_one_message(2, "--help")


@pytest.mark.parametrize("option", ["--json", "--csv", "--video"])
def test_a_folder_that_is_not_there(option: str, black_clip: Path, run: Any) -> None:
    run("analyze", black_clip, option, "nowhere/out.mp4").assert_one_message(6, "nowhere")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(black_clip: Path, run: Any, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    run("analyze", black_clip, "--json", "locked/out.json").assert_one_message(6, "locked")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_standard_output_on_a_full_disk(black_clip: Path, tmp_path: Path) -> None:
    import subprocess

    command = [sys.executable, "-m", "formcheck", "analyze", black_clip, "--json", "-"]
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            command,
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(CHECKOUT), "HOME": str(tmp_path)},
            text=True,
            check=False,
        )
    assert done.returncode == 6, done.stderr
    assert "Traceback" not in done.stderr


def test_the_clip_is_never_overwritten(black_clip: Path, run: Any) -> None:
    before = black_clip.read_bytes()
    run("analyze", black_clip, "--video", black_clip).assert_one_message(2, "the clip itself")
    assert black_clip.read_bytes() == before


def test_two_outputs_in_one_file(black_clip: Path, run: Any) -> None:
    outcome = run("analyze", black_clip, "--json", "out", "--csv", "./out")
    outcome.assert_one_message(2, "--csv", "--json")


@pytest.mark.parametrize("arguments", [[], ["open", "black"]])
def test_a_window_without_a_display(arguments: list[str], black_clip: Path, tmp_path: Path) -> None:
    import subprocess

    named = [str(black_clip) if item == "black" else item for item in arguments]
    kept = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    done = subprocess.run(
        [sys.executable, "-m", "formcheck", *named],
        env={name: value for name, value in os.environ.items() if name not in kept}
        | {"PYTHONPATH": f"{CHECKOUT}{os.pathsep}{CHECKOUT / 'ui'}", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if sys.platform.startswith("linux"):
        assert done.returncode == 1
        assert done.stderr.startswith("formcheck: There is no display")
        assert "Traceback" not in done.stderr


def test_open_of_a_missing_clip(run: Any) -> None:
    run("open", "missing.mp4").assert_one_message(3, "missing.mp4")
