"""Full disks, read-only folders, damaged files, two programs at once: told, and nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from formcheck.errors import LogDamagedError, LogError
from formcheck.log import recovery
from formcheck.log.backups import backups
from formcheck.log.place import damaged_copies
from formcheck.log.recovery import recover
from formcheck.log.store import TrainingLog
from support.logbook import MONDAY, days_after, store_set

CHECKOUT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits and permissions")


def in_a_process(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own, whose limits and user it may change."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": f"{CHECKOUT}{os.pathsep}{CHECKOUT / 'tests'}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_full_disk_is_told_and_the_set_before_stays(log: TrainingLog) -> None:
    anna = log.lifters.add("Anna")
    stored = store_set(log, anna, MONDAY)
    with log.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(LogError, match="no room left"):
        store_set(log, anna, days_after(2), reps=200)
    assert [item.id for item in log.sets.of_lifter(anna.id)] == [stored.id]
    with log.reading() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    assert store_set(log, anna, days_after(2), reps=200).reps == 200


@POSIX
def test_a_file_that_may_not_grow_is_told(path: Path) -> None:
    done = in_a_process(
        """
        import resource, sys
        from pathlib import Path
        from formcheck.errors import LogError
        from formcheck.log.store import TrainingLog
        from support.logbook import MONDAY, store_set

        with TrainingLog.open(Path(sys.argv[1])) as log:
            anna = log.lifters.add("Anna")
            stored = 0
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
            try:
                while stored < 1000:
                    store_set(log, anna, MONDAY.later(60.0 * stored))
                    stored += 1
            except LogError as error:
                print(stored, error.message)
        """,
        path,
    )
    assert done.returncode == 0, done.stderr
    stored, message = done.stdout.split(" ", 1)
    assert "cannot be read or written" in message or "no room" in message
    with TrainingLog.open(path) as log:
        assert len(log.sets.of_lifter(1)) == int(stored)


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to be root")
def test_a_read_only_folder_can_be_read_and_says_so_when_written(tmp_path: Path) -> None:
    """Run as nobody: root may write everywhere."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with TrainingLog.open(folder / "training-log.db") as log:
            store_set(log, log.lifters.add("Anna"), MONDAY)
        (folder / "training-log.db").chmod(0o444)
        folder.chmod(0o555)
        code = """
            import os, sys
            from pathlib import Path
            from formcheck.errors import LogError
            from formcheck.log.database import migrations
            from formcheck.log.store import TrainingLog
            migrations()  # Python itself may lie where nobody may read later.
            os.setgid(65534); os.setuid(65534)
            folder = Path(sys.argv[1])
            with TrainingLog.open(folder / "training-log.db") as log:
                print(log.read_only, [item.reps for item in log.sets.of_lifter(1)])
                try:
                    log.lifters.add("Bo")
                except LogError as error:
                    print(error.message)
            try:
                TrainingLog.open(folder / "new" / "training-log.db")
            except LogError as error:
                print(error.message)
        """
        done = in_a_process(code, folder)
        folder.chmod(0o755)
    assert done.returncode == 0, done.stderr
    first, second, third = done.stdout.splitlines()
    assert first == "True [8]"
    assert "is read-only" in second
    assert "Permission denied" in third


def spoil(path: Path, *, from_page: int) -> None:
    """Overwrite a log from a page on, keeping its length."""
    data = bytearray(path.read_bytes())
    start = from_page * 4096
    data[start:] = os.urandom(len(data) - start)
    path.write_bytes(data)


def fill(path: Path, count: int) -> None:
    with TrainingLog.open(path) as log:
        anna = log.lifters.named("Anna") or log.lifters.add("Anna")
        already = len(log.sets.of_lifter(anna.id))
        for number in range(already, count):
            store_set(log, anna, days_after(2 * number))


@pytest.mark.parametrize("from_page", [0, 1, 30])
def test_a_damaged_log_says_so_and_is_recovered(path: Path, from_page: int) -> None:
    fill(path, 10)
    # The next opening, a day later, makes the daily backup; here it is made by hand.
    from formcheck.log.backups import back_up

    with TrainingLog.open(path) as log, log.reading() as connection:
        back_up(connection, path, "daily")
    fill(path, 12)
    spoil(path, from_page=from_page)
    with pytest.raises(LogDamagedError) as caught:
        TrainingLog.open(path)
    assert "formcheck history recover" in caught.value.hint
    done = recover(path)
    assert done.kept_as is not None
    assert damaged_copies(path) == [done.kept_as]
    with TrainingLog.open(path) as log:
        sets = log.sets.of_lifter(log.lifters.find("Anna").id)
        assert len(sets) >= 10
        assert all(len(log.sets.content(item.id).reps) == 8 for item in sets)
    assert done.saved.sets + done.from_backups.sets == len(sets)


def test_a_torn_file_without_a_backup_gives_what_is_left(path: Path) -> None:
    fill(path, 40)
    for backup in backups(path):
        backup.unlink()
    pages = path.stat().st_size // 4096
    spoil(path, from_page=pages - 6)
    with pytest.raises(LogDamagedError):
        TrainingLog.open(path)
    done = recover(path)
    with TrainingLog.open(path) as log:
        left = log.sets.of_lifter(1)
    assert 0 < len(left) <= 40
    assert len(left) == done.saved.sets
    assert len(left) == 40 or done.unread


def wreck(path: Path, start: int, length: int) -> None:
    """Overwrite some bytes of a log that is not open."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(os.urandom(length))


@pytest.mark.parametrize("length", [16, 100, 4096])
def test_a_damaged_header_costs_no_set(path: Path, length: int) -> None:
    fill(path, 40)
    for backup in backups(path):
        backup.unlink()
    wreck(path, 0, length)
    done = recover(path)
    assert done.saved.sets == 40
    with TrainingLog.open(path) as log:
        sets = log.sets.of_lifter(log.lifters.find("Anna").id)
        assert len(sets) == 40
        assert all(len(log.sets.content(item.id).reps) == 8 for item in sets)
        assert log.sets.content(sets[0].id).reps[0].measures
    if length < 4096:
        assert done.unread == ()


@pytest.mark.parametrize("name", [b"training_set", b"started_s"])
def test_a_damaged_name_in_the_schema_is_told_and_recovered(path: Path, name: bytes) -> None:
    """Found by changing bytes: what SQLite then says is no text that Python can read."""
    fill(path, 3)
    data = path.read_bytes()
    path.write_bytes(data.replace(name, b"\x80" + name[1:]))
    with pytest.raises(LogDamagedError):
        TrainingLog.open(path)
    recover(path)
    with TrainingLog.open(path) as log:
        assert len(log.sets.of_lifter(1)) == 3


def test_what_was_written_last_is_recovered_too(path: Path, tmp_path: Path) -> None:
    fill(path, 3)
    with TrainingLog.open(path, keep_backups=False) as log:
        anna = log.lifters.find("Anna")
        for number in range(3, 6):
            store_set(log, anna, days_after(2 * number))
        copy = tmp_path / "copy" / path.name
        copy.parent.mkdir()
        for item in path.parent.glob(f"{path.name}*"):
            (copy.parent / item.name).write_bytes(item.read_bytes())
    assert (copy.parent / f"{path.name}-wal").stat().st_size
    wreck(copy, 0, 100)
    assert recover(copy).saved.sets == 6


def test_what_was_deleted_does_not_come_back(path: Path) -> None:
    fill(path, 4)
    with TrainingLog.open(path, keep_backups=False) as log:
        for item in log.sets.of_lifter(1)[1:]:
            log.sets.remove(item.id)
    for backup in backups(path):
        backup.unlink()
    wreck(path, 0, 100)
    assert recover(path).saved.sets == 1


def test_lost_lifters_and_workouts_have_stand_ins(path: Path) -> None:
    fill(path, 4)
    with TrainingLog.open(path, keep_backups=False) as log, log.reading() as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM lifter")
        connection.execute("DELETE FROM workout WHERE id = 2")
    for backup in backups(path):
        backup.unlink()
    wreck(path, 0, 100)
    assert recover(path).saved.sets == 4


def test_a_log_of_which_nothing_is_left_is_not_replaced(path: Path) -> None:
    fill(path, 4)
    for backup in backups(path):
        backup.unlink()
    spoil(path, from_page=0)
    before = path.read_bytes()
    with pytest.raises(LogError, match="Nothing of the training log") as caught:
        recover(path)
    assert caught.value.exit_code == 7
    assert path.read_bytes() == before
    assert damaged_copies(path) == []
    assert [item.name for item in path.parent.iterdir() if "recovering" in item.name] == []


def test_a_day_with_sets_ends_with_a_backup_of_them(path: Path) -> None:
    with TrainingLog.open(path) as log:
        log.lifters.add("Anna")
    assert backups(path) == []
    for count in (1, 2, 40):
        fill(path, count)
        (backup,) = backups(path)
        with TrainingLog.open(backup, keep_backups=False) as copy:
            assert copy.sets.count(1) == count


@POSIX
def test_a_log_behind_a_link_is_recovered_where_it_lies(path: Path, tmp_path: Path) -> None:
    fill(path, 2)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    wreck(path, 0, 100)
    assert recover(link).saved.sets == 2
    assert link.is_symlink()
    with TrainingLog.open(link) as log:
        assert log.sets.count(1) == 2


def test_two_recoveries_at_once_lose_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second comes while the first has read the log, and is told so."""
    fill(path, 3)
    set_aside = recovery._set_aside

    def met(found: Path) -> Path | None:
        with pytest.raises(LogError, match="another program"):
            recover(path)
        return set_aside(found)

    monkeypatch.setattr(recovery, "_set_aside", met)
    assert recover(path).saved.sets == 3
    with TrainingLog.open(path) as log:
        assert log.sets.count(1) == 3
    assert len(damaged_copies(path)) == 1
    assert [item.name for item in path.parent.iterdir() if "recovering" in item.name] == []


def test_a_set_stored_while_the_log_is_recovered_is_not_set_aside(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path, 3)
    read = recovery._fill

    def meanwhile(log: TrainingLog, damaged: Path, folder: Path) -> object:
        done = read(log, damaged, folder)
        with TrainingLog.open(path, keep_backups=False) as other:
            store_set(other, other.lifters.find("Anna"), days_after(9))
        return done

    with monkeypatch.context() as patched:
        patched.setattr(recovery, "_fill", meanwhile)
        with pytest.raises(LogError, match="written while"):
            recover(path)
    assert damaged_copies(path) == []
    assert recover(path).saved.sets == 4


def test_recovering_a_sound_log_loses_nothing(path: Path) -> None:
    fill(path, 3)
    assert recover(path).saved.sets == 3
    assert recover(path).unread == ()
    with TrainingLog.open(path) as log:
        assert len(log.sets.of_lifter(1)) == 3


def test_two_programs_write_at_once(path: Path) -> None:
    fill(path, 1)
    code = """
        import sys
        from pathlib import Path
        from formcheck.log.store import TrainingLog
        from support.logbook import days_after, store_set
        with TrainingLog.open(Path(sys.argv[1])) as log:
            lifter = log.lifters.find("Anna")
            for number in range(20):
                store_set(log, lifter, days_after(number + float(sys.argv[2])))
    """
    others = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code), str(path), start],
            env=os.environ | {"PYTHONPATH": f"{CHECKOUT}{os.pathsep}{CHECKOUT / 'tests'}"},
            stderr=subprocess.PIPE,
            text=True,
        )
        for start in ("100", "200.3")
    ]
    for other in others:
        _, err = other.communicate(timeout=120)
        assert other.returncode == 0, err
    with TrainingLog.open(path) as log:
        sets = log.sets.of_lifter(1)
        assert len(sets) == 41
        assert len({(item.workout_id, item.position) for item in sets}) == 41


def test_a_log_held_too_long_says_who_holds_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.log.database.BUSY_TIMEOUT_S", 0.05)
    with TrainingLog.open(path) as first, TrainingLog.open(path) as second:
        with first.writing(), pytest.raises(LogError, match="another program"):
            second.lifters.add("Bo")
        second.lifters.add("Bo")
        assert [lifter.name for lifter in first.lifters.all()] == ["Bo"]


def test_a_day_old_backup_is_renewed_and_three_are_kept(path: Path) -> None:
    for age in range(6):
        fill(path, age + 1)
        for item in backups(path):
            os.utime(item, (item.stat().st_atime, item.stat().st_mtime - 90_000))
        with TrainingLog.open(path):
            pass
    assert len(backups(path)) == 3
    with TrainingLog.open(backups(path)[0], keep_backups=False) as newest:
        assert len(newest.sets.of_lifter(1)) == 6
