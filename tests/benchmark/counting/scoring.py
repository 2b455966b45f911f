"""One recording through FormCheck and its rivals, against the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.types import FloatArray, RepCompleted, RepRevoked
from studio.exercises.registry import EXERCISES, NOT_EXERCISES
from studio.landmarks import Film
from tests.benchmark.accuracy.exercises import expected_name
from tests.benchmark.accuracy.scoring import match_reps, phase_errors
from tests.benchmark.accuracy.truth import TrueRep, true_reps
from tests.benchmark.counting.cases import Case
from tests.benchmark.counting.rivals import RIVALS, Poses

ROWS_ALIKE = ("bent_over_row", "single_arm_row")
"""Arms that take turns row one at a time: either name is right."""


@dataclass(slots=True)
class Score:
    """What one recording gave; ``rivals`` holds each rival's count.

    ``names`` may be told of it; ``corrected`` is how often a live count was taken back.
    """

    kind: str
    name: str
    seconds: float
    true: int
    counted: int = 0
    named: str = "unknown"
    names: tuple[str, ...] = ()
    corrected: int = 0
    phase_frames: FloatArray = field(default_factory=lambda: np.empty(0))
    rivals: dict[str, int] = field(default_factory=dict)

    @property
    def off(self) -> int:
        """How many reps too many or too few."""
        return abs(self.counted - self.true)

    @property
    def named_wrong(self) -> bool:
        """Whether it was given a name, and not one of its own."""
        return self.named != "unknown" and self.named not in self.names


def score_case(case: Case, film: Film) -> Score:
    """Score a drawn recording."""
    names = {
        str(expected_name(part.exercise))
        for part in case.parts
        if part.exercise in EXERCISES and part.exercise not in NOT_EXERCISES
    }
    if case.kind == "alternating":
        names |= set(ROWS_ALIKE)
    true = true_reps(film.reps)
    score = Score(
        case.kind, case.name, float(film.times_s[-1]), sum(r.complete for r in true),
        names=tuple(sorted(names)),
    )  # fmt: skip
    return run(score, film.times_s, film.poses, film.size, true)


def run(
    score: Score,
    times_s: FloatArray,
    poses: Poses,
    size: tuple[int, int],
    true: Sequence[TrueRep] = (),
) -> Score:
    """Count a recording with everybody, and fill in its score."""
    pipeline = new_pipeline(Config())
    events = []
    for index, (time_s, pose) in enumerate(zip(times_s, poses, strict=True)):
        events += pipeline.push(index, float(time_s), pose, size).events
    events += pipeline.finish()
    told = sum(isinstance(e, RepCompleted) for e in events)
    score.corrected = sum(isinstance(e, RepRevoked) for e in events)
    if told - score.corrected != len(pipeline.reps):
        raise AssertionError("the events tell another count than the pipeline")
    score.counted = sum(rep.complete for rep in pipeline.reps)
    score.named = pipeline.exercise.name
    score.phase_frames = phase_errors(true, pipeline.reps, match_reps(true, pipeline.reps))
    score.rivals = {name: count(times_s, poses) for name, count in RIVALS.items()}
    return score
