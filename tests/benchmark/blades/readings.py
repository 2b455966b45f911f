"""Ways of telling where the near shoulder blade is, each a column of changes over a clip."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.measures.geometry import mid_point
from formcheck.pipeline import Pipeline
from formcheck.skeleton import Landmark, Side, of_side
from formcheck.types import FloatArray, FrameResult, Pose
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.accuracy.scoring import _from_extended as from_extended
from tests.benchmark.accuracy.truth import Truth
from tests.benchmark.blades.courses import Kind
from tests.benchmark.blades.ruler import Arm, shoulders

NAMES: Final = ("retraction", "elevation")


@dataclass(frozen=True, slots=True)
class Told:
    """What a way tells of every frame, % of trunk length against long arms; NaN where nothing."""

    retraction: FloatArray
    elevation: FloatArray
    retraction_std: FloatArray
    elevation_std: FloatArray


@dataclass(frozen=True, slots=True)
class Played:
    """One clip with its truth and what the product makes of it, all in rows of the truth.

    ``hand`` is the near wrist from the hips in the trunk's own frame, trunk lengths; ``elbow_deg``
    the near elbow's flexion as the product tells it.
    """

    name: str
    yaw_deg: float
    kinds: tuple[Kind, ...]
    truth: Truth
    hand: FloatArray
    elbow_deg: FloatArray
    told: dict[str, Told] = field(default_factory=dict)

    @property
    def true(self) -> dict[str, FloatArray]:
        """Change of retraction and elevation since each repetition began, NaN outside of them."""
        return {
            name: from_extended(self.truth, getattr(self.truth, f"{name}_pct")) for name in NAMES
        }


def play(
    name: str, yaw_deg: float, kinds: Sequence[Kind], truth: Truth, recording: Recording
) -> Played:
    """Analyse a recording as a user's clip, with the estimators and by landmarks alone."""
    ready = new_pipeline(Config())
    results = _results(ready, recording)
    rows = np.abs(truth.times_s[:, None] - recording.times_s[None, :]).argmin(axis=1)
    hand = _hand(truth, recording)[rows]
    flexion = f"elbow_flexion_{truth.near_side}_deg"
    elbow = np.array([result.measures[flexion].value for result in results])[rows]
    near: Side = "left" if truth.near_side == "left" else "right"
    poses = [recording.poses[row] for row in rows]
    arm = arm_of(poses, near, 1.0 if near == "right" else -1.0)
    told = {
        "product": _told(results, rows),
        "landmark alone": _told(_results(Pipeline(Config()), recording), rows),
        "arm as a ruler": _by_ruler(truth, arm),
        "ruler, true arm": _by_ruler(truth, with_true_arm(arm, truth)),
        "always 0": _nothing(len(rows)),
    }
    return Played(name, yaw_deg, tuple(kinds), truth, hand, elbow, told)


def add_hand_line(clips: Sequence[Played], learnt_on: Sequence[Played]) -> None:
    """Add what the hand's place alone tells: one line for all lifters, and the clip's own.

    The clip's own line is fitted to its truth, so it is no way anybody could measure by: it is what
    a measure must beat to say more than where the hand is.
    """
    for name, of in (("hand, one line", learnt_on), ("hand, the clip's own line", None)):
        for clip in clips:
            weights = _fit(of if of is not None else (clip,))
            start = np.column_stack([_change(clip, k) for k in range(2)]) @ weights
            unknown = np.full(len(start), np.nan)
            clip.told[name] = Told(start[:, 0], start[:, 1], unknown, unknown)


def _fit(clips: Sequence[Played]) -> FloatArray:
    inputs = np.concatenate([np.column_stack([_change(c, k) for k in range(2)]) for c in clips])
    wanted = np.concatenate([np.column_stack([c.true[name] for name in NAMES]) for c in clips])
    known = np.isfinite(inputs).all(axis=1) & np.isfinite(wanted).all(axis=1)
    return np.linalg.lstsq(inputs[known], wanted[known], rcond=None)[0]


def _change(clip: Played, axis: int) -> FloatArray:
    return from_extended(clip.truth, clip.hand[:, axis])


def _results(pipeline: Pipeline, recording: Recording) -> list[FrameResult]:
    results = [
        pipeline.push(index, float(time_s), pose, recording.size)
        for index, (time_s, pose) in enumerate(zip(recording.times_s, recording.poses, strict=True))
    ]
    pipeline.finish()
    return results


def _told(results: Sequence[FrameResult], rows: FloatArray) -> Told:
    def column(measure: str, part: str) -> FloatArray:
        return np.array([getattr(r.measures[measure], part) for r in results])[rows]

    return Told(
        column("retraction_pct", "value"),
        column("elevation_pct", "value"),
        column("retraction_pct", "std"),
        column("elevation_pct", "std"),
    )


def arm_of(poses: Sequence[Pose | None], near: Side, ahead: float) -> Arm:
    """Return the near arm of each frame; the trunk ends at the ears, which no blade moves."""
    nobody = np.full((len(Landmark), 2), np.nan)
    points = np.array([nobody if pose is None else pose.xy for pose in poses])

    def middle(part: str) -> FloatArray:
        both: FloatArray = points[:, of_side(part, "left")] + points[:, of_side(part, "right")]
        return both / 2.0

    shoulder, elbow, wrist = (points[:, of_side(p, near)] for p in ("shoulder", "elbow", "wrist"))
    return Arm(shoulder, elbow, wrist, middle("hip"), middle("ear"), ahead)


def _by_ruler(truth: Truth, arm: Arm) -> Told:
    # Hips to ears is longer than the trunk, of which the truth is a share.
    share = float(np.nanmedian(arm.trunk)) / truth.trunk_px
    found = share * arm.across(shoulders(arm))
    back, up = (from_extended(truth, found[:, k]) for k in range(2))
    unknown = np.full(len(back), np.nan)
    return Told(back, up, unknown, unknown)


def with_true_arm(arm: Arm, truth: Truth) -> Arm:
    """Return an arm of which all but the shoulder is known exactly: the best a ruler can be."""
    elbow, wrist = (truth.joints[f"{truth.near_side}_{part}"] for part in ("elbow", "wrist"))
    hip, ear = truth.middle("hip"), truth.middle("ear")
    return replace(arm, elbow=elbow, wrist=wrist, hip=hip, top=ear)


def _nothing(count: int) -> Told:
    zero, unknown = np.zeros(count), np.full(count, np.nan)
    return Told(zero, zero, unknown, unknown)


def _hand(truth: Truth, recording: Recording) -> FloatArray:
    """Return the near wrist from the hips along and across the trunk, trunk lengths."""
    near = "left" if truth.near_side == "left" else "right"
    out = np.full((len(recording.poses), 2), np.nan)
    for row, pose in enumerate(recording.poses):
        if pose is None:
            continue
        hip, ear = mid_point(pose, "hip"), mid_point(pose, "ear")
        up = np.subtract(ear, hip) / max(math.dist(ear, hip), 1.0)
        reach = (pose.xy[of_side("wrist", near)] - hip) / truth.trunk_px
        out[row] = reach @ up, reach @ np.array([-up[1], up[0]])
    return out
