"""NetCDF: pose data sets of the package movement.

https://movement.neuroinformatics.dev/latest/user_guide/movement_dataset.html

Read: ``position`` (time, space, keypoints, individuals) in pixels of a picture (x right, y down)
and ``confidence``; of several individuals the one that is seen most.  Times are those of the file,
or its frames at a stated rate.  The axes of data in three dimensions are not said in the file, so
those are refused.  A file of netCDF 4 is one of HDF5: it is read by h5py alone (BSD licence,
5 MB), without xarray and a netCDF library.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np

from formcheck.errors import SourceOpenError
from formcheck.extras import load_extra
from formcheck.formats.base import MOST_FRAMES, Format, Imported, by_suffix, check_rate
from formcheck.formats.points import imported
from formcheck.types import FloatArray

_MOST: Final = 100_000_000
"""Numbers of positions: half an hour of 33 points of 28 people."""


def read(path: Path, rate_hz: float | None) -> Imported:
    """Read a data set; see :class:`formcheck.formats.base.Format`."""
    h5py = load_extra("h5py", "netcdf")
    try:
        with h5py.File(path, "r") as file:
            return _read(path, file, rate_hz)
    except (
        OSError, KeyError, TypeError, ValueError, IndexError, RuntimeError, AttributeError,
    ) as error:  # fmt: skip
        raise SourceOpenError(
            f"{path.name} is no pose data set of movement, or is damaged.",
            "Save it with ds.to_netcdf(), as netCDF 4.",
        ) from error


def _read(path: Path, file: Any, rate_hz: float | None) -> Imported:
    position, confidence = file["position"], file.get("confidence")
    # Before anything is read: a small file may say that it holds any number.
    axes = tuple(file[axis].shape for axis in ("time", "space", "keypoints", "individuals"))
    if axes != tuple((length,) for length in position.shape):
        raise ValueError("axes")
    if position.size > _MOST or position.shape[0] > MOST_FRAMES:
        raise SourceOpenError(
            f"{path.name} holds {position.shape[0]} frames of {position.shape[3]} people, which "
            "is too much.", "Save a part of it.",
        )  # fmt: skip
    space, names, people = (
        [str(name) for name in file[axis].asstr()[:]]
        for axis in ("space", "keypoints", "individuals")
    )
    if space != ["x", "y"]:
        raise SourceOpenError(
            f"{path.name} has the axes {', '.join(space)}; only x and y in pixels are read.",
            "Save the data set of one camera.",
        )
    points = np.array(position, np.float64).transpose(3, 0, 2, 1)
    most = int(np.isfinite(points).sum(axis=(1, 2, 3)).argmax())
    seen = None
    if confidence is not None and confidence.shape == (len(points[0]), len(names), len(people)):
        seen = np.array(confidence[..., most], np.float64)
        seen = None if np.isnan(seen).all() else seen
    return imported(path, _times(path, file, rate_hz), names, points[most], seen)


def _times(path: Path, file: Any, rate_hz: float | None) -> FloatArray:
    times: FloatArray = np.array(file["time"], np.float64)
    unit = file.attrs.get("time_unit", "frames")
    unit = unit.decode() if isinstance(unit, bytes) else unit
    if rate_hz is not None:
        times = np.arange(len(times)) / check_rate(rate_hz)
    elif unit != "seconds":
        raise SourceOpenError(
            f"{path.name} counts frames and does not say how many there are a second.",
            "State it: --rate 30.",
        )
    if not len(times) or not np.isfinite(times).all() or not (np.diff(times) > 0.0).all():
        raise ValueError("times")
    return times


FORMAT: Final = Format("movement", ".nc", by_suffix(".nc"), read)
