"""Kept poses through the product: what is told of each pull that the viewer saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.types import NAN, FloatArray, Rep
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.blades_real.labels import SeenClip, SeenRep
from tests.benchmark.real.many import TIMES
from tests.benchmark.real.play import there_and_back

NEAR_S = 0.15
"""A moment is what is told within so much of it: the labels are no finer."""

SAME_S = 0.6
"""A rep whose contraction is so near the viewer's is the same pull; the fastest are 1.4 s apart."""


@dataclass(frozen=True, slots=True)
class ToldRep:
    """One pull: what the viewer saw and what FormCheck tells of it.

    ``values`` maps a name to a number in the unit it ends with, NaN or nothing where none is told:
    ``gauge_pct`` is the gauge at the squeeze, ``step_pct`` that minus the gauge at the stretch,
    the rest (:func:`numbers`) is of the rep counted there; of a fragment the median of all.
    ``reasons`` says why nothing is told of the blade.
    """

    clip: SeenClip
    seen: SeenRep
    values: dict[str, float]
    matched: bool = False
    reasons: tuple[str, ...] = ()

    def value(self, name: str) -> float:
        """Return a number; NaN where none is told."""
        return self.values.get(name, NAN)


@dataclass(frozen=True, slots=True)
class ToldClip:
    """A clip's pulls as seen, and the blade's range in every rep that was counted (NaN: none)."""

    clip: SeenClip
    reps: tuple[ToldRep, ...]
    ranges_pct: tuple[float, ...]


def told(clip: SeenClip, recording: Recording) -> ToldClip:
    """Run the product over a clip, its exercise named as a user would."""
    length_s = float(recording.times_s[-1]) if clip.fragment else NAN
    shown = there_and_back(recording, TIMES) if clip.fragment else recording
    pipeline = new_pipeline(Config(), exercise=clip.named)
    gauge = np.array([
        pipeline.push(index, float(time_s), pose, shown.size).measures["retraction_pct"].value
        for index, (time_s, pose) in enumerate(zip(shown.times_s, shown.poses, strict=True))
    ])  # fmt: skip
    pipeline.finish()
    reps = pipeline.reps
    return ToldClip(
        clip,
        tuple(
            _told(clip, seen, _gauge(shown.times_s, gauge, seen, length_s), _same(clip, seen, reps))
            for seen in clip.reps
        ),
        tuple(rep.scapula.range_pct for rep in reps),
    )


def _told(clip: SeenClip, seen: SeenRep, gauge: dict[str, float], reps: Sequence[Rep]) -> ToldRep:
    rows = [numbers(rep) for rep in reps]
    values = {name: _median([row[name] for row in rows]) for name in (rows[0] if rows else ())}
    reasons = tuple(str(rep.scapula.reason) for rep in reps if rep.scapula.reason)
    return ToldRep(clip, seen, gauge | values, bool(reps), reasons)


def numbers(rep: Rep) -> dict[str, float]:
    """Return what a rep tells of blade and upper arm."""
    blade, arm = rep.scapula, rep.arm
    return {
        "retraction_pct": rep.retraction_pct,
        "range_pct": blade.range_pct,
        "peak_pct": blade.peak_pct,
        "std_pct": blade.std_pct,
        "elevation_pct": blade.elevation_pct,
        "elevation_std_pct": blade.elevation_std_pct,
        "elbow_height_pct": arm.elbow_height_pct,
        "rotation_deg": arm.rotation_deg,
    }


def _same(clip: SeenClip, seen: SeenRep, reps: Sequence[Rep]) -> list[Rep]:
    if clip.fragment:
        return list(reps)
    near = sorted(reps, key=lambda rep: abs(rep.peak_s - seen.squeeze_s))
    return [rep for rep in near[:1] if abs(rep.peak_s - seen.squeeze_s) <= SAME_S]


def _gauge(
    times_s: FloatArray, gauge: FloatArray, seen: SeenRep, length_s: float
) -> dict[str, float]:
    """Return what the gauge shows; of a fragment (``length_s`` is no NaN) over all its passes."""
    if np.isfinite(length_s):
        within = times_s % (2.0 * length_s)
        times_s = np.minimum(within, 2.0 * length_s - within)
    squeeze, stretch = (
        _median(gauge[np.abs(times_s - moment) <= NEAR_S].tolist())
        for moment in (seen.squeeze_s, seen.stretch_s)
    )
    return {"gauge_pct": squeeze, "step_pct": squeeze - stretch}


def _median(values: Sequence[float]) -> float:
    known = [value for value in values if np.isfinite(value)]
    return float(np.median(known)) if known else NAN
