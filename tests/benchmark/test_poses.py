"""Kept poses: what they depend on, and that keeping them changes nothing that matters."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from formcheck.assets import sample_path
from formcheck.config import PoseOptions
from formcheck.run import open_recording
from formcheck.types import Pose
from tests.benchmark.accuracy import poses
from tests.benchmark.accuracy.poses import Recording, key_of, load, pose_key, poses_of, save
from tests.benchmark.real.pictures import PICTURES, brighter, darker, half_size
from tests.support.clipmaker import make_clip

BASE = ("video", "model", PoseOptions(), "1.2", "code")


@pytest.mark.parametrize(
    "other",
    [
        ("another video", *BASE[1:]),
        (BASE[0], "another model", *BASE[2:]),
        (*BASE[:2], replace(PoseOptions(), analysis_height_px=360), *BASE[3:]),
        (*BASE[:2], replace(PoseOptions(), min_confidence=0.6), *BASE[3:]),
        (*BASE[:3], "1.3", BASE[4]),
        (*BASE[:4], "other code"),
    ],
)
def test_whatever_poses_depend_on_changes_the_key(
    other: tuple[str, str, PoseOptions, str, str],
) -> None:
    assert pose_key(*other) != pose_key(*BASE)
    assert pose_key(*BASE) == pose_key("video", "model", PoseOptions(), "1.2", "code")


def test_the_key_of_a_file_is_its_content_and_not_its_name(tmp_path: Path) -> None:
    one, two, other = (tmp_path / name for name in ("one.mp4", "two.mp4", "other.mp4"))
    one.write_bytes(b"same")
    two.write_bytes(b"same")
    other.write_bytes(b"else")

    keys = [key_of(path, PoseOptions()) for path in (one, two, other)]

    assert keys[0] == keys[1] != keys[2]


def blob(size: tuple[int, int], centre: tuple[float, float], radius: float) -> np.ndarray:
    """A soft-edged disc, as a mask."""
    width, height = size
    y, x = np.mgrid[:height, :width]
    away = np.hypot(x - centre[0], y - centre[1]) - radius
    return (1.0 / (1.0 + np.exp(away / 1.5))).astype(np.float32)


def pose(seed: int, *, masked: bool = True) -> Pose:
    rng = np.random.default_rng(seed)
    mask = blob((160, 120), (40.0 + 20 * seed, 60.0), 25.0) if masked else None
    return Pose(
        xy=rng.uniform(0, 640, (33, 2)),
        depth=rng.normal(size=33),
        visibility=rng.random(33),
        world=rng.normal(size=(33, 3)),
        size=(640, 480),
        mask=mask,
    )


def test_a_kept_recording_comes_back(tmp_path: Path) -> None:
    recording = Recording(
        np.array([0.0, 0.04, 0.1, 0.2]), (640, 480), (pose(1), None, pose(2), pose(3, masked=False))
    )
    save(recording, tmp_path / "deep" / "kept.npz")
    again = load(tmp_path / "deep" / "kept.npz")

    assert again.size == recording.size
    np.testing.assert_array_equal(again.times_s, recording.times_s)
    for before, after in zip(recording.poses, again.poses, strict=True):
        assert (before is None) == (after is None)
        if before is None or after is None:
            continue
        np.testing.assert_allclose(after.xy, before.xy, atol=1e-4)
        np.testing.assert_allclose(after.world, before.world, atol=1e-6)
        assert (before.mask is None) == (after.mask is None)
        if before.mask is not None and after.mask is not None:
            assert after.mask.shape == before.mask.shape
            assert np.abs(after.mask - before.mask).max() <= max(poses.FAINT, 0.5 / 255) + 1e-6


def test_a_recording_without_anybody_comes_back(tmp_path: Path) -> None:
    save(Recording(np.array([0.0, 0.1]), (64, 48), (None, None)), tmp_path / "empty.npz")

    assert load(tmp_path / "empty.npz").poses == (None, None)


def test_no_half_written_file_is_left(tmp_path: Path) -> None:
    save(Recording(np.array([0.0]), (640, 480), (pose(1),)), tmp_path / "kept.npz")

    assert [path.name for path in tmp_path.iterdir()] == ["kept.npz"]


def test_poses_are_estimated_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    video = tmp_path / "clip.mp4"
    video.write_bytes(b"not decoded here")
    estimated: list[str] = []

    def fake(path: Path, options: PoseOptions, change: poses.Change | None) -> Recording:
        estimated.append(hashlib.sha256(path.read_bytes()).hexdigest())
        return Recording(np.array([0.0]), (640, 480), (pose(1),))

    monkeypatch.setattr(poses, "estimate", fake)
    for _ in range(2):
        poses_of(video, tmp_path / "cache", PoseOptions())
    assert len(estimated) == 1

    poses_of(video, tmp_path / "cache", PoseOptions(analysis_height_px=360))
    video.write_bytes(b"changed")
    poses_of(video, tmp_path / "cache", PoseOptions())
    assert len(estimated) == 3
    for _ in range(2):
        poses_of(video, tmp_path / "cache", PoseOptions(), half_size)
    assert len(estimated) == 4


@pytest.mark.parametrize("change", PICTURES.values(), ids=lambda change: change.__name__)
def test_another_camera_shows_the_same_scene_otherwise(change: poses.Change) -> None:
    image = np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    shown = change(image)
    assert (shown.dtype, shown.ndim, shown.shape[1] * 48) == (np.uint8, 3, shown.shape[0] * 64)
    assert shown.shape[0] == (24 if change is half_size else 48)
    if change in (darker, brighter):
        lighter = float(shown.mean()) > float(image.mean())
        assert lighter is (change is brighter)


def test_the_beginning_of_the_sample_gives_poses_and_keeps_them(tmp_path: Path) -> None:
    with open_recording(str(sample_path())) as source:
        images = [frame.image for frame in islice(source, 24)]
    clip = Path(make_clip(tmp_path / "start.mp4", images))

    first = poses_of(clip, tmp_path / "cache", PoseOptions())
    again = poses_of(clip, tmp_path / "cache", PoseOptions())

    assert len(first.poses) == len(first.times_s) == 24
    assert all(pose is not None and pose.mask is not None for pose in first.poses)
    for before, after in zip(first.poses, again.poses, strict=True):
        assert before is not None
        assert after is not None
        np.testing.assert_allclose(after.xy, before.xy, atol=1e-3)
