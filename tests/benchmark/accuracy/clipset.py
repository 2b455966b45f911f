"""Which rendered clips are scored, where they lie, and rendering what is missing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from platformdirs import user_cache_path

from studio import GENERATION
from tests.benchmark.accuracy.exercises import expected_name

if TYPE_CHECKING:
    from studio.dataset import ClipSpec

CACHE_VARIABLE: Final = "FORMCHECK_BENCH_CACHE"
SEED: Final = f"formcheck-studio/{GENERATION}"
"""From this, the split and the index the studio derives every seed."""

SUPPORTED_RUN: Final = 3
"""So many clips of supported exercises for each other one."""

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


def clip_indices(count: int, schedule: tuple[str, ...]) -> list[int]:
    """Return the indices of the ``count`` clips to score, a prefix for any larger count.

    Three clips of exercises that FormCheck supports, then one of another or of none, each kind
    in the order of the studio's schedule, which repeats.
    """
    kinds: dict[bool, list[int]] = {True: [], False: []}
    index = 0
    has_other = any(expected_name(name) is None for name in schedule)
    has_supported = any(expected_name(name) is not None for name in schedule)
    order: list[int] = []
    while len(order) < count:
        wants_supported = len(order) % (SUPPORTED_RUN + 1) < SUPPORTED_RUN
        wants_supported = wants_supported if has_other and has_supported else has_supported
        while not kinds[wants_supported]:
            kinds[expected_name(schedule[index % len(schedule)]) is not None].append(index)
            index += 1
        order.append(kinds[wants_supported].pop(0))
    return order


def ensure_clip(spec: ClipSpec, folder: Path, progress: Progress | None = None) -> Path:
    """Return the truth file of a clip, beside its video, after rendering it if need be.

    A clip that was rendered from another specification (the studio changed) is made anew.
    """
    from studio.dataset import is_done, paths, render

    truth = paths(spec, folder)[1]
    if is_done(spec, folder) and is_current(spec, truth):
        return truth
    return render(spec, folder, progress)[1]


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
