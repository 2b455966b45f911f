"""Pulls in how an arm is held: what is one, what is not, and what breaks one."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pytest

from formcheck.config import RepOptions
from formcheck.reps.segmentation import PullCycle
from formcheck.reps.stroke import Stroke, StrokeSegmenter
from support.sets import minimum_jerk

FPS = 30.0
HANGING = np.array([0.1, 1.1, 0.0, 0.6, 0.1])
HELD = np.array([-0.2, 0.5, -0.4, 0.2, 0.7])
FORWARD = np.array([1.0, 0.1, 0.5, 0.1, 0.1])
IN_FRONT = np.array([0.3, -0.3, 0.0, -0.2, 0.7])
Frame = tuple[np.ndarray, float]


def way(*legs: tuple[np.ndarray, float, float]) -> list[Frame]:
    """Return an arm that goes to each place and bend in each time, from the first."""
    place, bend, _ = legs[0]
    frames = [(place, bend)]
    for target, to_bend, seconds in legs[1:]:
        count = max(round(seconds * FPS), 1)
        shares = [minimum_jerk((i + 1) / count) for i in range(count)]
        frames += [(place + s * (target - place), bend + s * (to_bend - bend)) for s in shares]
        place, bend = target, to_bend
    return frames


def strokes(frames: Iterable[Frame], start_s: float = 0.0) -> list[Stroke]:
    segmenter = StrokeSegmenter(RepOptions(), 0.5, 12.0)
    found = []
    for i, (at, bend) in enumerate(frames):
        found += segmenter.push(start_s + i / FPS, at, bend)
    return found + segmenter.finish()


def toward(share: float, bend: float = math.nan) -> tuple[np.ndarray, float]:
    """Return the place after a share of the pull, and its bend."""
    return HANGING + share * (HELD - HANGING), -50.0 + 130.0 * share if math.isnan(bend) else bend


REST = (HANGING, -50.0, 0.0)
PULL = [(HANGING, -50.0, 0.5), (HELD, 80.0, 0.8), (HELD, 80.0, 0.2), (HANGING, -50.0, 1.2),
        (HANGING, -50.0, 0.5)]  # fmt: skip


@pytest.mark.parametrize("count", [1, 4])
def test_each_pull_is_one_stroke(count: int) -> None:
    found = strokes(way(REST, *PULL * count))
    assert [stroke.complete for stroke in found] == [True] * count
    assert [stroke.cut for stroke in found] == [False] * count
    full = float(np.linalg.norm(HELD - HANGING))
    assert [stroke.way for stroke in found] == pytest.approx([full] * count, rel=0.03)
    for n, stroke in enumerate(found):
        start = 3.2 * n + 0.5
        assert start - 0.3 <= stroke.start_s <= start + 0.4
        assert stroke.peak_s == pytest.approx(start + 0.9, abs=0.25)
        assert stroke.start_s < stroke.peak_s < stroke.end_s <= start + 2.6


@pytest.mark.parametrize(("pull_s", "return_s"), [(0.3, 0.4), (3.5, 4.5)])
def test_very_fast_and_very_slow_pulls(pull_s: float, return_s: float) -> None:
    one = [(HANGING, -50.0, 0.6), (HELD, 80.0, pull_s), (HANGING, -50.0, return_s)]
    found = strokes(way(REST, *one, *one, *one, (HANGING, -50.0, 0.6)))
    assert [stroke.complete for stroke in found] == [True] * 3


@pytest.mark.parametrize("where", ["top", "bottom"])
def test_a_long_pause_is_part_of_one_pull(where: str) -> None:
    hold = (HELD, 80.0, 12.0 if where == "top" else 0.2)
    rest = (HANGING, -50.0, 12.0 if where == "bottom" else 0.5)
    one = [(HELD, 80.0, 0.8), hold, (HANGING, -50.0, 1.2), rest]
    found = strokes(way(REST, (HANGING, -50.0, 0.5), *one, *one))
    assert len(found) == 2


def test_jitter_makes_no_strokes() -> None:
    rng = np.random.default_rng(5)
    still = [(HANGING + rng.normal(0.0, 0.05, 5), -50.0 + rng.normal(0.0, 6.0)) for _ in range(900)]
    assert strokes(still) == []
    # ... nor an extra one in the middle of a real pull.
    real = way(REST, *PULL, *PULL)
    noisy = [(at + rng.normal(0.0, 0.04, 5), bend + rng.normal(0.0, 4.0)) for at, bend in real]
    assert len(strokes(noisy)) == 2


def test_a_pull_too_small_is_none() -> None:
    small = [(*toward(0.3), 0.6), (HANGING, -50.0, 0.8), (HANGING, -50.0, 0.5)]
    assert strokes(way(REST, (HANGING, -50.0, 0.5), *small)) == []


def test_single_wild_frames_vanish() -> None:
    frames = way(REST, (HANGING, -50.0, 10.0))
    for i in range(50, 300, 40):
        frames[i] = (FORWARD, 120.0)
    assert strokes(frames) == []


def test_a_partial_return_closes_the_rep_as_incomplete() -> None:
    found = strokes(
        way(REST, (HANGING, -50.0, 0.5), (HELD, 80.0, 0.8), (*toward(0.36), 0.8),
            (HELD, 80.0, 0.8), (HANGING, -50.0, 1.2), (HANGING, -50.0, 0.5))
    )  # fmt: skip
    assert [stroke.complete for stroke in found][-1]
    assert len(found) in (1, 2)


def test_a_dip_at_the_top_is_no_rep_of_its_own() -> None:
    found = strokes(
        way(REST, (HANGING, -50.0, 0.5), (HELD, 80.0, 0.8), (*toward(0.7), 0.4), (HELD, 80.0, 0.4),
            (HANGING, -50.0, 1.2), (HANGING, -50.0, 0.4))
    )  # fmt: skip
    assert [stroke.complete for stroke in found] == [True]


def test_starting_contracted_is_no_rep() -> None:
    lowered = [(HELD, 80.0, 0.0), (HELD, 80.0, 1.0), (HANGING, -50.0, 1.2), (HANGING, -50.0, 0.6)]
    assert strokes(way(*lowered)) == []
    assert len(strokes(way(*lowered, *PULL))) == 1


def test_hands_that_go_to_a_handle_first_lose_no_rep() -> None:
    """From hanging arms to a handle in front, and at once into the first pull."""
    pull = [(IN_FRONT, 80.0, 0.9), (FORWARD, -20.0, 1.5)]
    for pause_s in (0.1, 1.0):
        frames = way(REST, (HANGING, -50.0, 0.8), (HANGING * 0.5 + FORWARD * 0.5, 10.0, 0.5),
                     (FORWARD, -20.0, 0.5), (FORWARD, -20.0, pause_s), *pull, *pull, *pull,
                     (FORWARD, -20.0, 0.5))  # fmt: skip
        assert len(strokes(frames)) == 3


def test_a_recording_cut_late_in_the_lowering_still_has_the_rep() -> None:
    frames = way(REST, (HANGING, -50.0, 0.5), (HELD, 80.0, 0.8), (HANGING, -50.0, 1.2))
    found = strokes(frames[: round(2.1 * FPS)])
    assert [(stroke.complete, stroke.cut) for stroke in found] == [(True, True)]
    # Still pulled in: the way up was seen, the way back was not.
    held = strokes(frames[: round(1.6 * FPS)])
    assert [(stroke.complete, stroke.cut) for stroke in held] == [(False, True)]


def test_a_gap_breaks_the_pull_it_falls_into_and_no_other() -> None:
    frames = way(REST, *PULL, *PULL, *PULL)
    unseen = (np.full(5, math.nan), math.nan)
    long = [unseen if 4.4 <= i / FPS < 5.4 else frame for i, frame in enumerate(frames)]
    assert len(strokes(long)) == 2
    short = [unseen if 4.5 <= i / FPS < 4.9 else frame for i, frame in enumerate(frames)]
    assert len(strokes(short)) == 3


def test_phases_follow_the_arm() -> None:
    segmenter = StrokeSegmenter(RepOptions(), 0.5, 12.0)
    assert segmenter.phase == "unknown"
    seen: list[str] = []
    for i, (at, bend) in enumerate(way(REST, *PULL)):
        segmenter.push(i / FPS, at, bend)
        if not seen or seen[-1] != segmenter.phase:
            seen.append(segmenter.phase)
    assert seen == ["extended", "concentric", "contracted", "eccentric", "extended"]


def test_open_pulls_are_known_from_start_to_end() -> None:
    segmenter = StrokeSegmenter(RepOptions(), 0.5, 12.0)
    open_s = []
    for i, (at, bend) in enumerate(way(REST, *PULL)):
        segmenter.push(i / FPS, at, bend)
        open_s.append(segmenter.open_since_s)
    assert math.isnan(open_s[5])
    assert math.isnan(open_s[-1])
    assert open_s[round(1.3 * FPS)] == pytest.approx(0.6, abs=0.35)


def test_time_may_start_anywhere() -> None:
    early, late = strokes(way(REST, *PULL)), strokes(way(REST, *PULL), start_s=5000.0)
    assert late[0].peak_s - early[0].peak_s == pytest.approx(5000.0)


def test_cycles_that_share_most_of_their_time_are_one_pull() -> None:
    def cycle(start_s: float, end_s: float) -> PullCycle:
        return PullCycle(start_s, 0.5 * (start_s + end_s), end_s, 0.0, 90.0, 0.0, complete=True)

    assert cycle(0.0, 2.0).overlaps(cycle(0.4, 2.2))
    assert cycle(0.0, 4.0).overlaps(cycle(1.0, 2.0))
    assert not cycle(0.0, 2.0).overlaps(cycle(1.6, 3.6))
    with pytest.raises(ValueError, match="knee"):
        PullCycle(0.0, 1.0, 2.0, 0.0, 90.0, 0.0, complete=True, signal="knee")
