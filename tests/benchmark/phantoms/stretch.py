"""Many recordings through one engine, one after the other, as one session without a break."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.types import Rep, RepCompleted, RepRevoked
from tests.benchmark.accuracy.poses import Recording

GAP_S = 2.0
"""Between two recordings nobody is to be seen for so long."""

GAP_FPS = 10.0
WINDOW_S = 300.0
"""The engine's speed is compared between the first and the last of so many seconds."""


@dataclass(frozen=True)
class Told:
    """A rep that was told: in which recording, at what time of it, of which exercise."""

    where: str
    time_s: float
    rep: Rep
    exercise: str


@dataclass(slots=True)
class Stretch:
    """One session: what was counted in it, and what the engine cost.

    ``told`` are the reps that stand at the end; ``live`` is how many were told while it ran, with
    those that were taken back.  ``first_ms`` and ``last_ms`` are processor time a frame in the
    first and last :data:`WINDOW_S`; ``grown_mb`` is by how much the process grew meanwhile.
    """

    seconds: float = 0.0
    frames: int = 0
    found: int = 0
    live: int = 0
    taken_back: int = 0
    told: list[Told] = field(default_factory=list)
    first_ms: float = float("nan")
    last_ms: float = float("nan")
    grown_mb: float = 0.0


def run(recordings: Iterable[tuple[str, Recording]]) -> Stretch:
    """Push all recordings through one pipeline, with :data:`GAP_S` of nobody in between."""
    pipeline = new_pipeline(Config())
    out = Stretch()
    places: list[tuple[float, str]] = []
    costs: list[tuple[float, float]] = []
    begin_mb = 0.0
    now, index, size = 0.0, 0, (640, 480)
    for name, recording in recordings:
        size = recording.size
        places.append((now, name))
        frames = list(zip(recording.times_s.tolist(), recording.poses, strict=True))
        end = recording.times_s[-1]
        frames += [(end + t, None) for t in np.arange(1, int(GAP_S * GAP_FPS) + 1) / GAP_FPS]
        for time_s, pose in frames:
            before = time.process_time()
            events = pipeline.push(index, now + time_s, pose, size).events
            costs.append((now + time_s, time.process_time() - before))
            index += 1
            out.found += pose is not None
            out.live += sum(isinstance(e, RepCompleted) for e in events)
            out.taken_back += sum(isinstance(e, RepRevoked) for e in events)
        now += frames[-1][0] + 1.0 / GAP_FPS
        begin_mb = begin_mb or _peak_mb()
    pipeline.finish()
    if not costs:
        return out
    out.seconds, out.frames, out.grown_mb = now, index, _peak_mb() - begin_mb
    _time(out, np.array(costs))
    for rep in pipeline.reps:
        begin, name = max(place for place in places if place[0] <= rep.start_s + 1e-9)
        out.told.append(Told(name, rep.start_s - begin, rep, pipeline.exercise.name))
    return out


def _time(out: Stretch, costs: np.ndarray) -> None:
    early, late = costs[:, 0] < WINDOW_S, costs[:, 0] > costs[-1, 0] - WINDOW_S
    out.first_ms = 1000.0 * float(costs[early, 1].mean())
    out.last_ms = 1000.0 * float(costs[late, 1].mean())


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
