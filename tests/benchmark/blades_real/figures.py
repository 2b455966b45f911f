"""What is told beside what was seen, in figures; each beside the answer that needs no camera."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from tests.benchmark.blades_real.labels import UNTOLD
from tests.benchmark.blades_real.measure import ToldClip, ToldRep
from tests.benchmark.real.spans import auc

BACK: Final = ("step_pct", "peak_pct", "retraction_pct")
"""Numbers with a sign that say whether the blade goes back: the gauge, and the rep's."""

LOW_PCT, ROTATED_DEG = -10.0, -10.0
"""From where an elbow would be told low, and an arm not rotated: limits of two rules that left."""

STEADY: Final = 3
"""A spread needs so many reps of a set."""

MOST_REASONS: Final = 4

SQUEEZED_PCT, HALF_WAY_PCT = 8.0, 5.0
"""From where the window's gauge says so (its zones)."""


def summarise(clips: Sequence[ToldClip]) -> dict[str, Any]:
    """Return all figures as plain values; arms that bend without a pull are in ``back`` alone."""
    pulls = [clip for clip in clips if clip.clip.named is not None]
    reps = [rep for clip in pulls for rep in clip.reps]
    everything = [rep for clip in clips for rep in clip.reps]
    return {
        "clips": len(pulls),
        "lifters": len({clip.clip.lifter for clip in pulls}),
        "reps": len(reps),
        "counted": sum(rep.matched for rep in reps),
        "answered": _answered(reps),
        "reasons": dict(Counter(w for r in reps for w in set(r.reasons)).most_common(MOST_REASONS)),
        "back": {name: _back(everything, name) for name in BACK},
        "size": _size(reps),
        "words": {size: _words(reps, "size", size) for size in ("large", "small")}
        | {"stays": _words(everything, "back", "no")},
        "steady": {clip.clip.file: _spread(clip.ranges_pct) for clip in pulls if _steady(clip)},
        "shrug": _shrug(reps),
        "elbow": _elbow(reps),
        "rotation": _rotation(reps),
    }


def _known(reps: Iterable[ToldRep], name: str) -> list[ToldRep]:
    return [rep for rep in reps if math.isfinite(rep.value(name))]


def _seen(reps: Iterable[ToldRep], question: str) -> list[ToldRep]:
    return [rep for rep in reps if rep.seen.tells(question)]


def _answered(reps: Sequence[ToldRep]) -> dict[str, tuple[int, int]]:
    """Return of how many pulls the blade's range is told, and of how many there are, by view."""
    by_view: dict[str, list[ToldRep]] = defaultdict(list)
    for rep in reps:
        by_view[rep.clip.view].append(rep)
    rows = {"all": list(reps)} | dict(sorted(by_view.items()))
    return {view: (len(_known(of, "range_pct")), len(of)) for view, of in rows.items()}


def _back(reps: Sequence[ToldRep], name: str) -> dict[str, Any]:
    """Return how often the sign agrees; ``always_yes`` is how often "it goes back" would."""
    seen = _known(_seen(reps, "back"), name)
    yes = [rep for rep in seen if rep.seen.words["back"] == "yes"]
    backwards = [rep for rep in seen if rep.value(name) > 0.0]
    agree = sum((rep.value(name) > 0.0) == (rep in yes) for rep in seen)
    beyond = [rep for rep in backwards if rep.value(name) > 2.0 * rep.value("std_pct")]
    return {
        "told": len(seen),
        "seen": len(_seen(reps, "back")),
        "lifters": len({rep.clip.lifter for rep in seen}),
        "agree": agree,
        "always_yes": len(yes),
        "beyond_error": len(beyond),
        "median": _median([rep.value(name) for rep in yes]),
        "stays": [rep.value(name) for rep in seen if rep not in yes],
        "auc": auc(
            [rep.value(name) for rep in yes], [rep.value(name) for rep in seen if rep not in yes]
        ),
        "wrong": [
            f"{rep.clip.file} {rep.seen.squeeze_s:g} s: {rep.value(name):+.1f}"
            for rep in seen
            if (rep.value(name) > 0.0) != (rep in yes)
        ],
    }


def _size(reps: Sequence[ToldRep]) -> dict[str, Any]:
    """Return whether what looked large reads larger: the range, and the gauge at the squeeze."""
    told: dict[str, Any] = {}
    for name in ("range_pct", "gauge_pct"):
        of = {
            size: [r.value(name) for r in _known(reps, name) if r.seen.words["size"] == size]
            for size in ("large", "small")
        }
        told[name] = {size: (len(values), _median(values)) for size, values in of.items()}
        told[name]["auc"] = auc(of["large"], of["small"])
    return told


def _words(reps: Sequence[ToldRep], question: str, answer: str) -> dict[str, int]:
    """Return what the gauge says at the squeeze where the viewer gave this answer."""
    of = [rep.value("gauge_pct") for rep in reps if rep.seen.words[question] == answer]
    return dict(Counter(_word(value) for value in of))


def _word(gauge_pct: float) -> str:
    if math.isnan(gauge_pct):
        return "no number"
    if gauge_pct >= SQUEEZED_PCT:
        return "squeezed"
    return "half way" if gauge_pct >= HALF_WAY_PCT else "no word"


def _steady(clip: ToldClip) -> bool:
    return not clip.clip.fragment and int(np.isfinite(clip.ranges_pct).sum()) >= STEADY


def _spread(ranges_pct: Sequence[float]) -> dict[str, float]:
    known = [value for value in ranges_pct if math.isfinite(value)]
    return {"reps": len(known), "mean": float(np.mean(known)), "sd": float(np.std(known, ddof=1))}


def _shrug(reps: Sequence[ToldRep]) -> dict[str, Any]:
    """Return what is told where no shrug was seen, and where one was."""
    rows: dict[str, Any] = {}
    for label in ("no", "slight", "yes"):
        of = [rep for rep in reps if rep.seen.words["shrug"] == label]
        values = [rep.value("elevation_pct") for rep in _known(of, "elevation_pct")]
        rows[label] = {
            "reps": len(of),
            "told": len(values),
            "highest": max(values, default=math.nan),
            "median": _median(values),
        }
    return rows


def _elbow(reps: Sequence[ToldRep]) -> dict[str, Any]:
    """Return elbows low or not by :data:`LOW_PCT`, against what was seen."""
    told = _known(_seen(reps, "elbow"), "elbow_height_pct")
    low = [(rep.value("elbow_height_pct") < LOW_PCT, rep.seen.words["elbow"]) for rep in told]
    return {
        "told": len(told),
        "seen": len(_seen(reps, "elbow")),
        "agree": sum(told_low == (word == "below") for told_low, word in low),
        "always_level": sum(word != "below" for _, word in low),
        "values": _each(told, "elbow", "elbow_height_pct"),
    }


def _rotation(reps: Sequence[ToldRep]) -> dict[str, Any]:
    """Return arms rotated or not by :data:`ROTATED_DEG`, against what was seen."""
    told = _known(_seen(reps, "rotation"), "rotation_deg")
    there = [(rep.value("rotation_deg") >= ROTATED_DEG, rep.seen.words["rotation"]) for rep in told]
    return {
        "told": len(told),
        "seen": len(_seen(reps, "rotation")),
        "agree": sum(told_there == (word == "yes") for told_there, word in there),
        "always_yes": sum(word == "yes" for _, word in there),
        "values": _each(told, "rotation", "rotation_deg"),
    }


def _each(reps: Sequence[ToldRep], question: str, name: str) -> list[str]:
    return [
        f"{rep.clip.lifter} {rep.seen.words.get(question, UNTOLD)} {rep.value(name):+.0f}"
        for rep in reps
    ]


def _median(values: Sequence[float]) -> float:
    return float(np.median(values)) if values else math.nan
