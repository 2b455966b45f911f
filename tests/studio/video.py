"""Write frames to H.264 files, with presentation times, rotation tags and sensor effects."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import cv2
import numpy as np
from numpy.typing import NDArray

TIME_BASE = Fraction(1, 90000)


@dataclass(frozen=True)
class Sensor:
    """What the recording device does to a clean picture.

    Attributes
    ----------
    noise : standard deviation of the sensor noise in 8-bit steps, at mid grey
    blur_px : standard deviation of the lens blur
    vignette : darkening of the corners, 0 … 1
    crf : H.264 quality (18 fine … 32 coarse)
    """

    noise: float = 1.6
    blur_px: float = 0.45
    vignette: float = 0.10
    crf: int = 23


def expose(
    frame: NDArray[np.float32], sensor: Sensor, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Return the 8-bit RGB picture the device would record."""
    height, width = frame.shape[:2]
    if sensor.blur_px > 0.15:
        frame = cv2.GaussianBlur(frame, (0, 0), sensor.blur_px)
    if sensor.vignette > 0:
        y, x = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
        frame = (
            frame
            * (1 - sensor.vignette * (0.6 * x * x + 0.4 * y * y)).astype(np.float32)[..., None]
        )
    if sensor.noise > 0:
        luma = rng.standard_normal((height, width, 1), np.float32)
        chroma = rng.standard_normal((height // 2, width // 2, 3), np.float32)
        chroma = cv2.resize(chroma, (width, height))
        gain = sensor.noise * (0.6 + 0.6 * np.sqrt(np.clip(frame, 0, 255) / 255.0))
        frame = frame + gain * (0.8 * luma + 0.5 * chroma)
    return np.clip(frame + 0.5, 0, 255).astype(np.uint8)


class VideoWriter:
    """Encode RGB frames at given times; use as a context manager.

    The file appears under its name only when it is complete.

    Parameters
    ----------
    rotation_deg : 0, 90, 180 or 270: the file is stored turned and tagged, as phones do, and a
        player that honours the tag shows the frames upright
    """

    def __init__(
        self,
        target: Path,
        size: tuple[int, int],
        fps: float,
        *,
        crf: int = 23,
        rotation_deg: int = 0,
    ) -> None:
        self._target = target
        self._part = target.with_suffix(".part.mp4")
        self._container = av.open(str(self._part), "w", options={"movflags": "faststart"})
        rate = Fraction(fps).limit_denominator(1001)
        self._stream = self._container.add_stream("libx264", rate=rate)
        self._rotation = rotation_deg % 360
        turned = self._rotation in (90, 270)
        self._stream.width, self._stream.height = size[::-1] if turned else size
        self._stream.pix_fmt = "yuv420p"
        self._stream.options = {"crf": str(crf), "preset": "medium"}
        self._stream.thread_count = 1
        self._stream.codec_context.time_base = TIME_BASE
        self._stream.time_base = TIME_BASE

    def write(self, frame: NDArray[np.uint8], time_s: float) -> None:
        """Encode one frame shown at ``time_s``."""
        turned = np.ascontiguousarray(np.rot90(frame, self._rotation // 90))
        picture = av.VideoFrame.from_ndarray(turned, format="rgb24")
        picture.pts = round(time_s * TIME_BASE.denominator)
        picture.time_base = TIME_BASE
        self._container.mux(self._stream.encode(picture))

    def close(self) -> None:
        """Flush the encoder, tag the rotation and give the file its name."""
        self._container.mux(self._stream.encode())
        self._container.close()
        if self._rotation:
            tag_rotation(self._part, self._rotation)
        os.replace(self._part, self._target)

    def __enter__(self) -> VideoWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
        else:
            self._container.close()
            self._part.unlink(missing_ok=True)


_TURNS = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def tag_rotation(target: Path, rotation_deg: int) -> None:
    """Write a clockwise display rotation into the track header of an MP4 file.

    libav offers no way to set the display matrix of a stream that it encodes, so the matrix is
    patched: it follows 40 (version 0) or 52 (version 1) bytes after the box's name.
    """
    data = bytearray(target.read_bytes())
    at = data.index(b"tkhd") + 4
    at += 40 if data[at] == 0 else 52
    a, b, c, d = _TURNS[rotation_deg]
    matrix = (a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)
    data[at : at + 36] = struct.pack(">9i", *matrix)
    target.write_bytes(data)
