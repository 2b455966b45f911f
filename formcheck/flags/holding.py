"""A fault that lasts: on after a hold time, off with hysteresis."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from formcheck.types import Flag, FlagCleared, FlagRaised, Severity


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
        if self._flag is not None:
            return self._watch_end(time_s, value)
        if math.isnan(value):
            return []
        if value < self.rule.off or (math.isnan(self._since) and value < self.rule.on):
            self._since, self._worst = math.nan, 0.0
            return []
        if math.isnan(self._since):
            self._since = time_s
        self._worst = max(self._worst, value)
        held = time_s - self._since >= self.rule.hold_s
        if not (held and armed and self._worst >= self.rule.on):
            return []
        self._flag = Flag(
            self.rule.code,
            self._severity(),
            self._since,
            time_s,
            self._worst,
            self.rule.on,
            self.rule.unit,
            rep,
        )
        self._below = math.nan
        return [FlagRaised(time_s, self._flag)]

    def finish(self, time_s: float) -> list[FlagRaised | FlagCleared]:
        """Take the flag down at the end of the recording."""
        return [self._clear(time_s, time_s)] if self._flag is not None else []

    def _watch_end(self, time_s: float, value: float) -> list[FlagRaised | FlagCleared]:
        assert self._flag is not None
        if value > self._worst:
            self._worst = value
            self._flag = replace(self._flag, value=value, severity=self._severity())
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

    def _severity(self) -> Severity:
        return "alert" if self._worst >= self.rule.alert else "warning"
