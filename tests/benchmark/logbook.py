"""Time the training log on a simulated year: ``python -m tests.benchmark.logbook [FOLDER]``.

``python -m tests.benchmark.logbook rescoring`` times the reading and judging of a recording alone.

Two lifters, 500 workouts, 8,000 sets, nine reps each with every measure and a flag in every third.
Prints the size of the file and the time of what the pages and commands ask for.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from formcheck.config import Config
from formcheck.guidance.today import today
from formcheck.log.backups import back_up
from formcheck.log.contents import logged_rep
from formcheck.log.entries import Lifter, LoggedRep, SetContent, TrainingSet
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck.recording.reader import RecordingReader
from formcheck.recording.rescoring import rescore
from formcheck.routines import registry
from formcheck.trends import MEASURES, QUANTITIES, points, trend
from formcheck.types import Flag, RepCurvature
from support.logbook import DAY_S, MONDAY
from support.record_golden import load
from support.recordings import record
from support.results import make_rep

WORKOUTS, SETS, REPS = 500, 16, 9
EXERCISES = ("seated_row", "bent_over_row", "face_pull", "lat_pulldown")


def simulated_reps(chance: random.Random) -> tuple[LoggedRep, ...]:
    """Return reps whose numbers have all their digits, as measured ones do."""
    worst = 8.0 + chance.gauss(0, 4)
    return tuple(
        logged_rep(
            make_rep(
                n,
                concentric_s=0.9 + chance.random(),
                eccentric_s=1.8 + chance.random(),
                rom=0.9 + 0.1 * chance.random(),
                trunk_inclination_deg=30 + chance.gauss(0, 3),
                retraction_pct=6 + chance.gauss(0, 2),
                back_curvature=RepCurvature(worst, worst / 2, worst / 3, worst / 4, 0.8),
                flags=(),
            ),
            n,
        )
        for n in range(1, REPS + 1)
    )


def simulate(log: TrainingLog, ending: Moment | None = None) -> tuple[Lifter, ...]:
    """Fill a log with a year of training, from a Monday on or up to a moment."""
    chance = random.Random(1)
    begun = MONDAY if ending is None else ending.later(-365 * DAY_S)
    lifters = tuple(log.lifters.add(name, level="intermediate") for name in ("Anna", "Bo"))
    for number in range(WORKOUTS):
        lifter = lifters[number % 2]
        start = begun.later(number * 365 * DAY_S / WORKOUTS)
        with log.writing():
            workout = log.workouts.at(lifter.id, start)
            for place in range(SETS):
                at = start.later(180.0 * place)
                flags = tuple(
                    Flag(
                        "rounded_back", "warning", 2.0 * n, 2.1 * n, 13.7, 12.0, "°", n, 2.0 * n + 1
                    )
                    for n in range(1, REPS + 1, 3)
                )
                item = TrainingSet(
                    id=0, uid=f"{number}-{place}", workout_id=workout.id, position=0,
                    exercise=EXERCISES[place // 4], state="finished", started_s=at.utc_s,
                    last_seen_s=at.utc_s + 30.0, utc_offset_s=at.utc_offset_s,
                    load_kg=40.0 + number / 20, source="/home/anna/clips/2026-03-02-set.mp4",
                )  # fmt: skip
                log.sets.add(item, SetContent(simulated_reps(chance), flags))
    return lifters


def timed(what: str, work: Callable[[], object], rounds: int = 5) -> None:
    """Print the best of a few rounds in milliseconds."""
    best = min(_once(work) for _ in range(rounds))
    print(f"| {what} | {1000 * best:.0f} ms |")


def _once(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def report(path: Path) -> None:
    """Print the table."""
    with TrainingLog.open(path, keep_backups=False) as log:
        print(f"| simulate and store | {_once(lambda: simulate(log)):.0f} s |")
    size = path.stat().st_size / 1e6

    def opening() -> None:
        with TrainingLog.open(path, keep_backups=False):
            pass

    print(f"| size of the file | {size:.1f} MB |")
    timed("open, with the integrity check", opening)
    with TrainingLog.open(path, keep_backups=False) as log:
        anna = log.lifters.find("Anna")
        now = Moment(MONDAY.utc_s + 365 * DAY_S, 3600)
        log.routine_uses.choose(anna.id, "intermediate", MONDAY)
        use = log.routine_uses.current(anna.id)
        assert use is not None
        routine = registry.get("intermediate")
        last = log.sets.last(anna.id)
        assert last is not None

        def trends() -> None:
            sets = log.sets.summaries(anna.id, "bent_over_row", measures=MEASURES)
            for quantity in QUANTITIES.values():
                trend(points(sets, quantity))

        timed("today's plan with its advice", lambda: today(log, anna, use, routine, now))
        timed("all workouts (history)", lambda: log.workouts.of(anna.id))
        timed("all 4,000 sets of a lifter", lambda: log.sets.of_lifter(anna.id))
        timed("one set with its reps", lambda: log.sets.content(last.id))
        timed("all trends of an exercise over the year", trends)
        with log.reading() as connection:
            timed("a backup", lambda: back_up(connection, path, "daily"), rounds=1)


def rescoring(folder: Path) -> None:
    """Print how many frames a second are read back, and judged again, by one processor."""
    path = folder / "set.fcrec"
    frames = len(record(path, load("row-rounding"))[0].times_s)

    def read() -> None:
        with RecordingReader(path) as reader:
            for frame in reader:
                if frame.pose is not None:
                    frame.pose.restore()

    for what, work in (
        ("read back, landmarks and masks", read),
        ("read and judge again", lambda: rescore(path, Config())),
    ):
        begun = time.process_time()
        rounds = 5
        for _ in range(rounds):
            work()
        each = (time.process_time() - begun) / rounds / frames
        print(f"| {what} | {1 / each:,.0f} frames a second, {1e3 * each:.2f} ms a frame |")


def main() -> None:
    """Run in a folder, a temporary one unless it is named."""
    if sys.argv[1:] == ["rescoring"]:
        with tempfile.TemporaryDirectory() as folder:
            rescoring(Path(folder))
        return
    if len(sys.argv) > 1:
        report(Path(sys.argv[1]) / "training-log.db")
        return
    with tempfile.TemporaryDirectory() as folder:
        report(Path(folder) / "training-log.db")
        rescoring(Path(folder))


if __name__ == "__main__":
    main()
