"""What body and limbs say of one rep beyond the stroke: lean, hips, sway, chin, elbows, sides.

Where the arm's path has no witness the pose is guessed, and nothing is said of the rest either.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from formcheck.flags.readings import UNKNOWN, Reading, doubted
from formcheck.flags.rep_view import RepView
from formcheck.reps.sample import Sample
from formcheck.types import FloatArray

TIMES_STD = 2.0
"""A stated standard error counts twice: 95 % lie within."""

LEAN_DOUBT_DEG = 5.0
HIP_DOUBT_PCT = 10.0
SWAY_DOUBT_PCT = 8.0
CHIN_DOUBT_PCT = 25.0
SIDE_DOUBT_PCT = 12.0
"""So far these are off in a calm clip: measured errors (docs/benchmark.md) with room to spare."""

TOP_S, EDGE_S = 0.2, 0.15
SEEN_ARM = 0.7
LEAST_KNOWN = 0.7
LEAST_YAW_DEG = 60.0
"""From nearer to the side perspective and hiding make arms look unequal that are not."""

LEAST_WAY = 0.3
"""Arms that go less far up or down, in trunk lengths, are not compared."""


def lean(view: RepView) -> Reading:
    """Return how upright the trunk is on the whole, degrees (90 upright)."""
    phases = view.phases
    return doubted(view.rep.trunk_inclination_deg, LEAN_DOUBT_DEG, phases.start_s, phases.end_s)


def hips_rise(view: RepView) -> Reading:
    """Return how far the hips rise in the pull, % of trunk length."""
    if not view.seen:
        return UNKNOWN
    start_s, end_s = view.phases.start_s, view.phases.lowering_s
    before = view.column("hip_y", start_s - 0.3, start_s + EDGE_S)
    pull = view.column("hip_y", start_s, end_s)
    # One scale for the whole pull: hips far down the picture seem to rise when it wavers.
    scales = view.column("trunk_px", start_s - 0.3, end_s)
    if not all(_enough(values) for values in (before, pull, scales)):
        return UNKNOWN
    scale = max(float(np.nanmedian(scales)), 1.0)
    rise = 100.0 * float(np.nanmedian(before) - np.nanpercentile(pull, 10)) / scale
    return doubted(rise, HIP_DOUBT_PCT, start_s, end_s)


def sway(view: RepView) -> Reading:
    """Return how far the hips swing to and fro under the hands in the rep, % of trunk length.

    Seen from the hands, and in the picture, where a bar hangs still: a hand that jumps is no swing.
    """
    if not view.seen:
        return UNKNOWN
    start_s, end_s = view.phases.start_s, view.phases.end_s
    across, hips, trunk = (view.column(n, start_s, end_s) for n in ("hand_x", "hip_x", "trunk_px"))
    if not all(_enough(values) for values in (across, hips, trunk)):
        return UNKNOWN
    wide = sorted((_width(across), _width(hips) / max(float(np.nanmedian(trunk)), 1.0)))
    low, high = (100.0 * width for width in wide)
    value = (low + high) / 2.0
    return Reading(value, low - SWAY_DOUBT_PCT, high + SWAY_DOUBT_PCT, start_s, end_s)


def chin(view: RepView) -> Reading:
    """Return how far the chin gets above the hands, % of trunk length."""
    if not view.seen:
        return UNKNOWN
    phases = view.phases
    start_s, end_s = phases.contracted_s - TOP_S, phases.lowering_s + TOP_S
    heights = view.column("chin_pct", start_s, end_s)
    if not _enough(heights):
        return UNKNOWN
    return doubted(float(np.nanpercentile(heights, 90)), CHIN_DOUBT_PCT, start_s, end_s)


def elbow_height(view: RepView) -> Reading:
    """Return how high the elbow is over its shoulder at contraction, % of trunk length."""
    arm = view.rep.arm
    return _top(view, arm.elbow_height_pct, TIMES_STD * arm.elbow_height_std_pct)


def rotation(view: RepView) -> Reading:
    """Return the outward rotation of the arm at contraction, degrees (90 forearm upright)."""
    arm = view.rep.arm
    return _top(view, arm.rotation_deg, TIMES_STD * arm.rotation_std_deg)


def side_gap(view: RepView) -> Reading:
    """Return by how much one arm goes less far than the other, % of the farther one.

    Hand and elbow are asked; where they name different sides, or an arm is hidden, nothing is
    known.
    """
    if not view.seen:
        return UNKNOWN
    phases = view.phases
    whole = view.between(phases.start_s, phases.end_s)
    if not whole or view.cycle.signal != "arm" or view.cycle.cut or not view.cycle.complete:
        return UNKNOWN
    if not abs(float(np.median([s.yaw_deg for s in whole]))) >= LEAST_YAW_DEG:
        return UNKNOWN
    if min(np.median([s.arms[k].seen for s in whole]) for k in (0, 1)) < SEEN_ARM:
        return UNKNOWN
    long = view.between(phases.start_s - EDGE_S, phases.start_s + EDGE_S)
    top = view.between(phases.contracted_s - EDGE_S, phases.lowering_s + EDGE_S)
    gaps = [_gap(long, top, part) for part in ("hand", "elbow")]
    if not all(map(math.isfinite, gaps)) or gaps[0] * gaps[1] <= 0.0:
        return UNKNOWN
    sizes = sorted(abs(gap) for gap in gaps)
    return Reading(
        sum(sizes) / 2.0,
        sizes[0] - SIDE_DOUBT_PCT,
        sizes[1] + SIDE_DOUBT_PCT,
        phases.start_s,
        phases.contracted_s,
    )


def side_gap_kept(view: RepView) -> Reading:
    """Return how much less far one arm goes, % of the farther: in this rep and the one before."""
    before = view.earlier[-1].side_gap if view.earlier else UNKNOWN
    now = side_gap(view)
    if not before.known or not now.known:
        return UNKNOWN
    return replace(now, low=min(now.low, before.low))


def _top(view: RepView, value: float, doubt: float) -> Reading:
    if not view.seen:
        return UNKNOWN
    return doubted(value, doubt, view.phases.contracted_s, view.phases.lowering_s)


def _enough(values: FloatArray) -> bool:
    return len(values) >= 3 and float(np.isfinite(values).mean()) >= LEAST_KNOWN


def _width(values: FloatArray) -> float:
    return float(np.nanpercentile(values, 95) - np.nanpercentile(values, 5))


def _gap(long: list[Sample], top: list[Sample], part: str) -> float:
    """Return how much less high the right arm goes than the left, % of the farther one.

    Only up and down: across the picture an arm that goes away from the camera as well as outward
    looks shorter on one side than on the other, however even the arms are.
    """
    ways = []
    for k in (0, 1):
        ends = [
            float(np.median([_height(s, k, part) for s in samples])) if samples else math.nan
            for samples in (long, top)
        ]
        ways.append(abs(ends[1] - ends[0]))
    if not max(ways) >= LEAST_WAY:
        return math.nan
    return 100.0 * (ways[0] - ways[1]) / max(ways)


def _height(sample: Sample, arm: int, part: str) -> float:
    posture = sample.arms[arm]
    return posture.hand_y if part == "hand" else posture.elbow_y
