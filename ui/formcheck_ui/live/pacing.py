"""The beat of the planned tempo, and the seconds before a set."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from formcheck.config import TempoOptions

Part = Literal["pull", "hold", "lower", "pause"]
_SAME_S: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Beat:
    """One tick; ``accent`` where a part of the rep begins."""

    at_s: float
    part: Part
    accent: bool


class Metronome:
    """Tick the planned tempo: an accent where each part begins, a tick each second within it.

    Parameters
    ----------
    plan : TempoOptions
        The plan; the lowering is taken in the middle of its range.
    """

    def __init__(self, plan: TempoOptions) -> None:
        lower_s = 0.5 * (plan.lower_least_s + max(plan.lower_least_s, plan.lower_most_s))
        parts: tuple[tuple[Part, float], ...] = (
            ("pull", plan.pull_s),
            ("hold", plan.hold_s),
            ("lower", lower_s),
            ("pause", plan.pause_s),
        )
        self._beats: list[Beat] = []
        start_s = 0.0
        for part, length_s in parts:
            for second in range(math.ceil(length_s - _SAME_S)):
                self._beats.append(Beat(start_s + second, part, second == 0))
            start_s += length_s
        self.cycle_s = start_s

    def due(self, from_s: float, to_s: float) -> list[Beat]:
        """Return the beats from ``from_s`` up to but not at ``to_s``, since the first beat."""
        if to_s <= from_s:
            return []
        first, last = int(from_s // self.cycle_s), int(to_s // self.cycle_s)
        return [
            Beat(turn * self.cycle_s + beat.at_s, beat.part, beat.accent)
            for turn in range(first, last + 1)
            for beat in self._beats
            if from_s <= turn * self.cycle_s + beat.at_s < to_s
        ]

    def part_at(self, time_s: float) -> tuple[Part, float]:
        """Return the part at a time since the first beat, and the seconds it still lasts."""
        within = time_s % self.cycle_s
        begun = [beat for beat in self._beats if beat.accent and beat.at_s <= within]
        part = begun[-1].part
        later = [beat.at_s for beat in self._beats if beat.accent and beat.at_s > within]
        return part, (later[0] if later else self.cycle_s) - within


class Countdown:
    """Whole seconds to go until a moment; each is told once."""

    def __init__(self, begun_s: float, length_s: float) -> None:
        self._end_s = begun_s + length_s
        self._told = math.ceil(length_s) + 1

    def push(self, time_s: float) -> int | None:
        """Return the second to be told now (0 is the moment itself), None between them."""
        left = max(0, math.ceil(self._end_s - time_s - _SAME_S))
        if left >= self._told:
            return None
        self._told = left
        return left

    def left_s(self, time_s: float) -> float:
        """Return the seconds to go, not below 0."""
        return max(0.0, self._end_s - time_s)
