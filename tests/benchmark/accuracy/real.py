"""Real clips with repetitions counted by hand; optional, and never part of the project.

They lie in the folder that ``FORMCHECK_CLIPS`` names, or in ``../shared/clips`` beside the
checkout, with a ``catalogue.json``.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmark.accuracy.exercises import expected_name
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.accuracy.scoring import ClipScore, run_pipeline

VARIABLE: Final = "FORMCHECK_CLIPS"
_BESIDE: Final = Path(__file__).resolve().parents[4] / "shared" / "clips"


@dataclass(frozen=True, slots=True)
class RealClip:
    """A video, its exercise as the catalogue calls it (None: none), and its full repetitions."""

    video: Path
    exercise: str | None
    reps: int


def real_folder() -> Path:
    """Return where the real clips should be."""
    chosen = os.environ.get(VARIABLE)
    return Path(chosen).expanduser() if chosen else _BESIDE


def real_clips(folder: Path) -> list[RealClip]:
    """Return the hand-counted clips of a folder; none when it has no catalogue."""
    catalogue = folder / "catalogue.json"
    if not catalogue.exists():
        return []
    return [
        RealClip(folder / item["file"], item["exercise"], int(item["reps_full"]))
        for item in json.loads(catalogue.read_text(encoding="utf-8"))
        if item["use"] != "look" and (folder / item["file"]).exists()
    ]


def score_real(clip: RealClip, recording: Recording) -> ClipScore:
    """Count and name one real clip.

    The lifter is taken to be in view where there is an exercise; who only walks through is not.
    """
    in_view = clip.exercise is not None
    pipeline = run_pipeline(recording)[1]
    return ClipScore(
        name=clip.video.stem,
        exercise=clip.exercise or "no exercise",
        expected=expected_name(clip.exercise),
        yaw_deg=float("nan"),
        seen=len(recording.poses) if in_view else 0,
        found=sum(pose is not None for pose in recording.poses) if in_view else 0,
        named=pipeline.exercise.name,
        true_reps=clip.reps,
        counted=sum(rep.complete for rep in pipeline.reps),
    )
