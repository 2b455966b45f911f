"""What the drawn pose network sees of the arm behind the trunk."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from formcheck.types import FloatArray
from studio.dataset import ClipSpec, clip_spec
from studio.landmarks import film
from studio.truth import LANDMARKS

SINGLE_ARM_ROW, LAT_PULLDOWN = 5, 7


def seen_from_the_side(index: int) -> ClipSpec:
    spec = clip_spec("tune", index)
    camera = replace(spec.scene.camera, yaw_deg=0.0, near_side="left")
    plan = replace(spec.sets[0], side="left" if spec.sets[0].side != "both" else "both")
    return replace(spec, sets=(plan,), scene=replace(spec.scene, camera=camera))


def wrist(index: int, side: str) -> tuple[float, float]:
    """Return a wrist's visibility in the reps, and its way by its shoulder, trunk lengths."""
    made = film(seen_from_the_side(index))
    inside = [
        pose
        for time_s, pose in zip(made.times_s, made.poses, strict=True)
        if pose is not None and any(rep.start_s <= time_s <= rep.end_s for rep in made.reps)
    ]
    hand, shoulder = (LANDMARKS.index(f"{side}_{part}") for part in ("wrist", "shoulder"))
    path: FloatArray = np.array([pose.xy[hand] - pose.xy[shoulder] for pose in inside])
    girdles = [
        [LANDMARKS.index(f"{s}_{part}") for s in ("left", "right")] for part in ("shoulder", "hip")
    ]
    trunk = np.median([np.linalg.norm(np.diff([p.xy[g].mean(0) for g in girdles], axis=0))
                       for p in inside])  # fmt: skip
    low, high = np.percentile(path, (5, 95), axis=0)
    seen = float(np.median([pose.visibility[hand] for pose in inside]))
    return seen, float(np.linalg.norm(high - low) / trunk)


def test_a_hand_on_the_bench_is_seen_before_the_lifter() -> None:
    seen, _ = wrist(SINGLE_ARM_ROW, "right")
    assert seen > 0.7


def test_a_hand_behind_the_other_is_hidden_and_goes_along() -> None:
    seen, way = wrist(LAT_PULLDOWN, "right")
    near_seen, near_way = wrist(LAT_PULLDOWN, "left")
    assert seen < 0.3 < 0.8 < near_seen
    assert 0.6 < way / near_way < 1.8
