"""The landmarks of a recording as arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from formcheck.recording.reader import RecordingReader
from formcheck.skeleton import LANDMARK_COUNT, Landmark
from formcheck.types import NAN, FloatArray, Reason


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The lifter's landmarks as the engine was given them, before any smoothing.

    Attributes
    ----------
    times_s : ndarray, shape (T,)
        Seconds.
    xy_px : ndarray, shape (T, 33, 2)
        Pixels of the upright picture.
    depth_px : ndarray, shape (T, 33)
        Depth towards (negative) or away from (positive) the camera, pixels, hips at zero.
    visibility : ndarray, shape (T, 33)
        0 to 1: probability that the landmark is in the picture and not hidden.
    world_m : ndarray, shape (T, 33, 3)
        Metres, origin between the hips, x right, y down, z away from the camera.
    reasons : tuple of str
        For each of the T frames why it has no pose; empty where it has one.
    names : tuple of str
        The 33 landmarks; left and right are the lifter's.

    Notes
    -----
    All numbers of a frame without a pose are NaN.
    """

    times_s: FloatArray
    xy_px: FloatArray
    depth_px: FloatArray
    visibility: FloatArray
    world_m: FloatArray
    reasons: tuple[str, ...]
    names: tuple[str, ...] = tuple(each.name.lower() for each in Landmark)


def read_landmarks(path: Path) -> Landmarks:
    """Return the landmarks of every frame that can be read.

    Raises
    ------
    SourceOpenError
        When the recording cannot be read.
    """
    with RecordingReader(path) as reader:
        frames = list(reader)
    blank = np.full((LANDMARK_COUNT, 7), NAN)
    numbers, reasons = np.stack([blank] * len(frames)), []
    for row, frame in zip(numbers, frames, strict=True):
        reasons.append(str(Reason.NONE if frame.pose is not None else frame.absent))
        if frame.pose is not None:
            pose = replace(frame.pose, mask=None).restore()
            row[:, :2], row[:, 2], row[:, 3], row[:, 4:] = (
                pose.xy, pose.depth, pose.visibility, pose.world,
            )  # fmt: skip
    times_s = np.array([frame.time_s for frame in frames])
    return Landmarks(
        times_s, numbers[..., :2], numbers[..., 2], numbers[..., 3], numbers[..., 4:],
        tuple(reasons),
    )  # fmt: skip
