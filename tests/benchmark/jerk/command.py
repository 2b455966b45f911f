"""Precision and recall of the jerks on calm reps of real people that are played with other timings.

Run ``make bench-jerk`` (or ``python -m tests.benchmark.jerk``).  Needs the real clips beside the
checkout and their poses in the benchmark's cache; nothing of them is written.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.progress import track

from tests.benchmark.accuracy.report import ROOT, with_section
from tests.benchmark.accuracy.scoring import run_pipeline
from tests.benchmark.accuracy.tables import markdown, terminal
from tests.benchmark.jerk.courses import KINDS
from tests.benchmark.jerk.labelled import agreement, labels, scored, told, views
from tests.benchmark.jerk.retime import retimed
from tests.benchmark.jerk.scoring import HEAD, Score, rows
from tests.benchmark.jerk.sets import CAMERAS, OTHERS, plans
from tests.benchmark.jerk.sources import sources_of, videos

PAGE: Final = ROOT / "docs" / "flags.md"
DATA: Final = ROOT / "docs" / "benchmark-jerk.json"

LIFTER_HEAD: Final = (
    "recall of one lifter",
    "least",
    "a quarter",
    "median",
    "three quarters",
    "most",
)
OTHER_HEAD: Final = ("fault", "recall", "of the counted", "raised", "precision")

QUARTERS: Final = (0, 25, 50, 75, 100)

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
    others, of_lifter = Score(OTHERS), list[Score]()
    for sets in filter(None, heard):
        of_lifter.append(Score())
        for camera, name, truth, spans, flags in sets:
            calm, other = "/calm" in name, name.endswith(OTHERS)
            if calm or other:
                others.add(truth, spans, flags, control=calm)
            for score in () if other else (scores.setdefault(camera, Score()), of_lifter[-1]):
                score.add(truth, spans, flags, control=calm)
    return {
        "clips": len(of_lifter),
        "cameras": {name: one.as_json() for name, one in scores.items()},
        "by_lifter": by_lifter(of_lifter),
        "others": others.as_json(),
        "lowered": lowered([one for sets in heard for one in sets]),
    }


def lowered(heard: Heard) -> dict[str, list[int]]:
    """Return in how many of the calm sets a lowering was told to be too fast, and of how many.

    Half a second and one second are too fast for every exercise, three and six for none.
    """
    told: dict[str, list[int]] = {"fast": [0, 0], "slow": [0, 0]}
    for _, name, _, _, flags in heard:
        if "/calm" in name:
            count = told["fast" if float(name.rsplit("+", 1)[1]) < 2.0 else "slow"]
            count[0] += any(flag.code == "lowering_too_fast" for flag in flags)
            count[1] += 1
    return told


def by_lifter(scores: Sequence[Score]) -> dict[str, list[float]]:
    """Return least, quartiles and greatest of the lifters' recalls, of each kind and of all.

    Empty where no lifter has a rep of the kind.
    """
    return {
        "all": _spread([score.recall(KINDS) for score in scores]),
        **{kind: _spread([score.recall((kind,)) for score in scores]) for kind in KINDS},
    }


def _spread(recalls: Sequence[float]) -> list[float]:
    known = [recall for recall in recalls if not math.isnan(recall)]
    return [round(float(q), 3) for q in np.percentile(known, QUARTERS)] if known else []


def other_rows(score: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return recall and precision of range and tempo, which have one strength."""
    return [(row[0], row[2], row[4], row[5], row[6]) for row in rows(score)]


def viewed() -> dict[str, Any]:
    """Return how far the two viewers agree, and what is told of the reps they agree on."""
    pairs = [views(rep) for reps in labels().values() for rep in reps]
    said = told()
    return {
        "agreement": asdict(agreement(pairs)),
        "all": scored(said),
        "stroke": scored(said, KINDS),
        "swing": scored(said, ("swing",)),
    }


def viewers_page(data: dict[str, Any]) -> str:
    """Return the section about the two viewers."""
    seen, stroke, every = data["agreement"], data["stroke"], data["all"]
    return (
        f"Of {seen['n']} reps they called {100 * seen['same']:.0f} % the same (Cohen's κ "
        f"{seen['kappa']:.2f}): {seen['both_smooth']} smooth for both, {seen['both_jerky']} jerky "
        f"for both. A jerk was told in {every['found']} of those {every['jerky']} and in "
        f"{every['wrong']} of those {every['smooth']}: recall {_share(every['recall'])}, precision "
        f"{_share(every['precision'])}. Of the stroke's four kinds both saw {stroke['jerky']}, and "
        f"{stroke['wrong']} of the {stroke['smooth']} smooth ones was told one."
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


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


def lifters_page(data: dict[str, Any]) -> str:
    """Return the section about single lifters, and about range and tempo."""
    rows_of = [
        (
            kind if kind == "all" else f"`{kind}`",
            *([f"{share:.2f}" for share in shares] or ["–"] * len(QUARTERS)),
        )
        for kind, shares in data["by_lifter"].items()
    ]
    calm = data["others"]["calm"]["controls"]
    (fast, of_fast), (slow, of_slow) = data["lowered"]["fast"], data["lowered"]["slow"]
    return (
        f"{data['clips']} clips, each counted as one lifter:\n\n"
        f"{markdown(LIFTER_HEAD, rows_of)}\n\n"
        "Range and tempo on the same reps: a pull of two thirds of the way, or of twice the time, "
        f"after calm ones; {calm['false']} wrong flags on {calm['reps']} calm reps.\n\n"
        f"{markdown(OTHER_HEAD, other_rows(data['others']))}\n\n"
        f"`lowering_too_fast`: told in {fast} of {of_fast} sets lowered in a second or less, and "
        f"in {slow} of {of_slow} lowered in three or more."
    )


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
    data = summed(heard) | {"viewers": viewed()}
    console = Console(width=120)
    for camera, score in data["cameras"].items():
        console.print(terminal(camera, HEAD, rows(score)), score["calm"])
    console.print(data["by_lifter"], data["viewers"])
    if not args.no_write:
        DATA.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
        text = PAGE.read_text("utf-8")
        for name, body in (
            ("jerk", page(data)),
            ("jerk-lifters", lifters_page(data)),
            ("jerk-viewers", viewers_page(data["viewers"])),
        ):
            text = with_section(text, name, body)
        PAGE.write_text(text, "utf-8")
    return 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench-jerk", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--cameras", action="store_true", help="all cameras, not 30 fps alone")
    parser.add_argument("--parts", type=int, default=1, help="only one of so many parts of clips")
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--no-write", action="store_true", help="print only")
    return parser.parse_args(argv)
