"""Any picture of a folder at will, for the replay's player."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formcheck.errors import SourceOpenError
from formcheck.sources.fitting import fitted
from formcheck.sources.image_folder import DEFAULT_FPS, pictures_of, read_picture
from formcheck.sources.timestamps import on_show
from formcheck.types import ByteArray, Frame, SourceInfo


class SeekableFolder:
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

    @property
    def info(self) -> SourceInfo:
        """What is known of the folder."""
        return self._info

    @property
    def times_s(self) -> NDArray[np.float64]:
        """Time of every picture, shape (T,), from 0, rising."""
        return self._times_s

    def __len__(self) -> int:
        """Return the number of pictures."""
        return len(self._files)

    def index_at(self, time_s: float) -> int:
        """Return the number of the picture that is on show at a time."""
        return on_show(self._times_s, time_s)

    def frame(self, index: int) -> Frame:
        """Read one picture; where it cannot be read, the nearest one before it that can.

        Raises
        ------
        IndexError
            When there is no such picture.
        SourceOpenError
            When no picture up to there can be read any more.
        """
        if not 0 <= index < len(self):
            raise IndexError(f"frame {index} of {len(self)}")
        for place in range(index, -1, -1):
            image = read_picture(self._files[place])
            if image is not None:
                return Frame(index, float(self._times_s[index]), fitted(image, self._size))
        raise SourceOpenError(
            f"{self._files[index].name} cannot be read any more.",
            "The folder has changed since it was opened.",
        )

    def reach(self, index: int, still_wanted: Callable[[], bool]) -> Frame | None:
        """Read one picture; a single picture is there too soon to give up on it."""
        del still_wanted
        return self.frame(index)

    def is_near(self, index: int) -> bool:
        """Return True: every picture can be had at once."""
        return 0 <= index < len(self)

    def close(self) -> None:
        """Do nothing: nothing is held between two pictures."""


def _first_readable(files: list[Path]) -> tuple[int, ByteArray | None]:
    for place, path in enumerate(files):
        image = read_picture(path)
        if image is not None:
            return place, image
    return 0, None
