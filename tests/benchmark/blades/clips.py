"""Which clips are rendered, and where they are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

import numpy as np

from studio import draw
from studio.anatomy import Body
from studio.camera import Camera
from studio.dataset import clip_seed
from studio.exercises.base import Style
from studio.performance import (
    Performance,
    Scene,
    begin_truth,
    draw_lifter,
    make_stage,
    palette,
    pose,
)
from studio.truth import ClipTruth, Fault, frame_truth, standing
from studio.video import VideoWriter, expose
from tests.benchmark.accuracy.clipset import cache_folder
from tests.benchmark.blades.courses import (
    FAULTS,
    UNCLEAN,
    Course,
    Kind,
    draw_courses,
    make_session,
)

Split = Literal["tune", "validate"]
VERSION: Final = 1
"""Raise when the clips change: they are kept under it."""

FPS: Final = 12.0
CRF: Final = 22
EXERCISES: Final = (
    "barbell_row", "seated_cable_row", "dumbbell_row", "single_arm_row", "face_pull",
)  # fmt: skip
YAWS: Final = {
    "tune": (-4.0, 8.0, -16.0, 2.0, -30.0, -10.0, 35.0),
    "validate": (-18.0, 5.0, 28.0, -8.0, -55.0),
}
"""Where the cameras stand; most in the range that the narrow bar is about."""

INDEX_FROM: Final = 9000
"""Seeds are those of the studio's clips from here on: the dataset never gets that far."""


@dataclass(frozen=True)
class Clip:
    """One clip of the benchmark."""

    split: Split
    index: int
    yaw_deg: float
    near_side: str
    kinds: tuple[Kind, ...]
    courses: tuple[Course, ...]
    performance: Performance
    scene: Scene
    seed: int

    @property
    def end_s(self) -> float:
        """When the last repetition is over; what follows is not rendered."""
        start, rep = self.performance.session.timed_reps[-1]
        return start + rep.duration_s + 0.3

    @property
    def name(self) -> str:
        """File name without ending."""
        return f"{self.split}-{self.index:02d}"


def kinds_of(split: Split, index: int) -> tuple[Kind, ...]:
    """Return the kinds of a clip's repetitions: half of all in a split are not clean."""
    before = 3 * (index // 2) + 2 * (index % 2) + (11 if split == "validate" else 0)
    if index % 2:
        return "clean", UNCLEAN[before], "clean"
    return UNCLEAN[before], "clean", UNCLEAN[before + 1]


@cache
def make_clip(split: Split, index: int) -> Clip:
    """Return a clip's specification."""
    seed = clip_seed(split, INDEX_FROM + index)
    rngs = [np.random.default_rng([seed, k]) for k in range(6)]
    exercise = EXERCISES[index % len(EXERCISES)]
    body, style = draw.draw_body(split, rngs[0]), draw.draw_style(rngs[1])
    camera = draw.draw_camera(rngs[2], exercise, body, style)
    yaw = YAWS[split][index]
    camera = replace(camera, yaw_deg=yaw, size=(854, 480))
    camera = replace(camera, fov_deg=_fov(camera, exercise, body, style))
    room = draw.draw_room(rngs[3], camera)
    sensor = replace(draw.draw_sensor(rngs[4]), crf=CRF)
    scene = Scene(camera, draw.draw_lighting(rngs[3]), room, (), sensor)
    kinds = kinds_of(split, index)
    courses, reps = draw_courses(kinds, rngs[5])
    side = camera.near_side if exercise == "single_arm_row" else "both"
    session = make_session(courses, reps, camera.near_side, side, seed % (1 << 30))
    faults = tuple(
        Fault(code, round(start, 4), round(start + rep.duration_s - rep.rest_s, 4), 1.0, "", i)
        for i, ((start, rep), kind) in enumerate(zip(session.timed_reps, kinds, strict=True))
        for code in FAULTS.get(kind, ())
    )
    performance = Performance(exercise, body, style, session, faults)
    return Clip(split, index, yaw, camera.near_side, kinds, courses, performance, scene, seed)


def _fov(camera: Camera, exercise: str, body: Body, style: Style) -> float:
    """Return the field of view that holds the whole movement at the camera's place."""
    wide, half = replace(camera, fov_deg=30.0), np.array(camera.size) / 2
    points = draw.reach(exercise, body, style)
    needed = 1.1 * float((np.abs(wide.project(points) - half) / half).max())
    angle = 2 * np.degrees(np.arctan(np.tan(np.radians(15.0)) * needed))
    return round(float(np.clip(angle, 18.0, 80.0)), 2)


def folder() -> Path:
    """Return where clips, truth and poses are kept."""
    return cache_folder() / f"blades-{VERSION}"


def ensure(clip: Clip) -> Path:
    """Return the truth file of a clip, beside its video, after rendering it if need be."""
    truth_path = folder() / f"{clip.name}.json"
    if truth_path.exists():
        return truth_path
    truth_path.parent.mkdir(parents=True, exist_ok=True)
    who, scene = clip.performance, clip.scene
    truth = begin_truth(who, scene, seed=clip.seed, fps=FPS)
    stage, colours, rest = make_stage(who, scene), palette(who.body), standing(who.body)
    noise = np.random.default_rng(clip.seed)
    with VideoWriter(truth_path.with_suffix(".mp4"), scene.camera.size, FPS, crf=CRF) as writer:
        for time_s in np.arange(int(clip.end_s * FPS)) / FPS:
            skeleton, state = pose(who, float(time_s))
            picture = stage.draw(draw_lifter(who, skeleton)[1], colours)
            writer.write(expose(picture, scene.sensor, noise), float(time_s))
            append(truth, frame_truth(skeleton, rest, state, scene.camera))
    truth.save(truth_path)
    return truth_path


def append(truth: ClipTruth, row: dict[str, Any]) -> None:
    """Append one frame's truth; the edge of the back, a third of a frame's cost, is not needed."""
    for name, pixel in row.pop("joints_px").items():
        truth.joints_px.setdefault(name, []).append(pixel)
    for name, value in row.items():
        truth.frames.setdefault(name, []).append(value)
    truth.frames.setdefault("dorsal_outline_px", []).append([None])


def clips(split: str) -> list[Clip]:
    """Return the clips of a split."""
    chosen = cast("Split", split)
    return [make_clip(chosen, index) for index in range(len(YAWS[split]))]
