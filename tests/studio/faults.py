"""One known fault at a known time and size, put into otherwise clean repetitions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from studio.motion import Rep, Session
from studio.truth import Fault

Reps = tuple[Rep, ...]
Rng = np.random.Generator


@dataclass(frozen=True)
class Planted:
    """A fault without times yet: ``rep`` −1 spans from ``first`` to the end of its set."""

    code: str
    rep: int
    size: float
    unit: str
    first: int = 0


def _change(reps: Reps, first: int, change: Callable[[Rep], Rep]) -> Reps:
    return (*reps[:first], *(change(rep) for rep in reps[first:]))


def _each(code: str, reps: Reps, first: int, size: float, unit: str) -> tuple[Planted, ...]:
    return tuple(Planted(code, i, round(size, 2), unit) for i in range(first, len(reps)))


def _split(total: float, rng: Rng) -> dict[str, float]:
    lumbar = float(rng.uniform(0.3, 0.75))
    return {"lumbar_deg": total * lumbar, "thoracic_deg": total * (1 - lumbar)}


def _rounded(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    total = float(rng.uniform(14, 42))
    split = _split(total, rng)
    reps = _change(reps, first, lambda r: replace(r, **split))
    return reps, _each("rounded_back", reps, first, total, "deg")


def _arched(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    total = -float(rng.uniform(12, 26))
    split = _split(total, rng)
    reps = _change(reps, first, lambda r: replace(r, **split))
    return reps, _each("arched_back", reps, first, total, "deg")


def _growing(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    last = float(rng.uniform(22, 44))
    share = float(rng.uniform(0.3, 0.75))
    steps = np.linspace(0, last, len(reps) - first + 1)[1:]
    out, planted = list(reps), []
    for i, total in enumerate(steps):
        out[first + i] = replace(
            reps[first + i], lumbar_deg=total * share, thoracic_deg=total * (1 - share)
        )
        if total >= 10.0:
            planted.append(Planted("rounded_back", first + i, round(float(total), 2), "deg"))
    planted.append(Planted("rounding_growing", -1, round(last, 2), "deg", first))
    return tuple(out), tuple(planted)


def _shrug(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    lift = float(rng.uniform(12, 26))
    reps = _change(reps, first, lambda r: replace(r, shrug_deg=lift))
    return reps, _each("shrug", reps, first, lift, "deg")


def _no_retraction(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    left = float(rng.uniform(0.0, 0.2))
    reps = _change(reps, first, lambda r: replace(r, retraction=left))
    return reps, _each("no_retraction", reps, first, left, "share of clean retraction")


def _late_retraction(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    delay = float(rng.uniform(0.35, 0.6))
    reps = _change(
        reps, first, lambda r: replace(r, scapula_delay_s=delay, pause_s=max(r.pause_s, delay))
    )
    return reps, _each("late_retraction", reps, first, delay, "s")


def _yank(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    time = float(rng.uniform(0.55, 0.85))
    reps = _change(reps, first, lambda r: replace(r, stroke="yank", concentric_s=time))
    return reps, _each("yank", reps, first, 0.72, "share of stroke in the first 30 % of the pull")


def _hitch(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    time = float(rng.uniform(1.2, 1.7))
    reps = _change(reps, first, lambda r: replace(r, stroke="hitch", concentric_s=time))
    return reps, _each("hitch", reps, first, 0.08, "share of stroke lost")


def _bounce(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    reps = _change(reps, first, lambda r: replace(r, stroke="bounce"))
    return reps, _each("bounce", reps, first, 0.20, "share of stroke rebounded")


def _drop(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    time = float(rng.uniform(0.38, 0.7))
    reps = _change(reps, first, lambda r: replace(r, stroke="drop", eccentric_s=time, rest_s=0.5))
    both = _each("drop", reps, first, time, "s") + _each(
        "lowering_too_fast", reps, first, time, "s"
    )
    return reps, both


def _fast(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    time = float(rng.uniform(1.0, 1.4))
    reps = _change(reps, first, lambda r: replace(r, eccentric_s=time))
    return reps, _each("lowering_too_fast", reps, first, time, "s")


def _short(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    depth = float(rng.uniform(0.55, 0.75))
    reps = _change(reps, first, lambda r: replace(r, depth=depth))
    return reps, _each("short_range", reps, first, 100 * (1 - depth), "pct")


def _partial(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    depth = float(rng.uniform(0.25, 0.4))
    i = int(rng.integers(first, len(reps)))
    cut = replace(reps[i], depth=depth, complete=False, concentric_s=0.7 * reps[i].concentric_s)
    out = (*reps[:i], cut, *reps[i + 1 :])
    return out, (Planted("partial", i, round(100 * (1 - depth), 2), "pct"),)


def _swing(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    angle = float(rng.uniform(18, 32))
    reps = _change(reps, first, lambda r: replace(r, swing_deg=angle))
    return reps, _each("trunk_swing", reps, first, angle, "deg")


def _uneven(reps: Reps, first: int, rng: Rng) -> tuple[Reps, tuple[Planted, ...]]:
    share = float(rng.uniform(0.5, 0.75))
    side = "left" if rng.random() < 0.5 else "right"
    reps = _change(reps, 0, lambda r: replace(r, weaker_side=side, weaker_depth=share))
    return reps, (Planted("uneven_sides", -1, round(100 * (1 - share), 2), "pct"),)


PLANTERS: dict[str, Callable[[Reps, int, Rng], tuple[Reps, tuple[Planted, ...]]]] = {
    "rounded_back": _rounded,
    "arched_back": _arched,
    "rounding_growing": _growing,
    "shrug": _shrug,
    "no_retraction": _no_retraction,
    "late_retraction": _late_retraction,
    "yank": _yank,
    "hitch": _hitch,
    "bounce": _bounce,
    "drop": _drop,
    "lowering_too_fast": _fast,
    "short_range": _short,
    "partial": _partial,
    "trunk_swing": _swing,
    "uneven_sides": _uneven,
}
"""Fault code → function that plants it from a repetition on."""

SPINE_SHARE = 0.45
"""Share of the faulty sets whose fault is a bent spine, in exercises where the spine can bend."""

_SPINE = ("rounded_back", "rounding_growing", "arched_back")
_SCAPULA = ("shrug", "no_retraction", "late_retraction")
_TEMPO = ("yank", "hitch", "bounce", "drop", "lowering_too_fast")
_RANGE = ("short_range", "partial")
_BY_EXERCISE: dict[str, tuple[str, ...]] = {
    "barbell_row": (*_SPINE, *_SPINE, *_SCAPULA, *_TEMPO, *_RANGE, "trunk_swing"),
    "dumbbell_row": (*_SPINE, *_SCAPULA, *_TEMPO, *_RANGE, "trunk_swing", "uneven_sides"),
    "seated_cable_row": (*_SPINE, *_SCAPULA, *_TEMPO, *_RANGE, "trunk_swing"),
    "machine_row": (*_SCAPULA, *_TEMPO, *_RANGE),
    "chest_supported_row": (*_SCAPULA, *_TEMPO, *_RANGE, "uneven_sides"),
    "single_arm_row": (*_SPINE, *_SCAPULA, *_TEMPO, *_RANGE, "trunk_swing"),
    "inverted_row": (*_RANGE, "no_retraction", "yank", "hitch", "drop"),
    "face_pull": (*_SCAPULA, *_SCAPULA, *_TEMPO, *_RANGE, "trunk_swing", "arched_back"),
    "band_pull_apart": (*_SCAPULA, *_RANGE, "yank", "lowering_too_fast", "uneven_sides"),
    "dumbbell_shrug": (*_RANGE, "yank", "hitch", "drop", "trunk_swing"),
    "lat_pulldown": (*_SCAPULA, *_TEMPO, *_RANGE, "trunk_swing"),
    "single_arm_pulldown": (*_SCAPULA, *_TEMPO, *_RANGE),
    "pull_up": (*_RANGE, "shrug", "hitch", "drop", "lowering_too_fast"),
}
_LIKE = {
    "pendlay_row": "barbell_row",
    "t_bar_row": "barbell_row",
    "banded_row": "barbell_row",
    "chin_up": "pull_up",
    "assisted_pull_up": "pull_up",
    "negative_pull_up": "pull_up",
    "top_hold": "pull_up",
}


def possible_faults(exercise: str) -> tuple[str, ...]:
    """Return the fault codes that make sense for an exercise (weighted by repetition)."""
    return _BY_EXERCISE.get(_LIKE.get(exercise, exercise), ())


def draw_fault(exercise: str, rng: Rng) -> str | None:
    """Draw a fault that makes sense for an exercise, None if none does.

    A bent spine is what the tool exists for, so where it can happen it takes its own share
    (:data:`SPINE_SHARE`) whatever else is possible.
    """
    codes = possible_faults(exercise)
    if not codes:
        return None
    bends = tuple(code for code in codes if code in _SPINE)
    others = tuple(code for code in codes if code not in _SPINE)
    chosen = bends if bends and rng.random() < SPINE_SHARE else others
    return str(rng.choice(chosen))


def timed(planted: tuple[Planted, ...], session: Session) -> tuple[Fault, ...]:
    """Give planted faults their times in the session.

    One that spans repetitions ends with the set it began in: a set that follows is clean.
    """
    reps, out = session.timed_reps, []
    ends = np.cumsum([len(plan.reps) for plan in session.sets])
    for fault in planted:
        first = fault.first if fault.rep < 0 else fault.rep
        last = int(ends[ends > first][0]) - 1 if fault.rep < 0 else fault.rep
        start, (end, rep) = reps[first][0], reps[last]
        end += rep.duration_s - rep.rest_s
        out.append(
            Fault(fault.code, round(start, 4), round(end, 4), fault.size, fault.unit, fault.rep)
        )
    return tuple(out)
