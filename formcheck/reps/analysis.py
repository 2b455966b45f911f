"""Everything said of one rep, from the frames it is made of."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import Literal

import numpy as np

from formcheck.measures.smoothing import zero_phase
from formcheck.measures.smoothness import sparc
from formcheck.reps.blades import scapula, upper_arm
from formcheck.reps.phases import MARGIN_S, RATE_HZ, STROKE_CUTOFF_HZ, Phases, find_phases
from formcheck.reps.sample import Sample, column
from formcheck.reps.segmentation import PullCycle
from formcheck.types import NAN, Reason, Rep, RepArm, RepCurvature, RepScapula

__all__ = ["MARGIN_S", "RATE_HZ", "Phases", "build_rep", "find_phases", "tracked_share"]

MIN_SHOULDER_SHARE = 0.8
"""Share of a pull's frames in which the shoulder must be judged to tell its travel."""

MIN_BACK_SHARE = 0.4
"""Share of a rep's frames with a judged back below which the rep's back is not judged."""


def tracked_share(samples: list[Sample]) -> float:
    """Return the share of frames in which the lifter was found."""
    return sum(s.found for s in samples) / len(samples) if samples else 0.0


def build_rep(
    index: int, samples: list[Sample], phases: Phases, rom: float, cycle: PullCycle
) -> Rep:
    """Return the rep made of these samples (the rep with margins)."""
    inside = [s for s in samples if phases.start_s <= s.time_s <= phases.end_s]
    pull = [s for s in inside if s.time_s <= phases.lowering_s]
    rep = Rep(
        index=index,
        start_s=phases.start_s,
        peak_s=phases.peak_s,
        end_s=phases.end_s,
        complete=cycle.complete,
        side=_side(inside, cycle),
        concentric_s=phases.contracted_s - phases.start_s,
        pause_s=phases.lowering_s - phases.contracted_s,
        eccentric_s=NAN if cycle.cut else phases.end_s - phases.lowering_s,
        rom=rom,
        trunk_inclination_deg=_mean(inside, "trunk_deg"),
        trunk_swing_deg=_range(pull, "trunk_deg"),
        back_curvature=_curvature(inside),
        retraction_pct=_gain(pull, phases.start_s, "shoulder_back_pct"),
        elevation_pct=_gain(pull, phases.start_s, "shoulder_up_pct"),
        scapula=scapula(inside, phases),
        arm=upper_arm(inside, phases),
        smoothness_concentric=_smoothness(samples, phases.start_s, phases.contracted_s),
        smoothness_eccentric=_smoothness(samples, phases.lowering_s, phases.end_s),
    )
    return _unmeasured(rep) if cycle.hidden else rep


def _unmeasured(rep: Rep) -> Rep:
    """Return the rep of a hidden arm: what that arm does is guessed, trunk and back are seen."""
    return replace(
        rep,
        concentric_s=NAN, pause_s=NAN, eccentric_s=NAN, rom=NAN,
        retraction_pct=NAN, elevation_pct=NAN,
        scapula=RepScapula(reason=Reason.LOW_VISIBILITY),
        arm=RepArm(elbow_reason=Reason.LOW_VISIBILITY, rotation_reason=Reason.LOW_VISIBILITY),
        smoothness_concentric=NAN, smoothness_eccentric=NAN,
    )  # fmt: skip


def _side(samples: list[Sample], cycle: PullCycle) -> Literal["left", "right", "both"]:
    if cycle.signal == "arm" and cycle.arm >= 0:
        return "right" if cycle.arm else "left"
    seen = Counter(s.side for s in samples if s.side)
    if not seen:
        return "both"
    return "left" if seen.most_common(1)[0][0] < 0 else "right"


def _curvature(samples: list[Sample]) -> RepCurvature:
    total = column(samples, "back_deg")
    known = np.isfinite(total)
    share = float(known.mean()) if len(known) else 0.0
    if share < MIN_BACK_SHARE or known.sum() < 3:
        reasons = Counter(s.back_reason for s in samples if s.back_reason)
        reason = reasons.most_common(1)[0][0] if reasons else Reason.NO_NEUTRAL
        return RepCurvature(quality=share, reason=reason)
    quality = float(column(samples, "back_quality")[known].mean())
    return RepCurvature(
        # The 95th percentile: one wild frame must not speak for a rep.
        max=float(np.percentile(total[known], 95)),
        mean=float(total[known].mean()),
        lumbar_max=float(np.nanpercentile(column(samples, "lumbar_deg"), 95)),
        thoracic_max=float(np.nanpercentile(column(samples, "thoracic_deg"), 95)),
        quality=quality * min(1.0, share / 0.8),
    )


def _gain(samples: list[Sample], start_s: float, name: str) -> float:
    """Return the largest steady rise above the value at the start; NaN if mostly unseen."""
    values = column(samples, name)
    early = column([s for s in samples if s.time_s <= start_s + 0.2], name)
    if np.isfinite(values).mean() < MIN_SHOULDER_SHARE or not np.isfinite(early).any():
        return NAN
    return float(np.nanpercentile(values, 90) - np.nanmedian(early))


def _smoothness(samples: list[Sample], start_s: float, end_s: float) -> float:
    """Return SPARC of the hand's speed between two times; NaN when too short or unseen."""
    hand = np.stack([column(samples, "hand_x"), column(samples, "hand_y")], axis=1)
    inside = (column(samples, "time_s") >= start_s) & (column(samples, "time_s") <= end_s)
    if end_s - start_s < 0.25 or np.isfinite(hand[inside]).all(axis=1).mean() < 0.8:
        return NAN
    even, path = zero_phase(column(samples, "time_s"), hand, STROKE_CUTOFF_HZ, RATE_HZ)
    speed = np.hypot(*np.gradient(path, axis=0).T) * RATE_HZ
    return sparc(speed[(even >= start_s) & (even <= end_s)], RATE_HZ)


def _median(samples: list[Sample], name: str) -> float:
    values = column(samples, name)
    return float(np.nanmedian(values)) if np.isfinite(values).any() else math.nan


def _mean(samples: list[Sample], name: str) -> float:
    values = column(samples, name)
    return float(np.nanmean(values)) if np.isfinite(values).mean() > 0.5 else math.nan


def _range(samples: list[Sample], name: str) -> float:
    values = column(samples, name)
    if not len(values) or np.isfinite(values).mean() <= 0.5:
        return math.nan
    return float(np.nanpercentile(values, 97) - np.nanpercentile(values, 3))
