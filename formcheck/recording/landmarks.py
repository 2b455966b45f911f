"""The landmarks of a recording as arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from formcheck.recording.frames import StoredFrame
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
    All numbers of a frame without a pose are NaN.  The arrays are read-only; copy one to change it.
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
    times_s, reasons, rows = [], [], []
    with RecordingReader(path) as reader:
        for frame in reader:
            times_s.append(frame.time_s)
            reasons.append(str(Reason.NONE if frame.pose is not None else frame.absent))
            rows.append(_row(frame))
    times, numbers = np.array(times_s), np.stack(rows)
    for each in (times, numbers):
        each.flags.writeable = False
    return Landmarks(
        times, numbers[..., :2], numbers[..., 2], numbers[..., 3], numbers[..., 4:],
        tuple(reasons),
    )  # fmt: skip


def _row(frame: StoredFrame) -> FloatArray:
    """Return x, y, depth, visibility and world x, y, z of a frame's landmarks, shape (33, 7)."""
    if frame.pose is None:
        return np.full((LANDMARK_COUNT, 7), NAN)
    pose = replace(frame.pose, mask=None).restore()
    return np.column_stack([pose.xy, pose.depth, pose.visibility, pose.world])
