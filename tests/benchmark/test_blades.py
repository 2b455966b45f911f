"""The benchmark of the blades: what its lifters do, and how an answer is scored."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.types import FloatArray
from tests.benchmark.accuracy.scoring import _from_extended as from_extended
from tests.benchmark.blades.clips import YAWS, kinds_of, make_clip
from tests.benchmark.blades.courses import Kind, draw_courses, make_session
from tests.benchmark.blades.readings import Played, Told, add_hand_line, with_true_arm
from tests.benchmark.blades.ruler import Arm, shoulders
from tests.benchmark.blades.scoring import at_limit, begins, best_limit, errors
from tests.benchmark.support import FIRST_S, REP_S, made_truth

SPLITS = ("tune", "validate")


def columns(kind: Kind) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return times, pull, near blade's share and shrug of a repetition with its rest."""
    courses, reps = draw_courses((kind,), np.random.default_rng(3))
    session = make_session(courses, reps, "left", "both", 1)
    start, rep = session.timed_reps[0]
    times = np.arange(start, start + rep.duration_s, 0.02)
    states = [session.state_at(float(t)) for t in times]
    return (
        times - start,
        np.array([s.pull[0] for s in states]),
        np.array([s.scapula[0] for s in states]),
        np.array([s.shrug_deg[0] for s in states]),
    )


@pytest.mark.parametrize("kind", ["clean", "early"])
def test_a_blade_that_leads_has_begun_while_the_elbow_is_straight(kind: Kind) -> None:
    times, pull, blade, _ = columns(kind)
    begun = blade[np.flatnonzero(pull > 0.01)[0]]
    assert begun > (0.8 if kind == "early" else 0.05)
    assert begins(times, pull) - begins(times, blade) > 0.1


def test_a_late_blade_begins_well_after_the_elbow_and_still_gets_there() -> None:
    times, pull, blade, _ = columns("late")
    assert begins(times, blade) - begins(times, pull) > 0.3
    assert blade.max() > 0.8


def test_the_others_stay_rise_or_are_kept_back() -> None:
    assert columns("stays")[2].max() < 0.2
    assert columns("near_stays")[2].max() < 0.2
    assert columns("far_stays")[2].max() > 0.8
    _, _, blade, shrug = columns("rises")
    assert blade.max() < 0.2
    assert shrug.max() > 12.0
    _, pull, blade, _ = columns("kept")
    assert pull[-1] == 0.0
    assert blade[-1] > 0.6


def test_a_kept_blade_is_where_it_was_left_when_the_next_pull_begins() -> None:
    courses, reps = draw_courses(("kept", "clean"), np.random.default_rng(3))
    session = make_session(courses, reps, "left", "both", 1)
    second = session.timed_reps[1][0]
    before, after = (session.state_at(second + dt).scapula[0] for dt in (-0.01, 0.01))
    assert before == pytest.approx(after, abs=0.02)
    assert before > 0.6


def test_half_of_all_repetitions_are_not_clean_and_every_kind_is_in_both_splits() -> None:
    for split in SPLITS:
        kinds = [k for i in range(len(YAWS[split])) for k in kinds_of(split, i)]  # type: ignore[arg-type]
        assert 0.4 < np.mean([kind != "clean" for kind in kinds]) < 0.6
        assert {"stays", "late", "kept", "rises"} <= set(kinds)


def test_a_clip_is_the_same_whenever_it_is_made() -> None:
    first = make_clip("tune", 1)
    make_clip.cache_clear()
    assert make_clip("tune", 1) == first
    assert make_clip("tune", 2) != first


def made(answer: float) -> Played:
    """Return a clip whose blade follows the hand, and something else that an answer has partly."""
    truth = made_truth()
    count, angle = len(truth.times_s), 2.0 * np.pi * (truth.times_s - FIRST_S) / REP_S
    # All of it is 0 where a repetition begins: change is counted from there.
    hand = np.column_stack([1.0 - np.cos(angle), np.sin(angle)])
    other = 2.0 * np.sin(3.0 * angle)
    none, unknown = np.zeros(count), np.full(count, np.nan)
    truth = replace(truth, retraction_pct=5.0 * hand[:, 0] + other, elevation_pct=none)
    said = from_extended(truth, 5.0 * hand[:, 0] + answer * other)
    told = {
        "said": Told(said, none, np.ones(count), unknown),
        "always 0": Told(none, none, unknown, unknown),
    }
    return Played("made", 0.0, ("clean",) * 3, truth, hand, none, told)


def test_an_answer_that_knows_the_hand_alone_is_worth_nothing_given_the_hand() -> None:
    clip = made(answer=0.0)
    error = errors([clip], "said", "retraction")
    assert error.given_hand == pytest.approx(error.open, rel=0.05)
    full = errors([made(answer=1.0)], "said", "retraction")
    assert full.given_hand == pytest.approx(0.0, abs=1e-6)
    assert full.r == pytest.approx(1.0)
    assert (full.rmse, full.covered) == (pytest.approx(0.0, abs=1e-6), (1.0, 1.0))


def test_the_clips_own_line_through_the_hand_leaves_what_is_open() -> None:
    clip = made(answer=0.0)
    add_hand_line([clip], [clip])
    own = errors([clip], "hand, the clip's own line", "retraction")
    assert own.given_hand == pytest.approx(own.open, rel=0.05)
    assert own.rmse < errors([clip], "always 0", "retraction").rmse


def test_a_limit_is_the_one_that_finds_most_where_nearly_all_it_tells_is_right() -> None:
    reps = [(5.0, True), (4.0, True), (3.0, False), (2.0, True), (math.nan, True)]
    assert best_limit(reps) == 4.0
    found = at_limit(reps, 4.0)
    assert (found.precision, found.recall, found.planted) == (1.0, 0.5, 4)
    assert best_limit([(1.0, False)]) == math.inf
    assert math.isnan(at_limit([(1.0, True)], math.inf).precision)


def test_onset_is_where_a_fifth_of_the_way_is_done() -> None:
    times = np.arange(0.0, 2.0, 0.1)
    assert begins(times, np.clip(times - 0.5, 0.0, 1.0)) == pytest.approx(0.7, abs=0.02)


def test_a_true_arm_keeps_the_shoulder_as_it_was_seen() -> None:
    truth = made_truth()
    joints = {f"left_{part}": truth.joints["left_hip"] + 9.0 for part in ("elbow", "wrist", "ear")}
    truth = replace(truth, joints={**truth.joints, **joints, "right_ear": joints["left_ear"]})
    seen = np.zeros((len(truth.times_s), 2))
    arm = with_true_arm(Arm(seen, seen, seen, seen, seen, 1.0), truth)
    assert (arm.shoulder == 0.0).all()
    assert (arm.wrist == joints["left_wrist"]).all()
    assert (arm.trunk > 0.0).all()


def flat_arm(back: float, bend_deg: float) -> tuple[Arm, FloatArray]:
    """Return an arm across a trunk that stands; the landmark of its shoulder sees a fifth."""
    upper = fore = 60.0
    shoulder = np.array([[100.0 - share, 100.0] for share in (0.0, 0.0, 0.0, back)])
    bend = np.radians([0.0, 0.0, 0.0, bend_deg])
    elbow = shoulder + np.array([upper, 0.0])
    wrist = elbow + fore * np.column_stack([np.cos(bend), -np.sin(bend)])
    hip, top = np.tile([100.0, 300.0], (4, 1)), np.tile([100.0, 80.0], (4, 1))
    seen = shoulder + np.array([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.8 * back, 0.0]])
    return Arm(seen, elbow, wrist, hip, top, 1.0), shoulder


@pytest.mark.parametrize("bend_deg", [0.0, 60.0])
def test_an_arm_across_the_trunk_shows_the_shoulder_that_its_landmark_hides(
    bend_deg: float,
) -> None:
    arm, true = flat_arm(20.0, bend_deg)
    found = shoulders(arm)
    assert abs(found[3, 0] - true[3, 0]) < 0.6 * abs(arm.shoulder[3, 0] - true[3, 0])
    assert np.abs(found[0] - true[0]).max() < 1.0
    assert arm.across(found)[3, 0] - arm.across(found)[0, 0] > 0.0, "backwards is positive"
