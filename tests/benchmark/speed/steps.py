"""What each step takes, run one after the other, and what a smaller analysis height loses."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from mediapipe.tasks.python import vision

from formcheck.assets import model_bytes
from formcheck.config import Config, PoseOptions
from formcheck.engine import new_pipeline
from formcheck.pose.mediapipe import MediaPipeEstimator
from formcheck.run import open_recording
from formcheck.skeleton import Landmark as L
from formcheck.types import Pose

SIZE = (1280, 720)
HEIGHTS = (240, 360, 480, 720)
COMPARED = (
    L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_ELBOW, L.RIGHT_ELBOW, L.LEFT_WRIST, L.RIGHT_WRIST,
    L.LEFT_HIP, L.RIGHT_HIP,
)  # fmt: skip


@contextmanager
def timed_inference() -> Iterator[list[float]]:
    """Collect the seconds spent inside MediaPipe's ``detect_for_video``."""
    spent: list[float] = []
    original = vision.PoseLandmarker.detect_for_video

    def timed(self: Any, *args: Any, **kwargs: Any) -> Any:
        begun = time.perf_counter()
        try:
            return original(self, *args, **kwargs)
        finally:
            spent.append(time.perf_counter() - begun)

    vision.PoseLandmarker.detect_for_video = timed
    try:
        yield spent
    finally:
        vision.PoseLandmarker.detect_for_video = original


def own_share(clip: Path) -> dict[str, float]:
    """Return median milliseconds a frame of each step, run one after the other."""
    steps: dict[str, list[float]] = {"decode": [], "estimate": [], "pipeline": []}
    pipeline = new_pipeline(Config())

    def timed(step: str, work: Callable[[], Any]) -> Any:
        begun = time.perf_counter()
        value = work()
        steps[step].append(time.perf_counter() - begun)
        return value

    with (
        timed_inference() as inference,
        open_recording(str(clip)) as source,
        MediaPipeEstimator(Config().pose, model_bytes()) as estimator,
    ):
        frames = iter(source)
        while (frame := timed("decode", lambda: next(frames, None))) is not None:
            pose = timed("estimate", lambda frame=frame: estimator.estimate(frame))
            timed(
                "pipeline",
                lambda frame=frame, pose=pose: pipeline.push(
                    frame.index, frame.time_s, pose, frame.size
                ),
            )
    around = [whole - inner for whole, inner in zip(steps["estimate"], inference, strict=True)]
    seconds = {
        "decode": steps["decode"],
        "mediapipe": inference,
        "around_mediapipe": around,
        "pipeline": steps["pipeline"],
    }
    medians = {name: 1000 * statistics.median(values) for name, values in seconds.items()}
    medians["own_share"] = medians["around_mediapipe"] + medians["pipeline"]
    medians["pipeline_p99"] = 1000 * float(np.percentile(steps["pipeline"], 99))
    return medians


def poses_at(clip: Path, height: int) -> tuple[list[Pose | None], float]:
    """Return every frame's pose at an analysis height, and MediaPipe's milliseconds a frame."""
    options = PoseOptions(analysis_height_px=height)
    with (
        timed_inference() as inference,
        open_recording(str(clip)) as source,
        MediaPipeEstimator(options, model_bytes()) as estimator,
    ):
        poses = [estimator.estimate(frame) for frame in source]
    return poses, 1000 * statistics.median(inference)


def trunk_length(pose: Pose) -> float:
    """Return the distance of mid-hip and mid-shoulder in pixels."""
    shoulder = pose.xy[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(axis=0)
    hip = pose.xy[[L.LEFT_HIP, L.RIGHT_HIP]].mean(axis=0)
    return float(np.linalg.norm(shoulder - hip))


def height_loss(clip: Path) -> list[dict[str, float]]:
    """Return, for each analysis height, how far landmarks move against the full height."""
    full, full_ms = poses_at(clip, SIZE[1])
    rows = []
    for height in HEIGHTS:
        poses, cost_ms = (full, full_ms) if height == SIZE[1] else poses_at(clip, height)
        moved = [
            100 * np.linalg.norm(a.xy[list(COMPARED)] - b.xy[list(COMPARED)], axis=1)
            / trunk_length(b)
            for a, b in zip(poses, full, strict=True)
            if a is not None and b is not None
        ]  # fmt: skip
        table = np.concatenate(moved) if moved else np.array([np.nan])
        rows.append(
            {
                "height_px": height,
                "median_pct_trunk": float(np.median(table)),
                "p95_pct_trunk": float(np.percentile(table, 95)),
                "mediapipe_ms": cost_ms,
            }
        )
    return rows


def show(own: dict[str, float], heights: list[dict[str, float]]) -> None:
    """Print the figures."""
    print(f"own share          {own['own_share']:7.2f} ms a frame (target 2)")
    for name in ("around_mediapipe", "pipeline", "pipeline_p99", "decode", "mediapipe"):
        print(f"  {name:<16} {own[name]:7.2f} ms")
    print("analysis height    landmarks moved, % of trunk length (median / 95th), MediaPipe ms")
    for row in heights:
        print(f"  {row['height_px']:>4.0f} px          {row['median_pct_trunk']:6.2f} / "
              f"{row['p95_pct_trunk']:6.2f}   {row['mediapipe_ms']:6.2f}")  # fmt: skip
