"""Which sets are drawn: every exercise in every manner, and what is no exercise at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from studio import GENERATION, draw
from studio.anatomy import Body
from studio.camera import Camera
from studio.dataset import SCHEDULE, Split, clip_spec
from studio.exercises.base import Style
from studio.exercises.registry import EXERCISES, NOT_EXERCISES
from studio.motion import Rep, SetPlan
from tests.benchmark.counting.between import DOINGS, IDLE

Rng = np.random.Generator

FRAME_RATES: Final = (10.0, 15.0, 24.0, 25.0, 30.0, 30.0, 30.0, 30.0, 50.0, 60.0)
TURN_S: Final = 1.3
"""From one thing to the next: getting up, turning round."""

COUNTED: Final = tuple(
    name for name in EXERCISES if name not in (*NOT_EXERCISES, "top_hold", "negative_pull_up")
)
ONE_ARM: Final = ("single_arm_row", "single_arm_pulldown")
IN_TURN: Final = ("dumbbell_row", "chest_supported_row")
"""Exercises whose arms can take turns."""

PAIRS: Final = (
    ("barbell_row", "lat_pulldown"), ("seated_cable_row", "face_pull"), ("pull_up", "dumbbell_row"),
    ("face_pull", "lat_pulldown"), ("dumbbell_row", "dumbbell_shrug"), ("chin_up", "inverted_row"),
    ("band_pull_apart", "seated_cable_row"), ("lat_pulldown", "seated_cable_row"),
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One exercise's sets, or something between them that lasts ``idle_s``."""

    exercise: str
    sets: tuple[SetPlan, ...] = ()
    idle_s: float = 0.0

    @property
    def duration_s(self) -> float:
        """Length."""
        return self.idle_s + sum(plan.duration_s for plan in self.sets)


@dataclass(frozen=True)
class Case:
    """Everything that decides one drawn recording; equal cases give equal landmarks."""

    kind: str
    name: str
    seed: int
    body: Body
    style: Style
    camera: Camera
    parts: tuple[Part, ...]
    fps: float
    variable: bool = False

    @property
    def duration_s(self) -> float:
        """Length of all parts with the turns between them."""
        return sum(part.duration_s for part in self.parts) + TURN_S * (len(self.parts) - 1)


def cases(split: Split, each: int) -> list[Case]:
    """Return the cases of a split, so many of each kind."""
    return [case(split, kind, number) for kind in KINDS for number in range(each)]


def case(split: Split, kind: str, number: int) -> Case:
    """Return one case; the same split, kind and number give the same."""
    if split not in ("tune", "validate"):
        raise ValueError(f"no cases are drawn for the split {split}")
    digest = hashlib.sha256(f"counting/{GENERATION}/{split}/{kind}/{number}".encode()).digest()
    rng = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    body, style = draw.draw_body(split, rng), draw.draw_style(rng)
    parts = KINDS[kind](rng, number)
    if kind == "as drawn":
        spec = clip_spec(split, 5000 + number)
        return Case(
            kind, f"{split} {kind} {number}", spec.seed, spec.body, spec.style, spec.scene.camera,
            (Part(spec.exercise, spec.sets),), spec.fps, spec.variable_rate,
        )  # fmt: skip
    return Case(
        kind,
        f"{split} {kind} {number}",
        int(rng.integers(1 << 40)),
        body,
        style,
        _camera(rng, kind, parts, body, style),
        parts,
        float(rng.choice(FRAME_RATES)),
        bool(rng.random() < 0.2),
    )


def _camera(rng: Rng, kind: str, parts: tuple[Part, ...], body: Body, style: Style) -> Camera:
    """Return a camera that holds all exercises of a case."""
    shown = [part.exercise for part in parts if part.exercise in EXERCISES]
    exercise = next((name for name in shown if name not in NOT_EXERCISES), "dumbbell_row")
    camera = draw.draw_camera(rng, exercise, body, style)
    if kind == "alternating":
        # From the side nobody sees the arm behind the trunk.
        side = 1.0 if rng.random() < 0.5 else -1.0
        camera = replace(camera, yaw_deg=side * float(rng.uniform(35.0, 75.0)))
    needed = 1.0
    for name in shown:
        points = draw.reach(name, body, style) if name not in NOT_EXERCISES else None
        if points is not None:
            half = np.array(camera.size) / 2.0
            needed = max(needed, float((np.abs(camera.project(points) - half) / half).max()) * 1.05)
    wide = 2.0 * np.degrees(np.arctan(np.tan(np.radians(camera.fov_deg / 2.0)) * needed))
    return replace(camera, fov_deg=float(min(wide, 85.0)))


def _plan(rng: Rng, reps: tuple[Rep, ...], **more: object) -> SetPlan:
    plan = SetPlan(
        reps,
        idle_s=float(rng.uniform(0.1, 0.8)),
        enter_s=float(rng.uniform(1.0, 1.8)),
        settle_s=float(rng.uniform(0.3, 0.8)),
        leave_s=float(rng.uniform(0.8, 1.4)),
        outro_s=float(rng.uniform(0.1, 0.5)),
        sway_deg=float(rng.uniform(0.2, 1.0)),
        sway_seed=int(rng.integers(1 << 30)),
    )
    return replace(plan, **more)  # type: ignore[arg-type]


def _reps(rng: Rng, least: int, most: int, **more: object) -> tuple[Rep, ...]:
    """Return so many clean reps of one lifter."""
    drawn = draw.draw_reps(rng)
    count = int(rng.integers(least, most + 1))
    return tuple(
        replace(drawn[i % len(drawn)], **more)  # type: ignore[arg-type]
        for i in range(count)
    )


def _one_side(rng: Rng, exercise: str) -> str:
    return str(rng.choice(["left", "right"])) if exercise in ONE_ARM else "both"


def _single(rng: Rng, number: int, reps: tuple[Rep, ...]) -> tuple[Part, ...]:
    exercise = COUNTED[number % len(COUNTED)]
    return (Part(exercise, (_plan(rng, reps, side=_one_side(rng, exercise)),)),)


def _as_drawn(rng: Rng, number: int) -> tuple[Part, ...]:
    del rng
    return (Part(SCHEDULE[number % len(SCHEDULE)]),)


def _long(rng: Rng, number: int) -> tuple[Part, ...]:
    """A usual set, in which the lifter slows down."""
    reps = _reps(rng, 8, 12, concentric_s=float(rng.uniform(0.7, 1.1)))
    tired = tuple(
        replace(rep, concentric_s=rep.concentric_s * (1.0 + 0.06 * i), eccentric_s=1.6)
        for i, rep in enumerate(reps)
    )
    return _single(rng, number, tired)


def _slow(rng: Rng, number: int) -> tuple[Part, ...]:
    """Eight seconds a rep."""
    return _single(
        rng, number + 3, _reps(rng, 3, 4, concentric_s=3.0, pause_s=0.6, eccentric_s=4.4)
    )


def _fast(rng: Rng, number: int) -> tuple[Part, ...]:
    """Seven tenths of a second a rep."""
    quick = {"concentric_s": 0.3, "pause_s": 0.03, "eccentric_s": 0.34, "rest_s": 0.03}
    return _single(rng, number + 6, _reps(rng, 6, 10, **quick))


def _paused(rng: Rng, number: int) -> tuple[Part, ...]:
    """Rests at the top and at the bottom, some long."""
    reps = tuple(
        replace(rep, pause_s=float(rng.uniform(0.2, 4.0)), rest_s=float(rng.uniform(0.2, 5.0)))
        for rep in _reps(rng, 4, 6)
    )
    return _single(rng, number + 9, reps)


def _partial(rng: Rng, number: int) -> tuple[Part, ...]:
    """One rep in the middle goes hardly a third of the way, and the last one fails."""
    reps = list(_reps(rng, 5, 7))
    short = {"complete": False, "concentric_s": 0.6, "eccentric_s": 0.9}
    reps[2] = replace(reps[2], depth=float(rng.uniform(0.2, 0.38)), **short)
    reps[-1] = replace(reps[-1], depth=float(rng.uniform(0.15, 0.35)), **short)
    return _single(rng, number + 12, tuple(reps))


def _drop_set(rng: Rng, number: int) -> tuple[Part, ...]:
    """Less weight, twice, without a rest: the lifter gets up for it."""
    exercise = COUNTED[(number + 1) % len(COUNTED)]
    side = _one_side(rng, exercise)
    plans = tuple(
        _plan(rng, _reps(rng, 3, 5), side=side, idle_s=float(rng.uniform(0.8, 2.5)))
        for _ in range(int(rng.integers(2, 4)))
    )
    return (Part(exercise, plans),)


def _superset(rng: Rng, number: int) -> tuple[Part, ...]:
    """Two exercises in turn."""
    return tuple(
        Part(exercise, (_plan(rng, _reps(rng, 4, 6)),)) for exercise in PAIRS[number % len(PAIRS)]
    )


def _change_of_side(rng: Rng, number: int) -> tuple[Part, ...]:
    """One arm, then the other, as in every one-arm exercise."""
    exercise = ONE_ARM[number % 2]
    first = _one_side(rng, exercise)
    other = "left" if first == "right" else "right"
    plans = tuple(_plan(rng, _reps(rng, 3, 5), side=side) for side in (first, other))
    return (Part(exercise, plans),)


def _alternating(rng: Rng, number: int) -> tuple[Part, ...]:
    """Left, right, left, right; filmed so that both arms are to be seen."""
    exercise = IN_TURN[number % len(IN_TURN)]
    reps = tuple(
        replace(rep, side="left" if i % 2 else "right", eccentric_s=1.5)
        for i, rep in enumerate(_reps(rng, 6, 8))
    )
    return (Part(exercise, (_plan(rng, reps),)),)


def _between(rng: Rng, number: int) -> tuple[Part, ...]:
    """Walk in, a set, the towel and the phone, another set, put the weight away."""
    exercise = COUNTED[(number * 5 + 2) % len(COUNTED)]
    side = _one_side(rng, exercise)
    first, second = (_plan(rng, _reps(rng, 3, 5), side=side) for _ in range(2))
    return (
        Part("walk_in", idle_s=3.0),
        Part(exercise, (first,)),
        Part(str(rng.choice(DOINGS)), idle_s=float(rng.uniform(6.0, 9.0))),
        Part(exercise, (second,)),
        Part(str(rng.choice(("racking", "set_up", *DOINGS))), idle_s=float(rng.uniform(5.0, 8.0))),
    )


def _nothing(rng: Rng, number: int) -> tuple[Part, ...]:
    """A minute in the gym without one rep."""
    del number
    names = [str(name) for name in rng.choice((*IDLE, *DOINGS), 5, replace=False)]
    return tuple(Part(name, idle_s=float(rng.uniform(9.0, 14.0))) for name in names)


KINDS: Final[dict[str, Callable[[Rng, int], tuple[Part, ...]]]] = {
    "as drawn": _as_drawn,
    "long": _long,
    "slow": _slow,
    "fast": _fast,
    "paused": _paused,
    "partial": _partial,
    "drop set": _drop_set,
    "superset": _superset,
    "change of side": _change_of_side,
    "alternating": _alternating,
    "in between": _between,
    "nothing": _nothing,
}
"""What is drawn, by the name it has in the table."""
