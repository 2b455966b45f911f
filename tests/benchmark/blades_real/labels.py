"""What a viewer saw of the shoulder blades, and where the clips are."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from formcheck.exercises.registry import names
from tests.benchmark.accuracy.exercises import expected_name
from tests.benchmark.accuracy.real import real_folder
from tests.benchmark.real.catalogue import folder

LABELS: Final = Path(__file__).with_name("labels.toml")
FRAGMENTS: Final = "many"
"""Clips of this folder are played there and back: most of them hold one pull, or its return."""

UNTOLD: Final = "cannot_tell"
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "back": ("yes", "no", UNTOLD),
    "size": ("small", "large", UNTOLD),
    "shrug": ("yes", "slight", "no", UNTOLD),
    "lead": ("before", "together", "after", UNTOLD),
}
FACE_PULL_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "elbow": ("at", "above", "below", UNTOLD),
    "wrist": ("over", "behind", "front", UNTOLD),
    "rotation": ("yes", "no", UNTOLD),
}

Folder = Literal["clips", "counting", "many"]


@dataclass(frozen=True, slots=True)
class SeenRep:
    """One pull: when the arms are long and when contracted, seconds, and what was seen.

    ``words`` maps a question of :data:`WORDS` (face pulls also :data:`FACE_PULL_WORDS`) to the
    answer.
    """

    stretch_s: float
    squeeze_s: float
    words: dict[str, str]

    def tells(self, question: str) -> bool:
        """Whether the viewer could answer a question."""
        return self.words.get(question, UNTOLD) != UNTOLD


@dataclass(frozen=True, slots=True)
class SeenClip:
    """A clip of one lifter; the same letter may be the same person."""

    file: str
    folder: Folder
    lifter: str
    exercise: str
    view: str
    reps: tuple[SeenRep, ...]

    @property
    def video(self) -> Path:
        """Where the clip should be."""
        place = real_folder() if self.folder == "clips" else folder() / self.folder
        return (place / self.file).resolve()

    @property
    def fragment(self) -> bool:
        """Whether it is played there and back."""
        return self.folder == FRAGMENTS

    @property
    def named(self) -> str | None:
        """The exercise as a user names it; None where FormCheck does not know it."""
        return self.exercise if self.exercise in names() else expected_name(self.exercise)


def seen_clips(text: str | None = None) -> list[SeenClip]:
    """Return the labels, in the file's order; ``text`` stands in for the file."""
    content = LABELS.read_text(encoding="utf-8") if text is None else text
    return [_clip(item) for item in tomllib.loads(content)["clip"]]


def _clip(item: dict[str, Any]) -> SeenClip:
    return SeenClip(
        item["file"],
        item["folder"],
        item["lifter"],
        item["exercise"],
        item["view"],
        tuple(_rep(item["exercise"], rep) for rep in item["reps"]),
    )


def _rep(exercise: str, item: dict[str, Any]) -> SeenRep:
    questions = WORDS | (FACE_PULL_WORDS if exercise == "face_pull" else {})
    words = {name: value for name, value in item.items() if not name.endswith("_s")}
    for name in sorted({*questions, *words}):
        if words.get(name) not in questions.get(name, ()):
            raise ValueError(
                f"{name} is {words.get(name)!r}: write one of {questions.get(name, 'nothing')}."
            )
    return SeenRep(float(item["stretch_s"]), float(item["squeeze_s"]), words)
