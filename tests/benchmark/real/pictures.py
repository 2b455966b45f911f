"""The counted clips as other cameras show them: smaller, coarser, brighter, darker.

MediaPipe must look at each again: run once, for some 40 minutes of a core,
``PYTHONPATH=.:ui:tests python -m tests.benchmark.real.pictures``; ``make bench-real PART=counting``
counts what is kept.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from formcheck.config import PoseOptions
from formcheck.types import ByteArray
from tests.benchmark.accuracy.clipset import pose_folder
from tests.benchmark.accuracy.poses import Change, poses_of
from tests.benchmark.real.catalogue import counts, folder

QUALITY: Final = 25
"""JPEG quality of a coarse picture: blocks are plain to see."""

GAMMA: Final = 2.0
"""Middle grey becomes .25 (a dim room) or .71 (overexposed)."""


def half_size(image: ByteArray) -> ByteArray:
    """Return a picture of half the width and height."""
    return np.asarray(cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))


def coarse(image: ByteArray) -> ByteArray:
    """Return a picture as a strong compression leaves it."""
    _, packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR))


def darker(image: ByteArray) -> ByteArray:
    """Return a picture of a dim room."""
    return _graded(image, GAMMA)


def brighter(image: ByteArray) -> ByteArray:
    """Return an overexposed picture."""
    return _graded(image, 1.0 / GAMMA)


def _graded(image: ByteArray, gamma: float) -> ByteArray:
    levels = np.rint(255.0 * (np.arange(256) / 255.0) ** gamma).astype(np.uint8)
    return np.asarray(cv2.LUT(image, levels))


PICTURES: Final[dict[str, Change]] = {
    "half the size": half_size,
    "compressed hard": coarse,
    "darker": darker,
    "brighter": brighter,
}


def main() -> None:
    """Estimate what is not kept yet."""
    for clip in counts(folder()):
        for change in PICTURES.values():
            poses_of(clip.video, pose_folder(), PoseOptions(), change)


if __name__ == "__main__":
    main()
