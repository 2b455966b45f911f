"""Clips made on the spot: whatever a test needs to know of a video, it decides itself.

Pictures carry their own proof: :func:`corners` paints the four corners red, green, blue and
yellow, so that every turn and mirror shows; :func:`numbered` writes the frame's number as
sixteen black or white blocks that survive lossy compression (read back by :func:`number_of`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

RED, GREEN, BLUE, YELLOW = (0, 0, 255), (0, 255, 0), (255, 0, 0), (0, 255, 255)
CORNERS = (RED, GREEN, BLUE, YELLOW)
"""BGR of the corners of :func:`corners`: top left, top right, bottom left, bottom right."""

TIME_BASE = Fraction(1, 60_000)
_BITS = 16


def corners(width: int = 96, height: int = 64) -> Image:
    """Return a grey picture with four coloured quarters at its corners."""
    image = np.full((height, width, 3), 128, np.uint8)
    h, w = height // 3, width // 3
    image[:h, :w], image[:h, -w:], image[-h:, :w], image[-h:, -w:] = CORNERS
    return image


def corner_names(image: Image) -> tuple[str, str, str, str]:
    """Name the colours at the corners, in the order of :data:`CORNERS`."""
    h, w = image.shape[0] // 6, image.shape[1] // 6
    spots = image[h, w], image[h, -w - 1], image[-h - 1, w], image[-h - 1, -w - 1]
    names = ("red", "green", "blue", "yellow")
    return tuple(  # type: ignore[return-value]
        names[int(np.argmin([np.abs(spot.astype(int) - c).sum() for c in CORNERS]))]
        for spot in spots
    )


def numbered(number: int, width: int = 128, height: int = 64) -> Image:
    """Return a picture that shows a number below 65536 as a row of sixteen blocks."""
    bits = [255 * (number >> bit & 1) for bit in range(_BITS)]
    edges = np.linspace(0, width, _BITS + 1).astype(int)
    row = np.repeat(np.array(bits, np.uint8), np.diff(edges))
    return np.ascontiguousarray(np.broadcast_to(row[None, :, None], (height, width, 3)))


def number_of(image: Image) -> int:
    """Read back the number of :func:`numbered`."""
    edges = np.linspace(0, image.shape[1], _BITS + 1)
    middles = ((edges[:-1] + edges[1:]) / 2).astype(int)
    row = image[image.shape[0] // 2, middles].mean(axis=1)
    return sum(1 << bit for bit, value in enumerate(row) if value > 127)


def make_clip(
    path: str | Path,
    images: Iterable[Image],
    *,
    times_s: Sequence[float] | None = None,
    fps: int = 30,
    rotation: int = 0,
    mirrored: bool = False,
    codec: str = "libx264",
    pixel_format: str = "yuv420p",
    aspect: Fraction | None = None,
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
    metadata: dict[str, str] | None = None,
    sound: bool = False,
) -> Path:
    """Write a clip.

    Parameters
    ----------
    times_s : sequence of float, optional
        Presentation time of each picture; evenly at ``fps`` otherwise.
    rotation : int
        Degrees clockwise a player must turn the stored pictures; the pictures are stored as
        given.
    mirrored : bool
        Whether a player must mirror the stored pictures before turning them.
    aspect : Fraction, optional
        Width of a pixel divided by its height.
    metadata : dict, optional
        What a phone writes of the clip; MP4 alone keeps any name.
    sound : bool
        Add a second of silence beside the picture.
    """
    path = Path(path)
    if metadata:
        container_options = {"movflags": "use_metadata_tags"} | (container_options or {})
    with av.open(str(path), "w", options=container_options or {}) as container:
        container.metadata.update(metadata or {})
        stream = container.add_stream(codec, rate=fps, options=options or {})
        stream.pix_fmt = pixel_format
        stream.codec_context.time_base = TIME_BASE
        if aspect is not None:
            stream.codec_context.sample_aspect_ratio = aspect
        if rotation or mirrored:
            stream.set_display_rotation(-rotation, hflip=mirrored)
        audio = container.add_stream("aac", rate=16_000) if sound else None
        for number, image in enumerate(images):
            if number == 0:
                stream.height, stream.width = image.shape[:2]
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="bgr24")
            time_s = times_s[number] if times_s is not None else number / fps
            frame.pts, frame.time_base = round(time_s / TIME_BASE), TIME_BASE
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if audio is not None:
            _silence(container, audio)
    return path


def make_changing(path: str | Path, images: Iterable[Image], *, fps: int = 30) -> Path:
    """Write a clip whose pictures may have different sizes, each a JPEG of its own."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=fps)
        stream.pix_fmt = "yuvj420p"
        for number, image in enumerate(images):
            if number == 0:
                stream.height, stream.width = image.shape[:2]
            coder = av.CodecContext.create("mjpeg", "w")
            coder.height, coder.width = image.shape[:2]
            coder.pix_fmt, coder.time_base = "yuvj420p", Fraction(1, fps)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            for packet in [*coder.encode(frame), *coder.encode(None)]:
                packet.stream, packet.time_base = stream, Fraction(1, fps)
                container.mux(packet)
    return Path(path)


def make_sound(path: str | Path) -> Path:
    """Write a file with sound and no picture."""
    with av.open(str(path), "w") as container:
        _silence(container, container.add_stream("aac", rate=16_000))
    return Path(path)


def _silence(container: av.container.OutputContainer, stream: av.AudioStream) -> None:
    for start in range(0, 16_000, 1024):
        samples = np.zeros((1, 1024), np.float32)
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
        frame.sample_rate, frame.pts = 16_000, start
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def truncate(path: Path, keep: float) -> Path:
    """Cut a file to this fraction of its bytes."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    return path


def damage(path: Path, at: float, count: int = 200, seed: int = 7) -> Path:
    """Overwrite some bytes at this fraction of a file with noise."""
    data = bytearray(path.read_bytes())
    start = int(len(data) * at)
    noise = np.random.default_rng(seed).integers(0, 256, count, np.uint8).tobytes()
    data[start : start + count] = noise[: len(data) - start]
    path.write_bytes(bytes(data))
    return path
