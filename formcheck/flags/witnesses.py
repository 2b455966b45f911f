"""Three witnesses of one pull: hand, elbow and elbow flexion, each followed by itself.

In a pull they move together.  Where the pose model guesses a hidden hand, or plates hide an elbow,
one of them goes astray; a fault of the stroke is believed when the others tell it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.measures.smoothing import zero_phase
from formcheck.reps.lanes import ELBOW_SCALE_DEG, SHRUG_WEIGHT, followed
from formcheck.reps.phases import RATE_HZ, STROKE_CUTOFF_HZ, Phases
from formcheck.reps.sample import Sample, column
from formcheck.reps.segmentation import PullCycle
from formcheck.types import FloatArray

LEAST_WAY = {"hand": 0.35, "elbow": 0.15, "bend": 0.12, "apart": 0.3, "rise": 0.15, "ear": 0.15}
"""A part that moves by less, in trunk lengths, tells nothing of the stroke's course."""

AGREES = 0.95
WILD = 0.09
"""A part whose course is another's, or that jumps by so much of its way, is no witness."""

WHOLE_ARM = ("elbow",)
"""Where this jumps, everything beyond it does."""

SUDDEN = 0.7
"""What has made so much of its way between two frames has jumped: both arms took each other's
places, and every witness with them. A limb takes longer."""

EDGE_S = 0.12
LEAST_KNOWN = 0.8
"""A part must be seen in so many of a pull's frames to be a witness."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One part's own stroke, 0 extended to 1 contracted, at ``times_s`` (even).

    ``noise`` is the spread of the unfiltered frames around it and ``wild`` the farthest of them,
    both as shares of the stroke; ``agrees`` is its correlation with the stroke of all parts
    together; ``home`` and ``reach`` are where it rests and where it goes, in trunk lengths.
    ``raw`` is the stroke as the frames at ``seen_s`` have it.
    """

    name: str
    times_s: FloatArray
    stroke: FloatArray
    noise: float
    wild: float
    agrees: float
    home: FloatArray
    reach: FloatArray
    seen_s: FloatArray
    raw: FloatArray

    @property
    def size(self) -> float:
        """How far it went, trunk lengths."""
        return float(np.linalg.norm(self.reach - self.home))

    def part(self, start_s: float, end_s: float) -> FloatArray:
        """Return the stroke between two times."""
        inside = (self.times_s >= start_s - 1e-9) & (self.times_s <= end_s + 1e-9)
        part: FloatArray = self.stroke[inside]
        return part

    def fell_at_once(self, start_s: float, end_s: float) -> bool:
        """Whether what it fell back by between two times was a jump between two frames."""
        return at_once(self.raw[(self.seen_s >= start_s) & (self.seen_s <= end_s)])

    def share(self, place: FloatArray) -> float:
        """Return how far along its way a place is."""
        way = self.reach - self.home
        return float((place - self.home) @ way) / float(way @ way)


def at_once(falling: FloatArray) -> bool:
    """Whether a series falls by :data:`SUDDEN` of its whole fall, or more, in one step."""
    if len(falling) < 2:
        return False
    whole = float((np.maximum.accumulate(falling) - falling).max())
    return float(-np.diff(falling).min()) >= SUDDEN * whole > 0.0


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
    if any(w.wild > WILD and w.name in WHOLE_ARM for w in found):
        return []
    return [w for w in found if w.agrees >= AGREES and w.wild <= WILD]


def independent(seen: Sequence[Witness]) -> bool:
    """Whether more than the elbow tells it: elbow and flexion are read from one landmark."""
    return any(w.name not in ("elbow", "bend") for w in seen)


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
        wild=float(off.max()),
        agrees=_correlation(smooth[within], whole),
        home=home,
        reach=reach,
        seen_s=times[known],
        raw=along[known],
    )


def _correlation(a: FloatArray, b: FloatArray) -> float:
    if len(a) < 4 or not (a.std() > 0.0 and b.std() > 0.0):
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])
