"""A failed write leaves the old file, leaves nothing else, and says why."""

from __future__ import annotations

import errno
import json
import os
import socket
import stat
import sys
import threading
from pathlib import Path

import pytest

from formcheck.errors import OutputError
from formcheck.files.writing import KEPT, atomic_path, check_writable, write_text
from formcheck.log.store import TrainingLog
from formcheck.recording.blocks import preamble

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


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

    monkeypatch.setattr(Path, "write_bytes", fail)
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


@posix
def test_others_may_read_the_file_as_usual(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write_text(tmp_path / "a.txt", "x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o644


@posix
def test_a_file_that_may_not_be_written_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o444)
    with atomic_path(target) as temporary:
        assert temporary.stat().st_mode & stat.S_IWUSR
        temporary.write_text("new", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o444


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs /dev/fd")
def test_what_stands_in_an_open_file_stays_before_what_is_written(tmp_path: Path) -> None:
    with (tmp_path / "all.txt").open("wb") as file:
        file.write(b"first\n")
        file.flush()
        write_text(Path(f"/dev/fd/{file.fileno()}"), "second\n")
    assert (tmp_path / "all.txt").read_bytes() == b"first\nsecond\n"


def read_in_background(path: Path) -> tuple[threading.Thread, list[bytes]]:
    got: list[bytes] = []
    thread = threading.Thread(target=lambda: got.append(path.read_bytes()), daemon=True)
    thread.start()
    return thread, got


@posix
def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    check_writable(tmp_path / "pipe.json")
    thread, got = read_in_background(tmp_path / "pipe.json")
    write_text(tmp_path / "pipe.json", "through\n")
    thread.join(5)
    assert got == [b"through\n"]
    assert stat.S_ISFIFO((tmp_path / "pipe.json").lstat().st_mode)
    assert os.listdir(tmp_path) == ["pipe.json"]


@posix
def test_a_socket_is_written_into(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "s"))
        server.listen(1)
        write_text(tmp_path / "s", "through")
        line, _ = server.accept()
        with line:
            assert line.recv(100) == b"through"
    assert stat.S_ISSOCK((tmp_path / "s").lstat().st_mode)


@posix
def test_a_device_is_written_into_and_stays_a_device(tmp_path: Path) -> None:
    node = tmp_path / "null"
    try:
        os.mknod(node, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        node.open("wb").close()
    except OSError:
        pytest.skip("device nodes cannot be made or used here")
    check_writable(node)
    write_text(node, "gone")
    assert stat.S_ISCHR(node.lstat().st_mode)
    assert os.listdir(tmp_path) == ["null"]


@posix
@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path, there: bool) -> None:
    (tmp_path / "far").mkdir()
    if there:
        (tmp_path / "far" / "real.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "far" / "real.txt")
    check_writable(tmp_path / "link.txt")
    write_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "far" / "real.txt").read_text(encoding="utf-8") == "new"
    assert os.listdir(tmp_path / "far") == ["real.txt"]


@posix
def test_links_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for write in (check_writable, lambda path: write_text(path, "x")):
        with pytest.raises(OutputError, match="cannot be written") as caught:
            write(tmp_path / "a")
        assert "circle" in caught.value.hint


@posix
def test_what_is_open_already_is_not_renamed_over(tmp_path: Path) -> None:
    with (tmp_path / "held.txt").open("w+b") as held:
        write_text(Path(f"/dev/fd/{held.fileno()}"), "new")
        held.seek(0)
        assert held.read() == b"new"


@pytest.mark.parametrize("name", ["x" * 400, "a\0b"])
def test_names_that_cannot_be(tmp_path: Path, name: str) -> None:
    for write in (check_writable, lambda path: write_text(path, "x")):
        with pytest.raises(OutputError):
            write(tmp_path / name)


@posix
def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "a.txt").chmod(0o640)
    write_text(tmp_path / "a.txt", "x")
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o640


def test_a_name_that_is_not_utf_8_is_told_by_escapes(tmp_path: Path) -> None:
    write_text(tmp_path / "a.json", json.dumps("\udcff", ensure_ascii=False))
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == "\udcff"


@pytest.mark.parametrize("begins", list(KEPT))
@pytest.mark.parametrize("through_link", [False, True])
def test_a_log_or_a_recording_is_not_replaced(
    tmp_path: Path, begins: bytes, through_link: bool
) -> None:
    kept = named = tmp_path / "sets"
    kept.write_bytes(begins + b"and more")
    if through_link:
        named = tmp_path / "link"
        named.symlink_to(kept)
    with pytest.raises(OutputError, match="is not replaced"):
        check_writable(named)
    with pytest.raises(OutputError, match="is not replaced"):
        write_text(named, "a report")
    assert kept.read_bytes() == begins + b"and more"


def test_what_is_kept_begins_as_it_is_written(tmp_path: Path) -> None:
    with TrainingLog.open(tmp_path / "log.db") as log:
        log.lifters.add("Anna")
        begins = [
            item.read_bytes()[:16]
            for item in (tmp_path / "log.db", tmp_path / "log.db-wal")
            if item.exists()
        ]
    begins.append(preamble()[:16])
    assert [any(each.startswith(magic) for magic in KEPT) for each in begins] == [True] * 3
