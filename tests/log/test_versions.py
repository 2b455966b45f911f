"""Every log that was ever released opens; a migration is whole or has not happened."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest

from formcheck.errors import LogDamagedError, LogError
from formcheck.log.backups import backups
from formcheck.log.database import APPLICATION_ID, migrations, open_database
from formcheck.log.store import TrainingLog

RELEASED = sorted((Path(__file__).parent / "released").glob("v*.sql"))
STEPS_SHA256 = {
    1: "5d52c59d36a09ee7e70c90ef1d2d8223507d92e3a8de1bade15f2d8bf8401711",
    2: "c0d079c4c37b5bdecc0ffafc10d301caed234ab76e09bd9c3f121ff02145fd8d",
}
"""A released step is never changed: logs out there were made by it."""


def schema(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    found = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {(row[0], " ".join(row[1].replace('"', "").split())) for row in found}


def test_there_is_a_dump_of_every_version() -> None:
    assert [item.stem for item in RELEASED] == [f"v{n + 1}" for n in range(len(migrations()))]


def test_no_released_step_was_changed() -> None:
    found = {
        number: hashlib.sha256(step.encode()).hexdigest()
        for number, step in enumerate(migrations(), start=1)
    }
    assert found == STEPS_SHA256


@pytest.mark.parametrize("dump", RELEASED, ids=lambda item: item.stem)
def test_a_released_log_opens_with_all_that_is_in_it(
    dump: Path, path: Path, tmp_path: Path
) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()
    fresh, _ = open_database(tmp_path / "fresh.db")
    with TrainingLog.open(path) as log:
        (anna,) = log.lifters.all()
        sets = log.sets.of_lifter(anna.id)
        content = log.sets.content(sets[0].id)
        with log.reading() as opened:
            assert schema(opened) == schema(fresh)
            assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    fresh.close()
    assert (anna.name, anna.level, anna.unit) == ("Anna", "intermediate", "lb")
    assert anna.equipment == {"band", "cable"}
    assert [(item.exercise, item.reps, item.relation) for item in sets] == [
        ("bent_over_row", 8, "straight"),
        ("face_pull", 12, "superset"),
        ("bent_over_row", 8, "straight"),
    ]
    assert content.reps[0].value("back_curvature_max") == 14.2
    assert [flag.rep for flag in content.flags] == [2]
    assert content.corrections[0].details == {"rep": 9}


NEXT = "ALTER TABLE lifter ADD COLUMN height_m REAL;\nUPDATE lifter SET height_m = 1.7;\n"


def test_a_migration_keeps_the_rows_and_leaves_a_backup(path: Path) -> None:
    with TrainingLog.open(path) as log:
        log.lifters.add("Anna")
    connection, _ = open_database(path, steps=(*migrations(), NEXT))
    assert connection.execute("SELECT name, height_m FROM lifter").fetchone()[:] == ("Anna", 1.7)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(migrations()) + 1
    connection.close()
    (backup,) = backups(path)
    with TrainingLog.open(backup, keep_backups=False) as old:
        assert [lifter.name for lifter in old.lifters.all()] == ["Anna"]


def test_a_migration_that_fails_has_not_happened(path: Path) -> None:
    with TrainingLog.open(path) as log:
        log.lifters.add("Anna")
    broken = NEXT + "INSERT INTO nowhere VALUES (1);\n"
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_database(path, steps=(*migrations(), broken))
    with TrainingLog.open(path) as log, log.reading() as connection:
        assert [lifter.name for lifter in log.lifters.all()] == ["Anna"]
        names = {row["name"] for row in connection.execute("PRAGMA table_info(lifter)")}
        assert "height_m" not in names


def test_a_migration_that_orphans_rows_is_refused(path: Path) -> None:
    with TrainingLog.open(path) as log:
        log.lifters.add("Anna", equipment=["band"])
    orphaning = "DROP TABLE lifter_equipment;\nCREATE TABLE lifter_equipment (lifter_id INTEGER " \
        "REFERENCES lifter (id)) STRICT;\nPRAGMA defer_foreign_keys = ON;\n" \
        "INSERT INTO lifter_equipment VALUES (99);\n"  # fmt: skip
    with pytest.raises((LogDamagedError, sqlite3.IntegrityError)):
        open_database(path, steps=(*migrations(), orphaning))
    with TrainingLog.open(path) as log:
        assert log.lifters.find("Anna").equipment == {"band"}


def test_a_log_of_a_newer_program_is_left_alone(path: Path) -> None:
    connection, _ = open_database(path, steps=(*migrations(), NEXT))
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LogError, match="newer FormCheck"):
        TrainingLog.open(path)
    assert path.read_bytes() == before


def test_another_programs_file_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LogError, match="not a training log"):
        TrainingLog.open(path)
    assert path.read_bytes() == before


def test_the_file_says_what_it_is(log: TrainingLog) -> None:
    with log.reading() as connection:
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert connection.execute("PRAGMA secure_delete").fetchone()[0] == 1
