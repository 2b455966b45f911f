"""Constructed sets: poses over time with known reps, known phases and known faults."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from formcheck.pipeline import Pipeline
from formcheck.types import Event, FrameResult, Pose
from support.skeletons import Back, Figure, build

Fault = Literal[
    "", "yank", "hitch", "stall", "bounce", "drop", "fast", "short", "shrug", "swing", "round",
    "arch",
]  # fmt: skip


@dataclass(frozen=True)
class Move:
    """How an exercise looks from straight arm to full contraction."""

    trunk_deg: float
    upper_arm_deg: tuple[float, float]
    elbow_deg: tuple[float, float]
    seated: bool = False


MOVES = {
    "bent_over_row": Move(30.0, (0.0, 50.0), (5.0, 110.0)),
    "seated_row": Move(88.0, (-65.0, 12.0), (8.0, 98.0), seated=True),
    "face_pull": Move(92.0, (-95.0, -70.0), (8.0, 130.0)),
    # Nothing we know: the hands come down from overhead.
    "pulldown": Move(92.0, (-170.0, -40.0), (8.0, 120.0), seated=True),
    "curl": Move(90.0, (2.0, -12.0), (8.0, 125.0)),
    "front_raise": Move(90.0, (0.0, -88.0), (6.0, 10.0)),
}


def minimum_jerk(share: float) -> float:
    """Return the way done (0 to 1) after a share of a minimum-jerk movement's time."""
    t = min(max(share, 0.0), 1.0)
    return t**3 * (10.0 + t * (6.0 * t - 15.0))


@dataclass(frozen=True)
class Pull:
    """One rep: when it starts, its phases in seconds, its range (1 = full) and its fault."""

    start_s: float
    concentric_s: float = 1.0
    pause_s: float = 0.3
    eccentric_s: float = 2.2
    rom: float = 1.0
    fault: Fault = ""

    @property
    def contracted_s(self) -> float:
        return self.start_s + self.concentric_s

    @property
    def lowering_s(self) -> float:
        return self.contracted_s + self.pause_s

    @property
    def end_s(self) -> float:
        return self.lowering_s + self.eccentric_s

    def amount(self, time_s: float) -> float:
        """Return how far the arm is pulled in at this moment, 0 to 1."""
        if time_s < self.lowering_s:
            return self.rom * self._pulling((time_s - self.start_s) / self.concentric_s)
        share = (time_s - self.lowering_s) / self.eccentric_s
        down = 1.0 - (min(share, 1.0) ** 2 if self.fault == "drop" else minimum_jerk(share))
        return self.rom * down + self._rebound(time_s)

    def _pulling(self, share: float) -> float:
        share = min(max(share, 0.0), 1.0)
        if self.fault == "yank":
            return 0.75 * minimum_jerk(share / 0.25) + 0.25 * share
        if self.fault == "hitch":
            ways = [(0.0, 0.0), (0.4, 0.6), (0.6, 0.42), (1.0, 1.0)]
        elif self.fault == "stall":
            ways = [(0.0, 0.0), (0.3, 0.5), (0.7, 0.5), (1.0, 1.0)]
        else:
            return minimum_jerk(share)
        for (t0, a), (t1, b) in pairwise(ways):
            if share <= t1:
                return a + (b - a) * minimum_jerk((share - t0) / (t1 - t0))
        return 1.0

    def _rebound(self, time_s: float) -> float:
        since = time_s - (self.end_s - 0.06)
        if self.fault != "bounce" or not 0.0 < since < 0.36:
            return 0.0
        return 0.2 * math.sin(math.pi * since / 0.36) ** 2


@dataclass(frozen=True)
class ConstructedSet:
    """A whole set, and the posture around it."""

    exercise: str = "bent_over_row"
    pulls: tuple[Pull, ...] = ()
    fps: float = 30.0
    rest_s: float = 1.2
    base: Figure = field(default_factory=lambda: Figure(mask_height=None))
    growing_deg: tuple[float, ...] = ()
    """Back curvature added in each rep, degrees; empty for none."""

    @property
    def duration_s(self) -> float:
        return (self.pulls[-1].end_s if self.pulls else 3.0) + self.rest_s

    def times(self) -> np.ndarray:
        return np.arange(round(self.duration_s * self.fps)) / self.fps

    def figure(self, time_s: float) -> Figure:
        """Return the posture at a moment."""
        move = MOVES[self.exercise]
        number, pull = self._current(time_s)
        amount = pull.amount(time_s) if pull is not None else 0.0
        up, elbow = move.upper_arm_deg, move.elbow_deg
        figure = replace(
            self.base,
            trunk_deg=move.trunk_deg,
            upper_arm_deg=up[0] + amount * (up[1] - up[0]),
            elbow_deg=elbow[0] + amount * (elbow[1] - elbow[0]),
            seated=move.seated,
        )
        return self._with_fault(figure, number, pull, amount) if pull is not None else figure

    def _current(self, time_s: float) -> tuple[int, Pull | None]:
        for number, pull in enumerate(self.pulls):
            if pull.start_s <= time_s < pull.end_s + 0.3:
                return number, pull
        return -1, None

    def _with_fault(self, figure: Figure, number: int, pull: Pull, amount: float) -> Figure:
        bend = self.growing_deg[number] if self.growing_deg else 0.0
        bend = {"round": 25.0, "arch": -24.0}.get(pull.fault, bend)
        if pull.fault == "shrug":
            return replace(figure, shrug=0.2 * amount)
        if pull.fault == "swing":
            return replace(figure, trunk_deg=figure.trunk_deg + 25.0 * amount)
        if bend and isinstance(figure.back, Back):
            # In an arch the back hollows before the arm bends, and so it is judged.
            share = amount if bend > 0.0 else minimum_jerk(
                2.5 * (1.0 - abs(2.0 * amount - 1.0))) if amount > 0.5 else 1.0  # fmt: skip
            back = figure.back
            back = replace(
                back,
                lumbar_deg=back.lumbar_deg + 0.5 * share * bend,
                thoracic_deg=back.thoracic_deg + 0.5 * share * bend,
            )
            return replace(figure, back=back)
        return figure

    def poses(self, times: Iterable[float] | None = None) -> list[tuple[float, Pose]]:
        """Return time and pose of each frame."""
        moments = self.times() if times is None else times
        return [(float(t), build(self.figure(float(t)))) for t in moments]


def plain_set(
    exercise: str = "bent_over_row",
    count: int = 3,
    *,
    masks: bool = False,
    faults: tuple[Fault, ...] = (),
    **changes: object,
) -> ConstructedSet:
    """Return a set of like reps after 1.5 s of standing ready; ``faults`` go to the last ones."""
    pulls: list[Pull] = []
    start = 1.5
    for number in range(count):
        fault = faults[number - count + len(faults)] if number >= count - len(faults) else ""
        pull = Pull(start, fault=fault)
        if fault == "drop":
            pull = replace(pull, eccentric_s=0.36)
        elif fault == "fast":
            pull = replace(pull, eccentric_s=1.1)
        elif fault == "short":
            pull = replace(pull, rom=0.6)
        elif fault == "stall":
            pull = replace(pull, concentric_s=2.0)
        pulls.append(pull)
        start = pull.end_s + 0.9
    base = Figure(mask_height=240 if masks else None)
    return ConstructedSet(exercise, tuple(pulls), base=base, **changes)  # type: ignore[arg-type]


@dataclass
class Told:
    """What a pipeline said about a recording."""

    pipeline: Pipeline
    results: list[FrameResult]
    events: list[Event]

    @property
    def codes(self) -> set[str]:
        return {flag.code for flag in self.pipeline.flags}


def analyse(frames: Iterable[tuple[float, Pose | None]], pipeline: Pipeline | None = None) -> Told:
    """Push every frame through a pipeline and finish it."""
    pipeline = Pipeline() if pipeline is None else pipeline
    results: list[FrameResult] = []
    for index, (time_s, pose) in enumerate(frames):
        results.append(pipeline.push(index, time_s, pose, (640, 480)))
    events = [event for result in results for event in result.events]
    return Told(pipeline, results, [*events, *pipeline.finish()])
