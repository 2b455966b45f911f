"""Grow the trees that tell families of pulls from each other and from all else.

Run ``PYTHONPATH=.:ui:tests python -m tests.training.families`` where scikit-learn is installed and
the real footage lies (``shared/real``, ``shared/clips``) with its poses kept, those of the
fragments by :mod:`tests.training.quick_poses`; it writes
``formcheck/exercises/families.npz`` and prints what the trees say of clips they were not grown on.
The shipped program needs NumPy alone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from formcheck.config import Config
from formcheck.measures.limbs import BodyScale, arm_posture, girdle
from formcheck.measures.posture import posture
from formcheck.reps.cycle_numbers import cycle_numbers
from formcheck.reps.lanes import Lanes
from formcheck.reps.sample import Sample
from formcheck.types import FloatArray, Pose
from tests.benchmark.accuracy.exercises import expected_name
from tests.benchmark.accuracy.report import ROOT
from tests.benchmark.counting.real_sets import to_and_fro
from tests.benchmark.real.catalogue import folder
from tests.training.quick_poses import kept

SEED: Final = 0
TREES: Final = 100
LEAF: Final = 2
"""A leaf holds at least so many cycles."""

TRIED: Final = 25
"""So many of the 57 numbers are tried at each node: 10 and 57 told people left out less well."""

FOLDS: Final = 8
DRAWN_EACH: Final = 4
DRAWN_KINDS: Final = (
    "as drawn", "long", "superset", "nothing", "in between", "fast", "change of side", "partial",
)  # fmt: skip
DRAWN_S: Final = 45.0
"""Of a drawn recording so much is used."""

PEAK_S: Final = 0.45
"""A cycle is a true rep when its peak is so near to one that was read by eye."""

FAMILY: Final = {
    "bent_over_row": "row", "seated_row": "row", "single_arm_row": "row", "inverted_row": "row",
    "lat_pulldown": "pulldown", "single_arm_pulldown": "pulldown", "pull_up": "pull_up",
    "face_pull": "face_pull", "band_pull_apart": "pull_apart",
}  # fmt: skip
OUT: Final = ROOT / "formcheck" / "exercises" / "families.npz"


@dataclass(frozen=True)
class Cycle:
    """One cycle of a recording: what it is, from whom, and its numbers."""

    label: str
    source: str
    numbers: FloatArray
    weight: float = 1.0


def cycles(times_s: Sequence[float], poses: Sequence[Pose | None]) -> Iterator[tuple[float, ...]]:
    """Yield start, peak and end (seconds) and the numbers of every cycle of the arms."""
    body, lanes, samples, found = BodyScale(), Lanes(Config().reps), [], []
    for time_s, pose in zip(times_s, poses, strict=True):
        sample = Sample(float(time_s))
        if pose is not None:
            px = body.push(pose)
            arms = arm_posture(pose, "left", px), arm_posture(pose, "right", px)
            sample = Sample(
                float(time_s), side=1, found=True, arms=arms, girdle=girdle(pose, px),
                posture=posture(pose, px),
            )  # fmt: skip
        samples.append(sample)
        found += lanes.push(sample)
    for cycle in [*found, *lanes.finish()]:
        if cycle.signal in ("shrug", "hinge") or (cycle.signal == "arm" and cycle.arm < 0):
            continue
        inside = [s for s in samples if cycle.start_s <= s.time_s <= cycle.end_s]
        at = cycle.start_s, cycle.peak_s, cycle.end_s
        for arm in (cycle.arm,) if cycle.signal == "arm" else (0, 1):
            numbers = cycle_numbers(inside, arm, at)
            if np.isfinite(numbers).all():
                yield (*at, numbers)  # type: ignore[misc]


def real_cycles(real: Path, clips: Path) -> list[Cycle]:
    """Return the cycles of all clips whose poses are kept."""
    found: list[Cycle] = []
    for entry in json.loads((real / "many" / "catalogue.json").read_text("utf-8")):
        if entry["kind"] == "unclear" or entry.get("sure") is False:
            continue
        label = entry["kind"] if entry["kind"] in set(FAMILY.values()) else "none"
        found += _of_clip(real / "many" / entry["file"], label, None, fro=True)
    for place in (real / "counting", clips):
        for entry in json.loads((place / "catalogue.json").read_text("utf-8")):
            name = entry["exercise"]
            label = FAMILY.get(str(expected_name(name)), "none") if name else "none"
            peaks = entry.get("rep_peaks_s") if label != "none" else None
            found += _of_clip(place / entry["file"], label, peaks)
    for video in sorted((real / "back").glob("*.mp4")):
        found += _of_clip(video, "none", None)
    return found


def _of_clip(
    video: Path, label: str, peaks: list[float] | None, *, fro: bool = False
) -> list[Cycle]:
    recording = kept(video)
    if recording is None:
        return []
    times, poses = recording.times_s, recording.poses
    if fro:
        times, poses = to_and_fro(times, poses, 2)
    rows = []
    for start, peak, end, numbers in cycles(times.tolist(), poses):
        told = label
        if peaks is not None:
            if not any(start - 0.1 <= p <= end + 0.1 for p in peaks):
                told = "none"
            elif min(abs(peak - p) for p in peaks) > PEAK_S:
                continue
        rows.append((told, numbers))
    # A repository is one source: its clips show the same people.
    source = video.stem.split("-")[0] if video.parent.name == "counting" else video.stem
    return _weighed(rows, source)


def _weighed(rows: list[tuple[str, Any]], source: str) -> list[Cycle]:
    """Return cycles that together weigh one a label, however many a clip has."""
    number = Counter(label for label, _ in rows)
    return [Cycle(label, source, numbers, 1.0 / number[label]) for label, numbers in rows]


def drawn_cycles() -> list[Cycle]:
    """Return the cycles of drawn recordings of the split ``tune``."""
    from studio.exercises.registry import NOT_EXERCISES
    from tests.benchmark.counting.cases import case
    from tests.benchmark.counting.films import film_of_case, offsets_s

    found: list[Cycle] = []
    for number in range(DRAWN_EACH):
        for kind in DRAWN_KINDS:
            drawn = case("tune", kind, number)
            film = film_of_case(drawn)
            keep = film.times_s < DRAWN_S
            poses = [pose for pose, kept in zip(film.poses, keep, strict=True) if kept]
            rows = []
            for start, _, end, numbers in cycles(film.times_s[keep].tolist(), poses):
                label = "none"
                for offset, part in zip(offsets_s(drawn), drawn.parts, strict=True):
                    inside = offset <= 0.5 * (start + end) <= offset + part.duration_s
                    if inside and part.sets and part.exercise not in NOT_EXERCISES:
                        label = FAMILY.get(str(expected_name(part.exercise)), "none")
                shares = [
                    (min(rep.end_s, end) - max(rep.start_s, start))
                    / max(end - start, rep.end_s - rep.start_s)
                    for rep in film.reps
                ]
                rows.append((label if max(shares, default=0.0) > 0.6 else "none", numbers))
            found += _weighed(rows, drawn.name)
    return found


def grow(data: Sequence[Cycle], **changes: Any) -> Any:
    """Return the forest grown on these cycles."""
    from sklearn.ensemble import ExtraTreesClassifier

    options = {"n_estimators": TREES, "min_samples_leaf": LEAF, "max_features": TRIED} | changes
    forest = ExtraTreesClassifier(random_state=SEED, **options)
    numbers = np.array([cycle.numbers for cycle in data])
    weights = [cycle.weight for cycle in data]
    return forest.fit(numbers, [cycle.label for cycle in data], sample_weight=weights)


def arrays(forest: Any) -> dict[str, NDArray[Any]]:
    """Return a forest as :class:`formcheck.exercises.families.Families` takes it."""
    trees = [tree.tree_ for tree in forest.estimators_]
    size = max(tree.node_count for tree in trees)
    shape = len(trees), size
    out: dict[str, NDArray[Any]] = {
        "split": np.full(shape, -1, np.int8),
        "limit": np.zeros(shape, np.float32),
        "left": np.zeros(shape, np.int16),
        "right": np.zeros(shape, np.int16),
        "share": np.zeros((*shape, len(forest.classes_)), np.float16),
        "names": np.array(forest.classes_, dtype="U16"),
    }
    for row, tree in enumerate(trees):
        n = tree.node_count
        out["split"][row, :n] = np.maximum(tree.feature, -1)
        out["limit"][row, :n] = tree.threshold
        out["left"][row, :n] = np.maximum(tree.children_left, 0)
        out["right"][row, :n] = np.maximum(tree.children_right, 0)
        value = tree.value[:, 0, :]
        out["share"][row, :n] = value / value.sum(axis=1, keepdims=True)
    return out


def left_out(real: Sequence[Cycle], drawn: Sequence[Cycle]) -> FloatArray:
    """Return the probability of a pull for each real cycle, by trees without its source."""
    from sklearn.model_selection import GroupKFold

    sources = [cycle.source for cycle in real]
    found: FloatArray = np.zeros(len(real))
    for grown, asked in GroupKFold(FOLDS).split(sources, groups=sources):
        forest = grow([*(real[i] for i in grown), *drawn])
        shares = forest.predict_proba(np.array([real[i].numbers for i in asked]))
        found[asked] = 1.0 - shares[:, list(forest.classes_).index("none")]
    return found


def main() -> None:
    """Grow, say how they do on sources left out, and write."""
    real, drawn = real_cycles(folder(), folder().parent / "clips"), drawn_cycles()
    print(Counter(cycle.label for cycle in real), Counter(cycle.label for cycle in drawn))
    told = left_out(real, drawn)
    pulls = np.array([cycle.label != "none" for cycle in real])
    weights = np.array([cycle.weight for cycle in real])
    for limit in (0.2, 0.3, 0.4, 0.5, 0.6):
        shares = [
            np.average(told[which] >= limit, weights=weights[which]) for which in (pulls, ~pulls)
        ]
        print(f"at {limit}: {shares[0]:.3f} of the pulls, {shares[1]:.4f} of all else")
    np.savez_compressed(OUT, **arrays(grow([*real, *drawn])))
    print(f"{OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
