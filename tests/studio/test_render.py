"""Drawing: meshes, silhouette, frames, files. Small pictures, so that it stays quick."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("numba", reason="the studio extra is not installed (numba)")
av = pytest.importorskip("av", reason="the studio extra is not installed (av)")
cv2 = pytest.importorskip("cv2", reason="OpenCV is not installed")

from studio.anatomy import ROSTER  # noqa: E402
from studio.camera import Camera  # noqa: E402
from studio.exercises.base import Style  # noqa: E402
from studio.figure import figure_mesh  # noqa: E402
from studio.meshing import mesh_solid  # noqa: E402
from studio.motion import Rep, Session, SetPlan, State  # noqa: E402
from studio.performance import Performance, Scene, pose, render_clip  # noqa: E402
from studio.raster import rasterise, shadow_at, shadow_map  # noqa: E402
from studio.sdf import Solid  # noqa: E402
from studio.skeleton import solve  # noqa: E402
from studio.transforms import vec  # noqa: E402
from studio.truth import (  # noqa: E402
    EXTRA_POINTS,
    FAULT_CODES,
    PHASES,
    ClipTruth,
    dorsal_outline,
    frame_truth,
    silhouette,
    standing,
)
from studio.video import Sensor, VideoWriter, expose  # noqa: E402

SMALL = Camera(target=(0.0, 0.0, 0.9), distance_m=3.5, fov_deg=36.0, size=(160, 120))


def sphere(radius: float = 0.3) -> Solid:
    """A ball at the origin."""
    solid = Solid()
    solid.ellipsoid(vec(0, 0, 0), (radius, radius, radius))
    return solid


def flat(posture_changes: dict[str, float]) -> np.ndarray:
    """Turning of the true outline from sacrum to C7 for a changed standing posture, degrees."""
    body = replace(ROSTER[0], top="tight", loose=0.0)
    skeleton = solve(body, replace(standing(body).posture, **posture_changes))
    camera = replace(SMALL, size=(640, 480))
    outline = dorsal_outline(figure_mesh(body, skeleton), skeleton, camera)
    assert np.isfinite(outline).all()
    low, high = outline[10] - outline[0], outline[40] - outline[30]
    turn = np.arctan2(high[0], -high[1]) - np.arctan2(low[0], -low[1])
    return float(np.degrees(turn))


def test_a_ball_meshes_to_a_ball_seen_from_outside() -> None:
    surface = mesh_solid(sphere(), 0.02)
    assert np.linalg.norm(surface.points, axis=1) == pytest.approx(0.3, abs=2e-3)
    corners = surface.points[surface.faces]
    outward = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (np.einsum("ij,ij->i", outward, corners.mean(axis=1)) > 0).all()
    volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6
    assert volume == pytest.approx(4 / 3 * np.pi * 0.3**3, rel=0.01)


def test_a_ball_covers_the_pixels_a_pinhole_says() -> None:
    surface = mesh_solid(sphere(), 0.02)
    camera = Camera(distance_m=4.0, height_m=0.0, target=(0, 0, 0), fov_deg=40.0, size=(200, 200))
    hits = rasterise(surface.points, surface.faces, camera)
    radius = camera.focal_px * 0.3 / np.sqrt(4.0**2 - 0.3**2)
    assert (hits.face >= 0).sum() == pytest.approx(np.pi * radius**2, rel=0.03)
    assert 1.0 / hits.inv_depth.max() == pytest.approx(3.7, abs=0.01)


def test_a_shadow_falls_behind_the_ball_only() -> None:
    surface = mesh_solid(sphere(), 0.03)
    light = shadow_map(surface.points, surface.faces, vec(0, 0, -1), 128)
    args = (light.depth, light.coarse, light.axes, light.origin, light.scale)
    assert shadow_at(*args, 0.0, 0.0, -0.5, 0.01, 0.0) == 0.0
    assert shadow_at(*args, 0.0, 0.0, 0.5, 0.01, 0.0) == 1.0
    assert shadow_at(*args, 1.0, 0.0, -0.5, 0.01, 0.0) == 1.0


def test_the_silhouette_leaves_out_the_arms() -> None:
    body = ROSTER[0]
    front = replace(SMALL, yaw_deg=90.0)
    skeleton = standing(body)
    mesh = figure_mesh(body, skeleton, 0.016)
    x, y = (front.project(skeleton["left_wrist"])[0] * 2).astype(int)
    whole = rasterise(mesh.points, mesh.faces, front.supersampled(2)).face >= 0
    assert whole[y, x]
    assert not silhouette(mesh, front)[y, x]


def test_the_outline_turns_with_the_spine_and_stays_with_the_arms() -> None:
    straight = flat({})
    assert flat({"lumbar_deg": 20.0}) - straight == pytest.approx(20.0, abs=9.0)
    assert flat({"lumbar_deg": 16.0, "thoracic_deg": 14.0}) - straight > 18.0
    assert flat({"lumbar_deg": -14.0}) - straight < -6.0


def test_the_same_seed_draws_the_same_picture(tmp_path: Path) -> None:
    scene = Scene(camera=SMALL, sensor=Sensor(noise=2.0))
    plan = Session((SetPlan((Rep(),), idle_s=0.1, enter_s=0.2),))
    performance = Performance("barbell_row", ROSTER[2], Style(), plan)

    def digest(name: str, seed: int) -> str:
        times = np.array([0.0, 0.4])
        target = tmp_path / name
        render_clip(performance, scene, target, times_s=times, fps=25.0, seed=seed)
        with av.open(str(target)) as clip:
            frames = [f.to_ndarray(format="rgb24").tobytes() for f in clip.decode(video=0)]
        assert len(frames) == 2
        return hashlib.sha256(b"".join(frames)).hexdigest()

    first = digest("a.mp4", 4)
    assert first == digest("b.mp4", 4)
    assert first != digest("c.mp4", 5)
    assert not list(tmp_path.glob("*.part*"))


def test_truth_has_one_value_a_frame(tmp_path: Path) -> None:
    plan = Session((SetPlan((Rep(),), idle_s=0.1, enter_s=0.2),))
    performance = Performance("face_pull", ROSTER[1], Style(), plan)
    scene = Scene(camera=SMALL)
    times = np.array([0.0, 0.05, 0.2])
    truth = render_clip(performance, scene, tmp_path / "x.mp4", times_s=times, fps=20.0)
    assert {len(v) for v in truth.frames.values()} == {3}
    assert {len(v) for v in truth.joints_px.values()} == {3}
    assert truth.frames["time_s"] == pytest.approx(times)
    assert len(truth.frames["dorsal_outline_px"][0]) == 41


def test_the_guide_names_every_column_of_the_truth() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "studio.md").read_text(encoding="utf-8")
    rest = standing(ROSTER[0])
    row = frame_truth(rest, rest, State.resting(), SMALL)
    for name in (*row, *FAULT_CODES, *PHASES, *EXTRA_POINTS, *ClipTruth.__dataclass_fields__):
        bare = name.removeprefix("left_").removeprefix("right_")
        assert name in guide or bare in guide, name


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_file_carries_a_tag_that_undoes_it(tmp_path: Path, rotation: int) -> None:
    upright = np.zeros((64, 96, 3), np.uint8)
    upright[:32, :48] = 220
    target = tmp_path / "turned.mp4"
    with VideoWriter(target, (96, 64), 25.0, rotation_deg=rotation, crf=10) as writer:
        for i in range(3):
            writer.write(upright, i / 25.0)
    capture = cv2.VideoCapture(str(target))
    capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
    shown, frame = capture.read()
    capture.release()
    assert shown
    assert frame.shape == upright.shape
    assert frame[:28, :44].mean() > 180
    assert frame[36:, :44].mean() < 40
    assert frame[:28, 52:].mean() < 40
    with av.open(str(target)) as clip:
        stored = clip.streams.video[0]
        assert (stored.width, stored.height) == ((96, 64) if rotation % 180 == 0 else (64, 96))


def test_variable_frame_times_survive_the_file(tmp_path: Path) -> None:
    times = [0.0, 0.033, 0.081, 0.104, 0.2]
    target = tmp_path / "vfr.mp4"
    with VideoWriter(target, (64, 48), 30.0) as writer:
        for t in times:
            writer.write(np.full((48, 64, 3), 90, np.uint8), t)
    with av.open(str(target)) as clip:
        stamps = [float(f.pts * f.time_base) for f in clip.decode(video=0)]
    assert stamps == pytest.approx(times, abs=1e-3)


def test_a_writer_that_fails_leaves_no_file(tmp_path: Path) -> None:
    target = tmp_path / "half.mp4"
    with pytest.raises(RuntimeError), VideoWriter(target, (64, 48), 30.0) as writer:
        writer.write(np.zeros((48, 64, 3), np.uint8), 0.0)
        raise RuntimeError("stop")
    assert not list(tmp_path.iterdir())


def test_sensor_noise_is_as_strong_as_told() -> None:
    grey = np.full((120, 160, 3), 128.0, np.float32)
    clean = Sensor(noise=0.0, blur_px=0.0, vignette=0.0)
    rng = np.random.default_rng(0)
    assert (expose(grey, clean, rng) == 128).all()
    noisy = expose(grey, replace(clean, noise=4.0), rng).astype(float)
    assert 2.5 < noisy.std() < 6.0


def test_the_hands_hold_the_bar() -> None:
    performance = Performance("barbell_row", ROSTER[0], Style(), Session((SetPlan((Rep(),)),)))
    skeleton, state = pose(performance, 4.0)
    assert isinstance(state, State)
    level = skeleton["left_grip"] - skeleton["right_grip"]
    assert level[2] == pytest.approx(0.0, abs=1e-6)
    assert level[0] == pytest.approx(0.0, abs=1e-6)
