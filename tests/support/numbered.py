"""Pictures that carry their number, and an estimator that reads it and gives the pose kept for it.

A camera on loopback loses pictures when the machine is busy, and a clip is compressed: neither may
change which pose belongs to a picture.  So the whole chain around the pose model, camera, stream,
engine, window, file, can be run with real poses without running the model.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.sources import open_source
from formcheck.sources.base import FrameSource
from formcheck.types import Frame, Pose
from support.clipmaker import make_clip
from support.mjpeg_server import MjpegServer, pictures
from support.record_golden import load
from support.replay import StandIn

Image = NDArray[np.uint8]

BITS = 10
SHARE = 40
"""A bit is a square as wide as this part of the picture."""

SIZE = (480, 270)
FPS = 15
_PATIENCE_S = 1.0

STILL_S = 10.0
"""So long she stands still after the last rep, for the set to end by itself."""


def burn(image: Image, number: int) -> Image:
    """Write a number into the upper left corner: a white square, ten bits, a black square."""
    side = image.shape[1] // SHARE
    bits = [1, *(number >> place & 1 for place in range(BITS)), 0]
    for place, bit in enumerate(bits):
        image[:side, place * side : (place + 1) * side] = 255 * bit
    return image


def read(image: Image) -> int | None:
    """Return the number of a picture, None where there is none."""
    side = image.shape[1] // SHARE
    inner = slice(side // 4, side - side // 4)
    means = [
        float(image[inner, place * side + side // 4 : (place + 1) * side - side // 4].mean())
        for place in range(BITS + 2)
    ]
    if means[0] < 200 or means[-1] > 55:
        return None
    return sum(1 << place for place in range(BITS) if means[place + 1] > 127)


class NumberedEstimator(StandIn):
    """Give the pose kept for the number a frame carries."""

    def __init__(self, poses: Sequence[Pose | None]) -> None:
        self._poses = poses

    def estimate(self, frame: Frame) -> Pose | None:
        """Return the pose, None for a frame without a number; after the last she stands still."""
        number = read(frame.image)
        pose = None if number is None else self._poses[min(number, len(self._poses) - 1)]
        if pose is None:
            return None
        scale = frame.image.shape[1] / pose.size[0]
        return replace(pose, xy=pose.xy * scale, size=frame.size)


class FilmCamera:
    """A loopback camera that loses nothing: a picture follows when the last one was analysed.

    It keeps to its rate and is slower where the machine is; the times of its frames are those of
    the film, so that a busy machine sees the very set an idle one sees.  Everything between the
    socket and the window is real.

    Parameters
    ----------
    film : sequence of (float, bytes)
        Times and JPEG pictures, numbered.
    kept : sequence of Pose or None
        The pose of each number.
    """

    def __init__(self, film: Sequence[tuple[float, bytes]], kept: Sequence[Pose | None]) -> None:
        self._server = MjpegServer(film, fps=None, loop=False)
        self._analysed = threading.Semaphore(0)
        self._kept = kept
        threading.Thread(target=self._crank, name="film-camera", daemon=True).start()

    def open(self) -> FilmedSource:
        """Return the camera as a source of frames."""
        return FilmedSource(open_source(self._server.url))

    def open_estimator(self) -> NumberedEstimator:
        """Return an estimator that lets the next picture come."""
        camera = self

        class Telling(NumberedEstimator):
            def estimate(self, frame: Frame) -> Pose | None:
                camera._analysed.release()
                return super().estimate(frame)

        return Telling(self._kept)

    def _crank(self) -> None:
        self._server.wait_connections(1, timeout_s=600.0)
        while True:
            self._server.send()
            time.sleep(1.0 / FPS)
            # What is read while the stream is opened is never analysed.
            self._analysed.acquire(timeout=_PATIENCE_S)


class FilmedSource:
    """Frames of a film's camera at the times the film itself has."""

    def __init__(self, source: FrameSource) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def __iter__(self) -> Iterator[Frame]:
        for frame in self._source:
            number = read(frame.image)
            if number is not None:
                yield replace(frame, time_s=number / FPS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._source.close()


def poses(name: str = "row-rounding") -> list[Pose | None]:
    """Return the kept poses of a bundled clip, one every fifteenth of a second."""
    return [pose for _, pose in load(name)]


def numbered(
    clip: Path, *, still_s: float = 0.0, until_s: float = math.inf
) -> Iterator[tuple[float, Image]]:
    """Yield times and numbered pictures of a bundled clip; the last is held, and counts on."""
    number, image = -1, None
    for frame, (_, picture) in enumerate(pictures(clip, max_height=SIZE[1])):
        if frame % 2 == 0 and frame // 2 <= until_s * FPS:
            number = frame // 2
            image = burn(np.ascontiguousarray(cv2.resize(picture, SIZE)), number)
            yield number / FPS, image
    for extra in range(1, round(still_s * FPS) + 1):
        assert image is not None
        yield (number + extra) / FPS, burn(image.copy(), number + extra)


def numbered_clip(path: Path, clip: Path) -> Path:
    """Write a bundled clip with its pictures numbered."""
    return make_clip(path, (image for _, image in numbered(clip)), fps=FPS)
