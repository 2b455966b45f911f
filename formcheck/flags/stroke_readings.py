"""What the course of one stroke says: haste, hitches, the lowering's time, the range.

Every number is asked of each witness (:mod:`formcheck.flags.witnesses`) by itself and of all parts
together; where they differ, the difference is the doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from formcheck.flags.readings import UNKNOWN, Reading, witnessed
from formcheck.flags.view import RepView
from formcheck.flags.witnesses import Witness, independent
from formcheck.measures.smoothness import early_speed, longest_stall, setback
from formcheck.reps.phases import MIDDLE_SHARE, RATE_HZ
from formcheck.types import NAN, FloatArray

EARLY_S, LATE_S = 0.2, 0.6
"""The lowering is looked for from so long before the top to so long after the end."""

TURN_SHARE = 0.05
"""The first tenth and the last twentieth of a pull belong to its turning points."""

APART = 0.3
"""Parts whose ranges differ by more, as shares of the set's, are not parts of one pull."""

MOST_FALL = 35.0
"""What falls back by more of the stroke, in %, begins another pull."""

FALL_S = 0.5
"""So long before its lowest place a fall-back may have begun."""

NOISE_TIMES = 2.0
"""A fall-back must stand out of the frames' own noise by so much."""


def early(view: RepView) -> Reading:
    """Return the speed of the pull's first half, strokes a second."""
    start_s, end_s = view.phases.start_s, view.phases.end_s
    speeds = [early_speed(w.part(start_s, end_s), RATE_HZ) for w in view.seen]
    whole = early_speed(view.phases.part(start_s, end_s), RATE_HZ)
    return witnessed(whole, speeds, start_s, start_s + 0.5 / max(whole, 0.1))


def fallback(view: RepView) -> Reading:
    """Return how far the pull goes back on its way, % of the stroke."""
    start_s, end_s = view.phases.start_s, view.phases.contracted_s
    whole, where = _setback(view.phases.part(start_s, end_s))
    falls = [_setback(w.part(start_s, end_s))[0] for w in view.seen]
    at_s = start_s + where / RATE_HZ
    told = witnessed(whole, falls, at_s - 0.1, at_s)
    if not told.known or not independent(view.seen) or told.low > MOST_FALL:
        return UNKNOWN
    if any(w.fell_at_once(at_s - FALL_S, at_s + 0.1) for w in view.seen):
        return UNKNOWN
    noise = 100.0 * NOISE_TIMES * max(w.noise for w in view.seen)
    return Reading(told.value, told.low - noise, told.high, told.start_s, told.end_s)


def standstill(view: RepView) -> Reading:
    """Return how long the pull stands still on its way, seconds."""
    start_s, end_s = view.phases.start_s, view.phases.contracted_s
    stalls = [longest_stall(w.part(start_s, end_s), RATE_HZ) for w in view.seen]
    return witnessed(
        longest_stall(view.phases.part(start_s, end_s), RATE_HZ), stalls, start_s, end_s
    )


def lowering(view: RepView) -> Reading:
    """Return the time of the lowering, seconds; NaN where the recording ended before it did."""
    phases = view.phases
    times = [
        _lowering_s(w.part(phases.contracted_s - EARLY_S, phases.end_s + LATE_S)) for w in view.seen
    ]
    return witnessed(view.rep.eccentric_s, times, phases.lowering_s, phases.end_s)


def pull_speed(view: RepView) -> Reading:
    """Return the speed in the middle of the pull, strokes a second (1 over its smooth length)."""
    start_s, end_s = view.phases.start_s, view.phases.contracted_s
    whole = 1.0 / max(view.rep.concentric_s, 0.1)
    speeds = [1.0 / _rising_s(w.part(start_s - EARLY_S, end_s + EARLY_S)) for w in view.seen]
    return witnessed(whole, speeds, start_s, end_s)


def reach(view: RepView) -> Reading:
    """Return how far the pull goes against the best of its set, 1 as far."""
    leaning = view.column("trunk_deg", view.phases.start_s - EARLY_S, view.phases.end_s)
    if swung(leaning, view.spec.trunk_swing_deg):
        return UNKNOWN
    return _against_set(view, lambda witness: witness.size, view.rep.rom)


def swung(leaning: FloatArray, allowed_deg: float) -> bool:
    """Whether the trunk swings by more than the exercise allows.

    It carries the arm along then, and how far that goes from it is no range.
    """
    if np.isfinite(leaning).sum() < 3:
        return False
    low, high = np.nanpercentile(leaning, [5, 95])
    return bool(high - low > allowed_deg)


def stretch(view: RepView) -> Reading:
    """Return which share of the way back to its start, or to the set's stretch, the rep went."""
    phases = view.phases
    if view.cycle.cut:
        return UNKNOWN
    shares = [_given_back(w, view) for w in view.seen]
    return witnessed(median(shares) if shares else NAN, shares, phases.lowering_s, phases.end_s)


def _against_set(view: RepView, size: Callable[[Witness], float], whole: float) -> Reading:
    # Flexion hardly grows with the last third of a pull: it is asked only in want of others.
    arm = [witness for witness in view.seen if witness.name != "bend"]
    shares = []
    for witness in arm if len(arm) >= 2 else view.seen:
        earlier = [note.ways[witness.name] for note in view.earlier if witness.name in note.ways]
        if earlier:
            full = median(sorted([*earlier, size(witness)])[-3:])
            shares.append(size(witness) / full)
    if shares and max(shares) - min(shares) > APART:
        return UNKNOWN
    return witnessed(whole, shares, view.phases.start_s, view.phases.end_s)


def _given_back(witness: Witness, view: RepView) -> float:
    start_s, end_s = view.phases.start_s, view.phases.end_s
    began = witness.part(start_s - 0.1, start_s + 0.1)
    ended = witness.part(end_s - 0.2, end_s + 0.3)
    if not len(began) or not len(ended):
        return NAN
    homes = [n.homes[witness.name] for n in view.earlier if witness.name in n.homes]
    # Who began short of the stretch already is measured by where the set's other reps rested.
    first = min([float(np.median(began)), *map(witness.share, homes)])
    return (1.0 - float(ended.min())) / max(1.0 - first, 0.1)


def _setback(path: FloatArray) -> tuple[float, int]:
    if len(path) < 5:
        return NAN, 0
    fall, where = setback(np.maximum(path[: int((1.0 - TURN_SHARE) * len(path))], 2 * TURN_SHARE))
    return 100.0 * fall, where


def _lowering_s(stroke: FloatArray) -> float:
    """Return how long a smooth lowering with this middle would take; NaN when it has none."""
    low = np.flatnonzero(stroke <= 0.2)
    if not len(low):
        return NAN
    high = np.flatnonzero(stroke[: low[0]] >= 0.8)
    if not len(high):
        return NAN
    return float(low[0] - high[-1]) / RATE_HZ / MIDDLE_SHARE


def _rising_s(stroke: Sequence[float] | FloatArray) -> float:
    """Return how long a smooth pull with this middle would take; NaN when it has none."""
    path = np.asarray(stroke)
    high = np.flatnonzero(path >= 0.8)
    if not len(high):
        return NAN
    low = np.flatnonzero(path[: high[0]] <= 0.2)
    if not len(low):
        return NAN
    return float(high[0] - low[-1]) / RATE_HZ / MIDDLE_SHARE
