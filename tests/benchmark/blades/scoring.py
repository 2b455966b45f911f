"""How far off a way of telling the blade is, in total and beyond what the hand's place says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from formcheck.types import FloatArray
from tests.benchmark.blades.courses import FAULTS
from tests.benchmark.blades.readings import Played, Told

ORDER_AT: Final = 0.2
"""Blade and elbow have begun when they have done this share of their way."""

LEAST_PCT: Final = 3.0
"""A blade that travels less, % of trunk length, has no beginning."""

LEAST_PRECISION: Final = 0.95
SHARES: Final = (0.68, 0.95)
RANGES: Final = {
    "−20…+10°": (-20.0, 10.0),
    "to ±40°": (-40.0, 40.0),
    "from behind": (-90.0, -40.0),
}
"""Where cameras stand; one that is in two of them counts in the first."""


@dataclass(frozen=True, slots=True)
class Error:
    """Errors of one measure on some clips, % of trunk length.

    ``given_hand`` is the error of what the hand's place leaves open: truth and answer are each
    freed of a line through the hand's place, clip by clip.  ``open`` is how much that is, which is
    the error of a way that knows the hand alone; ``r`` how answer and truth go together in it.
    ``covered`` is the share of errors within one and two stated standard errors.
    """

    rmse: float
    given_hand: float
    open: float
    r: float
    told: float
    covered: tuple[float, float]


def errors(clips: Sequence[Played], way: str, name: str) -> Error:
    """Return the errors of a way on some clips; NaN where it tells nothing."""
    off, left, free, stated, known = [], [], [], [], []
    for clip in clips:
        true, told = clip.true[name], clip.told[way]
        answer, std = getattr(told, name), getattr(told, f"{name}_std")
        inside = np.isfinite(true)
        use = inside & np.isfinite(answer) & np.isfinite(clip.hand).all(axis=1)
        known.append(use[inside])
        if use.sum() < 8:
            continue
        off.append((answer - true)[use])
        stated.append(std[use])
        lines = np.column_stack([np.ones(use.sum()), clip.hand[use]])
        free.append(_without(lines, true[use]))
        left.append(_without(lines, answer[use]))
    told_share = float(np.concatenate(known).mean()) if known else float("nan")
    if not off:
        nan = float("nan")
        return Error(nan, nan, nan, nan, told_share, (nan, nan))
    wrong, u, v = (np.concatenate(parts) for parts in (off, free, left))
    std = np.concatenate(stated)
    sure = np.isfinite(std)
    covered = tuple(
        float((np.abs(wrong[sure]) <= k * std[sure]).mean()) if sure.any() else float("nan")
        for k in (1.0, 2.0)
    )
    together = float(np.corrcoef(u, v)[0, 1]) if v.std() > 1e-6 else float("nan")
    return Error(_rms(wrong), _rms(v - u), _rms(u), together, told_share, (covered[0], covered[1]))


def _without(lines: FloatArray, values: FloatArray) -> FloatArray:
    return values - lines @ np.linalg.lstsq(lines, values, rcond=None)[0]


def _rms(values: FloatArray) -> float:
    return float(np.sqrt(np.mean(values**2)))


@dataclass(frozen=True, slots=True)
class RepBlade:
    """One repetition by one way: seconds, % of trunk length; NaN where it shows nothing."""

    travel: float
    lead_s: float
    kept: float
    rise: float


def of_rep(
    clip: Played, number: int, columns: tuple[FloatArray, FloatArray], elbow: FloatArray
) -> RepBlade:
    """Return what a way's (retraction, elevation) say of a repetition; ``elbow`` is its flexion."""
    rep, times = clip.truth.reps[number], clip.truth.times_s
    start, _, low, end = rep.boundaries_s
    pull = (times >= start - 0.05) & (times <= low + 0.1)
    back, up = (column - _level(column, times, start - 0.2, start + 0.07) for column in columns)
    if np.isfinite(back[pull]).mean() < 0.8:
        return RepBlade(*(float("nan"),) * 4)
    travel = float(np.nanpercentile(back[pull], 97) - np.nanpercentile(back[pull], 2))
    lead = float("nan")
    if travel >= LEAST_PCT:
        lead = begins(times[pull], elbow[pull]) - begins(times[pull], back[pull])
    kept = _level(back, times, end - 0.05, end + 0.25)
    return RepBlade(travel, lead, kept, float(np.nanpercentile(up[pull], 95)))


def begins(times: FloatArray, values: FloatArray) -> float:
    """Return when values have last risen through :data:`ORDER_AT` of their way to the highest."""
    known = np.isfinite(values)
    if known.sum() < 4:
        return float("nan")
    times, values = times[known], values[known]
    low, high = float(np.median(values[:2])), float(np.percentile(values, 97))
    limit, top = low + ORDER_AT * (high - low), int(values.argmax())
    below = np.flatnonzero(values[: top + 1] < limit)
    if not len(below) or below[-1] == top:
        return float(times[0])
    i = int(below[-1])
    share = (limit - values[i]) / max(float(values[i + 1] - values[i]), 1e-9)
    return float(times[i] + min(share, 1.0) * (times[i + 1] - times[i]))


def _level(values: FloatArray, times: FloatArray, start_s: float, end_s: float) -> float:
    inside = values[(times >= start_s) & (times <= end_s)]
    inside = inside[np.isfinite(inside)]
    return float(np.median(inside)) if len(inside) else float("nan")


def blades(clips: Sequence[Played], way: str) -> list[tuple[Played, int, RepBlade, RepBlade]]:
    """Return (clip, repetition, as it was, as the way tells it) of every repetition."""
    out = []
    for clip in clips:
        true_elbow = clip.truth.flexion_deg["elbow"]
        told: Told = clip.told[way]
        for number in range(len(clip.truth.reps)):
            was = of_rep(clip, number, _own(clip), true_elbow)
            seen = of_rep(clip, number, (told.retraction, told.elevation), clip.elbow_deg)
            out.append((clip, number, was, seen))
    return out


def _own(clip: Played) -> tuple[FloatArray, FloatArray]:
    return clip.truth.retraction_pct, clip.truth.elevation_pct


def onset_errors(clips: Sequence[Played], way: str) -> FloatArray:
    """Return how far the lead of the blade is off, seconds; NaN where the way shows none."""
    pairs = [(was.lead_s, seen.lead_s) for *_, was, seen in blades(clips, way)]
    return np.array([seen - was for was, seen in pairs if np.isfinite(was)])


def suspicion(code: str, rep: RepBlade) -> float:
    """Return how much a repetition looks like a fault: the higher, the more; NaN unknown."""
    return {
        "no_retraction": -rep.travel,
        "late_retraction": -rep.lead_s,
        "protraction_lost": rep.kept,
        "shrug": rep.rise,
    }[code]


@dataclass(frozen=True, slots=True)
class Found:
    """What a limit finds: precision (NaN when nothing is told), recall, and how many there were."""

    precision: float
    recall: float
    planted: int


def judged(clips: Sequence[Played], way: str, code: str) -> list[tuple[float, bool]]:
    """Return (suspicion, planted) of every repetition."""
    return [
        (suspicion(code, seen), code in FAULTS.get(clip.kinds[number], ()))
        for clip, number, _, seen in blades(clips, way)
    ]


def best_limit(reps: Sequence[tuple[float, bool]]) -> float:
    """Return the limit that finds most at :data:`LEAST_PRECISION`; infinite when none does."""
    best, most = float("inf"), 0
    if not any(planted for _, planted in reps):
        return best
    for limit in sorted({value for value, _ in reps if np.isfinite(value)}):
        found = at_limit(reps, limit)
        count = round(found.recall * found.planted)
        if found.precision >= LEAST_PRECISION and count > most:
            best, most = limit, count
    return best


def at_limit(reps: Sequence[tuple[float, bool]], limit: float) -> Found:
    """Return what a limit finds."""
    told = [planted for value, planted in reps if np.isfinite(value) and value >= limit]
    planted = sum(planted for _, planted in reps)
    precision = float(np.mean(told)) if told else float("nan")
    return Found(precision, sum(told) / planted if planted else float("nan"), planted)
