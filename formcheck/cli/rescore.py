"""``formcheck rescore``: recordings judged again by the rules and options of today."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from formcheck.cli.naming import words
from formcheck.cli.options import config_option, exercise_option
from formcheck.cli.output import printing, progress_console, say, tell
from formcheck.config_file import load_config
from formcheck.recording.rescoring import Failed, Rescored, find_recordings, rescore_all
from formcheck.recording.verdict import Changes, ToldFlag, Verdict
from formcheck.report import json_report
from formcheck.report.words import Words


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="FILE_OR_FOLDER...")
@exercise_option
@config_option
@click.option(
    "--write", is_flag=True, help="Write each report as JSON beside its recording (set.json)."
)
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N",
    help="Recordings judged at a time; as many as the computer has cores if not given.",
)  # fmt: skip
@click.option("--quiet", is_flag=True, help="Print only what changed, and errors.")
def rescore(
    names: tuple[str, ...],
    *,
    exercise: str | None,
    config_path: Path | None,
    write: bool,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Judge recordings again and tell what changed.

    The old reps and flags are those told when it was recorded; a recording itself is never
    changed.
    """
    config = load_config(config_path)
    paths = find_recordings(names)
    tally = Tally(words(), quiet=quiet)
    with _bar() as bar:
        task = bar.add_task("rescoring", total=len(paths))
        found = rescore_all(
            paths,
            config,
            exercise=exercise,
            jobs=jobs,
            progress=lambda share: bar.update(task, completed=tally.count + share),
        )
        for outcome in found:
            tally.add(outcome)
            if write and isinstance(outcome, Rescored):
                json_report.write_json(outcome.result, outcome.path.with_suffix(".json"))
            bar.update(task, completed=tally.count)
    return tally.finish()


class Tally:
    """Tell each outcome as it comes, and in the end how many of which there were."""

    def __init__(self, names: Words, *, quiet: bool) -> None:
        self._words = names
        self._quiet = quiet
        self._counts: Counter[str] = Counter()
        self._worst = 0

    @property
    def count(self) -> int:
        """How many outcomes there were so far."""
        return sum(self._counts.values())

    def add(self, outcome: Rescored | Failed) -> None:
        """Print one outcome."""
        if isinstance(outcome, Failed):
            tell(outcome.error)
            self._counts["not read"] += 1
            self._worst = self._worst or outcome.error.exit_code
            return
        kind = "changed" if outcome.changes.any else "as before"
        if outcome.old is None:
            kind = "without old reps"
        self._counts[kind] += 1
        if not self._quiet or outcome.changes.any:
            with printing():
                print("\n".join(lines(outcome, self._words)))

    def finish(self) -> int:
        """Print the totals and return the exit code: that of the first recording not read."""
        if self.count > 1:
            told = ", ".join(f"{count} {kind}" for kind, count in self._counts.items())
            say(f"{self.count} recordings: {told}.")
        return self._worst


def lines(outcome: Rescored, names: Words) -> list[str]:
    """Return what is printed of a recording: one line, and one for each kind of change."""
    new, old = outcome.new, outcome.old
    told = [f"{outcome.path}: {_summary(old, new)}"]
    if not outcome.complete or outcome.frames_lost:
        lost = f", {outcome.frames_lost} damaged frames left out" if outcome.frames_lost else ""
        ended = "ends early" if not outcome.complete else "is damaged"
        told.append(f"  the recording {ended}{lost}")
    return told + [f"  {line}" for line in _change_lines(outcome.changes, names)]


def _summary(old: Verdict | None, new: Verdict) -> str:
    reps, flags = _count(len(new.reps), "rep"), _count(len(new.flags), "flag")
    if old is None:
        return f"{reps}, {flags}; what was told before cannot be read"
    same = (len(old.reps), len(old.flags)) == (len(new.reps), len(new.flags))
    if same:
        return f"{reps}, {flags}"
    return f"{len(old.reps)} → {reps}, {len(old.flags)} → {flags}"


def _change_lines(changes: Changes, names: Words) -> list[str]:
    told = []
    if changes.exercise is not None:
        before, now = (names.exercise(name) for name in changes.exercise)
        told.append(f"exercise: {before} → {now}")
    for mark, reps in (("−", changes.reps_lost), ("+", changes.reps_new)):
        told += [f"{mark} rep {rep.start_s:.1f}–{rep.end_s:.1f} s" for rep in reps]
    for mark, flags in (("−", changes.flags_gone), ("+", changes.flags_new)):
        told += [f"{mark} {_flag(flag, names)}" for flag in flags]
    return told


def _flag(flag: ToldFlag, names: Words) -> str:
    where = f" (rep {flag.rep})" if flag.rep else ""
    return f"{names.flag(flag.code)}{where}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _bar() -> Progress:
    return Progress(
        TextColumn("rescoring"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=progress_console(),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
