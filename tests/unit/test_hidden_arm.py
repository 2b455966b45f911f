"""One arm rows, the other holds still: the near one, and the one behind the trunk."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from formcheck.measures.limbs import UNSEEN_ARM, ArmPosture
from formcheck.reps.hidden import HiddenArm, beside_a_still_arm
from formcheck.reps.sample import Sample
from formcheck.reps.segmentation import PullCycle
from formcheck.skeleton import Side, of_side
from formcheck.types import NAN, Pose, Reason
from support.sets import Told, analyse, plain_set
from support.skeletons import build

HIDDEN = 0.05
SEEN = 0.95
NEAR: Side = "right"
FAR: Side = "left"


def one_arm(works: Side, count: int = 3) -> list[tuple[float, Pose]]:
    """Return rows of one arm, filmed from the right; the left one is hardly visible."""
    made = plain_set("bent_over_row", count)
    still = build(made.figure(0.0))
    frames = []
    for time_s, pose in made.poses():
        xy, world, seen = pose.xy.copy(), pose.world.copy(), pose.visibility.copy()
        rests = FAR if works == NEAR else NEAR
        for part in ("elbow", "wrist"):
            joint = of_side(part, rests)
            xy[joint], world[joint] = still.xy[joint], still.world[joint]
            seen[of_side(part, FAR)], seen[of_side(part, NEAR)] = HIDDEN, SEEN
        frames.append((time_s, replace(pose, xy=xy, world=world, visibility=seen)))
    return frames


def test_the_near_arm_counts_alone() -> None:
    assert len(analyse(one_arm(NEAR)).pipeline.reps) == 3


@pytest.fixture(scope="module")
def hidden() -> Told:
    return analyse(one_arm(FAR))


def test_the_hidden_arm_counts_while_the_near_one_is_still(hidden: Told) -> None:
    assert [rep.side for rep in hidden.pipeline.reps] == [FAR] * 3
    assert hidden.pipeline.exercise.name == "single_arm_row"


def test_what_a_hidden_arm_does_is_not_measured(hidden: Told) -> None:
    for rep in hidden.pipeline.reps:
        guessed = (rep.rom, rep.concentric_s, rep.pause_s, rep.eccentric_s, rep.retraction_pct)
        assert all(map(math.isnan, guessed))
        assert rep.arm.elbow_reason is rep.scapula.reason is Reason.LOW_VISIBILITY
        assert math.isfinite(rep.trunk_inclination_deg)
    assert hidden.pipeline.flags == ()


def test_one_pull_of_a_hidden_arm_is_a_guess() -> None:
    assert analyse(one_arm(FAR, 1)).pipeline.reps == ()


def pull(start_s: float, way: float = 1.0) -> PullCycle:
    return PullCycle(
        start_s, start_s + 1.0, start_s + 3.0, NAN, NAN, NAN, complete=True, arm=0, way=way
    )


def test_a_like_pull_confirms_the_first_and_those_after_count_at_once() -> None:
    arm = HiddenArm()
    first, second, third = (pull(4.0 * k) for k in range(3))
    told = [arm.confirmed(first), arm.confirmed(second), arm.confirmed(third)]
    assert told == [[], [first, second], [third]]


@pytest.mark.parametrize("second", [pull(20.0), pull(4.0, 0.4), pull(1.0)])
def test_what_comes_late_or_goes_less_far_or_overlaps_confirms_nothing(second: PullCycle) -> None:
    arm = HiddenArm()
    assert arm.confirmed(pull(0.0)) == []
    assert arm.confirmed(second) == []


def test_a_pull_of_the_near_arm_between_confirms_nothing() -> None:
    arm = HiddenArm()
    arm.confirmed(pull(0.0))
    arm.interrupt()
    assert arm.confirmed(pull(4.0)) == []


@pytest.mark.parametrize(("reach", "seen", "still"), [
    (0.0, SEEN, True), (0.2, SEEN, True), (0.3, SEEN, False), (0.0, HIDDEN, False),
    (0.0, 0.6, True),
])  # fmt: skip
def test_the_near_arm_is_still_where_it_is_seen_to_be(
    reach: float, seen: float, still: bool
) -> None:
    samples = [
        Sample(
            0.1 * k,
            found=True,
            arms=(UNSEEN_ARM, ArmPosture(reach * (k % 2), 1.0, 0.0, 0.0, 0.5, 10.0, 10.0, seen)),
        )
        for k in range(30)
    ]
    assert beside_a_still_arm(pull(0.0), samples) is still
