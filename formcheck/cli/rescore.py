"""``formcheck rescore``: recordings judged again by the rules and options of today."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from formcheck.cli.changes import change_lines
from formcheck.cli.naming import words
from formcheck.cli.options import (
    config_option,
    exercise_option,
    strictness_option,
    with_strictness,
)
from formcheck.cli.output import counted, harmless, printing, say, tell
from formcheck.cli.progress import progress_bar
from formcheck.cli.rescore_log import LogWish, log_options, rescore_log
from formcheck.cli.values import CLIP
from formcheck.config import Config
from formcheck.config_file import load_config
from formcheck.errors import UsageError
from formcheck.recording.judgement import Judgement
from formcheck.recording.rescoring import Failed, Rescored, ToJudge, find_recordings, rescore_all
from formcheck.report import json_report
from formcheck.report.table import hold_lines
from formcheck.report.words import Words


@click.command()
@click.argument("names", nargs=-1, type=CLIP, metavar="[FILE_OR_FOLDER]...")
@exercise_option
@strictness_option
@config_option
@click.option(
    "--write", is_flag=True, help="Write each report as JSON beside its recording (set.json)."
)
@log_options
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N",
    help="Recordings judged at a time; as many as the computer has cores if not given.",
)  # fmt: skip
@click.option("--quiet", is_flag=True, help="Print only what changed, and errors.")
def rescore(
    names: tuple[str, ...],
    *,
    exercise: str | None,
    strictness: str | None,
    config_path: Path | None,
    write: bool,
    jobs: int | None,
    quiet: bool,
    **wish: Any,
) -> int:
    """Judge recordings again and tell what changed.

    With files or folders: the old reps and flags are those told when it was recorded; a recording
    itself is never changed.

    Without: the sets of the training log whose recordings are still there, and the log takes over
    what is found. What you said of a set stays: load, RPE, notes, the exercise you named, reps and
    flags you corrected.
    """
    config = with_strictness(load_config(config_path), strictness)
    asked = LogWish(**wish)
    if not names:
        if write or exercise is not None:
            raise UsageError(
                "--write and --exercise go with files or folders.",
                "To choose sets of the training log use --only, --lifter, --workout or --set.",
            )
        return rescore_log(asked, config, jobs=jobs, quiet=quiet)
    if asked != LogWish():
        raise UsageError(
            "--lifter, --workout, --set, --only and --dry-run choose sets of the training log.",
            "Leave the files away, or these options.",
        )
    return _rescore_files(names, config, exercise=exercise, write=write, jobs=jobs, quiet=quiet)


def _rescore_files(
    names: tuple[str, ...],
    config: Config,
    *,
    exercise: str | None,
    write: bool,
    jobs: int | None,
    quiet: bool,
) -> int:
    paths = find_recordings(names)
    tally = Tally(words(), quiet=quiet)
    with progress_bar("rescoring") as bar:
        task = bar.add_task("rescoring", total=len(paths))
        found = rescore_all(
            [ToJudge(path, exercise) for path in paths],
            config,
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
                print(harmless("\n".join(lines(outcome, self._words))))

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
    told += [f"  {line}" for line in hold_lines(outcome.result)]
    return told + [f"  {line}" for line in change_lines(outcome.changes, names)]


def _summary(old: Judgement | None, new: Judgement) -> str:
    reps, flags = counted(len(new.reps), "rep"), counted(len(new.flags), "flag")
    if old is None:
        return f"{reps}, {flags}; what was told before cannot be read"
    same = (len(old.reps), len(old.flags)) == (len(new.reps), len(new.flags))
    if same:
        return f"{reps}, {flags}"
    return f"{len(old.reps)} → {reps}, {len(old.flags)} → {flags}"
