"""Make pictures upright, and all of one size though a phone is turned while it streams.

Everything behind a source has one size to count on.  A picture of another shape is shown whole
and black beside it rather than squeezed: a squeezed body has other angles.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.types import ByteArray


def within(size: tuple[int, int], frame: tuple[int, int]) -> tuple[int, int]:
    """Return the width and height at which a picture of this size just fits into a frame.

    Examples
    --------
    >>> within((720, 1280), (1280, 720)), within((1921, 1080), (640, 360))
    ((405, 720), (640, 360))
    """
    scale = min(frame[0] / size[0], frame[1] / size[1])
    width, height = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    # A pixel is the rounding of a size that was reduced, not another shape.
    same = abs(width - frame[0]) <= 1 and abs(height - frame[1]) <= 1
    return frame if same else (width, height)


def fitted(image: ByteArray, frame: tuple[int, int]) -> ByteArray:
    """Return a picture of shape (H, W, 3) as large as a frame (width, height), the rest black."""
    width, height = image.shape[1], image.shape[0]
    if (width, height) == frame:
        return image
    inner = within((width, height), frame)
    if (width, height) != inner:
        image = np.asarray(cv2.resize(image, inner, interpolation=cv2.INTER_AREA), np.uint8)
    if inner == frame:
        return image
    whole = np.zeros((frame[1], frame[0], 3), np.uint8)
    left, top = (frame[0] - inner[0]) // 2, (frame[1] - inner[1]) // 2
    whole[top : top + inner[1], left : left + inner[0]] = image
    return whole


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
