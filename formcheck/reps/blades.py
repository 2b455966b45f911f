"""What the shoulder blade and the upper arm do in one pull: range, hold, height, rotation.

Retraction and elevation are those of the shoulder that faces the camera, counted from the position
with long arms (``formcheck.measures.scapula``).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from formcheck.reps.phases import Phases
from formcheck.reps.sample import Sample, column
from formcheck.types import NAN, Measurement, Reason, RepArm, RepScapula

MIN_SHARE: Final = 0.8
"""Share of a pull's frames in which the shoulder must be judged."""

TOP: Final = 0.8
"""The blade is held while it is above this share of its range."""

RANGE_STD: Final = 1.45
"""What the error of single frames is taken times for a range or peak: the estimators under-read
large travel in all frames of a pull alike.  Set on `tune`."""

CONTRACTION_S: Final = 0.1
"""What is told at contraction is the median of the hold and so much on both sides of it."""

LEAST_WAY: Final = 0.35
"""The shoulder that is seen is working when its hand goes this share of the other hand's way."""


def scapula(samples: list[Sample], phases: Phases) -> RepScapula:
    """Return what the near shoulder blade does from the start of a pull to its lowering.

    ``samples`` are the rep's.  NaN with a reason where the shoulder was judged in too few frames,
    and where only the far arm works.
    """
    pull = [s for s in samples if s.found and phases.start_s <= s.time_s <= phases.lowering_s]
    if _far_arm_works(pull):
        return RepScapula(reason=Reason.VIEW)
    back, times = column(pull, "shoulder_back_pct"), column(pull, "time_s")
    known = np.isfinite(back)
    if known.sum() < 4 or known.mean() < MIN_SHARE:
        return RepScapula(reason=_why(pull))
    rest = float(np.median(back[known & (times <= times[0] + 0.2)])) if known[0] else back[known][0]
    low, peak = (float(value) for value in np.percentile(back[known], [2, 97]))
    std = _at_contraction(pull, phases, "blade_back_std")
    rise = _at_contraction(pull, phases, "shoulder_up_pct")
    up = column(pull, "shoulder_up_pct")[times <= times[0] + 0.2]
    low_up = float(np.nanmedian(up)) if np.isfinite(up).any() else NAN
    return RepScapula(
        range_pct=peak - low,
        # Without an error of its own the value is a place, which has no zero.
        peak_pct=NAN if math.isnan(std) else peak,
        std_pct=RANGE_STD * std,
        held_s=_held(samples, phases, rest + TOP * (peak - rest)),
        elevation_pct=rise - low_up,
        elevation_std_pct=_at_contraction(pull, phases, "blade_up_std"),
    )


def upper_arm(samples: list[Sample], phases: Phases) -> RepArm:
    """Return how high the elbow is and how far the arm is rotated at contraction."""
    near = [s for s in samples if s.found and _contracted(s, phases)]
    height, rotation = (
        _middle([getattr(s, name) for s in near]) for name in ("elbow_up", "rotation")
    )
    return RepArm(
        height.value, height.std, rotation.value, rotation.std, height.reason, rotation.reason
    )


def _contracted(sample: Sample, phases: Phases) -> bool:
    low, high = phases.contracted_s - CONTRACTION_S, phases.lowering_s + CONTRACTION_S
    return low <= sample.time_s <= high


def _at_contraction(samples: list[Sample], phases: Phases, name: str) -> float:
    values = column([s for s in samples if _contracted(s, phases)], name)
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else NAN


def _middle(values: Sequence[Measurement]) -> Measurement:
    """Return the median of what is known, if that is most; its error shrinks with no number.

    What a landmark is off stays the same from frame to frame.
    """
    known = [m for m in values if m.known]
    if 2 * len(known) <= len(values) or not known:
        reasons = Counter(m.reason for m in values if m.reason)
        return Measurement.missing(reasons.most_common(1)[0][0] if reasons else Reason.TOO_SHORT)
    middle = sorted(known)[len(known) // 2]
    return middle


def _why(samples: list[Sample]) -> Reason:
    if not samples:
        return Reason.TOO_SHORT
    reasons = Counter(s.blade_reason for s in samples if s.blade_reason)
    return reasons.most_common(1)[0][0] if reasons else Reason.LOW_VISIBILITY


def _held(samples: list[Sample], phases: Phases, above: float) -> float:
    """Return for how long the blade stays above a value around the peak, seconds."""
    inside = [s for s in samples if s.found and phases.start_s <= s.time_s <= phases.end_s]
    times, back = column(inside, "time_s"), column(inside, "shoulder_back_pct")
    high = np.flatnonzero(back >= above)
    if not len(high):
        return NAN
    top = int(high[np.abs(times[high] - phases.peak_s).argmin()])
    first = last = top
    while first > 0 and back[first - 1] >= above:
        first -= 1
    while last + 1 < len(back) and back[last + 1] >= above:
        last += 1
    step = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    return float(times[last] - times[first]) + step


def _far_arm_works(samples: list[Sample]) -> bool:
    """Whether the arm of the shoulder that is seen rests while the other one pulls."""
    near = Counter(s.near for s in samples if s.near)
    if not near:
        return False
    side = 0 if near.most_common(1)[0][0] < 0 else 1
    ways = []
    for arm in (side, 1 - side):
        places = np.array([(s.arms[arm].hand_x, s.arms[arm].hand_y) for s in samples])
        places = places[np.isfinite(places).all(axis=1)]
        ways.append(float(np.hypot(*np.ptp(places, axis=0))) if len(places) else NAN)
    followed = Counter(s.side for s in samples if s.side).most_common(1)
    far_followed = bool(followed) and (0 if followed[0][0] < 0 else 1) != side
    return far_followed and ways[0] < LEAST_WAY * ways[1]
