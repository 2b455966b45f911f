"""Every way a command can end is one message and one exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click
import pytest

from formcheck import errors
from formcheck.cli import guard


def raiser(error: BaseException) -> Callable[[], NoReturn]:
    def command() -> NoReturn:
        raise error

    return command


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.FormCheckError, 1),
        (errors.ConfigError, 2),
        (errors.UnknownExerciseError, 2),
        (errors.CameraError, 3),
        (errors.StreamError, 3),
        (errors.NobodyFoundError, 4),
        (errors.ModelError, 5),
        (errors.OutputError, 6),
    ],
)
def test_known_errors_are_a_sentence_and_a_hint(
    kind: type[errors.FormCheckError], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guard.run_guarded(raiser(kind("It broke.", "Mend it."))) == code
    assert capsys.readouterr() == ("", "formcheck: It broke.\n  Mend it.\n")


def test_without_a_hint_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    guard.run_guarded(raiser(errors.FormCheckError("It broke.")))
    assert capsys.readouterr().err == "formcheck: It broke.\n"


def test_a_bug_is_told_in_one_line_and_kept_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(guard.platformdirs, "user_log_dir", lambda *a, **k: str(tmp_path / "log"))
    monkeypatch.delenv("FORMCHECK_DEBUG", raising=False)
    assert guard.run_guarded(raiser(ZeroDivisionError("secret"))) == 70
    message = capsys.readouterr().err
    log = tmp_path / "log" / "crash.log"
    assert message.startswith("formcheck: this is a bug in FormCheck (ZeroDivisionError).\n")
    assert str(log) in message
    assert "Traceback" not in message
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_a_log_folder_that_cannot_be_written_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(guard.platformdirs, "user_log_dir", lambda *a, **k: tmp_path / "file")
    monkeypatch.setattr(guard.tempfile, "gettempdir", lambda: str(tmp_path))
    assert guard.write_log("text") == tmp_path / "formcheck" / "crash.log"


def test_debugging_shows_the_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORMCHECK_DEBUG", "1")
    guard.run_guarded(raiser(errors.ModelError("It broke.")))
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (click.UsageError("No such option: --x"), 2),
        (click.exceptions.Exit(0), 0),
    ],
)
def test_other_ends(error: BaseException, code: int) -> None:
    assert guard.run_guarded(raiser(error)) == code


@pytest.mark.parametrize(("value", "code"), [(None, 0), (0, 0), (4, 4), ("text", 0)])
def test_what_a_command_returns_is_the_exit_code(value: object, code: int) -> None:
    assert guard.run_guarded(lambda: value) == code
