"""The display matrix of a container, as quarter turns that make a picture upright."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_TURNS: Final = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a stored picture becomes upright: mirror left and right, then turn clockwise.

    ``clockwise_deg`` is 0, 90, 180 or 270, the figure phones and players call the rotation.
    """

    clockwise_deg: int = 0
    mirrored: bool = False

    @classmethod
    def from_matrix(cls, matrix: bytes) -> Orientation:
        """Read nine native 32-bit integers ``a b u c d v x y w``; tilted ones are rounded.

        A point of the stored picture goes to ``x' = a x + c y``, ``y' = b x + d y``.
        """
        if len(matrix) < 36:
            return cls()
        a, b, _, c, d = struct.unpack("=5i", matrix[:20])
        mirrored = a * d - b * c < 0
        if mirrored:
            a, b = -a, -b
        angle = math.degrees(math.atan2(b, a)) if (a or b) else 0.0
        return cls(round(angle / 90) * 90 % 360, mirrored)

    @property
    def swaps_sides(self) -> bool:
        """Whether width and height change places."""
        return self.clockwise_deg in (90, 270)

    def apply(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the upright picture, C-contiguous; the same array when nothing is to be done."""
        if self.mirrored:
            image = np.asarray(cv2.flip(image, 1), np.uint8)
        if self.clockwise_deg:
            image = np.asarray(cv2.rotate(image, _TURNS[self.clockwise_deg]), np.uint8)
        return image
