"""The landmarks of a recording as arrays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from formcheck.recording.frames import StoredFrame
from formcheck.recording.reader import RecordingReader
from formcheck.skeleton import LANDMARK_COUNT
from formcheck.types import NAN, FloatArray, Landmarks, Reason


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
