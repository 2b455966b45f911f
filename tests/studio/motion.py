"""Time courses: how far each repetition has got, and what goes wrong in it.

A :class:`SetPlan` is a list of repetitions with a way in and a way out. :func:`state_at` reads
everything that varies in time off it; the exercises turn a state into a posture.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from studio.transforms import smootherstep

Stroke = Literal["clean", "yank", "hitch", "bounce", "drop"]
SideOfRep = Literal["both", "left", "right"]


@dataclass(frozen=True)
class Rep:
    """One repetition; times in seconds, angles in degrees.

    Attributes
    ----------
    depth : share of the full stroke reached (1 = full)
    stroke : how the hand moves along the stroke
    retraction : share of the clean scapular retraction (0 = none)
    scapula_delay_s : how much the scapula lags behind the elbow (negative = leads)
    shrug_deg : clavicle elevation added while pulling
    lumbar_deg, thoracic_deg : flexion at the end of the pull; held while lowering, and reached
        smoothly during the pull
    swing_deg : how much the trunk rises during the pull
    weaker_side, weaker_depth : side that stops short, and the share of ``depth`` it reaches
    """

    concentric_s: float = 1.0
    pause_s: float = 0.25
    eccentric_s: float = 2.2
    rest_s: float = 0.35
    depth: float = 1.0
    stroke: Stroke = "clean"
    retraction: float = 1.0
    scapula_delay_s: float = -0.08
    shrug_deg: float = 0.0
    lumbar_deg: float = 0.0
    thoracic_deg: float = 0.0
    swing_deg: float = 0.0
    weaker_side: SideOfRep = "both"
    weaker_depth: float = 1.0
    side: SideOfRep = "both"
    complete: bool = True

    @property
    def duration_s(self) -> float:
        """Length with the rest that follows."""
        return self.concentric_s + self.pause_s + self.eccentric_s + self.rest_s


@dataclass(frozen=True)
class SetPlan:
    """A set: wait, get into position, repetitions, get out of it, wait.

    Attributes
    ----------
    idle_s : time before and after, not in position
    enter_s, leave_s : duration of getting into and out of position
    settle_s : pause in position before the first and after the last repetition
    sway_deg, sway_seed : slow involuntary movement of the trunk
    """

    reps: tuple[Rep, ...]
    idle_s: float = 0.8
    enter_s: float = 1.7
    settle_s: float = 0.6
    leave_s: float = 1.6
    outro_s: float = 0.6
    sway_deg: float = 0.5
    sway_seed: int = 0
    side: SideOfRep = "both"

    @property
    def first_rep_s(self) -> float:
        """Start of the first repetition."""
        return self.idle_s + self.enter_s + self.settle_s

    @property
    def starts_s(self) -> tuple[float, ...]:
        """Start of every repetition."""
        starts, now = [], self.first_rep_s
        for rep in self.reps:
            starts.append(now)
            now += rep.duration_s
        return tuple(starts)

    @property
    def work_end_s(self) -> float:
        """End of the last repetition with its rest."""
        return self.first_rep_s + sum(rep.duration_s for rep in self.reps)

    @property
    def duration_s(self) -> float:
        """Length of the whole performance."""
        return self.work_end_s + self.settle_s + self.leave_s + self.outro_s


@dataclass(frozen=True)
class State:
    """Everything an exercise needs to pose the lifter at one moment.

    Attributes
    ----------
    ready : 0 = before or after the set, 1 = in position
    pull : (left, right) share of the stroke, 0 arms long … 1 contracted
    scapula : (left, right) share of the full retraction
    shrug_deg : (left, right) clavicle elevation
    phase : "idle", "enter", "settle", "concentric", "pause", "eccentric", "rest" or "leave"
    rep : index of the current repetition, −1 outside
    """

    time_s: float
    ready: float
    pull: tuple[float, float]
    scapula: tuple[float, float]
    shrug_deg: tuple[float, float]
    lumbar_deg: float
    thoracic_deg: float
    swing_deg: float
    sway_deg: float
    phase: str
    rep: int
    side: SideOfRep = "both"

    @classmethod
    def resting(cls) -> State:
        """Return the state of somebody who has not begun."""
        none = (0.0, 0.0)
        return cls(0.0, 0.0, none, none, none, 0.0, 0.0, 0.0, 0.0, "idle", -1)


def _piecewise(t: float, knots: tuple[tuple[float, float], ...]) -> float:
    """Go through (time share, position) knots with a minimum-jerk move between each pair."""
    for (t0, p0), (t1, p1) in itertools.pairwise(knots):
        if t <= t1:
            return p0 + (p1 - p0) * float(smootherstep((t - t0) / max(t1 - t0, 1e-9)))
    return knots[-1][1]


def pull_curve(stroke: Stroke, t: float) -> float:
    """Position 0…1 during the pull at the time share ``t`` (0…1)."""
    if stroke == "yank":
        return _piecewise(t, ((0.0, 0.0), (0.30, 0.72), (1.0, 1.0)))
    if stroke == "hitch":
        return _piecewise(t, ((0.0, 0.0), (0.40, 0.58), (0.58, 0.50), (1.0, 1.0)))
    return float(smootherstep(t))


def lower_curve(stroke: Stroke, t: float) -> float:
    """Position 1…0 during the lowering at the time share ``t`` (0…1)."""
    if stroke == "bounce":
        return _piecewise(t, ((0.0, 1.0), (0.62, 0.0), (0.80, 0.20), (1.0, 0.0)))
    if stroke == "drop":
        return 1.0 - min(1.0, t / 0.92) ** 2.2 if t < 0.92 else 0.0
    return 1.0 - float(smootherstep(t))


def rep_position(rep: Rep, t: float) -> tuple[float, str]:
    """Return the share of the stroke and the phase ``t`` seconds into ``rep``."""
    if t < rep.concentric_s:
        return rep.depth * pull_curve(rep.stroke, t / rep.concentric_s), "concentric"
    t -= rep.concentric_s
    if t < rep.pause_s:
        return rep.depth, "pause"
    t -= rep.pause_s
    if t < rep.eccentric_s:
        return rep.depth * lower_curve(rep.stroke, t / rep.eccentric_s), "eccentric"
    return 0.0, "rest"


def _readiness(plan: SetPlan, t: float) -> tuple[float, str]:
    leave = plan.work_end_s + plan.settle_s
    if t < plan.idle_s:
        return 0.0, "idle"
    if t < plan.idle_s + plan.enter_s:
        return float(smootherstep((t - plan.idle_s) / plan.enter_s)), "enter"
    if t < plan.first_rep_s:
        return 1.0, "settle"
    if t < leave:
        return 1.0, "settle" if t >= plan.work_end_s else "rest"
    if t < leave + plan.leave_s:
        return 1.0 - float(smootherstep((t - leave) / plan.leave_s)), "leave"
    return 0.0, "idle"


def _current(plan: SetPlan, t: float) -> int:
    """Index of the repetition that runs at ``t``, −1 outside."""
    if t < plan.first_rep_s or t >= plan.work_end_s:
        return -1
    return int(np.searchsorted(plan.starts_s, t, side="right")) - 1


def _flexion(plan: SetPlan, t: float, name: str) -> float:
    """Flexion that each pull carries on to its own value; eased out while leaving."""
    value = 0.0
    for rep, start in zip(plan.reps, plan.starts_s, strict=True):
        share = float(smootherstep((t - start) / (rep.concentric_s * 1.15)))
        value += (getattr(rep, name) - value) * share
    leave = plan.work_end_s + plan.settle_s
    return value * (1.0 - float(smootherstep((t - leave) / plan.leave_s)))


def sway(plan: SetPlan, t: float) -> float:
    """Slow involuntary trunk movement, degrees."""
    rng = np.random.default_rng(plan.sway_seed)
    rates, starts = rng.uniform(0.12, 0.55, 3), rng.uniform(0, 6.28, 3)
    return float(plan.sway_deg * np.mean(np.sin(2 * np.pi * rates * t + starts)) * 1.4)


def state_at(plan: SetPlan, t: float) -> State:
    """Return what the plan prescribes at ``t`` seconds."""
    ready, phase = _readiness(plan, t)
    index = _current(plan, t)
    pull, scapula, shrug, swing = (0.0, 0.0), (0.0, 0.0), (0.0, 0.0), 0.0
    if index >= 0:
        rep, local = plan.reps[index], t - plan.starts_s[index]
        position, phase = rep_position(rep, local)
        late, _ = rep_position(rep, max(0.0, local - rep.scapula_delay_s))
        shares = _shares(rep, _side_of(plan, rep))
        pull = (position * shares[0], position * shares[1])
        blade = late / max(rep.depth, 1e-6) * rep.retraction * min(1.0, 0.4 + 0.6 * rep.depth)
        scapula = (blade * min(1.0, shares[0]), blade * min(1.0, shares[1]))
        lift = rep.shrug_deg * position / max(rep.depth, 1e-6)
        shrug = (lift * shares[0], lift * shares[1])
        swing = rep.swing_deg * float(np.clip(pull_curve("clean", local / rep.concentric_s), 0, 1))
        if phase in ("eccentric", "rest"):
            swing = rep.swing_deg * position / max(rep.depth, 1e-6)
    return State(
        t,
        ready,
        pull,
        scapula,
        shrug,
        _flexion(plan, t, "lumbar_deg"),
        _flexion(plan, t, "thoracic_deg"),
        swing,
        sway(plan, t) * ready,
        phase,
        index,
        _side(plan, index),
    )


@dataclass(frozen=True)
class Session:
    """Sets one after the other; times and repetition numbers run on."""

    sets: tuple[SetPlan, ...]

    @property
    def duration_s(self) -> float:
        """Length of all sets together."""
        return sum(plan.duration_s for plan in self.sets)

    @property
    def offsets_s(self) -> tuple[float, ...]:
        """Start of each set."""
        return tuple(np.cumsum([0.0] + [plan.duration_s for plan in self.sets[:-1]]).tolist())

    @property
    def timed_reps(self) -> tuple[tuple[float, Rep], ...]:
        """(start, repetition) of the whole session."""
        return tuple(
            (offset + start, replace(rep, side=_side_of(plan, rep)))
            for offset, plan in zip(self.offsets_s, self.sets, strict=True)
            for start, rep in zip(plan.starts_s, plan.reps, strict=True)
        )

    def state_at(self, t: float) -> State:
        """Return what the session prescribes at ``t`` seconds."""
        index = max(0, int(np.searchsorted(self.offsets_s, t, side="right")) - 1)
        before = sum(len(plan.reps) for plan in self.sets[:index])
        state = state_at(self.sets[index], t - self.offsets_s[index])
        number = state.rep + before if state.rep >= 0 else -1
        return replace(state, time_s=t, rep=number)


def _side_of(plan: SetPlan, rep: Rep) -> SideOfRep:
    """Side that works in a repetition: its own, else that of the set."""
    return plan.side if rep.side == "both" else rep.side


def _side(plan: SetPlan, index: int) -> SideOfRep:
    """Side that works now."""
    return plan.side if index < 0 else _side_of(plan, plan.reps[index])


def _shares(rep: Rep, side: SideOfRep) -> tuple[float, float]:
    """Share of the stroke that the left and the right side make."""
    if side != "both":
        return (1.0, 0.0) if side == "left" else (0.0, 1.0)
    if rep.weaker_side == "left":
        return rep.weaker_depth, 1.0
    if rep.weaker_side == "right":
        return 1.0, rep.weaker_depth
    return 1.0, 1.0
