"""Faults of one stroke: yank, hitch, bounce, drop, short range, too fast a lowering."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.config import FlagOptions
from formcheck.exercises.spec import ExerciseSpec
from formcheck.measures.smoothness import early_share, longest_stall, setback
from formcheck.reps.analysis import RATE_HZ, Phases
from formcheck.types import Flag, FloatArray, Rep, Severity

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
    span = float(stroke[-1] - stroke[0])
    findings = []
    share = early_share((stroke - stroke[0]) / span) if span > 0.0 else 0.0
    if share >= options.yank_share:
        end = phases.start_s + 0.3 * rep.concentric_s
        findings.append(
            _Finding("yank", "ratio", share, options.yank_share, "warning", phases.start_s, end)
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
    bounce = _bounce(phases)
    if 100.0 * bounce >= max(options.bounce_pct, 100.0 * NOISE_MARGIN * phases.noise):
        findings.append(
            _Finding(
                "bounce",
                "%",
                100.0 * bounce,
                options.bounce_pct,
                "warning",
                phases.end_s - 0.1,
                phases.end_s + 0.2,
            )
        )
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


def _bounce(phases: Phases) -> float:
    """Return the rebound after the lowering, as a share of the stroke: up and down again."""
    tail = phases.part(phases.end_s - 0.15, phases.end_s + 0.35)
    if len(tail) < 12:
        return 0.0
    low = int(tail.argmin())
    after = tail[low:]
    if len(after) < 4:
        return 0.0
    top = int(after.argmax())
    up = float(after[top] - after[0])
    down = float(after[top] - after[top:].min())
    # Up without down again is the next pull.
    return min(up, down)


def _range(rep: Rep, options: FlagOptions) -> list[_Finding]:
    if rep.complete and rep.rom >= options.short_range:
        return []
    return [
        _Finding(
            "short_range", "ratio", rep.rom, options.short_range, "warning", rep.start_s, rep.end_s
        )
    ]
