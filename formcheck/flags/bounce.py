"""A rebound at the end of a lowering: up and down again, without becoming a pull."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from formcheck.flags.readings import UNKNOWN, Reading
from formcheck.flags.view import RepView
from formcheck.flags.witnesses import Witness, at_once, places_of
from formcheck.reps.sample import Sample

WITHIN_S = 1.4
MOST = 0.5
BACK = 0.5
LOW = 0.15
"""A rebound is over so soon after the limb was nearly down (within ``LOW`` of its way),
rises by less than half of the way (more is the next pull) and falls back by half of what it
rose."""

NOISE_TIMES = 3.0
"""It must stand out of the frames' own noise by so much."""


@dataclass(slots=True)
class _Part:
    """One witness on its way down and up again, shares of its way."""

    witness: Witness
    low: float = math.inf
    high: float = -math.inf
    raw: list[float] = field(default_factory=list)

    def push(self, share: float) -> None:
        """Take the part's place."""
        if share < self.low:
            self.low = self.high = share
            del self.raw[:-3]
        self.high = max(self.high, share)

    @property
    def jumped(self) -> bool:
        """Whether it rose, or fell, between two frames."""
        course = np.array(self.raw)
        return at_once(course) or at_once(-course)

    @property
    def rise(self) -> float:
        return self.high - self.low if math.isfinite(self.low) else 0.0


@dataclass(slots=True)
class _Watch:
    view: RepView
    parts: list[_Part]
    down_s: float = math.nan
    low_s: float = math.nan
    shares: dict[str, list[float]] = field(default_factory=dict)


class BounceWatch:
    """Watch the frames after a rep; :meth:`push` returns a reading once a rebound is over."""

    def __init__(self) -> None:
        self._watch: _Watch | None = None

    def start(self, view: RepView) -> Reading:
        """Begin with a finished rep, whose last frames may hold the rebound already."""
        parts = [_Part(w) for w in view.seen if w.name != "bend"]
        if len(parts) < 2 or view.cycle.cut:
            self._watch = None
            return UNKNOWN
        self._watch = _Watch(view, parts)
        for sample in view.between(view.phases.lowering_s, math.inf):
            told = self.push(sample)
            if told.known:
                return told
        return UNKNOWN

    def stop(self) -> None:
        """Look no further: it has been told."""
        self._watch = None

    def push(self, sample: Sample) -> Reading:
        """Take one frame; return how far it rebounded, % of the way, once that is over."""
        watch = self._watch
        if watch is None or not sample.found:
            return UNKNOWN
        shares = _shares(watch, sample)
        if shares is None:
            return UNKNOWN
        if math.isnan(watch.down_s):
            if max(shares) <= LOW:
                watch.down_s = watch.low_s = sample.time_s
            else:
                return UNKNOWN
        before = [part.rise for part in watch.parts]
        for part, share in zip(watch.parts, shares, strict=True):
            part.push(share)
        rises = [part.rise for part in watch.parts]
        if max(rises) < 0.02 or all(b > r for b, r in zip(before, rises, strict=True)):
            watch.low_s = sample.time_s
        if sample.time_s - watch.down_s > WITHIN_S or max(rises) > MOST:
            self._watch = None
            return UNKNOWN
        back = all(
            part.high - share >= BACK * part.rise
            for part, share in zip(watch.parts, shares, strict=True)
        )
        return self._told(watch, rises, sample.time_s) if back else UNKNOWN

    def _told(self, watch: _Watch, rises: Sequence[float], time_s: float) -> Reading:
        noise = NOISE_TIMES * max(part.witness.noise for part in watch.parts)
        if min(rises) <= noise:
            return UNKNOWN
        if any(part.jumped for part in watch.parts):
            for part in watch.parts:
                part.low, part.high = math.inf, -math.inf
            return UNKNOWN
        low = 100.0 * (min(rises) - noise)
        value = 100.0 * sum(rises) / len(rises)
        return Reading(value, low, 100.0 * max(rises), watch.low_s, time_s)


def _shares(watch: _Watch, sample: Sample) -> list[float] | None:
    """Return how far along its way each part is, the median of three frames; None if unseen."""
    cycle = watch.view.cycle
    arm = cycle.arm if cycle.arm >= 0 else (0 if sample.side < 0 else 1)
    places = places_of(sample, cycle.signal, arm)
    shares = []
    for part in watch.parts:
        share = part.witness.share(places[part.witness.name])
        if math.isnan(share):
            return None
        recent = watch.shares.setdefault(part.witness.name, [])
        recent.append(share)
        part.raw.append(share)
        del recent[:-3]
        shares.append(sorted(recent)[len(recent) // 2])
    return shares
