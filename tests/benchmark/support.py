"""A clip's truth made up on the spot, for the tests of the benchmark."""

from __future__ import annotations

from typing import Any

import numpy as np

from formcheck.types import NAN, Flag, Rep
from tests.benchmark.accuracy.truth import Truth, parse_truth

RATE = 20.0
REP_S, FIRST_S = 4.0, 1.0


def truth_data(count_reps: int = 3, **changes: Any) -> dict[str, Any]:
    """Return a truth file's values: clean repetitions of 1 + 0.5 + 2.0 s and a rest.

    ``changes`` replace columns of the frames (by name) or top-level values.
    """
    count = int((FIRST_S + count_reps * REP_S + 1.0) * RATE)
    times = np.arange(count) / RATE
    number = np.floor((times - FIRST_S) / REP_S + 1e-9)
    number = np.where((number >= 0) & (number < count_reps), number, -1).astype(int)
    zeros = np.zeros(count)
    frames = {
        "time_s": times,
        "rep": number,
        "lumbar_flexion_deg": zeros,
        "thoracic_flexion_deg": zeros,
        "left_retraction_pct": zeros,
        "left_elevation_pct": zeros,
        "dorsal_outline_px": np.tile([100.0, 100.0], (count, 5, 1)),
    }
    joints = {
        "left_hip": [200.0, 300.0], "right_hip": [200.0, 300.0],
        "left_shoulder": [120.0, 240.0], "right_shoulder": [120.0, 240.0],
        "sacrum": [210.0, 280.0], "c7": [110.0, 220.0],
    }  # fmt: skip
    data: dict[str, Any] = {
        "schema_version": 1,
        "exercise": "barbell_row",
        "fps": RATE,
        "camera": {"yaw_deg": 0.0, "near_side": "left", "size": [640, 480]},
        "reps": [rep_data(i) for i in range(count_reps)],
        "faults": [],
        "frames": {name: np.asarray(v).tolist() for name, v in frames.items()},
        "joints_px": {name: [xy] * count for name, xy in joints.items()},
    }
    for name, value in changes.items():
        (data["frames"] if name in data["frames"] else data)[name] = value
    return data


def rep_data(index: int, **changes: Any) -> dict[str, Any]:
    """Return one repetition of a truth file."""
    start = FIRST_S + index * REP_S
    rep = {
        "index": index, "start_s": start, "peak_s": start + 1.25, "end_s": start + 3.5,
        "concentric_s": 1.0, "pause_s": 0.5, "eccentric_s": 2.0, "side": "both", "complete": True,
    }  # fmt: skip
    return rep | changes


def made_truth(count_reps: int = 3, **changes: Any) -> Truth:
    """Return :func:`truth_data` as the benchmark reads it."""
    return parse_truth(truth_data(count_reps, **changes))


def fault(code: str, rep: int, start_s: float = 0.0, end_s: float = 0.0) -> dict[str, Any]:
    """Return one planted fault, by default over the whole of its repetition."""
    start = FIRST_S + rep * REP_S
    return {
        "code": code,
        "start_s": start_s or start,
        "end_s": end_s or start + 3.5,
        "size": 1.0,
        "unit": "",
        "rep": rep,
    }


def raised(code: str, start_s: float, end_s: float, rep: int = 0) -> Flag:
    """Return one flag of the product."""
    return Flag(code, "warning", start_s, start_s, 1.0, 1.0, "", rep, end_s)


def counted(index: int, start_s: float, end_s: float) -> Rep:
    """Return one repetition of the product."""
    return Rep(index, start_s, start_s + 1.0, end_s, True, "both", 1.0, 0.5, 2.0, 1.0, NAN)
