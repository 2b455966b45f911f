"""Count people with trees that were grown without them.

Run ``PYTHONPATH=.:ui:tests python -m tests.training.left_out`` as
:mod:`tests.training.families`: real clips are parted by where they come from, and each part goes
through the product with trees of the other parts.  With ``--named`` the exercise is said, as a user
says it.  The figures are those that count for a stranger.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from formcheck.config import Config
from formcheck.engine import new_pipeline
from formcheck.exercises.families import Families
from tests.benchmark.accuracy.exercises import expected_name
from tests.benchmark.real import counting, many
from tests.benchmark.real.catalogue import CountClip, Fragment, counts, folder, fragments
from tests.training.families import Cycle, arrays, drawn_cycles, grow, real_cycles
from tests.training.quick_poses import kept

FOLDS: Final = 5


def source_of(video: Path) -> str:
    """Return from whom a clip is: clips of one repository show the same people."""
    return video.stem.split("-")[0] if video.parent.name == "counting" else video.stem


def fold_of(source: str) -> int:
    """Return the part a source belongs to, the same whatever else there is."""
    return zlib.crc32(source.encode()) % FOLDS


def scores(
    tasks: Sequence[CountClip | Fragment], real: Sequence[Cycle], drawn: Sequence[Cycle]
) -> Iterator[Any]:
    """Yield each clip's score, nothing named, by trees without its source."""
    for part in range(FOLDS):
        without = [cycle for cycle in real if fold_of(cycle.source) != part]
        trees = Families(arrays(grow([*without, *drawn])))
        with patch("formcheck.reps.features.families", lambda trees=trees: trees):
            for task in tasks:
                recording = kept(task.video) if fold_of(source_of(task.video)) == part else None
                if recording is None:
                    continue
                if isinstance(task, CountClip):
                    yield counting.score_count(task, recording)
                else:
                    yield many.score_fragment(task, recording)


def named_counts(tasks: Sequence[CountClip]) -> dict[str, tuple[int, int]]:
    """Return counted and true reps of each set whose exercise is said; that asks no tree."""
    found = {}
    for task in tasks:
        name = expected_name(task.exercise) if task.exercise else None
        recording = kept(task.video)
        if name is None or recording is None:
            continue
        pipeline = new_pipeline(Config(), exercise=str(name))
        for index, (time_s, pose) in enumerate(
            zip(recording.times_s.tolist(), recording.poses, strict=True)
        ):
            pipeline.push(index, time_s, pose, recording.size)
        pipeline.finish()
        found[task.video.stem] = sum(rep.complete for rep in pipeline.reps), task.reps
    return found


def main() -> None:
    """Print the figures of people left out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--named", action="store_true", help="say the exercise; sets only")
    parser.add_argument("--fragments", action="store_true", help="the fragments too")
    parser.add_argument("--no-drawn", action="store_true", help="grow on real people alone")
    args = parser.parse_args()
    root = folder()
    sets = counts(root)
    if args.named:
        told = named_counts(sets)
        exact = sum(counted == true for counted, true in told.values())
        print(json.dumps(told, indent=1))
        print(f"{exact} of {len(told)} exact")
        return
    real = real_cycles(root, root.parent / "clips")
    drawn = [] if args.no_drawn else drawn_cycles()
    parts: list[tuple[Any, Sequence[CountClip | Fragment]]] = [(counting, sets)]
    if args.fragments:
        parts.append((many, fragments(root)))
    for module, tasks in parts:
        print(json.dumps(module.summarise(list(scores(tasks, real, drawn))), indent=1))


if __name__ == "__main__":
    main()
