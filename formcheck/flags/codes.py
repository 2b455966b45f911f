"""Every fault by code, with its unit, a title and the cue that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FlagSpec:
    """Describe one fault; ``title``, ``cue`` and ``help`` are English sources for translation."""

    code: str
    unit: str
    title: str
    cue: str
    help: str


_TABLE: Final = (
    FlagSpec(
        "rounded_back",
        "°",
        "Rounded back",
        "Chest up",
        "The back bends forward more than in the own neutral posture.",
    ),
    FlagSpec(
        "arched_back",
        "°",
        "Arched back",
        "Ribs down",
        "The back is hollowed more than in the own neutral posture.",
    ),
    FlagSpec(
        "yank",
        "strokes/s",
        "Yanked start",
        "Start slower",
        "The pull starts with a snatch: most of its speed comes in its first part.",
    ),
    FlagSpec(
        "hitch",
        "%",
        "Hitch",
        "One smooth pull",
        "The hand stops or goes back in the middle of a phase.",
    ),
    FlagSpec(
        "bounce",
        "%",
        "Bounce",
        "Stop at the bottom",
        "The weight rebounds at the end of the lowering.",
    ),
    FlagSpec(
        "drop",
        "s",
        "Dropped",
        "Lower it with control",
        "The weight falls back instead of being lowered.",
    ),
    FlagSpec(
        "short_range",
        "ratio",
        "Short range",
        "Full range",
        "The pull covers less than the set's own full range.",
    ),
    FlagSpec(
        "lowering_too_fast",
        "s",
        "Lowering too fast",
        "Lower for two seconds",
        "The lowering takes less time than planned.",
    ),
    FlagSpec(
        "trunk_swing",
        "°",
        "Trunk swing",
        "Keep the trunk still",
        "The trunk swings up with the pull: less load on the back muscles, more momentum.",
    ),
    FlagSpec(
        "rounding_growing",
        "°",
        "Rounding grows",
        "Reset your back",
        "The back gets rounder from rep to rep.",
    ),
    FlagSpec(
        "too_upright",
        "°",
        "Too upright",
        "Lean farther forward",
        "The trunk is more upright than the exercise asks for.",
    ),
    FlagSpec(
        "hips_rising",
        "% trunk",
        "Hips rise",
        "Hips still",
        "The hips rise with the pull: the legs help.",
    ),
    FlagSpec(
        "chin_below_bar",
        "% trunk",
        "Chin below the bar",
        "Chin over the bar",
        "The chin does not get above the hands.",
    ),
    FlagSpec(
        "kipping",
        "% trunk",
        "Kipping",
        "Hang still",
        "The hips swing to and fro to help the pull.",
    ),
    FlagSpec(
        "speed_loss",
        "%",
        "Slowing down",
        "Enough for this set",
        "The pull is much slower than the fastest of the set: a remark, no fault.",
    ),
)

FLAGS: Final[dict[str, FlagSpec]] = {spec.code: spec for spec in _TABLE}
"""All faults by code."""

GONE: Final = (
    "shrug", "no_retraction", "late_retraction", "protraction_lost", "chin_up", "chin_tucked",
    "uneven_sides", "elbows_low", "no_rotation",
)  # fmt: skip
"""Faults that are told no more (docs/flags.md).  Own exercise files of earlier versions may name
them, which is passed over; where a log or a recording does, the code stands for itself."""
