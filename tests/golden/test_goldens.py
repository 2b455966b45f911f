"""Recorded landmarks of the bundled clips: the engine's answer, against last time and the truth.

Goldens start from landmarks, because decoders and processors move the model's output a little.
``pytest tests/golden --update-goldens`` writes the answers anew.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.assets import sample_path
from support.differences import differences
from support.record_golden import CLIPS, load
from support.sets import Told, analyse

HERE = Path(__file__).parent
CURVATURE_RMSE_DEG = 11.0
"""Measured 9.7 (bias -7), over four fifths of the frames.  Rendered backs hollow by 14 degrees more
in the hinge than real ones; what is told follows the real ones (docs/benchmark-real.md)."""
JUDGED_SHARE = 0.7
TOLD_FROM_DEG = 20.0
"""Rounding by less is within what flat backs of different lifters differ."""
REP_S = 0.25


@cache
def told(name: str) -> Told:
    return analyse(load(name))


@cache
def truth(name: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(sample_path(name).with_suffix(".json").read_text("utf-8"))
    return table


def answer(name: str) -> dict[str, Any]:
    """Return what is kept of an analysis; rounded, null where nothing could be judged."""
    pipeline = told(name).pipeline
    return {
        "exercise": pipeline.exercise.name,
        "view": {"kind": pipeline.view.kind, "near_side": pipeline.view.near_side,
                 "yaw_deg": _number(pipeline.view.yaw_deg)},
        "reps": [
            {
                "start_s": _number(rep.start_s), "end_s": _number(rep.end_s),
                "concentric_s": _number(rep.concentric_s),
                "eccentric_s": _number(rep.eccentric_s), "rom": _number(rep.rom),
                "side": rep.side, "complete": rep.complete, "flags": sorted(rep.flags),
                "trunk_inclination_deg": _number(rep.trunk_inclination_deg),
                "back_max_deg": _number(rep.back_curvature.max),
                "retraction_pct": _number(rep.retraction_pct),
            }
            for rep in pipeline.reps
        ],
        "flags": [
            {"code": flag.code, "rep": flag.rep, "severity": flag.severity,
             "start_s": _number(flag.start_s)}
            for flag in pipeline.flags
        ],
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 3)


@pytest.mark.parametrize("name", CLIPS)
def test_the_answer_is_that_of_last_time(name: str, request: pytest.FixtureRequest) -> None:
    path = HERE / f"{name}.json"
    new = answer(name)
    if request.config.getoption("--update-goldens"):
        path.write_text(json.dumps(new, indent=1) + "\n", "utf-8")
        pytest.skip("golden written anew")
    assert differences(json.loads(path.read_text("utf-8")), new) == []


def test_differences_are_seen() -> None:
    old = {"start_s": 1.0, "flags": ["drop"], "rom": None, "yaw_deg": 5.0}
    assert differences(old, {**old, "start_s": 1.05, "yaw_deg": 6.0}) == []
    for change in ({"start_s": 1.2}, {"flags": []}, {"rom": 1.0}, {"flags": ["yank"]}, {"x": 1}):
        assert differences(old, {**old, **change})


@pytest.mark.parametrize("name", CLIPS)
def test_the_reps_are_those_that_were_rendered(name: str) -> None:
    reps, rendered = told(name).pipeline.reps, truth(name)["reps"]
    assert len(reps) == len(rendered)
    for rep, real in zip(reps, rendered, strict=True):
        assert rep.start_s == pytest.approx(real["start_s"], abs=REP_S)
        # Where the lowering drops or bounces, its end is a matter of taste.
        loose = 4.0 if "jerky" in name else 2.0
        assert rep.end_s == pytest.approx(real["end_s"], abs=loose * REP_S)


def test_the_exercises_and_views() -> None:
    for name in CLIPS:
        pipeline, camera = told(name).pipeline, truth(name)["camera"]
        assert pipeline.exercise.name == ("face_pull" if "face" in name else "bent_over_row")
        assert pipeline.view.near_side == camera["near_side"]
        assert pipeline.view.yaw_deg == pytest.approx(camera["yaw_deg"], abs=12.0)


def _curvature() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return measured and rendered curvature, and the rep number (-1 outside), in each frame."""
    frames = truth("row-rounding")["frames"]
    known = np.array(frames["lumbar_flexion_deg"]) + np.array(frames["thoracic_flexion_deg"])
    results = told("row-rounding").results
    times = np.array([result.time_s for result in results])
    measured = np.array([result.measures["back_curvature_deg"].value for result in results])
    nearest = np.abs(np.array(frames["time_s"])[None, :] - times[:, None]).argmin(axis=1)
    return measured, known[nearest], np.array(frames["rep"])[nearest]


def test_back_curvature_follows_the_rendered_spine() -> None:
    measured, known, rep = _curvature()
    judged = np.isfinite(measured) & (rep >= 0)
    assert judged.sum() > JUDGED_SHARE * (rep >= 0).sum()
    error = measured[judged] - known[judged]
    rmse = float(np.sqrt(np.mean(error**2)))
    print(f"back curvature: RMSE {rmse:.2f} deg, bias {error.mean():+.2f} deg, n {judged.sum()}")
    assert rmse < CURVATURE_RMSE_DEG
    assert np.corrcoef(measured[judged], known[judged])[0, 1] > 0.85


def test_rounded_reps_are_flagged_and_flat_ones_are_not() -> None:
    reps, faults = told("row-rounding").pipeline.reps, truth("row-rounding")["faults"]
    _, known, rep_of = _curvature()
    rounded = {
        fault["rep"]
        for fault in faults
        if fault["code"] == "rounded_back" and known[rep_of == fault["rep"]].max() > TOLD_FROM_DEG
    }
    assert len(rounded) == 2
    assert {rep.index - 1 for rep in reps if "rounded_back" in rep.flags} == rounded
    worst = [rep.back_curvature.max for rep in reps]
    assert max(worst[:2]) < worst[2] < worst[3] < worst[4]


def test_the_recordings_are_small() -> None:
    assert sum(path.stat().st_size for path in HERE.glob("*.npz")) < 1_600_000
