"""Precision and recall of every flag on hundreds of sets, and how late they come.

Run ``make bench-faults`` (or ``python -m tests.benchmark.scale``).
"""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from typing import Final

import numpy as np
from rich.console import Console
from rich.progress import track

from formcheck.config import Config
from formcheck.exercises.registry import get, names
from formcheck.flags.codes import FLAGS
from formcheck.pipeline import Pipeline
from formcheck.types import Flag
from tests.benchmark.accuracy.faults import FlagScore, Tally, expected_flags, score_flags
from tests.benchmark.accuracy.report import ROOT, with_section
from tests.benchmark.accuracy.scoring import match_reps
from tests.benchmark.accuracy.tables import markdown, terminal
from tests.benchmark.scale.sets import LabelledSet, Wanted, is_made, load, wanted_sets

PAGE: Final = ROOT / "docs" / "flags.md"
HEAD: Final = (
    "flag",
    "planted",
    "recall",
    "could be judged",
    "recall of those",
    "raised",
    "precision",
    "delay, ms: median",
    "95 %",
)


@dataclass(slots=True)
class SetScore:
    """One set's flags against its truth.

    ``judged`` counts the faults of each code that could be judged, and of those the found ones;
    ``delay_s`` is how long after its fault was plain each right flag was told.
    """

    name: str
    flags: FlagScore
    judged: dict[str, tuple[int, int]]
    delay_s: dict[str, list[float]] = field(default_factory=dict)


def score(wanted: Wanted, strictness: str = "standard") -> SetScore:
    """Analyse one set as a user's clip and compare."""
    made = load(wanted)
    config = Config()
    config = replace(config, flags=replace(config.flags, strictness=strictness))
    pipeline = Pipeline(config)
    for i, (time_s, pose) in enumerate(zip(made.truth.times_s, made.poses, strict=True)):
        pipeline.push(i, float(time_s), pose, made.truth.size)
    pipeline.finish()
    match = match_reps(made.truth.reps, pipeline.reps)
    numbers = {pipeline.reps[j].index: made.truth.reps[i].index for i, j in match.items()}
    flags = score_flags(made.truth, pipeline.flags, tuple(FLAGS), numbers)
    judged = _judged(made, pipeline, set(numbers.values()), flags)
    return SetScore(made.name, flags, judged, _delays(made, pipeline.flags, numbers))


def _judged(
    made: LabelledSet, pipeline: Pipeline, counted: set[int], flags: FlagScore
) -> dict[str, tuple[int, int]]:
    """Return how many faults of each code could be judged, and how many of those were found.

    A fault can be judged in a counted repetition of an exercise that knows its code.
    """
    name = pipeline.exercise.name
    known = get(name).flags if name in names() else ()
    out: dict[str, tuple[int, int]] = {}
    for code, expected in expected_flags(made.truth, tuple(FLAGS)).items():
        spans = [s for s in expected.sure if s.rep in counted or s.rep < 0] if code in known else []
        missed = [span for of, span in flags.missed if of == code]
        out[code] = (len(spans), sum(span not in missed for span in spans))
    return out


def _delays(
    made: LabelledSet, flags: Sequence[Flag], numbers: dict[int, int]
) -> dict[str, list[float]]:
    """Return how long after its fault was plain each right flag was told first, seconds."""
    late: dict[str, list[float]] = {}
    for (code, rep), plain_s in made.plain_s.items():
        told = [f.raised_s for f in flags if f.code == code and numbers.get(f.rep) == rep]
        if told and not math.isnan(plain_s):
            late.setdefault(code, []).append(min(told) - plain_s)
    return late


def tallies(scores: Sequence[SetScore]) -> dict[str, Tally]:
    """Return each code's counts over all sets."""
    total = {code: Tally() for code in FLAGS}
    for each in scores:
        for code, tally in each.flags.tallies.items():
            total[code].add(tally)
    return total


def rows(scores: Sequence[SetScore]) -> list[tuple[str, ...]]:
    """Return the table: one row a flag that was planted or raised."""
    out = []
    for code, t in tallies(scores).items():
        if not (t.there or t.right or t.wrong):
            continue
        judged, found = (sum(each.judged[code][k] for each in scores) for k in (0, 1))
        late = [s for each in scores for s in each.delay_s.get(code, [])]
        out.append(
            (
                f"`{code}`",
                str(t.there),
                _share(t.found, t.there),
                str(judged),
                _share(found, judged),
                str(t.right + t.wrong),
                _share(t.right, t.right + t.wrong),
                *_delay(late),
            )
        )
    return out


def _delay(late_s: Sequence[float]) -> tuple[str, str]:
    if not late_s:
        return "–", "–"
    middle, most = np.percentile(late_s, [50, 95])
    return f"{1000 * middle:+.0f}", f"{1000 * most:+.0f}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"


def summary(scores: Sequence[SetScore], split: str) -> str:
    """Return the sentence above the table."""
    clean = sum(each.flags.clean_reps for each in scores)
    false = sum(each.flags.false_on_clean for each in scores)
    return (
        f"{len(scores)} sets of `{split}`, standard strictness: {false} false flags on {clean} "
        f"clean reps ({100.0 * false / max(clean, 1):.1f} in 100)."
    )


def main(argv: list[str] | None = None) -> int:
    """Score all sets, print the table and write it between the marks in docs/flags.md."""
    parser = argparse.ArgumentParser(
        prog="bench-faults", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--split", choices=("tune", "validate"), default="validate")
    parser.add_argument("--each", type=int, default=20, help="sets of every planted fault")
    parser.add_argument("--clean", type=int, default=60, help="sets without a fault")
    parser.add_argument("--after", type=int, default=0, help="leave the first so many of each out")
    parser.add_argument("--strictness", default="standard")
    parser.add_argument("--ready", action="store_true", help="only sets that are made already")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--no-write", action="store_true", help="print only")
    args = parser.parse_args(argv)
    wanted = wanted_sets(args.split, args.each, args.clean, args.after)
    if args.ready:
        wanted = [each for each in wanted if is_made(each)]
    with ProcessPoolExecutor(args.jobs, get_context("spawn")) as pool:
        running = pool.map(score, wanted, [args.strictness] * len(wanted))
        scores = list(track(running, "scoring sets", total=len(wanted)))
    for each in scores:
        for flag in each.flags.wrong:
            print(f"{each.name}: wrong {flag.code} in rep {flag.rep}, {flag.value:.2f} {flag.unit}")
    console = Console(width=110)
    console.print(terminal(summary(scores, args.split), HEAD, rows(scores)))
    if not args.no_write:
        text = f"{summary(scores, args.split)}\n\n{markdown(HEAD, rows(scores))}"
        section = f"faults-{args.split}"
        PAGE.write_text(with_section(PAGE.read_text("utf-8"), section, text), "utf-8")
    return 0
