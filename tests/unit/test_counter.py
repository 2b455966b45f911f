"""What counts of what was seen: hidden hands, lanes that see half as much, pulls that fit badly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from formcheck.config import Config
from formcheck.exercises.families import PULL
from formcheck.exercises.recognition import NAMING, SURE, ExerciseRecogniser
from formcheck.measures.frame import FrameMeasurer
from formcheck.reps.counter import RepCounter
from formcheck.reps.features import features
from formcheck.reps.lanes import Lanes
from formcheck.reps.sample import Memory, Sample
from formcheck.reps.segmentation import PullCycle
from formcheck.skeleton import of_side
from formcheck.types import NAN, Pose
from support.sets import ConstructedSet, analyse, plain_set
from support.skeletons import Figure, build


def behind_plates(pose: Pose) -> Pose:
    """Return a pose whose forearms go straight on from the upper arms, as the model has it then."""
    xy, world = pose.xy.copy(), pose.world.copy()
    for side in ("left", "right"):
        shoulder, elbow, wrist = (of_side(p, side) for p in ("shoulder", "elbow", "wrist"))
        for points in (xy, world):
            points[wrist] = points[elbow] + 0.9 * (points[elbow] - points[shoulder])
    return replace(pose, xy=xy, world=world)


def test_a_row_counts_by_its_elbow_where_plates_hide_the_hands() -> None:
    frames = [(t, behind_plates(pose)) for t, pose in plain_set("bent_over_row", 3).poses()]
    told = analyse(frames)
    assert told.pipeline.exercise.name == "bent_over_row"
    for rep, pull in zip(told.pipeline.reps, plain_set("bent_over_row", 3).pulls, strict=True):
        assert rep.start_s == pytest.approx(pull.start_s, abs=0.3)
        assert rep.end_s == pytest.approx(pull.end_s, abs=0.3)


def test_elbows_that_sink_are_no_row_and_no_pulldown() -> None:
    frames = [(t, behind_plates(pose)) for t, pose in plain_set("pulldown", 3).poses()]
    assert analyse(frames).pipeline.reps == ()


def test_elbows_that_rise_while_the_trunk_bends_are_no_row() -> None:
    made = plain_set("bent_over_row", 3)

    def figure(time_s: float) -> Figure:
        posture = made.figure(time_s)
        bent = sum(
            pull.amount(time_s) for pull in made.pulls if pull.start_s <= time_s < pull.end_s
        )
        return replace(posture, trunk_deg=55.0 - 25.0 * bent)

    frames = [(float(t), behind_plates(build(figure(float(t))))) for t in made.times()]
    assert analyse(frames).pipeline.reps == ()


class Seen(Lanes):
    """Lanes that see what they are told."""

    def __init__(self, cycles: list[PullCycle]) -> None:
        super().__init__(Config().reps)
        self._told = cycles

    def push(self, sample: Sample) -> list[PullCycle]:
        super().push(sample)
        ended = [c for c in self._told if c.end_s <= sample.time_s]
        self._told = [c for c in self._told if c not in ended]
        return ended

    def finish(self) -> list[PullCycle]:
        return []


def counted(made: ConstructedSet, cycles: list[PullCycle]) -> tuple[list[PullCycle], int]:
    """Return the cycles that count in the end, and how often one was taken back."""
    return counted_of(made.poses(), cycles, made.exercise)


def counted_of(
    frames: Iterable[tuple[float, Pose | None]], cycles: list[PullCycle], exercise: str | None
) -> tuple[list[PullCycle], int]:
    measurer = FrameMeasurer(Config(), None)
    samples = [measurer.push(time_s, pose).sample for time_s, pose in frames]
    return counted_in(samples, cycles, exercise)


def counted_in(
    samples: Iterable[Sample], cycles: list[PullCycle], exercise: str | None
) -> tuple[list[PullCycle], int]:
    memory = Memory()
    counter = RepCounter(Config().reps, ExerciseRecogniser(exercise), memory)
    counter.lanes = Seen(cycles)
    found: list[PullCycle] = []
    revoked = 0
    for sample in samples:
        memory.push(sample)
        change = counter.push(sample)
        for _ in range(change.revoked):
            found.pop()
        revoked += change.revoked
        found += [one.cycle for one in change.counted]
    return found, revoked


def cycle(start_s: float, end_s: float, arm: int, way: float) -> PullCycle:
    peak_s = start_s + 0.4 * (end_s - start_s)
    return PullCycle(start_s, peak_s, end_s, NAN, NAN, NAN, complete=True, arm=arm, way=way)


def test_a_rep_that_the_other_arm_saw_half_as_long_is_not_taken_back() -> None:
    made = plain_set("bent_over_row", 2)
    first, second = made.pulls
    cycles = [
        cycle(first.start_s, first.end_s - 0.3, -1, 0.54),
        cycle(first.start_s, first.end_s, 1, 1.18),
        cycle(second.start_s, second.end_s, 1, 1.17),
    ]
    found, revoked = counted(made, cycles[1:])
    assert (len(found), revoked) == (2, 0)
    # Both arms are seen well here, so the left one's cycle counts as well, and first.
    early = replace(cycles[0], arm=0)
    found, revoked = counted(made, [early, *cycles[1:]])
    assert [c.arm for c in found] in ([0, 1], [1, 1])
    assert revoked == 0


@pytest.mark.parametrize(("back", "complete"), [(1.1, True), (0.7, False)])
def test_a_rep_is_complete_that_comes_back_as_far_as_its_set_goes(
    back: float, *, complete: bool
) -> None:
    """One that seemed to begin farther off, in a wild frame, cannot come back to there."""
    made = plain_set("bent_over_row", 2)
    first, second = made.pulls
    wild = cycle(second.start_s, second.end_s, 1, 1.9)
    cycles = [
        cycle(first.start_s, first.end_s, 1, 1.2),
        replace(wild, complete=False, back=back),
    ]
    found, _ = counted(made, cycles)
    assert [c.complete for c in found] == [True, complete]


def test_a_try_is_taken_back_when_the_same_arm_goes_the_whole_way_then() -> None:
    made = plain_set("bent_over_row", 2)
    first, second = made.pulls
    cycles = [
        cycle(first.start_s, first.end_s, 1, 0.5),
        cycle(second.start_s, second.end_s, 1, 1.2),
    ]
    found, revoked = counted(made, cycles)
    assert [c.way for c in found] == [1.2]
    assert revoked == 1


LEAD_S = 1.5
"""The constructed sets begin their first pull then."""


@pytest.fixture(scope="module")
def rowing() -> list[Sample]:
    """Twelve seconds of rows, which the tests cut into cycles of their own."""
    measurer = FrameMeasurer(Config(), None)
    return [measurer.push(t, pose).sample for t, pose in plain_set("bent_over_row", 3).poses()]


def by_likeness(
    rowing: list[Sample],
    monkeypatch: pytest.MonkeyPatch,
    likes: list[float],
    starts_s: list[float],
    ways: list[float] | None = None,
) -> tuple[list[float], int]:
    """Return when the cycles begin that count, each so like a pull, and how many were taken back.

    They are of a set with its exercise named, two seconds long, whatever the landmarks show.
    """
    far = ways or [1.2] * len(starts_s)
    cycles = [
        cycle(LEAD_S + s, LEAD_S + s + 2.0, 1, way) for s, way in zip(starts_s, far, strict=True)
    ]
    known = {c.start_s: like for c, like in zip(cycles, likes, strict=True)}

    def told(samples: list[Sample], one: PullCycle) -> dict[str, float]:
        return features(samples, one) | {PULL: known[one.start_s]}

    with monkeypatch.context() as patched:
        patched.setattr("formcheck.reps.counter.features", told)
        patched.setattr(ExerciseRecogniser, "fits", lambda *_, **__: True)
        found, revoked = counted_in(rowing, cycles, "bent_over_row")
    return [round(c.start_s - LEAD_S, 2) for c in found], revoked


def test_a_movement_into_position_is_taken_back_when_a_pull_follows(
    rowing: list[Sample], monkeypatch: pytest.MonkeyPatch
) -> None:
    starts_s = [0.0, 2.5, 5.0]

    def told(*likes: float) -> tuple[list[float], int]:
        return by_likeness(rowing, monkeypatch, list(likes), starts_s)

    assert told(20.0, 90.0, 85.0) == ([2.5, 5.0], 1)
    assert told(40.0, 90.0, 85.0) == (starts_s, 0)
    # Whoever is little like a pull all along keeps a set.
    assert told(9.0, 8.0, 11.0) == (starts_s, 0)


def test_hanging_up_the_bar_is_no_rep_of_the_set(
    rowing: list[Sample], monkeypatch: pytest.MonkeyPatch
) -> None:
    starts_s = [0.0, 2.5, 5.0, 7.5]
    told = by_likeness(rowing, monkeypatch, [80.0, 90.0, 85.0, 10.0], starts_s)
    assert told == ([0.0, 2.5, 5.0], 0)
    # In the midst of a set wild frames make a pull look like anything: it is given back.
    told = by_likeness(rowing, monkeypatch, [80.0, 90.0, 10.0, 85.0], starts_s)
    assert told == (starts_s, 0)


def test_of_two_cycles_at_a_time_the_one_that_is_a_pull_counts(
    rowing: list[Sample], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = by_likeness(rowing, monkeypatch, [20.0, 95.0, 90.0], [0.0, 0.3, 3.0])
    assert told == ([0.3, 3.0], 1)


def test_a_set_of_a_guessed_arm_says_nothing_of_what_is_alike(
    rowing: list[Sample], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How like a pull a rep was may be unknown, at any place of the set."""
    starts_s = [0.0, 2.5, 5.0, 7.5]
    for likes in ([NAN, NAN, NAN, 10.0], [NAN, 10.0, 12.0, 11.0], [12.0, NAN, 10.0, 11.0]):
        assert by_likeness(rowing, monkeypatch, likes, starts_s) == (starts_s, 0)
    for likes in ([NAN, 80.0, 90.0, 9.0], [90.0, NAN, 80.0, 9.0], [90.0, 80.0, NAN, 9.0]):
        assert by_likeness(rowing, monkeypatch, likes, starts_s) == (starts_s[:3], 0)


def test_a_rep_gives_way_only_to_one_that_counts(
    rowing: list[Sample], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cycle of a quarter of the set's way takes no rep away, however like a pull it is."""
    starts_s, likes = [0.0, 2.5, 2.8], [60.0, 30.0, 95.0]
    told = by_likeness(rowing, monkeypatch, likes, starts_s, ways=[1.2, 1.2, 0.3])
    assert told == (starts_s[:2], 0)
    # Both the one that it overlaps and the try before are none when it goes far beyond them.
    told = by_likeness(rowing, monkeypatch, likes, starts_s, ways=[0.5, 0.5, 1.4])
    assert told == ([2.8], 2)


@pytest.mark.parametrize("way", [0.6, 1.2])
def test_a_superset_is_not_measured_by_the_way_of_the_exercise_before(way: float) -> None:
    rows, seated = plain_set("bent_over_row", 2), plain_set("seated_row", 2)
    after_s = float(rows.times()[-1]) + 3.0
    frames = [*rows.poses(), *((after_s + t, pose) for t, pose in seated.poses())]
    cycles = [cycle(pull.start_s, pull.end_s, 1, 1.2) for pull in rows.pulls]
    cycles += [cycle(after_s + pull.start_s, after_s + pull.end_s, 1, way) for pull in seated.pulls]
    told, revoked = counted_of(frames, cycles, None)
    assert (len(told), revoked) == (4, 0)


def test_a_half_pull_of_the_same_exercise_is_still_none() -> None:
    made = plain_set("bent_over_row", 3)
    cycles = [
        cycle(pull.start_s, pull.end_s, 1, way)
        for pull, way in zip(made.pulls, (1.2, 1.2, 0.55), strict=True)
    ]
    told, _ = counted_of(made.poses(), cycles, None)
    assert [c.way for c in told] == [1.2, 1.2]


def test_a_pull_that_fits_badly_counts_when_a_like_one_follows() -> None:
    made = plain_set("bent_over_row", 1)
    measurer = FrameMeasurer(Config(), None)
    samples = [measurer.push(t, pose).sample for t, pose in made.poses()]
    pull = made.pulls[0]
    known = features(samples, cycle(pull.start_s, pull.end_s, 1, 1.2))
    recogniser = ExerciseRecogniser(None)
    assert recogniser.judge(dict(known), time_s=1.0)
    odd = dict(known)
    # Of a row, but with the hands too far forward.
    for forward in np.arange(28.0, 80.0, 0.5):
        odd["hand_forward_contracted_pct"] = float(forward)
        if NAMING <= max(recogniser.scores(odd).values()) < SURE:
            break
    fresh = ExerciseRecogniser(None)
    assert not fresh.judge(odd, time_s=1.0)
    assert fresh.judge(odd, time_s=5.0)
    late = ExerciseRecogniser(None)
    assert not late.judge(odd, time_s=1.0)
    assert not late.judge(odd, time_s=40.0)
