"""One witness's way through the pull that is under way, frame by frame, without looking ahead."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from formcheck.flags.witnesses import WILD, at_once
from formcheck.reps.phases import MIDDLE_SHARE
from formcheck.types import NAN

DOWN = 0.15
"""A limb within this share of its way from its rest is down."""

FIRST, HALF = 0.1, 0.6
"""The first half of a pull lies between these shares, as in :func:`early_speed`."""

HIGH, LOW = 0.8, 0.2
"""The middle of a lowering, as shares of its own height."""

LEAST = 0.35
"""What goes less far is no pull but a rebound, or a grip adjusted."""

TURN = 0.4
"""A pull is over when the limb has come back from its height by this share of it; what comes back
by less may be a hitch."""

LAST_HITCH = 0.85
"""What falls back from higher trembles at the contraction."""

WAY_ON = 0.02
"""A pull that fell back goes on when it is farther than before by this share of the way."""

UNEVEN_STEPS, ROUGH = 4.0, 0.05
"""A lowering of this middle has no step between frames so many times as long as a smooth one's,
beyond what a frame may be off: else it jumped."""

PEAK_SPEED = 1.875
"""Of a minimum-jerk movement, ways per duration."""

MOST_FRAMES = 600
"""So many frames of one pull are kept: a limb that stays up is no pull."""

Crossing = tuple[float, float]
"""A time and the share then."""


@dataclass(slots=True)
class Course:
    """Follow one witness; what it has shown so far of the pull, NaN while it has not.

    Shares are of the way it goes in a full rep.  ``early`` is the speed of the first half in
    strokes a second, ``fell`` how far it fell back before it went on, ``reach`` how far it got once
    it turned, ``lowering_s`` how long a smooth lowering with this middle would take, and
    ``lowered_s`` when it began.  ``wild`` tells that a frame was far beside the others, so that
    this pull is not judged by it.
    """

    down: bool = False
    wild: bool = False
    share: float = NAN
    high: float = 0.0
    early: float = NAN
    fell: float = 0.0
    reach: float = NAN
    lowering_s: float = NAN
    lowered_s: float = NAN
    first_s: float = NAN
    high_s: float = NAN
    _raw: list[Crossing] = field(default_factory=list)
    _at: Crossing = (NAN, NAN)
    _low: float = math.inf
    _peak_s: float = NAN

    @property
    def over(self) -> bool:
        """Whether it turned and came down again."""
        return not math.isnan(self.reach) and self.share <= DOWN

    def push(self, time_s: float, raw: float) -> None:
        """Take where it is, as a share of its full way; the median of three frames counts."""
        self._raw.append((time_s, raw))
        del self._raw[: -MOST_FRAMES - 1]
        if len(self._raw) < 3:
            return
        middle = sorted(share for _, share in self._raw[-3:])[1]
        now_s, now = self._raw[-2]
        self.wild |= self.down and abs(now - middle) > WILD
        before, self._at, self.share = self._at, (now_s, middle), middle
        if not self.down:
            self.down = middle <= DOWN
            del self._raw[:-3]
        elif not math.isnan(before[1]):
            self._rise(before)
            self._fall(before)

    def _rise(self, before: Crossing) -> None:
        share = self.share
        if share < FIRST and self.high < LEAST:
            self.first_s, self.high, self._low = NAN, max(share, 0.0), math.inf
            del self._raw[:-3]
            return
        if math.isnan(self.first_s):
            self.first_s = _passes(before, self._at, FIRST)
        if math.isnan(self.early) and share >= HALF:
            took_s = _passes(before, self._at, HALF) - self.first_s
            self.early = (HALF - FIRST) / max(took_s, 1e-3)
        if share >= self.high + (WAY_ON if self._low < self.high else 0.0):
            if self.high <= LAST_HITCH and self._low < self.high and not self._jumped_down():
                self.fell = max(self.fell, self.high - self._low)
            self.high, self._low, self._peak_s = share, math.inf, self._at[0]
            # What went on had not turned.
            self.reach = NAN
        else:
            self._low = min(self._low, share)
            turned = share <= (1.0 - TURN) * self.high and self.high >= LEAST
            if turned and math.isnan(self.reach) and not self._jumped_down():
                self.reach = self.high

    def _fall(self, before: Crossing) -> None:
        if self.share >= HIGH * self.high:
            self.high_s = math.nan
        elif math.isnan(self.high_s):
            self.high_s = _passes(before, self._at, HIGH * self.high)
        turned = not math.isnan(self.reach)
        if turned and math.isnan(self.lowering_s) and self.share <= LOW * self.high:
            middle_s = _passes(before, self._at, LOW * self.high) - self.high_s
            self.lowering_s, self.lowered_s = middle_s / MIDDLE_SHARE, self.high_s
            self.wild |= not self._even()

    def _jumped_down(self) -> bool:
        """Whether what it fell since its height was a jump between two frames."""
        return at_once(np.array([share for time_s, share in self._raw if time_s >= self._peak_s]))

    def _even(self) -> bool:
        """Whether it came down without a jump."""
        inside = np.array([place for place in self._raw if place[0] >= self.lowered_s])
        if len(inside) < 2:
            return True
        times, shares = inside.T
        smooth = PEAK_SPEED * self.high * np.diff(times) / max(self.lowering_s, 1e-3)
        return bool((-np.diff(shares) <= UNEVEN_STEPS * smooth + ROUGH).all())


def _passes(before: Crossing, after: Crossing, level: float) -> float:
    """Return when a level is passed between two places; the later time where it is not between."""
    step = after[1] - before[1]
    if step == 0.0:
        return after[0]
    part = min(max((level - before[1]) / step, 0.0), 1.0)
    return before[0] + part * (after[0] - before[0])
