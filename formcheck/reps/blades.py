"""What the shoulder blade and the upper arm do in one pull: range, hold, order, height, rotation.

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
from formcheck.types import NAN, FloatArray, Measurement, Reason, RepArm, RepScapula

MIN_SHARE: Final = 0.8
"""Share of a pull's frames in which the shoulder must be judged."""

TOP: Final = 0.8
"""The blade is held while it is above this share of its range."""

ORDER_AT: Final = 0.2
"""The order compares when blade and elbow have done this share of their way (science: 20 %)."""

LEAST_ORDER_PCT: Final = 3.0
"""A blade that travels less, % of trunk length, shows no order."""

LEAST_ORDER_DEG: Final = 20.0
"""...nor does an elbow that bends less, in the picture."""

LEAD_STD_S: Final = 0.33
"""Standard error of the order, measured on rendered clips of `tune`.

It is as large as what it should tell apart (blade and elbow together: -0.05 s; a late blade:
-0.6 s): the estimators read much of the blade's travel from the arm's posture.  Nothing should be
made of an order that is not twice this.
"""

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
    lead = _lead(pull, times, back, rest, peak)
    rise = _at_contraction(pull, phases, "shoulder_up_pct")
    up = column(pull, "shoulder_up_pct")[times <= times[0] + 0.2]
    low_up = float(np.nanmedian(up)) if np.isfinite(up).any() else NAN
    return RepScapula(
        range_pct=peak - low,
        # Without an error of its own the value is a place, which has no zero.
        peak_pct=NAN if math.isnan(std) else peak,
        std_pct=RANGE_STD * std,
        held_s=_held(samples, phases, rest + TOP * (peak - rest)),
        lead_s=lead,
        lead_std_s=NAN if math.isnan(lead) else LEAD_STD_S,
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


def _lead(
    pull: list[Sample], times: FloatArray, back: FloatArray, rest: float, peak: float
) -> float:
    """Return by how much the blade starts before the elbow, seconds; negative for elbow first."""
    if not peak - rest >= LEAST_ORDER_PCT:
        return NAN
    arm = 0 if sum(s.side for s in pull) < 0 else 1
    elbow = np.array([s.arms[arm].elbow_deg for s in pull])
    known = np.isfinite(elbow)
    if known.mean() < MIN_SHARE:
        return NAN
    straight = float(np.median(elbow[known][:3]))
    bent = float(np.percentile(elbow[known], 95))
    if bent - straight < LEAST_ORDER_DEG:
        return NAN
    # The blade's travel comes smoothed, and late by a time that is known.
    lag = column(pull, "blade_lag_s")
    blade_s = _first(times - np.where(np.isfinite(lag), lag, 0.0), back, rest, peak)
    return _first(times, elbow, straight, bent) - blade_s


def _first(times: FloatArray, values: FloatArray, low: float, high: float) -> float:
    """Return when values have last risen through :data:`ORDER_AT` before their highest."""
    limit = low + ORDER_AT * (high - low)
    top = int(np.nanargmax(np.where(np.isfinite(values), values, -np.inf)))
    below = np.flatnonzero(values[: top + 1] < limit)
    if not len(below) or below[-1] == top:
        return float(times[0])
    i = int(below[-1])
    after = next((k for k in range(i + 1, top + 1) if math.isfinite(values[k])), i)
    share = (limit - values[i]) / max(float(values[after] - values[i]), 1e-9)
    return float(times[i] + min(share, 1.0) * (times[after] - times[i]))


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
