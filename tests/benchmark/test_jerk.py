"""Courses are what they say, and their scores count what was told; no footage needed."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.types import Flag
from tests.benchmark.jerk.command import by_lifter
from tests.benchmark.jerk.courses import KINDS, RATE_HZ, Kind, Tempo, course
from tests.benchmark.jerk.labelled import agreement, labels, scored
from tests.benchmark.jerk.retime import TrueRep
from tests.benchmark.jerk.scoring import Score, rows
from tests.benchmark.jerk.sets import SHORT_OF, plans


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
    found = {
        view["label"] for reps in labels().values() for rep in reps for view in (rep, rep["second"])
    }
    assert found <= {"smooth", "swing", *KINDS}


def test_the_second_viewer_said_when_what_was_no_longer_smooth() -> None:
    second = [rep["second"] for reps in labels().values() for rep in reps]
    assert all((view["label"] == "smooth") == ("from_s" not in view) for view in second)
    assert all(view["from_s"] < view["to_s"] for view in second if "from_s" in view)


PAIRS = [("smooth", "smooth")] * 4 + [("swing", "swing"), ("drop", "yank"), ("smooth", "drop")]


def test_agreement_is_of_labels_and_of_jerky_or_smooth() -> None:
    seen = agreement(PAIRS)
    assert (seen.n, seen.both_jerky, seen.both_smooth) == (7, 2, 4)
    assert seen.same == pytest.approx(5 / 7)
    chance = (5 * 4 + 1 * 1 + 1 * 1) / 49
    assert seen.kappa == pytest.approx((5 / 7 - chance) / (1 - chance))


def test_agreement_by_one_label_alone_tells_nothing() -> None:
    assert np.isnan(agreement([("smooth", "smooth")] * 3).kappa)


def test_only_reps_on_which_both_agree_are_scored() -> None:
    reps = [{"label": first, "second": {"label": second}} for first, second in PAIRS]
    codes = [set[str](), {"hitch"}, set[str](), set[str](), {"trunk_swing"}, set[str](), {"drop"}]
    said = [("clip", rep, told) for rep, told in zip(reps, codes, strict=True)]
    every = scored([*said, ("clip", {}, {"yank"})])
    assert (every["jerky"], every["found"], every["smooth"], every["wrong"]) == (2, 1, 4, 1)
    assert (every["recall"], every["precision"]) == (0.5, 0.5)
    swing = scored(said, ("swing",))
    assert (swing["jerky"], swing["found"], swing["wrong"]) == (1, 1, 0)
    assert scored(said, ("bounce",))["recall"] is None


def test_range_and_tempo_are_made_too() -> None:
    source = type("Named", (), {"name": "clip:0"})()
    made = {plan.name.split("/")[1]: plan.reps for plan in plans(source)}  # type: ignore[arg-type]
    assert [rep.kind for rep in made["short_range"]] == ["calm", "calm", "short_range"]
    assert made["short_range"][-1].share.max() == pytest.approx(SHORT_OF, abs=0.01)
    *full, slow = made["speed_loss"]
    assert slow.lowering_from > 1.4 * max(rep.lowering_from for rep in full)


def test_the_spread_over_lifters_is_of_their_own_recalls() -> None:
    def lifter(found: int) -> Score:
        score = Score()
        score.there["yank", 0], score.found["yank", 0] = 4, found
        return score

    spread = by_lifter([lifter(4), lifter(2), lifter(0)])
    assert spread["yank"] == spread["all"] == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert spread["drop"] == []
