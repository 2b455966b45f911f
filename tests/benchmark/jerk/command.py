"""Precision and recall of the jerks on calm reps of real people that are played with other timings.

Run ``make bench-jerk`` (or ``python -m tests.benchmark.jerk``).  Needs the real clips beside the
checkout and their poses in the benchmark's cache; nothing of them is written.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import track

from tests.benchmark.accuracy.report import ROOT, with_section
from tests.benchmark.accuracy.scoring import run_pipeline
from tests.benchmark.accuracy.tables import markdown, terminal
from tests.benchmark.jerk.retime import retimed
from tests.benchmark.jerk.scoring import HEAD, Score, rows
from tests.benchmark.jerk.sets import CAMERAS, plans
from tests.benchmark.jerk.sources import sources_of, videos

PAGE: Final = ROOT / "docs" / "flags.md"
DATA: Final = ROOT / "docs" / "benchmark-jerk.json"

Heard = list[tuple[str, str, Any, Any, Any]]
"""Camera, set, truth, counted reps and flags of every set of one video."""


def hear(video: Path, *, fragment: bool, cameras: Sequence[int]) -> Heard:
    """Analyse all sets made of one video as a user's clips."""
    told: Heard = []
    for source in sources_of(video, fragment=fragment):
        for plan in plans(source):
            for camera in (CAMERAS[i] for i in cameras):
                recording, truth = retimed(source, plan.reps, camera, plan.seed)
                pipeline = run_pipeline(recording)[1]
                spans = {rep.index: (rep.start_s, rep.end_s) for rep in pipeline.reps}
                told.append((camera.name, plan.name, truth, spans, pipeline.flags))
    return told


def summed(heard: Sequence[Heard]) -> dict[str, Any]:
    """Return the figures of every camera, and how many lifters' clips they are from."""
    scores: dict[str, Score] = {}
    for sets in heard:
        for camera, name, truth, spans, flags in sets:
            score = scores.setdefault(camera, Score())
            score.add(truth, spans, flags, control="/calm" in name)
    clips = sum(bool(sets) for sets in heard)
    return {"clips": clips, "cameras": {name: one.as_json() for name, one in scores.items()}}


def page(data: dict[str, Any]) -> str:
    """Return the section of the page."""
    parts = []
    for camera, score in data["cameras"].items():
        calm = "; ".join(
            f"{each['false']} wrong flags on {each['reps']} calm reps ({group})"
            for group, each in score["calm"].items()
        )
        parts.append(f"{camera}, {data['clips']} clips: {calm}.\n\n{markdown(HEAD, rows(score))}")
    return "\n\n".join(parts)


def main(argv: list[str] | None = None) -> int:
    """Make the sets, analyse them, print the tables and write them into docs/flags.md."""
    args = _arguments(argv)
    chosen = [it for it in videos() if it[0].exists()][args.part :: args.parts]
    if not chosen:
        print("No real clips beside the checkout: nothing to re-time.")
        return 1
    cameras = range(len(CAMERAS)) if args.cameras else (0,)
    with ProcessPoolExecutor(args.jobs, get_context("spawn")) as pool:
        running = [pool.submit(hear, v, fragment=f, cameras=cameras) for v, f in chosen]
        heard = [one.result() for one in track(running, "re-timing")]
    data = summed(heard)
    console = Console(width=120)
    for camera, score in data["cameras"].items():
        console.print(terminal(camera, HEAD, rows(score)), score["calm"])
    if not args.no_write:
        DATA.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
        PAGE.write_text(with_section(PAGE.read_text("utf-8"), "jerk", page(data)), "utf-8")
    return 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench-jerk", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--cameras", action="store_true", help="all cameras, not 30 fps alone")
    parser.add_argument("--parts", type=int, default=1, help="only one of so many parts of clips")
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--no-write", action="store_true", help="print only")
    return parser.parse_args(argv)
