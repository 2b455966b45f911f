"""``formcheck batch``: a folder of clips becomes a folder of results."""

from __future__ import annotations

import contextlib
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from formcheck.batch.batch import Outcome, go_through, size_of
from formcheck.batch.finding import Clip, find_clips
from formcheck.batch.page import Page
from formcheck.batch.results import TABLES, Results, end
from formcheck.cli.guard import EXIT_INTERRUPTED, EXIT_NONE, EXIT_SOME, write_log
from formcheck.cli.options import (
    SHOWINGS,
    config_option,
    exercise_option,
    face_option,
    no_pictures_option,
    strictness_option,
    with_strictness,
)
from formcheck.cli.output import counted, harmless, printing, say, say_error
from formcheck.cli.progress import progress_bar
from formcheck.cli.stopping import stopping_on_interrupt
from formcheck.cli.values import CLIP, FILE, TEXT
from formcheck.config_file import load_config
from formcheck.errors import FormCheckError, MissingPackageError, UsageError
from formcheck.extras import load_extra
from formcheck.own_exercises import load_own_exercises
from formcheck.pool import Workers, cluster, cores, processes
from formcheck.run import Request


@click.command()
@click.argument("names", nargs=-1, required=True, type=CLIP, metavar="FILE_OR_FOLDER...")
@click.option(
    "--out", "out", required=True, type=FILE, metavar="DIR", help="The folder of results."
)
@exercise_option
@click.option("--videos", is_flag=True, help="Write each clip with what was found drawn in, too.")
@click.option(
    "--report", is_flag=True,
    help="Write DIR/report.html: a table of all clips, and pictures of the worst reps.",
)  # fmt: skip
@face_option
@no_pictures_option
@click.option("--no-tables", is_flag=True, help="Write no Parquet tables (which need pyarrow).")
@strictness_option
@config_option
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N",
    help="Clips analysed at a time; as many as the computer has cores if not given.",
)  # fmt: skip
@click.option(
    "--scheduler", type=TEXT, metavar="ADDRESS",
    help="Have the clips analysed by a Dask cluster, e.g. tcp://10.0.0.7:8786.",
)  # fmt: skip
@click.option("--quiet", is_flag=True, help="Print nothing but what went wrong.")
def batch(
    names: tuple[str, ...],
    *,
    out: Path,
    exercise: str | None,
    videos: bool,
    report: bool,
    face: str,
    no_pictures: bool,
    no_tables: bool,
    strictness: str | None,
    config_path: Path | None,
    jobs: int | None,
    scheduler: str | None,
    quiet: bool,
) -> int:
    """Analyse many clips: files, folders with all that is in them, or patterns ("**/*.mp4").

    DIR then holds for each clip a JSON report and a recording, and Parquet tables of all reps,
    sets, flags and frames. A clip that cannot be analysed is told in the end, and the others are
    done. The same command goes on where it was interrupted, and does again only clips that have
    changed, or all of them after other settings or another version of FormCheck.
    """
    if jobs is not None and scheduler is not None:
        raise UsageError(
            "--jobs and --scheduler do not go together.", "A cluster has its own number of workers."
        )
    if not report and (no_pictures or face != "show"):
        raise UsageError("--face and --no-pictures go with --report.", "Add --report.")
    kinds = ("json", "recordings", *(("videos",) if videos else ()))
    if not no_tables:
        _check_pyarrow()
        kinds += TABLES
    # A broken file of one's own is told once and not of each clip.
    load_own_exercises()
    request = Request(with_strictness(load_config(config_path), strictness), exercise)
    clips = find_clips(names, out)
    number = len(clips) if scheduler is not None else min(jobs or cores(), len(clips))
    workers = partial(cluster, scheduler) if scheduler is not None else partial(processes, number)
    page = None
    results = Results(out)
    if report:
        page = partial(Page, results, request.config, None if no_pictures else SHOWINGS[face])
    return _run(clips, request, kinds, results, page, workers, number, quiet)


def _check_pyarrow() -> None:
    try:
        load_extra("pyarrow", "parquet")
    except MissingPackageError as error:
        raise MissingPackageError(
            "The tables need the package pyarrow.",
            f"{error.hint}, or leave them away with --no-tables.",
        ) from error


def _run(
    clips: tuple[Clip, ...],
    request: Request,
    kinds: tuple[str, ...],
    results: Results,
    open_page: Callable[[], Page] | None,
    workers: Workers,
    at_once: int,
    quiet: bool,
) -> int:
    tally = Tally(len(clips), quiet=quiet)
    with (
        results.running() as run,
        stopping_on_interrupt(partial(end, run)) as interruption,
        progress_bar("analysing") as bar,
        contextlib.closing(
            go_through(
                clips, request, kinds, results, run, workers, at_once=at_once, begin=tally.begin
            )
        ) as outcomes,
    ):
        page = None if open_page is None else open_page()
        total = sum(map(size_of, clips))
        task = bar.add_task("analysing", total=total)
        try:
            for outcome in outcomes:
                trouble = tally.add(outcome)
                if page is not None:
                    page.add(outcome.clip, trouble)
                if outcome.fresh:
                    bar.advance(task, size_of(outcome.clip))
                else:
                    # The time left is that of what there is to do.
                    total -= size_of(outcome.clip)
                    bar.update(task, total=total)
            if page is not None and not page.write(lambda: interruption.asked):
                page = None
        except FormCheckError:
            # What ends the batch is told last.
            tally.tell_bad()
            raise
    code = tally.finish(interrupted=interruption.asked)
    if page is not None and not quiet:
        say(f"The report is {page.path}.")
    return code


class Tally:
    """Tell each clip as it comes, and in the end what could not be analysed, and why."""

    def __init__(self, clips: int, *, quiet: bool) -> None:
        self._clips = clips
        self._quiet = quiet
        self._counts: Counter[str] = Counter()
        self._bad: list[tuple[Clip, str]] = []

    def begin(self, number: int) -> None:
        """Print what there is to do: the first clip may take minutes, and a pipe has no bar."""
        if number and not self._quiet:
            before = self._clips - number
            done = f", {before} done before" if before else ""
            say(f"{counted(number, 'clip')} to go through{done}.")

    def add(self, outcome: Outcome) -> str:
        """Print one clip's count of reps and flags, or return and keep what was wrong with it."""
        record = outcome.record
        trouble = _sentence(outcome.error) if record is None else record.trouble
        if trouble:
            trouble = _as_named(trouble, outcome.clip)
            self._bad.append((outcome.clip, trouble + _details(outcome.error)))
            return trouble
        self._counts["analysed" if outcome.fresh else "done before"] += 1
        if record is not None and outcome.fresh and not self._quiet:
            found = f"{counted(record.reps, 'rep')}, {counted(record.flags, 'flag')}"
            with printing():
                print(harmless(f"{record.clip}: {found}"))
        return ""

    def tell_bad(self) -> None:
        """Print which clips could not be analysed, and why."""
        for clip, trouble in sorted(self._bad, key=lambda each: each[0].name):
            say_error(trouble if clip.name in trouble else f"{clip.name}: {trouble}")

    def finish(self, *, interrupted: bool) -> int:
        """Print what was wrong and the totals; return the exit code."""
        self.tell_bad()
        good = self._counts.total()
        if self._bad:
            self._counts["not analysed"] = len(self._bad)
        if interrupted:
            left = self._clips - self._counts.total()
            say(f"formcheck: interrupted; {left} of {counted(self._clips, 'clip')} are left.")
            say("  What is finished is kept: the same command goes on from there.")
            return EXIT_INTERRUPTED
        if not self._quiet:
            told = ", ".join(f"{count} {kind}" for kind, count in self._counts.items())
            say(f"{counted(self._clips, 'clip')}: {told}.")
        if not self._bad:
            return 0
        return EXIT_SOME if good else EXIT_NONE


def _sentence(error: Exception | None) -> str:
    if isinstance(error, FormCheckError):
        return error.message
    return f"this is a bug in FormCheck ({type(error).__name__})."


def _details(error: Exception | None) -> str:
    """Return where the details of a bug are kept; they are not for others to read."""
    if error is None or isinstance(error, FormCheckError):
        return ""
    log = write_log("".join(traceback.format_exception(error)))
    return f" Its details are in {log}." if log else ""


def _as_named(trouble: str, clip: Clip) -> str:
    """Return what went wrong with a clip by its name in the batch."""
    if trouble.startswith(f"{clip.path.name} "):
        trouble = clip.name + trouble.removeprefix(clip.path.name)
    return trouble.replace(str(clip.path), clip.name)
