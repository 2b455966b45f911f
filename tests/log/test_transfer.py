"""Export, import and deletion."""

from __future__ import annotations

import csv
import json
import math
import sys
from pathlib import Path
from typing import Any

import pytest

from formcheck.errors import UsageError
from formcheck.log import exporting, importing, removal
from formcheck.log.backups import back_up, backups
from formcheck.log.entries import Posture
from formcheck.log.loads import parse_load, show_load
from formcheck.log.store import TrainingLog
from formcheck.recording.blocks import MAGIC
from formcheck.recording.shelf import FOLDER_VARIABLE
from formcheck.report import json_report
from support.logbook import MONDAY, days_after, flags_on, store_set
from support.results import UNJUDGED_REP, make_rep, make_result


def two_lifters(log: TrainingLog) -> None:
    anna, bo = log.lifters.add("Anna", unit="lb"), log.lifters.add("Bo")
    store_set(log, anna, MONDAY, flags=flags_on([3]), load_kg=40.0, notes='tight; "quoted", ö')
    store_set(log, anna, MONDAY.later(90.0), exercise="face_pull")
    store_set(log, anna, days_after(3))
    store_set(log, bo, MONDAY)
    posture = Posture("bent_over_row", "neutral", -30.0, -36.0, 6.0, MONDAY.utc_s, 3600)
    log.postures.set_neutral(anna.id, posture)
    log.routine_uses.choose(anna.id, "beginner", MONDAY)


def test_an_exported_log_comes_back_whole(log: TrainingLog, tmp_path: Path) -> None:
    two_lifters(log)
    target, again = tmp_path / "all.json", tmp_path / "again.json"
    exporting.write_json(log, log.lifters.all(), target)
    with TrainingLog.open(tmp_path / "other.db") as other:
        carried = importing.import_log(other, importing.load_json(target), "all.json")
        assert (carried.lifters, carried.workouts, carried.sets, carried.known) == (2, 3, 4, 0)
        exporting.write_json(other, other.lifters.all(), again)
        twice = importing.import_log(other, importing.load_json(target), "all.json")
        assert (twice.lifters, twice.workouts, twice.sets, twice.known) == (0, 0, 0, 4)
    first, second = importing.load_json(target), importing.load_json(again)
    assert first["lifters"] == second["lifters"]
    assert first["lifters"][0]["workouts"][0]["sets"][0]["reps"][2]["measures"]["rom"]["value"]


def test_a_lifter_of_the_same_name_is_the_same(log: TrainingLog, tmp_path: Path) -> None:
    two_lifters(log)
    exporting.write_json(log, log.lifters.all(), tmp_path / "all.json")
    with TrainingLog.open(tmp_path / "other.db") as other:
        store_set(other, other.lifters.add("ANNA"), days_after(10))
        importing.import_log(other, importing.load_json(tmp_path / "all.json"), "all.json")
        assert [lifter.name for lifter in other.lifters.all()] == ["ANNA", "Bo"]
        assert len(other.sets.of_lifter(other.lifters.find("Anna").id)) == 4


@pytest.mark.parametrize("spoil", ["uid", "level", "sets"])
def test_a_spoilt_export_brings_in_nothing(log: TrainingLog, tmp_path: Path, spoil: str) -> None:
    two_lifters(log)
    exporting.write_json(log, log.lifters.all(), tmp_path / "all.json")
    tree = importing.load_json(tmp_path / "all.json")
    last = tree["lifters"][1]
    if spoil == "level":
        last["level"] = "expert"
    else:
        del (last["workouts"][0] if spoil == "sets" else last)[spoil]
    with TrainingLog.open(tmp_path / "other.db") as other:
        with pytest.raises(UsageError, match="not whole"):
            importing.import_log(other, tree, "all.json")
        assert other.lifters.all() == ()


def test_an_export_of_a_newer_program_is_refused(log: TrainingLog) -> None:
    with pytest.raises(UsageError, match="version 2"):
        importing.import_log(log, {"format": "x", "version": 2}, "x")


def test_a_clips_report_becomes_sets(log: TrainingLog, tmp_path: Path) -> None:
    late = make_rep(3, start_s=60.0, peak_s=61.0, end_s=62.0)
    result = make_result(reps=(make_rep(1), UNJUDGED_REP, late))
    path = tmp_path / "set.json"
    json_report.write_json(result, path)
    anna = log.lifters.add("Anna")
    carried = importing.import_report(log, anna.id, path, started=MONDAY, load_kg=40.0)
    assert carried.sets == 2
    first, second = log.sets.of_lifter(anna.id)
    assert (first.exercise, first.reps, first.flagged_reps, first.load_kg) == (
        "bent_over_row", 1, 1, 40.0,
    )  # fmt: skip
    assert second.started_s == MONDAY.utc_s + 60.0
    good, unjudged = log.sets.content(first.id).reps
    assert good.value("back_curvature_max") == 14.2
    assert good.value("smoothness_eccentric") == -1.72
    assert math.isnan(unjudged.value("back_curvature_max"))
    assert unjudged.measures["back_curvature_max"].reason == "contour_hidden"
    again = importing.import_report(log, anna.id, path, started=MONDAY)
    assert (again.sets, again.known) == (0, 2)


def test_the_measures_of_a_report_are_those_of_a_session(log: TrainingLog, tmp_path: Path) -> None:
    from formcheck.log.contents import rep_measures

    json_report.write_json(make_result(reps=(make_rep(1),)), tmp_path / "set.json")
    anna = log.lifters.add("Anna")
    importing.import_report(log, anna.id, tmp_path / "set.json", started=MONDAY)
    (item,) = log.sets.of_lifter(anna.id)
    (rep,) = log.sets.content(item.id).reps
    session = {name: found.value for name, found in rep_measures(make_rep(1)).items()}
    imported = {name: found.value for name, found in rep.measures.items()}
    assert imported == pytest.approx(session, nan_ok=True)


@pytest.mark.parametrize("text", ["", "[]", '{"schema_version": 99}', '{"schema_version": 1}'])
def test_what_is_no_report_is_refused(log: TrainingLog, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(UsageError):
        importing.import_report(log, log.lifters.add("Anna").id, path, started=MONDAY)
    assert log.sets.of_lifter(1) == ()


def test_csv_has_a_row_a_rep(log: TrainingLog, tmp_path: Path) -> None:
    two_lifters(log)
    empty = store_set(log, log.lifters.find("Bo"), days_after(9), reps=0)
    assert exporting.write_csv(log, log.lifters.all(), tmp_path / "all.csv") == 33
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    third = rows[2]
    assert (third["lifter"], third["rep"], third["flags"]) == ("Anna", "3", "rounded_back")
    assert third["local_time"] == "2026-03-02T11:00:00+01:00"
    assert third["notes"] == 'tight; "quoted", ö'
    assert third["back_curvature_max"] == "14.2"
    (bare,) = [row for row in rows if row["set_id"] == str(empty.id)]
    assert bare["rep"] == bare["rom"] == bare["load_kg"] == ""


def test_parquet_has_the_rows_of_the_csv(log: TrainingLog, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    two_lifters(log)
    assert exporting.write_parquet(log, log.lifters.all(), tmp_path / "all.parquet") == 32
    table = parquet.read_table(tmp_path / "all.parquet")
    assert table.num_rows == 32
    assert table.column("rom").to_pylist()[0] == 0.97


def test_without_pyarrow_it_is_said_what_to_install(
    log: TrainingLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pyarrow") as caught:
        exporting.write_parquet(log, (), tmp_path / "all.parquet")
    assert "formcheck[parquet]" in caught.value.hint


def words_in(folder: Path, text: str) -> list[str]:
    """Return the files below a folder that hold some text."""
    files = [item for item in folder.rglob("*") if item.is_file()]
    return [item.name for item in files if text.encode() in item.read_bytes()]


def test_a_report_comes_in_as_the_sets_it_names(log: TrainingLog, tmp_path: Path) -> None:
    anna = log.lifters.add("Anna")
    reps = (make_rep(1), make_rep(2), make_rep(3))
    tree = json_report.to_dict(make_result(reps=reps, flags=()))
    one = {"exercise": "bent_over_row", "side": "both", "relation": "straight", "rest_s": None}
    tree["sets"] = [one | {"index": 1, "reps": [1]}, one | {"index": 2, "reps": [2, 3]}]
    path = tmp_path / "set.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    importing.import_report(log, anna.id, path, started=MONDAY)
    assert [item.reps for item in log.sets.of_lifter(anna.id)] == [1, 2]


def test_a_deleted_lifter_is_gone_from_every_file(
    log: TrainingLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_lifters(log)
    anna = log.lifters.find("Anna")
    recording = path.parent / "set.fcrec"
    recording.write_bytes(MAGIC + b"landmarks")
    monkeypatch.setenv(FOLDER_VARIABLE, str(path.parent))
    item = store_set(log, anna, days_after(5), notes="xyzzy-secret", recording=str(recording))
    with log.reading() as connection:
        back_up(connection, path, "daily")
    assert words_in(path.parent, "xyzzy-secret")
    done = removal.remove_lifter(log, anna.id)
    assert (done.lifters, done.workouts, done.sets, done.reps) == (1, 3, 4, 32)
    assert done.recordings == (recording,)
    assert not recording.exists()
    assert done.copies == 1
    assert backups(path) == []
    assert words_in(path.parent, "xyzzy-secret") == []
    assert [lifter.name for lifter in log.lifters.all()] == ["Bo"]
    with pytest.raises(UsageError):
        log.sets.get(item.id)


def test_a_deleted_set_takes_its_empty_workout_along(log: TrainingLog) -> None:
    two_lifters(log)
    anna = log.lifters.find("Anna")
    first, second, third = log.sets.of_lifter(anna.id)
    done = removal.remove_set(log, third.id)
    assert (done.lifters, done.workouts, done.sets, done.reps) == (0, 0, 1, 8)
    assert [workout.id for workout in log.workouts.of(anna.id)] == [first.workout_id]
    done = removal.remove_workout(log, first.workout_id)
    assert (done.workouts, done.sets) == (1, 2)
    assert log.sets.of_lifter(anna.id) == ()
    assert len(log.sets.of_lifter(log.lifters.find("Bo").id)) == 1
    with pytest.raises(UsageError):
        removal.remove_set(log, second.id)


def test_a_recording_that_another_set_needs_stays(log: TrainingLog, tmp_path: Path) -> None:
    anna = log.lifters.add("Anna")
    shared = tmp_path / "visit.fcr"
    shared.write_bytes(b"x")
    first = store_set(log, anna, MONDAY, recording=str(shared))
    second = store_set(log, anna, MONDAY.later(99.0), recording=str(shared))
    assert removal.remove_set(log, first.id).recordings == ()
    assert shared.exists()
    assert removal.remove_set(log, second.id, recordings=False).recordings == ()
    assert shared.exists()


def at(tree: Any, place: str) -> tuple[Any, str | int]:
    """Return the container and key of a place like ``lifters.0.name``."""
    *way, last = place.split(".")
    for step in way:
        tree = tree[int(step)] if step.isdigit() else tree[step]
    return tree, int(last) if last.isdigit() else last


SET = "lifters.0.workouts.0.sets.0"
UNFIT = [
    (f"{SET}.started_s", 1e300), (f"{SET}.started_s", None), (f"{SET}.last_seen_s", -1e300),
    (f"{SET}.utc_offset_s", 86_400), (f"{SET}.utc_offset_s", 10**30), (f"{SET}.view", "above"),
    (f"{SET}.view", 3), (f"{SET}.load_kg", -1), (f"{SET}.rpe", 11), (f"{SET}.uid", ""),
    (f"{SET}.uid", 7), (f"{SET}.exercise", ["row"]), (f"{SET}.state", "asleep"),
    (f"{SET}.reps", None), (f"{SET}.reps.0.number", 10**30), (f"{SET}.reps.0.side", "up"),
    (f"{SET}.reps.0.complete", "yes"), (f"{SET}.reps.0.measures", []),
    (f"{SET}.reps.0.measures", {"rom": {"value": "x", "quality": 1, "reason": ""}}),
    (f"{SET}.reps.0.measures", {"rom": {"value": 1e300, "quality": 1, "reason": ""}}),
    (f"{SET}.flags.0.severity", "fatal"), (f"{SET}.flags.0.rep", -1),
    (f"{SET}.corrections", [{"made_s": 0, "kind": "review", "details": 5}]),
    (f"{SET}.notes", "x" * 200_000), ("lifters.0.workouts.0.day", "2026-13-45"),
    ("lifters.0.workouts.0.day", ""), ("lifters.0.workouts.0.started_s", 1e300),
    ("lifters.0.name", ""), ("lifters.0.name", None), ("lifters.0.created_s", 1e18),
    ("lifters.0.equipment", "barbell"), ("lifters.0.postures.0.view", "above"),
    ("lifters.0.postures.0.total_deg", "x"), ("lifters.0.routines.0.day", "soon"), ("lifters", 5),
    ("lifters", [5]), ("lifters.0", {}),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value"), UNFIT)
def test_an_export_with_one_unfit_value_brings_in_nothing(
    log: TrainingLog, tmp_path: Path, place: str, value: object
) -> None:
    two_lifters(log)
    exporting.write_json(log, log.lifters.all(), tmp_path / "all.json")
    tree = importing.load_json(tmp_path / "all.json")
    container, key = at(tree, place)
    container[key] = value
    with TrainingLog.open(tmp_path / "other.db") as other:
        with pytest.raises(UsageError, match="is not whole"):
            importing.import_log(other, tree, "all.json")
        assert other.lifters.all() == ()


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", "[" * 100_000, '{"a": ' * 100_000, '{"a": NaN}',
        '{"a": 1' + "0" * 5000 + "}",
        '{"format": "formcheck-training-log", "version": 1, "lifters": ['
        + "[" * 900 + "]" * 900 + "]}",
        '{"schema_version": 1}', '{"schema_version": true}', '{"schema_version": 1, "reps": {}}',
    ],
)  # fmt: skip
def test_what_is_no_export_is_told(log: TrainingLog, tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    anna = log.lifters.add("Anna")
    with pytest.raises(UsageError):
        tree = importing.load_json(tmp_path / "x.json")
        if importing.is_log(tree):
            importing.import_log(log, tree, "x.json")
        else:
            importing.import_report(log, anna.id, tmp_path / "x.json", started=MONDAY)
    assert log.sets.count(anna.id) == 0


def test_only_recordings_of_our_own_are_ever_deleted(
    log: TrainingLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, elsewhere = tmp_path / "shelf", tmp_path / "elsewhere"
    for folder in (shelf, elsewhere):
        folder.mkdir()
    monkeypatch.setenv(FOLDER_VARIABLE, str(shelf))
    safe = [
        shelf / "thesis.odt", shelf / "renamed.fcrec", elsewhere / "set.fcrec",
        shelf / ".." / "elsewhere" / "dotted.fcrec", elsewhere / "real.fcrec",
    ]  # fmt: skip
    for path in safe:
        path.write_bytes(b"other" if path.stem in ("renamed", "thesis") else MAGIC)
    mine = shelf / "mine.fcrec"
    mine.write_bytes(MAGIC)
    named = [*safe[:4], mine]
    if sys.platform != "win32":
        (shelf / "link.fcrec").symlink_to(safe[4])
        named.append(shelf / "link.fcrec")
    anna = log.lifters.add("Anna")
    for place, path in enumerate([*named, Path("a\0b.fcrec"), Path("relative.fcrec")]):
        store_set(log, anna, MONDAY.later(1000.0 * place), recording=str(path))
    done = removal.remove_everything(log)
    assert done.recordings == (mine,)
    assert set(done.left) >= set(named) - {mine}
    assert all(path.exists() for path in safe)
    assert not mine.exists()


def test_everything_can_be_deleted(log: TrainingLog) -> None:
    two_lifters(log)
    done = removal.remove_everything(log)
    assert (done.lifters, done.workouts, done.sets, done.reps) == (2, 3, 4, 32)
    assert log.lifters.all() == ()
    with log.reading() as connection:
        for table in ("rep", "flag", "set_summary", "posture", "routine_use"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table


@pytest.mark.parametrize(
    ("text", "unit", "kg", "shown"),
    [
        ("60", "kg", 60.0, "60 kg"),
        ("62,5 kg", "lb", 62.5, "62.5 kg"),
        ("135lb", "kg", 135 * 0.45359237, "135 lb"),
        ("135", "lb", 135 * 0.45359237, "135 lb"),
        ("0", "kg", 0.0, "0 kg"),
    ],
)
def test_loads_are_read_and_shown(text: str, unit: str, kg: float, shown: str) -> None:
    value, entered = parse_load(text, unit)  # type: ignore[arg-type]
    assert value == pytest.approx(kg)
    assert show_load(value, entered) == shown


@pytest.mark.parametrize("text", ["", "-5", "heavy", "60 stone", "1e9", "nan", "1001"])
def test_what_is_no_load_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_load(text, "kg")
