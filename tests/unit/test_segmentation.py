"""Pulls in one signal: what is one, what is not, and what breaks one."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pytest

from formcheck.config import RepOptions
from formcheck.reps.segmentation import PullCycle, PullSegmenter
from support.sets import minimum_jerk

FPS = 30.0


def way(*legs: tuple[float, float]) -> list[float]:
    """Return a signal that moves to each value in each time, from the first value."""
    values = [legs[0][0]]
    for target, seconds in legs[1:]:
        start, count = values[-1], max(round(seconds * FPS), 1)
        values += [start + (target - start) * minimum_jerk((i + 1) / count) for i in range(count)]
    return values


def cycles(signal: Iterable[float], start_s: float = 0.0) -> list[PullCycle]:
    segmenter = PullSegmenter(RepOptions())
    found = []
    for i, value in enumerate(signal):
        found += segmenter.push(start_s + i / FPS, value)
    return found + segmenter.finish()


REST = (8.0, 0.0)
PULL = [(8.0, 0.5), (100.0, 0.8), (100.0, 0.2), (8.0, 1.2), (8.0, 0.5)]


@pytest.mark.parametrize("count", [1, 4])
def test_each_pull_is_one_cycle(count: int) -> None:
    found = cycles(way(REST, *PULL * count))
    assert [cycle.complete for cycle in found] == [True] * count
    assert [cycle.cut for cycle in found] == [False] * count
    assert all(cycle.excursion == pytest.approx(92.0, abs=2.0) for cycle in found)
    for n, cycle in enumerate(found):
        start = 3.2 * n + 0.5
        assert start <= cycle.start_s + 0.6
        assert cycle.start_s < start + 0.4
        assert cycle.peak_s == pytest.approx(start + 0.9, abs=0.25)
        assert cycle.start_s < cycle.peak_s < cycle.end_s <= start + 2.5


def test_jitter_makes_no_reps() -> None:
    rng = np.random.default_rng(5)
    assert cycles(20.0 + rng.normal(0.0, 6.0, 900)) == []
    # ... nor an extra one in the middle of a real pull.
    signal = np.array(way(REST, *PULL, *PULL))
    assert len(cycles(signal + rng.normal(0.0, 4.0, len(signal)))) == 2


def test_a_pull_too_small_is_none() -> None:
    assert cycles(way(REST, (8.0, 0.5), (40.0, 0.6), (8.0, 0.8), (8.0, 0.5))) == []


def test_single_wild_frames_vanish() -> None:
    signal = np.full(300, 10.0)
    signal[50::40] = 150.0
    assert cycles(signal) == []


def test_a_partial_return_closes_the_rep_as_incomplete() -> None:
    found = cycles(way(REST, (8.0, 0.5), (100.0, 0.8), (42.0, 0.8), (100.0, 0.8), (8.0, 1.2)))
    assert [cycle.complete for cycle in found] == [False, True]


def test_a_dip_at_the_top_is_no_rep_of_its_own() -> None:
    found = cycles(way(REST, (8.0, 0.5), (100.0, 0.8), (70.0, 0.4), (100.0, 0.4), (8.0, 1.2),
                       (8.0, 0.4)))  # fmt: skip
    assert [cycle.complete for cycle in found] == [True]


def test_starting_contracted_is_no_rep() -> None:
    assert cycles(way((100.0, 0.0), (100.0, 1.0), (8.0, 1.2), (8.0, 0.6))) == []
    found = cycles(way((100.0, 0.0), (100.0, 1.0), (8.0, 1.2), *PULL))
    assert len(found) == 1


def test_a_pull_must_start_from_a_nearly_straight_arm() -> None:
    assert cycles(way((75.0, 0.0), (75.0, 0.5), (140.0, 0.6), (75.0, 0.8), (75.0, 0.5))) == []


def test_a_recording_cut_late_in_the_lowering_still_has_the_rep() -> None:
    signal = way(REST, (8.0, 0.5), (100.0, 0.8), (8.0, 1.2))
    found = cycles(signal[: round(2.05 * FPS)])
    assert [(cycle.complete, cycle.cut) for cycle in found] == [(True, True)]
    assert cycles(signal[: round(1.6 * FPS)]) == []


def test_a_gap_breaks_the_pull_it_falls_into_and_no_other() -> None:
    signal = np.array(way(REST, *PULL, *PULL, *PULL))
    signal[round(4.5 * FPS) : round(5.5 * FPS)] = math.nan
    assert len(cycles(signal)) == 2
    short = np.array(way(REST, *PULL, *PULL, *PULL))
    short[round(4.5 * FPS) : round(4.9 * FPS)] = math.nan
    assert len(cycles(short)) == 3


def test_phases_follow_the_arm() -> None:
    segmenter = PullSegmenter(RepOptions())
    assert segmenter.phase == "unknown"
    seen = []
    for i, value in enumerate(way(REST, *PULL)):
        segmenter.push(i / FPS, value)
        if not seen or seen[-1] != segmenter.phase:
            seen.append(segmenter.phase)
    assert seen == ["extended", "concentric", "contracted", "eccentric", "extended"]


def test_open_pulls_are_known_from_start_to_end() -> None:
    segmenter = PullSegmenter(RepOptions())
    signal = way(REST, *PULL)
    open_s = []
    for i, value in enumerate(signal):
        segmenter.push(i / FPS, value)
        open_s.append(segmenter.open_since_s)
    assert math.isnan(open_s[5])
    assert math.isnan(open_s[-1])
    assert open_s[round(1.3 * FPS)] == pytest.approx(0.6, abs=0.35)


def test_time_may_start_anywhere() -> None:
    early, late = cycles(way(REST, *PULL)), cycles(way(REST, *PULL), start_s=5000.0)
    assert late[0].peak_s - early[0].peak_s == pytest.approx(5000.0)
