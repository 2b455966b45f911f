"""``formcheck history``: what the training log holds, in and out of it, and away for good."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import click
from rich.console import RenderableType

from formcheck.cli.history_tables import comparison_table, set_list, set_page, trend_table
from formcheck.cli.lifters import chosen_lifter, lifter_option
from formcheck.cli.options import as_known_exercise
from formcheck.cli.output import console, counted, printing, say
from formcheck.cli.values import FILE, ROW, TEXT, Number
from formcheck.errors import UsageError
from formcheck.log import exporting, importing, removal
from formcheck.log.entries import TrainingSet
from formcheck.log.loads import LoadUnit, parse_load
from formcheck.log.moments import Moment
from formcheck.log.place import default_log_path
from formcheck.log.recovery import recover as recover_log
from formcheck.log.relations import relate
from formcheck.log.store import TrainingLog
from formcheck.trends import MEASURES, SIDED

_FORMATS = {".json": "JSON", ".csv": "CSV", ".parquet": "Parquet"}


@click.group(invoke_without_command=True)
@click.pass_context
def history(context: click.Context) -> None:
    """Show the training log; bring sets in, take them out, delete them."""
    if context.invoked_subcommand is None:
        context.invoke(list_command)


@history.command("list")
@lifter_option
@click.option("--exercise", type=TEXT, metavar="NAME", help="Only sets of this exercise.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=30, show_default=True, metavar="N",
    help="At most so many, the newest.",
)  # fmt: skip
def list_command(who: str | None, exercise: str | None, limit: int) -> None:
    """List the newest sets."""
    with TrainingLog.open() as log:
        lifter = chosen_lifter(log, who)
        sets = log.sets.of_lifter(lifter.id, exercise=exercise)
        if not sets:
            say(f"No set of {lifter.name} is in the training log yet.")
            return
        _show(set_list(sets[-limit:]))
        if len(sets) > limit:
            say(f"The newest {limit} of {len(sets)} sets; --limit shows more.")


@history.command()
@click.argument("set_id", type=ROW)
def show(set_id: int) -> None:
    """Show the set with the number SET_ID: its reps and flags."""
    with TrainingLog.open() as log:
        item = log.sets.get(set_id)
        lifter = log.lifters.get(log.workouts.get(item.workout_id).lifter_id)
        _show(set_page(item, log.sets.content(set_id), lifter))


@history.command()
@click.argument("exercise", type=TEXT)
@lifter_option
def trend(exercise: str, who: str | None) -> None:
    """Show how EXERCISE went over the weeks, and which differences are changes."""
    with TrainingLog.open() as log:
        lifter = chosen_lifter(log, who)
        sets = log.sets.summaries(lifter.id, exercise, measures=MEASURES, sided=SIDED)
        if not sets:
            known = ", ".join(log.sets.exercises_of(lifter.id)) or "none yet"
            raise UsageError(f"{lifter.name} has no set of {exercise!r}.", f"In the log: {known}.")
        _show(trend_table(sets, lifter))


@history.command()
@click.argument("before", type=ROW)
@click.argument("after", type=ROW)
def compare(before: int, after: int) -> None:
    """Compare the workouts BEFORE and AFTER, exercise by exercise, and say what is a change."""
    with TrainingLog.open() as log:
        workouts = [log.workouts.get(number) for number in (before, after)]
        lifter = log.lifters.get(workouts[0].lifter_id)
        if workouts[1].lifter_id != lifter.id:
            raise UsageError("The two workouts are of two lifters.", "Compare one lifter's.")
        names = [
            {item.exercise: None for item in log.sets.of_workout(workout.id)}
            for workout in workouts
        ]
        both = [name for name in names[0] if name in names[1]]
        if not both:
            raise UsageError(
                "The two workouts have no exercise in common.",
                "'formcheck history list' shows which exercises they have.",
            )
        for name in both:
            old, new = (
                log.sets.summaries(lifter.id, name, workout_id=workout.id) for workout in workouts
            )
            _show(comparison_table(old, new))


@history.command()
@click.argument("set_id", type=ROW)
@click.option("--load", type=TEXT, metavar="LOAD", help="The load, e.g. 60, 62.5kg or 135lb.")
@click.option("--rpe", type=Number(), metavar="1-10", help="How hard it was.")
@click.option("--note", type=TEXT, metavar="TEXT", help="A note in the place of the old one.")
@click.option(
    "--exercise", type=TEXT, callback=as_known_exercise, metavar="NAME", help="What it really was."
)
def note(
    set_id: int, load: str | None, rpe: float | None, note: str | None, exercise: str | None
) -> None:
    """Say something of the set with the number SET_ID."""
    with TrainingLog.open() as log, log.writing():
        item = log.sets.get(set_id)
        load_kg, unit = parse_load(load, _unit_of(log, item)) if load is not None else (None, None)
        item = log.sets.annotate(
            set_id, load_kg=load_kg, unit=unit, rpe=rpe, notes=note, exercise=exercise
        )
        relate(log, item.workout_id)
        _show(set_list([log.sets.get(set_id)]))


def _unit_of(log: TrainingLog, item: TrainingSet) -> LoadUnit:
    return log.lifters.get(log.workouts.get(item.workout_id).lifter_id).unit


@history.command()
@click.argument("target", type=FILE)
@click.option("--lifter", "who", type=TEXT, metavar="NAME", help="Only this lifter's.")
def export(target: Path, who: str | None) -> None:
    """Write the log to TARGET: .json (can be imported again), .csv or .parquet (a row a rep)."""
    kind = _FORMATS.get(target.suffix.lower())
    if kind is None:
        raise UsageError(
            f"{target} has no ending that says what to write.", f"Use {', '.join(_FORMATS)}."
        )
    with TrainingLog.open() as log:
        lifters = log.lifters.all() if who is None else (log.lifters.find(who),)
        if kind == "JSON":
            exporting.write_json(log, lifters, target)
            sets = sum(len(log.sets.of_lifter(lifter.id)) for lifter in lifters)
            whose = counted(len(lifters), "lifter")
            say(f"Wrote {counted(sets, 'set')} of {whose} to {target}.")
            return
        write = exporting.write_csv if kind == "CSV" else exporting.write_parquet
        say(f"Wrote {counted(write(log, lifters, target), 'row')} to {target}.")


@history.command("import")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option(
    "--lifter", "who", type=TEXT, metavar="NAME", help="Whose, for reports of single clips."
)
@click.option("--load", type=TEXT, metavar="LOAD", help="The load, for reports of single clips.")
@click.option(
    "--when", type=TEXT, metavar="TIME",
    help='When the clip began, e.g. "2026-03-21 18:30"; without it, when the report was written.',
)  # fmt: skip
def import_command(
    files: tuple[Path, ...], who: str | None, load: str | None, when: str | None
) -> None:
    """Bring in FILES: exports of a log, or JSON reports that analyze wrote."""
    started = None if when is None else Moment.parse(when)
    with TrainingLog.open() as log:
        for path in files:
            tree = importing.load_json(path)
            if importing.is_log(tree):
                done = importing.import_log(log, tree, str(path))
            else:
                lifter = chosen_lifter(log, who)
                load_kg, unit = math.nan, lifter.unit
                if load is not None:
                    load_kg, unit = parse_load(load, lifter.unit)
                moment = started or Moment.at(path.stat().st_mtime)
                done = importing.import_report(
                    log, lifter.id, path, started=moment, load_kg=load_kg, unit=unit
                )
            known = f"; {done.known} were there already" if done.known else ""
            say(f"{path}: {counted(done.sets, 'set')} brought in{known}.")


@history.command()
@click.option("--set", "set_id", type=ROW, metavar="N", help="The set with this number.")
@click.option("--workout", "workout_id", type=ROW, metavar="N", help="This workout's sets.")
@click.option("--lifter", "who", type=TEXT, metavar="NAME", help="All that is kept of this lifter.")
@click.option("--everything", is_flag=True, help="All lifters and sets.")
@click.option("--keep-recordings", is_flag=True, help="Leave recorded landmarks where they are.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(
    set_id: int | None,
    workout_id: int | None,
    who: str | None,
    *,
    everything: bool,
    keep_recordings: bool,
    yes: bool,
) -> None:
    """Delete for good: rows, recorded landmarks and every backup of the log. Clips stay."""
    if sum((set_id is not None, workout_id is not None, who is not None, everything)) != 1:
        raise UsageError(
            "Name one thing to delete.", "Use --set, --workout, --lifter or --everything."
        )
    with TrainingLog.open() as log:
        lifter = log.lifters.find(who) if who is not None else None
        if not yes:
            _ask()
        recordings = not keep_recordings
        if set_id is not None:
            done = removal.remove_set(log, set_id, recordings=recordings)
        elif workout_id is not None:
            done = removal.remove_workout(log, workout_id, recordings=recordings)
        elif lifter is not None:
            done = removal.remove_lifter(log, lifter.id, recordings=recordings)
        else:
            done = removal.remove_everything(log, recordings=recordings)
    say(
        f"Deleted for good: {counted(done.lifters, 'lifter')}, "
        f"{counted(done.workouts, 'workout')}, {counted(done.sets, 'set')}, "
        f"{counted(done.reps, 'rep')}, {counted(len(done.recordings), 'recording')}, "
        f"{counted(done.copies, 'backup')} of the log."
    )
    for path in done.left:
        say(f"{path} was left where it is; delete it yourself.")


def _ask() -> None:
    """Ask once more where somebody can answer.

    Raises
    ------
    UsageError
        Where nobody can.
    """
    if not sys.stdin.isatty():
        raise UsageError("Nobody can be asked whether to delete.", "Add --yes.")
    click.confirm("Delete for good?", abort=True, err=True)


@history.command()
def recover() -> None:
    """Put a sound log in the place of a damaged one, with all that can be read."""
    path = default_log_path()
    if not path.exists():
        raise UsageError(f"There is no training log at {path}.", "There is nothing to recover.")
    done = recover_log(path)
    say(
        f"Saved {counted(done.saved.sets, 'set')} from the damaged log and "
        f"{done.from_backups.sets} from its backups."
    )
    for what in done.unread:
        say(f"Could not read from the damaged log: {what}.")
    if done.kept_as is not None:
        say(f"The damaged log is kept as {done.kept_as}.")


def _show(what: RenderableType) -> None:
    with printing():
        console().print(what)
