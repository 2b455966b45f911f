"""Put a lifter, an exercise, a set and a scene together, and render the clip with its truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio import gym
from studio.anatomy import Body
from studio.camera import Camera
from studio.exercises.base import Exercise, Style
from studio.exercises.registry import EXERCISES
from studio.figure import figure_mesh
from studio.light import Lighting
from studio.materials import Material, material_table
from studio.mesh import Mesh, join
from studio.motion import Rep, Session, State
from studio.passerby import PasserBy
from studio.room import Room
from studio.skeleton import Skeleton
from studio.stage import Stage
from studio.truth import (
    ClipTruth,
    Fault,
    RepTruth,
    dorsal_outline,
    frame_truth,
    outline_column,
    standing,
)
from studio.video import Sensor, VideoWriter, expose

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Scene:
    """Everything around the lifter."""

    camera: Camera = field(default_factory=Camera)
    lighting: Lighting = field(default_factory=Lighting)
    room: Room = field(default_factory=Room)
    items: tuple[gym.Item, ...] = ()
    sensor: Sensor = field(default_factory=Sensor)


@dataclass(frozen=True)
class Performance:
    """Who does what: the part of a clip that is independent of the scene."""

    exercise: str
    body: Body
    style: Style
    session: Session
    faults: tuple[Fault, ...] = ()


def palette(body: Body) -> NDArray[np.float64]:
    """Return the material table in the lifter's own colours."""
    darker = tuple(int(0.82 * v) for v in body.skin)
    lip = tuple(int(0.65 * a + 0.35 * b) for a, b in zip(darker, (150, 70, 70), strict=True))
    return material_table(
        {
            Material.SKIN: body.skin,
            Material.BODY: body.skin,
            Material.LIP: (lip[0], lip[1], lip[2]),
            Material.HAIR: body.hair_rgb,
            Material.BROW: body.hair_rgb,
            Material.TOP: body.top_rgb,
            Material.BOTTOM: body.bottom_rgb,
            Material.SHOE: body.shoe_rgb,
            Material.SOCK: body.sock_rgb,
        }
    )


def pose(performance: Performance, time_s: float) -> tuple[Skeleton, State]:
    """Return the lifter and the state of the set at ``time_s``."""
    state = performance.session.state_at(time_s)
    exercise: Exercise = EXERCISES[performance.exercise]
    return exercise.pose(performance.body, performance.style, state), state


def draw_lifter(performance: Performance, skeleton: Skeleton) -> tuple[Mesh, Mesh]:
    """Return the bare figure, and the figure with what it holds."""
    exercise = EXERCISES[performance.exercise]
    figure = figure_mesh(performance.body, skeleton)
    props = exercise.props(performance.body, performance.style, skeleton)
    return figure, join([figure, *props])


def make_stage(performance: Performance, scene: Scene) -> Stage:
    """Draw the room with its furniture and the exercise's own fixtures."""
    exercise = EXERCISES[performance.exercise]
    fixtures = exercise.fixtures(performance.body, performance.style)
    fixtures += [gym.place(item) for item in scene.items]
    joined = join(fixtures) if fixtures else None
    return Stage(scene.camera, scene.lighting, scene.room, joined, material_table())


def rep_truths(session: Session) -> list[RepTruth]:
    """Return the times of all repetitions of a session."""
    out = []
    for i, (start, rep) in enumerate(session.timed_reps):
        peak = start + rep.concentric_s + rep.pause_s / 2
        end = start + rep.concentric_s + rep.pause_s + rep.eccentric_s
        out.append(_rep_truth(i, rep, start, peak, end))
    return out


def _rep_truth(index: int, rep: Rep, start: float, peak: float, end: float) -> RepTruth:
    times = (
        round(v, 4) for v in (start, peak, end, rep.concentric_s, rep.pause_s, rep.eccentric_s)
    )
    return RepTruth(index, *times, rep.side, rep.complete)


def begin_truth(performance: Performance, scene: Scene, *, seed: int, fps: float) -> ClipTruth:
    """Return the truth of a clip without frames."""
    camera = scene.camera
    view = f"{camera.near_side} side, yaw {camera.yaw_deg:+.0f}"
    return ClipTruth(
        exercise=performance.exercise,
        view=view,
        seed=seed,
        body=performance.body.as_dict(),
        camera=asdict(camera),
        scene={
            "lighting": asdict(scene.lighting),
            "room": asdict(scene.room),
            "items": [asdict(i) for i in scene.items],
            "sensor": asdict(scene.sensor),
            "style": asdict(performance.style),
        },
        reps=rep_truths(performance.session),
        faults=list(performance.faults),
        fps=fps,
    )


def render_clip(
    performance: Performance,
    scene: Scene,
    target: Path,
    *,
    times_s: NDArray[np.float64],
    fps: float,
    seed: int = 0,
    rotation_deg: int = 0,
    shutter: float = 0.0,
    passer_by: bool = False,
    progress: Progress | None = None,
) -> ClipTruth:
    """Render ``target`` (an .mp4) and return its truth; the caller saves the truth.

    Parameters
    ----------
    times_s : presentation time of every frame
    shutter : share of the frame interval over which moving things smear
    """
    film = _Film(performance, scene, seed, shutter / fps, passer_by)
    rest = standing(performance.body)
    truth = begin_truth(performance, scene, seed=seed, fps=fps)
    size, crf = scene.camera.size, scene.sensor.crf
    with VideoWriter(target, size, fps, crf=crf, rotation_deg=rotation_deg) as writer:
        for i, time_s in enumerate(times_s):
            skeleton, state = pose(performance, float(time_s))
            figure, everything = draw_lifter(performance, skeleton)
            writer.write(film.frame(everything, float(time_s)), float(time_s))
            add_frame(truth, figure, skeleton, rest, state, scene.camera)
            if progress is not None:
                progress(i + 1, len(times_s))
    return truth


class _Film:
    """Turns meshes into recorded pictures."""

    def __init__(
        self, performance: Performance, scene: Scene, seed: int, open_s: float, passer_by: bool
    ) -> None:
        self._performance, self._sensor, self._open_s = performance, scene.sensor, open_s
        self._stage = make_stage(performance, scene)
        self._colours = palette(performance.body)
        self._walker = None
        if passer_by:
            self._walker = PasserBy(seed, scene.camera, performance.session.duration_s)
            self._colours = np.vstack([self._colours, palette(self._walker.body)])
        self._rng = np.random.default_rng(seed)

    def _with_walker(self, mesh: Mesh, time_s: float) -> Mesh:
        walker = self._walker.mesh(time_s) if self._walker is not None else None
        return mesh if walker is None else join([mesh, walker])

    def frame(self, mesh: Mesh, time_s: float) -> NDArray[np.uint8]:
        """Return the picture of ``mesh`` at ``time_s``, smeared if the shutter stays open."""
        picture = self._stage.draw(self._with_walker(mesh, time_s), self._colours)
        for offset in self._smear(time_s):
            skeleton, _ = pose(self._performance, time_s + offset)
            later = draw_lifter(self._performance, skeleton)[1]
            picture = picture + self._stage.draw(
                self._with_walker(later, time_s + offset), self._colours
            )
        count = 1 + len(self._smear(time_s))
        return expose(picture / np.float32(count), self._sensor, self._rng)

    def _smear(self, time_s: float) -> tuple[float, ...]:
        """Return the further moments that one exposure sees; none while nothing moves."""
        if self._open_s <= 0.0:
            return ()
        before, after = (
            pose(self._performance, time_s + dt)[0] for dt in (-self._open_s / 2, self._open_s / 2)
        )
        moved = max(
            float(np.linalg.norm(after[name] - before[name]))
            for name in ("left_grip", "right_grip", "head", "left_elbow")
        )
        return (-self._open_s / 2, self._open_s / 2) if moved > 0.004 else ()


def add_frame(
    truth: ClipTruth,
    figure: Mesh,
    skeleton: Skeleton,
    rest: Skeleton,
    state: State,
    camera: Camera,
) -> None:
    """Append one frame's truth to the columns of ``truth``."""
    row = frame_truth(skeleton, rest, state, camera)
    row["dorsal_outline_px"] = outline_column(dorsal_outline(figure, skeleton, camera))
    for name, pixel in row.pop("joints_px").items():
        truth.joints_px.setdefault(name, []).append(pixel)
    for name, value in row.items():
        truth.frames.setdefault(name, []).append(value)
