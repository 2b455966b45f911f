"""The fragments, each played there and back: which family is counted, named and flagged as what.

A fragment of a pull played there and back so often is a set of at least as many reps, of real
pictures; a fragment of what is no pull must stay uncounted.  Poses are those of the forward pass,
played backwards: what a pose model that follows its own last frame would see is nearly the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.benchmark.accuracy.figures import share
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.real.catalogue import Fragment
from tests.benchmark.real.play import play, there_and_back
from tests.benchmark.real.spans import ARCHED, ROUNDED

TIMES: Final = 4
"""So often each fragment is played there and back."""

FAMILIES: Final = (
    "upright_row", "face_pull", "pull_apart", "pull_up", "chin_up", "pulldown", "row", "shrug",
    "romanian_deadlift", "deadlift",
)  # fmt: skip
"""Parts of an exercise's name that tell its family; the first that fits."""

AS_FAMILY: Final = {"chin_up": "pull_up", "romanian_deadlift": "rdl"}
NOTHING, UNSURE = "nothing", "unsure"


@dataclass(frozen=True, slots=True)
class FragmentScore:
    """One fragment: what it is, what was counted, as what, and in how many reps the back was bent.

    ``rounded`` and ``arched`` are numbers of reps with such a flag.
    """

    clip: str
    kind: str | None
    sure: bool
    counted: int
    named: str
    rounded: int
    arched: int
    frames: int
    engine_s: float

    @property
    def family(self) -> str:
        """The family that was named; ``nothing`` without a rep, ``unsure`` without a name."""
        return family_of(self.named) if self.counted else NOTHING


def family_of(exercise: str) -> str:
    """Return the family of an exercise FormCheck names, as the catalogue of fragments calls it."""
    part = next((part for part in FAMILIES if part in exercise), None)
    if part is None:
        return UNSURE if exercise == "unknown" else exercise
    return AS_FAMILY.get(part, part)


def score_fragment(fragment: Fragment, recording: Recording) -> FragmentScore:
    """Play one fragment there and back with nothing named."""
    played = play(there_and_back(recording, TIMES))
    return FragmentScore(
        clip=fragment.video.stem,
        kind=fragment.kind,
        sure=fragment.sure,
        counted=len(played.reps),
        named=played.named,
        rounded=sum(ROUNDED in rep.flags for rep in played.reps),
        arched=sum(ARCHED in rep.flags for rep in played.reps),
        frames=len(played.times_s),
        engine_s=played.engine_s,
    )


def summarise(scores: Sequence[FragmentScore]) -> dict[str, Any]:
    """Return phantoms, counts by family, who is taken for whom, and the flags on rows."""
    none = [score for score in scores if score.kind is None]
    kinds = sorted({score.kind for score in scores if score.kind is not None})
    phantoms = [score for score in none if score.counted]
    return {
        "fragments": len(scores),
        "no_pull": {
            "fragments": len(none),
            "counted": len(phantoms),
            "share": share(len(phantoms), len(none)),
            "reps": sum(score.counted for score in none),
            "named": dict(Counter(score.family for score in phantoms).most_common()),
        },
        "families": {kind: _family([s for s in scores if s.kind == kind]) for kind in kinds},
        "backs": {
            kind: _backs([s for s in scores if s.kind == kind])
            for kind in ("row", "face_pull", "deadlift", "rdl")
        },
        "each": [plain(score) for score in scores if score.kind is not None or score.counted],
    }


def _family(scores: Sequence[FragmentScore]) -> dict[str, Any]:
    """Return how many are counted, nearly often enough and as what; the sure ones by themselves."""
    sure = [score for score in scores if score.sure]
    return {
        "fragments": len(scores),
        "sure": len(sure),
        "sure_counted": sum(score.counted > 0 for score in sure),
        "sure_enough": sum(enough(score.counted) for score in sure),
        "counted": sum(score.counted > 0 for score in scores),
        "enough": sum(enough(score.counted) for score in scores),
        "named": dict(Counter(score.family for score in scores).most_common()),
    }


def enough(counted: int) -> bool:
    """Return whether so many reps can be right: one each way there and back, or two, one off."""
    return TIMES - 1 <= counted <= TIMES + 1 or 2 * TIMES - 1 <= counted <= 2 * TIMES + 1


def _backs(scores: Sequence[FragmentScore]) -> dict[str, Any]:
    reps = sum(score.counted for score in scores)
    rounded, arched = sum(s.rounded for s in scores), sum(s.arched for s in scores)
    return {
        "reps": reps,
        "rounded": rounded,
        "arched": arched,
        "rounded_share": share(rounded, reps),
        "arched_share": share(arched, reps),
        "clips": sorted(score.clip for score in scores if score.rounded or score.arched),
    }


def plain(score: FragmentScore) -> dict[str, Any]:
    """Return one fragment's score as plain JSON values."""
    left_out = ("frames", "engine_s")
    return {name: getattr(score, name) for name in score.__slots__ if name not in left_out}
