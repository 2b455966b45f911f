"""How fast the whole pipeline is beside a bare MediaPipe loop, and what our own share costs.

``make bench-speed`` (with ``CLIP=…`` for another clip) prints a table and writes
``docs/benchmark-speed.json``, within two minutes on two idle cores.  Both loops run on the same
file, in turn, in one process; times are medians over the repeats, from the first analysed frame to
the last, so that loading the model counts for neither.  What the engine alone costs,
``python -m tests.benchmark.engine_cost`` tells in half a minute.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from formcheck.assets import model_bytes, sample_path
from formcheck.config import Config, PoseOptions
from formcheck.engine import new_pipeline
from formcheck.pose.mediapipe import MediaPipeEstimator
from formcheck.pose.quiet import hushed
from formcheck.run import Request, make_session, open_recording
from formcheck.session_seams import SessionState, SessionStats
from formcheck.skeleton import Landmark as L
from formcheck.types import Event, Frame, FrameResult, Pose
from tests.benchmark.clips import reencode
from tests.benchmark.engine_cost import engine_cost, record
from tests.benchmark.engine_cost import show as show_engine
from tests.benchmark.memory import peak_mib

SIZE = (1280, 720)
LOOPS = 10
FRAMES = 240
"""So many frames of the clip: eight seconds tell the same as its whole length."""
HEIGHTS = (240, 360, 480, 720)
COMPARED = (
    L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_ELBOW, L.RIGHT_ELBOW, L.LEFT_WRIST, L.RIGHT_WRIST,
    L.LEFT_HIP, L.RIGHT_HIP,
)  # fmt: skip
OUTPUT = Path(__file__).parents[2] / "docs" / "benchmark-speed.json"


def per_frame_ms(stamps: list[float]) -> float:
    """Return the mean milliseconds between the first and the last stamp."""
    return 1000 * (stamps[-1] - stamps[0]) / (len(stamps) - 1)


def bare_loop(clip: Path) -> float:
    """Return milliseconds a frame of read → cvtColor → detect_for_video with masks."""
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=model_bytes()),
        running_mode=vision.RunningMode.VIDEO,
        output_segmentation_masks=True,
    )
    capture = cv2.VideoCapture(str(clip))
    stamps: list[float] = []
    # Here alone: a session loads its model in another thread, which would wait for this one.
    with hushed(), vision.PoseLandmarker.create_from_options(options) as landmarker:
        while True:
            good, image = capture.read()
            if not good:
                break
            picture = mp.Image(
                image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
            )
            landmarker.detect_for_video(picture, round(capture.get(cv2.CAP_PROP_POS_MSEC)))
            stamps.append(time.perf_counter())
    capture.release()
    return per_frame_ms(stamps)


class Stamps:
    """A listener that notes when each result was ready."""

    def __init__(self) -> None:
        self.times: list[float] = []

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        self.times.append(time.perf_counter())

    def on_event(self, event: Event) -> None: ...

    def on_state(self, state: SessionState) -> None: ...


def whole_pipeline(clip: Path) -> float:
    """Return milliseconds a frame of what ``formcheck analyze`` does."""
    listener = Stamps()
    with open_recording(str(clip)) as source:
        make_session(source, Request(Config()), listener).run()
    return per_frame_ms(listener.times)


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


def machine() -> dict[str, Any]:
    """Describe where the numbers come from."""
    cpu = platform.processor()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [row.split(":", 1)[1].strip() for row in info.read_text().splitlines()
                 if row.startswith("model name")]  # fmt: skip
        cpu = names[0] if names else cpu
    libraries = ("mediapipe", "opencv-contrib-python", "numpy", "av")
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "load_at_start": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        **{name: version(name) for name in libraries},
    }


def measure(clip: Path, repeats: int) -> dict[str, Any]:
    """Run everything and return it as plain values."""
    about = machine()
    with tempfile.TemporaryDirectory(prefix="formcheck-bench-") as folder:
        single = reencode(clip, Path(folder) / "once.mp4", size=SIZE, frames=FRAMES)
        looped = reencode(clip, Path(folder) / "looped.mp4", size=SIZE, times=LOOPS, frames=FRAMES)
        pairs = [(bare_loop(single), whole_pipeline(single)) for _ in range(repeats)]
        share = own_share(single)
        engine = engine_cost(*record(single))
        loss = height_loss(single)
        memory = {"once_mib": peak_mib(single), f"looped_{LOOPS}_mib": peak_mib(looped)}
    bare, whole = (statistics.median(values) for values in zip(*pairs, strict=True))
    growth = memory[f"looped_{LOOPS}_mib"] - memory["once_mib"]
    return {
        "schema_version": 2,
        "clip": {"name": clip.name, "width": SIZE[0], "height": SIZE[1]},
        "machine": about,
        "repeats": repeats,
        "bare_ms": bare,
        "pipeline_ms": whole,
        "ratio": statistics.median(ours / theirs for theirs, ours in pairs),
        "own_ms": share,
        "engine": engine,
        "memory": memory | {"growth_mib": growth},
        "analysis_height": loss,
    }


def rounded(value: Any) -> Any:
    """Return plain values with floats rounded for reading and for small diffs."""
    if isinstance(value, dict):
        return {name: rounded(item) for name, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return round(value, 3) if isinstance(value, float) else value


def show(report: dict[str, Any]) -> None:
    """Print the figures."""
    own, memory = report["own_ms"], report["memory"]
    print(f"bare loop          {report['bare_ms']:7.2f} ms a frame")
    print(f"whole pipeline     {report['pipeline_ms']:7.2f} ms a frame")
    print(f"ratio              {report['ratio']:7.3f}")
    print(f"own share          {own['own_share']:7.2f} ms a frame (target 2)")
    for name in ("around_mediapipe", "pipeline", "pipeline_p99", "decode", "mediapipe"):
        print(f"  {name:<16} {own[name]:7.2f} ms")
    show_engine(report["engine"])
    print(
        f"peak memory        {memory['once_mib']:7.1f} MiB, looped {LOOPS} times "
        f"{memory[f'looped_{LOOPS}_mib']:.1f} MiB: {memory['growth_mib']:+.1f} (target 30)"
    )
    print("analysis height    landmarks moved, % of trunk length (median / 95th), MediaPipe ms")
    for row in report["analysis_height"]:
        print(f"  {row['height_px']:>4.0f} px          {row['median_pct_trunk']:6.2f} / "
              f"{row['p95_pct_trunk']:6.2f}   {row['mediapipe_ms']:6.2f}")  # fmt: skip


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clip", type=Path, default=None)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    chosen = parser.parse_args()
    report = rounded(measure(chosen.clip or sample_path(), chosen.repeats))
    show(report)
    chosen.output.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
