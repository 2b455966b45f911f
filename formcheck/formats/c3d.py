"""C3D: marker positions as motion laboratories keep them.

https://www.c3d.org/docs/C3D_User_Guide.pdf

Written: the 33 landmarks with names, metres, axes and origin as in a TRC file
(:mod:`formcheck.formats.trc`), as floating point numbers; the residual of a missing point is -1.
Needs the package c3d: it is pure Python of 30 kB under the MIT licence, so it installs wherever
FormCheck does; ezc3d is 1 MB of C++ without a wheel for Linux on ARM.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Final

import numpy as np

from formcheck.errors import OutputError
from formcheck.extras import load_extra
from formcheck.files.writing import atomic_path
from formcheck.formats.base import Format, by_suffix, evenly, facing_forward
from formcheck.formats.points import NAMES
from formcheck.types import Landmarks, SessionResult

_MOST_FRAMES: Final = 65_535
"""The header counts frames in 16 bits; not every reader knows the ways round that."""


def write(path: Path, landmarks: Landmarks, result: SessionResult) -> str:
    """Write the landmarks; see :class:`formcheck.formats.base.Format`."""
    c3d = load_extra("c3d", "c3d")
    even = evenly(landmarks.times_s, facing_forward(landmarks, result))
    count = len(even.times_s)
    if count > _MOST_FRAMES:
        raise OutputError(
            f"A C3D file holds {_MOST_FRAMES} frames at most, and this has {count}.",
            "Export it as trc.",
        )
    # x, y, z, residual, and which cameras saw it, as none is named.
    rows = np.zeros((count, len(NAMES), 5), np.float32)
    missing = np.isnan(even.values.sum(axis=-1))
    rows[..., :3] = even.values
    rows[missing] = 0.0, 0.0, 0.0, -1.0, 0.0
    writer = c3d.Writer(point_rate=even.rate_hz, point_scale=-1.0, point_units="m")
    writer.set_point_labels(NAMES)
    writer.set_screen_axis("+X", "+Y")
    no_analog = np.zeros((0, 0), np.float32)
    writer.add_frames([(row, no_analog) for row in rows])
    with atomic_path(path) as temporary, temporary.open("wb") as file, warnings.catch_warnings():
        # The package says that there is no analog data, as is meant.
        warnings.simplefilter("ignore")
        writer.write(file)
    return even.remark


FORMAT: Final = Format("c3d", ".c3d", by_suffix(".c3d"), None, write, needs="c3d")
