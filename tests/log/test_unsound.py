"""A log that holds what cannot be, whoever wrote that, is read all the same."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from formcheck.cli.main import main
from formcheck.errors import LogDamagedError, UsageError
from formcheck.log.recovery import recover
from formcheck.log.store import TrainingLog
from support.logbook import days_after, store_set
from support.spoils import SPOILS, spoilt

COMMANDS: list[tuple[str, ...]] = [
    ("history", "list"), ("history", "show", "1"), ("history", "trend", "bent_over_row"),
    ("history", "compare", "1", "2"), ("plan", "today"), ("lifters", "list"),
    ("history", "export", "out.json"), ("history", "export", "out.csv"),
]  # fmt: skip


@pytest.mark.parametrize("statement", SPOILS)
def test_no_command_ends_in_a_bug(
    path: Path, statement: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FORMCHECK_LOG", str(spoilt(path, statement)))
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS:
        assert main(command) in (0, 2), command


@pytest.mark.parametrize(
    "statement",
    [
        "PRAGMA user_version = 0",
        "PRAGMA user_version = -5",
        "DROP TABLE posture",
        "DROP TABLE set_summary",
        "ALTER TABLE workout DROP COLUMN notes",
    ],
)
def test_a_log_that_lacks_something_is_damaged_and_recovered(path: Path, statement: str) -> None:
    spoilt(path, statement)
    with pytest.raises(LogDamagedError):
        TrainingLog.open(path)
    assert recover(path).saved.sets == 6
    with TrainingLog.open(path) as log:
        assert sum(log.sets.count(lifter.id) for lifter in log.lifters.all()) == 6


def test_a_recovery_leaves_out_what_no_log_would_take(path: Path) -> None:
    spoilt(path, "UPDATE training_set SET uid = '' WHERE id = 3", "PRAGMA user_version = 0")
    done = recover(path)
    assert done.saved.sets == 5
    (unread,) = done.unread
    assert unread.startswith("a set of 2026-03-06")


@pytest.mark.parametrize(
    "statement", [each for each in SPOILS if not each.startswith("UPDATE set_summary")]
)
def test_one_bad_number_costs_one_set_at_most(path: Path, statement: str) -> None:
    spoilt(path)
    with TrainingLog.open(path, keep_backups=False) as log:
        bertha = log.lifters.add("Bertha")
        for number in range(2):
            store_set(log, bertha, days_after(number))
    if statement.startswith("UPDATE"):
        table = statement.split()[1]
        statement += f" WHERE {'set_id' if table in ('rep', 'flag') else 'id'} = 1"
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
        connection.execute("PRAGMA user_version = 0")
    connection.close()
    done = recover(path)
    with TrainingLog.open(path) as log:
        counts = {lifter.name: log.sets.count(lifter.id) for lifter in log.lifters.all()}
    assert counts["Bertha"] == 2
    assert counts["Anna"] == 6 or (counts["Anna"] == 5 and done.unread)


def test_a_name_that_is_too_long_is_refused_and_shortened_where_it_is(path: Path) -> None:
    with TrainingLog.open(path) as log, pytest.raises(UsageError, match="at most 200 letters"):
        log.lifters.add("A" * 201)
    spoilt(path, f"UPDATE lifter SET name = '{'A' * 201}'", "PRAGMA user_version = 0")
    assert recover(path).saved.sets == 6
    with TrainingLog.open(path) as log:
        assert [lifter.name for lifter in log.lifters.all()] == ["A" * 200]
