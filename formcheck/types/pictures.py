"""What is seen: pictures and their source, the lifter's landmarks, view and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from formcheck.skeleton import LANDMARK_COUNT, Side
from formcheck.types.values import NAN, ByteArray, FloatArray


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
    full_size : tuple of int, optional
        Width and height of the picture where ``image`` is a reduction of it.
    """

    index: int
    time_s: float
    image: ByteArray
    full_size: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.image.dtype != np.uint8 or self.image.ndim != 3 or self.image.shape[2] != 3:
            raise ValueError(
                f"image: expected uint8 (H, W, 3), got {self.image.dtype} {self.image.shape}"
            )
        self.image.setflags(write=False)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the whole picture in pixels."""
        return self.full_size or (self.image.shape[1], self.image.shape[0])


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


ViewKind = Literal["side", "oblique", "front", "back", "unknown"]


@dataclass(frozen=True, slots=True)
class Pose:
    """One person in one frame.

    Attributes
    ----------
    xy : ndarray, shape (33, 2)
        Landmarks in pixels of the upright frame; NaN where unknown.
    depth : ndarray, shape (33,)
        Depth towards (negative) or away from (positive) the camera, pixels, hips at zero.
    visibility : ndarray, shape (33,)
        0 to 1: probability that the landmark is in the frame and not hidden.
    world : ndarray, shape (33, 3)
        Metres, origin between the hips, x right, y down, z away from the camera.
    size : tuple of int
        Width and height of the upright frame.
    mask : ndarray of float32, shape (h, w), optional
        Person probability at analysis size (``h <= height``), 0 to 1.
    """

    xy: FloatArray
    depth: FloatArray
    visibility: FloatArray
    world: FloatArray
    size: tuple[int, int]
    mask: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        expected = {
            "xy": (LANDMARK_COUNT, 2),
            "depth": (LANDMARK_COUNT,),
            "visibility": (LANDMARK_COUNT,),
            "world": (LANDMARK_COUNT, 3),
        }
        wrong = [
            f"{name}: expected {shape}, got {getattr(self, name).shape}"
            for name, shape in expected.items()
            if getattr(self, name).shape != shape
        ]
        if wrong:
            raise ValueError("; ".join(wrong))

    @property
    def mask_scale(self) -> float:
        """Frame pixels per mask pixel; NaN without a mask."""
        return NAN if self.mask is None else self.size[1] / self.mask.shape[0]


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera stands.

    ``yaw_deg`` is 0 for a pure side view, positive towards the lifter's front (90 = frontal),
    negative towards the back (-90 = from behind); NaN when unknown.  ``near_side`` is the
    lifter's side that faces the camera; ``facing`` is where the lifter looks in the picture.
    """

    kind: ViewKind = "unknown"
    yaw_deg: float = NAN
    near_side: Side = "left"
    facing: Literal["left", "right"] = "left"
    quality: float = 0.0


@dataclass(frozen=True, slots=True)
class BackContour:
    """The dorsal contour of one frame, from the sacrum (first) to the neck base (last).

    ``points`` are frame pixels, shape (n, 2), of the fitted smooth curve; ``curvature_deg`` is
    the local turning per trunk length in degrees, flexion positive; ``raw`` are the mask
    crossings the curve was fitted to, shape (m, 2), and ``used`` says which of them were.
    """

    points: FloatArray
    curvature_deg: FloatArray
    raw: FloatArray
    used: NDArray[np.bool_]
    quality: float
