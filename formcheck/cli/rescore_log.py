"""``formcheck rescore`` without files: the sets of the training log judged again."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import click

from formcheck.cli.changes import change_lines
from formcheck.cli.naming import words
from formcheck.cli.output import counted, harmless, printing, say, tell
from formcheck.cli.progress import progress_bar
from formcheck.cli.values import ROW, TEXT
from formcheck.config import Config
from formcheck.errors import FormCheckError, UsageError
from formcheck.log.rescoring import (
    Moved,
    Outcome,
    Selection,
    SetChange,
    plan,
    rescore_sets,
)
from formcheck.log.store import TrainingLog
from formcheck.report.words import Words
from formcheck.routines.catalogue import title

_Command = TypeVar("_Command", bound=Callable[..., Any])

_MEASURES: Final = {
    "back_curvature_max": ("worst rounding a rep, mean", "{:.1f}°", 1.0),
    "retraction_pct": ("retraction, mean", "{:.1f} % of trunk", 1.0),
    "rom": ("range, mean", "{:.0f} %", 100.0),
    "eccentric_s": ("lowering, mean", "{:.1f} s", 1.0),
}
"""For each measure that is told: its name, how it is written, and what it is multiplied by."""


@dataclass(frozen=True, slots=True)
class LogWish:
    """Which sets the user wants to have judged again."""

    who: str | None = None
    workout_id: int | None = None
    set_id: int | None = None
    only: str | None = None
    dry_run: bool = False


def log_options(command: _Command) -> _Command:
    """Add the options that choose sets of the training log."""
    options = (
        click.option(
            "--lifter", "who", type=TEXT, metavar="NAME", help="Log: only this lifter's sets."
        ),
        click.option("--workout", "workout_id", type=ROW, metavar="N", help="Log: one workout."),
        click.option("--set", "set_id", type=ROW, metavar="N", help="Log: one set."),
        click.option(
            "--only", type=TEXT, metavar="EXERCISE", help="Log: only sets of this exercise."
        ),
        click.option("--dry-run", is_flag=True, help="Log: tell what would change, keep nothing."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def rescore_log(wish: LogWish, config: Config, *, jobs: int | None, quiet: bool) -> int:
    """Judge sets of the log again, tell what changed, and return the exit code.

    Raises
    ------
    UsageError
        When there is no such lifter, workout or set, or more than one of them is named.
    LogError
        When the log cannot be read or written; every set told before is stored.
    """
    if sum(item is not None for item in (wish.who, wish.workout_id, wish.set_id)) > 1:
        raise UsageError("Name a lifter, a workout or a set, not several.", "One is enough.")
    with TrainingLog.open() as log:
        lifter = None if wish.who is None else log.lifters.find(wish.who).id
        chosen = Selection(lifter, wish.workout_id, wish.set_id, wish.only)
        todo = plan(log, chosen)
        tally = SetTally(words(), quiet=quiet, dry_run=wish.dry_run)
        with progress_bar("rescoring") as bar:
            task = bar.add_task("rescoring", total=len(todo.recordings))
            found = rescore_sets(
                log,
                todo,
                config,
                jobs=jobs,
                keep=not wish.dry_run,
                progress=lambda share: bar.update(task, completed=tally.recordings + share),
            )
            for outcome in found:
                tally.add(outcome)
                bar.update(task, completed=tally.recordings)
    return tally.finish(todo.unrecorded)


class SetTally:
    """Tell each set as it comes, and in the end how many of which there were."""

    def __init__(self, names: Words, *, quiet: bool, dry_run: bool) -> None:
        self._words = names
        self._quiet = quiet
        self._dry_run = dry_run
        self._counts: Counter[str] = Counter()
        self._worst = 0
        self.recordings = 0

    def add(self, outcome: Outcome) -> None:
        """Print what became of one recording's sets."""
        self.recordings += 1
        errors: list[FormCheckError] = []
        for change in outcome.sets:
            if change.error is not None:
                self._counts["left as they were"] += 1
                errors = errors or [change.error]
                continue
            self._counts["changed" if change.any else "as before"] += 1
            if change.any or not self._quiet:
                with printing():
                    print(harmless("\n".join(lines(change, self._words))))
        for error in errors:
            tell(error)
            say(f"  Left as they were: {_sets(outcome)}.")
            self._worst = self._worst or error.exit_code
        self._tell_damage(outcome)

    def finish(self, unrecorded: int) -> int:
        """Print the totals and return the exit code: that of the first recording not read."""
        done = sum(self._counts.values())
        told = ", ".join(f"{count} {kind}" for kind, count in self._counts.items())
        if not done and not unrecorded:
            say("No set of the training log was chosen.")
            return self._worst
        tail = " Nothing was stored." if self._dry_run else ""
        say(f"{counted(done, 'set')}: {told}.{tail}" if done else "No set was judged again.")
        if unrecorded:
            say(f"{counted(unrecorded, 'set')} without a recording: record with --record.")
        return self._worst

    def _tell_damage(self, outcome: Outcome) -> None:
        if outcome.frames_lost:
            lost = counted(outcome.frames_lost, "frame")
            say(f"{outcome.recording}: {lost} damaged and left out.")
        if outcome.outside:
            say(
                f"{outcome.recording}: {counted(outcome.outside, 'rep')} in none of the sets that "
                "are kept of it."
            )


def _sets(outcome: Outcome) -> str:
    return ", ".join(f"set {change.set.id}" for change in outcome.sets)


def lines(change: SetChange, names: Words) -> list[str]:
    """Return what is printed of a set: one line, and one for each thing that changed."""
    item = change.set
    reps = counted(item.reps, "rep")
    when = item.started.local.strftime("%Y-%m-%d %H:%M")
    told = [f"set {item.id}, {when}, {title(item.exercise)}: {reps}"]
    if not change.any:
        told[0] += ", as before"
    told += [f"  {line}" for line in change_lines(change.changes, names)]
    return told + [f"  {_moved(moved)}" for moved in change.moved]


def _moved(moved: Moved) -> str:
    name, form, factor = _MEASURES[moved.measure]
    before, now = (
        "cannot be judged" if math.isnan(value) else form.format(factor * value)
        for value in (moved.before, moved.now)
    )
    return f"{name}: {before} → {now}"
