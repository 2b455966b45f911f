"""A clip whose poses are known, so that no test waits for the pose model."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

import formcheck
from formcheck import run
from formcheck.config import Config
from support.clipmaker import make_clip
from support.record_golden import load
from support.recordings import Frames
from support.replay import ReplayEstimator


def three_reps() -> Frames:
    """Return the last three reps of a bundled row, whose back rounds more and more."""
    part = load("row-rounding")[120:290]
    return [(time_s - part[0][0], pose) for time_s, pose in part]


def know_poses(patch: pytest.MonkeyPatch) -> None:
    """See in every clip the poses of those three reps."""
    found = [pose for _, pose in three_reps()]
    patch.setattr(run, "default_estimator", lambda config: lambda: ReplayEstimator(found))


@pytest.fixture(autouse=True)
def poses(monkeypatch: pytest.MonkeyPatch) -> None:
    """See those poses here and nowhere else: tests of other folders run in the same process.

    By the one patch that a test itself uses: two would be undone in the wrong order.
    """
    know_poses(monkeypatch)


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clip of black pictures at the times of those poses."""
    frames = three_reps()
    width, height = next(pose.size for _, pose in frames if pose is not None)
    images = [np.zeros((height, width, 3), np.uint8)] * len(frames)
    times_s = [time_s for time_s, _ in frames]
    return make_clip(tmp_path_factory.mktemp("clip") / "set.mp4", images, times_s=times_s, fps=15)


@pytest.fixture(scope="session")
def analysis(clip: Path) -> formcheck.Analysis:
    with pytest.MonkeyPatch.context() as patch:
        know_poses(patch)
        return formcheck.analyze(clip, config=Config())


@pytest.fixture
def folder(
    clip: Path, analysis: formcheck.Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Be in a folder that holds ``set.mp4`` and ``set.fcrec``."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(clip, "set.mp4")
    analysis.save("set.fcrec")
    return tmp_path
