"""Courses are what they say, and their scores count what was told; no footage needed."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.types import Flag
from tests.benchmark.jerk.courses import KINDS, RATE_HZ, Kind, Tempo, course
from tests.benchmark.jerk.labelled import labels
from tests.benchmark.jerk.retime import TrueRep
from tests.benchmark.jerk.scoring import Score, rows


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("strength", [0, 1, 2])
def test_a_course_goes_all_the_way_and_comes_back(kind: Kind, strength: int) -> None:
    made = course(kind, strength, Tempo())
    assert made.share.max() == pytest.approx(1.0, abs=0.01)
    assert made.share[0] == pytest.approx(0.0, abs=0.01)
    assert made.share[-1] == pytest.approx(0.0, abs=0.01)
    assert 0.0 < made.plain_s < made.duration_s
    assert np.abs(np.diff(made.share)).max() * RATE_HZ < 9.0, "no limb is faster"


def test_half_of_a_yank_is_done_in_its_time() -> None:
    made = course("yank", 1, Tempo())
    assert np.flatnonzero(made.share >= 0.5)[0] / RATE_HZ == pytest.approx(0.16, abs=0.02)


def test_a_hitch_falls_back_by_its_share_and_a_calm_pull_does_not() -> None:
    def fall(kind: Kind) -> float:
        pull = course(kind, 1, Tempo()).share
        pull = pull[: pull.argmax()]
        return float((np.maximum.accumulate(pull) - pull).max())

    assert fall("hitch") == pytest.approx(0.10, abs=0.01)
    assert fall("calm") == 0.0


def test_right_wrong_and_missed_flags_are_counted() -> None:
    truth = [
        TrueRep(1.0, 3.0, "calm", 0, float("nan")),
        TrueRep(4.0, 6.0, "yank", 1, 4.2),
        TrueRep(7.0, 9.0, "drop", 1, 8.5),
    ]
    spans = {1: (1.0, 3.0), 2: (4.1, 6.0), 3: (7.0, 9.1)}
    told = [
        Flag("yank", "warning", 4.0, 4.3, 4.0, 3.0, "strokes/s", 2),
        Flag("hitch", "warning", 1.5, 2.0, 5.0, 3.0, "%", 1),
        Flag("drop", "alert", 8.0, 8.6, 0.4, 0.6, "s", 0),
    ]
    score = Score()
    score.add(truth, spans, told, control=False)
    figures = score.as_json()
    assert figures["kinds"]["yank"]["recall"]["middle"] == [1, 1]
    assert figures["kinds"]["yank"]["delay_s"] == [0.1, 0.1]
    assert figures["kinds"]["drop"]["recall"]["middle"] == [1, 1], "by its time, without a rep"
    assert figures["kinds"]["hitch"]["wrong"] == 1
    assert figures["calm"]["between jerky reps"] == {"reps": 1, "false": 1}
    assert [row[0] for row in rows(figures)] == [f"`{kind}`" for kind in KINDS]


def test_every_label_is_of_a_known_kind() -> None:
    found = {rep["label"] for reps in labels().values() for rep in reps}
    assert found <= {"smooth", "swing", *KINDS}
