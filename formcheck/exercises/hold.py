"""What an isometric hold is, read from the ``[hold]`` table of an exercise's file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple


class HoldSignal(NamedTuple):
    """A number a hold can be told by: in words, its unit, and its name in a sample."""

    words: str
    unit: str
    sample: str


HOLD_SIGNALS: Final = {
    "chin_pct": HoldSignal("chin above the hands", "% of trunk length", "chin_pct"),
    "hand_up_pct": HoldSignal("hand above the shoulder", "% of trunk length", "up_pct"),
    "hand_forward_pct": HoldSignal("hand before the shoulder", "% of trunk length", "forward_pct"),
    "elbow_flexion_deg": HoldSignal("elbow flexion (0 straight)", "°", "elbow_deg"),
    "trunk_inclination_deg": HoldSignal(
        "trunk against the horizontal (90 upright)", "°", "trunk_deg"
    ),
    "hip_flexion_deg": HoldSignal("hip flexion (0 standing)", "°", "hip_deg"),
    "knee_flexion_deg": HoldSignal("knee flexion (0 straight)", "°", "knee_deg"),
}
"""By what a hold can be told, by its name in a file; the sample is :mod:`formcheck.reps.sample`."""

_KEYS: Final = ("signal", "zone", "slack", "sinking", "least_s")


@dataclass(frozen=True, slots=True)
class HoldRule:
    """When a hold is on; all but the time in the signal's unit.

    Attributes
    ----------
    signal : str
        A key of :data:`HOLD_SIGNALS`.
    low, high : float
        The zone in which a hold begins.
    slack : float
        A hold ends so far outside its zone.
    sinking : float
        ...or so far from its best level; negative where the signal falls as strength leaves.
    least_s : float
        A hold counts from so many seconds on.
    """

    signal: str
    low: float
    high: float
    slack: float
    sinking: float
    least_s: float

    def inside(self, value: float, *, held: bool = False) -> bool:
        """Whether a value lies in the zone, with the slack while one is ``held`` already."""
        slack = self.slack if held else 0.0
        return self.low - slack <= value <= self.high + slack

    def depth(self, value: float) -> float:
        """Return a value so that it falls as the hold sinks."""
        return value if self.sinking < 0.0 else -value


class WrongHold(ValueError):
    """A value that cannot be; ``key`` is what stands on its line."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


def hold_rule(table: Any) -> HoldRule:
    """Read the ``[hold]`` table.

    Raises
    ------
    WrongHold
        Naming the key that is wrong.
    """
    if not isinstance(table, Mapping):
        raise WrongHold("hold", "hold must be a table")
    for key in table:
        if key not in _KEYS:
            raise WrongHold(key, f"unknown key {key} in hold")
    for key in _KEYS:
        if key not in table:
            raise WrongHold("[hold]", f"hold lacks {key}")
    signal = table["signal"]
    if signal not in HOLD_SIGNALS:
        known = ", ".join(HOLD_SIGNALS)
        raise WrongHold("signal", f"a hold cannot be told by {signal!r}; there are {known}")
    zone = table["zone"]
    if not isinstance(zone, list) or len(zone) != 2:
        raise WrongHold("zone", "zone: expected [low, high]")
    low, high = (_number("zone", edge) for edge in zone)
    if not low < high:
        raise WrongHold("zone", "zone: expected [low, high] with low < high")
    sinking = _number("sinking", table["sinking"])
    if sinking == 0.0:
        raise WrongHold("sinking", "sinking must not be 0: negative falls, positive rises")
    return HoldRule(
        str(signal), low, high, _positive("slack", table["slack"]), sinking,
        _positive("least_s", table["least_s"]),
    )  # fmt: skip


def _positive(key: str, value: Any) -> float:
    number = _number(key, value)
    if not number > 0.0:
        raise WrongHold(key, f"{key} must be above 0")
    return number


def _number(key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise WrongHold(key, f"{key}: {value!r} is no number")
    return float(value)
