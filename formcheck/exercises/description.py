"""An exercise's rules in words."""

from __future__ import annotations

import math

from formcheck.exercises.cues import cue
from formcheck.exercises.hold import HOLD_SIGNALS
from formcheck.exercises.spec import FEATURES, SIGNALS, ExerciseSpec
from formcheck.flags.codes import FLAGS
from formcheck.measures.registry import MEASURES


def rules(spec: ExerciseSpec) -> list[tuple[str, list[str]]]:
    """Return headings with their lines, in reading order."""
    kind = "" if not spec.variant_of else f"cannot be told from {spec.variant_of} by looking"
    phases = [f"{name}: {text}" for name, text in (spec.phases or {}).items()]
    return [
        ("what", [spec.summary, *([kind] if kind else [])]),
        ("camera", [spec.camera, f"judged from: {', '.join(spec.views)}"]),
        ("phases", phases),
        ("counted when", [SIGNALS[signal] for signal in spec.signals] + _confirming(spec)),
        ("timed as a hold", _hold(spec)),
        ("standards", _standards(spec)),
        ("recognised by", [_band(spec, name) for name in spec.bands]),
        ("measured", [MEASURES[name].label for name in spec.measures]),
        ("faults", [_fault(spec, code) for code in spec.flags]),
    ]


def _confirming(spec: ExerciseSpec) -> list[str]:
    near = ["and near in all it is recognised by, also where you name it"] if spec.strict else []
    if spec.confirm == 0:
        return [*near, "and only where you name it"]
    return near + ([f"and {spec.confirm} times alike"] if spec.confirm > 1 else [])


def _standards(spec: ExerciseSpec) -> list[str]:
    lines = [f"lower in {spec.lowering_s:g} s", f"trunk moves by {spec.trunk_swing_deg:g}° at most"]
    if not math.isnan(spec.upright_deg):
        lines.append(f"trunk no more upright than {spec.upright_deg:g}°")
    return [*lines, f"hold for {spec.hold_s:g} s"] if spec.hold_s else lines


def _hold(spec: ExerciseSpec) -> list[str]:
    rule = spec.hold
    if rule is None:
        return []
    signal = HOLD_SIGNALS[rule.signal]
    away = f"{abs(rule.sinking):g} {signal.unit} {'less' if rule.sinking < 0.0 else 'more'}"
    return [
        f"{signal.words}: from {rule.low:g} to {rule.high:g} {signal.unit}, where it begins",
        f"over beyond that by {rule.slack:g} {signal.unit}, or at {away} than at its best",
        f"counts from {rule.least_s:g} s on",
    ]


def _band(spec: ExerciseSpec, name: str) -> str:
    band = spec.bands[name]
    needed = " (must be seen)" if name in spec.required else ""
    return f"{FEATURES[name]}: {band.low:g} to {band.high:g} (± {band.softness:g}){needed}"


def _fault(spec: ExerciseSpec, code: str) -> str:
    flag = FLAGS[code]
    return f"{flag.title}: {flag.help} Cue: {cue(code, spec.name)}."
