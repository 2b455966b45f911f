"""The clips that ship with the project: what is in each, and how to render them again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from studio.anatomy import ROSTER
from studio.camera import Camera
from studio.exercises.base import Style
from studio.gym import Item
from studio.light import LOOKS
from studio.motion import Rep, Session, SetPlan
from studio.performance import Performance, Progress, Scene, render_clip
from studio.room import Room
from studio.truth import Fault
from studio.video import Sensor

FPS = 30.0
_BODIES = {body.name: body for body in ROSTER}
_GYM = (
    Item("power_rack", -1.75, 3.2),
    Item("dumbbell_rack", 1.1, 3.75),
    Item("plate_tree", 2.85, 3.2, 20),
    Item("kettlebells", -0.35, 3.6),
)


def _row_scene() -> Scene:
    return Scene(
        camera=Camera(-8.0, "right", 3.75, 1.05, (0.16, 0.0, 0.90), 0.0, 31.5),
        lighting=replace(LOOKS["studio"], exposure=1.05),
        room=Room(wall="stripe", wall_rgb=(176, 178, 176), accent_rgb=(52, 66, 80), windows=False),
        items=_GYM,
        sensor=Sensor(noise=1.2, blur_px=0.4, vignette=0.12, crf=24),
    )


def _rounding_plan() -> SetPlan:
    clean = Rep(concentric_s=0.95, pause_s=0.15, eccentric_s=2.1, rest_s=0.15)
    rounded = [
        replace(clean, lumbar_deg=0.55 * total, thoracic_deg=0.45 * total) for total in (14, 26, 38)
    ]
    return SetPlan((clean, clean, *rounded), idle_s=0.4, enter_s=1.4, settle_s=0.3, leave_s=1.2, outro_s=0.3)


def row_rounding() -> tuple[Performance, Scene]:
    """Barbell row: two flat repetitions, then a back that rounds more each time."""
    plan = _rounding_plan()
    style = Style(load_m=0.17, inclination_deg=38.0, knee_deg=150.0)
    faults = [_rep_fault(plan, "rounded_back", i, size, "deg") for i, size in ((2, 14), (3, 26), (4, 38))]
    growing = Fault("rounding_growing", plan.starts_s[2], plan.work_end_s, 24.0, "deg")
    return Performance("barbell_row", _BODIES["anders"], style, Session((plan,)), (*faults, growing)), _row_scene()


def _rep_fault(plan: SetPlan, code: str, index: int, size: float, unit: str) -> Fault:
    rep, start = plan.reps[index], plan.starts_s[index]
    end = start + rep.duration_s - rep.rest_s
    return Fault(code, round(start, 3), round(end, 3), float(size), unit, index)


SAMPLES = {
    "row-rounding": row_rounding,
}
"""File name without ending → recipe."""


def render_sample(name: str, folder: Path, progress: Progress | None = None) -> Path:
    """Render one sample and its truth into ``folder``; return the video's path."""
    performance, scene = SAMPLES[name]()
    times = np.arange(int(performance.session.duration_s * FPS)) / FPS
    target = folder / f"{name}.mp4"
    truth = render_clip(performance, scene, target, times_s=times, fps=FPS, seed=1, progress=progress)
    truth.save(target.with_suffix(".json"))
    return target
