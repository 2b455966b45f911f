"""Render the training pictures, look at them with MediaPipe, and keep what came of it."""

from __future__ import annotations

import math
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.progress import Progress

from formcheck.assets import model_bytes
from formcheck.config import PoseOptions
from formcheck.measures.features import features
from formcheck.measures.geometry import flexion_deg
from formcheck.measures.limbs import ARM
from formcheck.measures.trunk_frame import trunk_frame
from formcheck.measures.view import ViewEstimator, single_yaw_deg
from formcheck.pose.landmarker import Landmarker
from formcheck.skeleton import Landmark as L
from formcheck.skeleton import Side
from formcheck.types import Pose
from studio import GENERATION
from tests.benchmark.accuracy.clipset import cache_folder
from tests.benchmark.accuracy.poses import Recording, load, save
from tests.training.estimator import Stills
from tests.training.prior import commonness

LOST = 0.20
"""A pose whose hips or shoulders lie farther from the true ones than this (trunk lengths) is not
the lifter's: nothing about the back can be learned from it."""

SHOULDERS = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER)

Truth = dict[str, NDArray[Any]]


def stills_folder() -> Path:
    """Return where pictures' poses and truth are kept."""
    return cache_folder() / f"stills-{GENERATION}"


def paths(index: int) -> tuple[Path, Path]:
    """Return where poses and truth of a sitting are kept; the truth is written last."""
    stem = stills_folder() / f"{index:05d}"
    return stem.with_name(f"{stem.name}-poses.npz"), stem.with_name(f"{stem.name}-truth.npz")


def collect(count: int, jobs: int) -> None:
    """Make what is missing of the first ``count`` sittings, several at a time."""
    stills_folder().mkdir(parents=True, exist_ok=True)
    missing = [i for i in range(count) if not paths(i)[1].exists()]
    for variable in ("NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    with Progress() as bar, ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        task = bar.add_task("sittings", total=len(missing))
        for done in as_completed([pool.submit(make, index) for index in missing]):
            done.result()
            bar.advance(task)


def make(index: int) -> None:
    """Render one sitting and keep its poses and truth."""
    from studio.stills import pictures, sitting

    images, truth = pictures(sitting(index))
    poses = tuple(_look(image) for image in images)
    size = (images[0].shape[1], images[0].shape[0])
    save(Recording(np.arange(len(images), dtype=float), size, poses), paths(index)[0])
    part = paths(index)[1].with_suffix(".part.npz")
    np.savez_compressed(part, **truth)  # type: ignore[arg-type]
    part.replace(paths(index)[1])


@cache
def _landmarker() -> Landmarker:
    return Landmarker(model_bytes(), PoseOptions().min_confidence, follow=False)


def _look(image: NDArray[np.uint8]) -> Pose | None:
    """Return the pose in an RGB picture."""
    size = (image.shape[1], image.shape[0])
    found = _landmarker().find(np.ascontiguousarray(image), 0.0, size)
    return found[0] if found else None


def stills(count: int, *, soft: bool = True) -> Stills:
    """Return features and truth of the first ``count`` sittings that are there.

    ``soft`` false reads them off masks that know only inside and outside.
    """
    rows: list[tuple[Any, ...]] = []
    for index in range(count):
        poses_path, truth_path = paths(index)
        if not truth_path.exists():
            continue
        with np.load(truth_path) as file:
            truth = {name: file[name] for name in file.files}
        for k, pose in enumerate(load(poses_path).poses):
            if pose is not None and not soft:
                pose = _hardened(pose)
            row = None if pose is None else _row(pose, truth, k)
            if row is not None:
                rows.append((*row, index, k))
    feature, change, stand, sittings, numbers = zip(*rows, strict=True)
    sitting, still = np.array(sittings, np.intp), np.array(numbers, np.intp)
    return Stills(
        np.array(feature, np.float32),
        np.array(change, np.float32),
        np.array(stand, np.float32),
        sitting,
        still,
        commonness(sitting, still),
    )


def _row(pose: Pose, truth: Truth, k: int) -> tuple[Any, Any, Any] | None:
    """Return features, change and stand of one picture; None where the pose is lost."""
    view = ViewEstimator().push(0.0, pose)
    trunk = trunk_frame(pose, view)
    near: Side = "left" if truth["near_left"][k] > 0.5 else "right"
    if trunk is None or view.near_side != near or _lost(pose, truth["joints_px"][k]):
        return None
    lumbar, thoracic = truth["lumbar_flexion_deg"][k], truth["thoracic_flexion_deg"][k]
    change = (
        lumbar + thoracic,
        lumbar,
        thoracic,
        truth[f"{near}_retraction_pct"][k],
        truth[f"{near}_elevation_pct"][k],
    )
    ahead = -1.0 if near == "left" else 1.0
    missed = _inclination(truth["joints_px"][k], ahead) - _inclination(pose.xy, ahead)
    # The truth tells the angle between upper arm and forearm, 180 for a straight arm.
    bent = 180.0 - truth[f"{near}_elbow_deg"][k] - flexion_deg(*pose.xy[ARM[near]])
    raised = _elbow_height_pct(truth["joints_px"][k], near) - _elbow_height_pct(pose.xy, near)
    stand = (truth["yaw_deg"][k], (missed + 180.0) % 360.0 - 180.0, bent, raised)
    return features(pose, view, trunk, single_yaw_deg(pose)), change, stand


def _elbow_height_pct(points: NDArray[Any], side: Side) -> float:
    """Return an elbow's height over its shoulder in the picture, % of trunk length."""
    ends = (_middle(points, L.LEFT_HIP, L.RIGHT_HIP), _middle(points, *SHOULDERS))
    shoulder, elbow = points[ARM[side][:2], 1]
    return float(100.0 * (shoulder - elbow) / max(math.dist(*ends), 1.0))


def _hardened(pose: Pose) -> Pose:
    assert pose.mask is not None
    return replace(pose, mask=(pose.mask >= 0.5).astype(np.float32))


def _middle(points: NDArray[Any], left: L, right: L) -> NDArray[np.float64]:
    middle: NDArray[np.float64] = (points[left] + points[right]) / 2.0
    return middle


def _lost(pose: Pose, joints: NDArray[Any]) -> bool:
    pairs = ((L.LEFT_HIP, L.RIGHT_HIP), (L.LEFT_SHOULDER, L.RIGHT_SHOULDER))
    hip, shoulder = (_middle(joints, *pair) for pair in pairs)
    trunk = max(float(np.linalg.norm(shoulder - hip)), 1.0)
    off = [np.linalg.norm(_middle(pose.xy, *p) - _middle(joints, *p)) / trunk for p in pairs]
    return bool(max(off) > LOST)


def _inclination(points: NDArray[Any], ahead: float) -> float:
    span = _middle(points, L.LEFT_SHOULDER, L.RIGHT_SHOULDER) - _middle(
        points, L.LEFT_HIP, L.RIGHT_HIP
    )
    return float(np.degrees(np.arctan2(-span[1], ahead * span[0])))
