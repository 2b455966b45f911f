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
_BODIES["chidi"] = replace(_BODIES["chidi"], top="tee", loose=0.35)
_BODIES["hana"] = replace(_BODIES["hana"], top="tee", loose=0.4, top_rgb=(196, 128, 60))
_GYM = (
    Item("power_rack", -1.75, 3.2),
    Item("dumbbell_rack", 1.1, 3.75),
    Item("plate_tree", 2.85, 3.2, 20),
    Item("kettlebells", -0.35, 3.6),
)


_FILM = Sensor(noise=1.2, blur_px=0.4, vignette=0.12, crf=24)
_CLEAN = Rep(concentric_s=0.95, pause_s=0.15, eccentric_s=2.1, rest_s=0.15)
_EDGES = {"idle_s": 0.4, "enter_s": 1.4, "settle_s": 0.3, "leave_s": 1.2, "outro_s": 0.3}


def _row_scene() -> Scene:
    return Scene(
        camera=Camera(-8.0, "right", 3.75, 1.05, (0.16, 0.0, 0.90), 0.0, 31.5),
        lighting=replace(LOOKS["studio"], exposure=1.05),
        room=Room(wall="stripe", wall_rgb=(176, 178, 176), accent_rgb=(52, 66, 80)),
        items=_GYM,
        sensor=_FILM,
    )


def _brick_scene() -> Scene:
    return Scene(
        camera=Camera(-4.0, "right", 3.9, 1.10, (0.14, 0.0, 0.88), 0.0, 31.0),
        lighting=replace(LOOKS["warm"], exposure=1.1),
        room=Room(wall="brick", wall_rgb=(150, 112, 96), floor="rubber", floor_rgb=(66, 67, 70)),
        items=(Item("storage", -1.9, 3.8), Item("red_rack", 1.6, 3.1), Item("crates", -0.4, 3.7)),
        sensor=_FILM,
    )


def _cable_scene() -> Scene:
    return Scene(
        camera=Camera(6.0, "right", 4.0, 1.15, (0.52, 0.0, 0.98), 0.0, 32.0),
        lighting=replace(LOOKS["ceiling"], exposure=1.15),
        room=Room(wall="panel", wall_rgb=(164, 166, 164), accent_rgb=(70, 92, 84), floor="rubber"),
        items=(
            Item("mirror", -1.2, 4.1),
            Item("dumbbell_rack", 1.9, 3.7),
            Item("plate_tree", -2.9, 3.4),
        ),
        sensor=_FILM,
    )


def _bench_scene() -> Scene:
    return Scene(
        camera=Camera(42.0, "right", 3.8, 1.15, (0.22, 0.0, 0.86), 0.0, 31.5),
        lighting=replace(LOOKS["studio"], key_azimuth_deg=30.0, exposure=1.1),
        room=Room(
            wall="concrete", wall_rgb=(158, 160, 160), floor="rubber", windows=True, half_size_m=4.6
        ),
        items=(
            Item("power_rack", -3.0, 1.2, -40),
            Item("kettlebells", -1.0, 4.2),
            Item("storage", -2.3, 4.3),
        ),
        sensor=_FILM,
    )


def _fault(session: Session, code: str, index: int, size: float, unit: str) -> Fault:
    start, rep = session.timed_reps[index]
    end = start + rep.duration_s - rep.rest_s
    return Fault(code, round(start, 3), round(end, 3), float(size), unit, index)


def row_flat() -> tuple[Performance, Scene]:
    """Barbell row: five clean repetitions with a flat back."""
    session = Session((SetPlan((_CLEAN,) * 5, **_EDGES),))
    style = Style(load_m=0.17, inclination_deg=36.0, knee_deg=148.0)
    return Performance("barbell_row", _BODIES["hana"], style, session), _brick_scene()


def row_rounding() -> tuple[Performance, Scene]:
    """Barbell row: two flat repetitions, then a back that rounds more each time."""
    sizes = (14.0, 26.0, 38.0)
    rounded = [
        replace(_CLEAN, lumbar_deg=0.55 * total, thoracic_deg=0.45 * total) for total in sizes
    ]
    session = Session((SetPlan((_CLEAN, _CLEAN, *rounded), **_EDGES),))
    style = Style(load_m=0.17, inclination_deg=38.0, knee_deg=150.0)
    faults = [_fault(session, "rounded_back", i + 2, size, "deg") for i, size in enumerate(sizes)]
    start, end = faults[0].start_s, faults[-1].end_s
    faults.append(Fault("rounding_growing", start, end, sizes[-1] - sizes[0], "deg"))
    return Performance(
        "barbell_row", _BODIES["anders"], style, session, tuple(faults)
    ), _row_scene()


def row_jerky() -> tuple[Performance, Scene]:
    """Dumbbell row: clean, yank, hitch, bounce, drop, clean."""
    reps = (
        _CLEAN,
        replace(_CLEAN, stroke="yank", concentric_s=0.75, swing_deg=9.0),
        replace(_CLEAN, stroke="hitch", concentric_s=1.3),
        replace(_CLEAN, stroke="bounce"),
        replace(_CLEAN, stroke="drop", eccentric_s=0.5, rest_s=0.5),
        _CLEAN,
    )
    session = Session((SetPlan(reps, **_EDGES),))
    faults = (
        _fault(session, "yank", 1, 0.72, "share of stroke in the first 30 % of the pull"),
        _fault(session, "hitch", 2, 0.08, "share of stroke lost"),
        _fault(session, "bounce", 3, 0.20, "share of stroke rebounded"),
        _fault(session, "drop", 4, 0.5, "s"),
        _fault(session, "lowering_too_fast", 4, 0.5, "s"),
    )
    style = Style(inclination_deg=40.0, knee_deg=150.0, grip_m=0.24)
    return Performance("dumbbell_row", _BODIES["goran"], style, session, faults), _brick_scene()


def face_pull() -> tuple[Performance, Scene]:
    """Face pull: five clean repetitions."""
    rep = replace(_CLEAN, pause_s=0.4, eccentric_s=1.9)
    session = Session((SetPlan((rep,) * 5, **_EDGES),))
    style = Style(grip_m=0.1, neck_deg=-6.0, flare=0.6)
    return Performance("face_pull", _BODIES["bea"], style, session), _cable_scene()


def face_pull_shrug() -> tuple[Performance, Scene]:
    """Face pull: the shoulders rise towards the ears in repetitions 2, 4 and 5."""
    rep = replace(_CLEAN, pause_s=0.4, eccentric_s=1.9)
    lifts = (0.0, 16.0, 0.0, 20.0, 24.0)
    session = Session((SetPlan(tuple(replace(rep, shrug_deg=v) for v in lifts), **_EDGES),))
    faults = tuple(_fault(session, "shrug", i, v, "deg") for i, v in enumerate(lifts) if v)
    style = Style(grip_m=0.1, neck_deg=-6.0, flare=0.5)
    return Performance("face_pull", _BODIES["chidi"], style, session, faults), _cable_scene()


def single_arm_row() -> tuple[Performance, Scene]:
    """Single-arm row: three repetitions left, then right; the right side stops short."""
    edges = {"idle_s": 0.3, "enter_s": 1.1, "settle_s": 0.25, "leave_s": 1.0, "outro_s": 0.25}
    rep = replace(_CLEAN, pause_s=0.2, eccentric_s=1.7, rest_s=0.1)
    left = replace(rep, side="left")
    right = replace(
        rep, side="right", depth=0.68, retraction=0.55, concentric_s=0.75, eccentric_s=1.2
    )
    session = Session(
        (
            SetPlan((left,) * 3, **edges, side="left"),
            SetPlan((right,) * 3, **edges, side="right"),
        )
    )
    first, last = session.timed_reps[3][0], session.timed_reps[5]
    uneven = Fault(
        "uneven_sides", round(first, 3), round(last[0] + last[1].duration_s, 3), 32.0, "pct"
    )
    short = tuple(_fault(session, "short_range", i, 32.0, "pct") for i in (3, 4, 5))
    style = Style(inclination_deg=28.0, flare=0.3, neck_deg=-10.0)
    return Performance(
        "single_arm_row", _BODIES["farah"], style, session, (uneven, *short)
    ), _bench_scene()


SAMPLES = {
    "row-flat": row_flat,
    "row-rounding": row_rounding,
    "row-jerky": row_jerky,
    "face-pull": face_pull,
    "face-pull-shrug": face_pull_shrug,
    "single-arm-row": single_arm_row,
}
"""File name without ending → recipe."""


def render_sample(name: str, folder: Path, progress: Progress | None = None) -> Path:
    """Render one sample and its truth into ``folder``; return the video's path."""
    performance, scene = SAMPLES[name]()
    times = np.arange(int(performance.session.duration_s * FPS)) / FPS
    target = folder / f"{name}.mp4"
    truth = render_clip(
        performance, scene, target, times_s=times, fps=FPS, seed=1, progress=progress
    )
    truth.save(target.with_suffix(".json"))
    return target
