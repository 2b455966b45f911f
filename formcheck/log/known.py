"""What is known of a lifter's back in an exercise from before: given to a new recording."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from formcheck.exercises.registry import get
from formcheck.log.entries import Posture
from formcheck.log.store import TrainingLog
from formcheck.measures.maximum import Maximum
from formcheck.measures.neutral import Neutral


@dataclass(frozen=True, slots=True)
class Known:
    """The neutral and the greatest flexion as last measured, None where none was kept."""

    neutral: Neutral | None = None
    maximum: Maximum | None = None


def known_of(log: TrainingLog, lifter_id: int, exercise: str) -> Known:
    """Return what the log knows of a lifter in an exercise.

    Raises
    ------
    UnknownExerciseError
        When there is no such exercise.
    """
    name = get(exercise).name
    kept = log.postures.get_neutral(lifter_id, name)
    most = log.postures.get_maximum(lifter_id, name)
    return Known(
        neutral_of(kept),
        None if most is None else Maximum(most.total_deg, most.lumbar_deg, most.thoracic_deg),
    )


def neutral_of(kept: Posture | None) -> Neutral | None:
    """Return a kept posture as the neutral of another day; None stays None.

    In the hinge only one that was held on purpose is the lifter's: what was merely seen before a
    pull may have been a little round, and then so would every later day's reference be.  None is
    ``asked`` any more: a flat back differs from one set-up to the next.
    """
    if kept is None:
        return None
    neutral = Neutral(kept.total_deg, kept.lumbar_deg, kept.thoracic_deg, sure=kept.sure)
    shape = kept.lumbar_shape_deg, kept.thoracic_shape_deg
    if not kept.asked or math.isnan(sum(shape)):
        return neutral
    return replace(neutral, hip_deg=kept.hip_deg, shape=shape)
