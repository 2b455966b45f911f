"""Many labelled sets of five reps, with one planted fault or none, and the poses of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

import numpy as np

from formcheck.exercises.registry import get
from formcheck.flags.codes import GONE
from formcheck.types import Pose
from studio import GENERATION, draw
from studio.dataset import ClipSpec, Split, clip_spec
from studio.faults import PLANTERS, possible_faults
from studio.landmarks import film_of
from studio.motion import Rep
from studio.performance import rep_truths
from studio.truth import LANDMARKS
from tests.benchmark.accuracy.clipset import cache_folder
from tests.benchmark.accuracy.exercises import expected_name
from tests.benchmark.accuracy.truth import Fault, Truth, true_reps
from tests.benchmark.scale.onsets import plain_s
from tests.benchmark.scale.posed import NOTHING, POSED, Ailment, joints_of

REPS: Final = 5
CLEAN: Final = "clean"
WITHOUT_PICTURES: Final = ("rounded_back", "arched_back", "rounding_growing")
"""Faults of the back need a mask, which only a rendered clip has."""

OTHER_RULES: Final = ("negative_pull_up", "top_hold")
"""One-way and timed exercises have a tempo of their own."""

FORMAT: Final = 4
FLOATS: Final = np.float32


@dataclass(frozen=True, slots=True)
class Wanted:
    """One set: which fault (or :data:`CLEAN`) goes into which clip of the dataset."""

    split: str
    code: str
    number: int

    @property
    def name(self) -> str:
        """A file name."""
        return f"{self.split}-{self.code}-{self.number:03d}"


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """What a pose network says of a set, and what is true of it.

    ``plain_s`` is when each fault of a repetition is plain (:mod:`tests.benchmark.scale.onsets`).
    """

    name: str
    truth: Truth
    poses: tuple[Pose | None, ...]
    plain_s: dict[tuple[str, int], float]


def wanted_sets(split: str, each: int, clean: int, after: int = 0) -> list[Wanted]:
    """Return the sets to make: ``each`` of every fault and ``clean`` without any.

    ``after`` leaves the first so many of every fault out, and as large a share of the clean ones:
    what has been looked at already.
    """
    left_out = (*WITHOUT_PICTURES, *GONE)
    codes = [code for code in (*PLANTERS, *POSED) if code not in left_out]
    planted = [Wanted(split, code, n) for n in range(after, each) for code in codes]
    seen = clean * after // max(each, 1)
    return planted + [Wanted(split, CLEAN, n) for n in range(seen, clean)]


def spec_of(wanted: Wanted) -> tuple[ClipSpec, Ailment]:
    """Return what a set is: a clip of the dataset with other repetitions, and what ails it."""
    rng = np.random.default_rng([wanted.number, *wanted.name.encode()])
    spec = _nth_clip(wanted)
    reps, style, ailment = _five(rng), spec.style, NOTHING
    planted: tuple = ()
    if wanted.code != CLEAN:
        first = int(rng.integers(1, REPS - 1))
        if wanted.code in POSED:
            case = POSED[wanted.code][1](reps, style, first, rng)
            reps, style, planted, ailment = case.reps, case.style, case.planted, case.ailment
        else:
            reps, planted = PLANTERS[wanted.code](reps, first, rng)
    plan = replace(spec.sets[0], reps=reps)
    return replace(spec, style=style, sets=(plan,), planted=planted), ailment


def load(wanted: Wanted) -> LabelledSet:
    """Return a set, made once and then kept in the cache of the benchmark."""
    spec, ailment = spec_of(wanted)
    times = spec.times_s()
    path = _path(wanted)
    if path.exists():
        with np.load(path) as file:
            arrays = {name: file[name] for name in file.files}
    else:
        arrays = _make(spec, ailment, times)
        _keep(path, arrays)
    poses = tuple(_poses(arrays, spec.scene.camera.size))
    truth = _truth(spec, times, arrays["joints_px"])
    return LabelledSet(wanted.name, truth, poses, _plain(spec, truth))


def is_made(wanted: Wanted) -> bool:
    """Whether a set is in the cache."""
    return _path(wanted).exists()


def _path(wanted: Wanted) -> Path:
    return cache_folder() / f"films-{GENERATION}.{FORMAT}" / f"{wanted.name}.npz"


def _nth_clip(wanted: Wanted) -> ClipSpec:
    """Return the clip of the dataset that this set borrows lifter, camera and exercise from."""
    left = wanted.number
    for index in _indices(wanted.code):
        spec = clip_spec(cast("Split", wanted.split), index)
        if (
            not _fits(wanted.code, spec.exercise)
            or expected_name(spec.exercise) is None
            or spec.exercise in OTHER_RULES
        ):
            continue
        if left == 0:
            return spec
        left -= 1
    raise AssertionError


def _fits(code: str, exercise: str) -> bool:
    if code in POSED:
        return exercise in POSED[code][0]
    return code == CLEAN or code in possible_faults(exercise)


def _indices(code: str) -> Iterator[int]:
    """Count up from another place for every code, so that they do not share lifters."""
    start = 1000 * (1 + [CLEAN, *PLANTERS, *POSED].index(code))
    return iter(range(start, start + 100_000))


def _five(rng: np.random.Generator) -> tuple[Rep, ...]:
    """Return five clean repetitions of one tempo, each a little different."""
    first = draw.draw_reps(rng)
    pull, lower = first[0].concentric_s, first[0].eccentric_s
    out = list(first)
    while len(out) < REPS:
        scatter = rng.normal(1.0, 0.05, 2).clip(0.88, 1.12)
        like = draw.draw_reps(rng)[0]
        lowering_s = float(max(2.0, lower * scatter[1]))
        out.append(
            replace(like, concentric_s=float(pull * scatter[0]), eccentric_s=lowering_s,
                    pause_s=first[0].pause_s, rest_s=first[0].rest_s)
        )  # fmt: skip
    return tuple(out)


def _make(spec: ClipSpec, ailment: Ailment, times: np.ndarray) -> dict[str, np.ndarray]:
    performance = spec.performance()
    joints = joints_of(spec, ailment, times)
    made = film_of(performance, spec.scene.camera, times, joints, spec.seed)
    found = [pose for pose in made.poses if pose is not None]
    return {
        "found": np.array([pose is not None for pose in made.poses]),
        "joints_px": np.stack([spec.scene.camera.project(frame) for frame in joints]).astype(
            FLOATS
        ),
        **{
            name: np.stack([getattr(pose, name) for pose in found]).astype(FLOATS)
            for name in ("xy", "depth", "visibility", "world")
        },
    }


def _keep(path: Path, arrays: dict[str, np.ndarray]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez(part, **arrays)
    part.replace(path)


def _poses(arrays: dict[str, np.ndarray], size: tuple[int, int]) -> Iterator[Pose | None]:
    columns = [arrays[name].astype(float) for name in ("xy", "depth", "visibility", "world")]
    row = 0
    for found in arrays["found"]:
        if not found:
            yield None
            continue
        yield Pose(*(column[row] for column in columns), size=size)
        row += 1


def _plain(spec: ClipSpec, truth: Truth) -> dict[tuple[str, int], float]:
    reps = spec.performance().session.timed_reps
    swing_deg = get(expected_name(spec.exercise) or "").trunk_swing_deg
    out = {}
    for fault in truth.faults:
        if fault.rep < 0:
            continue
        start_s, rep = reps[fault.rep]
        out[fault.code, fault.rep] = plain_s(fault.code, rep, start_s, swing_deg)
    return out


def _truth(spec: ClipSpec, times: np.ndarray, pixels: np.ndarray) -> Truth:
    """Return the truth without what only a picture shows."""
    performance, camera = spec.performance(), spec.scene.camera
    states = [performance.session.state_at(float(t)) for t in times]
    joints = {name: pixels[:, i].astype(float) for i, name in enumerate(LANDMARKS)}
    mid = {p: (joints[f"left_{p}"] + joints[f"right_{p}"]) / 2.0 for p in ("hip", "shoulder")}
    rise = mid["shoulder"] - mid["hip"]
    ahead = 1.0 if camera.near_side == "right" else -1.0
    nothing = np.full(len(times), np.nan)
    return Truth(
        exercise=spec.exercise,
        fps=spec.fps,
        yaw_deg=camera.yaw_deg,
        near_side=camera.near_side,
        size=camera.size,
        times_s=times,
        rep=np.array([state.rep for state in states], dtype=float),
        lumbar_deg=np.array([state.lumbar_deg for state in states]),
        thoracic_deg=np.array([state.thoracic_deg for state in states]),
        trunk_deg=np.degrees(np.arctan2(-rise[:, 1], ahead * rise[:, 0])),
        retraction_pct=nothing,
        elevation_pct=nothing,
        joints=joints,
        outline=np.empty((len(times), 0, 2)),
        reps=tuple(true_reps(rep_truths(performance.session))),
        faults=tuple(Fault(f.code, f.start_s, f.end_s, f.rep) for f in performance.faults),
    )  # fmt: skip
