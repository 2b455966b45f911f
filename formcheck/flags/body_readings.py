"""What body and limbs say of one rep beyond the stroke: lean, hips, sway, chin.

Where the arm's path has no witness the pose is guessed, and nothing is said of the rest either.
"""

from __future__ import annotations

import numpy as np

from formcheck.flags.readings import UNKNOWN, Reading, doubted
from formcheck.flags.rep_view import RepView
from formcheck.types import FloatArray

LEAN_DOUBT_DEG = 5.0
HIP_DOUBT_PCT = 10.0
SWAY_DOUBT_PCT = 8.0
CHIN_DOUBT_PCT = 25.0
"""So far these are off in a calm clip: measured errors (docs/benchmark.md) with room to spare."""

TOP_S, EDGE_S = 0.2, 0.15
LEAST_KNOWN = 0.7


def lean(view: RepView) -> Reading:
    """Return how upright the trunk is on the whole, degrees (90 upright)."""
    phases = view.phases
    return doubted(view.rep.trunk_inclination_deg, LEAN_DOUBT_DEG, phases.start_s, phases.end_s)


def hips_rise(view: RepView) -> Reading:
    """Return how far the hips rise in the pull, % of trunk length."""
    if not view.seen:
        return UNKNOWN
    start_s, end_s = view.phases.start_s, view.phases.lowering_s
    before = view.column("hip_y", start_s - 0.3, start_s + EDGE_S)
    pull = view.column("hip_y", start_s, end_s)
    # One scale for the whole pull: hips far down the picture seem to rise when it wavers.
    scales = view.column("trunk_px", start_s - 0.3, end_s)
    if not all(_enough(values) for values in (before, pull, scales)):
        return UNKNOWN
    scale = max(float(np.nanmedian(scales)), 1.0)
    rise = 100.0 * float(np.nanmedian(before) - np.nanpercentile(pull, 10)) / scale
    return doubted(rise, HIP_DOUBT_PCT, start_s, end_s)


def sway(view: RepView) -> Reading:
    """Return how far the hips swing to and fro under the hands in the rep, % of trunk length.

    Seen from the hands, and in the picture, where a bar hangs still: a hand that jumps is no swing.
    """
    if not view.seen:
        return UNKNOWN
    start_s, end_s = view.phases.start_s, view.phases.end_s
    across, hips, trunk = (view.column(n, start_s, end_s) for n in ("hand_x", "hip_x", "trunk_px"))
    if not all(_enough(values) for values in (across, hips, trunk)):
        return UNKNOWN
    wide = sorted((_width(across), _width(hips) / max(float(np.nanmedian(trunk)), 1.0)))
    low, high = (100.0 * width for width in wide)
    value = (low + high) / 2.0
    return Reading(value, low - SWAY_DOUBT_PCT, high + SWAY_DOUBT_PCT, start_s, end_s)


def chin(view: RepView) -> Reading:
    """Return how far the chin gets above the hands, % of trunk length."""
    if not view.seen:
        return UNKNOWN
    phases = view.phases
    start_s, end_s = phases.contracted_s - TOP_S, phases.lowering_s + TOP_S
    heights = view.column("chin_pct", start_s, end_s)
    if not _enough(heights):
        return UNKNOWN
    return doubted(float(np.nanpercentile(heights, 90)), CHIN_DOUBT_PCT, start_s, end_s)


def _enough(values: FloatArray) -> bool:
    return len(values) >= 3 and float(np.isfinite(values).mean()) >= LEAST_KNOWN


def _width(values: FloatArray) -> float:
    return float(np.nanpercentile(values, 95) - np.nanpercentile(values, 5))
