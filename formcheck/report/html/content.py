"""What an HTML report shows, as plain values; no file, no markup."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from formcheck.types import Flag, FloatArray, SessionResult, Severity

MOST_POINTS: Final = 1600
"""Points of a curve in a report; a screen has no more columns, and the file stays small."""

CURVES: Final = (
    ("back_curvature_deg", "Back against neutral", "°", "#E69F00"),
    ("elbow_flexion_deg", "Elbow flexion", "°", "#0072B2"),
    ("retraction_pct", "Blade drawn back", " %", "#009E73"),
    ("hand_speed_pct_s", "Hand speed", " %/s", "#CC79A7"),
)
"""Measures of a report in order, with title, unit and colour (Okabe and Ito's)."""

MAIN_MEASURES: Final = (
    "trunk_inclination_deg", "back_curvature_deg", "retraction_pct", "elevation_pct",
    "elbow_flexion_deg",
)  # fmt: skip
"""Measures whose absence a reader must be told."""

GRAVITY: Final[dict[Severity, int]] = {"alert": 0, "warning": 1, "hint": 2}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a rep: JPEG bytes, the moment it shows, and what is to be seen."""

    rep: int
    time_s: float
    jpeg: bytes
    caption: str


def _no_cue(_code: str, _exercise: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Telling:
    """Titles by code, and cues by code and exercise, in the reader's language."""

    flags: Mapping[str, str] = field(default_factory=dict)
    cue: Callable[[str, str], str] = _no_cue
    exercises: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)


def curves(result: SessionResult) -> list[dict[str, Any]]:
    """Return the curves as lists of times and values, None where nothing could be judged."""
    made = []
    for name, title, unit, colour in CURVES:
        if name not in result.columns:
            continue
        times, values = thinned(result.times_s, result.columns[name])
        made.append(
            {
                "name": title,
                "unit": unit,
                "colour": colour,
                "t": [round(t, 3) for t in times.tolist()],
                "v": [None if math.isnan(v) else round(v, 2) for v in values.tolist()],
            }
        )
    return made


def thinned(times: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return at most :data:`MOST_POINTS` points that keep the peaks of a curve.

    Of each stretch of frames its lowest and its highest value stay; a stretch without any stays
    as one that is missing.
    """
    if len(times) <= MOST_POINTS:
        return times, values
    kept: list[int] = []
    for part in np.array_split(np.arange(len(times)), MOST_POINTS // 2):
        known = part[np.isfinite(values[part])]
        if len(known) < 0.5 * len(part):
            kept.append(int(part[np.isnan(values[part])][0]))
        else:
            low, high = known[values[known].argmin()], known[values[known].argmax()]
            kept += sorted({int(low), int(high)})
    chosen = np.array(kept)
    return times[chosen], values[chosen]


def bands(result: SessionResult) -> list[dict[str, Any]]:
    """Return the reps as spans with their numbers."""
    return [
        {"n": rep.index, "a": round(rep.start_s, 3), "b": round(rep.end_s, 3)}
        for rep in result.reps
    ]


def marks(result: SessionResult, telling: Telling) -> list[dict[str, Any]]:
    """Return the flags as spans with title and severity."""
    end_s = float(result.times_s[-1]) if len(result.times_s) else 0.0
    return [
        {
            "a": round(flag.start_s, 3),
            "b": round(end_s if flag.active else flag.end_s, 3),
            "s": flag.severity,
            "title": telling.flags.get(flag.code, flag.code),
        }
        for flag in result.flags
    ]


def commonest(flags: Sequence[Flag]) -> list[tuple[str, Severity, int]]:
    """Return the faults, gravest and commonest first: code, gravest severity, how many."""
    counts = Counter(flag.code for flag in flags)
    gravest: dict[str, Severity] = {}
    for flag in flags:
        known = gravest.get(flag.code, "hint")
        gravest[flag.code] = min(known, flag.severity, key=lambda each: GRAVITY[each])
    order = sorted(counts, key=lambda code: (GRAVITY[gravest[code]], -counts[code], code))
    return [(code, gravest[code], counts[code]) for code in order]


def cues(result: SessionResult, code: str, telling: Telling) -> list[str]:
    """Return what mends a fault, once in each wording of the exercises it was told in."""
    done = (result.exercise_at(flag.worst_s) for flag in result.flags if flag.code == code)
    return list(dict.fromkeys(filter(None, (telling.cue(code, exercise) for exercise in done))))


def middle(values: list[float]) -> float:
    """Return the median of what is known, NaN when nothing is."""
    known = [value for value in values if not math.isnan(value)]
    return float(np.median(known)) if known else math.nan
