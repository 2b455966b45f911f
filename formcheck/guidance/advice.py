"""One piece of advice: a code, its figures, its sources. Words are made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Tone = Literal["go", "hold", "back", "unknown"]
"""What the advice comes to: go on or do more, stay, do less, cannot be judged."""

SOURCES: Final = {
    "programme": "the training programme FormCheck follows (docs/training-log.md)",
    "acsm": "American College of Sports Medicine, Progression models in resistance training, "
    "Med Sci Sports Exerc 41:687, 2009",
    "own": "FormCheck's own choice (docs/training-log.md)",
    "log": "your training log",
}
"""Where a figure comes from."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice.

    Attributes
    ----------
    code : str
        ``formcheck.guidance.words`` has its sentences.
    tone : str
    figures : mapping
        Numbers and names the sentence is made with.
    sources : tuple of str
        Keys of :data:`SOURCES`.
    """

    code: str
    tone: Tone
    figures: Mapping[str, float | str] = field(default_factory=dict)
    sources: tuple[str, ...] = ("programme",)
