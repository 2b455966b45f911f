"""What the shoulder blade says of one rep: how far it travels, when, and whether it comes back.

Shoulder travel is rough (about 4 % of trunk length off, a clean retraction is 8 to 12 %), so the
rules on it speak only where the blade stays still or late beyond twice its stated error.
"""

from __future__ import annotations

import numpy as np

from formcheck.flags.readings import UNKNOWN, Reading, doubted
from formcheck.flags.rep_view import RepView

TIMES_STD = 2.0
END_S = 0.2
LEAST_KNOWN = 0.6
LEAST_RANGE_PCT = 5.0
"""A blade that hardly goes back has nothing to come back from, and no beginning."""

LONGEST_LAG_S = 0.8
"""What begins later than a slow lifter's whole delay is another movement of the landmark."""

MOST_LAG = 0.7
"""A blade that begins in the last third of the pull, or after it, has not been seen to begin."""


def travel(view: RepView) -> Reading:
    """Return how far the blade travels backwards in the pull, % of trunk length."""
    blade = view.rep.scapula
    start_s, end_s = view.phases.start_s, view.phases.lowering_s
    return doubted(blade.range_pct, TIMES_STD * blade.std_pct, start_s, end_s)


def lag(view: RepView) -> Reading:
    """Return by how much the blade begins later than the elbow, seconds."""
    blade = view.rep.scapula
    start_s, end_s = view.phases.start_s, view.phases.contracted_s
    latest_s = min(MOST_LAG * (end_s - start_s), LONGEST_LAG_S)
    if not blade.range_pct >= LEAST_RANGE_PCT or -blade.lead_s > latest_s:
        return UNKNOWN
    return doubted(-blade.lead_s, TIMES_STD * blade.lead_std_s, start_s, end_s)


def not_given_back(view: RepView) -> Reading:
    """Return how much of the blade's way back is missing at the stretch, % of trunk length."""
    phases, blade = view.phases, view.rep.scapula
    ends = [
        view.column("shoulder_back_pct", middle - END_S, middle + END_S)
        for middle in (phases.start_s, phases.end_s)
    ]
    if any(len(e) < 3 or np.isfinite(e).mean() < LEAST_KNOWN for e in ends):
        return UNKNOWN
    if not blade.range_pct >= LEAST_RANGE_PCT:
        return UNKNOWN
    missing = float(np.nanmedian(ends[1]) - np.nanmedian(ends[0]))
    return doubted(missing, TIMES_STD * blade.std_pct, phases.lowering_s, phases.end_s)
