"""``formcheck lifters``, ``history``, ``plan`` and ``--lifter`` as a user meets them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from formcheck.cli.main import main
from formcheck.log.backups import backups
from formcheck.log.moments import Moment
from formcheck.log.place import damaged_copies
from formcheck.log.store import TrainingLog
from support.logbook import store_set
from support.record_golden import load
from support.recordings import record

ROUNDED_S = 15.8
"""The sample's fourth rep is over, which has a rounded back."""


class Shell:
    """Run commands in this process, with a log and routines of their own."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.log = home / "log" / "training-log.db"
        self._capsys = capsys

    def __call__(self, *arguments: object, code: int = 0) -> tuple[str, str]:
        """Return what was printed on standard output and standard error."""
        found = main([str(argument) for argument in arguments])
        out, err = self._capsys.readouterr()
        assert found == code, err
        assert "Traceback" not in err + out
        return out, err


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    made = Shell(tmp_path, capsys)
    monkeypatch.setenv("FORMCHECK_LOG", str(made.log))
    monkeypatch.setenv("FORMCHECK_ROUTINES", str(tmp_path / "routines"))
    return made


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a recording of the sample until the back has rounded, which needs no pose model."""
    path = tmp_path_factory.mktemp("recorded") / "set.fcrec"
    record(path, [(time_s, pose) for time_s, pose in load("row-rounding") if time_s < ROUNDED_S])
    return path.read_bytes()


@pytest.fixture
def recording(recorded: bytes, tmp_path: Path) -> Path:
    """Return a copy of the recording."""
    path = tmp_path / "set.fcrec"
    path.write_bytes(recorded)
    return path


def test_from_a_first_lifter_to_the_plan_of_the_day(shell: Shell, recording: Path) -> None:
    _, err = shell("lifters", "add", "Anna", "--level", "intermediate")
    assert "Added Anna (intermediate, loads in kg)." in err
    now = Moment.now().local.isoformat()
    out, err = shell("analyze", recording, "--lifter", "anna", "--load", "60", "--when", now)
    table, reps = out, int(out.split()[0])
    assert reps > 0
    assert f"Kept as set 1 of Anna: Bent-over row, {reps} reps at 60 kg" in err
    _, err = shell("analyze", recording, "--lifter", "anna", "--quiet")
    assert err == ""
    out, _ = shell("history", "list")
    assert shell("history")[0] == out
    assert shell("lifters")[0] == shell("lifters", "list")[0]
    assert len([line for line in out.splitlines() if "Bent-over row" in line]) == 1
    assert "60 kg" in out
    out, _ = shell("history", "show", 1)
    assert out.count("Rounded back") == table.count("Rounded back") > 0
    shell("plan", "use", "intermediate")
    assert shell("plan")[0] == shell("plan", "today")[0]
    out, _ = shell("plan", "today", "--feeling", "sore", "--sources")
    row = next(line for line in out.splitlines() if "Bent-over barbell row" in line)
    assert "1 of 4" in row
    assert "docs/training-log.md" in out
    out, _ = shell("history", "trend", "bent_over_row")
    assert "too few workouts" in out


def test_nothing_is_kept_without_a_lifter(shell: Shell, recording: Path) -> None:
    shell("analyze", recording)
    assert not shell.log.exists()
    _, err = shell("analyze", recording, "--load", "60", code=2)
    assert "--lifter" in err
    assert not shell.log.exists()


def test_an_exercise_that_is_named_is_that_of_its_sets(shell: Shell, recording: Path) -> None:
    shell("lifters", "add", "Anna")
    _, err = shell("analyze", recording, "--lifter", "Anna", "--exercise", "bent_over_row")
    assert "Kept as set 1 of Anna: Bent-over row" in err
    out, _ = shell("rescore")
    assert "as before" in out
    with TrainingLog.open(shell.log) as log:
        assert log.sets.get(1).exercise == "bent_over_row"
        assert log.sets.get(1).named


def test_an_unknown_lifter_is_told_before_the_work(
    shell: Shell, recording: Path, tmp_path: Path
) -> None:
    begun = tmp_path / "new.fcrec"
    _, err = shell("analyze", recording, "--record", begun, "--lifter", "Anna", code=2)
    assert not begun.exists()
    assert err.splitlines() == [
        "formcheck: There is no lifter named 'Anna' in the training log.",
        "  Add them first: formcheck lifters add 'Anna'.",
    ]
    shell("lifters", "add", "Anna")
    _, err = shell("analyze", recording, "--lifter", "Ana", code=2)
    assert "Did you mean Anna?" in err
    _, err = shell("analyze", recording, "--lifter", "Anna", "--load", "heavy", code=2)
    assert "no load" in err


def fill(shell: Shell) -> None:
    with TrainingLog.open(shell.log) as log:
        anna = log.lifters.add("Anna", unit="lb")
        for week in range(5):
            at = Moment.now().later(-timedelta(weeks=5 - week).total_seconds())
            store_set(log, anna, at, load_kg=40.0 + 2 * week)


def test_several_lifters_must_be_told_apart(shell: Shell) -> None:
    _, err = shell("history", "list", code=2)
    assert "formcheck lifters add" in err
    fill(shell)
    out, _ = shell("history", "list", "--limit", 2)
    assert len([line for line in out.splitlines() if "Bent-over row" in line]) == 2
    shell("lifters", "add", "Bo")
    _, err = shell("history", "list", code=2)
    assert "Anna, Bo" in err
    _, err = shell("history", "list", "--lifter", "bo")
    assert "No set of Bo" in err
    shell("lifters", "change", "Bo", "--name", "Bob", "--equipment", "band,Pull-up bar")
    out, _ = shell("lifters", "list")
    assert "band, pull_up_bar" in out
    _, err = shell("lifters", "change", "Bob", "--equipment", "kettlebell", code=2)
    assert "no equipment" in err


def test_a_note_names_load_and_exercise_afterwards(shell: Shell) -> None:
    fill(shell)
    out, _ = shell("history", "note", 1, "--load", "100", "--rpe", 8, "--exercise", "seated_row")
    assert "100 lb" in out
    assert "Seated row" in out
    _, err = shell("history", "note", 1, "--rpe", 11, code=2)
    assert "RPE" in err
    _, err = shell("history", "note", 1, "--exercise", "seated_rwo", code=2)
    assert "seated_row" in err
    _, err = shell("history", "show", 99, code=2)
    assert "no set 99" in err


def test_out_and_in_again(shell: Shell, tmp_path: Path) -> None:
    fill(shell)
    shell("history", "export", tmp_path / "all.json")
    _, err = shell("history", "export", tmp_path / "all.csv", "--lifter", "Anna")
    assert "40 rows" in err
    _, err = shell("history", "export", tmp_path / "all.txt", code=2)
    assert ".json" in err
    _, err = shell("history", "delete", "--everything", code=2)
    assert "--yes" in err
    _, err = shell("history", "delete", "--everything", "--yes")
    assert "1 lifter, 5 workouts, 5 sets, 40 reps" in err
    assert backups(shell.log) == []
    _, err = shell("history", "import", tmp_path / "all.json")
    assert "5 sets brought in." in err
    _, err = shell("history", "import", tmp_path / "all.json")
    assert "0 sets brought in; 5 were there already." in err
    out, _ = shell("history", "trend", "bent_over_row")
    assert "rising" in next(line for line in out.splitlines() if "Heaviest load" in line)


def test_a_report_of_a_clip_is_brought_in(shell: Shell, recording: Path, tmp_path: Path) -> None:
    shell("analyze", recording, "--json", tmp_path / "set.json")
    assert json.loads((tmp_path / "set.json").read_text())["reps"]
    shell("lifters", "add", "Anna")
    _, err = shell("history", "import", tmp_path / "set.json", "--when", "2026-03-21 18:30")
    assert "1 set brought in." in err
    out, _ = shell("history", "list")
    assert "2026-03-21 18:3" in out


@pytest.mark.parametrize(
    "wrong",
    [("--set", 1, "--everything"), (), ("--lifter", "Nobody", "--yes"), ("--set", 77, "--yes")],
)
def test_a_deletion_that_is_not_clear_deletes_nothing(
    shell: Shell, wrong: tuple[object, ...]
) -> None:
    fill(shell)
    shell("history", "delete", *wrong, code=2)
    with TrainingLog.open(shell.log) as log:
        assert len(log.sets.of_lifter(1)) == 5


def test_a_damaged_log_is_told_and_recovered(shell: Shell) -> None:
    fill(shell)
    data = bytearray(shell.log.read_bytes())
    data[4096 * 3 : 4096 * 5] = np.random.default_rng(1).bytes(4096 * 2)
    shell.log.write_bytes(data)
    _, err = shell("history", "list", code=7)
    assert "is damaged" in err
    assert "formcheck history recover" in err
    _, err = shell("history", "recover")
    assert "The damaged log is kept as" in err
    assert len(damaged_copies(shell.log)) == 1
    shell("lifters", "list")


def test_routines_are_listed_shown_copied_and_refused(shell: Shell, tmp_path: Path) -> None:
    out, _ = shell("plan", "list")
    assert "Beginner, four weeks" in out
    out, _ = shell("plan", "show", "advanced")
    assert "Lats (Monday)" in out
    assert "4 × 12–15" in out
    shell("lifters", "add", "Anna")
    _, err = shell("plan", "today", code=2)
    assert "formcheck plan use NAME" in err
    shell("plan", "copy", "beginner", "mine")
    shell("plan", "use", "mine")
    out, _ = shell("plan", "today")
    assert "week 1" in out
    (tmp_path / "routines" / "mine.toml").write_text("schema = 1\nname = = 3")
    _, err = shell("plan", "today", code=2)
    assert "mine.toml" in err
    assert "line 2" in err
    (tmp_path / "routines" / "mine.toml").unlink()
    _, err = shell("plan", "today", code=2)
    assert "no routine named 'mine'" in err
    shell("plan", "use", "none")


def test_the_log_is_judged_again(shell: Shell, recording: Path, tmp_path: Path) -> None:
    shell("lifters", "add", "Anna")
    shell("lifters", "add", "Bo")
    copy = tmp_path / "bo.fcrec"
    copy.write_bytes(recording.read_bytes() + b"another key")
    shell("analyze", recording, "--lifter", "Anna", "--load", "60")
    shell("analyze", copy, "--lifter", "Bo")
    out, err = shell("rescore")
    assert out.count("as before") == 2
    assert "2 sets: 2 as before." in err
    with TrainingLog.open(shell.log) as log:
        before = log.sets.content(1)
    options = tmp_path / "mine.toml"
    options.write_text("[flags]\nrounding_warn_deg = 60.0\nrounding_alert_deg = 80.0\n")
    out, err = shell("rescore", "--lifter", "anna", "--config", options, "--dry-run")
    assert "− Rounded back (rep" in out
    assert "Nothing was stored." in err
    out, _ = shell("rescore", "--lifter", "anna", "--config", options)
    assert "− Rounded back (rep" in out
    with TrainingLog.open(shell.log) as log:
        after = log.sets.content(1)
        assert log.sets.get(1).load_kg == 60.0
    assert len(after.reps) == len(before.reps)
    assert "rounded_back" in {flag.code for flag in before.flags}
    assert "rounded_back" not in {flag.code for flag in after.flags}
    copy.unlink()
    out, err = shell("rescore", "--quiet", code=3)
    assert "bo.fcrec is not there any more" in err
    assert "Left as they were: set 2." in err
    assert "+ Rounded back (rep" in out
    _, err = shell("rescore", "--only", "lat_pulldown")
    assert "No set of the training log was chosen." in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--lifter", "Anna", "--set", "1"], "not several"),
        (["--write"], "go with files"),
        (["set.fcrec", "--dry-run"], "choose sets"),
        (["--workout", "7"], "no workout 7"),
    ],
)
def test_rescore_is_told_clearly_what_to_judge(
    shell: Shell, arguments: list[str], says: str
) -> None:
    shell("lifters", "add", "Anna")
    _, err = shell("rescore", *arguments, code=2)
    assert says in err


def test_a_corrected_clip_is_kept_as_corrected(shell: Shell, recording: Path) -> None:
    from formcheck.config import Config
    from formcheck.recording.rescoring import rescore
    from formcheck.review import files
    from formcheck.review.corrections import Corrections, RepMark
    from formcheck.review.score import Score

    found = rescore(recording, Config()).result.reps
    moved = RepMark(found[1].start_s + 0.1, found[1].end_s, edited=True)
    marks = (moved, *(RepMark(rep.start_s, rep.end_s) for rep in found[2:]))
    files.save(recording, Corrections(marks), Score())
    shell("lifters", "add", "Anna")
    shell("analyze", recording, "--lifter", "Anna")
    with TrainingLog.open(shell.log) as log:
        content = log.sets.content(1)
    assert len(content.reps) == len(found) - 1
    assert content.reps[0].start_s == pytest.approx(moved.start_s, abs=1e-3)
    assert content.reps[0].value("concentric_s") > 0, "a moved rep is measured anew"
    assert [made.kind for made in content.corrections] == ["review"]
    files.path_for(recording).unlink()
    shell("analyze", recording, "--lifter", "Anna")
    with TrainingLog.open(shell.log) as log:
        assert len(log.sets.content(1).reps) == len(found) - 1, "what was said of it stays"
    _, err = shell("rescore")
    assert "1 set: 1 as before." in err


def test_two_workouts_are_compared(shell: Shell) -> None:
    shell("lifters", "add", "Anna")
    now = Moment.now()
    with TrainingLog.open(shell.log) as log:
        anna = log.lifters.find("Anna")
        for day, load in ((7, 40.0), (3, 44.0)):
            store_set(log, anna, now.later(-day * 86400.0), load_kg=load)
        store_set(log, anna, now, exercise="face_pull")
    out, _ = shell("history", "compare", 1, 2)
    row = next(line for line in out.splitlines() if "Heaviest load" in line)
    assert "40 kg" in row
    assert "44 kg" in row
    assert row.rstrip().endswith("a change")
    assert "no change" in next(line for line in out.splitlines() if "Rounding, worst" in line)
    _, err = shell("history", "compare", 1, 3, code=2)
    assert "no exercise in common" in err
