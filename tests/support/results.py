"""Analysed recordings made by hand, for tests of reports and commands."""

from __future__ import annotations

import numpy as np

from formcheck.types import (
    NAN,
    ExerciseGuess,
    Flag,
    Reason,
    Rep,
    RepCurvature,
    SessionResult,
    SourceInfo,
    View,
)


def make_rep(index: int = 1, **changes: object) -> Rep:
    """Return a whole, judged rep that starts at two seconds times its number."""
    start = 2.0 * index
    values: dict[str, object] = {
        "index": index,
        "start_s": start,
        "peak_s": start + 0.8,
        "end_s": start + 1.9,
        "complete": True,
        "side": "right",
        "concentric_s": 0.8,
        "pause_s": 0.1,
        "eccentric_s": 1.0,
        "rom": 0.97,
        "trunk_inclination_deg": 31.25,
        "trunk_swing_deg": 4.5,
        "back_curvature": RepCurvature(14.2, 9.1, 8.0, 6.2, 0.8),
        "retraction_pct": 7.5,
        "elevation_pct": 1.5,
        "smoothness_concentric": -1.61,
        "smoothness_eccentric": -1.72,
        "flags": ("rounded_back",),
    }
    return Rep(**(values | changes))  # type: ignore[arg-type]


UNJUDGED_REP = make_rep(
    2,
    complete=False,
    back_curvature=RepCurvature(reason=Reason.CONTOUR_HIDDEN),
    retraction_pct=NAN,
    elevation_pct=NAN,
    smoothness_concentric=NAN,
    trunk_inclination_deg=NAN,
    flags=(),
)

ENDED_FLAG = Flag("rounded_back", "warning", 2.3, 2.6, 14.2, 10.0, "°", 1, 3.5)
OPEN_FLAG = Flag("trunk_swing", "hint", 7.0, 7.0, NAN, 15.0, "°")


def make_result(**changes: object) -> SessionResult:
    """Return a recording of 10 s at 10 frames a second with a good and an unjudged rep."""
    count = 100
    nothing = np.full(count, NAN)
    values: dict[str, object] = {
        "source": SourceInfo("set.mp4", 640, 480, 90, 10.0, count, count, 10.0),
        "exercise": ExerciseGuess("bent_over_row", 0.93),
        "view": View("side", 4.25, "right", "right", 0.9),
        "detection_fraction": 0.99,
        "reps": (make_rep(1), UNJUDGED_REP),
        "flags": (ENDED_FLAG, OPEN_FLAG),
        "times_s": np.arange(count) / 10.0,
        "columns": {"trunk_inclination_deg": np.linspace(30, 40, count), "sagitta_ratio": nothing},
        "qualities": {"trunk_inclination_deg": np.full(count, 0.9), "sagitta_ratio": 0 * nothing},
        "phases": ("extended",) * count,
        "reasons": {"sagitta_ratio": Reason.CONTOUR_HIDDEN},
        "missing": {"sagitta_ratio": 1.0},
    }
    return SessionResult(**(values | changes))  # type: ignore[arg-type]
