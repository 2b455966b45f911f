"""What is remembered of the lifter: place, size, colours, and where he stays while lifting."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from formcheck.pose.colours import colour_gap
from formcheck.pose.sighting import Sighting
from formcheck.types import NAN, FloatArray

STEP: Final = 0.35
SPEED: Final = 3.5
"""A person's trunk moves at most this far from frame to frame, and so fast: sizes, sizes a second.
Walking is 2.6; one frame's trembling of the landmarks was 0.24 at worst on real and rendered sets,
a camera cut 0.7."""

FURTHEST: Final = 2.5
"""However long the gap, a person so many sizes away is only believed for other reasons."""

SIZE_FREE: Final = math.log(1.6)
SIZE_FULL: Final = math.log(2.4)
"""Bending over changes the size by 1.6; at 2.4 it is somebody else's."""

COLOUR_FREE: Final = 0.30
COLOUR_FULL: Final = 0.60
"""One person's colours stay within 0.25 on real sets (0.45 where shadows play), two people's lie
0.6 and more apart."""

COLOUR_WEIGHT: Final = 1.5
"""A place and a size can be anybody's: the wrong colours alone are enough to refuse somebody."""

SAME_PLACE: Final = 0.6
LEFT: Final = 0.9
SETTLE_S: Final = 1.5
HOME_KEPT_S: Final = 10.0
LEARN_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Home:
    """Where the lifter stayed: frame pixels, and the last moment he was there."""

    place: FloatArray
    size_px: float
    left_s: float = NAN


class Memory:
    """The lifter as known so far; starts with one sighting."""

    def __init__(self, time_s: float, sighting: Sighting) -> None:
        self.last = sighting
        self.last_s = time_s
        self.colours = sighting.colours
        self.size_px = sighting.size_px
        self._home = Home(sighting.place, sighting.size_px)
        self._home_since_s = time_s
        self.former: Home | None = None
        self._stayed: Sighting | None = None

    @property
    def settled(self) -> bool:
        """Whether the lifter has stayed in one place for a while."""
        return self.last_s - self._home_since_s >= SETTLE_S

    @property
    def haunts(self) -> tuple[Sighting, ...]:
        """The last sighting, and the last one from where the lifter stays or stayed."""
        return (self.last,) if self._stayed is None else (self.last, self._stayed)

    def left_home(self, sighting: Sighting) -> bool:
        """Whether a settled lifter would have left his place, were this he."""
        return self.settled and sighting.apart(self._home.place, self._home.size_px) > LEFT

    def at_home(self, sighting: Sighting) -> bool:
        """Whether somebody stands where the lifter stays, or stayed until a moment ago."""
        home = self.former or self._home
        return sighting.apart(home.place, home.size_px) <= SAME_PLACE

    def colour_gap(self, sighting: Sighting) -> float:
        """Return how unlike the lifter's the colours are, 0 to 1; NaN when unknown."""
        return colour_gap(self.colours, sighting.colours)

    def unlikeness(self, time_s: float, sighting: Sighting) -> float:
        """Return how little a sighting fits the lifter: 0 in every way, up to 3.5.

        Up to 1 each for the wrong place and the wrong size, 1.5 for the wrong colours.  The place
        is the last one or home, whichever is nearer: a tracker that was carried off by a
        passer-by must find back.
        """
        return self._misplaced(time_s, sighting) + self.unfamiliar(sighting)

    def unfamiliar(self, sighting: Sighting) -> float:
        """Return how little size and colours fit, 0 to 2.5, wherever the person stands."""
        ratio = abs(math.log(sighting.size_px / self.size_px))
        size = _ramp(ratio, SIZE_FREE, SIZE_FULL)
        gap = self.colour_gap(sighting)
        if math.isnan(gap):
            return size
        return size + COLOUR_WEIGHT * _ramp(gap, COLOUR_FREE, COLOUR_FULL)

    def _misplaced(self, time_s: float, sighting: Sighting) -> float:
        reach = min(STEP + SPEED * (time_s - self.last_s), FURTHEST)
        apart = sighting.apart(self.last.place, self.size_px)
        if self.settled or self.former is not None:
            home = self.former or self._home
            apart = min(apart, sighting.apart(home.place, home.size_px))
        return _ramp(apart, reach, reach + 0.5)

    def jumped(self, time_s: float, sighting: Sighting) -> bool:
        """Whether nobody moves so fast."""
        reach = min(STEP + SPEED * (time_s - self.last_s), FURTHEST)
        return sighting.apart(self.last.place, self.size_px) > reach

    def update(self, time_s: float, sighting: Sighting) -> None:
        """Take the lifter's next sighting in."""
        gap_s = time_s - self.last_s
        self._follow_home(time_s, sighting, gap_s)
        blend = min(1.0, gap_s / LEARN_S)
        self.size_px *= math.exp(blend * math.log(sighting.size_px / self.size_px))
        if sighting.colours is not None:
            if self.colours is None:
                self.colours = sighting.colours
            elif self.settled or self.former is None:
                # Not while he is on the move: this may be somebody else who walks off.
                self.colours = self.colours + blend * (sighting.colours - self.colours)
        self.last, self.last_s = sighting, time_s
        if self.settled and self.at_home(sighting):
            self._stayed = sighting
        elif self.former is None and not self.settled:
            self._stayed = None

    def _follow_home(self, time_s: float, sighting: Sighting, gap_s: float) -> None:
        if self.former is not None:
            back = sighting.apart(self.former.place, self.former.size_px) <= SAME_PLACE
            if back or self.settled or time_s - self.former.left_s > HOME_KEPT_S:
                self.former = None
        if sighting.apart(self._home.place, self._home.size_px) > LEFT:
            if self.settled:
                self.former = Home(self._home.place, self._home.size_px, time_s)
            self._home = Home(sighting.place, sighting.size_px)
            self._home_since_s = time_s
            return
        blend = min(1.0, gap_s / SETTLE_S)
        self._home = Home(
            self._home.place + blend * (sighting.place - self._home.place), self.size_px
        )


def _ramp(value: float, free: float, full: float) -> float:
    """Return 0 up to ``free``, 1 from ``full`` on."""
    return float(np.clip((value - free) / (full - free), 0.0, 1.0))
