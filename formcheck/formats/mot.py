"""MOT: angles over time as OpenSim keeps them.

https://opensimconfluence.atlassian.net/wiki/spaces/OpenSim/pages/53089415/Motion+.mot+Files

Written: every measure in degrees by FormCheck's own name less the unit (``elbow_flexion_left``,
``trunk_inclination``); what each means stands in :mod:`formcheck.measures.registry`.  They are no
coordinates of an OpenSim model.  ``NaN`` is what could not be judged.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import numpy as np

from formcheck.files.writing import write_text
from formcheck.formats.base import Format, by_suffix, evenly, one_line
from formcheck.measures.registry import MEASURES
from formcheck.types import Landmarks, SessionResult

ANGLES: Final = tuple(name for name in MEASURES if name.endswith("_deg"))


def write(path: Path, landmarks: Landmarks, result: SessionResult) -> str:
    """Write the angles; see :class:`formcheck.formats.base.Format`."""
    values = np.stack([result.columns[name] for name in ANGLES], axis=1)
    even = evenly(result.times_s, values)
    lines = [
        one_line(path.stem),
        "version=1",
        f"nRows={len(even.times_s)}",
        f"nColumns={1 + len(ANGLES)}",
        "inDegrees=yes",
        "endheader",
        "\t".join(["time", *(name.removesuffix("_deg") for name in ANGLES)]),
    ]
    for time_s, row in zip(even.times_s, even.values, strict=True):
        cells = ("NaN" if math.isnan(value) else f"{value:.4f}" for value in row.tolist())
        lines.append("\t".join([f"{time_s:.6f}", *cells]))
    write_text(path, "\n".join(lines) + "\n")
    return even.remark


FORMAT: Final = Format("mot", ".mot", by_suffix(".mot"), None, write)
