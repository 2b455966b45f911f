"""``make bench-phantoms``: half an hour at a stretch, and its table in docs/counting.md."""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.accuracy.report import ROOT, with_section
from tests.benchmark.accuracy.scoring import match_reps
from tests.benchmark.accuracy.tables import markdown
from tests.benchmark.accuracy.truth import TrueRep, true_reps
from tests.benchmark.counting.films import film_of_case
from tests.benchmark.phantoms.drawn import drawn, workout
from tests.benchmark.phantoms.rendered import estimate, kept
from tests.benchmark.phantoms.stretch import Stretch, run
from tests.benchmark.phantoms.visits import Visit, visits

if TYPE_CHECKING:
    from studio.dataset import Split

PAGE = ROOT / "docs" / "counting.md"
SPLITS = ("tune", "validate")
PARTS = ("drawn", "workout", "rendered")
HEAD = (
    "one session, one engine", "minutes", "somebody seen", "reps in it", "counted of them",
    "phantoms", "told live, with those taken back", "last 5 min cost, of the first 5",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    options = _options(arguments)
    if options.render:
        render(options.minutes)
        return 0
    rows: list[tuple[str, ...]] = []
    for part in options.part:
        for name, row in _rows(part, options):
            print(f"{name}: {dict(zip(HEAD[1:], row, strict=True))}", flush=True)
            rows.append((name, *row))
    if options.write:
        page = with_section(PAGE.read_text("utf-8"), "at-a-stretch", markdown(HEAD, rows))
        PAGE.write_text(page, "utf-8")
    return 0


def render(minutes: float) -> None:
    """Render what is missing of the visits of both splits in turn, until all are kept."""
    for one in in_turn(minutes):
        if kept(one) is None:
            found = estimate(one)
            seen = sum(pose is not None for pose in found.poses)
            print(f"{one.name}: somebody in {seen} of {len(found.poses)} pictures", flush=True)


def in_turn(minutes: float) -> list[Visit]:
    """Return the visits to render: half from each split, one after the other."""
    halves = [visits(cast("Split", split), 30.0 * minutes) for split in SPLITS]
    return [one for pair in itertools.zip_longest(*halves) for one in pair if one is not None]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench-phantoms", description=__doc__)
    parser.add_argument("--part", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--split", nargs="+", choices=SPLITS, default=list(SPLITS))
    parser.add_argument("--minutes", type=float, default=30.0, help="length of each session")
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only")
    parser.add_argument(
        "--render", action="store_true",
        help="render the missing visits (an hour or two of one processor), then stop",
    )  # fmt: skip
    return parser.parse_args(arguments)


def _rows(part: str, options: argparse.Namespace) -> Iterator[tuple[str, tuple[str, ...]]]:
    if part == "rendered":
        ready = ((one.name, kept(one)) for one in in_turn(options.minutes))
        whole = run((name, found) for name, found in ready if found is not None)
        yield "rendered, no exercise, both splits", _row(whole, [])
        return
    for split in options.split:
        if part == "drawn":
            many = visits(split, 60.0 * options.minutes)
            whole = run((one.name, drawn(one)) for one in many)
            yield f"drawn, no exercise, {split}", _row(whole, [])
        else:
            film = film_of_case(workout(split, 0, options.minutes))
            recording = Recording(film.times_s, film.size, film.poses)
            yield (
                f"drawn, a workout, {split}",
                _row(run([("workout", recording)]), true_reps(film.reps)),
            )


def _row(whole: Stretch, true: list[TrueRep]) -> tuple[str, ...]:
    reps = [told.rep for told in whole.told if told.rep.complete]
    matched = len(match_reps(true, reps)) if true else 0
    if not true:
        for told in whole.told:
            print(f"  {told.where} at {told.time_s:.1f} s: {told.rep.side} {told.exercise}")
    if not whole.frames:
        return ("0.0", *("–",) * (len(HEAD) - 2))
    return (
        f"{whole.seconds / 60.0:.1f}",
        f"{100.0 * whole.found / whole.frames:.0f} %",
        str(len(true)),
        str(matched) if true else "–",
        str(len(reps) - matched),
        f"{whole.live} ({whole.taken_back})",
        f"{whole.last_ms / whole.first_ms:.2f} times",
    )


if __name__ == "__main__":
    sys.exit(main())
