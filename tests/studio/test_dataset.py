"""What the dataset draws: how often, how many sets, when; and what it refuses to render."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("numba", reason="the studio extra is not installed (numba)")
pytest.importorskip("rich", reason="rich is not installed")

from studio import cli, dataset
from studio.dataset import (
    DROP_SET_SHARE,
    LONG_PAUSE_SHARE,
    SCHEDULE,
    SHARP_FROM_FPS,
    ClipSpec,
    Split,
    clip_spec,
    is_done,
    paths,
    render,
)
from studio.exercises.registry import EXERCISES, NOT_EXERCISES
from studio.faults import PLANTERS, SPINE_SHARE, draw_fault, possible_faults, timed
from studio.motion import Rep, Session, SetPlan
from studio.performance import Performance, Scene, begin_truth, rep_truths
from studio.truth import ClipTruth

SPINE = {"rounded_back", "rounding_growing", "arched_back"}
HELD_S = 1.5
"""No pause or rest that is drawn otherwise is so long, but for that of a hold at the top."""


@pytest.fixture(scope="module")
def specs() -> list[ClipSpec]:
    """Eight rounds of the schedule, half of them of each split that may be looked at."""
    rounds = range(4 * len(SCHEDULE))
    return [clip_spec(split, i) for split in ("tune", "validate") for i in rounds]


@pytest.fixture(scope="module")
def performed(specs: list[ClipSpec]) -> list[ClipSpec]:
    """Those in which somebody exercises."""
    return [spec for spec in specs if spec.exercise not in NOT_EXERCISES]


def held(rep: Rep) -> bool:
    return max(rep.pause_s, rep.rest_s) >= HELD_S


def near(share: float, count: int) -> Any:
    """Return what a share of ``count`` draws is equal to, within three standard deviations."""
    return pytest.approx(share, abs=3 * float(np.sqrt(share * (1 - share) / count)))


def test_a_fifth_of_the_performances_holds_one_repetition(performed: list[ClipSpec]) -> None:
    ordinary = [spec for spec in performed if spec.exercise != "top_hold"]
    counts = [sum(held(rep) for rep in spec.sets[0].reps) for spec in ordinary]
    assert max(counts) == 1
    assert sum(counts) / len(ordinary) == near(LONG_PAUSE_SHARE, len(ordinary))
    holds = [rep for spec in ordinary for rep in spec.sets[0].reps if held(rep)]
    assert max(max(rep.pause_s, rep.rest_s) for rep in holds) <= 3.5
    at_top = sum(rep.pause_s >= HELD_S for rep in holds)
    assert 0 < at_top < len(holds)


def test_a_few_performances_have_a_second_set(performed: list[ClipSpec]) -> None:
    able = [s for s in performed if s.exercise not in ("top_hold", "negative_pull_up")]
    two = [spec for spec in able if len(spec.sets) == 2]
    assert len(two) / len(able) == near(DROP_SET_SHARE, len(able))
    assert {len(spec.sets) for spec in performed} == {1, 2}
    assert all(len(s.sets) == 1 for s in performed if s not in able)


def test_sets_have_a_few_repetitions_and_the_second_one_is_clean(specs: list[ClipSpec]) -> None:
    for spec in specs:
        first, *more = spec.sets
        if spec.exercise in NOT_EXERCISES:
            assert (first.reps, more, spec.planted) == ((), [], ())
            continue
        assert 1 <= len(first.reps) <= 3
        assert all(fault.rep < len(first.reps) for fault in spec.planted)
        assert all(fault.first < len(first.reps) for fault in spec.planted)
        for plan in more:
            assert 1 <= len(plan.reps) <= 2
            assert (plan.side, plan.idle_s) == (first.side, 1.0)
            for rep in plan.reps:
                assert (rep.stroke, rep.shrug_deg, rep.weaker_depth) == ("clean", 0.0, 1.0)
                assert rep.depth > 0.95
                assert max(abs(rep.lumbar_deg), abs(rep.thoracic_deg), rep.swing_deg) <= 3.0


def test_truth_times_rise_through_all_sets(performed: list[ClipSpec]) -> None:
    for spec in performed:
        reps = rep_truths(spec.session)
        assert [rep.index for rep in reps] == list(range(sum(len(s.reps) for s in spec.sets)))
        times = [t for rep in reps for t in (rep.start_s, rep.peak_s, rep.end_s)]
        assert all(a < b for a, b in itertools.pairwise(times))
        assert times[0] > 0
        assert times[-1] < spec.session.duration_s
        for rep in reps:
            assert spec.session.state_at(rep.peak_s).rep == rep.index


def test_faults_last_as_long_as_the_repetitions_they_name(performed: list[ClipSpec]) -> None:
    for spec in performed:
        reps = rep_truths(spec.session)
        last = reps[len(spec.sets[0].reps) - 1]
        for planted, fault in zip(spec.planted, spec.performance().faults, strict=True):
            whole = planted.rep < 0
            first, final = (reps[planted.first], last) if whole else (reps[planted.rep],) * 2
            assert fault.start_s == pytest.approx(first.start_s, abs=1e-3)
            assert fault.end_s == pytest.approx(final.end_s, abs=1e-3)


@pytest.mark.parametrize("code", ["rounding_growing", "uneven_sides"])
def test_a_fault_that_spans_repetitions_ends_before_a_clean_second_set(code: str) -> None:
    changed, planted = PLANTERS[code]((Rep(),) * 3, 1, np.random.default_rng(0))
    session = Session((SetPlan(changed), SetPlan((Rep(), Rep()))))
    reps = rep_truths(session)
    span = next(fault for fault in timed(planted, session) if fault.rep < 0)
    assert span.end_s == pytest.approx(reps[2].end_s, abs=1e-3)
    assert span.end_s < session.offsets_s[1] < reps[3].start_s
    state = session.state_at(reps[4].peak_s)
    assert (state.lumbar_deg, state.thoracic_deg) == pytest.approx((0.0, 0.0), abs=1e-6)
    assert state.pull[0] == pytest.approx(state.pull[1])


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_a_bent_spine_takes_its_share_where_the_spine_can_bend(exercise: str) -> None:
    rng, count = np.random.default_rng(11), 2000
    drawn = [draw_fault(exercise, rng) for _ in range(count)]
    codes = set(possible_faults(exercise))
    if not codes:
        assert set(drawn) == {None}
        return
    assert set(drawn) == codes
    bent = sum(code in SPINE for code in drawn) / count
    assert bent == (near(SPINE_SHARE, count) if codes & SPINE else 0.0)


def test_only_slow_frames_are_smeared(specs: list[ClipSpec]) -> None:
    fast = [spec for spec in specs if spec.fps >= SHARP_FROM_FPS]
    slow = [spec for spec in specs if spec.fps < SHARP_FROM_FPS]
    assert fast
    assert {spec.shutter for spec in fast} == {0.0}
    smeared = [spec.shutter for spec in slow if spec.shutter > 0]
    assert len(smeared) / len(slow) == near(0.3, len(slow))
    assert 0.3 <= min(smeared) <= max(smeared) <= 0.6


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a clip be written without drawing it, and without another process."""

    def write(performance: Performance, scene: Scene, video: Path, **known: Any) -> ClipTruth:
        video.write_bytes(b"frames")
        return begin_truth(performance, scene, seed=known["seed"], fps=known["fps"])

    class Threads(ThreadPoolExecutor):
        def __init__(self, jobs: int, mp_context: object) -> None:
            super().__init__(jobs)

    monkeypatch.setattr(dataset, "render_clip", write)
    monkeypatch.setattr(cli, "ProcessPoolExecutor", Threads)


def blind_clip() -> ClipSpec:
    """Return a clip that calls itself blind (of another split: nothing blind is used up)."""
    return replace(clip_spec("tune", 6), split="blind")


def test_a_blind_clip_is_not_rendered_without_the_word(tmp_path: Path, quick: None) -> None:
    folder = tmp_path / "blind"
    with pytest.raises(PermissionError, match="closing_note=True"):
        render(blind_clip(), folder)
    assert not folder.exists()


def test_a_blind_clip_is_rendered_with_the_word(tmp_path: Path, quick: None) -> None:
    spec = blind_clip()
    assert render(spec, tmp_path, closing_note=True) == paths(spec, tmp_path)
    assert is_done(spec, tmp_path)


def test_other_splits_need_no_word(tmp_path: Path, quick: None) -> None:
    for closing_note in (False, True):
        spec = clip_spec("validate", 6 + closing_note)
        render(spec, tmp_path, closing_note=closing_note)
        assert is_done(spec, tmp_path)


@pytest.mark.parametrize(("word", "code", "files"), [([], 2, 0), (["--closing-note"], 0, 2)])
def test_the_command_passes_the_word_on(
    tmp_path: Path,
    quick: None,
    monkeypatch: pytest.MonkeyPatch,
    word: list[str],
    code: int,
    files: int,
) -> None:
    def posed(split: Split, index: int) -> ClipSpec:
        return replace(clip_spec("tune", index), split=split)

    monkeypatch.setattr(dataset, "clip_spec", posed)
    args = ["render", "--split", "blind", "--count", "1", "--out", str(tmp_path)]
    assert cli.main([*args, *word]) == code
    assert len(list(tmp_path.iterdir())) == files
