"""The ways a rep can be seen: by either arm, the followed one, an elbow, parting hands, shrugs."""

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
ELBOW_WEIGHT = 1.5
ELBOW_DEG = 100.0
"""An elbow alone goes two thirds of the way that hand, elbow and flexion go together."""

SHRUG_WEIGHT = 6.0
"""A full shrug lifts the shoulders by a seventh of the trunk; weighed like an arm's way."""

SHRUG_DEG = 300.0

HINGE_DEG = 90.0
"""A quarter turn of the hips goes with a quarter turn of the trunk: one trunk length each."""

JUMP = 0.3
"""No hand gets so far from one frame to the next, trunk lengths, unless the arm's name changed."""

NAMES_CHANGE_S = 1.0
"""So long after left and right changed places, the view tells which arm is followed."""

FOLLOWED_SHARE = 0.7
"""The followed arm needs this share of a full pull's least way: left and right change places in
views along the arm, where a pull looks short."""


def arm_place(arm: ArmPosture) -> tuple[FloatArray, float]:
    """Return where an arm is as one vector, trunk lengths, and how bent it is, degrees."""
    bend = 0.5 * (arm.elbow_deg + arm.bend_deg)
    place = np.array([arm.hand_x, arm.hand_y, arm.elbow_x, arm.elbow_y, bend / ELBOW_SCALE_DEG])
    return place, bend - REACH_DEG * float(np.hypot(arm.hand_x, arm.hand_y))


def elbow_place(arm: ArmPosture) -> tuple[FloatArray, float]:
    """Return where an elbow is from its shoulder, and how high; grows as a row is pulled.

    Behind plates the pose model holds the forearm straight for whole reps, and is sure of it; the
    elbow it sees.
    """
    place = ELBOW_WEIGHT * np.array([arm.elbow_x, arm.elbow_y])
    return place, -ELBOW_DEG * arm.elbow_y


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


def trunk_place(sample: Sample) -> tuple[FloatArray, float]:
    """Return how the hips are bent and the trunk stands; grows as both straighten.

    Hips in space, the trunk's upright share in the picture: together they tell a hinge from
    wherever the camera looks, and neither a landmark that hides nor a squat, whose trunk stays up,
    looks like one alone.
    """
    hip, upright = sample.girdle.hip_deg, sample.girdle.upright
    return np.array([hip / HINGE_DEG, upright]), HINGE_DEG * upright - hip


class Followed:
    """Which arm is followed, also where the pose model gives it the other arm's name."""

    def __init__(self) -> None:
        self._at: FloatArray | None = None
        self._since_s: float | None = None
        self._working = -1

    def arm(self, sample: Sample) -> int:
        """Return the followed arm of the next frame, 0 left or 1 right."""
        working = 0 if sample.side < 0 else 1
        places = [arm_place(arm)[0] for arm in sample.arms]
        chosen = working
        if self._at is not None and working == self._working and not self._settled(sample.time_s):
            gap, other = (
                float(np.linalg.norm(places[k] - self._at)) for k in (working, 1 - working)
            )
            if gap > JUMP and other < 0.5 * gap:
                chosen = 1 - working
        if chosen == working:
            self._since_s = None
        elif self._since_s is None:
            self._since_s = sample.time_s
        self._at, self._working = places[chosen], working
        return chosen

    def _settled(self, time_s: float) -> bool:
        return self._since_s is not None and time_s - self._since_s > NAMES_CHANGE_S


def followed(samples: list[Sample], arm: int) -> list[ArmPosture]:
    """Return one arm of every frame: 0 left, 1 right, -1 the one that is followed."""
    if arm >= 0:
        return [sample.arms[arm] for sample in samples]
    who = Followed()
    return [sample.arms[who.arm(sample)] for sample in samples]


class Lanes:
    """Segment every signal at once."""

    def __init__(self, options: RepOptions) -> None:
        def segmenter() -> StrokeSegmenter:
            return StrokeSegmenter(options, options.min_way, options.min_bend_deg)

        self.arms = (segmenter(), segmenter())
        self.apart, self.shrug, self.elbow, self.hinge = (segmenter() for _ in range(4))
        # The pose model may take left for right in the middle of a set; the arm that is followed
        # then keeps being seen, under the other name.
        self._followed = Followed()
        least = FOLLOWED_SHARE * options.min_way
        self.followed = StrokeSegmenter(options, least, options.min_bend_deg)
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
        strokes = self.followed.push(
            sample.time_s, *arm_place(sample.arms[self._followed.arm(sample)])
        )
        found += [_cycle(stroke, "arm", -1) for stroke in strokes]
        strokes = self.apart.push(sample.time_s, *hands_place(sample))
        found += [_cycle(stroke, "apart", self.working) for stroke in strokes]
        strokes = self.elbow.push(sample.time_s, *elbow_place(sample.arms[self.working]))
        found += [_cycle(stroke, "elbow", self.working) for stroke in strokes]
        strokes = self.hinge.push(sample.time_s, *trunk_place(sample))
        found += [_cycle(stroke, "hinge", self.working) for stroke in strokes]
        strokes = self.shrug.push(sample.time_s, *shoulders_place(sample))
        return found + [_cycle(stroke, "shrug", self.working) for stroke in strokes]

    def finish(self) -> list[PullCycle]:
        """Return what the end of the recording completed, in order of its end."""
        found = [
            _cycle(stroke, "arm", k) for k, arm in enumerate(self.arms) for stroke in arm.finish()
        ]
        found += [_cycle(stroke, "arm", -1) for stroke in self.followed.finish()]
        found += [_cycle(stroke, "elbow", self.working) for stroke in self.elbow.finish()]
        found += [_cycle(stroke, "apart", self.working) for stroke in self.apart.finish()]
        found += [_cycle(stroke, "shrug", self.working) for stroke in self.shrug.finish()]
        found += [_cycle(stroke, "hinge", self.working) for stroke in self.hinge.finish()]
        return sorted(found, key=lambda cycle: cycle.end_s)

    def segmenter(self, signal: str) -> StrokeSegmenter:
        """Return the segmenter of a signal, the working arm's for ``arm``."""
        lanes = {"apart": self.apart, "shrug": self.shrug, "hinge": self.hinge}
        return lanes.get(signal, self.arms[self.working])


def _cycle(stroke: Stroke, signal: str, arm: int) -> PullCycle:
    """Return a stroke as a cycle; elbow angles are filled in where it counts."""
    return PullCycle(
        stroke.start_s, stroke.peak_s, stroke.end_s, NAN, NAN, NAN,
        stroke.complete, stroke.cut, signal, arm, stroke.way, stroke.back,
    )  # fmt: skip
