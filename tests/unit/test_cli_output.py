"""What is printed steers no terminal, and what is typed is a text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from formcheck.cli.main import cli, main
from formcheck.log.store import TrainingLog
from support.logbook import MONDAY, store_set

STEERING = "\x1b[2J\x9b31m\x07\u202eevil"
NO_TEXT = "\udcff"


def parameters(command: click.Command, context: click.Context) -> Iterator[click.Parameter]:
    """Yield the parameters of a command and of all below it."""
    yield from command.params
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from parameters(below, click.Context(below, parent=context, info_name=name))


def test_every_option_says_what_kind_of_text_it_takes() -> None:
    """One without a kind takes bytes that are no text, and the log cannot hold them."""
    found = parameters(cli, click.Context(cli))
    plain = {each.name for each in found if each.type is click.STRING}
    # A file or a dash, a camera or a file, and what must be a number or one word.
    assert plain == {"json_target", "camera", "neutral"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("history", "list", "--lifter"), ("history", "list", "--exercise"), ("history", "trend"),
        ("history", "export", "x.json", "--lifter"), ("history", "note", "1", "--note"),
        ("history", "delete", "--yes", "--lifter"), ("rescore", "--only"), ("rescore", "--lifter"),
        ("plan", "today", "--lifter"), ("plan", "use"), ("plan", "copy", "beginner"),
        ("lifters", "change"), ("lifters", "change", "Anna", "--name"),
        ("analyze", "x.mp4", "--lifter", "Anna", "--note"), ("exercises", "--show"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused(
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FORMCHECK_LOG", str(tmp_path / "log.db"))
    with TrainingLog.open() as log:
        store_set(log, log.lifters.add("Anna"), MONDAY)
    assert main([*arguments, NO_TEXT]) == 2
    first, *_ = capsys.readouterr().err.splitlines()
    assert first.startswith("formcheck: ")
    assert "no text in UTF-8" in first


def test_a_locale_without_umlauts_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORMCHECK_LOG", str(tmp_path / "log.db"))
    # As Python has the two bytes of an ä where the locale knows ASCII alone.
    assert main(["lifters", "add", "J\udcc3\udca4n"]) == 0
    assert "Added Jän" in capsys.readouterr().err


def test_names_and_notes_from_elsewhere_do_not_steer_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORMCHECK_LOG", str(tmp_path / "log.db"))
    with TrainingLog.open() as log:
        anna = log.lifters.add("Anna")
        store_set(log, anna, MONDAY, notes=STEERING, source=STEERING, exercise=STEERING)
    (tmp_path / f"a{STEERING}\n.json").touch()
    for command in (
        ("history", "list"), ("history", "show", "1"), ("history", "trend", STEERING),
        ("history", "import", str(tmp_path / f"a{STEERING}\n.json")), ("plan", "show", STEERING),
        ("analyze", str(tmp_path / f"{STEERING}\n.mp4")),
    ):  # fmt: skip
        main(command)
    said = capsys.readouterr()
    assert "evil" in said.out
    assert "evil" in said.err
    assert not set("\x1b\x9b\x07\u202e") & set(said.out + said.err)
    assert all(line.startswith(("formcheck: ", "  ")) for line in said.err.splitlines())


def test_an_error_is_a_line_that_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "--strictness", "x" * 9000, "clip.mp4"]) == 2
    first, _ = capsys.readouterr().err.splitlines()
    assert len(first) < 700
    assert first.endswith("is not one of 'relaxed', 'standard', 'strict'.")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows removes no folder in use")
@pytest.mark.parametrize("arguments", [["analyze", "a.mp4"], ["rescore", "."], ["history", "list"]])
def test_a_folder_that_went_away_is_told(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FORMCHECK_LOG", str(tmp_path / "log.db"))
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert main(arguments) == 1
    assert "not there any more" in capsys.readouterr().err
