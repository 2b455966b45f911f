"""What a rep says against those before it in its set: growing rounding, lost speed."""

from __future__ import annotations

import math

from formcheck.flags.readings import UNKNOWN, Reading, doubted
from formcheck.flags.rep_view import RepView
from formcheck.flags.stroke_readings import pull_speed

GROWTH_DOUBT_DEG = 4.0
"""What the camera reads too much of a back it reads too much of in every rep; this is left."""

LEAST_REPS = 3
STEP_BACK_DEG = 3.0
"""A back that was rounder in the rep before, by more, is not growing rounder."""

BETWEEN = 0.2
"""A rep must lie between straightest and roundest, away from both by this share of the growth: a
back that is rounded from one rep to the next, and stays so, does not grow rounder."""


def rounding_growth(view: RepView) -> Reading:
    """Return how much rounder the back gets than in the straightest rep so far, degrees."""
    bends = [note.rep.back_curvature.max for note in view.earlier]
    known = [bend for bend in bends if math.isfinite(bend)]
    now = view.rep.back_curvature.max
    if len(known) + 1 < LEAST_REPS or not math.isfinite(now) or now < known[-1] - STEP_BACK_DEG:
        return UNKNOWN
    least, growth = min(known), now - min(known)
    later = known[known.index(least) + 1 :]
    if not any(BETWEEN * growth <= bend - least <= (1.0 - BETWEEN) * growth for bend in later):
        return UNKNOWN
    return doubted(growth, GROWTH_DOUBT_DEG, view.rep.start_s, view.rep.end_s)


def speed_loss(view: RepView) -> Reading:
    """Return how much slower the pull is than the set's fastest, %."""
    now = pull_speed(view)
    known = [note.pull_speed for note in view.earlier if note.pull_speed.known]
    if not now.known or not known:
        return UNKNOWN
    best = max(known, key=lambda speed: speed.low)
    value = 100.0 * (1.0 - now.value / best.value)
    low = 100.0 * (1.0 - now.high / best.low)
    high = 100.0 * (1.0 - now.low / best.high)
    return Reading(value, low, high, view.phases.start_s, view.phases.contracted_s)
