"""The man page and the completions are those of the commands as they are."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from formcheck import own_exercises
from formcheck.cli.main import COMMANDS, cli

CHECKOUT = Path(__file__).parents[2]
PACKAGING = CHECKOUT / "packaging"
PAGE = PACKAGING / "man" / "formcheck.1"


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(PACKAGING / "commands.py"))


def test_the_man_page_is_current(script: dict[str, Any]) -> None:
    assert PAGE.read_text(encoding="utf-8") == script["man_page"](), "run make commands"


def test_the_man_page_tells_every_option_of_every_command() -> None:
    page = PAGE.read_text(encoding="utf-8").replace("\\-", "-")
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        assert f'.SS "formcheck {name}' in page
        for param in command.params:
            for spelling in param.opts if isinstance(param, click.Option) else ():
                assert f"\\fB{spelling}\\fR" in page, f"{name} {spelling}"


def test_every_text_is_shown_as_it_is(script: dict[str, Any]) -> None:
    text = ".start 'of\\line\n.next — and –"
    lines = script["roff"](text).splitlines()
    assert all(line.isascii() and not line.startswith((".", "'")) for line in lines)
    if groff := shutil.which("groff"):
        said = subprocess.run(
            [groff, "-Tutf8", "-P-cbou"], input="\n".join([".nf", *lines]), capture_output=True,
            text=True, check=True,
        )  # fmt: skip
        assert said.stdout.split() == text.split()


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is missing (Debian: groff-base)")
def test_the_man_page_is_set_without_a_warning() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-z", str(PAGE)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def _completed(tmp_path: Path, *words: str) -> list[str]:
    """Return what bash offers for the last of the words, by the file that is shipped."""
    program = tmp_path / "formcheck"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m formcheck "$@"\n')
    program.chmod(0o755)
    code = (
        f"source {PACKAGING / 'completion' / 'formcheck.bash'}\n"
        f"COMP_WORDS=({' '.join(repr(word) for word in words)}); COMP_CWORD={len(words) - 1}\n"
        "_formcheck_completion formcheck; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run(
        ["bash", "-c", code],
        env=os.environ
        | {
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "PYTHONPATH": str(CHECKOUT),
            own_exercises.FOLDER_VARIABLE: str(tmp_path / "none"),
        },
        capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is missing")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("formcheck", ""), [*COMMANDS]),
        (("formcheck", "re"), ["report", "rescore"]),
        (("formcheck", "analyze", "--ma"), ["--maximum"]),
        (("formcheck", "analyze", "--exercise", "bent"), ["bent_over_row"]),
        (("formcheck", "history", "sh"), ["show"]),
    ],
)
def test_bash_completes(tmp_path: Path, words: tuple[str, ...], offered: list[str]) -> None:
    assert _completed(tmp_path, *words) == offered


def test_the_shell_completes_files_itself() -> None:
    analyze = cli.get_command(click.Context(cli), "analyze")
    assert analyze is not None
    clip = next(param for param in analyze.params if param.name == "clip")
    items = clip.shell_complete(click.Context(analyze), "set.m")
    assert [(item.type, item.value) for item in items] == [("file", "set.m")]


def test_an_own_exercise_that_is_broken_costs_no_completion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.toml").write_text("name = ")
    monkeypatch.setenv(own_exercises.FOLDER_VARIABLE, str(tmp_path))
    analyze = cli.get_command(click.Context(cli), "analyze")
    assert analyze is not None
    exercise = next(param for param in analyze.params if param.name == "exercise")
    items = exercise.shell_complete(click.Context(analyze), "pull")
    assert [item.value for item in items] == ["pull_up"]


def test_every_shell_asks_the_program(script: dict[str, Any]) -> None:
    for shell in script["SHELLS"]:
        text = (PACKAGING / "completion" / f"formcheck.{shell}").read_text(encoding="utf-8")
        assert f"_FORMCHECK_COMPLETE={shell}_complete" in text
