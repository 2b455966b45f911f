"""What is kept of an analysis is what was found, and little of it."""

from __future__ import annotations

import math
import sys
from dataclasses import replace

import numpy as np
import pytest

from formcheck.findings import Findings
from formcheck.overlay.scene import build_scene
from formcheck.types import FlagCleared, FrameResult, Measurement, Reason, RepRevoked
from formcheck_ui.panels.tempo_bar import TempoTracker, tempo_in_rep
from support.scripted import FPS, REP_S, SIZE, ScriptedPipeline, rowing_pose


def analysed(seconds: float = 6.0) -> tuple[Findings, list[FrameResult]]:
    recording, pipeline, results = Findings(), ScriptedPipeline(), []
    for index in range(round(seconds * FPS)):
        time_s = index / FPS
        result = pipeline.push(index, time_s, rowing_pose(time_s), SIZE)
        recording.append(result, SIZE)
        for event in result.events:
            recording.tell(event)
        results.append(result)
    return recording, results


def test_a_frame_comes_back_as_it_was() -> None:
    recording, results = analysed()
    for kept in (results[0], results[75], results[-1]):
        found = recording.at(kept.time_s)
        assert found is not None
        assert (found.index, found.phase, found.rep_count) == (
            kept.index,
            kept.phase,
            kept.rep_count,
        )
        assert [flag.code for flag in found.active_flags] == [
            flag.code for flag in kept.active_flags
        ]
        assert found.view == kept.view
        for name, measurement in kept.measures.items():
            assert found.measures[name].reason is measurement.reason
            assert found.measures[name].value == pytest.approx(
                measurement.value, rel=1e-5, nan_ok=True
            )


def test_how_sure_a_measure_is_comes_back_with_it() -> None:
    recording, (kept, *_) = Findings(), analysed(0.2)[1]
    told = Measurement(34.0, 0.25, std=12.5)
    recording.append(replace(kept, measures={**kept.measures, "back_curvature_deg": told}), SIZE)
    found = recording.at(kept.time_s)
    assert found is not None
    assert found.measures["back_curvature_deg"] == told


def test_the_overlay_of_a_replay_is_that_of_the_live_picture() -> None:
    recording, results = analysed()
    kept = results[130]
    found = recording.at(kept.time_s)
    assert found is not None
    live, replayed = build_scene(kept, SIZE), build_scene(found, SIZE)
    for first, second in zip(live.strokes, replayed.strokes, strict=True):
        assert first.role is second.role
        np.testing.assert_allclose(first.segments, second.segments, atol=0.01)
    assert live.ribbon is not None
    assert replayed.ribbon is not None
    assert (live.ribbon.levels == replayed.ribbon.levels).all()


def test_the_mask_is_kept() -> None:
    recording, results = analysed(0.5)
    found = recording.mask_at(0.2)
    live = build_scene(results[6], SIZE).mask
    assert found is not None
    assert live is not None
    assert found.shape == live.alpha.shape
    assert np.mean((found >= 128) != (live.alpha >= 128)) < 0.001


def test_places_not_analysed_yet_say_so() -> None:
    recording, _ = analysed(1.0)
    assert recording.at(-1.0) is None
    assert recording.at(1.5) is None
    recording.finish((), ())
    at_end = recording.at(1.5)
    assert at_end is not None, "after the end, the last frame stays on show"


def test_a_frame_without_anybody_is_kept_too() -> None:
    recording = Findings()
    result = ScriptedPipeline().push(0, 0.0, None, SIZE)
    recording.append(replace(result, pose=None, contour=None), SIZE)
    found = recording.at(0.0)
    assert found is not None
    assert found.pose is None
    assert found.contour is None
    assert found.measures["back_curvature_deg"].reason is Reason.NOBODY
    assert recording.mask_at(0.0) is None


def test_reps_and_flags_follow_the_events() -> None:
    recording, _ = analysed()
    assert [rep.index for rep in recording.reps] == [1, 2]
    (flag,) = recording.flags
    assert not math.isnan(flag.end_s)
    assert recording.marks() == tuple(
        sorted([rep.start_s for rep in recording.reps] + [flag.start_s])
    )
    recording.tell(RepRevoked(6.0, 1))
    assert [rep.index for rep in recording.reps] == [2]
    recording.tell(FlagCleared(6.0, replace(flag, value=25.0)))
    assert [each.value for each in recording.flags] == [25.0]


def test_a_frame_takes_a_few_kilobytes() -> None:
    recording, _ = analysed(1.0)
    packed = recording._frames[10]
    assert packed.landmarks is not None
    assert packed.contour is not None
    assert packed.mask is not None
    held = (packed.landmarks, packed.measures, packed.contour, packed.mask[0], packed.reasons)
    assert sum(sys.getsizeof(each) for each in held) < 4096


def test_tempo_follows_the_phases() -> None:
    tracker = TempoTracker()
    _, results = analysed()
    tempos = [tracker.push(result, None) for result in results]
    pulling = tempos[round((1.0 + 0.6) * FPS)]
    assert pulling.pull_s == pytest.approx(0.6, abs=0.05)
    assert math.isnan(pulling.lower_s)
    lowering = tempos[round((1.0 + 1.6) * FPS)]
    assert lowering.pull_s == pytest.approx(0.9, abs=0.05)
    assert lowering.lower_s == pytest.approx(0.5, abs=0.05)


def test_a_jump_forgets_when_the_phase_began() -> None:
    tracker = TempoTracker()
    _, results = analysed()
    tracker.push(results[40], None)
    assert math.isnan(tracker.push(results[130], None).pull_s)


def test_tempo_in_a_known_rep() -> None:
    recording, _ = analysed()
    first, second = recording.reps
    tempo = tempo_in_rep(second, second.start_s + 0.4, first)
    assert tempo.pull_s == pytest.approx(0.4)
    assert math.isnan(tempo.lower_s)
    assert tempo.last_lower_s == first.eccentric_s
    late = tempo_in_rep(second, second.start_s + REP_S - 0.1, first)
    assert late.pull_s == second.concentric_s
    assert late.lower_s == pytest.approx(0.8)
