"""Three witnesses of one pull: hand, elbow and elbow flexion, each followed by itself.

In a pull they move together.  Where the pose model guesses a hidden hand, or plates hide an elbow,
one of them goes astray; a fault of the stroke is believed when the others tell it too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.measures.smoothing import zero_phase
from formcheck.reps.lanes import ELBOW_SCALE_DEG, SHRUG_WEIGHT, followed
from formcheck.reps.phases import (
    POSSIBLE_STROKES_PER_S,
    RATE_HZ,
    STROKE_CUTOFF_HZ,
    Phases,
    fastest_step,
    middle_of_three,
)
from formcheck.reps.sample import Sample, column
from formcheck.reps.segmentation import PullCycle
from formcheck.types import FloatArray

LEAST_WAY = {"hand": 0.35, "elbow": 0.15, "bend": 0.12, "apart": 0.3, "rise": 0.15, "ear": 0.15}
"""A part that moves by less, in trunk lengths, tells nothing of the stroke's course."""

AGREES, WILD = 0.95, 0.2
"""A part whose course is another's is no witness; nor is one that has a frame so far (as a share of
its way) from the median of itself and its neighbours, or that is faster in that than a limb
(:data:`formcheck.reps.phases.POSSIBLE_STROKES_PER_S`).  Where real lifters are seen well the
farthest frame of a rep is 0.02 to 0.12 away, where the pose is guessed 0.2 to 0.7."""

WHOLE_ARM = ("elbow",)
"""Where this jumps, everything beyond it does."""

EDGE_S = 0.12
LEAST_KNOWN = 0.8
"""A part must be seen in so many of a pull's frames to be a witness."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One part's own stroke, 0 extended to 1 contracted, at ``times_s`` (even).

    ``noise`` is the spread of the unfiltered frames around it, as a share of the stroke; ``jumps``
    tells whether it is anywhere where no limb gets to so soon; ``agrees`` is its correlation with
    the stroke of all parts together; ``home`` and ``reach`` are where it rests and where it goes,
    in trunk lengths.
    """

    name: str
    times_s: FloatArray
    stroke: FloatArray
    noise: float
    jumps: bool
    agrees: float
    home: FloatArray
    reach: FloatArray

    @property
    def size(self) -> float:
        """How far it went, trunk lengths."""
        return float(np.linalg.norm(self.reach - self.home))

    def part(self, start_s: float, end_s: float) -> FloatArray:
        """Return the stroke between two times."""
        inside = (self.times_s >= start_s - 1e-9) & (self.times_s <= end_s + 1e-9)
        part: FloatArray = self.stroke[inside]
        return part

    def share(self, place: FloatArray) -> float:
        """Return how far along its way a place is."""
        way = self.reach - self.home
        return float((place - self.home) @ way) / float(way @ way)


def places_of(sample: Sample, signal: str, arm: int) -> dict[str, FloatArray]:
    """Return where each part is in one frame, trunk lengths; NaN where unknown."""
    if signal == "apart":
        return {"apart": np.array([sample.girdle.apart])}
    if signal == "shrug":
        girdle = SHRUG_WEIGHT * np.array([sample.girdle.rise, -sample.girdle.ear])
        return {"rise": girdle[:1], "ear": girdle[1:]}
    posture = sample.arms[arm]
    bend = 0.5 * (posture.elbow_deg + posture.bend_deg) / ELBOW_SCALE_DEG
    return {
        "hand": np.array([posture.hand_x, posture.hand_y]),
        "elbow": np.array([posture.elbow_x, posture.elbow_y]),
        "bend": np.array([bend]),
    }


def witnesses(samples: list[Sample], cycle: PullCycle, phases: Phases) -> tuple[Witness, ...]:
    """Return the parts that were seen well enough and went far enough to tell of a pull.

    Parameters
    ----------
    samples : list of Sample
        The pull's frames with margins, those with nobody left out.
    """
    if len(samples) < 8 or cycle.hidden:
        return ()
    if cycle.signal == "arm" and cycle.arm < 0:
        names = [sample.arms.index(arm) for sample, arm in zip(
            samples, followed(samples, -1), strict=True)]  # fmt: skip
    else:
        names = [max(cycle.arm, 0)] * len(samples)
    rows = [places_of(s, cycle.signal, arm) for s, arm in zip(samples, names, strict=True)]
    times = column(samples, "time_s")
    found = []
    for name in rows[0]:
        told = _witness(name, times, np.stack([row[name] for row in rows]), phases)
        if told is not None:
            found.append(told)
    return tuple(found)


def reliable(found: tuple[Witness, ...]) -> list[Witness]:
    """Return the witnesses that can be believed: none where the whole arm jumped."""
    if any(w.jumps and w.name in WHOLE_ARM for w in found):
        return []
    return [w for w in found if w.agrees >= AGREES and not w.jumps]


def _witness(name: str, times: FloatArray, places: FloatArray, phases: Phases) -> Witness | None:
    known = np.isfinite(places.sum(axis=1))
    inside = (times >= phases.start_s) & (times <= phases.end_s)
    if not inside.any() or known[inside].mean() < LEAST_KNOWN or known.sum() < 8:
        return None
    ends = known & inside & (
        (times <= phases.start_s + EDGE_S) | (times >= phases.end_s - EDGE_S))  # fmt: skip
    top = known & (times >= phases.contracted_s - EDGE_S) & (times <= phases.lowering_s + EDGE_S)
    if not ends.any() or not top.any():
        return None
    home, reach = np.median(places[ends], axis=0), np.median(places[top], axis=0)
    way = reach - home
    size = float(np.linalg.norm(way))
    if size < LEAST_WAY[name]:
        return None
    along = np.where(known, (places - home) @ way / size**2, np.nan)
    even, smooth = zero_phase(times, along, STROKE_CUTOFF_HZ, RATE_HZ)
    off = np.abs(along - np.interp(times, even, smooth))[known & inside]
    within = (even >= phases.start_s) & (even <= phases.end_s)
    whole = np.interp(even[within], phases.times_s, phases.stroke)
    return Witness(
        name,
        even,
        smooth,
        noise=1.4826 * float(np.median(off)),
        jumps=_jumps(times[known & inside], along[known & inside]),
        agrees=_correlation(smooth[within], whole),
        home=home,
        reach=reach,
    )


def _jumps(times: FloatArray, along: FloatArray) -> bool:
    if len(along) < 4:
        return False
    off = np.abs(along[1:-1] - middle_of_three(along)).max()
    return bool(off > WILD or fastest_step(times, along) > POSSIBLE_STROKES_PER_S)


def _correlation(a: FloatArray, b: FloatArray) -> float:
    if len(a) < 4 or not (a.std() > 0.0 and b.std() > 0.0):
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])
