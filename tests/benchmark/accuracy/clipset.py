"""Which rendered clips are scored, where they lie, and rendering what is missing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from platformdirs import user_cache_path

from studio import GENERATION
from tests.benchmark.accuracy.exercises import expected_name

if TYPE_CHECKING:
    from studio.dataset import ClipSpec, Split

CACHE_VARIABLE: Final = "FORMCHECK_BENCH_CACHE"
SEED: Final = f"formcheck-studio/{GENERATION}"
"""From this, the split and the index the studio derives every seed."""

Kind = Literal["bent", "other_fault_or_none", "not_supported"]

TURNS: Final[tuple[Kind, ...]] = (
    "other_fault_or_none", "bent", "other_fault_or_none", "not_supported",
)  # fmt: skip
"""Three clips of supported exercises, one of them with a bent back, then one of another."""

BENT: Final = ("rounded_back", "rounding_growing", "arched_back")
SEARCH: Final = 400

Progress = Callable[[int, int], None]


def cache_folder() -> Path:
    """Return where clips and poses are kept: outside the repository, or where the user says."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen).expanduser() if chosen else user_cache_path("formcheck")


def clip_folder(split: str) -> Path:
    """Return the folder of a split's clips; by default the one ``studio render`` fills."""
    return cache_folder() / f"studio-{GENERATION}" / split


def pose_folder() -> Path:
    """Return the folder of kept poses."""
    return cache_folder() / "poses"


def clip_indices(count: int, kind_of: Callable[[int], Kind]) -> list[int]:
    """Return the indices of the ``count`` clips to score, a prefix for any larger count.

    Clips with a bent back are few among those the studio draws, and it is the back that matters
    most: so kinds take turns as in :data:`TURNS`, each in the order of the index.  Where the
    studio's next :data:`SEARCH` clips have none of a kind, another kind takes its turn.
    """
    waiting: dict[Kind, list[int]] = {"bent": [], "other_fault_or_none": [], "not_supported": []}
    order: list[int] = []
    seen = 0
    while len(order) < count:
        wanted = TURNS[len(order) % len(TURNS)]
        limit = seen + SEARCH
        while not waiting[wanted] and seen < limit:
            waiting[kind_of(seen)].append(seen)
            seen += 1
        queue = waiting[wanted] or min((q for q in waiting.values() if q), key=lambda q: q[0])
        order.append(queue.pop(0))
    return order


def kind_of_clip(split: str, index: int) -> Kind:
    """Return what a clip of the studio is to the benchmark."""
    from studio.dataset import clip_spec

    spec = clip_spec(cast("Split", split), index)
    if expected_name(spec.exercise) is None:
        return "not_supported"
    bent = any(fault.code in BENT for fault in spec.planted)
    return "bent" if bent else "other_fault_or_none"


def ensure_clip(
    spec: ClipSpec, folder: Path, progress: Progress | None = None, *, closing_note: bool = False
) -> Path:
    """Return the truth file of a clip, beside its video, after rendering it if need be.

    A clip that was rendered from another specification (the studio changed) is made anew.  Without
    ``closing_note`` a clip of the split ``blind`` is never rendered (``PermissionError``).
    """
    from studio.dataset import is_done, paths, render

    truth = paths(spec, folder)[1]
    if is_done(spec, folder) and is_current(spec, truth):
        return truth
    allowed = closing_note and spec.split == "blind"
    return render(spec, folder, progress, closing_note=allowed)[1]


def is_ready(spec: ClipSpec, folder: Path) -> bool:
    """Return whether a clip is there as its specification wants it."""
    from studio.dataset import is_done, paths

    return is_done(spec, folder) and is_current(spec, paths(spec, folder)[1])


def is_current(spec: ClipSpec, truth: Path) -> bool:
    """Return whether a truth file belongs to the specification as it is now."""
    from studio.performance import begin_truth

    wanted = begin_truth(spec.performance(), spec.scene, seed=spec.seed, fps=spec.fps)
    return same_clip(json.loads(json.dumps(asdict(wanted))), json.loads(truth.read_text("utf-8")))


def same_clip(wanted: dict[str, Any], found: dict[str, Any]) -> bool:
    """Compare what is known of a clip before its first frame with a finished truth file."""
    fixed = ("schema_version", "exercise", "seed", "fps", "body", "camera", "reps", "faults")
    scene = {name: found["scene"].get(name) for name in wanted["scene"]}
    return scene == wanted["scene"] and all(wanted[name] == found.get(name) for name in fixed)
