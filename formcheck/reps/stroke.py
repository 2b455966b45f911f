"""Find pulls in how a limb is held, as it streams by: away from where it rested, and back.

A movement is followed in several numbers at once (hand, elbow, flexion), as one vector in trunk
lengths.  Whatever the exercise and wherever the camera stands, a repetition leaves a place, gets
farthest from it, and comes back.  Which of the two ends is the rest is told by one number that
grows with every pull (``bend``), of which only the sign matters: so an elbow angle that the camera
hardly sees change is enough.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field, replace
from statistics import median

import numpy as np

from formcheck.config import RepOptions
from formcheck.types import FloatArray, Phase

MEDIAN_S = 0.14
"""Every number is the median of the samples in so long a window: single wild frames vanish."""

REST_MEMORY_S = 3.0
REST_SHARE = 0.25
NEAR_REST = 0.06
"""The rest is the middle of the least bent quarter of the last three seconds; within so many trunk
lengths of it the limb has not left."""

TURN_BEND = 8.0
"""A turning point counts when the bend has come back from it by so much."""

SAME_REST = 0.3
"""Two rests nearer than this, in trunk lengths, are one."""

MOST_PULLS = 4
LONGEST_S = 60.0

SETTLED_S = 0.20
SETTLED_STEP = 0.02
"""Extended again when the limb gets no nearer to its rest for so long, by this share of the way."""

REBOUND = 0.12
"""...or when it leaves again by this share of the way."""

OFF_PATH = 0.6
"""Beside its path by this share of the way, the limb has gone somewhere else."""

ELSEWHERE_S = 0.6
"""...unless it stays there: the rest has moved."""

HOME = 0.35
"""A pull that began later is preferred when it ends within this share of its way from its rest."""

END_RETURN = 0.4
"""A recording that stops in the middle of the return still ends a rep after this much of it."""

PARTIAL_RETURN = 0.6
"""A new pull after at least this much of a return closes the rep before as incomplete."""

TURN = 0.25
"""The pull has turned when the limb has come back by this share of the way."""

MAX_GAP_S = 0.8
"""A longer gap breaks the pull it falls into."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One cycle: the times of its turning points, and how far it went in trunk lengths.

    ``complete`` tells whether it came back far enough, ``cut`` that the recording ended before it
    had, ``bend`` how much the limb bent more at the peak than at rest, ``back`` how much of the way
    it came back, in trunk lengths.
    """

    start_s: float
    peak_s: float
    end_s: float
    way: float
    bend: float
    complete: bool
    cut: bool = False
    back: float = 0.0


@dataclass(frozen=True, slots=True)
class _Place:
    time_s: float
    at: FloatArray
    bend: float


@dataclass(slots=True)
class _Pull:
    """One hypothesis: a pull from ``home``, where the limb rested or merely ``turned``."""

    home: _Place
    peak: _Place
    turned: bool = False
    returning: bool = False
    low: _Place = field(init=False)
    low_done: float = 0.0

    def __post_init__(self) -> None:
        self.low = self.peak

    @property
    def way(self) -> float:
        return _gap(self.peak, self.home)

    @property
    def bend(self) -> float:
        return self.peak.bend - self.home.bend

    @property
    def back_home(self) -> bool:
        """Whether its return has ended near where it began."""
        return _gap(self.low, self.home) <= HOME * self.way

    def done(self, now: _Place) -> float:
        """Return the share of the way back that is done, along the path."""
        path = self.peak.at - self.home.at
        return 1.0 - float((now.at - self.home.at) @ path) / max(float(path @ path), 1e-9)

    def beside(self, now: _Place) -> float:
        """Return how far beside the path the limb is, as a share of the way."""
        path = self.peak.at - self.home.at
        size = max(float(path @ path), 1e-9)
        gap = now.at - self.home.at
        off = gap - float(gap @ path) / size * path
        return math.sqrt(float(off @ off) / size)

    def stroke(self, *, complete: bool) -> Stroke:
        """Return the cycle as it is now."""
        times = (self.home.time_s, self.peak.time_s, self.low.time_s)
        back = self.low_done * self.way
        return Stroke(*times, self.way, self.bend, complete, back=back)


class StrokeSegmenter:
    """Segment the path of one limb; :meth:`push` each frame, :meth:`finish` at the end.

    A pull is followed from where the limb rested.  Where the bend turns in the middle of it, the
    pull might also have begun there (hands that went to a handle before the first rep), so that
    is followed too; the first that comes back decides.

    Parameters
    ----------
    options : RepOptions
    least_way : float
        How far a pull must go, trunk lengths.
    least_bend : float
        How much more bent the limb must be at the peak, in the unit of ``bend``.
    """

    def __init__(self, options: RepOptions, least_way: float, least_bend: float) -> None:
        self._options = options
        self._least_way, self._least_bend = least_way, least_bend
        self._recent: deque[tuple[float, list[float], float]] = deque()
        self._resting: deque[_Place] = deque()
        self._pulls: list[_Pull] = []
        self._falling: list[_Place] | None = None
        self._highest = -math.inf
        self._time = math.nan

    @property
    def phase(self) -> Phase:
        """The phase after the last sample."""
        if math.isnan(self._time):
            return "unknown"
        if not self._pulls:
            return "extended"
        pull = self._pulls[0]
        if pull.returning:
            return "eccentric"
        return "contracted" if self._time - pull.peak.time_s > 0.1 else "concentric"

    @property
    def open_since_s(self) -> float:
        """When the pull that is under way began; NaN outside one."""
        return self._pulls[0].home.time_s if self._pulls else math.nan

    @property
    def latest_since_s(self) -> float:
        """When the newest of the pulls that are followed began; NaN outside any."""
        return self._pulls[-1].home.time_s if self._pulls else math.nan

    @property
    def peak_s(self) -> float:
        """When the pull that is under way was farthest so far; NaN outside one."""
        return self._pulls[0].peak.time_s if self._pulls else math.nan

    def push(self, time_s: float, at: FloatArray, bend: float) -> list[Stroke]:
        """Take one frame and return the strokes it completed, none or one.

        Parameters
        ----------
        time_s : float
        at : ndarray, shape (k,)
            Where the limb is, trunk lengths; any NaN means that it is not seen.
        bend : float
            Grows with a pull.
        """
        if math.isnan(bend) or not all(map(math.isfinite, at.tolist())):
            return []
        if not math.isnan(self._time) and time_s - self._time > MAX_GAP_S:
            self._rest([])
            self._recent.clear()
        self._time = time_s
        now = self._steady(time_s, at, bend)
        self._resting.append(now)
        while now.time_s - self._resting[0].time_s > REST_MEMORY_S:
            self._resting.popleft()
        if self._pulls:
            return self._follow(now)
        self._leave(now)
        return []

    def finish(self) -> list[Stroke]:
        """Return the last stroke if the recording ended on the way back."""
        for pull in self._pulls:
            if pull.returning and pull.low_done >= END_RETURN and self._is_pull(pull):
                missing = pull.low_done < 1.0 - self._options.return_fraction
                return [replace(pull.stroke(complete=True), cut=missing)]
        for pull in self._pulls:
            if not pull.returning and self._is_pull(pull):
                # The recording ends with the limb pulled in: a rep, but for its way back.
                held = replace(pull.peak, time_s=self._time)
                pull.low = held
                return [replace(pull.stroke(complete=False), cut=True)]
        return []

    def _steady(self, time_s: float, at: FloatArray, bend: float) -> _Place:
        self._recent.append((time_s, at.tolist(), bend))
        while time_s - self._recent[0][0] > MEDIAN_S:
            self._recent.popleft()
        middle = [median(part) for part in zip(*(a for _, a, _ in self._recent), strict=True)]
        half = 0.5 * (time_s - self._recent[0][0])
        bend = median([b for _, _, b in self._recent])
        return _Place(time_s - half, np.array(middle), bend)

    def _rest(self, places: list[_Place]) -> None:
        self._pulls.clear()
        self._resting = deque(places)
        self._falling, self._highest = None, -math.inf

    def _leave(self, now: _Place) -> None:
        if now.bend - min(place.bend for place in self._resting) < 0.5 * self._least_bend:
            # The rest is no less bent than its least bent place.
            return
        home = _rest_of(self._resting)
        bent = now.bend - home.bend >= 0.5 * self._least_bend
        if bent and _gap(now, home) >= 0.5 * self._least_way:
            self._pulls.append(_Pull(home, now))
            self._falling, self._highest = None, now.bend

    def _follow(self, now: _Place) -> list[Stroke]:
        for pull in list(self._pulls):
            stroke = self._step(pull, now)
            if stroke is not None:
                pull, stroke = self._latest(pull, stroke)
                # The next pull may begin from this low, which has passed already.
                self._rest([pull.low])
                return [stroke]
        self._turn(now)
        if not self._pulls:
            self._rest([place for place in self._resting if now.time_s - place.time_s < 0.5])
        return []

    def _latest(self, pull: _Pull, stroke: Stroke) -> tuple[_Pull, Stroke]:
        """Of all pulls that are back as well, return the one that began last.

        What began in the middle of a hitch comes back to far beyond where it began.
        """
        for other in reversed(self._pulls):
            back = other.returning and other.back_home
            later = other is not pull and other.home.time_s > pull.home.time_s
            if later and back and self._is_pull(other):
                return other, other.stroke(complete=True)
        return pull, stroke

    def _turn(self, now: _Place) -> None:
        """Follow the bend's turning points; one at which it is least may be another rest."""
        self._highest = max(self._highest, now.bend)
        if self._falling is None:
            if now.bend <= self._highest - TURN_BEND:
                self._falling = [now]
            return
        self._falling.append(now)
        lowest = min(self._falling, key=lambda place: place.bend)
        if now.bend < lowest.bend + TURN_BEND:
            return
        since = lowest.time_s - REST_MEMORY_S
        low = [p for p in self._falling if p.bend < lowest.bend + TURN_BEND and p.time_s >= since]
        home = _rest_of(deque(low))
        if all(_gap(home, pull.home) > SAME_REST for pull in self._pulls):
            self._pulls = [*self._pulls, _Pull(home, now, turned=True)][-MOST_PULLS:]
        self._falling, self._highest = None, now.bend

    def _is_pull(self, pull: _Pull) -> bool:
        return pull.way >= self._least_way and pull.bend >= self._least_bend

    def _step(self, pull: _Pull, now: _Place) -> Stroke | None:
        """Take one frame into a pull; return its stroke when it is over, drop it if it is none."""
        if now.time_s - pull.home.time_s > LONGEST_S:
            self._pulls.remove(pull)
            return None
        if not pull.returning:
            self._pulling(pull, now)
            return None
        return self._returning(pull, now)

    def _pulling(self, pull: _Pull, now: _Place) -> None:
        away = _gap(now, pull.home)
        if away >= pull.way:
            pull.peak = now
        elif pull.done(now) >= TURN and self._is_pull(pull):
            pull.returning, pull.low, pull.low_done = True, now, pull.done(now)
        elif pull.way >= self._least_way and pull.bend < -self._least_bend:
            # It straightened on the way: it began contracted.
            self._pulls.remove(pull)
        elif pull.done(now) >= TURN and away < 0.5 * self._least_way:
            # It never left, as yet.
            if pull is self._pulls[0] and len(self._pulls) == 1:
                self._pulls.remove(pull)
            pull.peak = now

    def _returning(self, pull: _Pull, now: _Place) -> Stroke | None:
        done = pull.done(now)
        if _gap(now, pull.home) > pull.way and done < 0.1:
            pull.returning, pull.peak = False, now
            return None
        if done > pull.low_done + SETTLED_STEP:
            pull.low, pull.low_done = now, done
        rested = now.time_s - pull.low.time_s
        home = pull.beside(now) <= OFF_PATH or rested >= ELSEWHERE_S
        if pull.turned and not pull.back_home:
            # It began in the middle of a hitch, and the limb went on to where that began.
            home = False
        back = pull.low_done >= 1.0 - self._options.return_fraction
        rising = pull.low_done - done >= REBOUND
        if back and home and (rested >= SETTLED_S or rising):
            return pull.stroke(complete=True)
        if pull.low_done - done >= 0.5:
            if pull.low_done >= PARTIAL_RETURN:
                return pull.stroke(complete=False)
            pull.returning = False
        return None


def _rest_of(places: deque[_Place]) -> _Place:
    """Return the middle of the least bent places, at the last time the limb was near it."""
    order = sorted(places, key=lambda place: place.bend)
    least = order[: max(1, round(REST_SHARE * len(order)))]
    middle = _Place(
        math.nan, np.median([place.at for place in least], axis=0), least[len(least) // 2].bend
    )
    near = max(NEAR_REST, 1.2 * min(_gap(place, middle) for place in places))
    last = next(place for place in reversed(places) if _gap(place, middle) <= near)
    return replace(middle, time_s=last.time_s)


def _gap(a: _Place, b: _Place) -> float:
    step = a.at - b.at
    return math.sqrt(float(step @ step))
