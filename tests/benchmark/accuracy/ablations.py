"""The product with a part switched off, on the poses that the benchmark keeps.

Run ``PYTHONPATH=tests python -m tests.benchmark.accuracy.ablations``; it scores clips that are
rendered already and writes between the marks in ``docs/ablations.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from unittest.mock import patch

import numpy as np

from formcheck.config import Config, PoseOptions
from formcheck.engine import new_pipeline
from formcheck.measures.view import ViewEstimator
from formcheck.pipeline import Pipeline
from formcheck.types import View
from tests.benchmark.accuracy import figures, scoring
from tests.benchmark.accuracy.clipset import (
    clip_folder,
    clip_indices,
    is_ready,
    kind_of_clip,
    pose_folder,
)
from tests.benchmark.accuracy.command import COUNT
from tests.benchmark.accuracy.poses import Recording, poses_of
from tests.benchmark.accuracy.report import ROOT, with_section
from tests.benchmark.accuracy.scoring import ClipScore, score_clip
from tests.benchmark.accuracy.summary import banded, pairs
from tests.benchmark.accuracy.tables import markdown, shown
from tests.benchmark.accuracy.truth import Truth, load_truth

PAGE = ROOT / "docs" / "ablations.md"
SPLITS = ("tune", "validate")
BANDS: tuple[figures.Band, ...] = ("yaw15", "yaw35")
Clips = list[tuple[str, Truth, Recording]]


def main() -> int:
    """Score every variant and write the table."""
    from studio.dataset import clip_spec

    rows = []
    for split in SPLITS:
        clips: Clips = []
        for index in clip_indices(COUNT, partial(kind_of_clip, split)):
            spec = clip_spec(split, index)  # type: ignore[arg-type]
            if is_ready(spec, clip_folder(split)):
                truth = clip_folder(split) / f"{spec.name}.json"
                poses = poses_of(truth.with_suffix(".mp4"), pose_folder(), PoseOptions())
                clips.append((spec.name, load_truth(truth), poses))
        for name, run in VARIANTS.items():
            rows.append((split, name, *_cells(run(clips))))
            print(*rows[-1])
    head = ("split", "variant", *(f"{part} {band}" for band in BANDS for part in PARTS))
    PAGE.write_text(with_section(PAGE.read_text("utf-8"), "product", markdown(head, rows)), "utf-8")
    return 0


PARTS = ("RMSE °", "answered")


def _cells(scores: list[ClipScore]) -> list[str]:
    supported = [score for score in scores if score.supported]
    cells = []
    for band in BANDS:
        found = pairs(banded(supported, band), "back_curvature_deg")
        cells += [shown("", figures.rmse(found)), shown("answered", figures.answered(found))]
    return cells


def _everything(clips: Clips) -> list[ClipScore]:
    return [score_clip(*clip) for clip in clips]


def _contour_alone(clips: Clips) -> list[ClipScore]:
    def bare(config: Config) -> Pipeline:
        return Pipeline(config)

    with patch.object(scoring, new_pipeline.__name__, bare):
        return _everything(clips)


def _own_yaw(clips: Clips) -> list[ClipScore]:
    def unsteered(
        self: ViewEstimator, time_s: float, view: View, yaw_deg: float, std_deg: float
    ) -> View:
        del self, time_s, yaw_deg, std_deg
        return view

    with patch.object(ViewEstimator, "steer", unsteered):
        return _everything(clips)


def _hard_mask(clips: Clips) -> list[ClipScore]:
    return _everything([(name, truth, _hardened(poses)) for name, truth, poses in clips])


def _hardened(recording: Recording) -> Recording:
    poses = tuple(
        pose
        if pose is None or pose.mask is None
        else replace(pose, mask=(pose.mask >= 0.5).astype(np.float32))
        for pose in recording.poses
    )
    return replace(recording, poses=poses)


VARIANTS: dict[str, Callable[[Clips], list[ClipScore]]] = {
    "everything": _everything,
    "contour alone": _contour_alone,
    "landmarks' yaw": _own_yaw,
    "hard mask": _hard_mask,
}

if __name__ == "__main__":
    sys.exit(main())
