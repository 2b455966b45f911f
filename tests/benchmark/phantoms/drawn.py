"""Landmarks of visits, and of half an hour's workout, with a pose network's errors."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.interpolate import CubicSpline

from studio import GENERATION, draw
from studio.landmarks import film_of
from studio.motion import Session, SetPlan
from studio.performance import Performance
from studio.truth import LANDMARKS
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.counting import cases
from tests.benchmark.counting.between import DOINGS
from tests.benchmark.counting.cases import COUNTED, Case, Part
from tests.benchmark.counting.films import JOINT_RATE
from tests.benchmark.phantoms.visits import Visit

if TYPE_CHECKING:
    from studio.dataset import Split

EXERCISES_IN_A_WORKOUT = 5
SETS = 3
REST_S = (60.0, 90.0)


def drawn(visit: Visit) -> Recording:
    """Return what a pose network would say of a visit."""
    even = np.arange(int(visit.duration_s * JOINT_RATE) + 2) / JOINT_RATE
    skeletons = (visit.skeleton(min(float(t), visit.duration_s)) for t in even)
    joints = np.array([[skeleton[name] for name in LANDMARKS] for skeleton in skeletons])
    nothing = Performance("walk_in", visit.body, visit.style, Session((SetPlan(()),)))
    film = film_of(
        nothing, visit.scene.camera, visit.times_s, CubicSpline(even, joints)(visit.times_s),
        visit.seed,
    )  # fmt: skip
    return Recording(film.times_s, film.size, film.poses)


def workout(split: Split, number: int, minutes: float = 30.0) -> Case:
    """Return one lifter's workout before one camera: sets with rests of a minute and more.

    Rests are filled with all that is no exercise; what counts there is a phantom.
    """
    text = f"phantoms/workout/{GENERATION}/{split}/{number}"
    rng = np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))
    body, style = draw.draw_body(split, rng), draw.draw_style(rng)
    names = [str(n) for n in rng.choice(COUNTED, EXERCISES_IN_A_WORKOUT, replace=False)]
    parts: list[Part] = [Part("walk_in", idle_s=3.0)]
    k = 0
    while cases_length_s(parts) < 60.0 * minutes:
        parts += _set_and_rest(rng, names[(k // SETS) % len(names)])
        k += 1
    camera = cases._camera(rng, "workout", tuple(parts), body, style)
    return Case(
        "workout", f"{split} workout {number}", int(rng.integers(1 << 40)), body, style, camera,
        tuple(parts), 30.0,
    )  # fmt: skip


def cases_length_s(parts: list[Part]) -> float:
    """Return how long parts last with the turns between them."""
    return sum(part.duration_s + cases.TURN_S for part in parts)


def _set_and_rest(rng: np.random.Generator, exercise: str) -> list[Part]:
    reps = tuple(replace(rep, stroke="clean") for rep in draw.draw_reps(rng))
    count = int(rng.integers(6, 11))
    plan = SetPlan(
        tuple(reps[i % len(reps)] for i in range(count)),
        sway_deg=float(rng.uniform(0.2, 1.0)), sway_seed=int(rng.integers(1 << 30)),
        side="right" if exercise.startswith("single_arm") else "both",
    )  # fmt: skip
    parts = [Part(exercise, (plan,))]
    left = float(rng.uniform(*REST_S))
    while left > 0.0:
        name = str(rng.choice((*DOINGS, "walk_off", "arm_swings", "set_up", "racking")))
        # Whoever walks off comes back.
        pair = (name, "walk_in") if name == "walk_off" else (name,)
        for doing in pair:
            length = float(
                rng.uniform(3.0, 4.5) if doing.startswith("walk") else rng.uniform(8, 14)
            )
            parts.append(Part(doing, idle_s=length))
            left -= length
    return parts
