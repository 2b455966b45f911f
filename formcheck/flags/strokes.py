"""Faults of one stroke: yank, hitch, bounce, drop, short range, too fast a lowering."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from formcheck.config import FlagOptions
from formcheck.exercises.spec import ExerciseSpec
from formcheck.measures.smoothness import early_speed, longest_stall, setback
from formcheck.reps.analysis import RATE_HZ, Phases
from formcheck.types import Flag, FloatArray, Rep, Severity

BOUNCE_WITHIN_S = 1.0
BOUNCE_MOST = 0.5
BOUNCE_BACK = 0.6
"""A rebound comes within a second of the lowering, rises by less than half of the pull's range
(more is the next pull) and falls back by most of what it rose."""

NOISE_MARGIN = 6.0
"""A reversal must exceed so many times the recording's own noise to be told."""


@dataclass(frozen=True, slots=True)
class _Finding:
    code: str
    unit: str
    value: float
    threshold: float
    severity: Severity
    start_s: float
    end_s: float


def judge_stroke(
    rep: Rep, phases: Phases, spec: ExerciseSpec, options: FlagOptions, now_s: float
) -> list[Flag]:
    """Return the flags of a finished rep, in order of time, for the faults the exercise has.

    None when the arm's path cannot be trusted.
    """
    if not phases.trusted:
        return []
    findings = [
        *_pull(rep, phases, options),
        *_lowering(rep, phases, spec, options),
        *_range(rep, options),
    ]
    return [
        Flag(f.code, f.severity, f.start_s, now_s, f.value, f.threshold, f.unit, rep.index, f.end_s)
        for f in sorted(findings, key=lambda f: f.start_s)
        if f.code in spec.flags
    ]


def _pull(rep: Rep, phases: Phases, options: FlagOptions) -> list[_Finding]:
    stroke = phases.part(phases.start_s, phases.contracted_s)
    if len(stroke) < 5:
        return []
    findings = []
    speed = early_speed(phases.part(phases.start_s, phases.end_s), RATE_HZ)
    if speed >= options.yank_speed:
        end = phases.start_s + 0.5 / speed
        findings.append(
            _Finding("yank", "strokes/s", speed, options.yank_speed, "warning", phases.start_s, end)
        )
    return findings + _hitches(stroke, phases, options)


def _hitches(path: FloatArray, phases: Phases, options: FlagOptions) -> list[_Finding]:
    start_s = phases.start_s
    # The first tenth and the last twentieth belong to the turning points, not to the pull.
    fall, where = setback(np.maximum(path[: int(0.95 * len(path))], 0.1))
    stall = longest_stall(path, RATE_HZ)
    if 100.0 * fall >= max(options.hitch_pct, 100.0 * NOISE_MARGIN * phases.noise):
        when = start_s + where / RATE_HZ
        return [
            _Finding("hitch", "%", 100.0 * fall, options.hitch_pct, "warning", when - 0.1, when)
        ]
    if stall >= options.stall_s:
        end = start_s + len(path) / RATE_HZ
        return [_Finding("hitch", "s", stall, options.stall_s, "warning", start_s, end)]
    return []


def _lowering(rep: Rep, phases: Phases, spec: ExerciseSpec, options: FlagOptions) -> list[_Finding]:
    findings = []
    fast = rep.eccentric_s
    if fast < options.drop_s:
        findings.append(
            _Finding("drop", "s", fast, options.drop_s, "alert", phases.lowering_s, phases.end_s)
        )
    elif fast < spec.lowering_s * (1.0 - options.lowering_slack):
        severity: Severity = "warning" if fast < 0.5 * spec.lowering_s else "hint"
        findings.append(
            _Finding(
                "lowering_too_fast",
                "s",
                fast,
                spec.lowering_s,
                severity,
                phases.lowering_s,
                phases.end_s,
            )
        )
    return findings


class BounceWatch:
    """Watch for a rebound after a lowering: up and down again, without becoming a pull."""

    def __init__(self, options: FlagOptions) -> None:
        self._options = options
        self._rep: Rep | None = None
        self._low = self._high = (0.0, 0.0)
        self._range_deg = 0.0

    def start(self, rep: Rep, low_deg: float, range_deg: float) -> None:
        """Begin after a rep that ended at ``low_deg`` of elbow flexion and spanned a range."""
        if not (math.isfinite(low_deg) and range_deg > 0.0):
            # The arm was hidden at one end: there is nothing to measure a rebound against.
            self._rep = None
            return
        self._rep, self._range_deg = rep, range_deg
        self._low = self._high = (rep.end_s, low_deg)

    def push(self, time_s: float, elbow_deg: float) -> Flag | None:
        """Take one frame; return the flag when a rebound is over."""
        rep = self._rep
        if rep is None or math.isnan(elbow_deg):
            return None
        if elbow_deg > self._high[1]:
            self._high = (time_s, elbow_deg)
        rise = self._high[1] - self._low[1]
        if time_s - rep.end_s > BOUNCE_WITHIN_S or rise > BOUNCE_MOST * self._range_deg:
            self._rep = None
            return None
        share = rise / self._range_deg
        if 100.0 * share < self._options.bounce_pct:
            if elbow_deg < self._low[1]:
                self._low = self._high = (time_s, elbow_deg)
            return None
        if self._high[1] - elbow_deg < BOUNCE_BACK * rise:
            return None
        self._rep = None
        return Flag(
            "bounce",
            "warning",
            self._low[0],
            time_s,
            100.0 * share,
            self._options.bounce_pct,
            "%",
            rep.index,
            time_s,
        )


def _range(rep: Rep, options: FlagOptions) -> list[_Finding]:
    if rep.complete and rep.rom >= options.short_range:
        return []
    return [
        _Finding(
            "short_range", "ratio", rep.rom, options.short_range, "warning", rep.start_s, rep.end_s
        )
    ]
