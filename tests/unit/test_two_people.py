"""Two rendered people in one picture, through the real model: the lifter and a coach.

The coach is cut out of one bundled sample and pasted into another, larger and from the first
frame on, so that MediaPipe alone takes him.
"""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.assets import model_bytes, sample_path
from formcheck.config import PoseOptions
from formcheck.pose.mediapipe import MediaPipeEstimator
from formcheck.pose.painting import body_area, only, without
from formcheck.pose.sighting import Sighting, sight
from formcheck.sources.video_file import VideoFile
from formcheck.types import ByteArray, Frame, Pose

EVERY = 4
FRAMES = 24
LEFT_PX = -205
LARGER = 1.25


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the environment back, which opening an estimator changes."""
    for name in ("https_proxy", "no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, os.environ.get(name, ""))


def frames_of(name: str) -> list[Frame]:
    with VideoFile(Path(sample_path()).with_name(f"{name}.mp4")) as clip:
        return list(islice(clip, 0, EVERY * FRAMES, EVERY))


def poses_of(frames: list[Frame], people: int) -> list[Pose | None]:
    options = PoseOptions(people=people)
    with MediaPipeEstimator(options, model_bytes()) as estimator:
        return [estimator.estimate(frame) for frame in frames]


def seen(pose: Pose | None) -> Sighting:
    assert pose is not None
    found = sight(pose)
    assert found is not None
    return found


def cut_out(frame: Frame, pose: Pose | None) -> NDArray[np.float32]:
    """Return how much each pixel of a frame belongs to its person, 0 to 1."""
    found = seen(pose)
    assert found.pose.mask is not None
    area = body_area(found.pose, found.size_px, found.pose.mask.shape)
    soft = np.clip((found.pose.mask - 0.25) / 0.5, 0.0, 1.0) * area
    whole: Any = cv2.resize(soft.astype(np.float32), frame.size)
    alone: NDArray[np.float32] = whole
    return alone


def paste(frame: Frame, other: Frame, pose: Pose | None) -> Frame:
    """Return the frame with the other frame's person in it, moved left and enlarged."""
    x, floor = seen(pose).place[0], 0.9 * frame.size[1]
    move = np.array(
        [[LARGER, 0.0, LEFT_PX + x * (1.0 - LARGER)], [0.0, LARGER, floor * (1.0 - LARGER)]]
    )
    share: Any = cv2.warpAffine(cut_out(other, pose), move, frame.size)
    picture: Any = cv2.warpAffine(other.image, move, frame.size)
    mixed = frame.image * (1.0 - share[..., None]) + picture * share[..., None]
    return replace(frame, image=mixed.astype(np.uint8))


@pytest.fixture(scope="module")
def alone() -> list[Frame]:
    return frames_of("row-flat")


@pytest.fixture(scope="module")
def lifter(alone: list[Frame]) -> list[Pose | None]:
    return poses_of(alone, people=1)


@pytest.fixture(scope="module")
def together(alone: list[Frame]) -> list[Frame]:
    coach = frames_of("face-pull")
    pasted = zip(alone, coach, poses_of(coach, people=1), strict=True)
    return [paste(frame, other, pose) for frame, other, pose in pasted]


def share_on(lifter: list[Pose | None], poses: list[Pose | None]) -> float:
    """Return the share of frames whose pose is the lifter's."""
    near = []
    for truth, pose in zip(lifter, poses, strict=True):
        if truth is not None:
            at = seen(truth)
            near.append(pose is not None and seen(pose).apart(at.place, at.size_px) < 0.5)
    return float(np.mean(near))


@pytest.mark.timeout(120)
def test_the_lifter_is_measured_though_the_model_prefers_the_coach(
    together: list[Frame], lifter: list[Pose | None]
) -> None:
    assert share_on(lifter, poses_of(together, people=1)) < 0.3
    assert share_on(lifter, poses_of(together, people=3)) > 0.9


@pytest.mark.timeout(120)
def test_whom_the_user_points_at_is_measured(
    together: list[Frame], lifter: list[Pose | None]
) -> None:
    with MediaPipeEstimator(PoseOptions(), model_bytes()) as estimator:
        for frame in together[:4]:
            estimator.estimate(frame)
        before = seen(estimator.estimate(together[4]))
        estimator.follow_person(before.place[0] + LEFT_PX, before.place[1])
        after = seen(estimator.estimate(together[5]))
    assert before.place[0] - after.place[0] > 120.0


@pytest.mark.timeout(120)
def test_alone_the_lock_changes_no_landmark(alone: list[Frame], lifter: list[Pose | None]) -> None:
    for bare, locked in zip(lifter, poses_of(alone, people=3), strict=True):
        assert (bare is None) == (locked is None)
        if bare is not None and locked is not None:
            np.testing.assert_array_equal(bare.xy, locked.xy)


def test_painting_hides_the_person_and_nothing_far_from_him(
    alone: list[Frame], lifter: list[Pose | None]
) -> None:
    found = seen(lifter[5])
    assert found.pose.mask is not None
    height, width = found.pose.mask.shape
    picture: ByteArray = np.asarray(cv2.resize(alone[5].image, (width, height)), dtype=np.uint8)
    area = body_area(found.pose, found.size_px, (height, width))
    assert area[found.pose.mask > 0.9].mean() > 0.9
    assert area[found.pose.mask < 0.01].mean() < 0.05
    painted = without(picture, area)
    np.testing.assert_array_equal(painted[~area], picture[~area])
    assert np.abs(painted[area].astype(int) - picture[area]).mean() > 20.0
    box = only(picture, (100, 50, 200, 150))
    np.testing.assert_array_equal(box[50:150, 100:200], picture[50:150, 100:200])
    assert box[150:, 200:].std() < picture[150:, 200:].std()
