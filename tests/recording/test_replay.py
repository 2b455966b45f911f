"""Judged again, a recording says what was said while it was made, to the last bit."""

from __future__ import annotations

import math
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from formcheck import own_exercises
from formcheck.assets import sample_path
from formcheck.config import Config, FlagOptions
from formcheck.engine import new_pipeline
from formcheck.errors import SourceOpenError
from formcheck.exercises import registry
from formcheck.measures.registry import MEASURES
from formcheck.own_exercises import FOLDER_VARIABLE, load_own_exercises
from formcheck.pose import default_estimator
from formcheck.recording.clip import RecordedClip
from formcheck.recording.header import RecordingHeader
from formcheck.recording.judgement import UNCHANGED, of_result
from formcheck.recording.reader import RecordingReader
from formcheck.recording.recorder import Recorder
from formcheck.recording.rescoring import Failed, Rescored, find_recordings, rescore, rescore_all
from formcheck.recording.source import (
    RecordedEstimator,
    RecordedSource,
    estimator_for,
    open_source,
)
from formcheck.session import Session
from formcheck.sources.video_file import VideoFile
from formcheck.types import Frame, Pose, Reason, SessionResult
from support.fakes import MadeUpSource, ScriptedEstimator, opener
from support.fakes import Recorder as Listener
from support.on_request import on_request
from support.record_golden import load
from support.recordings import Frames, record
from support.sets import analyse, plain_set

CURVATURE_RMSE_DEG = 0.5


def assert_same(one: SessionResult, other: SessionResult) -> None:
    """Compare everything; what cannot be judged is NaN, which equals nothing, so texts too."""
    assert repr(one.reps) == repr(other.reps)
    assert repr(one.flags) == repr(other.flags)
    assert one.exercise == other.exercise
    np.testing.assert_array_equal(one.times_s, other.times_s)
    for name in MEASURES:
        np.testing.assert_array_equal(one.columns[name], other.columns[name])
        np.testing.assert_array_equal(one.qualities[name], other.qualities[name])


def test_replayed_through_a_session(golden) -> None:  # noqa: ANN001
    with open_source(golden.path) as source:
        told = Listener()
        estimator = estimator_for(source, opener())
        result = Session(source, estimator, new_pipeline(Config()), told).run()
    assert len(result.reps) > 3
    assert_same(result, golden.result)
    assert repr(told.events) == repr(golden.told.events)


def test_rescored(golden) -> None:  # noqa: ANN001
    done: list[float] = []
    again = rescore(golden.path, Config(), progress=done.append)
    assert_same(again.result, golden.result)
    assert again.old is not None
    assert again.old.final
    assert again.changes == UNCHANGED
    assert (again.complete, again.frames_lost) == (True, 0)
    assert done == sorted(done)
    assert 0.0 <= done[0] < done[-1] < 1.0


def test_stored_poses_measure_as_the_poses_did(golden) -> None:  # noqa: ANN001
    direct = analyse(golden.frames, new_pipeline(Config()))
    before = np.array([each.measures["back_curvature_deg"].value for each in direct.results])
    after = golden.result.columns["back_curvature_deg"]
    # An outline in steps moves a standard error at the limit over it, in a frame or two.
    both = np.isfinite(before) & np.isfinite(after)
    assert (np.isfinite(before) != np.isfinite(after)).mean() < 0.01
    error = (after - before)[both]
    assert error.size > 100
    assert math.sqrt(float(np.mean(error**2))) < CURVATURE_RMSE_DEG
    assert [(f.code, f.rep) for f in direct.pipeline.flags] == [
        (f.code, f.rep) for f in golden.result.flags
    ]


@pytest.mark.slow
@on_request("takes half a minute")
def test_the_sample_measures_alike_with_and_without_a_recording(tmp_path: Path) -> None:
    """The real model's masks, where the goldens have masks in sixteen steps."""
    frames: Frames = []
    with VideoFile(sample_path()) as clip, default_estimator(Config())() as estimator:
        # Every second picture, as a slow computer has it: half the work, and every rep.
        seen = islice(clip, 0, None, 2)
        frames += [(frame.time_s, estimator.estimate(frame)) for frame in seen]
    direct = analyse(frames, new_pipeline(Config()))
    path = tmp_path / "sample.fcrec"
    recorded, _ = record(path, frames)
    for name, most in (("back_curvature_deg", CURVATURE_RMSE_DEG), ("elbow_flexion_deg", 0.3)):
        before = np.array([each.measures[name].value for each in direct.results])
        error = (recorded.columns[name] - before)[np.isfinite(before)]
        rmse = math.sqrt(float(np.nanmean(error**2)))
        print(f"{name}: RMSE {rmse:.3f}, worst {np.nanmax(np.abs(error)):.3f}")
        assert rmse < most
    assert [rep.flags for rep in recorded.reps] == [rep.flags for rep in direct.pipeline.reps]
    minutes = recorded.times_s[-1] / 60
    megabytes = path.stat().st_size / 1e6
    print(
        f"{megabytes / minutes:.1f} MB a minute, {path.stat().st_size / len(frames):.0f} B a frame"
    )
    assert megabytes / minutes < 7.5  # 15 at all pictures
    assert_same(rescore(path, Config()).result, recorded)


def test_new_options_change_the_verdict_and_the_change_is_told(tmp_path: Path) -> None:
    path = tmp_path / "set.fcrec"
    frames = plain_set(count=3, faults=("short",)).poses()
    result, _ = record(path, frames)
    assert any("short_range" in rep.flags for rep in result.reps)
    again = rescore(path, Config(flags=FlagOptions(short_range=0.3)))
    assert {flag.code for flag in again.changes.flags_gone} == {"short_range"}
    assert not again.changes.reps_lost
    assert again.new.flags != again.old.flags


def test_the_exercise_that_was_chosen_stays_chosen(tmp_path: Path) -> None:
    path = tmp_path / "set.fcrec"
    record(path, plain_set(count=2).poses(), exercise="bent_over_row")
    assert rescore(path, Config()).result.exercise.fixed_by_user
    with RecordingReader(path) as reader:
        assert reader.header.exercise == "bent_over_row"


def test_a_session_that_never_ended_has_its_events(golden, tmp_path: Path) -> None:  # noqa: ANN001
    path = tmp_path / "cut.fcrec"
    data = golden.path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    again = rescore(path, Config())
    assert not again.complete
    assert again.old is not None
    assert not again.old.final
    assert 1 <= len(again.old.reps) < len(golden.result.reps)
    assert again.old.reps == again.new.reps[: len(again.old.reps)]


def test_a_camera_that_is_lost_leaves_what_was_filmed(tmp_path: Path) -> None:
    path = tmp_path / "set.fcrec"
    source = MadeUpSource(30, error=SourceOpenError("The camera is gone."))
    with Recorder(path, RecordingHeader(), pytest.fail) as recorder:
        session = Session(source, opener(), new_pipeline(Config()), records=recorder)
        with pytest.raises(SourceOpenError):
            session.run()
        recorder.finish(session.result)
    with RecordingReader(path) as reader:
        assert reader.complete
        assert len(list(reader)) == 30
        assert reader.report is not None
        assert reader.report["stopped_early"]


def test_recordings_are_found_in_folders(golden, tmp_path: Path) -> None:  # noqa: ANN001
    inner = tmp_path / "may" / "back"
    inner.mkdir(parents=True)
    for path in (tmp_path / "b.fcrec", inner / "a.fcrec"):
        path.write_bytes(golden.path.read_bytes())
    (tmp_path / "b.json").touch()
    found = find_recordings([tmp_path, tmp_path / "b.fcrec"])
    assert set(found) == {tmp_path / "b.fcrec", inner / "a.fcrec"}
    with pytest.raises(SourceOpenError, match="no recordings"):
        find_recordings([tmp_path / "may" / "back" / ".." / "back", _empty(tmp_path)])
    with pytest.raises(SourceOpenError, match="does not exist"):
        find_recordings([tmp_path / "nowhere"])


def _empty(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


def test_one_bad_file_does_not_stop_the_others(golden, tmp_path: Path) -> None:  # noqa: ANN001
    bad = tmp_path / "bad.fcrec"
    bad.write_bytes(b"nothing")
    outcomes = {each.path: each for each in rescore_all([bad, golden.path], Config(), jobs=1)}
    assert isinstance(outcomes[bad], Failed)
    assert isinstance(outcomes[golden.path], Rescored)


@pytest.mark.slow
def test_several_at_a_time_say_the_same(golden, tmp_path: Path) -> None:  # noqa: ANN001
    bad = tmp_path / "bad.fcrec"
    bad.write_bytes(b"nothing")
    outcomes = {each.path: each for each in rescore_all([bad, golden.path], Config(), jobs=2)}
    failed, again = outcomes[bad], outcomes[golden.path]
    assert isinstance(failed, Failed)
    assert failed.error.hint
    assert isinstance(again, Rescored)
    assert_same(again.result, golden.result)


class _Unsure(ScriptedEstimator):
    """Never certain who the lifter is; notes where it was pointed."""

    absent = Reason.PERSON_UNSURE

    def __init__(self) -> None:
        super().__init__(sees=lambda index: False)
        self.pointed: list[tuple[float, float]] = []

    def follow_person(self, x_px: float, y_px: float) -> None:
        self.pointed.append((x_px, y_px))


def test_why_there_is_no_pose_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "set.fcrec"
    unsure = _Unsure()
    with Recorder(path, RecordingHeader(), pytest.fail) as recorder:
        session = Session(
            MadeUpSource(20), opener(unsure), new_pipeline(Config()), records=recorder
        )
        session.follow_person(3.0, 4.0)
        session.run()
    assert unsure.pointed == [(3.0, 4.0)]
    with RecordedSource(path) as source, RecordedEstimator() as again:
        for frame in source:
            assert again.estimate(frame) is None
            assert again.absent is Reason.PERSON_UNSURE
    reasons = set(rescore(path, Config()).result.reasons.values())
    assert reasons == {Reason.PERSON_UNSURE}


def test_an_estimator_of_recordings_sees_nobody_elsewhere() -> None:
    with RecordedEstimator() as estimator:
        assert estimator.estimate(next(iter(MadeUpSource(1)))) is None


def test_pictures_are_black_and_poses_whole(golden) -> None:  # noqa: ANN001
    with RecordedSource(golden.path) as source, RecordedEstimator() as estimator:
        pairs = [(frame, estimator.estimate(frame)) for frame in source]
        assert source.info.frames == source.info.frames_decoded == len(golden.frames)
        assert not source.info.truncated
    frame: Frame
    pose: Pose | None
    for (frame, pose), (time_s, original) in zip(pairs, golden.frames, strict=True):
        assert frame.time_s == time_s
        assert not frame.image.any()
        assert (pose is None) == (original is None)
        if pose is not None and original is not None:
            assert pose.size == frame.size == original.size
            np.testing.assert_allclose(pose.xy, original.xy, atol=0.01)


def test_a_player_finds_every_frame(golden) -> None:  # noqa: ANN001
    with RecordedClip(golden.path) as clip:
        assert len(clip) == len(golden.frames)
        np.testing.assert_array_equal(clip.times_s, [time_s for time_s, _ in golden.frames])
        for index in (0, 7, len(clip) - 1):
            time_s = float(clip.times_s[index])
            assert clip.index_at(time_s) == clip.index_at(time_s + 1e-4) == index
            frame = clip.reach(index, lambda: True)
            assert frame is not None
            assert clip.is_near(index)
            assert (frame.index, frame.time_s) == (index, time_s)
            assert frame.size == (clip.info.width, clip.info.height)
        assert clip.index_at(-1.0) == 0
        assert clip.index_at(1e9) == len(clip) - 1
        with pytest.raises(IndexError):
            clip.frame(len(clip))


OWN = """
name = "high_row"
title = "High row"
summary = "A row from above."
camera = "From the side."
variant_of = "bent_over_row"

[standards]
lowering_s = 3.0
trunk_swing_deg = 10.0
"""


def test_a_recording_of_an_own_exercise_opens_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "here"))
    (tmp_path / "here" / "mine.toml").write_text(OWN, encoding="utf-8")
    load_own_exercises()
    result, _ = record(tmp_path / "a.fcrec", load("row-rounding"), exercise="high_row")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "there"))
    monkeypatch.setattr(own_exercises, "_lent", {})
    load_own_exercises()
    assert "high_row" not in registry.names()
    again = rescore(tmp_path / "a.fcrec", Config())
    assert again.result.exercise.name == "high_row"
    assert again.new == of_result(result)
    # Another recording, whatever it brings, does not take it from the one on show.
    own_exercises.lend({"high_row": "no TOML ["})
    own_exercises.lend({"bent_over_row": OWN, "x": OWN, "y": "[" * 100_000})
    assert {"x", "y"}.isdisjoint(registry.names())
    assert registry.get("high_row").kind == "bent_over_row"
    assert own_exercises.definitions("high_row") == {"high_row": OWN}
    # It is not the user's own, and no recording of theirs carries it along.
    assert own_exercises.definitions(None) == {}


def test_what_recordings_bring_is_bounded_and_never_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setattr(own_exercises, "_lent", {})
    monkeypatch.setattr(own_exercises, "MOST_LENT", 3)
    for number in range(5):
        name = f"row_{number}"
        own_exercises.lend({name: OWN.replace("high_row", name)})
    found = [name for name in registry.names() if name.startswith("row_")]
    assert found == ["row_2", "row_3", "row_4"]
    own_exercises.lend({"lost": OWN.replace("high_row", "lost").replace("bent_over_row", "gone")})
    assert "lost" not in registry.names()
    assert "row_4" in registry.names()
    own_exercises.registry.set_own([])
