"""Every way a command can end is one message and one exit code."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click
import pytest

from formcheck import errors
from formcheck.cli import guard

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files and streams")
CHECKOUT = Path(__file__).parents[2]


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


def test_a_ctrl_c_that_click_met_is_told_and_a_no_is_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert guard.run_guarded(raiser(click.Abort())) == 130
    assert capsys.readouterr().err == ""
    met = click.Abort()
    met.__cause__ = KeyboardInterrupt()
    assert guard.run_guarded(raiser(met)) == 130
    assert capsys.readouterr().err == "formcheck: interrupted.\n"


def test_a_log_folder_that_cannot_be_written_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(guard.platformdirs, "user_log_dir", lambda *a, **k: tmp_path / "file")
    monkeypatch.setattr(guard.tempfile, "gettempdir", lambda: str(tmp_path))
    found = guard.write_log("text")
    assert found is not None
    assert found.name == "crash.log"
    assert found.parent.parent == tmp_path
    monkeypatch.setattr(guard.tempfile, "gettempdir", raiser(FileNotFoundError("none")))
    assert guard.write_log("text") is None


@posix
def test_the_crash_log_is_private_small_and_without_passwords(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "log"
    monkeypatch.setattr(guard.platformdirs, "user_log_dir", lambda *a, **k: str(folder))
    monkeypatch.delenv("FORMCHECK_DEBUG", raising=False)
    old = os.umask(0)
    try:
        guard.run_guarded(raiser(ValueError("rtsp://me:xyzzy@10.0.0.7/1 \udcff")))
    finally:
        os.umask(old)
    log = folder / "crash.log"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "rtsp://10.0.0.7/1" in log.read_text(encoding="utf-8")
    assert "xyzzy" not in log.read_text(encoding="utf-8")
    for _ in range(5):
        guard.write_log("x" * guard.LOG_BYTES)
    assert sorted(os.listdir(folder)) == ["crash.log", "crash.log.1"]
    assert sum(item.stat().st_size for item in folder.iterdir()) <= 4 * guard.LOG_BYTES


@posix
def test_no_log_is_written_through_a_link_somebody_laid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(guard.platformdirs, "user_log_dir", lambda *a, **k: tmp_path / "file")
    monkeypatch.setattr(guard.tempfile, "gettempdir", lambda: str(tmp_path))
    folder = tmp_path / f"formcheck-{os.getuid()}"
    folder.mkdir()
    (folder / "crash.log").symlink_to(tmp_path / "file")
    assert guard.write_log("text") is None
    assert (tmp_path / "file").read_bytes() == b""


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


def test_another_files_full_disk_is_not_told_of_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(guard.platformdirs, "user_log_dir", lambda *a, **k: tmp_path)
    assert guard.run_guarded(raiser(OSError(errno.ENOSPC, "full"))) == 70
    assert "Standard output" not in capsys.readouterr().err


def shell(line: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which ``$F`` is FormCheck."""
    program = f"{sys.executable} -m formcheck"
    return subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "HOME": str(home), "F": program},
        check=False,
    )


@posix
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("$F exercises | (exec <&-; sleep 5); exit ${PIPESTATUS[0]}", (141,)),
        ("$F exercises >&-", (6,)),
        ("$F --help >&-", (6,)),
        ("$F --version >&- 2>&-", (6,)),
        ("$F exercises <&- >/dev/full", (6,)),
        ("$F --help >/dev/full", (6,)),
        ("$F exercises <&- 2>&- >/dev/null", (0,)),
        ("$F nonsense 2>&-", (2,)),
        ("$F nonsense 2>/dev/full", (2,)),
    ],
)
def test_streams_that_are_closed_full_or_gone(
    tmp_path: Path, line: str, code: tuple[int, ...]
) -> None:
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    done = shell(line, tmp_path)
    assert done.returncode in code, done
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize(("debugging", "shown"), [("0", False), ("1", True)])
def test_warnings_of_libraries_are_for_those_who_look_for_them(debugging: str, shown: bool) -> None:
    code = (
        "import sys, warnings; from formcheck.cli import main\n"
        "main.run_guarded = lambda _command: warnings.warn('The fit may be poor') or 0\n"
        "sys.exit(main.main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"FORMCHECK_DEBUG": debugging},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ("The fit may be poor" in done.stderr) == shown
