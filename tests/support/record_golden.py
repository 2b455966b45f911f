"""Record what the pose model says about the bundled clips, for tests that start from landmarks.

Run it from the top of the repository when a clip or the model changes:

    PYTHONPATH=.:tests python -m support.record_golden

Every second frame is kept; landmarks as 1/16 pixel, masks cropped, in 16 steps and packed.
"""

from __future__ import annotations

import lzma
from pathlib import Path

import numpy as np

from formcheck.assets import model_bytes, sample_path
from formcheck.config import PoseOptions
from formcheck.pose.mediapipe import MediaPipeEstimator
from formcheck.sources.video_file import VideoFile
from formcheck.types import Pose

FOLDER = Path(__file__).parents[1] / "golden"
CLIPS = {"row-rounding": True, "row-jerky": False, "face-pull": False}
"""Each clip, and whether its masks are kept: they are what takes space."""
STEP = 2
LEVELS = 15
XY, DEPTH, VISIBILITY, WORLD = 16.0, 8.0, 255.0, 5000.0


def record(name: str, masks: bool) -> None:
    """Write the recording of one bundled clip."""
    times, poses = [], []
    with (
        VideoFile(sample_path(name)) as clip,
        MediaPipeEstimator(PoseOptions(), model_bytes()) as estimator,
    ):
        for frame in clip:
            pose = estimator.estimate(frame)
            if frame.index % STEP == 0:
                times.append(frame.time_s)
                poses.append(pose)
    table = _landmarks(poses) | (_masks(poses) if masks else {})
    np.savez_compressed(FOLDER / f"{name}.npz", times_s=np.array(times), **table)  # type: ignore[arg-type]


def _landmarks(poses: list[Pose | None]) -> dict[str, np.ndarray]:
    found = [pose for pose in poses if pose is not None]
    seen = np.stack([pose.visibility for pose in found])
    return {
        "found": np.array([pose is not None for pose in poses]),
        "xy": np.round(np.stack([pose.xy for pose in found]) * XY).astype(np.int16),
        "depth": np.round(np.stack([pose.depth for pose in found]) * DEPTH).astype(np.int16),
        "visibility": np.round(seen * VISIBILITY).astype(np.uint8),
        "world": np.round(np.stack([pose.world for pose in found]) * WORLD).astype(np.int16),
        "size": np.array(found[0].size),
    }


def _masks(poses: list[Pose | None]) -> dict[str, np.ndarray]:
    masks = np.stack([p.mask for p in poses if p is not None and p.mask is not None])
    steps = np.round(masks * LEVELS).clip(0, LEVELS).astype(np.uint8)
    used = np.flatnonzero(steps.any(axis=(0, 2))), np.flatnonzero(steps.any(axis=(0, 1)))
    (top, bottom), (left, right) = ((int(i[0]), int(i[-1]) + 1) for i in used)
    crop = np.ascontiguousarray(steps[:, top:bottom, left:right])
    return {
        "mask_shape": np.array(masks.shape[1:]),
        "mask_place": np.array([top, bottom, left, right]),
        "mask": np.frombuffer(lzma.compress(crop.tobytes(), preset=6), np.uint8),
    }


def load(name: str) -> list[tuple[float, Pose | None]]:
    """Return time and pose of every recorded frame."""
    with np.load(FOLDER / f"{name}.npz") as data:
        table = dict(data)
    masks = _unpacked(table)
    width, height = (int(number) for number in table["size"])
    poses = (
        Pose(
            table["xy"][i] / XY,
            table["depth"][i] / DEPTH,
            table["visibility"][i] / VISIBILITY,
            table["world"][i] / WORLD,
            (width, height),
            masks[i] if masks else None,
        )
        for i in range(len(table["xy"]))
    )
    return [
        (float(time_s), next(poses) if found else None)
        for time_s, found in zip(table["times_s"], table["found"], strict=True)
    ]


def _unpacked(table: dict[str, np.ndarray]) -> list[np.ndarray]:
    if "mask" not in table:
        return []
    top, bottom, left, right = table["mask_place"]
    steps = np.frombuffer(lzma.decompress(table["mask"].tobytes()), np.uint8)
    masks = []
    for picture in steps.reshape(-1, bottom - top, right - left):
        mask = np.zeros(table["mask_shape"], np.float32)
        mask[top:bottom, left:right] = picture / np.float32(LEVELS)
        masks.append(mask)
    return masks


if __name__ == "__main__":
    for clip_name, with_masks in CLIPS.items():
        record(clip_name, with_masks)
