"""The command line: kept poses through the product, printed and written.

Not in ``__main__``: the worker processes could not import it from there.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from formcheck.config import PoseOptions
from tests.benchmark.accuracy.clipset import pose_folder
from tests.benchmark.accuracy.poses import Recording, kept_at, load, poses_of
from tests.benchmark.accuracy.report import ROOT, commit_of, write_json, write_markdown
from tests.benchmark.real import back, counting, many, tables
from tests.benchmark.real.back import BackScore, score_back
from tests.benchmark.real.catalogue import (
    VARIABLE,
    BackClip,
    CountClip,
    Fragment,
    backs,
    counts,
    folder,
    fragments,
)
from tests.benchmark.real.counting import CountScore, score_count
from tests.benchmark.real.many import FragmentScore, score_fragment
from tests.benchmark.real.pictures import PICTURES

JSON: Final = ROOT / "docs" / "benchmark-real.json"
MARKDOWN: Final = ROOT / "docs" / "benchmark-real.md"
FIRST_PAGES: Final = (ROOT / "README.md", ROOT / "docs" / "how-well.md")
"""Where the short table stands."""
PARTS: Final = ("back", "counting", "many")
PULLS: Final = ("row", "pull_up", "pulldown", "face_pull", "deadlift", "rdl")
"""Kinds of fragments that are run when there is little time."""

Task = BackClip | CountClip | Fragment
Score = BackScore | CountScore | FragmentScore
SECTIONS: Final = {
    "back": tables.back_section,
    "counting": tables.counting_section,
    "many": tables.many_section,
}


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bench-real", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--part", choices=(*PARTS, "all"), default="all")
    parser.add_argument("--limit", type=int, help="only so many clips of a part; writes nothing")
    parser.add_argument(
        "--quick", action="store_true",
        help="backs with the exercise named alone, of the fragments only pulls and hinges; "
        "writes nothing",
    )  # fmt: skip
    parser.add_argument("--kept", action="store_true", help="only clips whose poses are kept")
    parser.add_argument("--json", type=Path, help="keep the figures in this file, write no docs")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    return parser.parse_args(argv)


def tasks_of(
    root: Path, parts: Sequence[str], limit: int | None, *, quick: bool = False
) -> dict[str, list[Task]]:
    """Return the clips of each part that is there; when ``quick`` no fragment of another kind."""
    found: dict[str, list[Task]] = {
        "back": list(backs(root)),
        "counting": list(counts(root)),
        "many": [each for each in fragments(root) if not quick or each.kind in PULLS],
    }
    return {part: found[part][:limit] for part in parts if found[part]}


def is_kept(task: Task) -> bool:
    """Return whether the poses of a clip are kept, so that MediaPipe need not run."""
    return kept_at(task.video, pose_folder(), PoseOptions()).exists()


def score(task: Task, *, quick: bool = False) -> Score:
    """Score one clip."""
    recording = poses_of(task.video, pose_folder(), PoseOptions())
    if isinstance(task, BackClip):
        return score_back(task, recording, quick=quick)
    if isinstance(task, CountClip):
        return score_count(task, recording, other_pictures(task.video))
    return score_fragment(task, recording)


def other_pictures(video: Path) -> dict[str, Recording]:
    """Return what is kept of a clip as other cameras show it."""
    paths = {
        name: kept_at(video, pose_folder(), PoseOptions(), change)
        for name, change in PICTURES.items()
    }
    return {name: load(path) for name, path in paths.items() if path.exists()}


def _begin_worker() -> None:
    """Work behind everything else."""
    if hasattr(os, "nice"):
        os.nice(5)


def run(tasks: Sequence[Task], jobs: int, *, quick: bool = False) -> tuple[list[Any], list[str]]:
    """Score clips, several at a time; return the scores in the clips' order, and what failed."""
    # Read when the libraries are first imported, so set before a worker starts.
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    found: dict[int, Score] = {}
    failed = []
    workers = max(1, min(jobs, len(tasks)))
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin_worker) as pool:
        running = {pool.submit(score, task, quick=quick): index for index, task in enumerate(tasks)}
        for done in as_completed(running):
            index = running[done]
            if (error := done.exception()) is not None:
                failed.append(f"{tasks[index].video.name}: {error!r}")
            else:
                found[index] = done.result()
    return [found[index] for index in sorted(found)], failed


def summarise(part: str, scores: Sequence[Any]) -> dict[str, Any]:
    """Return the figures of a part as JSON values: nothing known is null."""
    made = {"back": back, "counting": counting, "many": many}[part].summarise(scores)
    return dict(plain_value(made)) | {"commit": commit_of(ROOT)}


def plain_value(value: Any) -> Any:
    """Return figures as JSON values: rounded, nothing known is null."""
    if isinstance(value, dict):
        return {name: plain_value(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_value(item) for item in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value


def merged(before: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    """Return the report with the parts made now in place of those of before."""
    return {part: made.get(part, before.get(part)) for part in PARTS if part in {**before, **made}}


def write(made: dict[str, Any]) -> None:
    """Write what was measured; the parts that were not run stay as they were."""
    before = json.loads(JSON.read_text(encoding="utf-8")) if JSON.exists() else {}
    report = merged(before, made)
    write_json(report, JSON)
    write_markdown({part: SECTIONS[part](report[part]) for part in made}, MARKDOWN)
    for page in FIRST_PAGES:
        write_markdown({"real": tables.short_section(report)}, page)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    args = parse(argv)
    parts = PARTS if args.part == "all" else (args.part,)
    root = folder()
    waiting = tasks_of(root, parts, args.limit, quick=args.quick)
    if not waiting:
        print(f"Skipped: there are no real clips in {root} (set {VARIABLE} to where they are).")
        return 0
    made: dict[str, Any] = {}
    for part, tasks in waiting.items():
        picked = [task for task in tasks if is_kept(task)] if args.kept else tasks
        began = time.monotonic()
        scores, failed = run(picked, args.jobs, quick=args.quick)
        if failed:
            print("\n".join(failed), f"{len(failed)} clips failed: nothing is written", sep="\n")
            return 1
        made[part] = summarise(part, scores)
        print(f"\n## {part}\n\n{SECTIONS[part](made[part])}\n\n{_took(scores, began)}", flush=True)
    if args.json is not None:
        write_json(made, args.json)
    elif args.limit is None and not args.kept and not args.quick:
        write(made)
    return 0


def _took(scores: Sequence[Score], began_s: float) -> str:
    frames = sum(score.frames for score in scores)
    engine_s = sum(score.engine_s for score in scores)
    return (
        f"{len(scores)} clips, {frames} frames, {time.monotonic() - began_s:.0f} s; "
        f"the engine's own stages {1000.0 * engine_s / max(frames, 1):.2f} ms a frame."
    )
