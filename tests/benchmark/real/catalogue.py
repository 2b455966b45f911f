"""What lies in the folders of real clips: which backs, which counts, which fragments.

The folder is the one that ``FORMCHECK_REAL`` names, or ``../shared/real`` beside the checkout; it
holds ``back``, ``counting`` and ``many``, each with a ``catalogue.json``.  The clips that ``make
bench`` counts (:mod:`tests.benchmark.accuracy.real`) are counted here too.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from formcheck.exercises.registry import names
from tests.benchmark.accuracy.real import real_folder

VARIABLE: Final = "FORMCHECK_REAL"
_BESIDE: Final = Path(__file__).resolve().parents[4] / "shared" / "real"

Label = Literal["rounded", "mild", "flat", "cannot_see"]

WHOLE_S: Final = 99.0
"""A span that ends here is the whole clip, to be judged while the trunk is inclined."""

AS_HINGES: Final = {
    "deadlift": "deadlift",
    "kettlebell deadlift": "deadlift",
    "band RDL": "romanian_deadlift",
}
"""What the catalogue of backs calls a hinge, and what a user would name it."""

HINGE: Final = "bent_over_row"
"""...and what a hinge is named where FormCheck does not know it."""


@dataclass(frozen=True, slots=True)
class Span:
    """From ``t0`` to ``t1``, seconds, a back was seen to be like this, before anything was run."""

    t0: float
    t1: float
    label: Label

    @property
    def whole(self) -> bool:
        """Whether it is the whole clip, judged only while the trunk is inclined."""
        return self.t1 >= WHOLE_S


@dataclass(frozen=True, slots=True)
class BackClip:
    """A clip of one lifter with the spans of the back; ``view`` as the catalogue's words say."""

    video: Path
    lifter: str
    exercise: str
    view: str
    spans: tuple[Span, ...]

    @property
    def named(self) -> str:
        """The exercise a user would name."""
        wanted = AS_HINGES.get(self.exercise, self.exercise)
        return wanted if wanted in names() else HINGE


@dataclass(frozen=True, slots=True)
class CountClip:
    """A clip counted by eye; ``exercise`` is None where nothing may be counted.

    ``flat`` says that no back is bent in it as far as the catalogue tells.
    """

    video: Path
    exercise: str | None
    view: str
    reps: int
    flat: bool


@dataclass(frozen=True, slots=True)
class Fragment:
    """Some seconds of an exercise; ``kind`` is its family, None where it is no pull or hinge."""

    video: Path
    kind: str | None
    sure: bool


def folder() -> Path:
    """Return where the real clips should be."""
    chosen = os.environ.get(VARIABLE)
    return Path(chosen).expanduser() if chosen else _BESIDE


def backs(root: Path) -> list[BackClip]:
    """Return the clips with labelled backs."""
    return [
        BackClip(
            video,
            item["lifter"],
            item["exercise"],
            item["view"],
            tuple(Span(float(s["t0"]), float(s["t1"]), s["label"]) for s in item["spans"]),
        )
        for video, item in _items(root / "back")
    ]


def counts(root: Path) -> list[CountClip]:
    """Return the clips counted by eye, of this folder and of the one ``make bench`` uses."""
    items = [*_items(root / "counting"), *_items(real_folder())]
    return [
        CountClip(
            video,
            item["exercise"],
            item["view"] or "",
            int(item["reps_full"]),
            flat=item.get("back_rounded", "none") == "none",
        )
        for video, item in items
        if item.get("use") != "look"
    ]


def fragments(root: Path) -> list[Fragment]:
    """Return the short clips, the pulls and hinges first."""
    found = [
        Fragment(video, item["kind"], bool(item.get("sure", True)))
        for video, item in _items(root / "many")
    ]
    return sorted(found, key=lambda fragment: fragment.kind in (None, "unclear"))


def _items(place: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Return what a catalogue names and what is there."""
    catalogue = place / "catalogue.json"
    if not catalogue.exists():
        return []
    items = json.loads(catalogue.read_text(encoding="utf-8"))
    found = [((place / item["file"]).resolve(), item) for item in items]
    return [(video, item) for video, item in found if video.exists()]
