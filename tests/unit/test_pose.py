"""The real estimator on a bundled picture, the replay one and the closed proxy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from formcheck.assets import model_bytes, sample_path
from formcheck.config import PoseOptions
from formcheck.errors import ModelError
from formcheck.pictures import reduce_to_height
from formcheck.pose.base import LifterFollower, why_absent
from formcheck.pose.mediapipe import MediaPipeEstimator
from formcheck.pose.private import CLOSED_PROXY, block_usage_reports
from formcheck.skeleton import Landmark as L
from formcheck.sources.video_file import VideoFile
from formcheck.types import Frame, Reason
from support.replay import ReplayEstimator
from support.skeletons import Figure, build

PLAIN = Figure(mask_height=None)


@pytest.fixture
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the environment back after a test that opens an estimator."""
    for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy", "no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
        if not os.environ[name]:
            monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def picture() -> Frame:
    with VideoFile(sample_path()) as clip:
        return next(iter(clip))


@pytest.fixture(scope="module")
def model() -> bytes:
    return model_bytes()


@pytest.fixture
def estimator(model: bytes, own_environment: None) -> Iterator[MediaPipeEstimator]:
    with MediaPipeEstimator(PoseOptions(), model) as opened:
        yield opened


def test_the_lifter_is_found_in_pixels_of_the_whole_frame(
    estimator: MediaPipeEstimator, picture: Frame
) -> None:
    pose = estimator.estimate(picture)
    assert pose is not None
    width, height = picture.size
    assert pose.size == picture.size == (960, 540)
    assert pose.mask is not None
    assert pose.mask.dtype == np.float32
    assert pose.mask.shape == (480, round(width * 480 / height))
    assert 0.0 <= pose.mask.min() <= pose.mask.max() <= 1.001
    assert pose.mask_scale == pytest.approx(height / 480)
    shoulders = pose.xy[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]]
    hips = pose.xy[[L.LEFT_HIP, L.RIGHT_HIP]]
    assert shoulders[:, 1].mean() < hips[:, 1].mean()
    assert np.hypot(*(shoulders.mean(axis=0) - hips.mean(axis=0))) > 80.0
    # The middle of the trunk is inside the mask, the corner of the picture is not.
    x, y = np.round(np.vstack([shoulders, hips]).mean(axis=0) / pose.mask_scale).astype(int)
    assert pose.mask[y, x] > 0.9
    assert pose.mask[0, 0] < 0.1
    # Metres: a trunk is half of one.
    trunk = pose.world[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(axis=0)
    assert 0.3 < np.linalg.norm(trunk) < 0.7


def test_a_blank_picture_shows_nobody(estimator: MediaPipeEstimator) -> None:
    for value in (0, 255):
        blank = Frame(value, value / 30.0, np.full((240, 320, 3), value, np.uint8))
        assert estimator.estimate(blank) is None
        assert estimator.absent is Reason.NOBODY


def test_only_an_estimator_that_tells_people_apart_says_more_than_nobody(
    estimator: MediaPipeEstimator,
) -> None:
    assert isinstance(estimator, LifterFollower)
    assert why_absent(ReplayEstimator([])) is Reason.NOBODY


@pytest.mark.parametrize("shape", [(431, 377), (33, 19), (7, 301), (1, 1)])
def test_odd_sizes(estimator: MediaPipeEstimator, picture: Frame, shape: tuple[int, int]) -> None:
    crop = np.ascontiguousarray(np.resize(picture.image[: shape[0], 200 : 200 + shape[1]],
                                          (*shape, 3)))  # fmt: skip
    pose = estimator.estimate(Frame(0, 0.0, crop))
    assert pose is None or pose.size == (shape[1], shape[0])


def test_times_that_fall_into_one_millisecond_are_told_apart(
    estimator: MediaPipeEstimator, picture: Frame
) -> None:
    for i in range(3):
        assert estimator.estimate(replace(picture, index=i, time_s=1.0 + 0.0001 * i)) is not None


def test_closing_twice_is_fine(model: bytes, own_environment: None) -> None:
    opened = MediaPipeEstimator(PoseOptions(), model)
    opened.close()
    opened.close()


@pytest.mark.parametrize("cut", [0, 100, 5000])
def test_an_altered_model_is_one_clear_error(cut: int, model: bytes, own_environment: None) -> None:
    with pytest.raises(ModelError) as told:
        MediaPipeEstimator(PoseOptions(), model[:cut])
    assert told.value.hint
    assert "\n" not in told.value.message


def test_frames_are_reduced_but_never_enlarged() -> None:
    tall = np.zeros((1080, 1920, 3), np.uint8)
    assert reduce_to_height(tall, 480).shape == (480, 853, 3)
    small = np.zeros((200, 100, 3), np.uint8)
    assert reduce_to_height(small, 480) is small
    assert reduce_to_height(np.zeros((4000, 1, 3), np.uint8), 480).shape == (480, 1, 3)


def test_replay_returns_the_poses_in_order_and_then_nobody() -> None:
    poses = [build(PLAIN), None, build(replace(PLAIN, trunk_deg=30.0))]
    frame = Frame(0, 0.0, np.zeros((2, 2, 3), np.uint8))
    with ReplayEstimator(poses) as replay:
        assert [replay.estimate(frame) for _ in range(5)] == [*poses, None, None]
    replay.close()


def test_usage_reports_meet_a_closed_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("all_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "localhost,.googleapis.com,play.googleapis.com,10.0.0.1,*")
    monkeypatch.setenv("NO_PROXY", "intranet, google.com")
    block_usage_reports()
    assert os.environ["https_proxy"] == CLOSED_PROXY == "http://127.0.0.1:9"
    assert not {"HTTPS_PROXY", "ALL_PROXY", "all_proxy"} & set(os.environ)
    assert os.environ["no_proxy"] == "localhost,10.0.0.1"
    assert os.environ["NO_PROXY"] == "intranet"


def test_the_door_is_closed_before_the_graph_is_made(
    monkeypatch: pytest.MonkeyPatch, model: bytes, own_environment: None
) -> None:
    from mediapipe.tasks.python import vision

    seen = []

    def look(options: object) -> object:
        seen.append(os.environ.get("https_proxy"))
        raise RuntimeError

    monkeypatch.delenv("https_proxy", raising=False)
    monkeypatch.setattr(vision.PoseLandmarker, "create_from_options", look)
    with pytest.raises(ModelError):
        MediaPipeEstimator(PoseOptions(), model)
    assert seen == [CLOSED_PROXY]
