"""Poses of a clip, estimated once and kept: landmarks and masks, small enough for thousands.

The key of a kept recording is what its poses depend on: the video's bytes, the model's checksum,
the options and the code of the pose estimation and MediaPipe's version.  Measures are not among
them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import formcheck.pictures
import formcheck.pose
from formcheck.assets import DEFAULT_MODEL, model_bytes, model_entries
from formcheck.config import PoseOptions
from formcheck.run import open_recording
from formcheck.types import ByteArray, Pose

FORMAT = 1
FAINT = 0.01
"""A mask is kept where it says at least this; the contour is taken at one half."""

POSE_MODULES = (
    "activity.py",
    "colours.py",
    "election.py",
    "landmarker.py",
    "lock.py",
    "mediapipe.py",
    "memory.py",
    "painting.py",
    "sighting.py",
    "tracker.py",
)

Box = tuple[int, int, int, int]
Change = Callable[[ByteArray], ByteArray]
"""What another camera makes of a picture."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One pose a frame (None: nobody) at its time; ``size`` is the frame's width and height."""

    times_s: NDArray[np.float64]
    size: tuple[int, int]
    poses: tuple[Pose | None, ...]


def pose_key(
    video_sha256: str, model_sha256: str, options: PoseOptions, mediapipe: str, code: str
) -> str:
    """Return what names a kept recording: equal exactly when its poses must be equal."""
    parts = {
        "format": FORMAT,
        "video": video_sha256,
        "model": model_sha256,
        "options": asdict(options),
        "mediapipe": mediapipe,
        "code": code,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:20]


def key_of(video: Path, options: PoseOptions) -> str:
    """Return the key of a video's poses with the bundled model."""
    digest = hashlib.sha256(video.read_bytes()).hexdigest()
    model = model_entries()[DEFAULT_MODEL].sha256
    return pose_key(digest, model, options, version("mediapipe"), pose_code())


@cache
def pose_code() -> str:
    """Return a digest of the modules that make a pose of a frame."""
    folder = Path(formcheck.pose.__file__).parent
    text = b"".join((folder / name).read_bytes() for name in POSE_MODULES)
    text += Path(formcheck.pictures.__file__).read_bytes()
    return hashlib.sha256(text).hexdigest()


def kept_at(video: Path, folder: Path, options: PoseOptions, change: Change | None = None) -> Path:
    """Return where a video's poses are kept, as it is or as another camera would show it."""
    changed = f"-{change.__name__}" if change is not None else ""
    return folder / f"{video.stem}-{key_of(video, options)}{changed}.npz"


def poses_of(
    video: Path, folder: Path, options: PoseOptions, change: Change | None = None
) -> Recording:
    """Return a video's poses, from ``folder`` if they are there, else estimated and kept."""
    path = kept_at(video, folder, options, change)
    if path.exists():
        return load(path)
    recording = estimate(video, options, change)
    save(recording, path)
    return recording


def estimate(video: Path, options: PoseOptions, change: Change | None = None) -> Recording:
    """Run MediaPipe over a video as ``formcheck analyze`` does."""
    from formcheck.pose.mediapipe import MediaPipeEstimator

    times, poses = [], []
    with (
        open_recording(str(video)) as source,
        MediaPipeEstimator(options, model_bytes()) as estimator,
    ):
        size = (source.info.width, source.info.height)
        for shown in source:
            frame = shown if change is None else replace(shown, image=change(shown.image))
            size = frame.size
            times.append(frame.time_s)
            poses.append(estimator.estimate(frame))
    return Recording(np.array(times), size, tuple(poses))


def save(recording: Recording, path: Path) -> None:
    """Write a recording, atomically; masks as bytes, cut to where somebody is."""
    poses = [pose for pose in recording.poses if pose is not None]
    masks = [pose.mask for pose in poses]
    boxes = [_box(mask) for mask in masks]
    crops = [
        np.rint(mask[top:bottom, left:right] * 255.0).astype(np.uint8).ravel()
        for mask, (top, bottom, left, right) in zip(masks, boxes, strict=True)
        if mask is not None
    ]
    columns: dict[str, Any] = {
        "times_s": recording.times_s,
        "size": np.array(recording.size),
        "found": np.array([pose is not None for pose in recording.poses]),
        "xy": np.array([p.xy for p in poses], dtype=np.float32),
        "depth": np.array([p.depth for p in poses], dtype=np.float32),
        "visibility": np.array([p.visibility for p in poses], dtype=np.float32),
        "world": np.array([p.world for p in poses], dtype=np.float32),
        "mask_shape": np.array([(0, 0) if m is None else m.shape for m in masks]),
        "boxes": np.array(boxes),
        "crops": np.concatenate(crops) if crops else np.zeros(0, np.uint8),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.stem}.{os.getpid()}.part.npz")
    np.savez_compressed(part, **columns)
    part.replace(path)


def load(path: Path) -> Recording:
    """Read a recording that :func:`save` wrote."""
    with np.load(path) as file:
        kept = {name: file[name] for name in file.files}
    size = (int(kept["size"][0]), int(kept["size"][1]))
    poses, at = [], 0
    for i in range(len(kept["xy"])):
        top, bottom, left, right = (int(edge) for edge in kept["boxes"][i])
        count = (bottom - top) * (right - left)
        shape = tuple(int(n) for n in kept["mask_shape"][i])
        mask = None
        if shape != (0, 0):
            mask = np.zeros(shape, np.float32)
            crop = kept["crops"][at : at + count].reshape(bottom - top, right - left)
            mask[top:bottom, left:right] = crop / np.float32(255.0)
        at += count
        poses.append(_pose(kept, i, size, mask))
    following = iter(poses)
    return Recording(
        kept["times_s"], size, tuple(next(following) if found else None for found in kept["found"])
    )


def _pose(
    kept: dict[str, Any], i: int, size: tuple[int, int], mask: NDArray[np.float32] | None
) -> Pose:
    parts = {n: kept[n][i].astype(np.float64) for n in ("xy", "depth", "visibility", "world")}
    return Pose(**parts, size=size, mask=mask)


def _box(mask: NDArray[np.float32] | None) -> Box:
    """Return top, bottom, left, right of where the mask is not faint."""
    if mask is None:
        return 0, 0, 0, 0
    seen = mask >= FAINT
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(rows):
        return 0, 0, 0, 0
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
