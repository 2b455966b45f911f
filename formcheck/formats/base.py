"""What a file format is: how it is known, read and written, and the rate all of them want."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from formcheck.errors import OutputError, SourceOpenError, UsageError
from formcheck.extras import load_extra
from formcheck.files.writing import check_writable
from formcheck.types import FloatArray, Landmarks, SessionResult

UNEVEN: Final = 0.1
"""Times are even when none lies further from its place than this share of a frame: a file that
keeps whole milliseconds is off by 0.015 of one at 30 frames a second, a dropped frame by 1."""

BRIDGED_S: Final = 0.25
"""Between two known values no further apart a missing one lies on a straight line; what is away
for longer stays missing.  A quarter of a second is what Sports2D bridges at most (its
``interp_gap_smaller_than``) at some 30 frames a second."""

MOST_FRAMES: Final = 1_000_000
"""Nine hours at 30 frames a second; what holds or asks for more has a wrong number in it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Poses as another program wrote them.

    ``size`` is that of a picture in which all points lie, ``rate_hz`` frames a second,
    ``truncated`` whether the file ends before it says it does.
    """

    landmarks: Landmarks
    size: tuple[int, int]
    rate_hz: float
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """One file format.

    Attributes
    ----------
    name : str
        As on the command line.
    suffix : str
        What its files end with; empty where it is a folder.
    fits : callable
        Whether a path that exists is of this format, as its name or first file tells.
    read : callable, optional
        Takes a path and frames a second (None: as the file tells); raises ``SourceOpenError``.
    write : callable, optional
        Takes a path, the landmarks and the result, and returns a remark for the user, empty for
        none; raises ``OutputError``.
    needs : str
        The package that writing needs, which the extra of the same name brings; empty for none.
    """

    name: str
    suffix: str
    fits: Callable[[Path], bool]
    read: Callable[[Path, float | None], Imported] | None = None
    write: Callable[[Path, Landmarks, SessionResult], str] | None = None
    needs: str = ""

    def check(self, path: Path) -> None:
        """Find out before long work whether it can be written to a path.

        Raises
        ------
        UsageError
            When it is a folder, and the path is there already.
        OutputError
            When nothing can be written there.
        MissingPackageError
            When it needs a package that is not installed.
        """
        if self.needs:
            load_extra(self.needs, self.needs)
        if not self.suffix and os.path.lexists(path):
            raise not_written(self.name, path)
        check_writable(path)


def one_line(name: str) -> str:
    """Return a file's name as a header can hold it: tabs and line breaks end a cell there."""
    return " ".join(name.split())


def by_suffix(suffix: str) -> Callable[[Path], bool]:
    """Return what knows a format by the end of its files' names."""
    return lambda path: path.suffix.lower() == suffix and path.is_file()


@dataclass(frozen=True, slots=True)
class Even:
    """Values at an even rate: ``times_s`` (T,), ``values`` (T, ...), and a remark if resampled."""

    rate_hz: float
    times_s: FloatArray
    values: FloatArray
    remark: str = ""


def evenly(times_s: FloatArray, values: FloatArray) -> Even:
    """Return values at an even rate: as they are where it is even (:data:`UNEVEN`), else resampled.

    Resampled is by straight lines at the median rate, over gaps of :data:`BRIDGED_S` at most.
    ``values`` has shape (T, ...).

    Raises
    ------
    OutputError
        When there are fewer than two frames, or so many that a time must be wrong.
    """
    if len(times_s) < 2:
        raise OutputError("A single frame has no frame rate.", "Choose a longer recording.")
    count, length_s = len(times_s), float(times_s[-1] - times_s[0])
    step = length_s / (count - 1)
    places = times_s[0] + step * np.arange(count)
    if float(np.abs(times_s - places).max()) <= UNEVEN * step:
        return Even(_clean(1.0 / step), places, values)
    rate = _clean(1.0 / float(np.median(np.diff(times_s))))
    count = math.floor(length_s * rate) + 1
    if count > MOST_FRAMES:
        raise OutputError(f"At an even rate it would have {count} frames.", "Cut it first.")
    even = times_s[0] + np.arange(count) / rate
    columns = values.reshape(len(times_s), -1)
    resampled = np.stack([_bridged(even, times_s, column) for column in columns.T], axis=1)
    remark = f"Its frames are uneven in time: they were resampled to {rate:g} a second."
    return Even(rate, even, resampled.reshape(count, *values.shape[1:]), remark)


def _clean(rate_hz: float) -> float:
    """Return a rate without what the rounding of times made of it: 29.97, not 29.969994."""
    return float(f"{rate_hz:.5g}")


def _bridged(even: FloatArray, times_s: FloatArray, values: FloatArray) -> FloatArray:
    known = np.isfinite(values)
    if not known.any():
        return np.full(len(even), np.nan)
    at = times_s[known]
    found: FloatArray = np.interp(even, at, values[known], left=np.nan, right=np.nan)
    after = np.clip(np.searchsorted(at, even), 0, len(at) - 1)
    before = np.clip(np.searchsorted(at, even, side="right") - 1, 0, len(at) - 1)
    found[at[after] - at[before] > BRIDGED_S] = np.nan
    return found


def facing_forward(landmarks: Landmarks, result: SessionResult) -> FloatArray:
    """Return the landmarks in space with x forward, y up, z to the right; metres, (T, 33, 3).

    The axes of the picture, turned about the vertical by as many quarter turns as bring x nearest
    to where the lifter looks: so no depth, which is less sure, is mixed into what the picture
    shows.  The origin is the middle of the hips in each frame.

    Raises
    ------
    OutputError
        When there are no landmarks in space.
    """
    x, y, z = np.moveaxis(landmarks.world_m * (1.0, -1.0, -1.0), -1, 0)
    if not np.isfinite(x + z).any():
        raise OutputError(
            "It has no landmarks in space, only in the picture.", "Export it as openpose or mot."
        )
    view = result.view
    if abs(view.yaw_deg) > 45.0:
        x, z = (z, -x) if view.yaw_deg > 0.0 else (-z, x)
    elif view.facing == "left":
        x, z = -x, -z
    return np.stack([x, y, z], axis=-1)


def check_rate(rate_hz: float) -> float:
    """Return frames a second that can be: more than 0.5 and at most 1000.

    Raises
    ------
    SourceOpenError
        When it cannot be.
    """
    if not 0.5 <= rate_hz <= 1000.0:
        raise SourceOpenError(
            f"{rate_hz:g} frames a second cannot be.", "State the true rate: --rate 30."
        )
    return rate_hz


def not_written(name: str, path: Path) -> UsageError:
    """Return the error for a place that a format cannot be written to."""
    return UsageError(f"{path} is there already.", f"Name a new folder for {name}.")
