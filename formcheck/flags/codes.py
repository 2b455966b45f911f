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
        "Hold it down",
        "The weight falls back instead of being lowered.",
    ),
    FlagSpec(
        "shrug",
        "%",
        "Shrug",
        "Shoulders down",
        "The shoulder rises towards the ear while pulling.",
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
)

FLAGS: Final[dict[str, FlagSpec]] = {spec.code: spec for spec in _TABLE}
"""All faults by code."""
