"""The strokes of a set, followed as its frames go by: the pull under way, and the rep just done.

Where the set's reps have shown where each part of the arm rests and how far it goes, the next
pull's share of that way is known in every frame: that it was snatched once it slows down, that it
fell back once it goes on, that the weight fell once it is nearly down.  That a pull was short is
told of a rep that is over: what turns early may be the weight on its way to its place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from formcheck.flags.course import Follower
from formcheck.flags.readings import UNKNOWN, Reading
from formcheck.flags.rep_view import RepNote, RepView, own_of
from formcheck.flags.stroke_readings import COURSE_SIGNALS, rebounded
from formcheck.flags.witnesses import Witness
from formcheck.reps.sample import Sample


class Underway:
    """Follow a set's strokes; :meth:`push` returns what is known of the pull under way."""

    def __init__(self) -> None:
        self._done: Follower | None = None
        # The pull under way, and before it the one whose lowering is not quite over.
        self._pulls: list[Follower] = []

    def start(self, view: RepView, notes: Sequence[RepNote]) -> None:
        """Begin anew after a rep; its last frames may hold the beginning of the next.

        After a rep that shows too little nothing is known of the next before it is over.
        """
        self._done, self._pulls = view.follower, []
        if view.cycle.cut or view.follower is None or view.follower.course.wild:
            return
        scales = [w.size / _full_way(w, notes) for w in view.seen]
        parts = view.seen, view.cycle.signal, view.cycle.arm, scales
        self._pulls = [Follower(*parts, own_of(notes))]
        turned_s = view.follower.course.turned_at
        begin_s = view.phases.lowering_s if math.isnan(turned_s) else turned_s
        for sample in view.between(begin_s, math.inf):
            self._follow(sample)

    def forget(self) -> None:
        """Know nothing: the set is over."""
        self._done = None
        self._pulls.clear()

    def push(self, sample: Sample) -> dict[str, Reading]:
        """Take one frame; return the signals of the pull under way that are known by now."""
        if self._done is not None:
            self._done.push(sample)
        self._follow(sample)
        known: dict[str, Reading] = {}
        for pull in self._pulls:
            told = {name: read(pull) for name, read in COURSE_SIGNALS.items()}
            known |= {name: reading for name, reading in told.items() if reading.known}
        return known

    def rebound(self) -> Reading:
        """Return what is known by now of a rebound after the rep that was done last."""
        return UNKNOWN if self._done is None else rebounded(self._done)

    def _follow(self, sample: Sample) -> None:
        for pull in self._pulls:
            pull.push(sample)
        if self._pulls and self._pulls[-1].course.done:
            self._pulls = [self._pulls[-1], self._pulls[-1].anew()]


def _full_way(witness: Witness, notes: Sequence[RepNote]) -> float:
    """Return how far a witness goes in the set's full reps, trunk lengths."""
    ways = [note.ways[witness.name] for note in notes if witness.name in note.ways]
    return median(sorted([*ways, witness.size])[-3:])
