"""Which sets are made of a real rep: every kind of jerk between calm reps, and calm ones alone."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tests.benchmark.jerk.courses import KINDS, Course, Kind, Tempo, course
from tests.benchmark.jerk.retime import Camera
from tests.benchmark.jerk.sources import Source

WEAK, MIDDLE, STRONG = 0, 1, 2
ORDER: Final = (MIDDLE, STRONG, WEAK, MIDDLE)
"""Strengths of the jerky reps of a set, each after a calm one."""

CALM: Final = ((0.4, 0.5), (0.6, 1.0), (0.8, 0.5), (1.5, 3.0), (3.0, 6.0))
"""Pull and lowering of the calm sets, seconds: what is brisk or slow but even is no fault."""

CALM_REPS: Final = 4

SHORT_OF: Final = 0.65
"""Share of the way that a short pull goes: well below the limit of 0.83 of the set's best."""

SLOWED_S: Final = 1.7
"""A pull that slows down takes so long after ones of 0.9 s: half of their speed is lost."""

OTHERS: Final = ("short_range", "speed_loss")
"""Faults of range and tempo that re-timed reps can have as well."""

CAMERAS: Final = (
    Camera(),
    Camera("15 fps", 15.0),
    Camera("60 fps", 60.0),
    Camera("mirrored", mirrored=True),
    Camera("half size", scale=0.5),
    Camera("a tenth of the frames lost", dropped=0.1),
    Camera("times of arrival", jitter_s=0.02),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One set: its name and reps."""

    name: str
    reps: tuple[Course, ...]
    seed: int


def plans(source: Source) -> Iterator[Plan]:
    """Yield the sets made of one real rep; the same for the same name."""
    for kind in KINDS:
        seed = zlib.crc32(f"{source.name}/{kind}".encode())
        yield Plan(f"{source.name}/{kind}", tuple(_between_calm(kind, seed)), seed)
    for pull_s, lower_s in CALM:
        name = f"{source.name}/calm {pull_s}+{lower_s}"
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        reps = tuple(
            course("calm", 0, _tempo(rng, pull_s, lower_s, rest_s=0.05 + 0.5 * k / CALM_REPS))
            for k in range(CALM_REPS)
        )
        yield Plan(name, reps, zlib.crc32(name.encode()))

    for kind in OTHERS:
        seed = zlib.crc32(f"{source.name}/{kind}".encode())
        yield Plan(f"{source.name}/{kind}", tuple(_among_full(kind, seed)), seed)


def _among_full(kind: str, seed: int) -> Iterator[Course]:
    """Two or three calm reps and the faulty one, which ends the set: it is told once a set."""
    rng = np.random.default_rng(seed)
    pulls = (0.9, 0.9, 0.9, SLOWED_S) if kind == "speed_loss" else (0.9, 0.9, 0.9)
    *full, last = (course("calm", 0, _tempo(rng, pull_s, 1.8, rest_s=0.4)) for pull_s in pulls)
    yield from full
    share = SHORT_OF * last.share if kind == "short_range" else last.share
    yield replace(last, kind=kind, strength=MIDDLE, share=share)


def _between_calm(kind: Kind, seed: int) -> Iterator[Course]:
    rng = np.random.default_rng(seed)
    for strength in ORDER:
        yield course("calm", 0, _tempo(rng, 0.9, 1.8, rest_s=0.4))
        yield course(kind, strength, _tempo(rng, 0.9, 1.8, rest_s=0.4))


def _tempo(rng: np.random.Generator, pull_s: float, lower_s: float, rest_s: float) -> Tempo:
    """Return a tempo near the wanted one: nobody repeats one exactly."""
    scatter = rng.normal(1.0, 0.06, 2).clip(0.88, 1.12)
    return Tempo(
        float(pull_s * scatter[0]),
        float(rng.uniform(0.1, 0.4)),
        float(lower_s * scatter[1]),
        rest_s,
        float(rng.uniform(0.85, 1.2)),
    )
