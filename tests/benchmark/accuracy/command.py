"""The command line: render what is missing, score it, print and write the tables.

Not in ``__main__``: the worker processes could not import it from there.
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from formcheck.config import PoseOptions
from tests.benchmark.accuracy import report, tables
from tests.benchmark.accuracy.clipset import (
    CACHE_VARIABLE,
    cache_folder,
    clip_folder,
    clip_indices,
    ensure_clip,
    is_ready,
    kind_of_clip,
    pose_folder,
)
from tests.benchmark.accuracy.poses import poses_of
from tests.benchmark.accuracy.real import VARIABLE, RealClip, real_clips, real_folder, score_real
from tests.benchmark.accuracy.scoring import ClipScore, score_clip
from tests.benchmark.accuracy.summary import SPLITS
from tests.benchmark.accuracy.truth import load_truth

COUNT: Final = 16
QUICK_COUNT: Final = 4
PLAIN_WIDTH: Final = 170
"""Columns where the output is no terminal."""

CHOICES: Final = {
    "both": ("tune", "validate"),
    "tune": ("tune",),
    "validate": ("validate",),
    "blind": ("blind",),
    "all": ("tune", "validate", "blind"),
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """One clip of a split, by its index."""

    split: str
    index: int


Task = Rendered | RealClip


def parse(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--split", choices=CHOICES, default="both")
    parser.add_argument("--count", type=int, default=None, help="clips of each split")
    parser.add_argument("--quick", action="store_true", help="few clips; writes no file")
    parser.add_argument("--ready", action="store_true", help="only clips that are rendered already")
    parser.add_argument("--closing-note", action="store_true", help="needed for the split blind")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--no-write", action="store_true", help="print only")
    return parser.parse_args(argv)


def tasks_of(args: argparse.Namespace) -> list[Task]:
    """Return everything to score."""
    from studio.dataset import clip_spec

    count = args.count or (QUICK_COUNT if args.quick else COUNT)
    tasks: list[Task] = [
        Rendered(split, index)
        for split in CHOICES[args.split]
        for index in clip_indices(count, partial(kind_of_clip, split))
        if not args.ready or is_ready(clip_spec(split, index), clip_folder(split))
    ]
    return tasks + list(real_clips(real_folder()))


def score(task: Task, closing_note: bool = False) -> tuple[str, ClipScore]:
    """Score one clip; return its split and what it gave."""
    if isinstance(task, RealClip):
        return "real", score_real(task, poses_of(task.video, pose_folder(), PoseOptions()))
    from studio.dataset import clip_spec

    spec = clip_spec(task.split, task.index)
    truth = ensure_clip(spec, clip_folder(task.split), closing_note=closing_note)
    recording = poses_of(truth.with_suffix(".mp4"), pose_folder(), PoseOptions())
    return task.split, score_clip(truth.stem, load_truth(truth), recording)


def _begin_worker() -> None:
    """Work behind everything else, each process on its own core."""
    if hasattr(os, "nice"):
        os.nice(15)


def run(
    tasks: list[Task], jobs: int, console: Console, *, closing_note: bool = False
) -> tuple[report.Scores, int]:
    """Score all clips, several at a time, with a progress bar; return also how many failed."""
    # Read when the libraries are first imported, so set before a worker starts.
    for variable in ("NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    found: dict[str, list[ClipScore]] = {split: [] for split in SPLITS}
    failed = 0
    workers = max(1, min(jobs, len(tasks)))
    with (
        Progress(*columns, TimeRemainingColumn(), console=console) as bar,
        ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin_worker) as pool,
    ):
        step = bar.add_task("scoring clips", total=len(tasks))
        running = {pool.submit(score, task, closing_note): task for task in tasks}
        for done in as_completed(running):
            bar.advance(step)
            if (error := done.exception()) is not None:
                failed += 1
                console.print(f"{running[done]}: {error!r}")
                continue
            split, clip = done.result()
            found[split].append(clip)
    ordered = {split: sorted(clips, key=lambda c: c.name) for split, clips in found.items()}
    return {split: clips for split, clips in ordered.items() if clips}, failed


def show(made: dict[str, object], scores: report.Scores, console: Console) -> None:
    """Print the tables."""
    for split, run_ in scores.items():
        rows = tables.clip_rows(run_)
        console.print(tables.terminal(f"{split}: clip by clip", tables.CLIP_HEAD, rows))
    console.print(tables.terminal("Accuracy", ("", *SPLITS), tables.figure_rows(made)))
    head = ("flag: precision / recall / F1 (n)", *SPLITS[:3])
    console.print(tables.terminal("Flags", head, tables.flag_rows(made)))
    if not real_clips(real_folder()):
        console.print(f"real clips: skipped, none in {real_folder()} (set {VARIABLE})")


def main(argv: list[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    args = parse(argv)
    console = Console()
    if not console.is_terminal:
        console = Console(width=PLAIN_WIDTH)
    if "blind" in CHOICES[args.split] and not args.closing_note:
        console.print("the split blind is for the closing note only: pass --closing-note")
        return 2
    try:
        tasks = tasks_of(args)
    except ModuleNotFoundError as error:
        console.print(f"{error}: install the studio first, pip install -e '.[studio]'")
        return 2
    if not tasks:
        console.print("no clip is rendered yet: run this without --ready")
        return 2
    console.print(f"{len(tasks)} clips; kept in {cache_folder()} ({CACHE_VARIABLE})")
    scores, failed = run(tasks, args.jobs, console, closing_note=args.closing_note)
    made = report.build(scores, report.commit_of(report.ROOT))
    show(made, scores, console)
    if failed:
        console.print(f"{failed} clips failed: nothing is written")
        return 1
    if not (args.quick or args.no_write):
        report.write_json(made, report.JSON)
        report.write_markdown(report.sections(made, scores), report.MARKDOWN)
        console.print(f"written: {_short(report.JSON)}, {_short(report.MARKDOWN)}")
    return 0


def _short(path: Path) -> Path:
    return path.relative_to(report.ROOT)
