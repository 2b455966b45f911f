"""What a rule may look at when a rep is over, and what is kept of it for the reps that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from formcheck.exercises.spec import ExerciseSpec
from formcheck.flags.course import UNKNOWN_OWN, Follower, Own
from formcheck.flags.readings import UNKNOWN, Reading
from formcheck.flags.witnesses import Witness, places_of, reliable, witnesses
from formcheck.reps.phases import Phases
from formcheck.reps.sample import Sample, column
from formcheck.reps.segmentation import PullCycle
from formcheck.types import NAN, FloatArray, Rep

CALM_PCT = 25
"""A quarter of a set's reps is taken to be calm."""

LEAST = 2
"""So many witnesses have to tell the same, or the only one where a signal has no more: with one of
two or three, 20 instead of 3 of 80 jerks were told where there had been nearly none, and 8 instead
of 1 in a rep without it (ten re-timed real clips)."""


@dataclass(frozen=True, slots=True)
class RepNote:
    """What later reps of the set are compared with.

    ``ways`` is how far each reliable witness went, trunk lengths, and ``homes`` where it rested;
    ``pull_speed`` how fast the pull was in its middle, strokes a second; ``own`` how the
    course of a calm rep looked.
    """

    rep: Rep
    ways: dict[str, float] = field(default_factory=dict)
    homes: dict[str, FloatArray] = field(default_factory=dict)
    pull_speed: Reading = UNKNOWN
    own: Own = UNKNOWN_OWN


@dataclass(frozen=True, slots=True)
class RepView:
    """One finished rep: its frames with margins (nobody left out), and the reps before it.

    ``seen`` are the reliable witnesses; none where the arm's path cannot be trusted.  ``follower``
    has followed the rep's course by them; None where there are too few.
    """

    rep: Rep
    phases: Phases
    cycle: PullCycle
    spec: ExerciseSpec
    samples: list[Sample]
    seen: list[Witness]
    earlier: tuple[RepNote, ...] = ()
    follower: Follower | None = None

    def between(self, start_s: float, end_s: float) -> list[Sample]:
        """Return the frames between two times."""
        return [s for s in self.samples if start_s <= s.time_s <= end_s]

    def column(self, name: str, start_s: float, end_s: float) -> FloatArray:
        """Return one number of every frame between two times, shape (n,)."""
        return column(self.between(start_s, end_s), name)


def view_of(
    rep: Rep,
    phases: Phases,
    cycle: PullCycle,
    spec: ExerciseSpec,
    samples: list[Sample],
    earlier: tuple[RepNote, ...] = (),
) -> RepView:
    """Return everything that can be looked at of a rep."""
    found = [sample for sample in samples if sample.found]
    seen = reliable(witnesses(found, cycle, phases)) if phases.trusted else []
    follower = _followed(found, seen, cycle, own_of(earlier))
    return RepView(rep, phases, cycle, spec, found, seen, earlier, follower)


def own_of(notes: Sequence[RepNote]) -> Own:
    """Return how a set's calm reps look: a jerky one that was not told must not set it."""
    known = np.array([(note.own.uneven, note.own.late) for note in notes]).reshape(-1, 2)
    return Own(*(_low(column[np.isfinite(column)]) for column in known.T))


def _low(values: FloatArray) -> float:
    return float(np.percentile(values, CALM_PCT)) if len(values) else NAN


def _followed(
    found: list[Sample], seen: list[Witness], cycle: PullCycle, own: Own
) -> Follower | None:
    parts = places_of(found[0], cycle.signal, max(cycle.arm, 0)) if found else {}
    if len(seen) < min(LEAST, max(len(parts), 1)):
        return None
    follower = Follower(seen, cycle.signal, cycle.arm, [1.0] * len(seen), own)
    for sample in found:
        follower.push(sample)
    return follower
