"""Everything said of one rep, from the frames it is made of."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np

from formcheck.measures.smoothing import zero_phase
from formcheck.measures.smoothness import sparc
from formcheck.reps.sample import Sample, column
from formcheck.reps.segmentation import PullCycle
from formcheck.types import NAN, FloatArray, Reason, Rep, RepCurvature

RATE_HZ = 60.0
STROKE_CUTOFF_HZ = 6.0
MARGIN_S = 0.4
"""Frames before and after a pull that are taken along, so that filters settle."""

ONSET_SPEED = 0.10
"""A phase begins and ends where the speed passes a tenth of the phase's fastest."""

CONTRACTED_BAND = 0.94
"""Above this share of the excursion the arm counts as contracted (the pause)."""

MIN_BACK_SHARE = 0.4
"""Share of a rep's frames with a judged back below which the rep's back is not judged."""


@dataclass(frozen=True, slots=True)
class Phases:
    """When a pull's phases begin and end, seconds, and its stroke, 0 extended to 1 contracted.

    ``stroke`` is sampled at ``times_s`` (even, :data:`RATE_HZ`), filtered without delay.
    """

    start_s: float
    contracted_s: float
    peak_s: float
    lowering_s: float
    end_s: float
    times_s: FloatArray
    stroke: FloatArray

    def part(self, start_s: float, end_s: float) -> FloatArray:
        """Return the stroke between two times."""
        inside = (self.times_s >= start_s - 1e-9) & (self.times_s <= end_s + 1e-9)
        part: FloatArray = self.stroke[inside]
        return part


def find_phases(samples: list[Sample], cycle: PullCycle) -> Phases | None:
    """Return the phases of a cycle, or None when too few frames show the elbow.

    ``samples`` cover the cycle and :data:`MARGIN_S` on both sides where the recording has it.
    """
    times, elbow = column(samples, "time_s"), column(samples, "elbow_deg")
    if np.isfinite(elbow).sum() < 4:
        return None
    even, smooth = zero_phase(times, elbow, STROKE_CUTOFF_HZ, RATE_HZ)
    inside = (even >= cycle.start_s - 0.15) & (even <= cycle.end_s + 0.05)
    if inside.sum() < 4:
        return None
    first = int(np.flatnonzero(inside)[0])
    last = int(np.flatnonzero(inside)[-1])
    peak = first + int(smooth[first : last + 1].argmax())
    low, high = float(smooth[first : peak + 1].min()), float(smooth[peak])
    if not high > low:
        return None
    stroke = (smooth - low) / (high - low)
    speed = np.gradient(smooth) * RATE_HZ
    start = _onset(speed, first, peak)
    end = _offset(speed, peak, last)
    reached = np.flatnonzero(stroke[start : end + 1] >= CONTRACTED_BAND)
    into, out = start + int(reached[0]), start + int(reached[-1])
    return Phases(
        *(float(even[i]) for i in (start, into, peak, out, end)), times_s=even, stroke=stroke
    )


def _onset(speed: FloatArray, first: int, peak: int) -> int:
    fastest = first + int(speed[first : peak + 1].argmax())
    slow = np.flatnonzero(speed[first:fastest] < ONSET_SPEED * speed[fastest])
    return first + int(slow[-1]) if len(slow) else first


def _offset(speed: FloatArray, peak: int, last: int) -> int:
    fastest = peak + int(speed[peak : last + 1].argmin())
    slow = np.flatnonzero(speed[fastest : last + 1] > ONSET_SPEED * speed[fastest])
    return fastest + int(slow[0]) if len(slow) else last


def features(samples: list[Sample], start_s: float, peak_s: float) -> dict[str, float]:
    """Return what recognition knows of a pull (``formcheck.exercises.spec.FEATURES``)."""
    pull = [s for s in samples if start_s <= s.time_s <= peak_s]
    extended = [s for s in pull if s.time_s <= start_s + 0.15] or pull[:1]
    contracted = [s for s in pull if s.time_s >= peak_s - 0.1] or pull[-1:]
    forward = _median(extended, "forward_pct"), _median(contracted, "forward_pct")
    up = _median(extended, "up_pct"), _median(contracted, "up_pct")
    hips = np.stack([column(pull, "hip_x"), column(pull, "hip_y")], axis=1)
    return {
        "trunk_inclination_deg": _median(pull, "trunk_deg"),
        "thigh_drop_deg": _median(pull, "thigh_deg"),
        "hand_forward_extended_pct": forward[0],
        "hand_up_extended_pct": up[0],
        "hand_forward_contracted_pct": forward[1],
        "hand_up_contracted_pct": up[1],
        "hand_forward_travel_pct": forward[1] - forward[0],
        "hand_up_travel_pct": up[1] - up[0],
        "hip_travel_pct": 100.0 * float(np.hypot(*np.ptp(hips, axis=0))) if pull else NAN,
    }


def tracked_share(samples: list[Sample]) -> float:
    """Return the share of frames in which the lifter was found."""
    return sum(s.found for s in samples) / len(samples) if samples else 0.0


def build_rep(index: int, samples: list[Sample], phases: Phases, rom: float, complete: bool) -> Rep:
    """Return the rep made of these samples (the rep with margins)."""
    inside = [s for s in samples if phases.start_s <= s.time_s <= phases.end_s]
    pull = [s for s in inside if s.time_s <= phases.lowering_s]
    return Rep(
        index=index,
        start_s=phases.start_s,
        peak_s=phases.peak_s,
        end_s=phases.end_s,
        complete=complete,
        side=_side(inside),
        concentric_s=phases.contracted_s - phases.start_s,
        pause_s=phases.lowering_s - phases.contracted_s,
        eccentric_s=phases.end_s - phases.lowering_s,
        rom=rom,
        trunk_inclination_deg=_mean(inside, "trunk_deg"),
        trunk_swing_deg=_range(pull, "trunk_deg"),
        back_curvature=_curvature(inside),
        retraction_pct=_gain(pull, phases.start_s, "shoulder_back_pct"),
        elevation_pct=_gain(pull, phases.start_s, "shoulder_up_pct"),
        smoothness_concentric=_smoothness(samples, phases.start_s, phases.contracted_s),
        smoothness_eccentric=_smoothness(samples, phases.lowering_s, phases.end_s),
    )


def _side(samples: list[Sample]) -> Literal["left", "right", "both"]:
    seen = Counter(s.side for s in samples if s.side)
    if not seen:
        return "both"
    return "left" if seen.most_common(1)[0][0] < 0 else "right"


def _curvature(samples: list[Sample]) -> RepCurvature:
    total = column(samples, "back_deg")
    known = np.isfinite(total)
    share = float(known.mean()) if len(known) else 0.0
    if share < MIN_BACK_SHARE or known.sum() < 3:
        return RepCurvature(quality=share, reason=Reason.CONTOUR_HIDDEN)
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
    """Return the largest steady rise above the value at the start."""
    values = column(samples, name)
    early = column([s for s in samples if s.time_s <= start_s + 0.2], name)
    if np.isfinite(values).sum() < 4 or not np.isfinite(early).any():
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
