"""Sources of frames: video file, folder of pictures, camera, network stream."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from formcheck.config import CameraOptions
from formcheck.errors import SourceOpenError
from formcheck.sources.address import camera_number
from formcheck.sources.base import FrameSource

if TYPE_CHECKING:
    from formcheck.sources.at_will import AtWill

__all__ = ["VIDEO_SUFFIXES", "FrameSource", "open_at_will", "open_source"]

VIDEO_SUFFIXES: Final = (".mp4", ".mov", ".m4v", ".mkv", ".avi", ".webm", ".mts", ".3gp")
"""What the name of a video ends with, where a folder is searched; any other file can be named."""

_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_STREAM_SCHEMES = frozenset({"http", "https", "rtsp", "rtsps"})
_LOOKS_LIKE_PATH = re.compile(r"[/\\]|\.\w{2,5}$")


def open_source(
    spec: str | int | Path,
    *,
    image_fps: float = 30.0,
    image_height: int | None = None,
    camera: CameraOptions | None = None,
) -> FrameSource:
    """Open whatever a user names.

    Parameters
    ----------
    spec : str, int or Path
        A path of a video file or of a folder of pictures; the number of a camera (``0`` or
        ``"0"``); the name of a camera or a part of it; an ``http``, ``https``, ``rtsp`` or
        ``rtsps`` address.  A path that exists wins over a camera of that name; something that
        looks like a path (a slash, a suffix) is never looked for among the cameras.
    image_fps : float
        Pictures a second of a folder.
    image_height : int, optional
        Greatest height in pixels of a video file's images; see :class:`.video_file.VideoFile`.
    camera : CameraOptions, optional
        What a camera is asked for.

    Returns
    -------
    FrameSource
        Opened; the caller closes it.

    Raises
    ------
    SourceOpenError
        Or one of its children, with a hint, when it cannot be opened.
    """
    if isinstance(spec, int):
        return _camera(spec, camera)
    text = str(spec).strip()
    if not text:
        raise SourceOpenError("No video, camera or address was named.", "Name one of them.")
    if scheme := _SCHEME.match(text):
        return _stream(text, scheme.group(1).lower())
    path = Path(text).expanduser()
    # os.path, because pathlib raises where a folder on the way may not be entered.
    if os.path.isdir(path):
        from formcheck.sources.image_folder import ImageFolder

        return ImageFolder(path, fps=image_fps)
    exists = os.path.exists(path)
    number = camera_number(text)
    if number is not None and not exists:
        return _camera(number, camera)
    if exists or _LOOKS_LIKE_PATH.search(text):
        from formcheck.sources.video_file import VideoFile

        return VideoFile(path, image_height=image_height)
    return _camera(text, camera)


def open_at_will(path: Path, *, max_height: int | None = None) -> AtWill:
    """Open a video file or a folder of pictures.

    Raises
    ------
    SourceOpenError
        When it cannot be opened.
    """
    if path.is_dir():
        from formcheck.sources.image_folder import SeekableFolder

        return SeekableFolder(path, max_height=max_height)
    from formcheck.sources.seekable import SeekableClip

    return SeekableClip(path, max_height=max_height)


def _camera(spec: int | str, options: CameraOptions | None) -> FrameSource:
    from formcheck.sources.webcam import Webcam

    return Webcam(spec, options=options)


def _stream(url: str, scheme: str) -> FrameSource:
    if scheme not in _STREAM_SCHEMES:
        raise SourceOpenError(
            f"Addresses that begin with {scheme}:// cannot be opened.",
            "Use one that begins with http://, https:// or rtsp://.",
        )
    from formcheck.sources.stream import StreamSource

    return StreamSource(url)
