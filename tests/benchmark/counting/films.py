"""The landmarks of a case: the joints of its parts, one after the other, seen by the network."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

import studio
from studio import GENERATION
from studio.dataset import frame_times
from studio.exercises.base import Exercise
from studio.exercises.registry import EXERCISES, NOT_EXERCISES
from studio.landmarks import Film, film_of
from studio.motion import Session, SetPlan, State
from studio.performance import Performance, rep_truths
from studio.truth import LANDMARKS, RepTruth
from tests.benchmark.accuracy.clipset import cache_folder
from tests.benchmark.counting import between
from tests.benchmark.counting.cases import TURN_S, Case, Part

Array = NDArray[np.float64]

JOINT_RATE = 20.0
"""Joints are solved so often and interpolated in between: solving is what takes time."""

FAST_RATE = 40.0


def film_of_case(case: Case) -> Film:
    """Return what a pose network would say of a case, and its true reps."""
    times = frame_times(case.duration_s, case.fps, case.variable, case.seed)
    rate = FAST_RATE if case.kind == "fast" else JOINT_RATE
    even = np.arange(int(case.duration_s * rate) + 2) / rate
    joints = _kept(case, even)
    at_frames = CubicSpline(even, joints)(times)
    first = next((p for p in case.parts if p.exercise not in NOT_EXERCISES), case.parts[0])
    performance = Performance(
        first.exercise, case.body, case.style, Session(first.sets or (SetPlan(()),))
    )
    film = film_of(performance, case.camera, times, at_frames, case.seed)
    return replace(film, reps=reps_of(case))


def reps_of(case: Case) -> tuple[RepTruth, ...]:
    """Return the true reps of all parts; times and numbers run on."""
    found: list[RepTruth] = []
    for offset, part in zip(offsets_s(case), case.parts, strict=True):
        for rep in rep_truths(Session(part.sets)) if part.sets else []:
            start, peak, end = (offset + t for t in (rep.start_s, rep.peak_s, rep.end_s))
            found.append(replace(rep, index=len(found), start_s=start, peak_s=peak, end_s=end))
    return tuple(found)


def offsets_s(case: Case) -> list[float]:
    """Return when each part begins."""
    lengths = [part.duration_s + TURN_S for part in case.parts[:-1]]
    return [0.0, *np.cumsum(lengths).tolist()]


def _kept(case: Case, times: Array) -> Array:
    """Return the joints, from the cache where they are there."""
    key = hashlib.sha256(f"{case!r} {len(times)} {_code()}".encode()).hexdigest()[:20]
    path = cache_folder() / "counting" / f"{key}.npz"
    if path.exists():
        kept: Array = np.load(path)["joints"].astype(np.float64)
        return kept
    joints = _joints(case, times)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{case.seed}.part.npz")
    np.savez_compressed(part, joints=joints.astype(np.float32))
    part.replace(path)
    return joints


@cache
def _code() -> str:
    """Return what joints depend on besides the case: the studio's motion, and ours."""
    folder = Path(studio.__file__).parent
    names = [*sorted((folder / "exercises").glob("*.py")), folder / "skeleton.py",
             folder / "motion.py", Path(between.__file__)]  # fmt: skip
    digest = hashlib.sha256(str(GENERATION).encode())
    for name in names:
        digest.update(name.read_bytes())
    return digest.hexdigest()


def _joints(case: Case, times: Array) -> Array:
    """Return the landmarks in the world at even times, with turns from part to part."""
    out = np.empty((len(times), len(LANDMARKS), 3))
    rng = np.random.default_rng([case.seed, 31])
    starts = offsets_s(case)
    doers = [_doer(part, rng) for part in case.parts]
    for i, time_s in enumerate(times):
        k = max(j for j, start in enumerate(starts) if time_s >= start - 1e-9)
        part, since = case.parts[k], float(time_s - starts[k])
        over = since - part.duration_s
        out[i] = _at(case, part, doers[k], min(since, part.duration_s - 1e-3))
        if over > 0.0 and k + 1 < len(case.parts):
            share = over / TURN_S
            share = share**3 * (10.0 + share * (6.0 * share - 15.0))
            then = _at(case, case.parts[k + 1], doers[k + 1], 0.0)
            out[i] += share * (then - out[i])
    return out


def _doer(part: Part, rng: np.random.Generator) -> Exercise | between.Standing:
    if part.sets:
        return EXERCISES[part.exercise]
    return between.activity(part.exercise, rng)


def _at(case: Case, part: Part, doer: Exercise | between.Standing, time_s: float) -> Array:
    state = (
        Session(part.sets).state_at(time_s)
        if part.sets
        else replace(State.resting(), time_s=time_s)
    )
    skeleton = doer.pose(case.body, case.style, state)
    return np.array([skeleton[name] for name in LANDMARKS])
