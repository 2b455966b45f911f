"""One clip: kept poses through the pipeline of today, against the truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.exercises.registry import get
from formcheck.flags.codes import FLAGS
from formcheck.measures.registry import OF_EXERCISES
from formcheck.pipeline import Pipeline
from formcheck.skeleton import of_side
from formcheck.types import FloatArray, FrameResult, Rep
from tests.benchmark.accuracy.exercises import expected_name
from tests.benchmark.accuracy.faults import FlagScore, Tally, score_flags
from tests.benchmark.accuracy.outline import outline_distances
from tests.benchmark.accuracy.per_rep import LEAST_PCT, plain_rounding, right_signs
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.accuracy.truth import TrueRep, Truth

STEP_S: Final = 0.1
"""Frames are compared so often, so that a clip at 60 frames a second weighs as one at 24."""

PARTS: Final = ("shoulder", "elbow", "wrist", "hip")
PHASE_RATE: Final = 30.0
"""Phase times are told in frames of this rate, whatever the clip's own."""


@dataclass(slots=True)
class ClipScore:
    """What one clip gave.

    ``expected`` is the name FormCheck should give, None when it does not support the exercise;
    ``pairs`` maps a measure to (estimate, truth) rows, NaN where the product abstains; ``stds``
    to the standard errors it states beside them.  ``rounding`` and ``signs`` are those of
    :mod:`tests.benchmark.accuracy.per_rep`.
    """

    name: str
    exercise: str
    expected: str | None
    yaw_deg: float
    seen: int = 0
    found: int = 0
    named: str = "unknown"
    true_reps: int = 0
    counted: int = 0
    pairs: dict[str, FloatArray] = field(default_factory=dict)
    stds: dict[str, FloatArray] = field(default_factory=dict)
    landmark_pct: dict[str, FloatArray] = field(default_factory=dict)
    outline_pct: FloatArray = field(default_factory=lambda: np.empty(0))
    phase_frames: FloatArray = field(default_factory=lambda: np.empty(0))
    flags: FlagScore = field(default_factory=FlagScore)
    rounding: Tally = field(default_factory=Tally)
    signs: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    abstained: Counter[str] = field(default_factory=Counter)

    @property
    def supported(self) -> bool:
        """Whether FormCheck should know this exercise."""
        return self.expected is not None


def run_pipeline(recording: Recording) -> tuple[list[FrameResult], Pipeline]:
    """Push a recording through a pipeline that is told nothing, as a user would."""
    pipeline = new_pipeline(Config())
    results = [
        pipeline.push(index, float(time_s), pose, recording.size)
        for index, (time_s, pose) in enumerate(zip(recording.times_s, recording.poses, strict=True))
    ]
    pipeline.finish()
    return results, pipeline


def score_clip(name: str, truth: Truth, recording: Recording) -> ClipScore:
    """Score one rendered clip."""
    results, pipeline = run_pipeline(recording)
    rows = np.abs(recording.times_s[:, None] - truth.times_s[None, :]).argmin(axis=1)
    score = ClipScore(name, truth.exercise, expected_name(truth.exercise), truth.yaw_deg)
    in_view = _in_view(truth)[rows]
    score.seen = int(in_view.sum())
    score.found = sum(
        pose is not None for pose, seen in zip(recording.poses, in_view, strict=True) if seen
    )
    score.named = pipeline.exercise.name
    score.true_reps = sum(rep.complete for rep in truth.reps)
    score.counted = sum(rep.complete for rep in pipeline.reps)
    if not score.supported:
        return score
    picked = _every(recording.times_s, truth.in_set[rows])
    told = _pairs(truth, [results[i] for i in picked], rows[picked])
    score.pairs = {name: pairs for name, pairs in told.items() if _applies(score, name)}
    score.stds = {
        name: np.array([results[i].measures[name].std for i in picked]) for name in score.pairs
    }
    score.abstained = (
        Counter()
        if not _applies(score, "back_curvature_deg")
        else Counter(
            results[i].measures["back_curvature_deg"].reason.value
            for i in picked
            if not results[i].measures["back_curvature_deg"].known
        )
    )
    score.landmark_pct = _landmarks(truth, recording, picked, rows)
    score.outline_pct = outline_distances(truth, recording, picked, rows)
    match = match_reps(truth.reps, pipeline.reps)
    score.phase_frames = phase_errors(truth.reps, pipeline.reps, match)
    true_rep_of = {pipeline.reps[j].index: truth.reps[i].index for i, j in match.items()}
    score.flags = score_flags(truth, pipeline.flags, tuple(FLAGS), true_rep_of)
    if _applies(score, "back_curvature_deg"):
        score.rounding = plain_rounding(truth, pipeline.flags, true_rep_of)
    score.signs = {
        name: right_signs(truth, results, recording.times_s, name)
        for name in LEAST_PCT
        if _applies(score, name)
    }
    return score


def _applies(score: ClipScore, measure: str) -> bool:
    """Whether the product should tell the measure in this clip's exercise."""
    if measure not in OF_EXERCISES or score.expected is None:
        return True
    return measure in get(score.expected).measures


def match_reps(true: Sequence[TrueRep], counted: Sequence[Rep]) -> dict[int, int]:
    """Return the product's repetition (position) for each true one (position), one to one.

    The pair that overlaps longest goes first; less than half of the shorter one is no match.
    """
    overlaps = []
    for i, rep in enumerate(true):
        for j, other in enumerate(counted):
            shared = min(rep.end_s, other.end_s) - max(rep.start_s, other.start_s)
            shorter = min(rep.end_s - rep.start_s, other.end_s - other.start_s)
            if shared > 0.5 * shorter:
                overlaps.append((shared, i, j))
    match: dict[int, int] = {}
    for _, i, j in sorted(overlaps, reverse=True):
        if i not in match and j not in match.values():
            match[i] = j
    return match


def _in_view(truth: Truth) -> FloatArray:
    """Whether the trunk is in the picture, shape (T,): else nobody can be found."""
    width, height = truth.size
    ends = np.stack([truth.middle("hip"), truth.middle("shoulder")])
    inside: FloatArray = ((ends >= 0) & (ends <= (width, height))).all(axis=(0, 2))
    return inside


def _every(times_s: FloatArray, wanted: FloatArray) -> FloatArray:
    """Return the wanted frames, at most one in each :data:`STEP_S`."""
    frames = np.flatnonzero(wanted)
    _, first = np.unique(np.floor(times_s[frames] / STEP_S + 1e-6), return_index=True)
    return frames[first]


def _pairs(truth: Truth, results: list[FrameResult], rows: FloatArray) -> dict[str, FloatArray]:
    """Return (estimate, truth) of every measure that has a truth."""
    columns = {
        "back_curvature_deg": truth.curvature_deg,
        "lumbar_flexion_deg": truth.from_neutral(truth.lumbar_deg),
        "thoracic_flexion_deg": truth.from_neutral(truth.thoracic_deg),
        "trunk_inclination_deg": truth.trunk_deg,
        "retraction_pct": _from_extended(truth, truth.retraction_pct),
        "elevation_pct": _from_extended(truth, truth.elevation_pct),
        "view_yaw_deg": np.full(len(truth.times_s), truth.yaw_deg),
        "hip_flexion_deg": truth.hip_flexion_deg,
        "elbow_height_pct": truth.elbow_height_pct,
        **{_flexion(part, truth.near_side): column for part, column in truth.flexion_deg.items()},
    }
    return {
        name: np.array(
            [(r.measures[name].value, column[row]) for r, row in zip(results, rows, strict=True)]
        ).reshape(-1, 2)
        for name, column in columns.items()
    }


def _flexion(part: str, near_side: str) -> str:
    """Return the measure of a joint of the near side; elbows have one for each side."""
    return f"elbow_flexion_{near_side}_deg" if part == "elbow" else f"{part}_flexion_deg"


def _from_extended(truth: Truth, values: FloatArray) -> FloatArray:
    """Return a column against its value where the arm was extended: at its repetition's start.

    NaN outside of repetitions, and in those of the arm that the camera does not see.
    """
    change = np.full(len(values), np.nan)
    for rep in truth.reps:
        inside = truth.rep == rep.index
        if rep.side in ("both", truth.near_side) and inside.any():
            change[inside] = values[inside] - values[inside.argmax()]
    return change


def _landmarks(
    truth: Truth, recording: Recording, picked: FloatArray, rows: FloatArray
) -> dict[str, FloatArray]:
    """Return the distance of the near side's landmarks from the truth, % of trunk length."""
    found = [i for i in picked if recording.poses[i] is not None]
    distances = {}
    for part in PARTS:
        landmark = of_side(part, "left" if truth.near_side == "left" else "right")
        true = truth.joints[f"{truth.near_side}_{part}"]
        apart = [np.linalg.norm(recording.poses[i].xy[landmark] - true[rows[i]]) for i in found]
        distances[part] = 100.0 * np.array(apart) / truth.trunk_px
    return distances


def phase_errors(
    true: Sequence[TrueRep], counted: Sequence[Rep], match: dict[int, int]
) -> FloatArray:
    """Return how far each phase boundary is off, in frames at :data:`PHASE_RATE`."""
    wrong = [np.empty(0)]
    for i, j in match.items():
        rep = counted[j]
        lengths = [rep.concentric_s, rep.pause_s, rep.eccentric_s]
        boundaries = rep.start_s + np.cumsum([0.0, *lengths])
        wrong.append(PHASE_RATE * np.abs(boundaries - true[i].boundaries_s))
    return np.concatenate(wrong)
