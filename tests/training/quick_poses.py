"""Estimate the fragments' poses as far as the trees need them: 17 frames a second, no masks.

``make bench-real PART=many`` keeps every frame with its mask, which takes hours for all fragments;
a cycle's numbers need neither.  Run ``PYTHONPATH=.:ui:tests python -m tests.training.quick_poses``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np

from formcheck.assets import model_bytes
from formcheck.config import PoseOptions
from formcheck.pose import landmarker
from formcheck.pose.mediapipe import MediaPipeEstimator
from formcheck.sources.video_file import VideoFile
from formcheck.types import Pose
from tests.benchmark.accuracy.clipset import pose_folder
from tests.benchmark.accuracy.poses import Recording, key_of, load, save
from tests.benchmark.real.catalogue import folder, fragments

STEP_S: Final = 1.0 / 17.0
SLACK_S: Final = 0.002


def kept(video: Path) -> Recording | None:
    """Return a clip's poses, the quick ones where there are no others; None without any."""
    names = f"{video.stem}-{key_of(video, PoseOptions())}.npz", f"{video.stem}-quick.npz"
    paths = (pose_folder() / name for name in names)
    return next((load(path) for path in paths if path.exists()), None)


def estimate(video: Path) -> Recording:
    """Return the poses of a clip's frames, as many a second as are needed."""
    times: list[float] = []
    poses: list[Pose | None] = []
    with VideoFile(video) as source, MediaPipeEstimator(PoseOptions(people=1), model_bytes()) as by:
        size = source.info.width, source.info.height
        for frame in source:
            if times and frame.time_s < times[-1] + STEP_S - SLACK_S:
                continue
            times.append(frame.time_s)
            poses.append(by.estimate(frame))
    return Recording(np.array(times), size, tuple(poses))


class _WithoutMasks(landmarker.vision.PoseLandmarkerOptions):  # type: ignore[misc]
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options | {"output_segmentation_masks": False})


def main() -> None:
    """Estimate what is not kept yet."""
    landmarker.vision.PoseLandmarkerOptions = _WithoutMasks
    for fragment in fragments(folder()):
        path = pose_folder() / f"{fragment.video.stem}-quick.npz"
        if fragment.kind != "unclear" and fragment.sure and kept(fragment.video) is None:
            save(estimate(fragment.video), path)


if __name__ == "__main__":
    main()
