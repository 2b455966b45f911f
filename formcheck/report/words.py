"""Turn codes into words for people who read English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from formcheck.types import HoldEnd, Reason, SetRelation, ViewKind

REASON_WORDS: Final[dict[Reason, str]] = {
    Reason.NONE: "",
    Reason.NOBODY: "nobody was seen",
    Reason.OUT_OF_FRAME: "a needed part of the body is outside the picture",
    Reason.LOW_VISIBILITY: "a needed part of the body is hidden",
    Reason.VIEW: "the camera's direction does not allow it",
    Reason.CONTOUR_HIDDEN: "the back line is hidden",
    Reason.CONTOUR_UNSURE: "the back line is not certain enough",
    Reason.NO_NEUTRAL: "no neutral posture was seen to compare with",
    Reason.NOT_APPLICABLE: "it has no meaning for this exercise",
    Reason.TOO_SHORT: "it was too short",
    Reason.JUMPED: "the tracking jumped",
    Reason.NO_MAXIMUM: "no greatest flexion of the lifter's own is known",
    Reason.NO_OUTLINE: "the poses come without the outline of the body",
    Reason.NO_SCALE: "no body height and no plate is stated",
    Reason.TRUNK_MOVED: "the trunk swung too much to tell it apart",
    Reason.PERSON_UNSURE: "it was not certain who the lifter is",
}

REMEDY_WORDS: Final[dict[Reason, str]] = {
    Reason.NOBODY: "Have the lifter in the picture.",
    Reason.OUT_OF_FRAME: "Move the camera back until the whole body fits in.",
    Reason.LOW_VISIBILITY: "Add light and clear the view of the body.",
    Reason.VIEW: "Film straight from the side.",
    Reason.CONTOUR_HIDDEN: "Keep arm, plates and bench off the back line.",
    Reason.CONTOUR_UNSURE: "Wear closer clothes, against a plain background.",
    Reason.NO_OUTLINE: "Analyse the video itself.",
    Reason.NO_NEUTRAL: "Get into position, back flat, and hold for a moment before the set.",
    Reason.JUMPED: "Ask others to leave the picture.",
    Reason.TRUNK_MOVED: "Keep the trunk still while pulling.",
    Reason.PERSON_UNSURE: "Ask others to keep clear of the lifter and the camera.",
}
"""What to change next time; a reason that nothing can be done about has none."""

RELATION_WORDS: Final[dict[SetRelation, str]] = {
    "straight": "",
    "superset": "superset",
    "drop": "drop set, if the load was less, which is not seen",
    "change_of_side": "change of side",
}

HOLD_END_WORDS: Final[dict[HoldEnd, str]] = {
    "left": "until it was left",
    "lost": "timed until it was lost from sight",
    "cut": "timed until the recording ended",
}

VIEW_WORDS: Final[dict[ViewKind, str]] = {
    "side": "from the side",
    "oblique": "obliquely",
    "front": "from the front",
    "back": "from behind",
    "unknown": "from an unknown direction",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Names for people by code; a code without an entry is shown as it is.

    They are handed in, because exercises, measures and flags stand beside the reports.
    """

    flags: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)
    exercises: Mapping[str, str] = field(default_factory=dict)

    def flag(self, code: str) -> str:
        """Return a flag's title."""
        return self.flags.get(code, code)

    def measure(self, name: str) -> str:
        """Return a measure's label."""
        return self.measures.get(name, name)

    def exercise(self, name: str) -> str:
        """Return an exercise's title."""
        return self.exercises.get(name, name)
