"""Where in the picture things move: the one who lifts moves, a coach or a poster stands."""

from __future__ import annotations

import math
from typing import Any, Final

import cv2
import numpy as np

from formcheck.skeleton import Landmark as L
from formcheck.types import ByteArray, FloatArray, Pose

HEIGHT: Final = 60
"""Pixels of the small picture's height: arms are seen, noise averages out."""

EVERY_S: Final = 0.1
MEMORY_S: Final = 2.0
NOISE: Final = 3.0
"""Grey levels of change that mean nothing."""

_PARTS = np.array([
    L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_ELBOW, L.RIGHT_ELBOW,
    L.LEFT_WRIST, L.RIGHT_WRIST, L.LEFT_HIP, L.RIGHT_HIP,
])  # fmt: skip


class ActivityMap:
    """Keep the mean change of each place over the last seconds."""

    def __init__(self) -> None:
        self._last_s = -math.inf
        self._grey: Any = None
        self._change: Any = None

    def push(self, time_s: float, picture: ByteArray) -> None:
        """Take a picture of shape (h, w, 3); most are passed over, change is slow."""
        gap_s = time_s - self._last_s
        if gap_s < EVERY_S:
            return
        self._last_s = time_s
        width = max(1, round(picture.shape[1] * HEIGHT / picture.shape[0]))
        # Every eighth pixel would flicker on fine patterns; linear is cheap and nearly an average
        # after the blur.
        small = cv2.resize(picture, (width, HEIGHT), interpolation=cv2.INTER_LINEAR)
        grey = cv2.blur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (3, 3)).astype(np.float32)
        if self._grey is None or self._grey.shape != grey.shape:
            self._grey, self._change = grey, np.zeros_like(grey)
            return
        change = np.maximum(np.abs(grey - self._grey) - NOISE, 0.0)
        self._grey = grey
        self._change += min(1.0, gap_s / MEMORY_S) * (change - self._change)

    def at(self, pose: Pose) -> float:
        """Return the mean change, in grey levels, in the box of a person's arms and trunk."""
        if self._change is None:
            return 0.0
        parts: FloatArray = pose.xy[_PARTS]
        parts = parts[np.isfinite(parts).all(axis=1)]
        if not len(parts):
            return 0.0
        height, width = self._change.shape
        scale = (width / pose.size[0], height / pose.size[1])
        low = np.clip(np.floor(parts.min(axis=0) * scale), 0, (width - 1, height - 1)).astype(int)
        high = np.clip(np.ceil(parts.max(axis=0) * scale), low + 1, (width, height)).astype(int)
        return float(self._change[low[1] : high[1], low[0] : high[0]].mean())
