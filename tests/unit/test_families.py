"""Trees that tell pulls from presses, and what a cycle's numbers are."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.exercises.families import LIKENESS, NONE, PULL, Families, families
from formcheck.exercises.recognition import UNSURE_PCT, ExerciseRecogniser
from formcheck.exercises.registry import get, recognisable
from formcheck.exercises.spec import FEATURES
from formcheck.measures.posture import ARMS, BODY, PLACES, posture
from formcheck.reps.cycle_numbers import SIZE, cycle_numbers
from formcheck.reps.sample import Sample
from formcheck.skeleton import Landmark as L
from support.sets import analyse, plain_set
from support.skeletons import Figure, build


def stump() -> Families:
    """Return two trees: one asks number 1 against 0.5, one is a leaf."""
    return Families({
        "split": np.array([[1, -1, -1], [-1, -1, -1]], np.int8),
        "limit": np.array([[0.5, 0, 0], [0, 0, 0]], np.float32),
        "left": np.array([[1, 0, 0], [0, 0, 0]], np.int16),
        "right": np.array([[2, 0, 0], [0, 0, 0]], np.int16),
        "share": np.array([[[0, 0], [1, 0], [0, 1]], [[0.5, 0.5], [0, 0], [0, 0]]], np.float16),
        "names": np.array(["none", "row"]),
    })  # fmt: skip


def test_trees_vote() -> None:
    low, high = stump().shares(np.array([9.0, 0.2])), stump().shares(np.array([9.0, 0.8]))
    assert low == {"none": pytest.approx(0.75), "row": pytest.approx(0.25)}
    assert high == {"none": pytest.approx(0.25), "row": pytest.approx(0.75)}


def test_the_bundled_trees_know_every_family_and_sum_to_one() -> None:
    grown = families()
    assert {f"{name}_like_pct" for name in grown.names if name != NONE} == set(LIKENESS) - {PULL}
    rng = np.random.default_rng(1)
    for _ in range(20):
        shares = grown.shares(rng.normal(size=SIZE))
        assert sum(shares.values()) == pytest.approx(1.0, abs=1e-6)
        assert min(shares.values()) >= 0.0


def test_every_pull_of_the_arms_asks_the_trees() -> None:
    for spec in recognisable():
        asks = any(name in LIKENESS for name in spec.bands)
        assert asks == (not {"shrug", "hinge"} & set(spec.signals)), spec.name


@pytest.mark.parametrize("yaw_deg", [-60.0, 0.0, 35.0, 80.0])
def test_posture_does_not_depend_on_where_the_camera_stands(yaw_deg: float) -> None:
    figure = Figure(trunk_deg=40.0, upper_arm_deg=20.0, elbow_deg=70.0, mask_height=None)
    side = np.array(posture(build(figure), 100.0))
    turned = build(Figure(**{**figure.__dict__, "yaw_deg": yaw_deg}))
    other = np.array(posture(turned, 100.0))
    for part in (*ARMS, BODY):
        np.testing.assert_allclose(other[part], side[part], atol=1e-6)


def test_hands_before_the_chest_are_forward_and_hands_overhead_up() -> None:
    forward = np.array(posture(build(Figure(upper_arm_deg=-90.0, elbow_deg=0.0)), 100.0))
    overhead = np.array(posture(build(Figure(upper_arm_deg=-179.0, elbow_deg=0.0)), 100.0))
    assert forward[ARMS[0]][2] > 0.8
    assert abs(forward[ARMS[0]][1]) < 0.2
    assert overhead[ARMS[1]][1] > 0.8
    assert forward[BODY][0] == pytest.approx(1.0, abs=0.05)


def test_gravity_tells_supine_from_prone() -> None:
    lying = build(Figure(trunk_deg=2.0))
    prone = np.array(posture(lying, 100.0))[BODY][1]
    assert prone < -0.9
    # Turned over: the picture upside down.
    over = lying.world * np.array([1.0, -1.0, 1.0])
    supine = replace(lying, world=over * np.array([1.0, 1.0, -1.0]))
    assert np.array(posture(supine, 100.0))[BODY][1] > 0.9


def frames(angles: list[float]) -> list[Sample]:
    """Return samples of arms that bend so."""
    return [
        Sample(i / 30.0, found=True, side=1,
               posture=posture(build(Figure(elbow_deg=a, mask_height=None)), 100.0))
        for i, a in enumerate(angles)
    ]  # fmt: skip


def test_a_cycle_tells_both_ends_and_the_way_between() -> None:
    angles = [5.0 + 100.0 * math.sin(math.pi * i / 60.0) for i in range(61)]
    numbers = cycle_numbers(frames(angles), 1, (0.0, 1.0, 2.0))
    assert numbers.shape == (SIZE,)
    extended, contracted = numbers[6] * 180.0, numbers[22] * 180.0
    assert extended == pytest.approx(20.0, abs=16.0)
    assert contracted == pytest.approx(104.0, abs=4.0)
    assert numbers[38 + 6] * 180.0 == pytest.approx(contracted - extended, abs=1e-6)
    held = cycle_numbers(frames(angles[:31]), 1, (0.0, 1.0, 1.0))
    assert held[22] * 180.0 == pytest.approx(contracted, abs=5.0)
    assert held[6] * 180.0 < 35.0
    assert np.isnan(cycle_numbers([Sample(0.0)], 1, (0.0, 1.0, 2.0))).all()


def unlike() -> dict[str, float]:
    """Return features that fit no exercise, of a cycle that is like a pull."""
    return dict.fromkeys(FEATURES, 900.0) | dict.fromkeys(LIKENESS, 12.0) | {PULL: 60.0}


def test_two_cycles_like_pulls_count_without_a_name() -> None:
    recogniser = ExerciseRecogniser(None)
    assert not recogniser.judge(unlike(), time_s=2.0)
    assert recogniser.fits(unlike())
    assert recogniser.judge(unlike(), time_s=5.0)
    assert recogniser.guess.name == "unknown"


def test_what_is_no_pull_never_counts_however_often_it_repeats() -> None:
    recogniser = ExerciseRecogniser(None)
    for time_s in (2.0, 5.0, 8.0, 11.0):
        assert not recogniser.judge(unlike() | {PULL: UNSURE_PCT - 5.0}, time_s=time_s)


def test_a_lone_cycle_that_is_hardly_like_a_pull_waits_for_its_like() -> None:
    bands = get("bent_over_row").bands
    row = {n: 0.5 * (bands[n].low + bands[n].high) if n in bands else math.nan for n in FEATURES}
    assert ExerciseRecogniser(None).judge(row | {PULL: 80.0})
    recogniser = ExerciseRecogniser(None)
    assert not recogniser.judge(row | {PULL: 40.0}, time_s=1.0)
    assert recogniser.judge(row | {PULL: 40.0}, time_s=4.0)


def test_a_set_that_ends_pulled_in_tells_its_last_rep_as_partial() -> None:
    whole = plain_set("bent_over_row", 3)
    last = whole.pulls[-1]
    times = [t for t in whole.times() if t <= last.contracted_s + 0.1]
    pipeline = analyse(whole.poses(times)).pipeline
    assert [rep.complete for rep in pipeline.reps] == [True, True, False]
    assert math.isnan(pipeline.reps[-1].eccentric_s)
    assert pipeline.reps[-1].concentric_s == pytest.approx(last.concentric_s, abs=0.25)


def test_one_pull_that_the_end_cuts_is_no_rep() -> None:
    whole = plain_set("bent_over_row", 1)
    times = [t for t in whole.times() if t <= whole.pulls[0].contracted_s + 0.1]
    pipeline = analyse(whole.poses(times)).pipeline
    assert not pipeline.reps


def test_landmark_names_are_left_before_right() -> None:
    assert PLACES.stop == len(posture(build(Figure()), 100.0))
    assert L.LEFT_WRIST < L.RIGHT_WRIST
