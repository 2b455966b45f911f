"""Pictures that move, as one file that a web page shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def save_animation(
    pictures: Sequence[NDArray[np.uint8]], target: Path, *, fps: float, quality: int
) -> None:
    """Write pictures (RGB, all of one size) as an animated WebP that repeats for ever."""
    first, *others = (Image.fromarray(picture) for picture in pictures)
    first.save(
        target, save_all=True, append_images=others, duration=round(1000 / fps), loop=0,
        quality=quality, method=6, minimize_size=True,
    )  # fmt: skip
