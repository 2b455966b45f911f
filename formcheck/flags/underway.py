"""The pull that is under way against the reps before it: a fault is told when it is plain.

What a rep says of itself is known when it is over, seconds after its fault.  But where the set's
reps have shown where each witness rests and how far it goes, the next pull's share of that way is
known in every frame: that it was snatched once it is past its middle, that it fell back once it
goes on, that it is short once it has turned, that the weight fell once it is nearly down.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from formcheck.flags.course import MOST_FRAMES, Course
from formcheck.flags.readings import UNKNOWN, Reading, witnessed
from formcheck.flags.stroke_readings import MOST_FALL, NOISE_TIMES, swung
from formcheck.flags.view import RepNote, RepView
from formcheck.flags.witnesses import Witness, independent, places_of
from formcheck.reps.phases import POSSIBLE_STROKES_PER_S
from formcheck.reps.sample import Sample
from formcheck.reps.segmentation import PullCycle

SIGNALS = ("early", "fallback", "reach", "lowering")
"""Signals of a rep (:data:`formcheck.flags.signals.REP_SIGNALS`) that are known before its end."""

LEAST = 2
"""So many witnesses have to tell the same."""

LEAST_PULL = 0.45
"""What goes less far, as a share of the set's full way, is no rep that could be short."""

APART = 0.25
"""Witnesses whose shares differ by more at a turn are not parts of one pull."""

ASTRAY = 0.45
"""...and one that is so far from the others' middle on the way has gone astray."""


@dataclass(slots=True)
class _Part:
    """A witness of the set's last rep; ``scale`` is its way as a share of the set's full one."""

    witness: Witness
    scale: float
    course: Course = field(default_factory=Course)


class Underway:
    """Follow the pull after a finished rep; :meth:`push` returns what is known of it so far."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._cycle: PullCycle | None = None
        self._allowed_deg = math.inf
        self._leaning: list[float] = []

    def start(self, view: RepView, notes: Sequence[RepNote]) -> None:
        """Begin anew after a rep; its last frames may hold the beginning of the next.

        A rep that shows too little is followed as the one before it was.
        """
        if view.cycle.cut:
            return
        if len(view.seen) >= LEAST:
            self._cycle = view.cycle
            self._allowed_deg = view.spec.trunk_swing_deg
            self._parts = [_Part(w, w.size / _full_way(w, notes)) for w in view.seen]
        self._again()
        for sample in view.between(view.phases.lowering_s, float("inf")):
            self.push(sample)

    def forget(self) -> None:
        """Know nothing: the set is over."""
        self._parts.clear()

    def push(self, sample: Sample) -> dict[str, Reading]:
        """Take one frame; return the signals of the pull under way that are known by now."""
        if not self._parts or self._cycle is None or not sample.found:
            return {}
        arm = self._cycle.arm if self._cycle.arm >= 0 else (0 if sample.side < 0 else 1)
        places = places_of(sample, self._cycle.signal, arm)
        for part in self._parts:
            share = part.witness.share(places[part.witness.name])
            if math.isfinite(share):
                part.course.push(sample.time_s, share * part.scale)
        self._leaning.append(sample.trunk_deg)
        del self._leaning[: -MOST_FRAMES - 1]
        self._doubt()
        known = self._known(sample.time_s)
        if all(part.course.over for part in self._parts):
            self._again()
        return known

    def _again(self) -> None:
        for part in self._parts:
            part.course = Course()
        self._leaning.clear()

    def _doubt(self) -> None:
        """Believe no part of a pull in which two witnesses are far apart."""
        shares = [part.course.share for part in self._parts if part.course.down]
        if len(shares) >= LEAST and max(shares) - min(shares) > ASTRAY:
            for part in self._parts:
                part.course.wild = True

    def _known(self, now_s: float) -> dict[str, Reading]:
        parts = [part for part in self._parts if not part.course.wild]
        if len(parts) < LEAST:
            return {}
        readings = {
            "early": _early(parts, now_s),
            "fallback": _fallback(_arm(parts), now_s),
            "reach": self._reach(_arm(parts), now_s),
            "lowering": _lowering(parts, now_s),
        }
        return {name: reading for name, reading in readings.items() if reading.known}

    def _reach(self, parts: Sequence[_Part], now_s: float) -> Reading:
        told = _told([part.course.reach for part in parts], parts[0].course.first_s, now_s)
        apart = not told.high - told.low <= APART or told.value < LEAST_PULL
        if apart or swung(np.array(self._leaning), self._allowed_deg):
            return UNKNOWN
        return told


def _told(values: Sequence[float], start_s: float, end_s: float) -> Reading:
    return witnessed(median(values), values, start_s, end_s)


def _fallback(parts: Sequence[_Part], now_s: float) -> Reading:
    if not independent([part.witness for part in parts]):
        return UNKNOWN
    falls = [100.0 * part.course.fell for part in parts]
    noise = 100.0 * NOISE_TIMES * max(part.witness.noise for part in parts)
    told = _told(falls, now_s - 0.1, now_s)
    if told.high > MOST_FALL:
        return UNKNOWN
    return Reading(told.value, told.low - noise, told.high, told.start_s, told.end_s)


def _early(parts: Sequence[_Part], now_s: float) -> Reading:
    told = _told([part.course.early for part in parts], parts[0].course.first_s, now_s)
    return told if told.high <= POSSIBLE_STROKES_PER_S else UNKNOWN


def _lowering(parts: Sequence[_Part], now_s: float) -> Reading:
    times = [part.course.lowering_s for part in parts]
    return _told(times, parts[0].course.lowered_s, now_s)


def _arm(parts: Sequence[_Part]) -> Sequence[_Part]:
    """Return hand and elbow: flexion hardly grows with the last third of a pull."""
    arm = [part for part in parts if part.witness.name != "bend"]
    return arm if len(arm) >= LEAST else parts


def _full_way(witness: Witness, notes: Sequence[RepNote]) -> float:
    """Return how far a witness goes in the set's full reps, trunk lengths."""
    ways = [note.ways[witness.name] for note in notes if witness.name in note.ways]
    return median(sorted([*ways, witness.size])[-3:])
