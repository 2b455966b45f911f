"""Time isometric holds as they stream by: into the zone, still, and out of it.

A hold begins when the signal comes to rest inside its zone and ends when it begins to leave for
good, which is traced back from where the crossing is certain to where the movement began: the time
of getting there and away is none of the hold's.  While the signal is out of sight
for a moment the hold goes on; out of sight for longer, it ends where it was last seen and says so.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Final, NamedTuple

import numpy as np

from formcheck.exercises import registry
from formcheck.exercises.hold import HOLD_SIGNALS, HoldRule
from formcheck.exercises.spec import ExerciseSpec
from formcheck.reps.sample import Sample
from formcheck.types import NAN, Event, Hold, HoldBegan, HoldEnd, HoldEnded, Rep

GAP_S: Final = 0.7
"""A signal out of sight for no longer is taken to have stayed where it was."""

MEDIAN_S: Final = 0.14
"""Every value is the median of so long a window: single wild frames vanish."""

STILL_SHARE: Final = 0.5
"""A signal that changes by less than this share of the sinking limit in a second is at rest."""

SPEED_S: Final = 0.25
"""The change is taken over so long."""

EDGE_SHARE: Final = 0.28
"""The movement away from the hold is traced from this share of the sinking limit on."""

SETS_OUT: Final = 2.6
"""The way of a minimum-jerk stroke grows with this power of the time between a twentieth and a
sixth of it, where it is traced: with the third at its very beginning, with less later."""

MOST_EDGE_S: Final = 0.6
"""A movement begins no earlier before it can be told from noise."""

SHOWN_S: Final = 0.5
"""A hold that has lasted so long is shown as running, before it counts."""

LEVEL_S: Final = 0.5
"""The level, and how far it sank, are medians over so long."""

UNNAMED_S: Final = 5.0
"""At the top of a rep of an exercise nobody named, a pause from so long on is told as a hold."""

RECENT_S: Final = 4.0
"""So much is remembered to trace a crossing back."""


class _Seen(NamedTuple):
    time_s: float
    value: float


@dataclass(slots=True)
class _Open:
    """A hold that is under way.

    ``seen`` are its values, ``frames`` counts all since it began, ``unseen_s`` is the time out of
    sight since the last value, ``window`` the values of the last :data:`LEVEL_S`, turned so that
    they fall as the hold sinks; ``index`` is 0 until it counts.
    """

    start_s: float
    seen: list[_Seen]
    frames: int = 1
    unseen_s: float = 0.0
    bridged_s: float = 0.0
    level: float = -math.inf
    index: int = 0
    window: deque[_Seen] = field(default_factory=deque)


class HoldTimer:
    """Follow one signal; :meth:`push` each frame, :meth:`finish` at the end.

    Parameters
    ----------
    rule : HoldRule
    """

    def __init__(self, rule: HoldRule) -> None:
        self.rule = rule
        signal = HOLD_SIGNALS[rule.signal]
        self._name, self._unit = signal.sample, signal.unit
        self._next = 1
        self._raw: deque[_Seen] = deque()
        self._recent: deque[_Seen] = deque()
        self._open: _Open | None = None
        self._sunk_from = -math.inf
        self._now_s = NAN

    @property
    def running_s(self) -> float:
        """For how long the hold that is under way has lasted; NaN outside one."""
        if self._open is None:
            return NAN
        lasted = self._now_s - self._open.start_s
        return lasted if lasted >= SHOWN_S else NAN

    def push(self, sample: Sample) -> list[Event]:
        """Take one frame and return what it made known."""
        step, self._now_s = sample.time_s - self._now_s, sample.time_s
        value = getattr(sample, self._name) if sample.found else NAN
        events: list[Event] = []
        if self._raw and sample.time_s - self._raw[-1].time_s > GAP_S:
            events = self._lose()
        if not math.isnan(value):
            return events + self._take(self._steady(_Seen(sample.time_s, value)))
        if self._open is not None:
            self._open.frames += 1
            self._open.unseen_s += step
        return events

    def finish(self) -> list[Event]:
        """End the recording."""
        return [] if self._open is None else self._close(self._open.seen[-1].time_s, "cut")

    def _lose(self) -> list[Event]:
        """Forget what was seen: it is too long ago to go on from."""
        self._raw.clear()
        self._recent.clear()
        return [] if self._open is None else self._close(self._open.seen[-1].time_s, "lost")

    def _steady(self, seen: _Seen) -> _Seen:
        self._raw.append(seen)
        while seen.time_s - self._raw[0].time_s > MEDIAN_S:
            self._raw.popleft()
        middle_s = 0.5 * (self._raw[0].time_s + seen.time_s)
        return _Seen(middle_s, median(each.value for each in self._raw))

    def _take(self, now: _Seen) -> list[Event]:
        self._recent.append(now)
        while now.time_s - self._recent[0].time_s > RECENT_S:
            self._recent.popleft()
        held, last = self._open, len(self._recent) - 1
        if held is None:
            if self._may_begin(now) and self._speed(last) <= self._still:
                self._open = _Open(now.time_s - SPEED_S / 2.0, [now])
            return []
        if self._has_left(held, now):
            self._sunk_from = held.level
            return self._close(self._began_to_leave(held), "left")
        held.bridged_s, held.unseen_s = held.bridged_s + held.unseen_s, 0.0
        held.seen.append(now)
        held.frames += 1
        self._raise_level(held, now)
        if held.index or self._now_s - held.start_s < self.rule.least_s:
            return []
        held.index, self._next = self._next, self._next + 1
        return [HoldBegan(self._now_s, held.index, held.start_s)]

    def _may_begin(self, now: _Seen) -> bool:
        """Whether a hold may begin: in the zone and, after one that sank, risen again."""
        if not self.rule.inside(now.value):
            self._sunk_from = -math.inf
            return False
        return self._sunk_from - self.rule.depth(now.value) < 0.5 * self._limit

    @property
    def _still(self) -> float:
        return STILL_SHARE * self._limit

    @property
    def _limit(self) -> float:
        return abs(self.rule.sinking)

    def _has_left(self, held: _Open, now: _Seen) -> bool:
        outside = not self.rule.inside(now.value, held=True)
        return outside or held.level - self.rule.depth(now.value) > self._limit

    def _raise_level(self, held: _Open, now: _Seen) -> None:
        """Keep the best level so far: the best of medians, so that no bounce sets it."""
        held.window.append(_Seen(now.time_s, self.rule.depth(now.value)))
        while now.time_s - held.window[0].time_s > LEVEL_S:
            held.window.popleft()
        if now.time_s - held.seen[0].time_s >= LEVEL_S:
            held.level = max(held.level, median(each.value for each in held.window))

    def _speed(self, k: int) -> float:
        """Return how fast the signal changed up to a remembered value, per second."""
        now, before = self._recent[k], k
        while before > 0 and now.time_s - self._recent[before].time_s < SPEED_S:
            before -= 1
        step = now.time_s - self._recent[before].time_s
        return abs(now.value - self._recent[before].value) / step if step > 0.0 else math.inf

    def _began_to_leave(self, held: _Open) -> float:
        """Return when the movement began that has just left the zone."""
        k = len(self._recent) - 1
        while k > 0 and self._speed(k) > self._still:
            k -= 1
        moved_s = self._recent[k].time_s
        rest = [each.value for each in self._recent if 0.0 <= moved_s - each.time_s <= LEVEL_S]
        way = [each for each in reversed(self._recent) if each.time_s > moved_s - LEVEL_S]
        return max(held.start_s, self._edge(way, median(rest), moved_s - SPEED_S / 2.0))

    def _edge(self, way: list[_Seen], rest: float, otherwise_s: float) -> float:
        """Return when a movement began that is given backwards, from far off to the rest.

        A limb that sets out from rest goes a power of the time, so that root of its way is a line,
        which meets the rest where the movement began.
        """
        run: list[_Seen] = []
        for each in way:
            if abs(each.value - rest) < EDGE_SHARE * self._limit:
                break
            run.append(each)
        if len(run) < 3:
            return otherwise_s
        first_s = run[-1].time_s
        since = [each.time_s - first_s for each in run]
        gone = [abs(each.value - rest) ** (1.0 / SETS_OUT) for each in run]
        slope, at_first = np.polyfit(since, gone, 1)
        before_s = at_first / slope if slope > 0.0 else 0.0
        return first_s - float(min(max(before_s, 0.0), MOST_EDGE_S))

    def _close(self, end_s: float, how: HoldEnd) -> list[Event]:
        held, self._open = self._open, None
        if held is None or not held.index:
            return []
        return [HoldEnded(self._now_s, self._hold(held, end_s, how))]

    def _hold(self, held: _Open, end_s: float, how: HoldEnd) -> Hold:
        quality = min(1.0, len(held.seen) / held.frames)
        told = Hold(
            held.index, held.start_s, end_s, quality, held.bridged_s, unit=self._unit, ended=how
        )
        seen = [each for each in held.seen if each.time_s <= end_s]
        if len(seen) < 4 or math.isinf(held.level):
            return told
        times = np.array([each.time_s for each in seen]) - held.start_s
        values = np.array([self.rule.depth(each.value) for each in seen])
        line = np.polyval(np.polyfit(times, values, 1), times)
        last = float(np.median(values[times >= times[-1] - LEVEL_S]))
        return replace(
            told,
            level=self.rule.depth(held.level),
            sank=max(0.0, held.level - last),
            wobble=float(np.std(values - line)),
        )


class HoldFollower:
    """Time the holds of the exercise the user named, or those that a recognised pull proves.

    Where nobody named the exercise, a hold is told only with the rep it was part of: so a hand at
    the chin is none.

    Parameters
    ----------
    exercise : str or None
        The exercise the user named; None to recognise it.
    """

    def __init__(self, exercise: str | None) -> None:
        fixed = None if exercise is None else registry.get(exercise)
        specs = [registry.get(name) for name in registry.names()] if fixed is None else [fixed]
        self._fixed = fixed is not None
        self._timers = [(spec, HoldTimer(spec.hold)) for spec in specs if spec.hold is not None]
        self._unproven: list[tuple[ExerciseSpec, Hold]] = []
        self.holds: tuple[Hold, ...] = ()

    @property
    def running_s(self) -> float:
        """For how long the hold that is under way has lasted; NaN outside one."""
        return self._timers[0][1].running_s if self._fixed and self._timers else NAN

    def push(self, sample: Sample) -> list[Event]:
        """Take one frame and return what it made known."""
        return [e for spec, timer in self._timers for e in self._hear(spec, timer.push(sample))]

    def finish(self) -> list[Event]:
        """End the recording."""
        return [e for spec, timer in self._timers for e in self._hear(spec, timer.finish())]

    def rep_counted(self, time_s: float, rep: Rep, spec: ExerciseSpec | None) -> list[Event]:
        """Return the hold at the top of a rep of this exercise, where it was long enough."""
        events: list[Event] = []
        for of, hold in self._unproven:
            kind = spec is not None and spec.name == of.kind
            inside = rep.start_s <= hold.start_s and hold.end_s <= rep.end_s
            if kind and inside and hold.duration_s >= UNNAMED_S:
                events += self._keep(replace(hold, index=len(self.holds) + 1), time_s)
        self._unproven = [(of, hold) for of, hold in self._unproven if hold.end_s > rep.end_s]
        return events

    def _hear(self, spec: ExerciseSpec, events: list[Event]) -> list[Event]:
        ended = [event.hold for event in events if isinstance(event, HoldEnded)]
        if self._fixed:
            self.holds += tuple(ended)
            return events
        self._unproven += [(spec, hold) for hold in ended]
        return []

    def _keep(self, hold: Hold, time_s: float) -> list[Event]:
        self.holds += (hold,)
        return [HoldBegan(time_s, hold.index, hold.start_s), HoldEnded(time_s, hold)]
