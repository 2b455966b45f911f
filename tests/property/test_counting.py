"""What the count may not depend on, and what never fails whatever comes in."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.measures.registry import MEASURES
from formcheck.types import ExerciseRecognised, Pose
from support.sets import Told, analyse, plain_set
from support.skeletons import mirror

EXERCISES = ("bent_over_row", "seated_row", "face_pull")
Frames = list[tuple[float, Pose]]


@cache
def frames(exercise: str, fps: float = 30.0) -> Frames:
    return plain_set(exercise, 2, fps=fps).poses()


def count(told: Told) -> int:
    return len(told.pipeline.reps)


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize(("fps", "fewer"), [(60.0, 24.0), (30.0, 15.0)])
def test_resampling_keeps_the_count(exercise: str, fps: float, fewer: float) -> None:
    fast = frames(exercise, fps)
    # Every output frame is the last input frame before it, as a decoder would have it.
    picks = [int(i * fps / fewer) for i in range(int(len(fast) * fewer / fps))]
    told = analyse([fast[i] for i in picks])
    assert count(told) == count(analyse(fast)) == 2
    assert told.pipeline.exercise.name == exercise


@settings(max_examples=5)
@given(st.sampled_from(EXERCISES), st.integers(0, 2**32 - 1))
def test_losing_a_tenth_of_the_frames_keeps_the_count(exercise: str, seed: int) -> None:
    keep = np.random.default_rng(seed).random(len(frames(exercise))) >= 0.1
    told = analyse([f for f, kept in zip(frames(exercise), keep, strict=True) if kept])
    assert count(told) == 2


@settings(max_examples=5)
@given(st.sampled_from(EXERCISES), st.integers(0, 2**32 - 1))
def test_nobody_in_a_tenth_of_the_frames_keeps_the_count(exercise: str, seed: int) -> None:
    keep = np.random.default_rng(seed).random(len(frames(exercise))) >= 0.1
    told = analyse(
        [(t, p if kept else None) for (t, p), kept in zip(frames(exercise), keep, strict=True)]
    )
    assert count(told) == 2


@settings(max_examples=5)
@given(st.sampled_from(EXERCISES), st.floats(0.6, 1.6), st.floats(0.0, 5000.0))
def test_tempo_and_start_time_keep_the_count(exercise: str, pace: float, start_s: float) -> None:
    told = analyse([(start_s + pace * t, pose) for t, pose in frames(exercise)])
    assert count(told) == 2


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_cut_in_the_middle_of_a_rep_costs_that_rep_alone(exercise: str, share: float) -> None:
    """The recording begins in the first pull, or ends in the last."""
    first, last = plain_set(exercise, 2).pulls
    from_s = first.start_s + share * first.concentric_s
    until_s = last.start_s + share * last.concentric_s
    assert count(analyse([f for f in frames(exercise) if f[0] >= from_s])) in (1, 2)
    ended = analyse([f for f in frames(exercise) if f[0] <= until_s])
    assert count(ended) == 1
    late = first.lowering_s + share * first.eccentric_s
    assert count(analyse([f for f in frames(exercise) if f[0] >= late])) == 1


@pytest.mark.parametrize(("first", "then"), [("bent_over_row", "face_pull"), ("face_pull",) * 2])
def test_sets_one_after_the_other_add_up(first: str, then: str) -> None:
    """A superset, and a drop set: both exercises are named, and no rep is made of their join."""
    before = frames(first)
    gap_s = before[-1][0] + 3.0
    told = analyse([*before, *((gap_s + t, pose) for t, pose in frames(then))])
    assert count(told) == 4
    named = [e.guess.name for e in told.events if isinstance(e, ExerciseRecognised)]
    assert [name for name in named if name != "unknown"] == list(dict.fromkeys([first, then]))


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_mirror_keeps_everything_but_the_side(exercise: str) -> None:
    seen = analyse(frames(exercise)).pipeline.reps
    flipped = analyse([(t, mirror(pose)) for t, pose in frames(exercise)]).pipeline.reps
    assert [rep.side for rep in seen] == ["right", "right"]
    assert [rep.side for rep in flipped] == ["left", "left"]
    for a, b in zip(seen, flipped, strict=True):
        for name in ("start_s", "concentric_s", "eccentric_s", "rom", "trunk_inclination_deg",
                     "retraction_pct", "elevation_pct", "smoothness_concentric"):  # fmt: skip
            assert getattr(a, name) == pytest.approx(getattr(b, name), abs=1e-6, nan_ok=True)
        assert a.flags == b.flags


def test_the_same_poses_give_the_same_answer() -> None:
    short = plain_set(count=1, masks=True, faults=("round",)).poses()
    first, second = analyse(short), analyse(short)
    assert repr(first.events) == repr(second.events)
    assert repr(first.pipeline.reps) == repr(second.pipeline.reps)
    for a, b in zip(first.results, second.results, strict=True):
        assert repr(a.measures) == repr(b.measures)


KINDS = ("nobody", "all", "arm", "point", "world", "depth", "unseen", "far away", "doubled", "mask")


def spoilt(pose: Pose, kind: str, rng: np.random.Generator) -> Pose | None:  # noqa: C901
    """Return a pose as no estimator should give it."""
    xy, world = pose.xy.copy(), pose.world.copy()
    if kind == "nobody":
        return None
    if kind == "all":
        xy[:] = world[:] = math.nan
    elif kind == "arm":
        xy[11:23] = math.nan
    elif kind == "point":
        xy[rng.integers(33)] = math.nan
    elif kind == "world":
        world[rng.integers(33)] = math.nan
    elif kind == "depth":
        return replace(pose, depth=np.full(33, math.nan))
    elif kind == "unseen":
        return replace(pose, visibility=np.zeros(33))
    elif kind == "far away":
        xy += rng.normal(0.0, 400.0, 2)
    elif kind == "doubled":
        xy[:] = xy[0]
    elif kind == "mask":
        return replace(pose, mask=rng.random((48, 64), dtype=np.float32))
    return replace(pose, xy=xy, world=world)


@settings(max_examples=12)
@given(
    st.integers(0, 2**32 - 1),
    st.lists(st.sampled_from(KINDS), min_size=1, max_size=4, unique=True),
    st.floats(0.05, 1.0),
)
def test_whatever_comes_in_nothing_is_raised_and_every_measure_is_there(
    seed: int, kinds: list[str], share: float
) -> None:
    rng = np.random.default_rng(seed)
    poses = [
        (t, spoilt(pose, kinds[rng.integers(len(kinds))], rng) if rng.random() < share else pose)
        for t, pose in frames("bent_over_row")[::2]
    ]
    told = analyse(poses)
    assert count(told) <= 3
    for result in told.results:
        assert list(result.measures) == list(MEASURES)
        for measure in result.measures.values():
            assert not math.isinf(measure.value)
            assert math.isnan(measure.value) == bool(measure.reason)


@pytest.mark.parametrize("kind", KINDS)
def test_one_bad_moment_spoils_no_other_rep(kind: str) -> None:
    """The set-up is disturbed; both reps after it still count, and their times stand."""
    rng = np.random.default_rng(0)
    poses: list = [
        (t, spoilt(pose, kind, rng) if 0.3 < t < 0.5 else pose)
        for t, pose in frames("bent_over_row")
    ]
    told = analyse(poses)
    assert count(told) == 2
    plain = analyse(frames("bent_over_row")).pipeline.reps
    for a, b in zip(told.pipeline.reps, plain, strict=True):
        assert a.start_s == pytest.approx(b.start_s, abs=0.05)
        assert a.flags == b.flags
