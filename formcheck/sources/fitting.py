"""Pictures of another size than the first, as a stream sends them when a phone is turned.

Everything behind a source has one size to count on.  A picture of another shape is shown whole
and black beside it rather than squeezed: a squeezed body has other angles.
"""

from __future__ import annotations

import cv2
import numpy as np

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
