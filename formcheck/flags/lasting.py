"""A fault that lasts: on after a hold time, off with hysteresis."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace

from formcheck.reps.sample import MEMORY_S
from formcheck.types import Flag, FlagCleared, FlagPeak, FlagRaised, Severity


@dataclass(frozen=True, slots=True)
class HoldRule:
    """When a lasting fault goes up and comes down.

    It goes up once the value has been above ``on`` for ``hold_s`` without falling below ``off``
    and comes down once it has been below ``off`` for ``release_s``.  Above ``alert`` it is an
    alert, else a warning.
    """

    code: str
    unit: str
    on: float
    off: float
    alert: float
    hold_s: float
    release_s: float = 0.3


class Holding:
    """Apply one :class:`HoldRule` to a stream of values."""

    def __init__(self, rule: HoldRule) -> None:
        self.rule = rule
        self._since = math.nan
        self._below = math.nan
        self._worst = 0.0
        self._worst_s = math.nan
        self._course: deque[tuple[float, float]] = deque()
        self._flag: Flag | None = None

    @property
    def active(self) -> Flag | None:
        """The flag while it is up."""
        return self._flag

    def push(
        self, time_s: float, value: float, *, armed: bool, rep: int
    ) -> list[FlagRaised | FlagCleared]:
        """Take one value; NaN says nothing and changes nothing for a while.

        ``armed`` says whether a new flag may go up now; ``rep`` is the number it would carry.
        """
        self._remember(time_s, value)
        if self._flag is not None:
            return self._watch_end(time_s, value, rep)
        if math.isnan(value):
            return []
        if value < self.rule.off or (math.isnan(self._since) and value < self.rule.on):
            self._since, self._worst = math.nan, 0.0
            return []
        if math.isnan(self._since):
            self._since = time_s
        self._note(time_s, value)
        held = time_s - self._since >= self.rule.hold_s
        if not (held and armed and self._worst >= self.rule.on):
            return []
        self._flag = Flag(
            self.rule.code,
            self._severity(self._worst),
            self._since,
            time_s,
            self._worst,
            self.rule.on,
            self.rule.unit,
            rep,
            peak_s=self._worst_s,
        )
        self._below = math.nan
        return [FlagRaised(time_s, self._flag)]

    def finish(self, time_s: float) -> list[FlagRaised | FlagCleared]:
        """Take the flag down at the end of the recording."""
        return [self._clear(time_s, time_s)] if self._flag is not None else []

    def rep_done(self, rep: int, start_s: float, end_s: float) -> None:
        """Let the flag that is up know what it came to in a rep that is over."""
        if self._flag is not None:
            self._flag = self.told_of(self._flag, rep, start_s, end_s)

    def told_of(self, flag: Flag, rep: int, start_s: float, end_s: float) -> Flag:
        """Return a flag of this rule that knows what it came to in a rep, if it reached into it."""
        last_s = end_s if flag.active else min(end_s, flag.end_s)
        inside = [
            (value, -time_s)
            for time_s, value in self._course
            if max(start_s, flag.start_s) <= time_s <= last_s
        ]
        if not inside:
            return flag
        value, before_s = max(inside)
        return flag.with_peak(FlagPeak(rep, value, -before_s, self._severity(value)))

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Give the flag that is up the reps that stand."""
        if self._flag is not None:
            self._flag = self._flag.renumbered(numbers)

    def _remember(self, time_s: float, value: float) -> None:
        if value >= self.rule.off:
            self._course.append((time_s, value))
        while self._course and time_s - self._course[0][0] > MEMORY_S:
            self._course.popleft()

    def _note(self, time_s: float, value: float) -> None:
        if value > self._worst:
            self._worst, self._worst_s = value, time_s

    def _watch_end(self, time_s: float, value: float, rep: int) -> list[FlagRaised | FlagCleared]:
        """Follow the flag that is up; what is worse between reps is no rep's, and not told."""
        assert self._flag is not None
        if value > self._flag.value and (rep > 0 or self._flag.rep == 0):
            self._flag = replace(
                self._flag, value=value, severity=self._severity(value), rep=rep, peak_s=time_s
            )
        if math.isnan(value) or value < self.rule.off:
            if math.isnan(self._below):
                self._below = time_s
            if time_s - self._below >= self.rule.release_s:
                return [self._clear(time_s, self._below)]
        else:
            self._below = math.nan
        return []

    def _clear(self, time_s: float, end_s: float) -> FlagCleared:
        assert self._flag is not None
        flag = replace(self._flag, end_s=end_s)
        self._flag, self._since, self._below, self._worst = None, math.nan, math.nan, 0.0
        return FlagCleared(time_s, flag)

    def _severity(self, value: float) -> Severity:
        return "alert" if value >= self.rule.alert else "warning"
