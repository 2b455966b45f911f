"""What the course of one stroke says: bursts, hitches, falls, rebounds, its time and its range.

The course (:mod:`formcheck.flags.course`) is the same for the pull under way and for a finished
rep.  Range and speed are asked of each witness by itself and of all parts together; where they
differ, the difference is the doubt.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import median
from typing import Final

import numpy as np

from formcheck.flags.course import Follower
from formcheck.flags.readings import UNKNOWN, Reading, doubted, witnessed
from formcheck.flags.rep_view import RepView
from formcheck.flags.witnesses import Witness
from formcheck.reps.phases import MIDDLE_SHARE, RATE_HZ
from formcheck.types import NAN, FloatArray

EARLY_S = 0.2
"""The pull's speed is looked for from so long before its start to so long after its end."""

APART = 0.3
"""Parts whose ranges differ by more, as shares of the set's, are not parts of one pull."""

LATER, LEAST_LATE, SURELY_LATE = 0.05, 0.53, 0.57
"""A lowering is a fall when it is later than the lifter's own by so much, and at least so late; in
the first rep, surely."""

LEAST_FALL_S = 0.25
"""What falls freely over 0.3 m takes so long: what is faster is a landmark that went astray."""

BRAKED_S = 9.0
"""Stands for a lowering that is no fall."""

NOISE_TIMES = 3.0
"""A fall-back or a rebound must stand out of the frames' own noise by so much."""


def early(pull: Follower) -> Reading:
    """Return the speed of a burst that was over long before the pull, strokes a second."""
    speed, start_s = pull.course.burst, pull.course.burst_at
    return _of(pull, speed, pull.noise * speed, start_s, start_s + 0.3 / max(speed, 0.1))


def fallback(pull: Follower) -> Reading:
    """Return how far the pull went back on its way, % of the stroke."""
    at_s = pull.course.fell_at
    return _of(pull, 100.0 * pull.course.fell, 100.0 * NOISE_TIMES * pull.noise, at_s - 0.3, at_s)


def standstill(pull: Follower) -> Reading:
    """Return how long the pull stood still on its way, seconds."""
    course = pull.course
    return _of(pull, course.stood_s, 0.0, course.stood_at, course.stood_at + course.stood_s)


def lowering(pull: Follower) -> Reading:
    """Return the time of the lowering, seconds."""
    length_s, start_s = pull.course.lowering_s, pull.course.lowered_at
    return _of(pull, length_s, pull.noise * length_s, start_s, start_s + length_s)


def fall(pull: Follower) -> Reading:
    """Return how long an unbraked load takes for the whole way, seconds; 9 where it is braked."""
    course = pull.course
    unknown = math.isnan(pull.own.late)
    limit = SURELY_LATE if unknown else max(LEAST_LATE, pull.own.late + LATER)
    fall_s = course.fall_s if course.late >= limit else BRAKED_S
    if math.isnan(course.late) or course.fall_s < LEAST_FALL_S:
        return UNKNOWN
    return _of(pull, fall_s, pull.noise * fall_s, course.lowered_at, course.lowered_at + fall_s)


def rebounded(pull: Follower) -> Reading:
    """Return how far the limb came up again out of the stretch, % of its way."""
    rise, at_s = 100.0 * pull.course.rebound, pull.course.rebound_at
    return _of(pull, rise, 100.0 * NOISE_TIMES * pull.noise, at_s, at_s + 0.3)


COURSE_SIGNALS: Final[dict[str, Callable[[Follower], Reading]]] = {
    "early": early,
    "fallback": fallback,
    "standstill": standstill,
    "lowering": lowering,
    "fall": fall,
}
"""Signals that the course of a stroke tells as soon as they are known."""


def of_rep(name: str) -> Callable[[RepView], Reading]:
    """Return a course's signal as one of a finished rep."""
    read = COURSE_SIGNALS[name]

    def told(view: RepView) -> Reading:
        return UNKNOWN if view.follower is None else read(view.follower)

    return told


def _of(pull: Follower, value: float, doubt: float, start_s: float, end_s: float) -> Reading:
    return UNKNOWN if pull.course.wild else doubted(value, doubt, start_s, end_s)


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
