"""Passwords of cameras that an older version kept leave the log and its backups."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from formcheck.log import removal
from formcheck.log.backups import back_up, backups
from formcheck.log.recovery import recover
from formcheck.log.store import TrainingLog
from support.logbook import MONDAY, days_after, store_set

ADDRESS = "rtsp://me:xyzzy-secret@10.0.0.7/1?user=me&pwd=xyzzy-secret&channel=2"
FIRST = Path(__file__).parent / "released" / "v1.sql"
SHOWN = "rtsp://10.0.0.7/1?channel=2"


def words_in(folder: Path, word: str) -> list[str]:
    """Return the files below a folder that hold a word."""
    files = (item for item in folder.rglob("*") if item.is_file())
    return sorted(item.name for item in files if word.encode() in item.read_bytes())


def as_an_older_version_kept_it(path: Path, *, origins: tuple[str, ...] = ("live",)) -> None:
    """Make a log with an address and its login in it."""
    with TrainingLog.open(path) as log:
        anna = log.lifters.add("Anna")
        for number, origin in enumerate(origins):
            store_set(log, anna, days_after(number), origin=origin)
    for item in (path, *backups(path)):
        connection = sqlite3.connect(item)
        with connection:
            connection.execute("UPDATE training_set SET source = ?", (ADDRESS,))
        connection.close()


def test_they_leave_the_log_and_all_backups_on_opening(path: Path) -> None:
    as_an_older_version_kept_it(path, origins=("live", "import", "clip"))
    connection = sqlite3.connect(path)
    back_up(connection, path, "v1")
    connection.close()
    kept = {item: item.stat() for item in backups(path)}
    assert len(words_in(path.parent, "xyzzy-secret")) == 3
    with TrainingLog.open(path) as log:
        assert {item.source for item in log.sets.of_lifter(1)} == {SHOWN}
    assert words_in(path.parent, "xyzzy-secret") == []
    assert backups(path) == list(kept)
    for item, before in kept.items():
        assert (item.stat().st_mtime_ns, item.stat().st_mode) == (
            before.st_mtime_ns,
            before.st_mode,
        )
        with TrainingLog.open(item, keep_backups=False) as copy:
            assert [each.source for each in copy.sets.of_lifter(1)] == [SHOWN] * 3
    assert {item.suffix for item in path.parent.rglob("*") if item.is_file()} == {".db"}


def test_a_migration_leaves_no_login_in_its_backup(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.executescript(FIRST.read_text(encoding="utf-8"))
    with connection:
        connection.execute("UPDATE training_set SET source = ?", (ADDRESS,))
    connection.close()
    with TrainingLog.open(path):
        pass
    assert [item for item in backups(path) if "-v1-" in item.name]
    assert words_in(path.parent, "xyzzy-secret") == []


def test_a_backup_that_cannot_be_renewed_stays_and_keeps_nobody_out(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_an_older_version_kept_it(path)
    (backup,) = backups(path)
    before = backup.read_bytes()

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("formcheck.log.backups.copy_to", full)
        with TrainingLog.open(path) as log:
            assert log.sets.count(1) == 1
    assert backup.read_bytes() == before
    with TrainingLog.open(path):
        pass
    assert words_in(path.parent, "xyzzy-secret") == []


@pytest.mark.parametrize("content", [b"", b"no log", b"SQLite format 3\0" + bytes(4000)])
def test_what_is_no_log_among_the_backups_is_left(path: Path, content: bytes) -> None:
    as_an_older_version_kept_it(path)
    odd = path.parent / "training-log-backups" / "training-log-daily-odd.db"
    odd.write_bytes(content)
    with TrainingLog.open(path):
        pass
    assert odd.read_bytes() == content
    assert words_in(path.parent, "xyzzy-secret") == []


def test_a_recovery_from_a_backup_brings_no_login_back(path: Path) -> None:
    as_an_older_version_kept_it(path)
    path.write_bytes(bytes(4096))
    recover(path)
    with TrainingLog.open(path) as log:
        assert [item.source for item in log.sets.of_lifter(1)] == [SHOWN]
    assert words_in(path.parent, "xyzzy-secret") == []


def test_half_a_copy_of_a_killed_program_goes_with_the_lifter(path: Path) -> None:
    with TrainingLog.open(path) as log:
        anna = log.lifters.add("Anna")
        store_set(log, anna, MONDAY, notes="xyzzy-secret")
    (backup,) = backups(path)
    os.link(backup, backup.with_suffix(".part"))
    os.link(backup, path.with_name("training-log.recovering.db"))
    with TrainingLog.open(path) as log:
        removal.remove_lifter(log, anna.id)
    assert words_in(path.parent, "xyzzy-secret") == []


def test_a_log_with_marks_of_patterns_in_its_name_has_its_backups(tmp_path: Path) -> None:
    path = tmp_path / "home" / "log [2] *.db"
    for number in range(3):
        with TrainingLog.open(path) as log:
            anna = log.lifters.find("Anna") if number else log.lifters.add("Anna")
            store_set(log, anna, days_after(number))
    (backup,) = backups(path)
    path.write_bytes(bytes(4096))
    assert recover(path).from_backups.sets == 3
    assert backup.exists()
