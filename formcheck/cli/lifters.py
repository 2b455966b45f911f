"""``formcheck lifters``: the people whose sets are kept."""

from __future__ import annotations

from typing import Any

import click
from rich.table import Table

from formcheck.cli.output import console, printing, say
from formcheck.cli.values import TEXT
from formcheck.errors import UsageError
from formcheck.log.entries import LEVELS, UNITS, Lifter
from formcheck.log.store import TrainingLog
from formcheck.routines.catalogue import EQUIPMENT, check_equipment

lifter_option = click.option(
    "--lifter",
    "who",
    type=TEXT,
    metavar="NAME",
    help="Whose; may be left out when there is only one.",
)


def chosen_lifter(log: TrainingLog, who: str | None) -> Lifter:
    """Return the lifter a command is about.

    Raises
    ------
    UsageError
        When there is no such lifter, none at all, or several and none was named.
    """
    if who is not None:
        return log.lifters.find(who)
    lifters = log.lifters.all()
    if not lifters:
        raise UsageError(
            "There is no lifter in the training log yet.", "Add one: formcheck lifters add NAME."
        )
    if len(lifters) > 1:
        names = ", ".join(lifter.name for lifter in lifters)
        raise UsageError(f"There are several lifters: {names}.", "Name one with --lifter.")
    return lifters[0]


_HAS = f"What there is to train with, separated by commas: {', '.join(EQUIPMENT)}."


@click.group(invoke_without_command=True)
@click.pass_context
def lifters(context: click.Context) -> None:
    """Show, add and change the lifters of the training log."""
    if context.invoked_subcommand is None:
        context.invoke(list_command)


@lifters.command("list")
def list_command() -> None:
    """List the lifters."""
    with TrainingLog.open() as log, printing():
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("name", "level", "unit", "equipment", "routine", "sets"):
            table.add_column(heading, justify="right" if heading == "sets" else "left")
        for lifter in log.lifters.all():
            use = log.routine_uses.current(lifter.id)
            table.add_row(
                lifter.name,
                lifter.level,
                lifter.unit,
                ", ".join(sorted(lifter.equipment)) or "everything",
                use.routine if use else "–",
                str(len(log.sets.of_lifter(lifter.id))),
            )
        console().print(table)


def _details(command: Any) -> Any:
    command = click.option("--equipment", type=TEXT, metavar="LIST", help=_HAS)(command)
    command = click.option("--unit", type=click.Choice(UNITS), help="Unit of loads.")(command)
    return click.option("--level", type=click.Choice(LEVELS), help="How experienced.")(command)


def _given(level: str | None, unit: str | None, equipment: str | None) -> dict[str, Any]:
    given: dict[str, Any] = {"level": level, "unit": unit}
    if equipment is not None:
        given["equipment"] = check_equipment(equipment.split(","))
    return {name: value for name, value in given.items() if value is not None}


@lifters.command()
@click.argument("name", type=TEXT)
@_details
def add(name: str, level: str | None, unit: str | None, equipment: str | None) -> None:
    """Add a lifter called NAME."""
    given = _given(level, unit, equipment)
    with TrainingLog.open() as log:
        lifter = log.lifters.add(name, **given)
    say(f"Added {lifter.name} ({lifter.level}, loads in {lifter.unit}).")
    say(f"Keep sets with: formcheck analyze CLIP --lifter {lifter.name!r} --load 60")


@lifters.command()
@click.argument("name", type=TEXT)
@click.option("--name", "new_name", type=TEXT, metavar="NAME", help="Another name.")
@_details
def change(
    name: str, new_name: str | None, level: str | None, unit: str | None, equipment: str | None
) -> None:
    """Change what is given of the lifter called NAME."""
    given = _given(level, unit, equipment)
    with TrainingLog.open() as log:
        lifter = log.lifters.change(log.lifters.find(name).id, name=new_name, **given)
    owned = ", ".join(sorted(lifter.equipment)) or "everything"
    say(f"{lifter.name}: {lifter.level}, loads in {lifter.unit}, equipment: {owned}.")
