"""Find pulls in one signal as it streams by: extended, contracted, extended again.

The signal grows while pulling (elbow flexion in degrees).  A turning point counts only when the
signal has come back from it by more than a hysteresis, so jitter makes no reps; a pull counts
only when it gained the smallest excursion and the arm then returned far enough.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace
from enum import Enum, auto
from statistics import median

from formcheck.config import RepOptions
from formcheck.types import Phase

SETTLED_S = 0.20
"""Extended again when the signal makes no new low for so long."""

SETTLED_STEP = 0.02
"""A new low must be lower by this share of the excursion; less is drift."""

Place = tuple[float, float]
NOWHERE: Place = (math.nan, math.nan)

REST_MEMORY_S = 3.0
NEAR_BASE_DEG = 3.0
"""The arm's straightest is that of the last three seconds; within three degrees of it is rest."""

HAND_RETURN = 0.55
LEAST_HAND_WAY = 0.2
"""The hand has returned when at most this share of its way is left; ways under a fifth of the
trunk, as in views from the front, say nothing."""

SETTLED_ELSEWHERE_S = 0.6
"""A hand that stays away so long with the arm straight has been put elsewhere, not hidden."""

MEDIAN_S = 0.14
"""The signal is the median of the samples in so long a window: single wild frames vanish."""

END_RETURN = 0.35
"""A recording that stops in the middle of the lowering still ends a rep after this much of it."""

MAX_GAP_S = 0.8
"""A longer gap in the signal breaks the pull it falls into."""

PARTIAL_RETURN = 0.6
"""A new pull after at least this much of a return closes the rep before as incomplete."""


@dataclass(frozen=True, slots=True)
class PullCycle:
    """One extended-contracted-extended cycle of the signal.

    ``base``, ``peak`` and ``low`` are the signal's values at ``start_s``, ``peak_s`` and
    ``end_s``; ``complete`` tells whether it returned far enough, ``cut`` that the recording
    ended before the return did, so that the lowering's time is unknown.
    """

    start_s: float
    peak_s: float
    end_s: float
    base: float
    peak: float
    low: float
    complete: bool
    cut: bool = False

    @property
    def excursion(self) -> float:
        """How far the signal rose."""
        return self.peak - self.base


class _State(Enum):
    EXTENDED = auto()
    PULLING = auto()
    RETURNING = auto()


class PullSegmenter:
    """Segment one signal; call :meth:`push` for each sample and :meth:`finish` at the end."""

    def __init__(self, options: RepOptions) -> None:
        self._options = options
        self._rise = 0.5 * options.min_excursion_deg
        self._state = _State.EXTENDED
        self._time = math.nan
        self._valley = (math.nan, math.inf)
        self._peak = (math.nan, -math.inf)
        self._low = (math.nan, math.inf)
        self._hand_home = self._hand_peak = self._hand_low = NOWHERE
        self._resting: deque[tuple[float, float, Place]] = deque()
        self._recent: deque[tuple[float, float]] = deque()

    @property
    def phase(self) -> Phase:
        """The phase after the last sample."""
        if math.isnan(self._time):
            return "unknown"
        if self._state is _State.EXTENDED:
            return "extended"
        if self._state is _State.RETURNING:
            return "eccentric"
        return "contracted" if self._time - self._peak[0] > 0.1 else "concentric"

    @property
    def open_since_s(self) -> float:
        """When the pull that is under way left the extended position; NaN outside one."""
        return math.nan if self._state is _State.EXTENDED else self._valley[0]

    @property
    def peak_s(self) -> float:
        """When the pull that is under way was most contracted so far."""
        return self._peak[0]

    def push(self, time_s: float, value: float, hand: Place = NOWHERE) -> list[PullCycle]:
        """Take one sample and return the cycles it completed, none or one.

        Parameters
        ----------
        time_s : float
        value : float
            The signal; NaN when not seen.
        hand : tuple of float, optional
            The hand from the shoulder in trunk lengths.  Where it is known, the arm has returned
            only when the hand has: an elbow angle falls too when a plate hides the wrist.
        """
        if math.isnan(value):
            return []
        if not math.isnan(self._time) and time_s - self._time > MAX_GAP_S:
            self._restart(time_s, value)
        self._time = time_s
        value = self._steady(time_s, value)
        if self._state is _State.EXTENDED:
            return self._extended(time_s, value, hand)
        if self._state is _State.PULLING:
            return self._pulling(time_s, value, hand)
        return self._returning(time_s, value, hand)

    def finish(self) -> list[PullCycle]:
        """Return the last cycle if the recording ended after the arm had returned."""
        if self._state is _State.RETURNING and self._returned(END_RETURN):
            cut = not self._returned(1.0 - self._options.return_fraction)
            return [replace(self._close(complete=True), cut=cut)]
        return []

    def _steady(self, time_s: float, value: float) -> float:
        """Return the median over the last :data:`MEDIAN_S` seconds."""
        self._recent.append((time_s, value))
        while time_s - self._recent[0][0] > MEDIAN_S:
            self._recent.popleft()
        return median(v for _, v in self._recent)

    def _restart(self, time_s: float, value: float) -> None:
        self._state = _State.EXTENDED
        self._valley = (time_s, value)
        self._recent.clear()
        self._resting.clear()

    def _extended(self, time_s: float, value: float, hand: Place) -> list[PullCycle]:
        self._resting.append((time_s, value, hand))
        while time_s - self._resting[0][0] > REST_MEMORY_S:
            self._resting.popleft()
        base = min(v for _, v, _ in self._resting)
        # The pull starts where the arm was last seen near its straightest, not where it first was.
        start, _, place = next(r for r in reversed(self._resting) if r[1] <= base + NEAR_BASE_DEG)
        self._valley, self._hand_home = (start - 0.5 * MEDIAN_S, base), place
        if value - base >= self._rise:
            self._state, self._peak = _State.PULLING, (time_s, value)
            self._hand_peak = hand
        return []

    def _pulling(self, time_s: float, value: float, hand: Place) -> list[PullCycle]:
        if value >= self._peak[1]:
            self._peak, self._hand_peak = (time_s, value), hand
            return []
        gained = self._peak[1] - self._valley[1]
        if self._peak[1] - value < max(0.25 * gained, 8.0):
            return []
        straight = self._valley[1] <= self._options.max_extended_deg
        if gained < self._options.min_excursion_deg or not straight:
            self._restart(time_s, value)
        else:
            self._state, self._low = _State.RETURNING, (time_s, value)
            self._hand_low = hand
        return []

    def _returning(self, time_s: float, value: float, hand: Place) -> list[PullCycle]:
        if value > self._peak[1]:
            self._state, self._peak = _State.PULLING, (time_s, value)
            self._hand_peak = hand
            return []
        if value < self._low[1] - SETTLED_STEP * self._excursion:
            self._low, self._hand_low = (time_s, value), hand
        home = self._hand_returned(hand)
        rested = time_s - self._low[0]
        if self._returned(1.0 - self._options.return_fraction) and (
            home or rested >= SETTLED_ELSEWHERE_S
        ):
            settled = rested >= SETTLED_S
            rising = value - self._low[1] >= max(0.12 * self._excursion, 6.0)
            return [self._close(complete=True)] if settled or rising else []
        if value - self._low[1] >= self._rise:
            if home and self._returned(PARTIAL_RETURN):
                return [self._close(complete=False)]
            self._state = _State.PULLING
        return []

    @property
    def _excursion(self) -> float:
        return self._peak[1] - self._valley[1]

    def _returned(self, fraction: float) -> bool:
        return self._peak[1] - self._low[1] >= fraction * self._excursion

    def _hand_returned(self, hand: Place) -> bool:
        """Whether the hand is back where the pull began, or as far from the shoulder as then."""
        way = math.dist(self._hand_home, self._hand_peak)
        left = math.dist(self._hand_home, hand)
        reach_way = math.hypot(*self._hand_home) - math.hypot(*self._hand_peak)
        reach_left = math.hypot(*self._hand_home) - math.hypot(*hand)
        near = not left > HAND_RETURN * way or way < LEAST_HAND_WAY
        return near or (reach_way > LEAST_HAND_WAY and reach_left < HAND_RETURN * reach_way)

    def _close(self, *, complete: bool) -> PullCycle:
        cycle = PullCycle(
            self._valley[0],
            self._peak[0],
            self._low[0],
            self._valley[1],
            self._peak[1],
            self._low[1],
            complete,
        )
        self._state, self._valley = _State.EXTENDED, self._low
        # The next pull may begin from this low, which has passed already.
        self._resting.clear()
        self._resting.append((*self._low, self._hand_low))
        return cycle
