"""Pictures and what a source says of itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.types.values import NAN, ByteArray


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright picture.

    Attributes
    ----------
    index : int
        Position in the source, from 0, counting frames delivered.
    time_s : float
        Presentation time, strictly rising, 0 near the start of the source.
    image : ndarray of uint8, shape (H, W, 3)
        BGR, C-contiguous, read-only.
    """

    index: int
    time_s: float
    image: ByteArray

    def __post_init__(self) -> None:
        if self.image.dtype != np.uint8 or self.image.ndim != 3 or self.image.shape[2] != 3:
            raise ValueError(
                f"image: expected uint8 (H, W, 3), got {self.image.dtype} {self.image.shape}"
            )
        self.image.setflags(write=False)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source says of itself before (and, for counts, after) it is read.

    ``width`` and ``height`` are those of the upright picture.  ``fps_nominal``, ``duration_s``
    and ``frames`` are NaN / -1 where a live source cannot know.  ``frames_corrupt`` counts
    damaged packets and pictures that were left out, ``frames_skipped`` pictures of a live source
    passed over undecoded because newer ones had come, ``times_repaired`` time stamps that were
    missing or did not rise; ``truncated`` says that a file ended before its own index does.
    ``slowed`` is how many times slower than life a slow-motion file plays; all times are of life.
    """

    path: str
    width: int
    height: int
    rotation: int = 0
    duration_s: float = NAN
    frames: int = -1
    frames_decoded: int = 0
    fps_nominal: float = NAN
    live: bool = False
    frames_corrupt: int = 0
    frames_skipped: int = 0
    times_repaired: int = 0
    truncated: bool = False
    slowed: float = 1.0
