"""The clips in ``samples/`` are what their recipes say, and small."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("numba", reason="the studio extra is not installed (numba)")
av = pytest.importorskip("av", reason="the studio extra is not installed (av)")

from studio import SCHEMA_VERSION  # noqa: E402
from studio.camera import Camera  # noqa: E402
from studio.performance import begin_truth, pose  # noqa: E402
from studio.samples import FPS, SAMPLES  # noqa: E402
from studio.truth import frame_truth, standing  # noqa: E402

FOLDER = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_sample_is_small_and_agrees_with_its_recipe(name: str) -> None:
    video, truth_path = FOLDER / f"{name}.mp4", FOLDER / f"{name}.json"
    assert video.stat().st_size + truth_path.stat().st_size < 2_000_000
    truth = json.loads(truth_path.read_text(encoding="utf-8"))
    performance, scene = SAMPLES[name]()
    recipe = begin_truth(performance, scene, seed=1, fps=FPS)
    assert truth["schema_version"] == SCHEMA_VERSION
    assert truth["exercise"] == performance.exercise
    assert [rep["start_s"] for rep in truth["reps"]] == [rep.start_s for rep in recipe.reps]
    assert [f["code"] for f in truth["faults"]] == [f.code for f in recipe.faults]
    with av.open(str(video)) as clip:
        stream = clip.streams.video[0]
        assert (stream.width, stream.height) == scene.camera.size
        assert stream.frames == len(truth["frames"]["time_s"])


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_truth_of_a_sample_is_what_the_studio_says_today(name: str) -> None:
    truth = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    performance, scene = SAMPLES[name]()
    rest, camera = standing(performance.body), scene.camera
    assert isinstance(camera, Camera)
    for i in range(0, len(truth["frames"]["time_s"]), 97):
        skeleton, state = pose(performance, i / FPS)
        row = frame_truth(skeleton, rest, state, camera)
        assert row["lumbar_flexion_deg"] == truth["frames"]["lumbar_flexion_deg"][i]
        assert row["phase"] == truth["frames"]["phase"][i]
        for joint, pixel in row["joints_px"].items():
            assert pixel == pytest.approx(truth["joints_px"][joint][i], abs=0.11)


def test_the_readme_names_every_sample() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in SAMPLES)
