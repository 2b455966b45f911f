"""Curves as data: which there are, their range, and as many points as there are pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from formcheck.overlay.palette import GREEN, ORANGE, PURPLE, SKY, YELLOW, Rgb
from formcheck.types import FloatArray
from formcheck_ui.marking import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class CurveSpec:
    """One curve that can be shown under the timeline.

    ``least`` is the span of values that is always in sight, so that noise does not look large.
    """

    measure: str
    text: str
    unit: str
    colour: Rgb
    least: tuple[float, float]


CURVES: Final[tuple[CurveSpec, ...]] = (
    CurveSpec(
        "back_curvature_deg",
        QT_TRANSLATE_NOOP("curves", "Back against neutral"),
        "°",
        ORANGE,
        (-5, 20),
    ),
    CurveSpec("elbow_flexion_deg", QT_TRANSLATE_NOOP("curves", "Elbow flexion"), "°", SKY, (0, 90)),
    CurveSpec(
        "retraction_pct", QT_TRANSLATE_NOOP("curves", "Blade drawn back"), " %", GREEN, (-5, 10)
    ),
    CurveSpec(
        "hand_speed_pct_s", QT_TRANSLATE_NOOP("curves", "Hand speed"), " %/s", PURPLE, (0, 100)
    ),
    CurveSpec(
        "elevation_pct", QT_TRANSLATE_NOOP("curves", "Shoulder raised"), " %", YELLOW, (-5, 10)
    ),
    CurveSpec(
        "external_rotation_deg",
        QT_TRANSLATE_NOOP("curves", "External rotation"),
        "°",
        PURPLE,
        (0, 90),
    ),
    CurveSpec(
        "elbow_height_pct", QT_TRANSLATE_NOOP("curves", "Elbow height"), " %", YELLOW, (-20, 20)
    ),
    CurveSpec("hip_flexion_deg", QT_TRANSLATE_NOOP("curves", "Hip flexion"), "°", GREEN, (0, 90)),
    CurveSpec(
        "trunk_inclination_deg",
        QT_TRANSLATE_NOOP("curves", "Trunk inclination"),
        "°",
        (0xB8, 0xC4, 0xCF),
        (0, 45),
    ),
)
"""All curves, in the order they stand in."""

DEFAULT: Final = ("back_curvature_deg", "elbow_flexion_deg")


@dataclass(frozen=True, slots=True)
class Curve:
    """One measure over time: ``times_s`` and ``values`` have shape (T,), NaN where not judged."""

    spec: CurveSpec
    times_s: FloatArray
    values: FloatArray

    def at(self, time_s: float) -> float:
        """Return the value of the frame on show at a time, NaN where there is none."""
        place = int(np.searchsorted(self.times_s, time_s + 1e-6, side="right")) - 1
        return float(self.values[place]) if 0 <= place < len(self.values) else float("nan")

    def range(self) -> tuple[float, float]:
        """Return the values to fit into the curve's height: nearly all, and ``least``."""
        low, high = self.spec.least
        known = self.values[np.isfinite(self.values)]
        if len(known):
            # A single wild frame must not press all others flat.
            low = min(low, float(np.percentile(known, 0.5)))
            high = max(high, float(np.percentile(known, 99.5)))
        return low, high


def runs(
    x: FloatArray, y: FloatArray, *, widest_gap: float = float("inf")
) -> list[tuple[FloatArray, FloatArray]]:
    """Return the pieces between missing values, each as (x, y); single points are pieces too."""
    known = np.isfinite(y)
    if not known.any():
        return []
    edges = np.flatnonzero(np.diff(known.astype(np.int8)))
    pieces = []
    for part in np.split(np.arange(len(y)), edges + 1):
        if known[part[0]]:
            far = np.flatnonzero(np.diff(x[part]) > widest_gap)
            pieces += [(x[each], y[each]) for each in np.split(part, far + 1)]
    return pieces


def thinned(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return at most four points a pixel column: first, lowest, highest and last of each.

    ``x`` is in pixels and rises; what is drawn looks the same, and a long clip costs no more than
    a short one.
    """
    columns = np.floor(x).astype(np.int64)
    starts = np.flatnonzero(np.r_[True, np.diff(columns) > 0])
    if len(x) <= 4 * len(starts):
        return x, y
    ends = np.r_[starts[1:], len(x)]
    kept: list[int] = []
    for first, last in zip(starts.tolist(), ends.tolist(), strict=True):
        part = y[first:last]
        kept += sorted({first, first + int(part.argmin()), first + int(part.argmax()), last - 1})
    chosen = np.array(kept)
    return x[chosen], y[chosen]
