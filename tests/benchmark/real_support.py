"""What the product said of recordings that are made here: for the tests of the real benchmark."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from formcheck.types import NAN, Flag, Reason
from tests.benchmark.real.catalogue import BackClip, Span
from tests.benchmark.real.play import Played

RATE = 20.0


def played(
    *flags: Flag,
    duration_s: float = 10.0,
    upright: tuple[float, float] | None = None,
    view_until_s: float = 0.0,
    **values: float,
) -> Played:
    """What the product said of a recording in which the back reads 5 deg, or as given."""
    times_s = np.arange(0.0, duration_s, 1.0 / RATE)
    inclined = np.ones(len(times_s), dtype=bool)
    if upright is not None:
        inclined &= ~((times_s >= upright[0]) & (times_s < upright[1]))
    curvature = np.full(len(times_s), values.get("curvature", 5.0))
    refused = times_s < view_until_s
    curvature[refused] = NAN
    return Played(
        times_s=times_s,
        inclined=inclined,
        found=np.ones(len(times_s), dtype=bool),
        shapes={"back_curvature_deg": curvature, "back_contour_deg": np.full(len(times_s), 9.0)},
        reasons=tuple(Reason.VIEW if none else Reason.NONE for none in refused),
        views=("side",) * len(times_s),
        flags=flags,
        reps=(),
        named="bent_over_row",
        engine_s=0.0,
    )


def flag(start_s: float, end_s: float, code: str = "rounded_back", late_s: float = 0.3) -> Flag:
    return Flag(code, "warning", start_s, start_s + late_s, 20.0, 12.0, "°", end_s=end_s)


def clip(*labelled: Span, lifter: str = "A") -> BackClip:
    return BackClip(Path("a.mp4"), lifter, "deadlift", "side", labelled)


ROUNDED, FLAT = Span(1.0, 3.0, "rounded"), Span(3.5, 5.0, "flat")
