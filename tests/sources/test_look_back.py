"""The last minute of a camera: bounded, and what was found fits the picture."""

from __future__ import annotations

import numpy as np

from formcheck.sources.preview import LookBack
from formcheck.types import Frame
from support.fakes import ScriptedEngine, some_pose


def fill(kept: LookBack, seconds: float, analysed_every: int = 1) -> None:
    engine = ScriptedEngine()
    for index in range(round(seconds * 30)):
        image = np.full((720, 64, 3), 20 * (index % 12), np.uint8)
        frame = Frame(index, index / 30, image)
        kept.see(frame)
        if index % analysed_every == 0:
            kept.note(engine.push(index, index / 30, some_pose((64, 720)), (64, 720)))


def test_a_passage_has_its_pictures_small_and_at_their_times() -> None:
    kept = LookBack()
    fill(kept, 4.0)
    passage = kept.passage(1.0, 2.0)
    assert passage is not None
    assert (passage.start_s, passage.end_s) == (1.0, 2.0)
    frame, result = passage.at(1.5)
    assert frame.index == 45
    assert frame.image.shape == (360, 32, 3)
    assert abs(float(frame.image.mean()) - 20 * (45 % 12)) < 3
    assert result is not None
    assert result.index == 45
    assert result.pose is not None
    assert result.pose.mask is None, "masks would take a gigabyte"


def test_frames_the_analysis_left_out_take_the_result_before_them() -> None:
    kept = LookBack()
    fill(kept, 3.0, analysed_every=5)
    passage = kept.passage(1.05, 2.0)
    assert passage is not None
    frame, result = passage.at(1.4)
    assert frame.index == 42
    assert result is not None
    assert result.index == 40
    first, found = passage.at(0.0)
    assert first.index == 32
    assert found is not None
    assert found.index == 30


def test_only_the_last_minute_is_kept() -> None:
    kept = LookBack(kept_s=2.0)
    fill(kept, 5.0)
    assert kept.passage(0.0, 2.5) is None
    passage = kept.passage(0.0, 9.0)
    assert passage is not None
    assert abs(passage.end_s - passage.start_s - 2.0) < 0.05
    assert len(passage.pictures) <= 61
    assert len(passage.results) <= 61


def test_a_passage_stays_when_time_goes_on() -> None:
    kept = LookBack(kept_s=1.0)
    fill(kept, 1.0)
    passage = kept.passage(0.0, 1.0)
    assert passage is not None
    for index in range(30, 120):
        kept.see(Frame(index, index / 30, np.zeros((8, 8, 3), np.uint8)))
    assert passage.at(0.5)[0].index == 15
    assert passage.start_s == 0.0
