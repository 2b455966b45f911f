"""A drawn clip that every command analyses by the script, without the pose model."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck import run
from support.clipmaker import make_clip
from support.scripted import ScriptedEstimator, ScriptedPipeline, draw


def scripted_clip(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Draw the clip; its poses and reps come from the script as long as the patches hold."""
    monkeypatch.setattr(run, "default_estimator", lambda config: ScriptedEstimator)
    monkeypatch.setattr(
        run, "new_pipeline", lambda *args, exercise=None, **more: ScriptedPipeline()
    )
    pictures = [draw(number / 15, size=(320, 240)) for number in range(90)]
    return make_clip(folder / "set.mp4", pictures, fps=15)
