"""Faults of the posture, planted beside the studio's own: neck, elbows, hips, blades, the stretch.

The studio's dataset stays as it is (its clips are rendered and kept), so these change what an
exercise has posed already: the state before it, the posture after it, or the lifter's style.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from studio.anatomy import Body
from studio.dataset import ClipSpec
from studio.exercises.base import Style
from studio.exercises.registry import EXERCISES
from studio.faults import Planted
from studio.motion import Rep, State
from studio.skeleton import Posture, Skeleton, solve
from studio.transforms import lerp, smootherstep, vec
from studio.truth import LANDMARKS

Reps = tuple[Rep, ...]
Rng = np.random.Generator
Array = NDArray[np.float64]

ROWS: Final = ("barbell_row", "dumbbell_row", "t_bar_row", "banded_row")
SEATED: Final = ("seated_cable_row",)
PULL_UPS: Final = ("pull_up", "chin_up", "assisted_pull_up")

BEGIN_S: Final = 0.8
"""So long a swing takes to begin and to end."""

KIP_S: Final = 1.3
"""One swing to and fro."""

LOSS: Final = 0.25
"""From a pull on that is slower than the fastest by so much, loss of speed may be told, once."""


@dataclass(frozen=True, slots=True)
class Ailment:
    """What is wrong from repetition ``first`` on; all but one of its parts are usually nothing.

    Attributes
    ----------
    kip_deg : the trunk's swing to and fro about the shoulders
    hips_deg : how far the trunk tips forward about the shoulders in the pull, hips going up
    floor : share of the stroke at which a lowering ends and the next pull begins
    """

    first: int = 0
    last: int = 0
    kip_deg: float = 0.0
    hips_deg: float = 0.0
    floor: float = 0.0


NOTHING: Final = Ailment()


@dataclass(frozen=True, slots=True)
class Case:
    """A set with its fault: other repetitions, another style, and what ails the posture."""

    reps: Reps
    style: Style
    planted: tuple[Planted, ...]
    ailment: Ailment = NOTHING


def joints_of(spec: ClipSpec, ailment: Ailment, times_s: Array) -> Array:
    """Return the landmarks in the world, metres, shape (T, 33, 3)."""
    skeletons = (pose(spec, ailment, float(time_s)) for time_s in times_s)
    return np.array([[skeleton[name] for name in LANDMARKS] for skeleton in skeletons])


def pose(spec: ClipSpec, ailment: Ailment, time_s: float) -> Skeleton:
    """Return the ailing lifter at one moment."""
    state = _lowered(spec, ailment, spec.session.state_at(time_s))
    skeleton = EXERCISES[spec.exercise].pose(spec.body, spec.style, state)
    if ailment == NOTHING:
        return skeleton
    return _bent(spec, ailment, state, skeleton)


def _lowered(spec: ClipSpec, ailment: Ailment, state: State) -> State:
    """Change the share of the stroke."""
    if ailment.floor and _above_floor(ailment, state):
        left, right = (ailment.floor + (1.0 - ailment.floor) * share for share in state.pull)
        state = replace(state, pull=(left, right))
    return state


def _above_floor(ailment: Ailment, state: State) -> bool:
    if state.phase in ("eccentric", "rest"):
        return ailment.first <= state.rep < ailment.last
    return ailment.first < state.rep <= ailment.last and state.phase == "concentric"


def _bent(spec: ClipSpec, ailment: Ailment, state: State, skeleton: Skeleton) -> Skeleton:
    posture, body = skeleton.posture, spec.body
    pulling = max(state.pull) if state.rep >= ailment.first and state.rep >= 0 else 0.0
    tip = ailment.hips_deg * pulling + ailment.kip_deg * _swing(spec, ailment, state)
    if tip:
        posture = _about_shoulders(body, posture, skeleton, tip, bool(ailment.kip_deg))
    return solve(body, posture)


def _since(spec: ClipSpec, ailment: Ailment, time_s: float) -> float:
    """Return how far something that lasts has come, 0 to 1: from its rep to the end of the set."""
    reps = spec.session.timed_reps
    begin_s, (end_s, last) = reps[ailment.first][0], reps[-1]
    up = smootherstep((time_s - begin_s) / BEGIN_S)
    return float(up * (1.0 - smootherstep((time_s - end_s - last.duration_s) / BEGIN_S)))


def _swing(spec: ClipSpec, ailment: Ailment, state: State) -> float:
    began_s = spec.session.timed_reps[ailment.first][0]
    phase = 2.0 * np.pi * (state.time_s - began_s) / KIP_S
    return float(np.sin(phase)) * _since(spec, ailment, state.time_s)


def _about_shoulders(
    body: Body, posture: Posture, skeleton: Skeleton, tip_deg: float, legs_too: bool
) -> Posture:
    """Tip the trunk forward; the shoulders stay where they are, and hanging legs go along."""
    tipped = replace(posture, pelvis_deg=posture.pelvis_deg + tip_deg)
    moved = _shoulders(solve(body, tipped)) - _shoulders(skeleton)
    ankles = tuple(a - 1.5 * vec(moved[0], 0, 0) for a in posture.ankles)
    if legs_too:
        tipped = replace(tipped, ankles=(ankles[0], ankles[1]))
    return replace(tipped, hip=posture.hip - moved)


def _shoulders(skeleton: Skeleton) -> Array:
    return lerp(skeleton["left_gleno"], skeleton["right_gleno"], 0.5)


def _each(code: str, reps: Reps, first: int, size: float, unit: str) -> tuple[Planted, ...]:
    return tuple(Planted(code, i, round(size, 2), unit) for i in range(first, len(reps)))


def _lasting(
    code: str, name: str, unit: str, low: float, high: float
) -> Callable[[Reps, Style, int, Rng], Case]:
    """Return a planter of an ailment of every repetition from one on."""

    def plant(reps: Reps, style: Style, first: int, rng: Rng) -> Case:
        size = float(rng.uniform(low, high))
        ailment = replace(Ailment(first, len(reps) - 1), **{name: size})
        return Case(reps, style, _each(code, reps, first, size, unit), ailment)

    return plant


def _hips(reps: Reps, style: Style, first: int, rng: Rng) -> Case:
    """From deep knees: straight legs leave no room to rise."""
    style = replace(style, knee_deg=float(rng.uniform(102, 116)))
    return _lasting("hips_rising", "hips_deg", "deg", 14, 20)(reps, style, first, rng)


def _upright(reps: Reps, style: Style, first: int, rng: Rng) -> Case:
    del first
    angle = float(rng.uniform(58, 68))
    planted = _each("too_upright", reps, 0, angle, "deg")
    return Case(reps, replace(style, inclination_deg=angle), planted)


def _chin(reps: Reps, style: Style, first: int, rng: Rng) -> Case:
    del first
    depth = float(rng.uniform(0.45, 0.7))
    reps = tuple(replace(rep, depth=depth * rep.depth) for rep in reps)
    return Case(reps, style, _each("chin_below_bar", reps, 0, 100 * depth, "pct"))


def _tiring(reps: Reps, style: Style, first: int, rng: Rng) -> Case:
    del first
    most = float(rng.uniform(1.8, 2.4))
    times = np.linspace(1.0, most, len(reps)) * reps[0].concentric_s
    reps = tuple(replace(r, concentric_s=float(t)) for r, t in zip(reps, times, strict=True))
    slow = int(np.argmax(times >= times[0] / (1.0 - LOSS)))
    planted = Planted("speed_loss", -1, round(100 * (1 - 1 / most), 2), "pct", slow)
    return Case(reps, style, (planted,))


def _short_stretch(reps: Reps, style: Style, first: int, rng: Rng) -> Case:
    """The last lowering goes all the way, but from a pull that began short: either is right."""
    floor, last = float(rng.uniform(0.33, 0.42)), len(reps) - 1
    planted = (
        *_each("short_range", reps, first, 100 * floor, "pct")[:-1],
        Planted("short_start", last, round(100 * floor, 2), "pct"),
    )
    return Case(reps, style, planted, Ailment(first, last, floor=floor))


POSED: Final[dict[str, tuple[tuple[str, ...], Callable[[Reps, Style, int, Rng], Case]]]] = {
    "hips_rising": (ROWS, _hips),
    "kipping": (PULL_UPS, _lasting("kipping", "kip_deg", "deg", 18, 30)),
    "too_upright": (ROWS, _upright),
    "chin_below_bar": (PULL_UPS, _chin),
    "speed_loss": ((*ROWS, *SEATED, *PULL_UPS, "face_pull", "lat_pulldown"), _tiring),
    "short_stretch": ((*ROWS, *SEATED, "face_pull", "lat_pulldown"), _short_stretch),
}
"""Fault → exercises that can have it, and what plants it from a repetition on."""
