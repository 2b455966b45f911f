"""Time courses: phases tile, faults are where the truth says, splits do not meet."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("numba", reason="the studio extra is not installed (numba)")

from studio.anatomy import ROSTER
from studio.dataset import SCHEDULE, SPLITS, clip_seed, clip_spec, frame_times
from studio.draw import SPLIT_BODIES
from studio.exercises.base import Style
from studio.exercises.registry import EXERCISES, NOT_EXERCISES
from studio.faults import PLANTERS, possible_faults, timed
from studio.motion import Rep, Session, SetPlan, lower_curve, pull_curve
from studio.performance import Performance, pose, rep_truths
from studio.samples import SAMPLES
from studio.truth import FAULT_CODES, PHASES

CLEAN = Rep()


def session(*reps: Rep) -> Session:
    """A session of one set."""
    return Session((SetPlan(reps, sway_deg=0.0),))


def test_phases_tile_the_repetition() -> None:
    plan = session(CLEAN, CLEAN)
    times = np.arange(0.0, plan.duration_s, 0.01)
    states = [plan.state_at(t) for t in times]
    assert {s.phase for s in states} <= set(PHASES)
    changes = [a.phase for a, b in itertools.pairwise(states) if a.phase != b.phase]
    rep = ["concentric", "pause", "eccentric"]
    assert changes == ["idle", "enter", "settle", *rep, "rest", *rep, "rest", "settle", "leave"]
    for truth in rep_truths(plan):
        total = truth.concentric_s + truth.pause_s + truth.eccentric_s
        assert truth.end_s - truth.start_s == pytest.approx(total, abs=1e-3)
        assert plan.state_at(truth.peak_s).pull[0] == pytest.approx(1.0)
        assert plan.state_at(truth.end_s + 0.01).pull[0] == pytest.approx(0.0)


def test_a_clean_stroke_is_minimum_jerk() -> None:
    t = np.linspace(0, 1, 2001)
    speed = np.gradient([pull_curve("clean", v) for v in t], t)
    assert speed.max() == pytest.approx(1.875, rel=1e-3)
    assert t[speed.argmax()] == pytest.approx(0.5, abs=0.01)


def test_each_bad_stroke_shows_its_own_sign() -> None:
    t = np.linspace(0, 1, 501)
    yank = [pull_curve("yank", v) for v in t]
    hitch = np.array([pull_curve("hitch", v) for v in t])
    bounce = np.array([lower_curve("bounce", v) for v in t])
    drop = np.array([lower_curve("drop", v) for v in t])
    assert np.interp(0.30, t, yank) > 0.7 > 3 * pull_curve("clean", 0.30)
    assert (np.diff(hitch) < -1e-4).any()
    assert not (np.diff(yank) < -1e-9).any()
    low = int(bounce.argmin())
    assert bounce[low:].max() > 0.15
    assert -np.gradient(drop, t).min() > 2.0


def test_a_shrug_lifts_only_while_pulling() -> None:
    plan = session(replace(CLEAN, shrug_deg=20.0))
    truth = rep_truths(plan)[0]
    assert plan.state_at(truth.start_s).shrug_deg[0] == pytest.approx(0.0)
    assert plan.state_at(truth.peak_s).shrug_deg[0] == pytest.approx(20.0)


def test_flexion_reaches_its_value_in_the_pull_and_ends_with_the_set() -> None:
    plan = session(CLEAN, replace(CLEAN, lumbar_deg=20.0))
    first, second = rep_truths(plan)
    assert plan.state_at(first.end_s).lumbar_deg == pytest.approx(0.0)
    assert plan.state_at(second.start_s + 1.2 * second.concentric_s).lumbar_deg == pytest.approx(
        20.0
    )
    assert plan.state_at(plan.duration_s).lumbar_deg == pytest.approx(0.0, abs=1e-6)


def test_a_late_scapula_follows_the_elbow() -> None:
    plan = session(replace(CLEAN, scapula_delay_s=0.4))
    state = plan.state_at(rep_truths(plan)[0].start_s + 0.5)
    assert state.pull[0] > 0.4 > 0.1 > state.scapula[0]


def test_a_one_sided_set_moves_one_side() -> None:
    plan = session(replace(CLEAN, side="left"))
    state = plan.state_at(rep_truths(plan)[0].peak_s)
    assert state.pull == (1.0, 0.0)
    assert state.side == "left"


def test_a_set_of_one_side_says_so_and_rests_the_other() -> None:
    plan = Session((SetPlan((CLEAN,), side="right"),))
    assert [rep.side for rep in rep_truths(plan)] == ["right"]
    assert plan.state_at(rep_truths(plan)[0].peak_s).pull == (0.0, 1.0)


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_nothing_jumps(name: str) -> None:
    side = "right" if name.startswith("single") else "both"
    brisk = replace(CLEAN, eccentric_s=1.2)
    plan = SetPlan(() if name in NOT_EXERCISES else (brisk,), settle_s=0.1, side=side)
    performance = Performance(name, ROSTER[0], Style(), Session((plan,)))
    joints = ("left_wrist", "right_wrist", "left_ankle", "right_elbow", "head", "c7")
    steps = np.arange(0.0, performance.session.duration_s, 1 / 12)
    path = np.array([[pose(performance, t)[0][j] for j in joints] for t in steps])
    speed = np.linalg.norm(np.diff(path, axis=0), axis=-1) * 12
    assert speed.max() < 5.0, "metres a second"


@pytest.mark.parametrize("code", sorted(PLANTERS))
def test_a_planted_fault_changes_the_repetitions_it_names(code: str) -> None:
    reps = (CLEAN,) * 3
    changed, planted = PLANTERS[code](reps, 1, np.random.default_rng(3))
    assert planted
    assert all(fault.code in FAULT_CODES for fault in planted)
    assert {fault.rep for fault in planted} <= {-1, 0, 1, 2}
    if code != "uneven_sides":
        assert changed[0] == CLEAN
    assert any(a != b for a, b in zip(changed, reps, strict=True))
    plan = session(*changed)
    for fault in timed(planted, plan):
        assert 0 < fault.start_s < fault.end_s <= plan.duration_s


def test_every_fault_can_occur_and_every_exercise_is_scheduled() -> None:
    assert {c for name in EXERCISES for c in possible_faults(name)} == set(PLANTERS)
    assert set(SCHEDULE) == set(EXERCISES)
    assert all(not possible_faults(name) for name in NOT_EXERCISES)


def test_a_specification_is_deterministic_and_becomes_json() -> None:
    first, second = clip_spec("tune", 5), clip_spec("tune", 5)
    assert first == second
    assert json.loads(json.dumps(first.as_dict()))["exercise"] == first.exercise
    assert clip_spec("tune", 6) != first


def test_splits_share_neither_bodies_nor_seeds() -> None:
    used = [set(SPLIT_BODIES[split]) for split in SPLITS]
    assert not used[0] & used[1]
    assert not used[0] & used[2]
    assert not used[1] & used[2]
    seeds = [clip_seed(split, i) for split in SPLITS for i in range(300)]
    assert len(set(seeds)) == len(seeds)
    with pytest.raises(ValueError, match="unknown split"):
        clip_spec("other", 0)


def test_faults_do_not_travel_with_neck_clothes_or_camera() -> None:
    specs = [clip_spec("tune", i) for i in range(160)]
    sick = np.array([bool(s.planted) for s in specs])
    for column in (
        [s.style.neck_deg for s in specs],
        [s.body.loose for s in specs],
        [s.scene.camera.yaw_deg for s in specs],
    ):
        assert abs(np.corrcoef(sick, column)[0, 1]) < 0.25


def test_frame_times_rise_and_vary_only_when_asked() -> None:
    steady = np.diff(frame_times(4.0, 25.0, False, 1))
    phone = np.diff(frame_times(4.0, 25.0, True, 1))
    assert steady == pytest.approx(0.04)
    assert phone.min() > 0
    assert phone.std() > 0.004


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_recipe_of_a_sample_names_faults_inside_its_time(name: str) -> None:
    performance, _ = SAMPLES[name]()
    assert 15 < performance.session.duration_s < 24
    assert len(performance.session.timed_reps) >= 5
    for fault in performance.faults:
        assert fault.code in FAULT_CODES
        assert 0 < fault.start_s < fault.end_s <= performance.session.duration_s
