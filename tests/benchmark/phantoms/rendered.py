"""Visits as pictures through MediaPipe: small, coarse, and kept as poses.

A rendered picture of the benchmark takes 0.2 to 0.35 s of processor time, half an hour a night.
Here a picture has 480 pixels along its longer side, the lifter's mesh cells of 2 cm and the shadow
a coarser map, which takes 0.08 s with MediaPipe, whose network sees 256 x 256 pixels anyway.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formcheck.assets import DEFAULT_MODEL, model_bytes, model_entries
from formcheck.config import PoseOptions
from formcheck.types import Frame
from studio import GENERATION, gym
from studio.figure import figure_mesh
from studio.materials import material_table
from studio.mesh import Mesh, join
from studio.passerby import PasserBy
from studio.performance import palette
from studio.raster import ShadowMap, shadow_map
from studio.skeleton import Skeleton
from studio.stage import Stage
from studio.video import expose
from tests.benchmark.accuracy.clipset import cache_folder
from tests.benchmark.accuracy.poses import Recording, load, pose_code, save
from tests.benchmark.phantoms.in_hand import things
from tests.benchmark.phantoms.visits import Visit

PICTURES = 1
"""Counted up when the same visit gives other pictures."""

CELL_M = 0.02
SHADOW_PX = 384


class CoarseStage(Stage):
    """A stage whose shadows are good enough for small pictures."""

    def _shadows(self, mesh: Mesh) -> ShadowMap:
        return shadow_map(mesh.points, mesh.faces, -self._lights[0, :3], SHADOW_PX)


def recording_path(visit: Visit) -> Path:
    """Return where a visit's poses are kept."""
    model = model_entries()[DEFAULT_MODEL].sha256
    parts = (
        str(GENERATION), str(PICTURES), repr(visit), pose_code(), model, version("mediapipe"),
        repr(PoseOptions()),
    )  # fmt: skip
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    return cache_folder() / "phantoms" / f"{visit.name}-{key}.npz"


def kept(visit: Visit) -> Recording | None:
    """Return a visit's poses if they are there."""
    path = recording_path(visit)
    return load(path) if path.exists() else None


def estimate(visit: Visit) -> Recording:
    """Render a visit, estimate its poses and keep them."""
    from formcheck.pose.mediapipe import MediaPipeEstimator

    poses = []
    with MediaPipeEstimator(PoseOptions(), model_bytes()) as estimator:
        for i, (time_s, picture) in enumerate(pictures(visit)):
            image = np.ascontiguousarray(picture[..., ::-1])
            poses.append(estimator.estimate(Frame(i, time_s, image)))
    recording = Recording(visit.times_s, visit.scene.camera.size, tuple(poses))
    save(recording, recording_path(visit))
    return recording


def pictures(visit: Visit) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Yield times and RGB pictures of a visit."""
    scene, rng = visit.scene, np.random.default_rng(visit.seed)
    fixtures = [gym.place(item) for item in scene.items]
    stage = CoarseStage(
        scene.camera, scene.lighting, scene.room, join(fixtures) if fixtures else None,
        material_table(),
    )  # fmt: skip
    colours = palette(visit.body)
    walker = PasserBy(visit.seed, scene.camera, visit.duration_s) if visit.passer_by else None
    if walker is not None:
        colours = np.vstack([colours, palette(walker.body)])
    for time_s in visit.times_s.tolist():
        skeleton = visit.skeleton(time_s)
        meshes = [figure_mesh(visit.body, skeleton, CELL_M), *_held(visit, skeleton, time_s)]
        beside = walker.mesh(time_s) if walker is not None else None
        if beside is not None:
            meshes.append(beside)
        yield time_s, expose(stage.draw(join(meshes), colours), scene.sensor, rng)


def _held(visit: Visit, skeleton: Skeleton, time_s: float) -> list[Mesh]:
    return things(visit.doer_at(time_s), skeleton)
