"""Whole repetitions: is a plainly rounded back told, and does the shoulder move the right way?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from formcheck.types import Flag, FloatArray, FrameResult
from tests.benchmark.accuracy.faults import BENT_HOLD_S, Span, Tally, meet, runs
from tests.benchmark.accuracy.truth import TrueRep, Truth

PLAIN_DEG, STRAIGHT_DEG = 20.0, 10.0
"""A repetition is plainly rounded when true flexion against the own neutral stays at the first for
:data:`BENT_HOLD_S`, and not rounded when it never stays at the second; between, it is neither."""

LEAST_PCT: Final = {"retraction_pct": 3.0, "elevation_pct": 3.0}
"""A smaller true change of the shoulder's place, % of trunk length, has no sign to be right of."""


def held_deg(truth: Truth, rep: TrueRep) -> float:
    """Return the largest flexion that a repetition keeps for :data:`BENT_HOLD_S`, degrees."""
    inside = truth.rep == rep.index
    times, bend = truth.times_s[inside], truth.curvature_deg[inside]
    if not np.isfinite(bend).any():
        return -np.inf
    # In whole degrees downwards; the least of them is held all the time.
    for level in np.arange(np.floor(np.nanmax(bend)), np.floor(np.nanmin(bend)) - 1.0, -1.0):
        if any(r.end_s - r.start_s >= BENT_HOLD_S for r in runs(times, bend >= level)):
            return float(level)
    return -np.inf


def plain_rounding(truth: Truth, flags: Sequence[Flag], true_rep_of: dict[int, int]) -> Tally:
    """Count plainly rounded repetitions and those flagged; flags that tell of one, and of none.

    A flag is wrong when every repetition that it tells of is straight; one that tells of something
    between counts neither for nor against.
    """
    tally = Tally()
    raised = [flag for flag in flags if flag.code == "rounded_back"]
    spans = [_with_rest(truth, rep) for rep in truth.reps]
    held = [held_deg(truth, rep) for rep in truth.reps]
    tally.there = sum(bend >= PLAIN_DEG for bend in held)
    for span, bend in zip(spans, held, strict=True):
        tally.found += bend >= PLAIN_DEG and any(meet(span, f, true_rep_of) for f in raised)
    for flag in raised:
        told = [
            bend for span, bend in zip(spans, held, strict=True) if meet(span, flag, true_rep_of)
        ]
        most = max(told, default=-np.inf)
        tally.right += most >= PLAIN_DEG
        tally.wrong += most < STRAIGHT_DEG
    return tally


def _with_rest(truth: Truth, rep: TrueRep) -> Span:
    """Return a repetition and the rest after it, in which a back may stay round."""
    own = truth.times_s[truth.rep == rep.index]
    return Span(rep.start_s, max(rep.end_s, float(own[-1]) if len(own) else 0.0), rep.index)


def right_signs(
    truth: Truth, results: Sequence[FrameResult], times_s: FloatArray, measure: str
) -> tuple[int, int, int]:
    """Count repetitions whose change from extended to contracted has a sign.

    Returns
    -------
    right, told, there : int
        Those whose sign is right, those for which the product says anything, and all.
    """
    column = {"retraction_pct": truth.retraction_pct, "elevation_pct": truth.elevation_pct}[measure]
    right = told = there = 0
    for rep in truth.reps:
        if rep.side not in ("both", truth.near_side):
            continue
        start, contracted, lowering, _ = rep.boundaries_s
        middle = 0.5 * (contracted + lowering)
        true = _at(truth.times_s, column, middle) - _at(truth.times_s, column, start)
        if not abs(true) >= LEAST_PCT[measure]:
            continue
        there += 1
        values = np.array([result.measures[measure].value for result in results])
        change = _near(times_s, values, middle) - _near(times_s, values, start)
        if np.isfinite(change):
            told += 1
            right += bool(change * true > 0.0)
    return right, told, there


NEAR_S: Final = 0.2


def _at(times_s: FloatArray, values: FloatArray, time_s: float) -> float:
    return float(values[np.abs(times_s - time_s).argmin()])


def _near(times_s: FloatArray, values: FloatArray, time_s: float) -> float:
    near = values[np.abs(times_s - time_s) <= NEAR_S]
    known = near[np.isfinite(near)]
    return float(np.median(known)) if len(known) else np.nan
