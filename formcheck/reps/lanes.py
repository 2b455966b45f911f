"""The ways a repetition can be seen: by either arm, by hands that part, by shoulders that rise."""

from __future__ import annotations

import numpy as np

from formcheck.config import RepOptions
from formcheck.measures.limbs import ArmPosture
from formcheck.reps.sample import Sample
from formcheck.reps.segmentation import PullCycle
from formcheck.reps.stroke import Stroke, StrokeSegmenter
from formcheck.types import NAN, FloatArray

ELBOW_SCALE_DEG = 160.0
"""So much elbow flexion weighs like one trunk length of travel."""

REACH_DEG = 60.0
"""One trunk length of lost reach counts like so much flexion: a forearm along the camera's axis
hardly seems to bend, but the hand comes in."""

APART_WEIGHT = 0.5
APART_DEG = 60.0
SHRUG_WEIGHT = 6.0
"""A full shrug lifts the shoulders by a seventh of the trunk; weighed like an arm's way."""

SHRUG_DEG = 300.0


def arm_place(arm: ArmPosture) -> tuple[FloatArray, float]:
    """Return where an arm is as one vector, trunk lengths, and how bent it is, degrees."""
    bend = 0.5 * (arm.elbow_deg + arm.bend_deg)
    place = np.array([arm.hand_x, arm.hand_y, arm.elbow_x, arm.elbow_y, bend / ELBOW_SCALE_DEG])
    return place, bend - REACH_DEG * float(np.hypot(arm.hand_x, arm.hand_y))


def hands_place(sample: Sample) -> tuple[FloatArray, float]:
    """Return where both hands are, and how far apart; grows as a band is pulled apart."""
    left, right = sample.arms
    apart = sample.girdle.apart
    place = [left.hand_x, left.hand_y, right.hand_x, right.hand_y, APART_WEIGHT * apart]
    return np.array(place), APART_DEG * apart


def shoulders_place(sample: Sample) -> tuple[FloatArray, float]:
    """Return how high the shoulders are carried; grows with a shrug."""
    rise, ear = sample.girdle.rise, sample.girdle.ear
    return SHRUG_WEIGHT * np.array([rise, -ear]), SHRUG_DEG * (rise - ear)


class Lanes:
    """Segment every signal at once."""

    def __init__(self, options: RepOptions) -> None:
        def segmenter() -> StrokeSegmenter:
            return StrokeSegmenter(options, options.min_way, options.min_bend_deg)

        self.arms = (segmenter(), segmenter())
        self.apart, self.shrug = segmenter(), segmenter()
        self.working = 1

    def push(self, sample: Sample) -> list[PullCycle]:
        """Take one frame and return what it completed."""
        if not sample.found:
            return []
        self.working = 0 if sample.side < 0 else 1
        found = []
        for k, arm in enumerate(self.arms):
            strokes = arm.push(sample.time_s, *arm_place(sample.arms[k]))
            found += [_cycle(stroke, "arm", k) for stroke in strokes]
        strokes = self.apart.push(sample.time_s, *hands_place(sample))
        found += [_cycle(stroke, "apart", self.working) for stroke in strokes]
        strokes = self.shrug.push(sample.time_s, *shoulders_place(sample))
        return found + [_cycle(stroke, "shrug", self.working) for stroke in strokes]

    def finish(self) -> list[PullCycle]:
        """Return what the end of the recording completed, in order of its end."""
        found = [
            _cycle(stroke, "arm", k) for k, arm in enumerate(self.arms) for stroke in arm.finish()
        ]
        found += [_cycle(stroke, "apart", self.working) for stroke in self.apart.finish()]
        found += [_cycle(stroke, "shrug", self.working) for stroke in self.shrug.finish()]
        return sorted(found, key=lambda cycle: cycle.end_s)

    def segmenter(self, signal: str) -> StrokeSegmenter:
        """Return the segmenter of a signal, the working arm's for ``arm``."""
        if signal == "apart":
            return self.apart
        return self.shrug if signal == "shrug" else self.arms[self.working]


def _cycle(stroke: Stroke, signal: str, arm: int) -> PullCycle:
    """Return a stroke as a cycle; elbow angles are filled in where it counts."""
    return PullCycle(
        stroke.start_s, stroke.peak_s, stroke.end_s, NAN, NAN, NAN,
        stroke.complete, stroke.cut, signal, arm, stroke.way,
    )  # fmt: skip
