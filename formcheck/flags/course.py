"""The course of one stroke, frame by frame: the same for the pull under way and for a finished rep.

Each part of the arm says how far along its way it is; what most of them say is the stroke.  A jerk
is told by the shape of the course, not by how long it took: a brisk pull or lowering that is even
is none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from formcheck.flags.witnesses import WILD, Witness, places_of
from formcheck.reps.phases import MIDDLE_SHARE, POSSIBLE_STROKES_PER_S
from formcheck.reps.sample import Sample
from formcheck.types import NAN

DOWN = 0.15
"""A limb within this share of its way from its rest is down."""

STEP = 0.025
"""The times at which the course passes so many shares are kept."""

FIRST = 0.05
"""A pull begins where it leaves this share for the last time."""

LEAST = 0.35
"""What goes less far is no pull but a rebound, or a grip adjusted."""

TURN = 0.4
"""A pull is over when the limb has come back from its height by this share of it; what comes back
by less may be a hitch."""

BURST, AFTER = 12, 8
"""A burst is three tenths of the way (in steps); what follows it for two tenths tells whether the
whole pull was so fast."""

LAST_BURST = 12
"""A burst begins before this step (0.35): what slows later comes to its end.  In a minimum-jerk
pull the two tenths after it take 0.76 times as long as its three tenths."""

UNEVEN, SURELY_UNEVEN, EVEN = 2.2, 3.0, 0.8
"""A burst is one when the two tenths after it take so many times as long as its three tenths; in a
lifter's first rep, surely.  A view that foreshortens the end of the way makes all pulls of a set
uneven: where the lifter's own are more so than even ones, the limit grows with them.  Re-timed calm
reps of real people: 0.8 (median), 1.2 in 90 of 100; snatched ones 4.5 (middle strength)."""

MOST_BURST = 9.0
"""A part of the way that is faster, strokes a second, is a landmark that went astray."""

ON = 2
"""...and when the pull goes on after it by so many steps: what stops is a hitch."""

LAST_HITCH, MOST_FALL = 0.85, 0.35
"""What falls back from higher trembles at the contraction; what falls back by more begins another
pull."""

STOOD_SHARE = 0.3
"""A pull stands still where a twentieth of its way takes such a share of its time."""

WAY_ON = 0.02
"""A pull that fell back goes on when it is farther than before by this share of the way."""

HIGH, NEARLY = 0.1, 32
HIGH_STEP, LOW_STEP = 4, 28
"""A lowering is judged from a tenth of its way down to nine tenths (in steps from there), its time
from a fifth to four fifths."""

BOTTOM_S, REBOUND_S, MOST_REBOUND, BACK = 0.8, 0.5, 0.5, 0.5
"""A rebound begins so soon after the limb was down, is at its height so soon after that, rises by
less than half of the way (more is the next pull) and falls back by half of what it rose."""

WATCH_S = 1.5
"""After a lowering the limb is watched for a rebound for so long."""

MOST_FRAMES = 900
"""A limb that stays up for so many frames is no pull."""

FALL = 0.63
"""What falls from rest at an even acceleration is so long between those two (of the whole time)."""


@dataclass(slots=True)
class Course:
    """Follow one stroke; what it has shown so far, NaN while it has not.

    Shares are of the way it goes in a full rep.  ``uneven`` is how many times as long two tenths of
    the way took as the three before them, at most, and ``burst`` the speed, in strokes a second, of
    a part that was faster by ``limit`` than what followed, 0 where the pull was even; ``fell`` how
    far it fell back before it went on; ``stood_s`` how long it stood still on its way; ``reach``
    how far it got, once it turned.  ``lowering_s`` is how long a smooth lowering with this middle
    takes, ``fall_s`` how long a load that falls would take for the whole way, and ``late`` at which
    share of the lowering's time its ways are passed in the mean: 0.5 where it is braked as it was
    let go (minimum jerk), 0.58 in an unbraked fall; ``rebound`` how far it came up again out of the
    stretch.  ``*_at`` say when.  ``wild`` tells that a frame was where no limb can get to, so that
    nothing is believed.
    """

    limit: float = UNEVEN
    down: bool = False
    wild: bool = False
    share: float = NAN
    high: float = 0.0
    burst: float = NAN
    burst_at: float = NAN
    uneven: float = 0.0
    fell: float = 0.0
    fell_at: float = NAN
    stood_s: float = 0.0
    stood_at: float = NAN
    reach: float = NAN
    lowering_s: float = NAN
    lowered_at: float = NAN
    fall_s: float = NAN
    late: float = NAN
    rebound: float = NAN
    rebound_at: float = NAN
    turned_at: float = NAN
    over: bool = False
    up_s: list[float] = field(default_factory=list)
    down_s: list[float] = field(default_factory=list)
    _raw: list[tuple[float, Sequence[float]]] = field(default_factory=list)
    _now_s: float = NAN
    _low: float = math.inf
    _frames: int = 0
    _bottom: tuple[float, float] = (NAN, math.inf)
    _crest: tuple[float, float] = (NAN, 0.0)
    _arrived_s: float = NAN

    @property
    def done(self) -> bool:
        """Whether it came down again, so that the next pull may begin."""
        return self.over or not math.isnan(self._arrived_s)

    @property
    def turned(self) -> bool:
        """Whether the pull is over."""
        return not math.isnan(self.reach)

    def push(self, time_s: float, shares: Sequence[float]) -> None:
        """Take where each part is on its way; a frame that lacks one is left out.

        Of each part the median of three frames counts, and of the parts the median.
        """
        if self.over or not shares or any(math.isnan(share) for share in shares):
            return
        self._raw.append((time_s, shares))
        if len(self._raw) < 3:
            return
        del self._raw[:-3]
        parts = [sorted(part)[1] for part in zip(*(s for _, s in self._raw), strict=True)]
        before_s, before, self._now_s = self._now_s, self.share, self._raw[1][0]
        self.share = median(parts)
        if not self.down:
            self.down = self.share <= DOWN
            return
        step_s = self._now_s - before_s
        raw = self._raw[1][1]
        off = max(abs(a - b) for a, b in zip(raw, parts, strict=True))
        fastest = POSSIBLE_STROKES_PER_S * step_s + 0.05
        self.wild |= off > WILD or abs(self.share - before) > fastest
        if math.isnan(self._arrived_s):
            self._rise(before_s, before)
        self._fall(before_s, before)
        if not math.isnan(self._arrived_s):
            self._spring()

    def _rise(self, before_s: float, before: float) -> None:
        """Follow the way up: when it passes each share, how it bursts, stands and falls back."""
        share = self.share
        back = share < FIRST or (share <= DOWN and self.high - share >= FIRST)
        if back and self.high < LEAST:
            self.up_s, self.down_s = [], []
            self.high, self._low, self._frames = max(share, 0.0), math.inf, 0
            return
        self._frames += 1
        self.over |= self._frames > MOST_FRAMES
        self._pass(self.up_s, FIRST, before_s, before, share)
        if share > self.high and self._low >= self.high - WAY_ON:
            self._burst()
        if share >= self.high + (WAY_ON if self._low < self.high else 0.0):
            fell = self.high - self._low
            if self.high <= LAST_HITCH and self.fell < fell <= MOST_FALL:
                self.fell, self.fell_at = fell, self._now_s
            self.high, self._low = share, math.inf
            # What went on had not turned.
            self.reach, self.down_s = NAN, []
        else:
            self._low = min(self._low, share)
            # It went up again without having come down: another pull.
            self.over |= self.turned and share - self._low >= TURN
            if share <= (1.0 - TURN) * self.high and self.high >= LEAST and not self.turned:
                self.reach, self.turned_at = self.high, self._now_s
                self._stand()

    def _pass(
        self, passed: list[float], first: float, before_s: float, before: float, way: float
    ) -> None:
        """Note when the shares that lie between two frames are passed."""
        while (level := first + STEP * len(passed)) <= way:
            part = (level - before) / (way - before) if before < level else 0.0
            passed.append(before_s + part * (self._now_s - before_s))

    def _burst(self) -> None:
        """Look for three tenths of the way that are much faster than the two tenths after them."""
        passed = self.up_s
        if len(passed) > LAST_BURST + BURST + AFTER and math.isnan(self.burst):
            self.burst = 0.0
        for k in range(min(LAST_BURST + 1, len(passed) - BURST - ON)):
            done_s, later = passed[k + BURST], k + BURST + AFTER
            fast_s = max(done_s - passed[k], 1e-3)
            after_s = (passed[later] if later < len(passed) else self._now_s) - done_s
            speed = BURST * STEP / fast_s
            possible = speed <= MOST_BURST and not speed <= self.burst
            if later < len(passed):
                self.uneven = max(self.uneven, after_s / fast_s)
            if possible and after_s >= self.limit * fast_s:
                self.burst, self.burst_at = speed, passed[k]

    def _stand(self) -> None:
        """Note how long a twentieth of the way took at most, once the pull is over."""
        levels = [FIRST + STEP * k for k in range(len(self.up_s))]
        least_s = STOOD_SHARE * (self.up_s[-1] - self.up_s[0])
        for k in range(len(self.up_s) - 2):
            long_s = self.up_s[k + 2] - self.up_s[k]
            if 0.15 <= levels[k] <= LAST_HITCH * self.high and long_s > max(self.stood_s, least_s):
                self.stood_s, self.stood_at = long_s, self.up_s[k]

    def _fall(self, before_s: float, before: float) -> None:
        """Follow the way down, in shares of its own height."""
        if self.high < LEAST:
            return
        way, last = 1.0 - self.share / self.high, 1.0 - before / self.high
        if way < HIGH and math.isnan(self._arrived_s):
            self.down_s = []
            return
        self._pass(self.down_s, HIGH, before_s, last, way)
        if not self.turned:
            return
        if math.isnan(self.fall_s) and len(self.down_s) > NEARLY:
            passed = np.array(self.down_s[: NEARLY + 1]) - self.down_s[0]
            self.lowering_s = (passed[LOW_STEP] - passed[HIGH_STEP]) / MIDDLE_SHARE
            self.lowered_at, self.fall_s = self.down_s[HIGH_STEP], float(passed[-1]) / FALL
            self.late = float(passed.mean() / max(passed[-1], 1e-3))
        if self.share <= DOWN and math.isnan(self._arrived_s):
            self._arrived_s = self._now_s
            self._bottom = self._crest = self._now_s, self.share

    def _spring(self) -> None:
        """Follow what comes after the way down: a rebound goes up and down again."""
        if self.share < self._bottom[1]:
            self._bottom = self._crest = self._now_s, self.share
        if self.share > self._crest[1]:
            self._crest = self._now_s, self.share
        rise = self._crest[1] - self._bottom[1]
        self.over = self._now_s - self._arrived_s > WATCH_S or rise > MOST_REBOUND
        soon = self._crest[0] - self._bottom[0] <= REBOUND_S
        soon &= self._bottom[0] - self._arrived_s <= BOTTOM_S
        if soon and self._crest[1] - self.share >= BACK * rise and not rise <= self.rebound:
            self.rebound, self.rebound_at = rise, self._bottom[0]


@dataclass(frozen=True, slots=True)
class Own:
    """How a lifter's own calm reps look from where the camera stands; NaN as long as unknown.

    A view that foreshortens a part of the way bends the course of every rep of the set alike.
    """

    uneven: float = NAN
    late: float = NAN

    @property
    def limit(self) -> float:
        """How uneven a pull must be for a burst."""
        if math.isnan(self.uneven):
            return SURELY_UNEVEN
        return UNEVEN * max(1.0, self.uneven / EVEN)


UNKNOWN_OWN = Own()


@dataclass(slots=True)
class Follower:
    """Push frames into a course as shares of the ways of these parts, each times its scale.

    ``own`` is how the lifter's calm reps look from here.
    """

    seen: Sequence[Witness]
    signal: str
    arm: int
    scales: Sequence[float]
    own: Own = UNKNOWN_OWN
    course: Course = field(init=False)

    def __post_init__(self) -> None:
        self.course = Course(self.own.limit)

    def push(self, sample: Sample) -> None:
        """Take one frame."""
        if not sample.found:
            return
        arm = self.arm if self.arm >= 0 else (0 if sample.side < 0 else 1)
        places = places_of(sample, self.signal, arm)
        shares = [w.share(places[w.name]) * k for w, k in zip(self.seen, self.scales, strict=True)]
        self.course.push(sample.time_s, shares)

    def anew(self) -> Follower:
        """Return a follower of the next stroke."""
        return Follower(self.seen, self.signal, self.arm, self.scales, self.own)

    @property
    def noise(self) -> float:
        """The spread of the frames around the stroke, as a share of the way."""
        return median(witness.noise for witness in self.seen)
