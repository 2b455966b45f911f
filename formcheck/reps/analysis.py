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
AFTER_S = 0.25
"""The arm may come to rest so long after the cycle's last new low."""

MARGIN_S = 0.4
"""Frames before and after a pull that are taken along, so that filters settle."""

MIDDLE_SHARE = 0.306
"""A minimum-jerk movement spends this share of its time between 20 % and 80 % of its way."""

BURST_SHARE = 0.4
"""A movement may come in bursts; what is slower, against the fastest, is drift."""

BANDWIDTH = 4.0
"""Cut-off times duration that keeps the shape of one smooth movement."""

POSSIBLE_STROKES_PER_S = 8.0
"""A free fall over an arm's length peaks at about five strokes a second."""

ELBOW_SCALE_DEG = 120.0
"""So much elbow flexion weighs like one trunk length of hand travel."""

FADE = 0.606
"""Minimum jerk: from a tenth of the top speed to rest, over from a half to a tenth."""

CONTRACTED_SHARE = 0.7
"""A frame shows the contracted arm when the elbow has bent by so much of the pull's range."""

MIN_SHOULDER_SHARE = 0.8
"""Share of a pull's frames in which the shoulder must be judged to tell its travel."""

MIN_BACK_SHARE = 0.4
"""Share of a rep's frames with a judged back below which the rep's back is not judged."""


@dataclass(frozen=True, slots=True)
class Phases:
    """When a pull's phases begin and end, seconds, and its stroke, 0 extended to 1 contracted.

    ``stroke`` is sampled at ``times_s`` (even, :data:`RATE_HZ`), filtered without delay;
    ``noise`` is the spread of the unfiltered frames around it, as a share of the stroke;
    ``fastest`` the largest step between two frames, in strokes a second.
    """

    start_s: float
    contracted_s: float
    peak_s: float
    lowering_s: float
    end_s: float
    times_s: FloatArray
    stroke: FloatArray
    noise: float
    fastest: float

    @property
    def trusted(self) -> bool:
        """Whether the arm moved as an arm can; a jump is a landmark that went astray."""
        return self.fastest <= POSSIBLE_STROKES_PER_S

    def part(self, start_s: float, end_s: float) -> FloatArray:
        """Return the stroke between two times."""
        inside = (self.times_s >= start_s - 1e-9) & (self.times_s <= end_s + 1e-9)
        part: FloatArray = self.stroke[inside]
        return part


def find_phases(samples: list[Sample], cycle: PullCycle) -> Phases | None:
    """Return the phases of a cycle, or None when too few frames show the arm.

    ``samples`` cover the cycle and :data:`MARGIN_S` on both sides where the recording has it.
    """
    times = column(samples, "time_s")
    raw = _stroke(samples, cycle)
    if raw is None:
        return None
    even, smooth = zero_phase(times, raw, STROKE_CUTOFF_HZ, RATE_HZ)
    inside = np.flatnonzero((even >= cycle.start_s - 0.15) & (even <= cycle.end_s + AFTER_S))
    if len(inside) < 8:
        return None
    first, last = int(inside[0]), int(inside[-1])
    until = int(np.searchsorted(even, cycle.end_s))
    peak = first + int(smooth[first : min(until, last) + 1].argmax())
    last = peak + int(smooth[peak : last + 1].argmin())
    first += int(smooth[first : peak + 1].argmin())
    low, high = float(smooth[first]), float(smooth[peak])
    if not high > low or peak - first < 3 or last - peak < 3:
        return None
    stroke = (smooth - low) / (high - low)
    pull = _moving(even, times, raw, stroke, first, peak)
    lower = _moving(even, times, raw, stroke, peak, last)
    top = 0.5 * (pull[1] + lower[0])
    contracted, lowering = (pull[1], lower[0]) if pull[1] <= lower[0] else (top, top)
    return Phases(
        max(pull[0], float(even[first])),
        contracted,
        min(max(float(even[peak]), contracted), lowering),
        lowering,
        min(lower[1], float(even[-1])),
        times_s=even,
        stroke=stroke,
        noise=_noise(times, raw, even, smooth) / (high - low),
        fastest=_fastest(times, raw, cycle) / (high - low),
    )


def _fastest(times: FloatArray, raw: FloatArray, cycle: PullCycle) -> float:
    inside = (times >= cycle.start_s) & (times <= cycle.end_s) & np.isfinite(raw)
    return float((np.abs(np.diff(raw[inside])) / np.diff(times[inside])).max())


def _noise(times: FloatArray, raw: FloatArray, even: FloatArray, smooth: FloatArray) -> float:
    rest = raw - np.interp(times, even, smooth)
    return 1.4826 * float(np.nanmedian(np.abs(rest)))


def _stroke(samples: list[Sample], cycle: PullCycle) -> FloatArray | None:
    """Return how far the arm is pulled in, one number a frame, growing with the pull.

    Plates hide wrists, and an elbow angle jumps where they do.  Hand, elbow and elbow flexion
    move together in a pull; their first principal component is steadier than each of them.
    """
    parts = np.stack(
        [column(samples, name) for name in ("hand_x", "hand_y", "elbow_x", "elbow_y")]
        + [column(samples, "elbow_deg") / ELBOW_SCALE_DEG],
        axis=1,
    )
    times = column(samples, "time_s")
    inside = (times >= cycle.start_s) & (times <= cycle.end_s) & np.isfinite(parts).all(axis=1)
    if inside.sum() < 6:
        return None
    centre = parts[inside].mean(axis=0)
    _, _, axes = np.linalg.svd(parts[inside] - centre, full_matrices=False)
    stroke: FloatArray = (parts - centre) @ axes[0]
    # The arm is extended at both ends, whatever wild frame the peak may be.
    ends = inside & (np.minimum(times - cycle.start_s, cycle.end_s - times) < 0.15)
    return stroke if np.nanmean(stroke[ends]) <= np.nanmean(stroke[inside]) else -stroke


def _moving(
    even: FloatArray, times: FloatArray, raw: FloatArray, stroke: FloatArray, first: int, last: int
) -> tuple[float, float]:
    """Return when the arm starts and stops moving between two turning points, seconds.

    The speed fades in and out, and its last tenth drowns in noise.  So the times at which it
    passes a tenth and a half of its maximum are found, and carried on to where a minimum-jerk
    movement would have begun.  Slower movements are filtered harder.  A movement with a
    standstill in the middle starts with its first burst and ends with its last.
    """
    part = stroke[first : last + 1]
    rising = part if part[-1] >= part[0] else 1.0 - part
    middle = np.flatnonzero((rising > 0.2) & (rising < 0.8))
    if not len(middle):
        middle = np.arange(len(part))
    duration = max(len(middle), 2) / RATE_HZ / MIDDLE_SHARE
    cutoff = min(max(BANDWIDTH / duration, 1.5), STROKE_CUTOFF_HZ)
    _, smooth = zero_phase(times, raw, cutoff, RATE_HZ)
    speed = np.abs(np.gradient(smooth))[first : last + 1]
    opening, closing = _bursts(speed[middle])
    begin = _fade(speed[: middle[opening] + 1][::-1])
    end = _fade(speed[middle[closing] :])
    return (
        float(even[first] + (middle[opening] - begin) / RATE_HZ),
        float(even[first] + (middle[closing] + end) / RATE_HZ),
    )


def _bursts(speed: FloatArray) -> tuple[int, int]:
    """Return the indices of the tops of the first and the last burst; the same when it is one.

    Only a real standstill parts bursts: the speed falls below a tenth of its maximum.
    """
    fastest = int(speed.argmax())
    still = np.flatnonzero(speed < 0.1 * speed[fastest])
    fast = speed >= BURST_SHARE * speed[fastest]
    before, after = still[still < fastest], still[still > fastest]
    opening = closing = fastest
    if len(before) and fast[: before[-1]].any():
        opening = int(speed[: before[-1]].argmax())
    if len(after) and fast[after[0] :].any():
        closing = int(after[0] + speed[after[0] :].argmax())
    return opening, closing


def _fade(speed: FloatArray) -> float:
    """Return after how many samples a falling speed would reach zero."""

    def below(share: float) -> float:
        low = np.flatnonzero(speed < share * speed[0])
        if not len(low):
            return float(len(speed) - 1)
        i = int(low[0])
        drop = speed[i - 1] - speed[i]
        return i - float((share * speed[0] - speed[i]) / drop) if drop > 0 else float(i)

    half, tenth = below(0.5), below(0.1)
    return min(tenth + FADE * (tenth - half), float(len(speed) - 1) + 0.1 * RATE_HZ)


def features(samples: list[Sample], start_s: float, peak_s: float) -> dict[str, float]:
    """Return what recognition knows of a pull (``formcheck.exercises.spec.FEATURES``).

    ``samples`` go from the start of the pull to its peak or beyond.  Extended and contracted are
    medians, the latter over all frames near the strongest contraction, so that one wild frame
    does not rename the exercise.
    """
    pull = [s for s in samples if start_s <= s.time_s <= peak_s]
    extended = [s for s in pull if s.time_s <= start_s + 0.15] or pull[:1]
    elbow = column(samples, "elbow_deg")
    bent = np.nanquantile(elbow, 0.95) if np.isfinite(elbow).any() else NAN
    straight = _median(extended, "elbow_deg")
    near = straight + CONTRACTED_SHARE * (bent - straight)
    contracted = [s for s in samples if s.elbow_deg >= near] or pull[-1:]
    forward = _median(extended, "forward_pct"), _median(contracted, "forward_pct")
    up = _median(extended, "up_pct"), _median(contracted, "up_pct")
    hips = np.stack([column(pull, "hip_x"), column(pull, "hip_y")], axis=1)
    known = hips[np.isfinite(hips).all(axis=1)]
    return {
        "trunk_inclination_deg": _median(pull, "trunk_deg"),
        "thigh_drop_deg": _median(pull, "thigh_deg"),
        "hand_forward_extended_pct": forward[0],
        "hand_up_extended_pct": up[0],
        "hand_forward_contracted_pct": forward[1],
        "hand_up_contracted_pct": up[1],
        "hand_forward_travel_pct": forward[1] - forward[0],
        "hand_up_travel_pct": up[1] - up[0],
        "hip_travel_pct": 100.0
        * (float(np.hypot(*np.ptp(known, axis=0))) if len(known) else NAN)
        / _median(pull, "trunk_px"),
    }


def tracked_share(samples: list[Sample]) -> float:
    """Return the share of frames in which the lifter was found."""
    return sum(s.found for s in samples) / len(samples) if samples else 0.0


def build_rep(
    index: int, samples: list[Sample], phases: Phases, rom: float, cycle: PullCycle
) -> Rep:
    """Return the rep made of these samples (the rep with margins)."""
    inside = [s for s in samples if phases.start_s <= s.time_s <= phases.end_s]
    pull = [s for s in inside if s.time_s <= phases.lowering_s]
    return Rep(
        index=index,
        start_s=phases.start_s,
        peak_s=phases.peak_s,
        end_s=phases.end_s,
        complete=cycle.complete,
        side=_side(inside),
        concentric_s=phases.contracted_s - phases.start_s,
        pause_s=phases.lowering_s - phases.contracted_s,
        eccentric_s=NAN if cycle.cut else phases.end_s - phases.lowering_s,
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
