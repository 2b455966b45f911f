"""Calm reps of real people, from kept poses: their frames, and how far each frame has got."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from formcheck.config import Config, PoseOptions
from formcheck.engine import new_pipeline
from formcheck.measures.smoothing import zero_phase
from formcheck.reps.analysis import MARGIN_S
from formcheck.reps.counter import CountChange, RepCounter
from formcheck.reps.phases import Phases
from formcheck.types import FloatArray
from tests.benchmark.accuracy.clipset import pose_folder
from tests.benchmark.accuracy.poses import Recording, key_of, load

SHARED: Final = Path(__file__).resolve().parents[4] / "shared"
PULLS: Final = ("row", "pull_up", "pulldown", "face_pull", "pull_apart")
TURNS: Final = 3
"""So many times a fragment is played forwards and backwards to find its pull."""

MOST_REPS: Final = 2
"""So many reps are taken of one clip."""

SMOOTH_HZ: Final = 6.0
PARTS: Final = ("xy", "depth", "visibility", "world")


@dataclass(frozen=True, slots=True)
class Source:
    """One real rep.

    ``times_s`` are its frames, ``path`` their landmarks, smoothed, by name and of shape (n, 33, k);
    ``noise`` what was smoothed away, in order of time.  ``pull_s`` and ``lower_s`` are the times at
    which the pull and the lowering pass the shares :data:`GRID`.
    """

    name: str
    exercise: str
    size: tuple[int, int]
    times_s: FloatArray
    path: dict[str, FloatArray]
    noise: dict[str, FloatArray]
    pull_s: FloatArray
    lower_s: FloatArray


GRID: Final = np.linspace(0.0, 1.0, 101)


def videos() -> list[tuple[Path, bool]]:
    """Return the real clips with pulls, and whether each is a fragment (played both ways)."""
    clips = json.loads((SHARED / "clips" / "catalogue.json").read_text("utf-8"))
    counting = json.loads((SHARED / "real" / "counting" / "catalogue.json").read_text("utf-8"))
    many = json.loads((SHARED / "real" / "many" / "catalogue.json").read_text("utf-8"))
    found = [(SHARED / "clips" / e["file"], False) for e in clips if e["exercise"]]
    found += [(SHARED / "real" / "counting" / e["file"], False) for e in counting if e["exercise"]]
    sure = [e for e in many if e["kind"] in PULLS and e["sure"]]
    found += [(SHARED / "real" / "many" / e["file"], True) for e in sure]
    return found


def kept(video: Path) -> Recording | None:
    """Return a video's kept poses; None where nobody has estimated them."""
    path = pose_folder() / f"{video.stem}-{key_of(video, PoseOptions())}.npz"
    return load(path) if path.exists() else None


def to_and_fro(recording: Recording, turns: int = TURNS) -> Recording:
    """Return a fragment played forwards and backwards."""
    step = float(np.median(np.diff(recording.times_s)))
    poses = (recording.poses + recording.poses[::-1]) * turns
    return Recording(step * np.arange(len(poses)), recording.size, poses)


def sources_of(video: Path, *, fragment: bool) -> Iterator[Source]:
    """Yield the reps of a video that the engine counts, at most :data:`MOST_REPS`."""
    recording = kept(video)
    if recording is None:
        return
    if fragment:
        recording = to_and_fro(recording)
    exercise, phases = _counted(recording)
    for number, each in enumerate(phases[: 1 if fragment else MOST_REPS]):
        made = _source(f"{video.stem}:{number}", exercise, recording, each)
        if made is not None:
            yield made


def _counted(recording: Recording) -> tuple[str, list[Phases]]:
    """Return the exercise's name and the phases of the complete reps."""
    pipeline = new_pipeline(Config())
    found: list[Phases] = []
    counter: RepCounter = pipeline._counter
    push, finish = counter.push, counter.finish

    def keeping(change: CountChange) -> CountChange:
        found.extend(
            one.phases for one in change.counted if one.cycle.complete and not one.cycle.cut
        )
        return change

    counter.push = lambda sample: keeping(push(sample))  # type: ignore[method-assign]
    counter.finish = lambda: keeping(finish())  # type: ignore[method-assign]
    for i, (time_s, pose) in enumerate(zip(recording.times_s, recording.poses, strict=True)):
        pipeline.push(i, float(time_s), pose, recording.size)
    pipeline.finish()
    return pipeline.exercise.name, found


def _source(name: str, exercise: str, recording: Recording, phases: Phases) -> Source | None:
    inside = np.flatnonzero(
        (recording.times_s >= phases.start_s - MARGIN_S)
        & (recording.times_s <= phases.end_s + MARGIN_S)
    )
    kept_poses = [(i, recording.poses[i]) for i in inside if recording.poses[i] is not None]
    if len(kept_poses) < 12:
        return None
    times = recording.times_s[[i for i, _ in kept_poses]]
    path, noise = {}, {}
    for part in PARTS:
        raw = np.stack([getattr(pose, part) for _, pose in kept_poses])
        flat = raw.reshape(len(raw), -1)
        rate = 1.0 / float(np.median(np.diff(times)))
        even, smooth = zero_phase(times, flat, min(SMOOTH_HZ, 0.2 * rate), 60.0)
        back = np.stack([np.interp(times, even, column) for column in smooth.T], axis=1)
        path[part] = back.reshape(raw.shape)
        noise[part] = raw - path[part]
    pull = _passes(phases, phases.start_s, phases.contracted_s)
    lower = _passes(phases, phases.lowering_s, phases.end_s)
    if pull is None or lower is None:
        return None
    return Source(name, exercise, recording.size, times, path, noise, pull, lower)


def _passes(phases: Phases, start_s: float, end_s: float) -> FloatArray | None:
    """Return when a half passes the shares :data:`GRID`, its stroke made monotone."""
    inside = (phases.times_s >= start_s) & (phases.times_s <= end_s)
    times, stroke = phases.times_s[inside], phases.stroke[inside]
    if len(times) < 4:
        return None
    rising = stroke[-1] >= stroke[0]
    path = stroke if rising else -stroke
    up = 0.5 * (np.maximum.accumulate(path) + np.minimum.accumulate(path[::-1])[::-1])
    up = up + np.linspace(0.0, 1e-6, len(up))
    share = (up - up[0]) / (up[-1] - up[0])
    passed = np.interp(GRID, share, times)
    return passed if rising else passed[::-1]
