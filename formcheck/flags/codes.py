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
        "chin_up",
        "°",
        "Chin up",
        "Look at the floor ahead",
        "Head and neck are turned back from how the set began; told apart from the back.",
    ),
    FlagSpec(
        "chin_tucked",
        "°",
        "Chin tucked",
        "Long neck",
        "Head and neck are bent forward from how the set began; told apart from the back.",
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
        "uneven_sides",
        "%",
        "Uneven sides",
        "Both arms alike",
        "One arm goes less far than the other. Needs a view of both arms.",
    ),
    FlagSpec(
        "elbows_low",
        "% trunk",
        "Elbows low",
        "Elbows up",
        "In the face pull the elbows are below the shoulders.",
    ),
    FlagSpec(
        "no_rotation",
        "°",
        "No outward rotation",
        "Hands back beside the ears",
        "In the face pull the forearms do not turn up and back.",
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

GONE: Final = ("shrug", "no_retraction", "late_retraction", "protraction_lost")
"""Faults that are told no more (docs/blades.md).  Own exercise files of earlier versions may name
them, which is passed over; where a log or a recording does, the code stands for itself."""
