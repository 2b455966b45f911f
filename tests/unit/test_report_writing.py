"""A failed write leaves the old file, leaves nothing else, and says why."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from formcheck.errors import OutputError
from formcheck.report.writing import atomic_path, check_writable, write_text


def test_the_file_appears_whole_and_alone(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "Größe\n")
    assert (tmp_path / "a.txt").read_bytes() == "Größe\n".encode()
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "may not write"),
        (errno.EIO, "another folder"),
    ],
)
def test_a_failing_disk_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, hint: str
) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")

    def fail(*args: object, **kwargs: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises(OutputError, match=r"a\.txt cannot be written") as caught:
        write_text(target, "new")
    assert hint in caught.value.hint
    assert caught.value.exit_code == 6
    assert target.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_really_full_device(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match="No space left") as caught,
        atomic_path(tmp_path / "a.txt"),
        open("/dev/full", "w", encoding="utf-8") as full,
    ):
        full.write("x" * 100_000)
    assert "disk is full" in caught.value.hint
    assert os.listdir(tmp_path) == []


def test_a_failure_inside_the_block_is_not_disguised(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), atomic_path(tmp_path / "a.txt"):
        raise ZeroDivisionError
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [("nowhere/a.txt", "does not exist"), ("file/a.txt", "not a folder"), ("folder", "folder")],
)
def test_impossible_places(tmp_path: Path, name: str, hint: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for write in (check_writable, lambda path: write_text(path, "x")):
        with pytest.raises(OutputError) as caught:
            write(tmp_path / name)
        assert hint in caught.value.hint


def test_checking_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("old", encoding="utf-8")
    check_writable(tmp_path / "old.txt")
    check_writable(tmp_path / "new.txt")
    assert os.listdir(tmp_path) == ["old.txt"]
    assert (tmp_path / "old.txt").read_text(encoding="utf-8") == "old"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_others_may_read_the_file_as_usual(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write_text(tmp_path / "a.txt", "x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o644
