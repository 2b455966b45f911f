"""Corrections on disk and the score made of them."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from formcheck.errors import OutputError, SourceOpenError
from formcheck.review import files
from formcheck.review.correct import Found
from formcheck.review.corrections import Corrections, FlagVerdict, RepMark
from formcheck.review.score import Score, Tally, score, together
from formcheck.types import Flag, Rep

SAID = Corrections(
    (RepMark(1.0, 3.0), RepMark(4.0, 6.25, edited=True)),
    (FlagVerdict("yank", 1.0, 1.4, "wrong"), FlagVerdict("hitch", 5.0, 5.5, "missed")),
    reviewed=True,
)


def rep(number: int, start_s: float) -> Rep:
    return Rep(number, start_s, start_s + 1, start_s + 2, True, "left", 0.9, 0.2, 0.9, 1.0)


def flag(code: str, start_s: float) -> Flag:
    return Flag(code, "warning", start_s, start_s + 0.1, 1.0, 1.0, "s", 1, start_s + 0.4)


FOUND = Found((rep(1, 1.0), rep(2, 8.0)), (flag("yank", 1.1), flag("drop", 2.5)))


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    clip = tmp_path / "set.mp4"
    path = files.save(clip, SAID, Score())
    assert path == tmp_path / "set.mp4.formcheck.json"
    assert files.load(clip) == SAID
    assert json.loads(path.read_text("utf-8"))["schema_version"] == 2
    assert [each.name for each in tmp_path.iterdir()] == [path.name], "no temporary file is left"


def test_nothing_said_leaves_no_file(tmp_path: Path) -> None:
    assert files.load(tmp_path / "set.mp4") == Corrections()
    files.save(tmp_path / "set.mp4", Corrections(), Score())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "{}", '{"schema_version": 99, "reps": null, "flags": [], "reviewed": false}',
        '{"schema_version": 1, "reps": [{"start_s": 5, "end_s": 1, "edited": true}],'
        ' "flags": [], "reviewed": false}',
        '{"schema_version": 1, "reps": null, "flags": [{"code": "x", "start_s": 0, "end_s": 1,'
        ' "verdict": "perhaps"}], "reviewed": false}',
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_understood_is_one_clear_error(tmp_path: Path, text: str) -> None:
    clip = tmp_path / "set.mp4"
    files.path_for(clip).write_text(text, encoding="utf-8")
    with pytest.raises(SourceOpenError) as caught:
        files.load(clip)
    assert caught.value.hint
    assert files.path_for(clip).read_text("utf-8") == text
    assert files.scores([clip]) == []


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        files.save(tmp_path / "gone" / "set.mp4", SAID, Score())


def test_the_score_counts_what_was_said() -> None:
    told = score(FOUND, SAID)
    assert told.reps == Tally(right=1, wrong=1, missed=1)
    assert told.flags == {
        "yank": Tally(wrong=1), "drop": Tally(right=1), "hitch": Tally(missed=1),
    }  # fmt: skip
    assert told.reps.precision == told.reps.recall == 0.5
    assert told.all_flags.precision == 0.5


def test_what_nobody_looked_at_does_not_count() -> None:
    assert score(FOUND, Corrections()) == Score()
    one = Corrections(None, (FlagVerdict("yank", 1.1, 1.5, "right"),))
    assert score(FOUND, one).flags == {"yank": Tally(right=1)}
    assert score(FOUND, one).reps == Tally()
    assert score(FOUND, Corrections(reviewed=True)).reps == Tally(right=2)
    assert math.isnan(Tally().precision)
    assert math.isnan(Tally().recall)


def test_scores_of_several_clips_add_up(tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        files.save(tmp_path / name, SAID, score(FOUND, SAID))
    clips = [tmp_path / name for name in ("a.mp4", "b.mp4", "c.mp4")]
    total = together(files.scores(clips))
    assert total.clips == 2
    assert total.reps == Tally(2, 2, 2)
    assert total.flags["drop"] == Tally(right=2)
