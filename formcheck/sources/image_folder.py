"""Frames of a folder of pictures: one after the other at a stated rate, or any of them at will."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from formcheck.errors import SourceOpenError
from formcheck.files.reading import UnreadableError, read_bytes
from formcheck.sources import file_faults
from formcheck.sources.at_will import AtWill
from formcheck.sources.base import SingleUse
from formcheck.sources.fitting import fitted
from formcheck.types import ByteArray, Frame, SourceInfo

SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp"})
DEFAULT_FPS: Final = 30.0

_MAX_BYTES: Final = 256 * 2**20
"""More than the largest picture takes that is decoded, even as a bitmap without compression."""


class ImageFolder(SingleUse):
    """Read the pictures of a folder in the order of the numbers in their names.

    A folder holds no times, so frame ``n`` is at ``n / fps``; pictures that cannot be read keep
    their place in time, are skipped and counted.  A picture of another size than the first is
    brought to the first one's size.

    Parameters
    ----------
    path : str or Path
        The folder.
    fps : float
        Pictures a second.

    Raises
    ------
    SourceOpenError
        When there is no such folder, it may not be read, or holds no readable picture.
    """

    live = False

    def __init__(self, path: str | Path, *, fps: float = DEFAULT_FPS) -> None:
        super().__init__()
        if not fps > 0:
            raise ValueError(f"fps: expected more than 0, got {fps}")
        self._fps = fps
        folder = Path(path)
        self._files = pictures_of(folder)
        first = next(
            (image for each in self._files if (image := read_picture(each)) is not None), None
        )
        if first is None:
            raise SourceOpenError(
                f"Not one picture in {folder} can be read.", "Save them as PNG or JPEG."
            )
        height, width = first.shape[:2]
        count = len(self._files)
        self._info = SourceInfo(
            str(folder), width, height, duration_s=count / fps, frames=count, fps_nominal=fps
        )

    def _frames(self) -> Iterator[Frame]:
        index, start = 0, 0
        for position, path in enumerate(self._files):
            if self._closing.is_set():
                return
            image = read_picture(path)
            if image is None:
                self._info = replace(self._info, frames_corrupt=self._info.frames_corrupt + 1)
                continue
            if index == 0:
                start = position
            size = (self._info.width, self._info.height)
            image = fitted(image, size)
            self._info = replace(self._info, frames_decoded=index + 1)
            yield Frame(index, (position - start) / self._fps, image)
            index += 1

    def _release(self) -> None:
        """Nothing is held between two pictures."""


def pictures_of(folder: Path) -> list[Path]:
    """Return a folder's pictures in the order of the numbers in their names.

    Raises
    ------
    SourceOpenError
        When there is no such folder, it may not be read, or holds no picture.
    """
    try:
        files = [each for each in folder.iterdir() if each.suffix.lower() in SUFFIXES]
    except FileNotFoundError as error:
        raise file_faults.missing(folder) from error
    except NotADirectoryError as error:
        raise SourceOpenError(f"{folder} is a file, not a folder.") from error
    except PermissionError as error:
        raise file_faults.forbidden(folder) from error
    if not files:
        raise SourceOpenError(
            f"There are no pictures in the folder {folder}.",
            "Choose a video, or a folder with PNG or JPEG pictures.",
        )
    return sorted(files, key=_natural)


def _natural(path: Path) -> tuple[list[tuple[int, str]], str]:
    """Sort ``frame10`` after ``frame9``."""
    parts = re.findall(r"\d+|\D+", path.name.lower())
    return [(int(each), "") if each.isdigit() else (-1, each) for each in parts], path.name


def read_picture(path: Path) -> ByteArray | None:
    """Return a picture as BGR, shape (H, W, 3), None when it cannot be read."""
    # Decoded from bytes: OpenCV's own file opening fails on non-ASCII paths on Windows.
    try:
        data = np.frombuffer(read_bytes(path, _MAX_BYTES), np.uint8)
    except (OSError, UnreadableError):
        return None
    if data.size == 0:
        return None
    try:
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if image is None else np.ascontiguousarray(image, np.uint8)


class SeekableFolder(AtWill):
    """Pictures of a folder by number; frames, numbers and times are those of ``ImageFolder``.

    Parameters
    ----------
    path : str or Path
        The folder.
    fps : float
        Pictures a second.
    max_height : int, optional
        Hand out frames reduced to at most this height in pixels; ``info`` keeps the full size.

    Raises
    ------
    SourceOpenError
        As ``ImageFolder`` does.
    """

    def __init__(
        self, path: str | Path, *, fps: float = DEFAULT_FPS, max_height: int | None = None
    ) -> None:
        folder = Path(path)
        files = pictures_of(folder)
        start, first = _first_readable(files)
        if first is None:
            raise SourceOpenError(
                f"Not one picture in {folder} can be read.", "Save them as PNG or JPEG."
            )
        self._files = files[start:]
        height, width = first.shape[:2]
        scale = min(1.0, (max_height or height) / height)
        self._size = max(1, round(width * scale)), max(1, round(height * scale))
        self._times_s = np.arange(len(self._files)) / fps
        self._info = SourceInfo(
            str(folder),
            width,
            height,
            duration_s=len(self._files) / fps,
            frames=len(self._files),
            fps_nominal=fps,
        )

    def _picture(self, index: int, still_wanted: Callable[[], bool]) -> ByteArray | None:
        """Read one picture; a single picture is there too soon to give up on it."""
        for place in range(index, -1, -1):
            image = read_picture(self._files[place])
            if image is not None:
                return fitted(image, self._size)
        raise SourceOpenError(
            f"{self._files[index].name} cannot be read any more.",
            "The folder has changed since it was opened.",
        )


def _first_readable(files: list[Path]) -> tuple[int, ByteArray | None]:
    for place, path in enumerate(files):
        image = read_picture(path)
        if image is not None:
            return place, image
    return 0, None
