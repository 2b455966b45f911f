"""A log lies in a file: what else may be named for it stays as it is."""

from __future__ import annotations

import os
import socket
import stat
import sys
from pathlib import Path

import pytest

from formcheck.cli.main import main
from formcheck.errors import LogError
from formcheck.log.recovery import recover
from formcheck.log.store import TrainingLog

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")

COMMANDS = [("history", "list"), ("history", "recover"), ("lifters", "add", "Anna")]


@pytest.mark.parametrize(
    "place", ["/", ".", "x" * 400, "~nobody-at-all/log.db", "loop", "text/log.db"]
)
@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_log_that_can_be_nowhere_is_told(
    place: str,
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "text").touch()
    monkeypatch.setenv("FORMCHECK_LOG", place)
    # There is nothing to recover where nothing is.
    assert main(arguments) == (2 if arguments[1] == "recover" and place[:4] == "text" else 7)
    (said,) = [line for line in capsys.readouterr().err.splitlines() if line[:2] != "  "]
    assert said.startswith("formcheck: ")


def make_odd(path: Path, kind: str) -> None:
    """Make what is no file, a device of the test's own among them."""
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
    else:
        try:
            os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        except PermissionError:
            pytest.skip("only root makes devices")


@pytest.mark.parametrize("through_link", [False, True])
@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_is_no_file_is_no_log_and_stays(
    kind: str, through_link: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = named = tmp_path / "odd"
    monkeypatch.chdir(tmp_path)
    make_odd(Path("odd"), kind)
    if through_link:
        named = tmp_path / "link"
        named.symlink_to(odd)
    before, names = odd.stat(), sorted(os.listdir(tmp_path))
    for use in (TrainingLog.open, recover):
        with pytest.raises(LogError, match="no file"):
            use(named)
    monkeypatch.setenv("FORMCHECK_LOG", str(named))
    for arguments in COMMANDS:
        assert main(arguments) == 7
    after = odd.stat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert sorted(os.listdir(tmp_path)) == names
