"""Phase times, recognition's features and the numbers of a rep, from constructed sets."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.exercises.spec import FEATURES
from formcheck.measures.limbs import ArmPosture, Girdle
from formcheck.reps.analysis import tracked_share
from formcheck.reps.features import features
from formcheck.reps.fit import fit_pull, minimum_jerk
from formcheck.reps.phases import CLEAN, _along
from formcheck.reps.sample import MEMORY_S, Memory, Sample, column
from formcheck.reps.segmentation import PullCycle
from formcheck.types import Reason
from support.sets import ConstructedSet, Pull, analyse, plain_set


@pytest.mark.parametrize(
    ("exercise", "fps"),
    [("bent_over_row", 24.0), ("bent_over_row", 60.0), ("seated_row", 30.0), ("face_pull", 30.0)],
)
def test_phases_of_minimum_jerk_pulls(exercise: str, fps: float) -> None:
    truth = plain_set(exercise, 2, fps=fps)
    reps = analyse(truth.poses()).pipeline.reps
    assert len(reps) == 2
    for rep, pull in zip(reps, truth.pulls, strict=True):
        assert rep.start_s == pytest.approx(pull.start_s, abs=0.07)
        assert rep.concentric_s == pytest.approx(pull.concentric_s, abs=0.07)
        assert rep.pause_s == pytest.approx(pull.pause_s, abs=max(0.07, 2.0 / fps))
        assert pull.contracted_s - 0.1 <= rep.peak_s <= pull.lowering_s + 0.1


@pytest.mark.parametrize("concentric_s", [0.5, 1.6])
@pytest.mark.parametrize("eccentric_s", [0.7, 1.2])
def test_phases_of_quick_and_slow_pulls(concentric_s: float, eccentric_s: float) -> None:
    pulls = tuple(Pull(1.5 + 4.5 * n, concentric_s, 0.4, eccentric_s) for n in range(3))
    reps = analyse(ConstructedSet(pulls=pulls).poses()).pipeline.reps
    for rep, pull in zip(reps, pulls, strict=True):
        # These arms turn in their joints by minimum jerk, and so their hands nearly do.
        assert rep.concentric_s == pytest.approx(concentric_s, abs=0.12)
        assert rep.eccentric_s == pytest.approx(eccentric_s, abs=0.15)
        assert rep.pause_s == pytest.approx(0.4, abs=0.12)
        assert rep.end_s == pytest.approx(pull.end_s, abs=0.15)


@pytest.mark.parametrize("bow", [0.0, 0.25])
def test_a_hand_by_minimum_jerk_gives_its_times_though_the_elbow_moves_otherwise(
    bow: float,
) -> None:
    """A nearly straight elbow bends with the root of the hand's way; a path may be bowed."""
    times = np.arange(0.0, 5.0, 1 / 30)
    share = minimum_jerk((times - 0.6) / 1.1) - minimum_jerk((times - 2.1) / 2.2)
    noise = np.random.default_rng(1).normal(0.0, 0.004, (5, len(times)))
    hand = np.stack([0.2 * share + bow * share * (1.0 - share), 0.6 * share], axis=1) + noise[:2].T
    beside = np.stack([0.3 * np.sqrt(share), 0.2 * share, 0.5 * np.sqrt(share)], axis=1)
    fit = fit_pull(times, hand, beside + noise[2:].T, (0.45, 1.8, 1.95, 4.5))
    assert fit is not None
    found = (fit.start_s, fit.contracted_s, fit.lowering_s, fit.end_s)
    assert found == pytest.approx((0.6, 1.7, 2.1, 4.3), abs=0.1)
    assert max(fit.pull_off, fit.lowering_off) < 0.05


def test_a_yank_spoils_the_fit_of_its_own_half_alone() -> None:
    times = np.arange(0.0, 4.5, 1 / 30)
    share = np.clip((times - 0.6) / 0.2, 0.0, 0.75) + 0.25 * np.clip((times - 0.8) / 0.6, 0.0, 1.0)
    share = np.minimum(share, 1.0) - minimum_jerk((times - 1.6) / 2.2)
    fit = fit_pull(times, share[:, None], np.empty((len(times), 0)), (0.6, 1.4, 1.6, 3.8))
    assert fit is not None
    assert fit.pull_off > CLEAN > fit.lowering_off
    assert fit.end_s == pytest.approx(3.8, abs=0.1)


def test_range_is_relative_to_the_set() -> None:
    pulls = tuple(Pull(1.5 + 4.5 * n, rom=rom) for n, rom in enumerate([1.0, 1.0, 1.0, 0.6]))
    reps = analyse(ConstructedSet(pulls=pulls).poses()).pipeline.reps
    assert [round(rep.rom, 2) for rep in reps] == pytest.approx([1.0, 1.0, 1.0, 0.6], abs=0.07)


def test_a_still_trunk_and_a_swinging_one() -> None:
    still, swung = analyse(plain_set(count=2, faults=("swing",)).poses()).pipeline.reps
    assert still.trunk_inclination_deg == pytest.approx(30.0, abs=0.5)
    assert still.trunk_swing_deg == pytest.approx(0.0, abs=0.5)
    assert swung.trunk_swing_deg == pytest.approx(25.0, abs=2.0)


def test_smooth_pulls_score_as_minimum_jerk() -> None:
    rep = analyse(plain_set(count=1).poses()).pipeline.reps[0]
    assert rep.smoothness_concentric == pytest.approx(-1.42, abs=0.06)
    hitched = analyse(plain_set(count=1, faults=("hitch",)).poses()).pipeline.reps[0]
    assert hitched.smoothness_concentric < rep.smoothness_concentric - 0.15


def test_the_back_of_each_rep() -> None:
    growing = plain_set(count=3, masks=True, growing_deg=(0.0, 15.0, 30.0))
    curvature = [rep.back_curvature for rep in analyse(growing.poses()).pipeline.reps]
    assert [item.max for item in curvature] == pytest.approx([0.0, 15.0, 30.0], abs=4.0)
    assert curvature[2].lumbar_max == pytest.approx(15.0, abs=5.0)
    assert curvature[2].thoracic_max == pytest.approx(15.0, abs=5.0)
    assert curvature[2].max > curvature[2].mean > 5.0
    assert all(item.quality > 0.5 for item in curvature)


def test_without_a_mask_the_rep_says_why_its_back_is_unknown() -> None:
    back = analyse(plain_set(count=1).poses()).pipeline.reps[0].back_curvature
    assert math.isnan(back.max)
    assert back.reason is Reason.NO_OUTLINE


def test_the_side_is_the_arm_that_was_followed() -> None:
    right = plain_set(count=1)
    left = replace(right, base=replace(right.base, facing="left"))
    assert analyse(right.poses()).pipeline.reps[0].side == "right"
    assert analyse(left.poses()).pipeline.reps[0].side == "left"


def pull(signal: str = "arm") -> PullCycle:
    return PullCycle(0.0, 0.8, 1.0, 5.0, 80.0, 8.0, complete=True, signal=signal)


def posed(share: float) -> ArmPosture:
    """Return an arm on its way from before the shoulder to the belly."""
    return ArmPosture(
        hand_x=1.0 - 0.6 * share, hand_y=0.2 + 0.3 * share, hand_away=0.0,
        elbow_x=0.5 - 0.5 * share, elbow_y=0.1 + 0.4 * share,
        elbow_deg=5.0 + 90.0 * share, bend_deg=5.0 + 90.0 * share, seen=0.9,
    )  # fmt: skip


def test_features_are_those_the_spec_knows() -> None:
    samples = [
        Sample(i / 30.0, trunk_deg=88.0, thigh_deg=2.0, side=1, found=True, yaw_deg=0.0,
               arms=(ArmPosture(), posed(min(i / 24.0, 1.0))),
               girdle=Girdle(1.0, 0.3, 0.5, 2.0, 1.0 - 0.002 * i, 0.2, 0.99))
        for i in range(31)
    ]  # fmt: skip
    found = features(samples, pull())
    assert set(found) == set(FEATURES)
    assert found["trunk_inclination_deg"] == 88.0
    assert found["trunk_upright_pct"] == 99.0
    assert found["hand_forward_travel_pct"] == pytest.approx(-60.0, abs=12.0)
    assert found["hand_up_travel_pct"] == pytest.approx(-30.0, abs=6.0)
    assert found["elbow_travel_deg"] == pytest.approx(90.0, abs=18.0)
    assert found["body_rise_pct"] == pytest.approx(4.8, abs=1.5)
    assert math.isnan(found["other_arm_pct"])
    # Seen from its other side, nothing but the picture's direction changes.
    mirrored = [
        replace(s, facing=-1, arms=(s.arms[0], s.arms[1]._replace(hand_x=-s.arms[1].hand_x)))
        for s in samples
    ]
    assert features(mirrored, pull())["hand_forward_travel_pct"] == pytest.approx(
        found["hand_forward_travel_pct"]
    )


@pytest.mark.parametrize(("moves", "pct"), [(0.0, 0.0), (0.2, 20.0), (1.0, 100.0)])
def test_what_a_hidden_arm_does_is_known_by_how_far_it_is_let_go(moves: float, pct: float) -> None:
    """The pose model lets a hidden arm rest or go along with the other, as it truly does."""
    samples = [
        Sample(
            i / 30.0,
            side=1,
            found=True,
            arms=(
                posed(moves * min(i / 24.0, 1.0))._replace(seen=0.03),
                posed(min(i / 24.0, 1.0)),
            ),
        )
        for i in range(31)
    ]
    found = features(samples, replace(pull(), arm=1))
    assert found["other_arm_pct"] == pytest.approx(pct, abs=2.0)


@pytest.mark.parametrize(("seen", "pct"), [(0.9, 54.0), (0.1, 0.0)])
def test_hands_travel_as_far_as_the_one_that_is_seen_to_move(seen: float, pct: float) -> None:
    """Who drinks lifts a hand, and a shoulder with it; the other hand hangs."""
    samples = [
        Sample(
            i / 30.0,
            side=1,
            found=True,
            arms=(posed(0.0), posed(min(i / 30.0, 1.0))._replace(seen=seen)),
        )
        for i in range(31)
    ]
    assert features(samples, pull())["hands_travel_pct"] == pytest.approx(pct, abs=2.0)


def test_a_trunk_keeps_still_though_the_lifter_seems_to_turn_round() -> None:
    """A trunk of 14 degrees is one of 166 to who believes the lifter looks the other way."""
    samples = [
        Sample(
            i / 30.0,
            trunk_deg=14.0 if i % 2 else 166.0,
            facing=1 if i % 2 else -1,
            side=1,
            found=True,
        )
        for i in range(60)
    ]
    cycle = replace(pull(), end_s=1.9)
    assert features(samples, cycle)["trunk_travel_deg"] == pytest.approx(0.0, abs=1e-9)


def test_features_of_an_unseen_pull_are_nan() -> None:
    found = features([Sample(i / 30.0) for i in range(20)], pull())
    assert all(math.isnan(value) for value in found.values())


def test_memory_keeps_a_while_and_finds_by_time() -> None:
    memory = Memory()
    for i in range(1000):
        memory.push(Sample(0.1 * i, elbow_deg=float(i)))
    np.testing.assert_array_equal(
        column(memory.between(98.95, 99.25), "elbow_deg"), [990.0, 991.0, 992.0]
    )
    assert len(memory.between(0.0, 200.0)) == round(MEMORY_S / 0.1) + 1


def test_tracked_share() -> None:
    assert tracked_share([]) == 0.0
    assert tracked_share([Sample(0.0, found=True), Sample(0.1), Sample(0.2)]) == pytest.approx(
        1 / 3
    )


def test_frames_that_stand_still_on_a_few_places_bend_no_path() -> None:
    """A pose that jumps between three places, as a damaged recording has it."""
    parts = np.repeat(np.array([[0.0, 0.0], [0.5, 0.4], [1.0, 0.0]]), 4, axis=0)
    inside = np.ones(len(parts), dtype=bool)
    way = _along(parts, inside, parts.mean(axis=0), np.eye(2))
    assert way[-1] - way[0] == pytest.approx(1.0)
