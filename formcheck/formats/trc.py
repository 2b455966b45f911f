"""TRC: marker positions as OpenSim, Pose2Sim and Sports2D keep them.

https://opensimconfluence.atlassian.net/wiki/spaces/OpenSim/pages/53089972/Marker+.trc+Files

Written: the 33 landmarks in space (:data:`formcheck.formats.points.NAMES`), metres, x forward, y
up, z to the right (:func:`formcheck.formats.base.facing_forward`), the origin in the middle of the
hips in each frame, because that is where the pose model has it: the body does not travel.  An empty
cell is missing.

Read: any such file with tabs, in metres, millimetres or pixels.  Sports2D says metres of its files
in pixels too; they are told by their numbers.
"""

from __future__ import annotations

import math
from array import array
from pathlib import Path
from typing import Final

import numpy as np

from formcheck.errors import SourceOpenError
from formcheck.files.reading import UnreadableError, read_bytes
from formcheck.files.writing import write_text
from formcheck.formats.base import (
    Format,
    Imported,
    by_suffix,
    check_rate,
    evenly,
    facing_forward,
    one_line,
)
from formcheck.formats.points import LONGEST_S, NAMES, imported
from formcheck.types import FloatArray, Landmarks, SessionResult

_MOST_BYTES: Final = 256 * 2**20
"""Twenty times half an hour of 33 markers."""

_UNITS: Final = {"m": 1.0, "mm": 0.001, "cm": 0.01, "px": 1.0, "pixels": 1.0}

_FIELDS: Final = (
    "DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units", "OrigDataRate",
    "OrigDataStartFrame", "OrigNumFrames",
)  # fmt: skip


def write(path: Path, landmarks: Landmarks, result: SessionResult) -> str:
    """Write the landmarks; see :class:`formcheck.formats.base.Format`."""
    even = evenly(landmarks.times_s, facing_forward(landmarks, result))
    rate, count = f"{even.rate_hz:g}", len(even.times_s)
    values = (rate, rate, count, len(NAMES), "m", rate, 1, count)
    axes = "\t".join(f"X{n}\tY{n}\tZ{n}" for n in range(1, len(NAMES) + 1))
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{one_line(path.name)}",
        "\t".join(_FIELDS),
        "\t".join(map(str, values)),
        "Frame#\tTime\t" + "\t\t\t".join(NAMES) + "\t\t",
        f"\t\t{axes}",
    ]
    for number, (time_s, row) in enumerate(zip(even.times_s, even.values, strict=True), start=1):
        cells = ("" if math.isnan(value) else f"{value:.5f}" for value in row.ravel().tolist())
        lines.append(f"{number}\t{time_s:.6f}\t" + "\t".join(cells))
    write_text(path, "\n".join(lines) + "\n")
    return even.remark


def read(path: Path, rate_hz: float | None) -> Imported:
    """Read markers; see :class:`formcheck.formats.base.Format`."""
    try:
        # Only its first line, the path of a file, may hold letters of another encoding.
        text = read_bytes(path, _MOST_BYTES).decode("utf-8-sig", errors="replace")
        lines = [line.rstrip("\r") for line in text.split("\n")]
    except (UnreadableError, FileNotFoundError) as error:
        raise SourceOpenError(f"{path} cannot be read: {error}.", "Export it again.") from error
    if not lines[0].startswith("PathFileType") or len(lines) < 6:
        raise SourceOpenError(
            f"{path.name} is no TRC file: it does not begin with PathFileType and a header.",
            "Export it again.",
        )
    told = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=False))
    # One without a name has its columns all the same.
    names = [name.strip() for name in lines[3].rstrip().split("\t")[2::3]]
    unit = told.get("Units", "").strip().lower()
    if unit not in _UNITS or not any(names):
        raise SourceOpenError(
            f"The header of {path.name} names no markers, or a unit that is none of m, cm, mm "
            "and px.", "Export it again.",
        )  # fmt: skip
    table = _table(path, lines[5:], 2 + 3 * len(names))
    times_s = table[:, 1]
    if rate_hz is not None:
        times_s = np.arange(len(table)) / check_rate(rate_hz)
    _check_times(path, times_s)
    points = table[:, 2:].reshape(len(table), len(names), 3) * _UNITS[unit]
    # What was never seen is zero in the files of some.
    points[(points[..., :2] == 0.0).all(axis=-1)] = np.nan
    count = told.get("NumFrames", "").strip()
    cut = count.isdecimal() and len(count) < 10 and int(count) > len(table)
    return imported(path, times_s, names, points, truncated=cut)


def _table(path: Path, lines: list[str], width: int) -> FloatArray:
    """Return the numbers of the rows, NaN for an empty cell; a last row cut short is left out."""
    # Four times less memory than lists of numbers take.
    numbers = array("d")
    full = [(number, line) for number, line in enumerate(lines, start=6) if line.strip()]
    for number, line in full:
        cells = line.split("\t")
        cells += [""] * (width - len(cells)) if number != full[-1][0] else []
        try:
            row = [float(cell) if cell.strip() else math.nan for cell in cells[:width]]
        except ValueError as error:
            raise _bad(path, number, "a cell that is no number (decimals have a point)") from error
        if any(cell.strip() for cell in cells[width:]):
            raise _bad(path, number, "more numbers than the header has markers for")
        if len(row) == width:
            numbers.extend(row)
    table = np.array(numbers, np.float64).reshape(-1, width)
    if not len(table):
        raise SourceOpenError(f"{path.name} holds no whole frame.", "Export it again.")
    if np.isinf(table).any() or float(np.nanmax(np.abs(table))) > 1e9:
        raise SourceOpenError(f"{path.name} holds a number that no marker has.", "Export it again.")
    return table


def _check_times(path: Path, times_s: FloatArray) -> None:
    if np.isnan(times_s).any() or not (np.diff(times_s) > 0.0).all():
        wrong = int(np.argmax(~(np.diff(times_s, prepend=-math.inf) > 0.0)))
        raise _bad(path, 6 + wrong, "a time that does not rise")
    if times_s[-1] - times_s[0] > LONGEST_S:
        raise _bad(path, 5 + len(times_s), "a time that cannot be")


def _bad(path: Path, number: int, what: str) -> SourceOpenError:
    return SourceOpenError(f"Line {number} of {path.name} holds {what}.", "Export it again.")


FORMAT: Final = Format("trc", ".trc", by_suffix(".trc"), read, write)
