"""A pose as a recording stores it: whole numbers, fine enough that nothing measured suffers.

While a session is recorded the engine is given the stored form of each pose, restored.  So what
the lifter was told and what the recording says when it is judged again are the same to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.skeleton import LANDMARK_COUNT
from formcheck.types import FloatArray, Pose

IntArray = NDArray[np.int32]
Levels = NDArray[np.uint8]

COLUMNS: Final = 7 * LANDMARK_COUNT
"""Numbers a pose: x, y of all landmarks, then their depth, visibility and world x, y, z."""

STEPS: Final = np.repeat(
    [64.0, 16.0, 10_000.0, 10_000.0],
    [2 * LANDMARK_COUNT, LANDMARK_COUNT, LANDMARK_COUNT, 3 * LANDMARK_COUNT],
)
"""Steps a unit of each column: 1/64 pixel, 1/16 pixel of depth, 1/10,000, a tenth of a millimetre.
The pose model's own noise is about half a pixel.  Visibility is finer than it looks useful: the
trained estimators weigh by it, and in 255 steps it moved back curvature by 0.19 degrees (RMSE on a
rendered row), all other steps together by 0.03."""

MISSING: Final = np.int32(-(2**31))
"""Stands for NaN."""

_LIMIT: Final = 2.0**30

SOLID: Final = 63
LOW, HIGH = 0.02, 0.98
"""Mask values up to ``LOW`` are stored as nobody (0), from ``HIGH`` as the person (``SOLID``), and
those between, which place the edge, evenly in steps of 0.0155.  Four times as many steps measure
no better and take a third more space; cutting off at 0.1 and 0.9 saves a tenth and measures
worse."""

_GAIN: Final = SOLID / (HIGH - LOW)
_VALUES: Final = np.ones(256, np.float32)
_VALUES[:SOLID] = LOW + np.arange(SOLID) / _GAIN
_VALUES[0] = 0.0


@dataclass(frozen=True, slots=True)
class StoredMask:
    """The mask within the person's box.

    ``shape`` is that of the whole mask, ``left`` and ``top`` place the box in it, and ``levels``,
    shape (box height, box width), are 0 to ``SOLID``.
    """

    shape: tuple[int, int]
    left: int
    top: int
    levels: Levels

    def restore(self) -> NDArray[np.float32]:
        """Return the mask as values 0 to 1."""
        values = np.zeros(self.shape, np.float32)
        height, width = self.levels.shape
        if self.levels.size:
            box: Any = cv2.LUT(self.levels, _VALUES)
            values[self.top : self.top + height, self.left : self.left + width] = box
        return values


@dataclass(frozen=True, slots=True)
class StoredPose:
    """A pose in whole numbers; ``numbers`` has shape (COLUMNS,)."""

    numbers: IntArray
    size: tuple[int, int]
    mask: StoredMask | None = None

    def restore(self) -> Pose:
        """Return the pose; the same numbers always give the same pose."""
        values: FloatArray = self.numbers / STEPS
        values[self.numbers == MISSING] = np.nan
        n = LANDMARK_COUNT
        return Pose(
            xy=values[: 2 * n].reshape(n, 2),
            depth=values[2 * n : 3 * n],
            visibility=values[3 * n : 4 * n],
            world=values[4 * n :].reshape(n, 3),
            size=self.size,
            mask=None if self.mask is None else self.mask.restore(),
        )


def store(pose: Pose) -> StoredPose:
    """Return the stored form of a pose; storing what was restored changes nothing."""
    values = np.concatenate(
        [pose.xy.ravel(), pose.depth, pose.visibility, pose.world.ravel()], dtype=np.float64
    )
    known = np.isfinite(values)
    steps = np.rint(np.where(known, values, 0.0) * STEPS).clip(-_LIMIT, _LIMIT)
    numbers = np.where(known, steps, float(MISSING)).astype(np.int32)
    return StoredPose(numbers, pose.size, None if pose.mask is None else _store_mask(pose.mask))


def _store_mask(mask: NDArray[np.float32]) -> StoredMask:
    shape = mask.shape[0], mask.shape[1]
    if not mask.size:
        return StoredMask(shape, 0, 0, np.zeros((0, 0), np.uint8))
    # Rounds, and cuts off below 0 and above 255, in one pass.
    scaled: Any = cv2.addWeighted(mask, _GAIN, mask, 0.0, -LOW * _GAIN, dtype=cv2.CV_8U)
    levels: Levels = np.minimum(scaled, np.uint8(SOLID))
    left, top, width, height = cv2.boundingRect(levels)
    box: Levels = np.ascontiguousarray(levels[top : top + height, left : left + width])
    return StoredMask(shape, left, top, box)
