"""One finished pull as the rules see it, built from the course of each part of the arm."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from formcheck.exercises.registry import get
from formcheck.flags.rep_view import RepNote, RepView, view_of
from formcheck.measures.limbs import ArmPosture, Girdle
from formcheck.reps.phases import RATE_HZ, Phases
from formcheck.reps.sample import Sample
from formcheck.reps.segmentation import PullCycle
from formcheck.types import Rep
from support.sets import minimum_jerk

Course = Callable[[float], float]
START_S, PULL_S, HOLD_S, LOWER_S = 1.0, 1.0, 0.3, 2.2
FPS = 30.0
AFTER_S = 1.2


def clean(time_s: float, lower_s: float = LOWER_S, pull_s: float = PULL_S) -> float:
    """Return how far a smooth rep is pulled at a moment, 0 to 1."""
    since = time_s - START_S
    if since < pull_s + HOLD_S:
        return minimum_jerk(since / pull_s)
    return 1.0 - minimum_jerk((since - pull_s - HOLD_S) / lower_s)


@dataclass(frozen=True)
class Built:
    """How a pull is built: the course of hand and elbow, times, and what else the frames say."""

    hand: Course = clean
    elbow: Course | None = None
    other: Course | None = None
    lower_s: float = LOWER_S
    pull_s: float = PULL_S
    way: float = 1.0
    exercise: str = "bent_over_row"
    rom: float = 1.0
    complete: bool = True
    index: int = 1
    hand_x: Course = lambda _t: 0.2
    yaw_deg: float = 0.0
    hip_y: Course = lambda _t: 2.0
    scale: Course = lambda _t: 100.0
    chin_pct: float = math.nan
    trunk_deg: float = 30.0
    earlier: tuple[RepNote, ...] = ()

    @property
    def end_s(self) -> float:
        """When the lowering ends."""
        return START_S + self.pull_s + HOLD_S + self.lower_s


def arm(hand: float, elbow: float, way: float) -> ArmPosture:
    """Return an arm pulled in so far (shares of the way)."""
    bend = 5.0 + 105.0 * way * elbow
    return ArmPosture(0.2 * way * hand, 1.2 - 0.8 * way * hand, 0.0, -0.6 * way * elbow,
                      0.6 - 0.5 * way * elbow, bend, bend, 0.95)  # fmt: skip


def samples_of(built: Built) -> list[Sample]:
    """Return the frames of a pull with margins."""
    elbow = built.elbow or built.hand
    other = built.other or built.hand
    out = []
    for i in range(round((built.end_s + AFTER_S) * FPS)):
        t = i / FPS
        out.append(
            Sample(
                t,
                found=True,
                side=1,
                trunk_deg=built.trunk_deg,
                chin_pct=built.chin_pct,
                hand_x=built.hand_x(t),
                trunk_px=built.scale(t),
                hip_x=200.0,
                hip_y=100.0 * built.hip_y(t),
                yaw_deg=built.yaw_deg,
                arms=(
                    arm(other(t), other(t), built.way),
                    arm(built.hand(t), elbow(t), built.way),
                ),
                girdle=Girdle(1.0, 0.3, 1.0, 2.0, 2.0, 0.0, 0.5),
            )
        )
    return out


def view(built: Built, until_s: float = math.inf) -> RepView:
    """Return what the rules see of a pull; ``until_s`` cuts the frames."""
    contracted, lowering = START_S + built.pull_s, START_S + built.pull_s + HOLD_S
    times = np.arange(round((built.end_s + AFTER_S) * RATE_HZ)) / RATE_HZ
    stroke = np.array([built.hand(float(t)) for t in times])
    phases = Phases(
        START_S, contracted, 0.5 * (contracted + lowering), lowering, built.end_s, times, stroke,
        0.005, 3.0,
    )  # fmt: skip
    cycle = PullCycle(
        START_S, phases.peak_s, built.end_s, 5.0, 110.0, 5.0, built.complete, arm=1, way=built.way
    )
    rep = Rep(
        built.index, START_S, phases.peak_s, built.end_s, built.complete, "right", built.pull_s,
        HOLD_S, built.lower_s, built.rom, built.trunk_deg,
    )  # fmt: skip
    frames = [s for s in samples_of(built) if s.time_s <= until_s]
    return view_of(rep, phases, cycle, get(built.exercise), frames, built.earlier)


def with_jump(frames: list[Sample], at_s: float, size: float) -> list[Sample]:
    """Return the frames with the arm somewhere else for a fifth of a second."""

    def moved(sample: Sample) -> Sample:
        if not at_s <= sample.time_s < at_s + 0.2:
            return sample
        a = sample.arms[1]
        a = a._replace(hand_x=a.hand_x + size, elbow_x=a.elbow_x + size)
        return replace(sample, arms=(sample.arms[0], a))

    return [moved(s) for s in frames]
