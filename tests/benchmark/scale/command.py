"""Precision and recall of every flag on hundreds of sets, and how late they come.

Run ``make bench-faults`` (or ``python -m tests.benchmark.scale``).
"""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Final

import numpy as np
from rich.console import Console
from rich.progress import track

from formcheck.config import Config
from formcheck.exercises.registry import get, names
from formcheck.flags.codes import FLAGS
from formcheck.flags.rules import NOTCHES
from formcheck.pipeline import Pipeline
from formcheck.types import Flag
from tests.benchmark.accuracy.faults import FlagScore, Tally, expected_flags, score_flags
from tests.benchmark.accuracy.report import ROOT, with_section
from tests.benchmark.accuracy.scoring import match_reps
from tests.benchmark.accuracy.tables import markdown, terminal
from tests.benchmark.scale.judges import STANDARD, EveryJudge
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
NOTCH_HEAD: Final = (
    "flag",
    *(f"recall, {name}" for name in NOTCHES),
    *(f"precision, {name}" for name in NOTCHES),
)
STRETCH: Final = "short_stretch"
"""Sets in which the range is short at its extended end; the flag's code is the same."""


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


def score(wanted: Wanted) -> dict[str, SetScore]:
    """Analyse one set as a user's clip and compare, at every strictness."""
    made = load(wanted)
    pipeline = Pipeline(Config())
    judges = EveryJudge(Config().flags)
    # Measuring and counting take nearly all the time, and strictness changes neither.
    pipeline._judge = judges  # type: ignore[assignment]
    for i, (time_s, pose) in enumerate(zip(made.truth.times_s, made.poses, strict=True)):
        pipeline.push(i, float(time_s), pose, made.truth.size)
    pipeline.finish()
    match = match_reps(made.truth.reps, pipeline.reps)
    numbers = {pipeline.reps[j].index: made.truth.reps[i].index for i, j in match.items()}
    return {
        name: _against_truth(made, pipeline.exercise.name, judge.flags, numbers)
        for name, judge in judges.by_strictness.items()
    }


def _against_truth(
    made: LabelledSet, exercise: str, told: Sequence[Flag], numbers: dict[int, int]
) -> SetScore:
    flags = score_flags(made.truth, told, tuple(FLAGS), numbers)
    judged = _judged(made, exercise, set(numbers.values()), flags)
    return SetScore(made.name, flags, judged, _delays(made, told, numbers))


def _judged(
    made: LabelledSet, exercise: str, counted: set[int], flags: FlagScore
) -> dict[str, tuple[int, int]]:
    """Return how many faults of each code could be judged, and how many of those were found.

    A fault can be judged in a counted repetition of an exercise that knows its code.
    """
    known = get(exercise).flags if exercise in names() else ()
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


def tally_of(scores: Sequence[SetScore], code: str) -> Tally:
    """Return a code's counts over sets."""
    total = Tally()
    for each in scores:
        total.add(each.flags.tallies[code])
    return total


def by_row(scores: Sequence[SetScore]) -> Iterator[tuple[str, str, list[SetScore]]]:
    """Yield the tables' rows: a name, a code, and the sets that tell of it.

    Ends of the range that have one code are told apart by the sets they were planted in.
    """
    stretched = [each for each in scores if f"-{STRETCH}-" in each.name]
    others = [each for each in scores if each not in stretched]
    for code in FLAGS:
        if code != "short_range":
            yield f"`{code}`", code, list(scores)
            continue
        yield f"`{code}`, contracted", code, others
        if stretched:
            yield f"`{code}`, extended", code, stretched


def rows(scores: Sequence[SetScore]) -> list[tuple[str, ...]]:
    """Return the table: one row a flag that was planted or raised."""
    out = []
    for name, code, scores_of in by_row(scores):
        t = tally_of(scores_of, code)
        if not (t.there or t.right or t.wrong):
            continue
        judged, found = (sum(each.judged[code][k] for each in scores_of) for k in (0, 1))
        late = [s for each in scores_of for s in each.delay_s.get(code, [])]
        out.append(
            (
                name,
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


def notches(scores: dict[str, list[SetScore]]) -> list[tuple[str, ...]]:
    """Return the table of recall and precision at every strictness, and of false flags."""
    out: list[tuple[str, ...]] = []
    for rows_of in zip(*(by_row(each) for each in scores.values()), strict=True):
        counts = [tally_of(sets, code) for _, code, sets in rows_of]
        if any(t.there or t.right or t.wrong for t in counts):
            recall = [_share(t.found, t.there) for t in counts]
            precision = [_share(t.right, t.right + t.wrong) for t in counts]
            out.append((rows_of[0][0], *recall, *precision))
    false = [f"{_false_share(each):.1f}" for each in scores.values()]
    return [*out, ("false flags in 100 clean reps", *[""] * len(false), *false)]


def _false_share(scores: Sequence[SetScore]) -> float:
    clean = sum(each.flags.clean_reps for each in scores)
    return 100.0 * sum(each.flags.false_on_clean for each in scores) / max(clean, 1)


def summary(scores: Sequence[SetScore], split: str) -> str:
    """Return the sentence above the table."""
    clean = sum(each.flags.clean_reps for each in scores)
    false = sum(each.flags.false_on_clean for each in scores)
    return (
        f"{len(scores)} sets of `{split}`, standard strictness: {false} false flags on {clean} "
        f"clean reps ({_false_share(scores):.1f} in 100)."
    )


def main(argv: list[str] | None = None) -> int:
    """Score all sets, print the tables and write them between the marks in docs/flags.md."""
    args = _arguments(argv)
    wanted = wanted_sets(args.split, args.each, args.clean, args.after)
    if args.ready:
        wanted = [each for each in wanted if is_made(each)]
    with ProcessPoolExecutor(args.jobs, get_context("spawn")) as pool:
        running = pool.map(score, wanted)
        told = list(track(running, "scoring sets", total=len(wanted)))
    scores = {name: [each[name] for each in told] for name in NOTCHES}
    standard = scores[STANDARD]
    for name, sets in scores.items():
        for each in sets:
            for flag in each.flags.wrong:
                what = f"{flag.code} in rep {flag.rep}, {flag.value:.2f} {flag.unit}"
                print(f"{name}: {each.name}: wrong {what}")
    console = Console(width=110)
    console.print(terminal(summary(standard, args.split), HEAD, rows(standard)))
    console.print(terminal("Every strictness", NOTCH_HEAD, notches(scores)))
    if not args.no_write:
        text = f"{summary(standard, args.split)}\n\n{markdown(HEAD, rows(standard))}"
        text += f"\n\nAt every strictness:\n\n{markdown(NOTCH_HEAD, notches(scores))}"
        section = f"faults-{args.split}"
        PAGE.write_text(with_section(PAGE.read_text("utf-8"), section, text), "utf-8")
    return 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench-faults", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--split", choices=("tune", "validate"), default="validate")
    parser.add_argument("--each", type=int, default=20, help="sets of every planted fault")
    parser.add_argument("--clean", type=int, default=60, help="sets without a fault")
    parser.add_argument("--after", type=int, default=0, help="leave the first so many of each out")
    parser.add_argument("--ready", action="store_true", help="only sets that are made already")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--no-write", action="store_true", help="print only")
    return parser.parse_args(argv)
