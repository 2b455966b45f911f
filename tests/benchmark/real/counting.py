"""The clips counted by eye: reps, names, views, and what the back was said to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from formcheck.types import Rep
from tests.benchmark.accuracy.exercises import expected_name
from tests.benchmark.accuracy.figures import counting, share
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.real.catalogue import CountClip
from tests.benchmark.real.pictures import PICTURES
from tests.benchmark.real.play import mirrored, play, thinned, without_first
from tests.benchmark.real.spans import ARCHED, ROUNDED

VIEWS = ("side", "oblique", "front", "back")

FIRST_S: Final = 1.0
LATER: Final = "without its first second"
VARIANTS: Final[dict[str, Callable[[Recording], Recording]]] = {
    "mirrored": mirrored,
    "15 frames a second": lambda recording: thinned(recording, 15.0),
    "10 frames a second": lambda recording: thinned(recording, 10.0),
    LATER: lambda recording: without_first(recording, FIRST_S),
}
"""Other cameras that the kept poses can stand for."""

NO_PICTURES: Final[Mapping[str, Recording]] = {}


@dataclass(frozen=True, slots=True)
class CountScore:
    """One clip: what it is, what was counted and named, and how it is seen.

    ``views`` are the kinds of view the label allows (none where the camera walks), ``view`` the
    one told in most frames; ``back_told`` is the share of frames with a number of the back.
    ``variants`` are the counts of other cameras; ``early`` tells that a rep had begun within the
    first :data:`FIRST_S` seconds, so that a camera that began then may miss it.
    """

    clip: str
    exercise: str | None
    expected: str | None
    true: int
    counted: int
    named: str
    views: tuple[str, ...]
    view: str
    back_told: float
    rounded: int
    arched: int
    flat: bool
    frames: int
    engine_s: float
    variants: dict[str, int] = field(default_factory=dict)
    early: bool = False

    @property
    def negative(self) -> bool:
        """Whether nothing may be counted."""
        return self.exercise is None

    @property
    def view_right(self) -> bool | None:
        """Whether the view is one the label allows; None where it allows no answer."""
        return self.view in self.views if self.views else None

    @property
    def view_near(self) -> bool:
        """Whether the view is within a class of the label: oblique lies beside all others."""
        beside = self.view != "unknown" and "oblique" in (self.view, *self.views)
        return beside or self.view in self.views


def views_of(label: str) -> tuple[str, ...]:
    """Return the kinds of view that a label in words allows; none when the camera walks round.

    The first word is the view.  An oblique one may be towards front or back, which is no other
    view; where a note says that another is oblique or slightly turned, that is allowed too.
    """
    words = re.findall("[a-z]+", label.lower())
    if not words or "orbits" in label or words[0] not in VIEWS:
        return ()
    turned = words[0] != "oblique" and ("oblique" in words or "slightly" in words)
    return (words[0], "oblique") if turned else (words[0],)


def score_count(
    clip: CountClip, recording: Recording, pictures: Mapping[str, Recording] = NO_PICTURES
) -> CountScore:
    """Count and name one clip with nothing named, and as ``pictures`` show it to other cameras."""
    played = play(recording)
    others = {name: of(recording) for name, of in VARIANTS.items()} | dict(pictures)
    seen = [view for view, found in zip(played.views, played.found, strict=True) if found]
    codes = Counter(flag.code for flag in played.flags)
    told = np.isfinite(played.shapes["back_curvature_deg"])
    return CountScore(
        clip=clip.video.stem,
        exercise=clip.exercise,
        expected=expected_name(clip.exercise),
        true=clip.reps,
        counted=full_reps(played.reps),
        named=played.named,
        views=views_of(clip.view),
        view=Counter(seen).most_common(1)[0][0] if seen else "unknown",
        back_told=float(told.mean()),
        rounded=codes[ROUNDED],
        arched=codes[ARCHED],
        flat=clip.flat,
        frames=len(played.times_s),
        engine_s=played.engine_s,
        variants={name: full_reps(play(of).reps) for name, of in others.items()},
        early=any(rep.start_s < FIRST_S for rep in played.reps),
    )


def full_reps(reps: Sequence[Rep]) -> int:
    """Return how many were completed."""
    return sum(rep.complete for rep in reps)


def same(score: CountScore, variant: str) -> bool:
    """Return whether another camera counts a clip alike."""
    counted = score.variants[variant]
    missed = variant == LATER and score.early
    return counted == score.counted or (missed and counted == score.counted - 1)


def summarise(scores: Sequence[CountScore]) -> dict[str, Any]:
    """Return the figures of the counted clips and of those in which nothing may be counted."""
    counted = [score for score in scores if not score.negative]
    negative = [score for score in scores if score.negative]
    named = [score for score in counted if score.named != "unknown"]
    seen = [score for score in counted if score.view_right is not None]
    flat = [score for score in counted if score.flat]
    mae, off_by_one = counting([s.counted for s in counted], [s.true for s in counted])
    return {
        "clips": len(counted),
        "reps": sum(s.true for s in counted),
        "reps_mae": mae,
        "exact": share(sum(s.counted == s.true for s in counted), len(counted)),
        "reps_obo": off_by_one,
        "named": len(named),
        "named_right": share(sum(s.named == s.expected for s in named), len(named)),
        "views": len(seen),
        "views_right": share(sum(bool(s.view_right) for s in seen), len(seen)),
        "views_near": share(sum(s.view_near for s in seen), len(seen)),
        "negatives": len(negative),
        "negatives_counted": sum(s.counted > 0 for s in negative),
        "phantoms": sum(s.counted for s in negative),
        "flat_clips": len(flat),
        "flat_rounded": sum(s.rounded > 0 for s in flat),
        "flat_arched": sum(s.arched > 0 for s in flat),
        "variants": {
            name: share(sum(same(s, name) for s in known), len(known))
            for name in (*VARIANTS, *PICTURES)
            # Few of them would say little: all clips or none.
            if len(known := [score for score in scores if name in score.variants]) == len(scores)
        },
        "each": [plain(score) for score in scores],
    }


def plain(score: CountScore) -> dict[str, Any]:
    """Return one clip's score as plain JSON values."""
    left_out = ("frames", "engine_s")
    values = {name: getattr(score, name) for name in score.__slots__ if name not in left_out}
    return values | {"views": list(score.views)}
