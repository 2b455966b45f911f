"""Write an analysed clip, or a part of it, as a video; and single pictures of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np

from formcheck.errors import OutputError
from formcheck.export.look import Artist, Look
from formcheck.files.writing import atomic_path
from formcheck.findings import Findings
from formcheck.report.video import plain_video
from formcheck.sources.at_will import AtWill
from formcheck.types import ByteArray

Span = tuple[float, float]
"""From when to when, seconds."""

PICTURES = (".png", ".jpg", ".jpeg")


class ExportStoppedError(Exception):
    """The user no longer wants what is being written; nothing is left behind."""


def export_video(
    clip: AtWill,
    findings: Findings,
    path: Path,
    *,
    look: Look,
    titles: Mapping[str, str],
    span: Span | None = None,
    progress: Callable[[float], bool] = lambda _: True,
) -> None:
    """Write a clip with what was found in it.

    Parameters
    ----------
    clip : AtWill
        The recording; its frames are read in order.
    findings : Findings
        What was found, as corrected.
    path : Path
        The video; its suffix names the container.
    look : Look
        What is shown.
    titles : mapping of str to str
        Text for each flag code.
    span : tuple of float, optional
        From when to when, seconds; all of it when left out.  The video begins at 0.
    progress : callable
        Is told the share done after each frame and says whether to go on.

    Raises
    ------
    OutputError
        When the file cannot be written.
    ExportStoppedError
        When ``progress`` said no.
    """
    first, last = 0, len(clip) - 1
    if span is not None:
        first, last = clip.index_at(span[0]), clip.index_at(span[1])
    artist = Artist(findings, look, titles)
    start_s = float(clip.times_s[first])

    with plain_video(path, fps_nominal=clip.info.fps_nominal) as video:
        for index in range(first, last + 1):
            frame = clip.frame(index)
            video.put(artist.draw(frame), frame.time_s - start_s)
            if not progress((index - first + 1) / (last - first + 1)):
                raise ExportStoppedError


def still(
    clip: AtWill, findings: Findings, time_s: float, *, look: Look, titles: Mapping[str, str]
) -> ByteArray:
    """Return the picture at a time with what was found in it, in full size, BGR."""
    return Artist(findings, look, titles).draw(clip.frame(clip.index_at(time_s)))


def write_picture(image: ByteArray, path: Path) -> None:
    """Write a BGR picture as PNG or JPEG, atomically.

    Raises
    ------
    OutputError
        When the format is unknown or the file cannot be written.
    """
    if path.suffix.lower() not in PICTURES:
        raise OutputError(
            f"{path} has no picture format FormCheck can write.",
            f"Use one of the endings {', '.join(PICTURES)}.",
        )
    done, data = cv2.imencode(path.suffix.lower(), image)
    if not done:
        raise OutputError(f"{path} cannot be encoded.")
    with atomic_path(path) as temporary:
        temporary.write_bytes(data.tobytes())


def jpeg(image: ByteArray, *, height: int, quality: int = 82) -> bytes:
    """Return a picture as JPEG, reduced to at most a height in pixels."""
    rows, columns = image.shape[:2]
    scale = min(1.0, height / rows)
    if scale < 1.0:
        size = max(1, round(columns * scale)), height
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    done, data = cv2.imencode(".jpg", image, (cv2.IMWRITE_JPEG_QUALITY, quality))
    if not done:
        raise ValueError(f"a picture of shape {image.shape} cannot be encoded")
    return data.tobytes()
